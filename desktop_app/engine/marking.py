"""Copies of a letter to submit: with a pixel and tracked links where that is possible and wanted.

Tokens are committed to the keep file before submission. Link targets must lie at the server before a link is
rewritten; when it cannot be reached the letter goes out with the pixel alone, and when there is no server, as
it is. A letter is never held up by tracking. Who withdrew gets it clean.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from desktop_app.domain.errors import TrackingError
from desktop_app.domain.instrument import instrument
from desktop_app.domain.model import Micros, TokenMeaning
from desktop_app.domain.tokens import RANDOM_BYTES, Key, new_token
from desktop_app.store import signals, withdrawn
from desktop_app.store.database import Database

log = logging.getLogger(__name__)

MAX_OWN_COPIES = 10  # above, one copy for all: "someone of N"


class Registry(Protocol):
    def register(self, links: Mapping[str, str]) -> None:
        """Token to target, at the server. Idempotent. Raises TrackingError."""

    def erase(self, tokens: Sequence[str]) -> None:
        """Forget the hits of these tokens and keep none again. Idempotent. Raises TrackingError."""


@dataclass(frozen=True, slots=True)
class Server:
    """A tracking server this person has a key for. `url` without a slash at the end."""

    url: str
    key: Key
    registry: Registry


@dataclass(frozen=True, slots=True)
class Copy:
    mime: bytes
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marker:
    """`server` gives the tracking server in use now, None when tracking is off."""

    db: Database
    server: Callable[[], Server | None]

    def copies(
        self,
        clean: bytes,
        message_id: str,
        people: Sequence[str],
        tracked: bool,
        now: Micros,
        apart: bool = True,
    ) -> list[Copy]:
        """Not `apart`: one copy for all, because the server sends to whom the letter names."""
        server = self.server() if tracked else None
        if server is None or not people:
            return [Copy(clean, tuple(people))] if people else []
        unwilling = withdrawn.among(self.db, people)
        if not apart:
            one = Copy(clean, tuple(people))
            return [one if unwilling else self._copy(clean, message_id, one.recipients, server, now)]
        willing = [who for who in people if who not in unwilling]
        groups = [(who,) for who in willing] if len(willing) <= MAX_OWN_COPIES else [tuple(willing)]
        clean_copy = [Copy(clean, tuple(who for who in people if who in unwilling))] if unwilling else []
        return [self._copy(clean, message_id, group, server, now) for group in groups] + clean_copy

    def _copy(
        self, clean: bytes, message_id: str, group: tuple[str, ...], server: Server, now: Micros
    ) -> Copy:
        marks = _Marks(server, message_id, group[0] if len(group) == 1 else "", now)
        mime = marks.spliced(clean, links=True)
        if marks.links and not _registered(server, marks.links):
            marks = _Marks(server, message_id, marks.recipient, now)
            mime = marks.spliced(clean, links=False)
        if mime != clean:
            signals.add_tokens(self.db, marks.meanings())
        return Copy(mime, group)


class _Marks:
    """The tokens of one copy."""

    def __init__(self, server: Server, message_id: str, recipient: str, now: Micros) -> None:
        self.recipient = recipient
        self._server = server
        self._opened = TokenMeaning(self._token(), message_id, recipient, "open", sent_at=now)
        self._clicked: dict[str, TokenMeaning] = {}

    @property
    def links(self) -> dict[str, str]:
        return {meaning.token: meaning.url for meaning in self._clicked.values()}

    def spliced(self, clean: bytes, links: bool) -> bytes:
        pixel = f"{self._server.url}/o/{self._opened.token}"
        return instrument(clean, pixel, self._rewrite if links else _leave, self._server.url).mime

    def meanings(self) -> list[TokenMeaning]:
        count = len(self._clicked)
        return [replace(meaning, links=count) for meaning in (self._opened, *self._clicked.values())]

    def _rewrite(self, url: str, text: str) -> str:
        if url not in self._clicked:
            meaning = replace(self._opened, token=self._token(), kind="click", url=url, text=text)
            self._clicked[url] = meaning
        return f"{self._server.url}/c/{self._clicked[url].token}"

    def _token(self) -> str:
        return new_token(self._server.key.seal, self._server.key.id, secrets.token_bytes(RANDOM_BYTES))


def _leave(url: str, text: str) -> None:
    return None


def _registered(server: Server, links: Mapping[str, str]) -> bool:
    try:
        server.registry.register(links)
    except TrackingError as error:
        log.warning("links go out as they are: %s", error)
        return False
    return True
