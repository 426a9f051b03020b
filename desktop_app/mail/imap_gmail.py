"""Gmail by IMAP: folders are labels, and a letter with three labels comes three times.

So only All Mail is read (Gmail's X-GM-EXT-1, research/imap.md 3.5), the labels say what a letter is, and
X-GM-THRID which conversation it belongs to.
"""

from __future__ import annotations

from desktop_app.domain.model import Role
from desktop_app.mail.base import RemoteFolder
from desktop_app.mail.imap_fetch import Item
from desktop_app.mail.imap_session import Session

GMAIL = "X-GM-EXT-1"

_NO_LABELS = (Role.ALL, Role.SPAM, Role.TRASH)  # hold what All Mail does not
_ROLES = {b"sent": Role.SENT, b"inbox": Role.INBOX}


def is_gmail(session: Session) -> bool:
    """Also of Google Workspace, whatever the domain."""
    return GMAIL in session.capabilities


def worth_reading(found: list[RemoteFolder]) -> list[RemoteFolder]:
    """All Mail, Spam and Trash; everything when the user hides All Mail from IMAP."""
    if not any(folder.role is Role.ALL for folder in found):
        return found
    return sorted(
        (folder for folder in found if folder.role in _NO_LABELS),
        key=lambda folder: _NO_LABELS.index(folder.role),
    )


def role_of(item: Item) -> Role | None:
    """A letter to oneself is in both: what counts is that it was sent."""
    if not item.labels:  # every letter of other servers: 8.2 to 6.7 us
        return None
    return next((role for label, role in _ROLES.items() if label in item.labels), None)


def is_draft(item: Item) -> bool:
    """All Mail holds drafts too; a sent one becomes another letter."""
    return bool(item.labels) and not item.labels.isdisjoint((b"draft", b"drafts"))
