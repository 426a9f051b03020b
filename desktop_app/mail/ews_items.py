"""One item of Exchange as a letter of ours: its header, its marks, when it came.

A letter that came has its header as it was (PidTagTransportMessageHeaders); what was written here has none,
so it is made from the properties. Other classes than IPM.Note lie in an Inbox too: reports of Exchange and
meetings, which say what they are in their class alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime, formataddr

from desktop_app.domain.mime import FIELDS
from desktop_app.domain.model import SECOND, Flags, Micros
from desktop_app.mail.base import Upsert
from desktop_app.mail.ews_requests import FLAG_STATUS, HEADERS, ICON, VERB, VERB_TIME
from desktop_app.mail.ews_soap import Element, T, text_of
from desktop_app.mail.ews_times import instant

REPLIED_VERBS = frozenset({102, 103})
REPLIED_ICON = 261
FLAGGED = 2
TRUE = ("true", "1")  # both are an xs:boolean

_WANTED = frozenset(name.lower() for name in FIELDS)
# A field and the lines that go on with it.
_FIELD = re.compile(r"^([!-9;-~]+):[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?|\n")
_REPORT = "multipart/report; report-type="
_REPORTS = (
    (re.compile(r"^REPORT\..*\.IPNN?RN$", re.IGNORECASE), f"{_REPORT}disposition-notification"),
    (re.compile(r"^REPORT\.", re.IGNORECASE), f"{_REPORT}delivery-status"),
    (re.compile(r"^IPM\.Schedule\.Meeting\b", re.IGNORECASE), "text/calendar"),
)  # fmt: skip
_AUTOMATIC = re.compile(r"^IPM\.Note\.Rules\.(?:Oof|Reply)Template\b", re.IGNORECASE)


def item_id(item: Element) -> str:
    """Empty for an item that has none."""
    found = item.find(f"{T}ItemId")
    return str(found.get("Id", "")) if found is not None else ""


def received_at(item: Element) -> Micros | None:
    return instant(text_of(item, f"{T}DateTimeReceived"))


def has_header(item: Element) -> bool:
    return bool(tags_of(item).get(HEADERS))


def tags_of(item: Element) -> dict[str, str]:
    """Extended properties by tag, spelled as in `ews_requests`: servers write 0x7d as well as 0x7D."""
    found = {}
    for one in item.iterfind(f"{T}ExtendedProperty"):
        place, value = one.find(f"{T}ExtendedFieldURI"), one.findtext(f"{T}Value")
        if place is not None and value is not None:
            found[spelled(place.get("PropertyTag", ""))] = value
    return found


def flags_of(item: Element) -> Flags:
    """An answer shows in the verb or, set by IMAP or another program, in the icon alone."""
    tags = tags_of(item)
    by_verb = _number(tags.get(VERB)) in REPLIED_VERBS
    answered = by_verb or _number(tags.get(ICON)) == REPLIED_ICON
    return Flags(
        seen=text_of(item, f"{T}IsRead") in TRUE,
        answered=answered,
        flagged=_number(tags.get(FLAG_STATUS)) == FLAGGED,
        draft=text_of(item, f"{T}IsDraft") in TRUE,
        answered_at=instant(tags.get(VERB_TIME, "")) if by_verb else None,
    )


def upsert_of(item: Element) -> Upsert:
    """Never raises: what cannot be read is left out."""
    arrived = received_at(item)
    if arrived is None:
        arrived = instant(text_of(item, f"{T}DateTimeCreated")) or 0
    size = _number(text_of(item, f"{T}Size")) or 0
    return Upsert(item_id(item), header_of(item), flags_of(item), arrived, size)


def header_of(item: Element) -> bytes:
    """The block of `domain.mime.FIELDS`."""
    raw = tags_of(item).get(HEADERS, "")
    fields = list(_picked(raw)) if raw else list(_composed(item))
    kind = text_of(item, f"{T}ItemClass")
    told = next((value for pattern, value in _REPORTS if pattern.search(kind)), "")
    if told:
        fields = [field for field in fields if not field.lower().startswith("content-type:")]
        fields.append(f"Content-Type: {told}")
    if _AUTOMATIC.search(kind) and not any(one.lower().startswith("auto-submitted:") for one in fields):
        fields.append("Auto-Submitted: auto-replied")
    return "".join(f"{field}\r\n" for field in fields).encode("utf-8", "surrogateescape") + b"\r\n"


def people_of(item: Element, path: str) -> str:
    """As they stand in a header; "" for nobody."""
    return ", ".join(_people(item.find(f"{T}{path}")))


def _picked(raw: str) -> Iterator[str]:
    """Up to the empty line, which some servers keep, with more after it."""
    block = _LINE_END.sub("\n", raw).lstrip("\n").partition("\n\n")[0]
    for field in _FIELD.finditer(block):
        if field[1].lower() in _WANTED:
            yield field[0].replace("\n", "\r\n")


def _composed(item: Element) -> Iterator[str]:
    message_id = text_of(item, f"{T}InternetMessageId")
    if message_id:
        yield f"Message-ID: {_one_line(message_id)}"
    yield f"Subject: {Header(_one_line(text_of(item, f'{T}Subject')), 'utf-8').encode()}"
    for field, path in (
        ("From", "From"),
        ("To", "ToRecipients"),
        ("Cc", "CcRecipients"),
        ("Reply-To", "ReplyTo"),
    ):
        if people := people_of(item, path):
            yield f"{field}: {people}"
    sent = instant(text_of(item, f"{T}DateTimeSent"))
    if sent is not None:
        yield f"Date: {format_datetime(datetime.fromtimestamp(sent / SECOND, UTC))}"
    for field, path in (("In-Reply-To", "InReplyTo"), ("References", "References")):
        if value := text_of(item, f"{T}{path}"):
            yield f"{field}: {_one_line(value)}"


def _people(within: Element | None) -> Iterator[str]:
    """Only addresses of the Internet: colleagues may be named by their place in the directory."""
    for mailbox in within.iter(f"{T}Mailbox") if within is not None else ():
        address = _one_line(text_of(mailbox, f"{T}EmailAddress"))
        name = _one_line(text_of(mailbox, f"{T}Name"))
        if "@" in address and address.isascii():
            yield formataddr((name if name != address else "", address))


def spelled(tag: str) -> str:
    """A property tag in the one spelling that we use."""
    try:
        return f"0x{int(tag, 0):X}"
    except ValueError:
        return tag


def _number(text: str | None) -> int | None:
    try:
        return int(text or "")
    except ValueError:
        return None


def _one_line(text: str) -> str:
    return " ".join(text.split())
