"""The Sent folder of Microsoft 365: whether it holds a letter; the clean letter in the place of the one sent.

The server files what it sends, marks and all. The text of a message that was sent cannot be changed, and what
is made of MIME stays a draft for ever: PidTagMessageFlags is the client's until the first save only (MS-
OXCMSG 2.2.1.6), and a request holds MIME or properties, not both. (importMime is beta, wants a right of its
own and "never appears in the Sent Items folder".) So the clean letter is written from its properties, with
that flag, the dates and the hidden recipients of the one that went, which goes when all files are on it. What
cannot be written so, or is made a draft of all the same, stays as the server filed it.

https://learn.microsoft.com/en-us/graph/api/mailfolder-post-messages
https://learn.microsoft.com/en-us/graph/api/message-permanentdelete
"""

from __future__ import annotations

from email import message_from_bytes
from typing import Any

from desktop_app.domain.bodies import BODY_MAX_BYTES, Body, bodies
from desktop_app.domain.errors import ItemGone, MailError, PermissionDenied, ServerError, Unsupported
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import Address, Headers
from desktop_app.domain.sent_copy import page_bears_marks
from desktop_app.mail.base import SentCopy
from desktop_app.mail.graph_client import GraphClient, Json
from desktop_app.mail.graph_files import SMALL_BYTES, File, attach, small
from desktop_app.mail.graph_folders import id_of, rows_of
from desktop_app.mail.graph_items import IN_REPLY_TO, REFERENCES

FLAGS = "Integer 0x0E07"  # PidTagMessageFlags: 1 read, and not 8 = a draft
DELIVERED, SUBMITTED = "SystemTime 0x0E06", "SystemTime 0x0039"
COPIES_MAX = "10"

_LOOKED_AT = "id,body,isDraft,bccRecipients,receivedDateTime,sentDateTime"
_PLAIN = frozenset({"multipart/mixed", "multipart/related", "multipart/alternative"})
_LETTER_MAX_BYTES = 64 * 1024 * 1024


def ids_of(client: GraphClient, folder: str, message_id: str) -> list[str]:
    """Of the letters in a folder that bear this Message-ID."""
    return [id_of(row) for row in _find(client, folder, message_id, "id")]


def clean_sent(client: GraphClient, folder: str, mime: bytes) -> SentCopy:
    """See `mail.base.CleansSent`. May be cut anywhere and done again."""
    found = _find(client, folder, parse_headers(mime).message_id, _LOOKED_AT)
    marked = [row for row in found if page_bears_marks(_page(row), mime)]
    clean = len(found) > len(marked)
    if marked and not clean:
        save(client, folder, mime, marked[0])
    for row in marked:
        _delete(client, id_of(row))
    return SentCopy(clean or bool(marked), len(marked), expected=not found)


def save(client: GraphClient, folder: str, mime: bytes, like: Json | None = None) -> None:
    """File a letter; `like`: with the dates and the hidden recipients of this one.

    It lies in Drafts until its last file is on it. Raises ServerError for what cannot be written so.
    """
    letter, files = written(mime, like)
    for left in ids_of(client, "drafts", parse_headers(mime).message_id):  # of a try that was cut
        client.delete(f"/messages/{left}")
    at_once = len(mime) <= SMALL_BYTES
    if at_once and files:
        letter["attachments"] = [small(file) for file in files]
    made = client.post(f"/mailFolders/{folder if at_once else 'drafts'}/messages", letter)
    try:
        if made.get("isDraft") is not False:
            raise ServerError(text="the letter for Sent became a draft")
        if not at_once:
            for file in files:
                attach(client, id_of(made), file)
            client.post(f"/messages/{id_of(made)}/move", {"destinationId": folder})
    except MailError:
        _delete(client, id_of(made))
        raise


def written(mime: bytes, like: Json | None = None) -> tuple[Json, list[File]]:
    """A letter as properties and files. Raises ServerError for one that is more than a text and files."""
    headers, parts = parse_headers(mime), bodies(mime, _LETTER_MAX_BYTES)
    kinds = {part.get_content_type() for part in message_from_bytes(mime).walk() if part.is_multipart()}
    texts = [one for one in parts if one.content_type in ("text/html", "text/plain") and not one.attached]
    page = min(texts, key=lambda one: one.content_type, default=None)  # HTML where there is some
    if page is None or page.size_bytes >= BODY_MAX_BYTES or kinds - _PLAIN:
        raise ServerError(text="a letter that is more than a text and files")
    files = [_file(one, at) for at, one in enumerate(parts, 1) if one is not page and not _is_text(one, page)]
    tags = {FLAGS: "1", IN_REPLY_TO: _ids(headers.in_reply_to), REFERENCES: _ids(headers.references)}
    if like is not None:
        tags |= {DELIVERED: str(like["receivedDateTime"]), SUBMITTED: str(like["sentDateTime"])}
    kind = "html" if page.content_type == "text/html" else "text"
    letter = _described(headers) | {
        "body": {"contentType": kind, "content": page.text()},
        "singleValueExtendedProperties": [{"id": key, "value": tags[key]} for key in tags if tags[key]],
    }
    hidden = like.get("bccRecipients") if like is not None else None
    return letter | ({"bccRecipients": hidden} if hidden else {}), files


def _described(headers: Headers) -> Json:
    sender = _person(headers.sender)
    return {
        "subject": headers.subject,
        "internetMessageId": f"<{headers.message_id}>",
        "isRead": True,
        "from": sender,
        "sender": sender,
        "toRecipients": [_person(one) for one in headers.to],
        "ccRecipients": [_person(one) for one in headers.cc],
        "replyTo": [_person(one) for one in headers.reply_to],
    }


def _person(one: Address) -> Json:
    return {"emailAddress": {"address": one.address} | ({"name": one.name} if one.name else {})}


def _ids(ids: tuple[str, ...]) -> str:
    return " ".join(f"<{one}>" for one in ids)


def _is_text(one: Body, page: Body) -> bool:
    """What a program without HTML would show: the server makes that of the page."""
    return one.content_type == "text/plain" and not one.attached and one.alternative == page.alternative != 0


def _file(one: Body, at: int) -> File:
    return File(one.name or f"part-{at}", one.content_type, one.content, one.content_id)


def _find(client: GraphClient, folder: str, message_id: str, wanted: str) -> list[dict[str, Any]]:
    quoted = message_id.strip("<>").replace("'", "''")
    query = {"$filter": f"internetMessageId eq '<{quoted}>'", "$select": wanted, "$top": COPIES_MAX}
    return rows_of(client.get(f"/mailFolders/{folder}/messages", query))


def _page(row: dict[str, Any]) -> str:
    body = row.get("body")
    return str(body.get("content", "")) if isinstance(body, dict) else ""


def _delete(client: GraphClient, one: str) -> None:
    """For good; into the bin where that is not known (national clouds)."""
    try:
        client.post(f"/messages/{one}/permanentDelete", {})
    except ItemGone:
        return
    except (ServerError, PermissionDenied, Unsupported):
        client.delete(f"/messages/{one}")
