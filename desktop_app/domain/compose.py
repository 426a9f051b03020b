"""A draft becomes a letter: RFC 5322 bytes with a text and an HTML part.

The Message-ID is ours and made once, before the first submission, so that a letter sent to several people,
copied to Sent and answered later is one letter. Bcc is never written into the headers.
"""

from __future__ import annotations

import html
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.utils import format_datetime

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import SECOND, Address, Attachment, Draft, Micros
from desktop_app.domain.text import html_to_text

_MAX_REFERENCES = 20  # RFC 5322 sets no limit; servers cut long header lines


def compose(
    draft: Draft, sender: Address, message_id: str, now: Micros, answered: tuple[str, ...] = ()
) -> bytes:
    """The clean letter, CRLF line ends.

    `message_id` without brackets; `answered` = References of the letter answered, its own id last.
    Raises InputError when there is nobody to write to or an address cannot be written into a header.
    """
    if not recipients(draft):
        raise InputError(field="to", reason="nobody")
    letter = EmailMessage(policy=policy.SMTP)
    letter["Message-ID"] = f"<{message_id}>"
    letter["Date"] = format_datetime(datetime.fromtimestamp(now / SECOND, UTC))
    letter["From"] = _mailbox(sender, "from")
    for field, people in (("To", draft.to), ("Cc", draft.cc)):
        if people:
            letter[field] = tuple(_mailbox(person, field.lower()) for person in people)
    letter["Subject"] = " ".join(draft.subject.split())
    if answered:
        letter["In-Reply-To"] = f"<{answered[-1]}>"
        letter["References"] = " ".join(f"<{name}>" for name in _shortened(answered))
    letter.set_content(html_to_text(draft.html), cte="quoted-printable")
    letter.add_alternative(_document(draft), subtype="html", cte="quoted-printable")
    for attachment in draft.attachments:
        _attach(letter, attachment)
    return letter.as_bytes()


def recipients(draft: Draft) -> tuple[str, ...]:
    """Envelope recipients, each once, in the order To, Cc, Bcc."""
    people = (*draft.to, *draft.cc, *draft.bcc)
    return tuple(dict.fromkeys(person.address.lower() for person in people if person.address))


def _document(draft: Draft) -> str:
    title = html.escape(" ".join(draft.subject.split()))
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{draft.html}</body></html>\n"


def _mailbox(person: Address, field: str) -> HeaderAddress:
    try:
        return HeaderAddress(" ".join(person.name.split()), addr_spec=person.address)
    except Exception as error:
        raise InputError(field=field, reason="bad_address", address=person.address) from error


def _shortened(ids: tuple[str, ...]) -> tuple[str, ...]:
    """The first id names the conversation and the last ones the branch; the middle may go."""
    return ids if len(ids) <= _MAX_REFERENCES else (ids[0], *ids[-_MAX_REFERENCES + 1 :])


def _attach(letter: EmailMessage, attachment: Attachment) -> None:
    main, _, sub = attachment.content_type.partition("/")
    if not sub or main in ("multipart", "message"):
        main, sub = "application", "octet-stream"
    letter.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
