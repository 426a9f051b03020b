"""A draft as text and back; imports nothing heavy, so that the window can use it."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

from desktop_app.domain.model import AccountId, Address, Attachment, Draft, LetterId


def encode(draft: Draft) -> str:
    """JSON; attachments as Base64."""
    return json.dumps(
        {
            "account": draft.account,
            "to": draft.to,
            "cc": draft.cc,
            "bcc": draft.bcc,
            "subject": draft.subject,
            "html": draft.html,
            "answers": draft.answers,
            "tracked": draft.tracked,
            "attachments": [
                (one.name, one.content_type, base64.b64encode(one.content).decode("ascii"))
                for one in draft.attachments
            ],
        },
        ensure_ascii=False,
    )


def decode(text: str | bytes) -> Draft:
    """Inverse of `encode`."""
    values = json.loads(text)
    return Draft(
        account=AccountId(values["account"]),
        to=_addresses(values["to"]),
        cc=_addresses(values["cc"]),
        bcc=_addresses(values["bcc"]),
        subject=values["subject"],
        html=values["html"],
        answers=None if values["answers"] is None else LetterId(values["answers"]),
        tracked=values["tracked"],
        attachments=tuple(
            Attachment(name, kind, base64.b64decode(content)) for name, kind, content in values["attachments"]
        ),
    )


def _addresses(pairs: Sequence[Sequence[str]]) -> tuple[Address, ...]:
    return tuple(Address(name, address) for name, address in pairs)
