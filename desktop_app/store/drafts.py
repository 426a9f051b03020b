"""Letters being written, as JSON; attachments as Base64. Imports nothing heavy: the window decodes them."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_app.domain.model import AccountId, Address, Attachment, Draft, LetterId

if TYPE_CHECKING:  # peewee is not for the window's process
    from desktop_app.store.database import Database


def save(db: Database, key: str, draft: Draft | None) -> str:
    """Store the draft and return its key. `key` "" makes a new one; `draft` None deletes it."""
    key = key or secrets.token_hex(8)
    with db.transaction():
        if draft is None:
            db.execute("DELETE FROM keep.draft WHERE key = ?", (key,))
        else:
            db.execute("INSERT OR REPLACE INTO keep.draft (key, body) VALUES (?, ?)", (key, encode(draft)))
    return key


def encode(draft: Draft) -> str:
    """JSON; attachments as Base64."""
    attachments = [
        (one.name, one.content_type, base64.b64encode(one.content).decode("ascii"))
        for one in draft.attachments
    ]
    values = {
        "account": draft.account,
        "to": draft.to,
        "cc": draft.cc,
        "bcc": draft.bcc,
        "subject": draft.subject,
        "html": draft.html,
        "answers": draft.answers,
        "tracked": draft.tracked,
        "attachments": attachments,
        "privacy": draft.privacy,
        "template": draft.template,
        "remind_days": draft.remind_days,
    }
    return json.dumps(values, ensure_ascii=False)


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
        privacy=values.get("privacy", ""),  # drafts of 0.1 have neither
        template=values.get("template", 0),
        remind_days=values.get("remind_days", 0),
    )


def _addresses(pairs: Sequence[Sequence[str]]) -> tuple[Address, ...]:
    return tuple(Address(name, address) for name, address in pairs)
