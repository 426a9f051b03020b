"""The Sent folder of Exchange: whether it holds a letter; the clean letter in the place of the one that went.

The request that sends a letter files it too, marks and all (`ews_send`): that copy is the proof that a letter
whose answer was lost has gone, so it is not done without. The clean letter is put beside it, then it goes.

A letter made of MIME is a draft unless PidTagMessageFlags says otherwise when it is saved for the first time;
later the store keeps the flag as it is (MS-OXCMSG 2.2.1.6, "Import items by using EWS in Exchange" on
learn.microsoft.com; Thunderbird's EWS does the same). Where a server makes a draft of it all the same, the
draft is taken out again and the marked copy stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.domain.errors import ItemGone, ServerError
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.sent_copy import page_bears_marks
from desktop_app.mail import ews_requests as ask
from desktop_app.mail import ews_soap
from desktop_app.mail.base import SentCopy
from desktop_app.mail.ews_client import EwsClient
from desktop_app.mail.ews_items import TRUE, item_id, people_of, received_at
from desktop_app.mail.ews_soap import Element, M, T, text_of
from desktop_app.mail.ews_times import instant

COPIES_MAX = 10

_LOOKED_AT = ask.shape(
    ("item:Body", "item:DateTimeReceived", "item:IsDraft", "item:DateTimeSent", "message:BccRecipients")
)


def ids_of(client: EwsClient, folder: str, message_id: str) -> list[str]:
    """Of the letters in a folder that bear this Message-ID."""
    request = ask.find_items(folder, COPIES_MAX, ask.bears_message_id(message_id), ask.shape())
    return [str(one.get("Id", "")) for one in client.call_one(request).iter(f"{T}ItemId")]


def save(client: EwsClient, folder: str, mime: bytes, like: Element | None = None) -> None:
    """File a letter; `like`: with the dates and the hidden recipients of this one. Raises ServerError."""
    received = sent = None
    if like is not None:
        received, sent = received_at(like), instant(text_of(like, f"{T}DateTimeSent"))
        if hidden := people_of(like, "BccRecipients"):
            mime = b"Bcc: " + hidden.encode() + b"\r\n" + mime
    made = [item_id(one) for one in _items(client.call_one(ask.save_mime(mime, folder, received, sent)))]
    if any(_is_draft(one) for one in _read(client, made)):
        _delete(client, made)
        raise ServerError(text="the letter for Sent became a draft")


def clean_sent(client: EwsClient, folder: str, mime: bytes) -> SentCopy:
    """See `mail.base.CleansSent`. May be cut anywhere and done again."""
    found = _read(client, ids_of(client, folder, parse_headers(mime).message_id))
    drafts = [one for one in found if _is_draft(one)]  # of a try that was cut
    marked = [one for one in found if one not in drafts and page_bears_marks(text_of(one, f"{T}Body"), mime)]
    clean = len(found) > len(drafts) + len(marked)
    if marked and not clean:
        save(client, folder, mime, marked[0])
    _delete(client, [item_id(one) for one in (*marked, *drafts)])
    return SentCopy(clean or bool(marked), len(marked), expected=not (clean or marked))


def _read(client: EwsClient, ids: Sequence[str]) -> list[Element]:
    """Those that are still there."""
    found = []
    for answer in client.call(ask.get_items(ids, _LOOKED_AT)) if ids else ():
        try:
            found += _items(ews_soap.check(answer))
        except ItemGone:
            continue
    return found


def _items(answer: Element) -> list[Element]:
    items = answer.find(f"{M}Items")
    return [] if items is None else [one for one in items if item_id(one)]


def _is_draft(item: Element) -> bool:
    return text_of(item, f"{T}IsDraft") in TRUE


def _delete(client: EwsClient, ids: Sequence[str]) -> None:
    for answer in client.call(ask.delete_items(ids)) if ids else ():
        try:
            ews_soap.check(answer)
        except ItemGone:
            continue
