"""A draft becomes a letter: RFC 5322 bytes with a text and an HTML part.

The Message-ID is ours and made once, before the first submission, so that a letter sent to several people,
copied to Sent and answered later is one letter. Bcc is never written into the headers.
"""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from email import policy
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, quote

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import SECOND, Address, Attachment, Draft, Micros
from desktop_app.domain.text import html_to_text

_MAX_REFERENCES = 20  # RFC 5322 sets no limit; servers cut long header lines
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x20\x7f]+@[^\s@<>(),;\\\"\x00-\x20\x7f]+")
_LINE = 76


def compose(
    draft: Draft, sender: Address, message_id: str, now: Micros, answered: tuple[str, ...] = ()
) -> bytes:
    """The clean letter, CRLF line ends.

    `message_id` without brackets; `answered` = References of the letter answered, its own id last.
    Raises InputError when there is nobody to write to or an address cannot be written into a header.
    """
    if not recipients(draft):
        raise InputError(field="to", reason="nobody")
    lines = [
        f"Message-ID: <{message_id}>",
        f"Date: {format_datetime(datetime.fromtimestamp(now / SECOND, UTC))}",
        _people("From", (sender,)),
        *(_people(field, people) for field, people in (("To", draft.to), ("Cc", draft.cc)) if people),
        _text("Subject", draft.subject),
    ]
    if answered:
        lines.append(f"In-Reply-To: <{answered[-1]}>")
        lines.append("References: " + "\r\n ".join(f"<{name}>" for name in _shortened(answered)))
    for person in draft.bcc:
        _checked(person, "bcc")
    return "\r\n".join(lines).encode("ascii") + b"\r\n" + _body(draft)


def recipients(draft: Draft) -> tuple[str, ...]:
    """Envelope recipients, each once, in the order To, Cc, Bcc."""
    people = (*draft.to, *draft.cc, *draft.bcc)
    return tuple(dict.fromkeys(person.address.lower() for person in people if person.address))


def _body(draft: Draft) -> bytes:
    """The MIME headers and everything below them."""
    letter = EmailMessage(policy=policy.SMTP)
    letter.set_content(html_to_text(draft.html), cte="quoted-printable")
    letter.add_alternative(_document(draft), subtype="html", cte="quoted-printable")
    for attachment in draft.attachments:
        _attach(letter, attachment)
    return letter.as_bytes()


def _document(draft: Draft) -> str:
    title = html.escape(" ".join(draft.subject.split()))
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{draft.html}</body></html>\n"


def _text(field: str, text: str) -> str:
    """One header. Encoded by email.header: email.policy loses spaces between folded words (Python 3.11)."""
    return f"{field}: {_encoded(text, len(field) + 2)}"


def _people(field: str, people: tuple[Address, ...]) -> str:
    return f"{field}: " + ",\r\n ".join(_mailbox(person, field) for person in people)


def _mailbox(person: Address, field: str) -> str:
    address = _checked(person, field.lower())
    name = " ".join(person.name.split())
    if not name:
        return address
    shown = f'"{quote(name)}"' if name.isascii() and name.isprintable() else _encoded(name, len(field) + 2)
    return f"{shown} <{address}>"


def _checked(person: Address, field: str) -> str:
    if not (person.address.isascii() and _ADDRESS.fullmatch(person.address)):
        raise InputError(field=field, reason="bad_address", address=person.address)
    return person.address


def _encoded(text: str, before: int) -> str:
    text = "".join(char for char in " ".join(text.split()) if char.isprintable())
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, _LINE - before).encode(linesep="\r\n")


def _shortened(ids: tuple[str, ...]) -> tuple[str, ...]:
    """The first id names the conversation and the last ones the branch; the middle may go."""
    return ids if len(ids) <= _MAX_REFERENCES else (ids[0], *ids[-_MAX_REFERENCES + 1 :])


def _attach(letter: EmailMessage, attachment: Attachment) -> None:
    main, _, sub = attachment.content_type.partition("/")
    if not sub or main in ("multipart", "message"):
        main, sub = "application", "octet-stream"
    letter.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
