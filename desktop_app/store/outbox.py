"""Letters to send, and what became of each recipient's copy. All of it in keep.db: it cannot be rebuilt.

A letter goes held -> sending -> sent | partly | rejected | unknown; undone instead of sending. A copy goes
sending -> accepted | rejected | unknown. `sending` is committed before the network is touched, so a copy that
is found in `sending` after a crash may have been sent: `interrupted` turns it into `unknown`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from desktop_app.domain.model import AccountId, Draft, Micros, OutboxId
from desktop_app.store.database import Database, Row
from desktop_app.store.drafts import decode, encode


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter of the outbox. `copies`: recipient to (state, detail) of the copies begun so far.

    `send_at`: when the user wants it to go, None: as soon as possible.
    """

    id: OutboxId
    account: AccountId
    message_id: str
    state: str
    draft: Draft
    created_at: Micros
    hold_until: Micros
    error: str
    send_at: Micros | None
    copies: dict[str, tuple[str, str]]

    @property
    def dated(self) -> Micros:
        """What the letter gives as its date."""
        return self.created_at if self.send_at is None else self.send_at


def add(
    db: Database,
    draft: Draft,
    message_id: str,
    created_at: Micros,
    hold_until: Micros,
    send_at: Micros | None = None,
) -> OutboxId:
    """A held letter; `message_id` is the one it will be sent with."""
    recipients = json.dumps([*draft.to, *draft.cc, *draft.bcc], ensure_ascii=False)
    with db.transaction():
        number = db.insert(
            "INSERT INTO keep.outbox (account, message_id, state, draft, subject, recipients, created_at,"
            " hold_until, error, send_at) VALUES (?, ?, 'held', ?, ?, ?, ?, ?, '', ?)",
            (
                draft.account,
                message_id,
                encode(draft),
                draft.subject,
                recipients,
                created_at,
                hold_until,
                send_at,
            ),
        )
    return OutboxId(number)


def get(db: Database, outbox: OutboxId) -> Entry | None:
    """None when there is no such letter."""
    found = db.row(_SELECT + "WHERE id = ?", (outbox,))
    return _entry(db, found) if found else None


def named(db: Database, message_id: str) -> Entry | None:
    """The letter that is sent with it."""
    found = db.row(_SELECT + "WHERE message_id = ?", (message_id,))
    return _entry(db, found) if found else None


def ready(db: Database, now: Micros) -> list[Entry]:
    """Held letters whose time has come, oldest first. One written in the future: the clock was set back."""
    due = "(hold_until <= ?1 OR (created_at > ?1 AND send_at IS NULL))"
    rows = db.rows(_SELECT + f"WHERE state = 'held' AND {due} ORDER BY hold_until, id", (now,))
    return [_entry(db, row) for row in rows]


def next_at(db: Database) -> Micros | None:
    """When the next held letter is due; None when nothing is held."""
    found = db.row("SELECT min(hold_until) FROM keep.outbox WHERE state = 'held'")
    return found[0] if found else None


def move(
    db: Database, outbox: OutboxId, state: str, *, only_from: tuple[str, ...] = (), error: str = ""
) -> bool:
    """Give it a new state; False (and nothing changed) when it is in none of `only_from`."""
    allowed = json.dumps(only_from)
    with db.transaction():
        changed = db.execute(
            "UPDATE keep.outbox SET state = ?1, error = ?2 WHERE id = ?3"
            " AND (json_array_length(?4) = 0 OR state IN (SELECT value FROM json_each(?4)))",
            (state, error, outbox, allowed),
        )
    return changed > 0


def hold(db: Database, outbox: OutboxId, until: Micros, error: str = "") -> None:
    """Back to held, to be tried again; `error` says why it could not go."""
    with db.transaction():
        db.execute(
            "UPDATE keep.outbox SET state = 'held', hold_until = ?, error = ? WHERE id = ?",
            (until, error, outbox),
        )


def send_at(db: Database, outbox: OutboxId, at: Micros) -> bool:
    """A held letter goes at another instant; False (and nothing changed) when it is not held any more."""
    with db.transaction():
        changed = db.execute(
            "UPDATE keep.outbox SET send_at = ?1, hold_until = ?1 WHERE id = ?2 AND state = 'held'",
            (at, outbox),
        )
    return changed > 0


def date_anew(db: Database, outbox: OutboxId, at: Micros) -> None:
    """A letter that was to go later gets the date at which it really goes, before anybody has it."""
    with db.transaction():
        db.execute("UPDATE keep.outbox SET send_at = ? WHERE id = ?", (at, outbox))


def set_copy(db: Database, outbox: OutboxId, recipient: str, state: str, detail: str = "") -> None:
    """What became of one recipient's copy."""
    with db.transaction():
        db.execute(
            "INSERT OR REPLACE INTO keep.outbox_copy (outbox, recipient, state, detail) VALUES (?, ?, ?, ?)",
            (outbox, recipient, state, detail),
        )


def forget_copies(db: Database, outbox: OutboxId) -> None:
    """Forget the copies that nobody is known to have, so that they are made again ("send again")."""
    with db.transaction():
        db.execute(
            "DELETE FROM keep.outbox_copy WHERE outbox = ? AND state IN ('unknown', 'rejected', 'sending')",
            (outbox,),
        )


def note_arrived(db: Database, outbox: OutboxId) -> None:
    """Whatever was in doubt has arrived."""
    with db.transaction():
        db.execute(
            "UPDATE keep.outbox_copy SET state = 'accepted' WHERE outbox = ?"
            " AND state IN ('unknown', 'sending')",
            (outbox,),
        )


def forget_copy(db: Database, outbox: OutboxId, recipient: str) -> None:
    """This copy was never handed over."""
    with db.transaction():
        db.execute("DELETE FROM keep.outbox_copy WHERE outbox = ? AND recipient = ?", (outbox, recipient))


def mark_kept(db: Database, outbox: OutboxId, detail: str = "") -> None:
    """The letter lies in the account's Sent folder, or, says `detail`, never will."""
    set_copy(db, outbox, _IN_SENT, "kept", detail)


def not_kept(db: Database) -> list[Entry]:
    """Letters that somebody has got whose clean copy is not in Sent yet, oldest first."""
    rows = db.rows(
        _SELECT + "o WHERE state IN ('sent', 'partly') AND NOT EXISTS"
        " (SELECT 1 FROM keep.outbox_copy c WHERE c.outbox = o.id AND c.recipient = ?) ORDER BY id",
        (_IN_SENT,),
    )
    return [_entry(db, row) for row in rows]


def forget_bodies(db: Database, undone_before: Micros) -> None:
    """Of letters that lie in Sent, or were taken back before then: what they said and their files.

    keep.db is small, and seven backups of it are kept.
    """
    if db.row(_WHOLE, (_IN_SENT, undone_before)):
        with db.transaction():
            db.execute(_FORGET_BODIES + f"({_WHOLE})", (_IN_SENT, undone_before))


def in_doubt(db: Database, since: Micros) -> list[Entry]:
    """Letters due since then of which nobody knows whether they were sent, oldest first."""
    rows = db.rows(_SELECT + "WHERE state = 'unknown' AND hold_until >= ? ORDER BY id", (since,))
    return [_entry(db, row) for row in rows]


def interrupted(db: Database) -> list[tuple[OutboxId, str]]:
    """Letters that nobody is sending any more, and their new states.

    With a copy that was handed over, and of which nothing was noted, the letter is in doubt; before that it
    is held as it was.
    """
    found = db.rows("SELECT id FROM keep.outbox WHERE state = 'sending' ORDER BY id")
    if not found:
        return []
    with db.transaction():
        doubtful = {
            number
            for (number,) in db.rows(
                "SELECT DISTINCT outbox FROM keep.outbox_copy WHERE state = 'sending'"
            )
        }
        states = [(OutboxId(number), "unknown" if number in doubtful else "held") for (number,) in found]
        db.execute(
            "UPDATE keep.outbox_copy SET state = 'unknown' WHERE state = 'sending' AND outbox IN"
            " (SELECT id FROM keep.outbox WHERE state = 'sending')"
        )
        db.executemany(
            "UPDATE keep.outbox SET state = ? WHERE id = ?", [(state, number) for number, state in states]
        )
    return states


_IN_SENT = ""  # stands for a recipient: whoever looks into Sent

_WHOLE = """
SELECT o.id FROM keep.outbox o WHERE octet_length(o.draft) > 2048
    AND (o.draft ->> 'html' <> '' OR json_array_length(o.draft, '$.attachments') > 0)
    AND (o.state = 'sent' AND EXISTS
            (SELECT 1 FROM keep.outbox_copy c WHERE c.outbox = o.id AND c.recipient = ?1)
        OR o.state = 'undone' AND o.hold_until < ?2)
"""
_FORGET_BODIES = """
UPDATE keep.outbox SET draft = json_set(draft, '$.html', '', '$.attachments', json('[]')) WHERE id IN
"""
_SELECT = (
    "SELECT id, account, message_id, state, draft, created_at, hold_until, error, send_at FROM keep.outbox "
)


def _entry(db: Database, row: Row) -> Entry:
    number, account, message_id, state, draft, created_at, hold_until, error, later = row
    copies = db.rows(
        "SELECT recipient, state, detail FROM keep.outbox_copy WHERE outbox = ? AND recipient <> ?",
        (number, _IN_SENT),
    )
    told = {recipient: (how, detail) for recipient, how, detail in copies}
    return Entry(
        number, account, message_id, state, decode(draft), created_at, hold_until, error, later, told
    )
