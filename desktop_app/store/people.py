"""What the user says about people and letters: notes, snoozes, "needs no answer"; all in keep.db.

A snooze or a mark changes a lead: call `engine.derive.derive` or `engine.leads.refresh` after it.
"""

from __future__ import annotations

from desktop_app.domain.model import ContactId, LetterId, Micros
from desktop_app.domain.turns import last_of_wait
from desktop_app.store.database import Database
from desktop_app.store.keep_people import Note, Snooze
from desktop_app.store.letters import of_conversations


def address_of(db: Database, contact: ContactId) -> str | None:
    """None when there is no such contact (any more)."""
    found = db.row("SELECT address FROM contact WHERE id = ?", (contact,))
    return found[0] if found else None


def set_note(db: Database, contact: ContactId, text: str) -> None:
    """An empty text removes it."""
    with db.transaction():
        if address := address_of(db, contact):
            if text:
                row = Note.insert(address=address, text=text)
                row.on_conflict_replace().execute(db.peewee)
            else:
                Note.delete().where(Note.address == address).execute(db.peewee)


def snooze(db: Database, contact: ContactId, until: Micros | None, reply_wakes: Micros | None = None) -> None:
    """Hide the lead until an instant; None wakes it. `reply_wakes`: so does his letter after this instant."""
    with db.transaction():
        if address := address_of(db, contact):
            Snooze.delete().where(Snooze.address == address).execute(db.peewee)
            db.execute("DELETE FROM keep.until_reply WHERE address = ?", (address,))
            if until is not None:
                Snooze.insert(address=address, until=until).execute(db.peewee)
                if reply_wakes is not None:
                    db.execute("INSERT INTO keep.until_reply VALUES (?, ?)", (address, reply_wakes))
            db.execute("UPDATE lead SET snoozed_until = ? WHERE contact = ?", (until, contact))


def handled(db: Database, contact: ContactId, at: Micros | None) -> None:
    """The user called, or says that it is done, at an instant; None takes it back."""
    with db.transaction():
        if address := address_of(db, contact):
            db.execute("DELETE FROM keep.handled WHERE address = ?", (address,))
            if at is not None:
                db.execute("INSERT INTO keep.handled VALUES (?, ?)", (address, at))


def mark_no_answer(db: Database, letter: LetterId, needs_answer: bool) -> None:
    """Mark the wait that holds this letter; its conversation becomes due for derive."""
    with db.transaction():
        if needs_answer:
            _unmark(db, letter)
        else:
            db.execute(_MARK, (_last_of_wait(db, letter),))
        db.execute(_DUE, (letter,))


def note_thanks(db: Database, letter: LetterId) -> bool:
    """A letter only thanks or confirms; what the user said of it stays. Call derive when True."""
    with db.transaction():
        if db.row(_THANKED, (letter,)):
            return False
        db.execute("INSERT INTO keep.thanks SELECT message_id, 0 FROM letter WHERE id = ?", (letter,))
        db.execute(_DUE, (letter,))
    return True


def _unmark(db: Database, letter: LetterId) -> None:
    """Take back the user's own mark; without one it is the rule that he contradicts."""
    of_wait = [(message_id,) for (message_id,) in db.rows(_OF_WAIT, (letter,))]
    marked = [one for one in of_wait if db.row("SELECT 1 FROM keep.no_answer WHERE message_id = ?", one)]
    if marked:
        db.executemany("DELETE FROM keep.no_answer WHERE message_id = ?", marked)
    else:
        db.executemany("UPDATE keep.thanks SET needs_answer = 1 WHERE message_id = ?", of_wait)


def _last_of_wait(db: Database, letter: LetterId) -> LetterId:
    found = db.rows("SELECT conversation FROM letter WHERE id = ?", (letter,))
    for letters in of_conversations(db, [conversation for (conversation,) in found]).values():
        return last_of_wait(letters, letter)
    return letter


_THANKED = "SELECT 1 FROM keep.thanks t JOIN letter l ON l.message_id = t.message_id WHERE l.id = ?"
_DUE = "INSERT OR IGNORE INTO due (conversation) SELECT conversation FROM letter WHERE id = ?"
_MARK = "INSERT OR IGNORE INTO keep.no_answer (message_id) SELECT message_id FROM letter WHERE id = ?"
# The letter itself, and all letters of the wait it belongs to.
_OF_WAIT = """
SELECT DISTINCT one.message_id
FROM letter this
JOIN letter one ON one.conversation = this.conversation
LEFT JOIN wait ON wait.conversation = this.conversation
LEFT JOIN letter last ON last.id = wait.last_letter
WHERE this.id = ?
    AND (one.id = this.id
        OR (this.arrived_at BETWEEN wait.arrived_at AND last.arrived_at
            AND one.arrived_at BETWEEN wait.arrived_at AND last.arrived_at))
"""
