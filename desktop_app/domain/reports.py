"""What delivery reports (RFC 3464) and read receipts (RFC 8098) say, from the whole letter. Never raises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.domain.bodies import Body, bodies
from desktop_app.domain.letters import classify, says_not_failed
from desktop_app.domain.mailboxes import parse_mailboxes
from desktop_app.domain.message_ids import parse_ids
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import Headers, Kind

_FIELD = re.compile(r"^([!-9;-~]+)[ \t]*:[ \t]*(.*(?:\n[ \t].*)*)", re.MULTILINE)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ACTIONS = {"fail": "failed", "expi": "failed", "dela": "delayed", "deli": "delivered", "rela": "relayed",
            "expa": "expanded"}  # fmt: skip
_ADDRESS = re.compile(r"[^\s<>(),:;\"'@]{1,64}@[A-Za-z0-9.-]{1,255}[A-Za-z0-9]")
_ORIGINAL_ID = re.compile(r"^>? ?message-id[ \t]*:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_SEARCHED = 64 * 1024
_FAILURES_MAX = 100


class Failure(NamedTuple):
    """`recipient` lower-case, `status` "5.1.1"; "" where it is not told."""

    recipient: str
    status: str


@dataclass(frozen=True, slots=True)
class BounceFacts:
    """`action`: failed | delayed | delivered | relayed | expanded; only "failed" means it did not arrive.

    `failures`: whom the report is about, each once; of several recipients those that failed, if any did.
    `message_id` is that of our letter. What is not told is "".
    """

    failures: tuple[Failure, ...] = ()
    action: str = ""
    message_id: str = ""

    @property
    def recipient(self) -> str:
        """The first one."""
        return self.failures[0].recipient if self.failures else ""

    @property
    def status(self) -> str:
        return self.failures[0].status if self.failures else ""


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """`disposition`: "displayed", "deleted" (unread), "dispatched", "processed" or "".

    `by_hand`: the person agreed to send it; only then does "displayed" mean that somebody saw the letter.
    """

    disposition: str = ""
    by_hand: bool = False
    message_id: str = ""
    recipient: str = ""


def bounce_facts(mime: bytes) -> BounceFacts:
    """Read a bounce of any mail system: its report part, else its headers and its words."""
    headers = parse_headers(mime)
    parts = bodies(mime)
    text = _words(parts)
    blocks = _report_blocks(parts, "message/delivery-status", "message/global-delivery-status")
    failed = [one for one in blocks if _ACTIONS.get(one.get("action", "").lower()[:4]) == "failed"]
    told = (failed or blocks)[:_FAILURES_MAX]
    failures = dict.fromkeys(_failure(one, text if len(told) == 1 else "") for one in told)
    if not any(one.recipient for one in failures):
        failures = dict.fromkeys(_from_headers(headers, text, next(iter(failures), Failure("", "")).status))
    action = told[0].get("action", "").lower()[:4] if told else ""
    return BounceFacts(
        failures=tuple(one for one in failures if one.recipient or one.status),
        action=_ACTIONS.get(action) or _action(headers),
        message_id=_original_id(parts, text)
        or next(iter((*headers.in_reply_to, *headers.references[-1:])), ""),
    )


def receipt_facts(mime: bytes) -> ReceiptFacts:
    """Read a receipt. Exchange leaves out Original-Message-ID; In-Reply-To then names the letter."""
    headers = parse_headers(mime)
    blocks = _report_blocks(
        bodies(mime), "message/disposition-notification", "message/global-disposition-notification"
    )
    fields = blocks[0] if blocks else {}
    mode, _, kind = fields.get("disposition", "").lower().partition(";")
    original = parse_ids(fields.get("original-message-id", ""))
    return ReceiptFacts(
        disposition=re.split(r"[\s/,]", kind.strip(), maxsplit=1)[0],
        by_hand="manual-action" in mode,
        message_id=next(iter((*original, *headers.in_reply_to, *headers.references[-1:])), ""),
        recipient=_typed(fields.get("final-recipient", "")) or headers.sender.address,
    )


def _report_blocks(parts: list[Body], *content_types: str) -> list[dict[str, str]]:
    """The fields of the first such part, one block per recipient, each with those of the whole letter."""
    part = next((one for one in parts if one.content_type in content_types), None)
    if part is None:
        return []
    text = part.text()[:_SEARCHED].replace("\r\n", "\n")
    blocks = [
        {name.lower(): " ".join(value.split()) for name, value in _FIELD.findall(block)}
        for block in re.split(r"\n[ \t]*\n", text)
    ]
    people = [block for block in blocks if "action" in block or "final-recipient" in block]
    return [{**blocks[0], **block} for block in people or blocks[:1]]


def _failure(fields: Mapping[str, str], text: str) -> Failure:
    """`text`: where the status may stand when the fields do not say it."""
    recipient = _typed(fields.get("original-recipient", "")) or _typed(fields.get("final-recipient", ""))
    found = _STATUS.search(fields.get("status", "")) or _STATUS.search(fields.get("diagnostic-code", ""))
    found = found or _STATUS.search(text)
    return Failure(recipient, found[0] if found else "")


def _from_headers(headers: Headers, text: str, status: str) -> Iterator[Failure]:
    """Without a report: whom the header names, else the first address in the words."""
    found = _STATUS.search(text)
    status = status or (found[0] if found else "")
    failed = parse_mailboxes(headers.extra.get("x-failed-recipients", ""))
    if not failed:
        yield Failure(_first_address(text, headers.sender.address), status)
    for one in failed[:_FAILURES_MAX]:
        yield Failure(one.address, status)


def _typed(value: str) -> str:
    """The address of "rfc822; user@host"."""
    found = _ADDRESS.search(value.rpartition(";")[2])
    return found[0].lower() if found else ""


def _words(parts: list[Body]) -> str:
    texts = [one.text()[:_SEARCHED] for one in parts if one.content_type.startswith("text/")]
    return "\n".join(texts)[:_SEARCHED]


def _first_address(text: str, sender: str) -> str:
    """The first address in the words that is not the robot's own."""
    found = (one[0].lower() for one in _ADDRESS.finditer(text))
    return next(
        (one for one in found if one != sender and not one.startswith(("postmaster@", "mailer-daemon@"))), ""
    )


def _action(headers: Headers) -> str:
    """Without a report: a bounce by its headers has failed, even with status 4.4.1 (so qmail gives up)."""
    if classify(headers) is Kind.BOUNCE:
        return "failed"
    return "delayed" if headers.subject and says_not_failed(headers.subject) else ""


def _original_id(parts: list[Body], text: str) -> str:
    for part in parts:
        if part.content_type in (
            "message/rfc822",
            "message/global",
            "text/rfc822-headers",
            "message/global-headers",
        ):
            original = parse_headers(part.content.lstrip())
            if not original.message_id.endswith("@missing.otklik"):
                return original.message_id
    named = _ORIGINAL_ID.search(text)
    return next(iter(parse_ids(named[1])), "") if named else ""
