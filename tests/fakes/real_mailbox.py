"""The real letters of usrp-users as one person's mailbox in Dovecot: his letters are Sent, the rest INBOX."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tests.fakes.dovecot import Dovecot, Letter
from tests.samples import OWNER, header_of, mailbox_letters

USER = "patchvonbraun"


def load(dovecot: Dovecot, user: str = USER, *, everything_in: str = "") -> None:
    """Fill INBOX and Sent, or one folder `everything_in` with all letters."""
    dovecot.add_user(user)
    folders: dict[str, list[Letter]] = {}
    for letter in mailbox_letters():
        folder = everything_in or ("Sent" if is_his(letter) else "INBOX")
        flags = ("\\Seen",)
        folders.setdefault(folder, []).append((letter, arrival(letter), flags))
    for folder, letters in folders.items():
        dovecot.append(user, folder, letters)


def is_his(letter: bytes) -> bool:
    """Did the owner of the mailbox write it?"""
    found = re.search(rb"(?im)^From:(.*(?:\n[ \t].*)*)", header_of(letter))
    return found is not None and OWNER.lower().encode() in found[1].lower()


def arrival(letter: bytes) -> datetime:
    """The time of the topmost Received, else Date, as shared/README.md says."""
    head = header_of(letter).decode("latin-1")
    received = re.search(r"(?im)^Received:((?:.*(?:\n[ \t].*)*))", head)
    if received and (found := _date(received[1].rpartition(";")[2])):
        return found
    date = re.search(r"(?im)^Date:(.*(?:\n[ \t].*)*)", head)
    return (date and _date(date[1])) or datetime(2020, 1, 1, tzinfo=UTC)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(" ".join(text.split()))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
