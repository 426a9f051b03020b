"""One message of Graph as a letter of ours, and what is asked of each.

What came is asked for with its headers as they were (`internetMessageHeaders`): only they tell a newsletter,
an absence note and a bounce from a person, and name what a letter answers. They are most of the bytes, so
they are asked for once a letter, never for marks, and not in Sent and Drafts, where the server has none;
there the two properties that link letters are expanded instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from typing import Any

from desktop_app.domain.mime import FIELDS
from desktop_app.domain.model import SECOND, Flags, Role
from desktop_app.mail.base import Upsert
from desktop_app.mail.ews_times import instant

# PidTagLastVerbExecuted and its time, PidTagIconIndex: left on a letter that was answered.
VERB, VERB_TIME, ICON = "Integer 0x1081", "SystemTime 0x1082", "Integer 0x1080"
IN_REPLY_TO, REFERENCES = "String 0x1042", "String 0x1039"
SIZE = "Integer 0xE08"
REPLIED_VERBS = frozenset({"102", "103"})
REPLIED_ICON = "261"

_MARKS = "isRead,isDraft,flag"
_WRITTEN = "internetMessageId,subject,from,sender,toRecipients,ccRecipients,replyTo,sentDateTime"
_SELECT = f"id,parentFolderId,receivedDateTime,createdDateTime,conversationId,{_MARKS},{_WRITTEN}"
_WANTED = frozenset(name.lower() for name in FIELDS)
_NAME = re.compile(r"[!-9;-~]+")
_OURS = (Role.SENT, Role.DRAFTS, Role.OUTBOX)


def whole_query(role: Role, *, expanded: bool) -> dict[str, str]:
    """All that a letter needs. `expanded`: with the marks of answers, which some servers refuse here."""
    headers = role not in _OURS
    query = {"$select": f"{_SELECT},internetMessageHeaders" if headers else _SELECT}
    if expanded:
        query["$expand"] = _expand(VERB, VERB_TIME, ICON, SIZE, IN_REPLY_TO, REFERENCES)
    return query


def marks_query() -> dict[str, str]:
    return {"$select": f"id,parentFolderId,{_MARKS}", "$expand": _expand(VERB, VERB_TIME, ICON)}


def is_whole(item: dict[str, Any]) -> bool:
    """Of a letter that was only read, the server tells the id and `isRead`."""
    return "receivedDateTime" in item and "subject" in item


def flags_of(item: dict[str, Any]) -> Flags:
    """An answer shows in the verb or, set by IMAP or another program, in the icon alone."""
    tags = tags_of(item)
    by_verb = tags.get(VERB.lower()) in REPLIED_VERBS
    flag = item.get("flag")
    return Flags(
        seen=item.get("isRead") is True,
        answered=by_verb or tags.get(ICON.lower()) == REPLIED_ICON,
        flagged=isinstance(flag, dict) and flag.get("flagStatus") == "flagged",
        draft=item.get("isDraft") is True,
        answered_at=instant(tags.get(VERB_TIME.lower(), "")) if by_verb else None,
    )


def upsert_of(item: dict[str, Any]) -> Upsert:
    """Never raises: what cannot be read is left out."""
    arrived = _instant(item, "receivedDateTime") or _instant(item, "createdDateTime") or 0
    size = tags_of(item).get(SIZE.lower(), "")
    thread = item.get("conversationId")
    return Upsert(
        str(item.get("id", "")),
        header_of(item),
        flags_of(item),
        arrived,
        int(size) if size.isdigit() else 0,
        thread=thread if isinstance(thread, str) else "",
    )


def header_of(item: dict[str, Any]) -> bytes:
    """The block of `domain.mime.FIELDS`."""
    fields = list(_picked(item)) or list(_composed(item))
    if str(item.get("@odata.type", "")).startswith("#microsoft.graph.eventMessage"):  # an invitation
        fields = [field for field in fields if not field.lower().startswith("content-type:")]
        fields.append("Content-Type: text/calendar")
    return "".join(f"{field}\r\n" for field in fields).encode("utf-8", "surrogateescape") + b"\r\n"


def tags_of(item: dict[str, Any]) -> dict[str, str]:
    """Extended properties by id, in lower case."""
    rows = item.get("singleValueExtendedProperties")
    pairs = [(one.get("id"), one.get("value")) for one in rows or () if isinstance(one, dict)]
    return {spelled(str(key)): str(value) for key, value in pairs if value is not None}


def spelled(key: str) -> str:
    """Servers write "0xe08" and "0x0E08"."""
    kind, _, tag = key.lower().partition(" ")
    return f"{kind} 0x{tag[2:].lstrip('0')}" if tag.startswith("0x") else key.lower()


def _expand(*ids: str) -> str:
    told = " or ".join(f"id eq '{one}'" for one in ids)
    return f"singleValueExtendedProperties($filter={told})"


def _instant(item: dict[str, Any], name: str) -> int | None:
    value = item.get(name)
    return instant(value) if isinstance(value, str) else None


def _picked(item: dict[str, Any]) -> Iterator[str]:
    rows = item.get("internetMessageHeaders")
    for row in rows if isinstance(rows, list) else ():
        name, value = (
            (str(row.get(key) or "") for key in ("name", "value")) if isinstance(row, dict) else ("", "")
        )
        if name.lower() in _WANTED and _NAME.fullmatch(name):
            yield f"{name}: {_one_line(value)}"


def _composed(item: dict[str, Any]) -> Iterator[str]:
    tags = tags_of(item)
    if message_id := _text(item, "internetMessageId"):
        yield f"Message-ID: {message_id}"
    yield f"Subject: {Header(_text(item, 'subject'), 'utf-8', 75).encode(linesep=chr(13) + chr(10))}"
    for field, key in (
        ("From", "from"),
        ("To", "toRecipients"),
        ("Cc", "ccRecipients"),
        ("Reply-To", "replyTo"),
    ):
        if people := ", ".join(_people(item.get(key))):
            yield f"{field}: {people}"
    sent = _instant(item, "sentDateTime")
    if sent is not None:
        yield f"Date: {format_datetime(datetime.fromtimestamp(sent / SECOND, UTC))}"
    for field, key in (("In-Reply-To", IN_REPLY_TO), ("References", REFERENCES)):
        if value := tags.get(key.lower()):
            yield f"{field}: {_one_line(value)}"


def _people(rows: object) -> Iterator[str]:
    """Only addresses of the Internet: colleagues may be named by their place in the directory."""
    for row in rows if isinstance(rows, list) else [rows]:
        mailbox = row.get("emailAddress") if isinstance(row, dict) else None
        if not isinstance(mailbox, dict):
            continue
        name, address = _text(mailbox, "name"), _text(mailbox, "address")
        if "@" in address and address.isascii():
            yield formataddr((name if name != address else "", address))


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return _one_line(value) if isinstance(value, str) else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
