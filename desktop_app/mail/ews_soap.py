"""SOAP as Exchange Web Services speak it: envelopes, answers read leniently, response codes as MailErrors.

Nothing here is Exchange's object model: an answer is an element tree, out of which `ews_items` takes what it
needs. So a value that makes no sense costs that value, not the page it stands on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from desktop_app.domain.errors import (
    AuthRejected,
    ItemGone,
    MailError,
    PermissionDenied,
    ServerError,
    StateInvalid,
    Throttled,
    Unsupported,
)
from desktop_app.mail.failures import DEFAULT_WAIT_S, shorten

Element = Any  # of lxml, which has no types

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
T, M, S = f"{{{TYPES}}}", f"{{{MESSAGES}}}", f"{{{SOAP}}}"

# The newest that every server still met understands (2013 SP1, 2016, 2019, SE): asking for it saves the
# guessing, and nothing newer is used.
VERSION = "Exchange2013_SP1"

MOVING_WAIT_S = 300

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>'
    f'<s:Envelope xmlns:s="{SOAP}" xmlns:t="{TYPES}" xmlns:m="{MESSAGES}">'
    f'<s:Header><t:RequestServerVersion Version="{VERSION}"/></s:Header><s:Body>'
)
_TAIL = "</s:Body></s:Envelope>"

# https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/responsecode
_BUSY = frozenset({
    "ErrorServerBusy", "ErrorTooManyObjectsOpened", "ErrorExceededConnectionCount", "ErrorTimeoutExpired",
    "ErrorMailboxStoreUnavailable", "ErrorInternalServerTransientError", "ErrorConnectionFailed",
    "ErrorInsufficientResources", "ErrorExceededSubscriptionCount", "ErrorMailboxFailover",
    "ErrorNotEnoughMemory",
})  # fmt: skip
_MOVING = frozenset({"ErrorMailboxMoveInProgress"})
_GONE = frozenset({
    "ErrorItemNotFound", "ErrorFolderNotFound", "ErrorSyncFolderNotFound", "ErrorParentFolderNotFound",
    "ErrorInvalidId", "ErrorInvalidIdMalformed", "ErrorInvalidIdEmpty", "ErrorInvalidFolderId",
    "ErrorInvalidIdMalformedEwsLegacyIdFormat", "ErrorCannotFindFile",
})  # fmt: skip
_FORBIDDEN = frozenset({
    "ErrorAccessDenied", "ErrorSendAsDenied", "ErrorCrossMailboxMoveCopy", "ErrorImpersonationDenied",
    "ErrorImpersonateUserDenied", "ErrorCreateItemAccessDenied", "ErrorCalendarIsDelegatedForDecline",
})  # fmt: skip
_NO_MAILBOX = frozenset({"ErrorNonExistentMailbox", "ErrorMissingEmailAddress", "ErrorInvalidSmtpAddress"})
_TOO_OLD = frozenset({
    "ErrorInvalidServerVersion", "ErrorIncorrectSchemaVersion", "ErrorInvalidSchemaVersionForMailboxVersion",
})  # fmt: skip
_NO_ENTRY = {
    "ErrorAccountDisabled": "disabled", "ErrorPasswordExpired": "expired",
    "ErrorPasswordChangeRequired": "expired",
}  # fmt: skip


def envelope(request: str) -> bytes:
    """A whole request around the XML of one operation (prefixes m and t)."""
    return f"{_HEAD}{request}{_TAIL}".encode()


def parse(content: bytes) -> Element:
    """The operation's answer. Characters that XML forbids, which subjects may hold, are skipped.

    Raises ServerError for what is no SOAP, and what a fault says.
    """
    parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser) if content.strip() else None
    except etree.XMLSyntaxError:
        root = None  # beyond what can be recovered
    body = root.find(f"{S}Body") if root is not None and root.tag == f"{S}Envelope" else None
    if body is None or not len(body):
        raise ServerError(text="the answer is no SOAP")
    if body[0].tag == f"{S}Fault":
        raise _fault(body[0])
    return body[0]


def messages(answer: Element) -> list[Element]:
    """The response messages, one for each thing that was asked for."""
    found = answer.find(f"{M}ResponseMessages")
    if found is None or not len(found):
        raise ServerError(text="the answer holds no response message")
    return list(found)


def check(message: Element) -> Element:
    """The message itself when it says success (or a warning). Raises MailError."""
    if message.get("ResponseClass") != "Error":
        return message
    code = text_of(message, f"{M}ResponseCode")
    raise failure(code, text_of(message, f"{M}MessageText"), _back_off_ms(message))


def failure(code: str, text: str, back_off_ms: int = 0) -> MailError:  # noqa: PLR0911 - one line a family
    """The error a response code stands for. The code itself is in `text`: it is what IT can look up."""
    said = shorten(f"{code}: {text}" if text else code)
    if code in _BUSY:
        return Throttled(
            after_s=max(1, -(-back_off_ms // 1000)) if back_off_ms else DEFAULT_WAIT_S, text=said
        )
    if code in _MOVING:
        return Throttled(after_s=MOVING_WAIT_S, reason="moving", text=said)
    if code in _GONE:
        return ItemGone(text=said)
    if code in _FORBIDDEN:
        return PermissionDenied(text=said)
    if code in _NO_ENTRY:
        return AuthRejected(reason=_NO_ENTRY[code], text=said)
    if code in _NO_MAILBOX:
        return Unsupported(what="no_mailbox", text=said)
    if code in _TOO_OLD:
        return Unsupported(what="exchange_version", text=said)
    return StateInvalid(text=said) if code == "ErrorInvalidSyncStateData" else ServerError(text=said)


def text_of(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def elements(element: Element, name: str) -> Iterator[Element]:
    """All descendants of one name in the types' namespace."""
    return iter(element.iter(f"{T}{name}"))


def _fault(fault: Element) -> MailError:
    """A fault names a response code in its detail, else in "faultcode" as "a:ErrorInvalidRequest"."""
    codes = [element for element in fault.iter() if str(element.tag).endswith("}ResponseCode")]
    code = (codes[0].text or "").strip() if codes else text_of(fault, "faultcode").rpartition(":")[2]
    return failure(code, text_of(fault, "faultstring"), _back_off_ms(fault))


def _back_off_ms(element: Element) -> int:
    for value in elements(element, "Value"):
        if value.get("Name") == "BackOffMilliseconds" and (value.text or "").strip().isdigit():
            return int(value.text.strip())
    return 0
