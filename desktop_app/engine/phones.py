"""Numbers to call: the newest letter of each active lead is opened for its signature, a few each round."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.domain.model import AccountId, ContactId, LetterId, Micros
from desktop_app.domain.phones import Phone, numbers, phones_in, phones_of
from desktop_app.engine.opened import opened, told
from desktop_app.engine.preferences import preferences
from desktop_app.store import phones
from desktop_app.store.database import Database
from desktop_app.store.phones import Unread

READ_BYTES = 128 * 1024  # a signature stands before the pictures
AT_ONCE = 30


def read_phones(
    db: Database,
    account: AccountId,
    fetch: Callable[[LetterId], bytes],
    now: Micros,
    limit: int = AT_ONCE,
    stopping: Callable[[], bool] = lambda: False,
) -> tuple[ContactId, ...]:
    """Open up to `limit` letters; the contacts whose number is known now. Refresh their leads after it.

    `fetch` gives the first `READ_BYTES` of a letter; its MailErrors end the round.
    """
    found = []
    wanting = phones.wanting(db, account, now, limit)
    for unread, mime in opened(wanting, lambda one: one.letter, fetch, stopping):
        if _note(db, unread, mime):
            found.append(unread.contact)
    return tuple(found)


def note_letter(db: Database, letter: LetterId, mime: bytes) -> ContactId | None:
    """A letter was opened anyway: whose number is known now, None for nothing new."""
    unread = phones.writer_of(db, letter)
    return unread.contact if unread is not None and _note(db, unread, mime[:READ_BYTES]) else None


def _note(db: Database, unread: Unread, mime: bytes) -> bool:
    def read(whole: bytes) -> tuple[Phone, ...]:
        return phones_of(whole, True if unread.domain_is_russian else None)

    return phones.save(db, unread, _not_ours(db, told(unread.letter, mime, read, ())))


def _not_ours(db: Database, found: tuple[Phone, ...]) -> tuple[Phone, ...]:
    """Quoting programs there are many: the number of our own signature is never a client's."""
    ours = numbers(phones_in(preferences(db).text("signature"))) if found else set()
    return tuple(one for one in found if one.number not in ours)
