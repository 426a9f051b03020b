"""Reading the headers and marks of many letters at a time, so that a bad one costs only itself."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from desktop_app.domain.errors import ItemGone, MailError, PermissionDenied, ServerError, Unsupported
from desktop_app.domain.model import Flags, Role
from desktop_app.mail import ews_requests as ask
from desktop_app.mail import ews_soap
from desktop_app.mail.base import Upsert
from desktop_app.mail.ews_client import EwsClient
from desktop_app.mail.ews_items import flags_of, has_header, item_id, upsert_of
from desktop_app.mail.ews_soap import Element, M

log = logging.getLogger(__name__)

CHUNK = 200  # letters in a request: the answer is about a megabyte, packed a tenth of it

_ARRIVED = ask.shape((*ask.KINDS, *ask.READ), ((ask.HEADERS, "String"), *ask.MARKS))
_WRITTEN = ask.shape((*ask.KINDS, *ask.READ, *ask.WRITTEN), ask.MARKS)
_LEAST = ask.shape(("item:ItemClass", "item:DateTimeReceived", "item:Subject", "message:IsRead"))
_MARKED = ask.shape(ask.READ, ask.MARKS)
_OF_ONE = (ServerError, Unsupported, PermissionDenied)  # what a single letter can bring about


def read_letters(client: EwsClient, ids: Sequence[str], role: Role) -> list[Upsert]:
    """Those that are still there, in the order of `ids`. Raises the MailErrors of the connection only."""
    first = _WRITTEN if role is Role.SENT else _ARRIVED
    found = dict(_items(client, ids, first))
    if role is not Role.SENT:
        bare = [one for one, item in found.items() if not has_header(item)]
        found |= dict(_items(client, bare, _WRITTEN))
    return [upsert_of(found[one]) for one in ids if one in found]


def read_marks(client: EwsClient, ids: Sequence[str]) -> dict[str, Flags]:
    return {one: flags_of(item) for one, item in _items(client, ids, _MARKED)}


def _items(client: EwsClient, ids: Sequence[str], wanted: str) -> Iterator[tuple[str, Element]]:
    for start in range(0, len(ids), CHUNK):
        yield from _chunk(client, ids[start : start + CHUNK], wanted)


def _chunk(client: EwsClient, ids: Sequence[str], wanted: str) -> Iterator[tuple[str, Element]]:
    try:
        answers = _answers(client, ids, wanted)
    except ServerError as error:
        yield from _narrowed(client, ids, wanted, error)
        return
    for one, answer in zip(ids, answers, strict=True):
        try:
            item = _item(ews_soap.check(answer))
        except ItemGone:
            continue
        except _OF_ONE as error:
            yield from _narrowed(client, [one], wanted, error)
            continue
        if item is not None:
            yield one, item


def _answers(client: EwsClient, ids: Sequence[str], wanted: str) -> list[Element]:
    answers = client.call(ask.get_items(ids, wanted))
    if len(answers) != len(ids):
        ews_soap.check(answers[0])  # one for all: the server is busy
        raise ServerError(text="an answer for each letter was expected")
    return answers


def _narrowed(
    client: EwsClient, ids: Sequence[str], wanted: str, error: MailError
) -> Iterator[tuple[str, Element]]:
    """The halves of what could not be read; a single letter once more with less of it, then without it."""
    if len(ids) > 1:
        half = len(ids) // 2
        yield from _chunk(client, ids[:half], wanted)
        yield from _chunk(client, ids[half:], wanted)
    elif wanted != _LEAST:
        yield from _chunk(client, ids, _LEAST)
    else:
        log.info("a letter cannot be read and is left out: %s", error)


def _item(answer: Element) -> Element | None:
    items = answer.find(f"{M}Items")
    found = items[0] if items is not None and len(items) else None
    return found if found is not None and item_id(found) else None
