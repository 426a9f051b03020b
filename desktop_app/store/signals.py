"""Tokens, raw hits, and the signals that are made of them and of letters.

Hits and their cursor are written in one transaction; signals can be made again from hits and letters at any
time. A signal that is made again keeps its id and the user's correction.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import NamedTuple

from desktop_app.domain.model import ContactId, Hit, Micros, SignalId, SignalKind, TokenMeaning, Verdict
from desktop_app.store import contacts, persons
from desktop_app.store.database import Database

TRACKED = (SignalKind.OPEN, SignalKind.REOPEN, SignalKind.CLICK, SignalKind.FORWARD)
TOLD = "<"  # before the key of a forward that a letter told of: "<" and its Message-ID


@dataclass(frozen=True, slots=True)
class Judged:
    """One signal of a letter. `key` tells signals of one kind apart and must not change when judged again:
    the id of the first hit folded in, or the Message-ID of the answer.
    """

    message_id: str
    recipient: str  # lower-case address; "" = unknown which of several
    kind: SignalKind
    key: str
    at: Micros
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    link: str = ""
    count: int = 1
    settled: bool = False  # not kept: whether its alert need not wait


class Written(NamedTuple):
    """What a rewrite changed: ids to announce. `fresh` are those that were not there before.

    `settled` are those of them whose verdict no later hit can turn.
    """

    signals: tuple[SignalId, ...] = ()
    contacts: tuple[ContactId, ...] = ()
    fresh: tuple[SignalId, ...] = ()
    settled: tuple[SignalId, ...] = ()


# ── tokens and hits ──────────────────────────────────────────────────────────────────────────────


def add_tokens(db: Database, meanings: Iterable[TokenMeaning]) -> None:
    """Commit before the letter is submitted: a token whose meaning is lost can never be explained."""
    with db.transaction():
        db.executemany(_ADD_MEANING, [astuple(meaning) for meaning in meanings])


def meanings(db: Database, tokens: Collection[str]) -> dict[str, TokenMeaning]:
    """What these tokens stand for; unknown ones are missing."""
    sql = _MEANINGS + "WHERE t.token IN (SELECT value FROM json_each(?))"
    rows = db.rows(sql, (json.dumps(list(tokens)),))
    return {row[0]: TokenMeaning(*row) for row in rows}


def tokens_of(db: Database, message_id: str) -> list[TokenMeaning]:
    """All tokens of one letter."""
    return [TokenMeaning(*row) for row in db.rows(_MEANINGS + "WHERE t.message_id = ?", (message_id,))]


def cursor(db: Database) -> int:
    """The last hit read; 0 = none."""
    return db.number("SELECT value FROM state WHERE key = 'hits'")


def store_hits(db: Database, hits: Sequence[Hit], cursor: int) -> set[str]:
    """Add raw hits and move the cursor. Returns the Message-IDs that are to be judged again.

    What may be kept is decided before (`engine.privacy`). Hits of tokens that the server is to erase are of
    people who are forgotten here already: they are not kept either.
    """
    with db.transaction():
        known = meanings(db, {hit.token for hit in hits})
        rows = [(h.id, h.at, h.kind, h.token, h.agent, h.network, " ".join(h.flags)) for h in hits]
        db.executemany(_ADD_HIT, rows)
        db.execute("DELETE FROM hit WHERE token IN (SELECT token FROM keep.server_task WHERE task = 'erase')")
        db.execute("INSERT OR REPLACE INTO state (key, value) VALUES ('hits', ?)", (cursor,))
        return {one.message_id for one in known.values()}


def people_with_hits(db: Database) -> list[str]:
    """Addresses of whom hits are kept."""
    sql = (
        "SELECT DISTINCT t.recipient FROM hit h JOIN keep.token t ON t.token = h.token"
        " WHERE t.recipient <> '' ORDER BY 1"
    )
    return [address for (address,) in db.rows(sql)]


def hits_of_person(db: Database, address: str) -> list[Hit]:
    """All hits of one person, by ascending ids."""
    sql = (
        "SELECT h.id, h.at, h.kind, h.token, h.agent, h.network, h.flags FROM keep.token t"
        " JOIN hit h ON h.token = t.token WHERE t.recipient = ? ORDER BY h.id"
    )
    return [Hit(*row[:-1], tuple(row[-1].split())) for row in db.rows(sql, (address,))]  # type: ignore[call-arg]


def forget_person(db: Database, address: str) -> tuple[ContactId, ...]:
    """Forget a person's hits, tracked signals and corrections. Returns the contacts that changed."""
    tracked = json.dumps([kind.value for kind in TRACKED])
    with db.transaction():
        db.execute(
            "DELETE FROM hit WHERE token IN (SELECT token FROM keep.token WHERE recipient = ?)", (address,)
        )
        touched = db.rows(
            "SELECT DISTINCT contact FROM signal WHERE recipient = ? AND contact IS NOT NULL"
            " AND kind IN (SELECT value FROM json_each(?))",
            (address, tracked),
        )
        for table in ("signal", "keep.correction"):
            db.execute(
                f"DELETE FROM {table} WHERE recipient = ? AND kind IN (SELECT value FROM json_each(?))",
                (address, tracked),
            )
    return tuple(ContactId(contact) for (contact,) in touched)


def purge_hits(db: Database, before: Micros) -> int:
    """Forget raw hits older than this; signals made of them stay. Returns how many went."""
    with db.transaction():
        gone = db.number("SELECT count(*) FROM hit WHERE at < ?", (before,))
        db.execute("DELETE FROM hit WHERE at < ?", (before,))
        db.execute(
            "INSERT OR REPLACE INTO state (key, value) VALUES ('hits_from', ?)",
            (max(before, hits_from(db)),),
        )
    return gone


def hits_from(db: Database) -> Micros:
    """Older hits have been purged: signals from before are not made again, and not taken away."""
    return db.number("SELECT value FROM state WHERE key = 'hits_from'")


def forget_hits(db: Database) -> None:
    """Another tracking server, other cursors: start from 0. Signals stay until they are judged again."""
    with db.transaction():
        db.execute("DELETE FROM hit")
        db.execute("UPDATE keep.tally SET last_hit = 0")
        db.execute("INSERT OR REPLACE INTO state (key, value) VALUES ('hits', 0)")


def hits_of(db: Database, message_id: str) -> list[Hit]:
    """All hits of one letter, oldest first."""
    sql = (
        "SELECT h.id, h.at, h.kind, h.token, h.agent, h.network, h.flags FROM keep.token t"
        " JOIN hit h ON h.token = t.token WHERE t.message_id = ? ORDER BY h.at, h.id"
    )
    rows = db.rows(sql, (message_id,))
    return [Hit(*row[:-1], tuple(row[-1].split())) for row in rows]  # type: ignore[call-arg]


def messages_with_hits(
    db: Database, domains: Collection[str] | None = None, networks: Collection[str] | None = None
) -> list[str]:
    """Message-IDs of letters that were hit: to judge them again when what is known changed.

    All of them, those to people of some domains, or those hit from some networks.
    """
    sql = "SELECT DISTINCT t.message_id FROM hit h JOIN keep.token t ON t.token = h.token WHERE 1"
    values = []
    if domains is not None:
        name = "substr(t.recipient, instr(t.recipient, '@') + 1)"
        sql += f" AND {name} IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(list(domains)))
    if networks is not None:
        sql += " AND h.network IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(list(networks)))
    return [message_id for (message_id,) in db.rows(sql, tuple(values))]


def messages_in_conversations(db: Database, conversations: Collection[int]) -> list[str]:
    """Message-IDs of our letters in these conversations that were hit."""
    sql = (
        "SELECT DISTINCT l.message_id FROM json_each(?) wanted"
        " JOIN letter l ON l.conversation = wanted.value AND l.direction = 'out'"
        " JOIN keep.token t ON t.message_id = l.message_id JOIN hit h ON h.token = t.token"
    )
    return [message_id for (message_id,) in db.rows(sql, (json.dumps(list(conversations)),))]


def answered(db: Database, message_ids: Collection[str]) -> dict[tuple[str, str], Micros]:
    """When recipients first answered letters of ours, by Message-ID and address."""
    sql = (
        "SELECT wanted.value, c.address, min(p.answered_at) FROM json_each(?) wanted"
        " CROSS JOIN keep.account a"
        " CROSS JOIN reference r ON r.account = a.id AND r.message_id = wanted.value"
        " CROSS JOIN recipient p ON p.letter = r.letter AND p.answered_at IS NOT NULL"
        " JOIN contact c ON c.id = p.contact GROUP BY 1, 2"
    )
    rows = db.rows(sql, (json.dumps(list(message_ids)),))
    also = persons.further(db, {address for _, address, _ in rows})
    return {
        (message_id, one): at for message_id, address, at in rows for one in (address, *also.get(address, ()))
    }


def answered_by(db: Database, signals: Collection[SignalId]) -> list[str]:
    """Message-IDs of letters with a picture or tracked links that these answers belong to."""
    sql = (
        "SELECT DISTINCT s.message_id FROM signal s WHERE s.kind = 'reply'"
        " AND s.id IN (SELECT value FROM json_each(?))"
        " AND EXISTS (SELECT 1 FROM keep.token t WHERE t.message_id = s.message_id)"
    )
    return [message_id for (message_id,) in db.rows(sql, (json.dumps(list(signals)),))]


def rules(db: Database) -> int:
    """What the rules and facts were that judged last, as a number; 0 = none yet."""
    return db.number("SELECT value FROM state WHERE key = 'rules'")


def set_rules(db: Database, version: int) -> None:
    """Everything is judged by these rules and facts now."""
    with db.transaction():
        db.execute("INSERT OR REPLACE INTO state (key, value) VALUES ('rules', ?)", (version,))


# ── signals ──────────────────────────────────────────────────────────────────────────────────────


def rewrite(
    db: Database,
    message_ids: Collection[str],
    judged: Sequence[Judged],
    kinds: Sequence[SignalKind] = TRACKED,
) -> Written:
    """The signals of these `kinds` of these letters are exactly `judged`; corrections stay in force.

    A forward that a letter proves, and one that hits suggest, are told apart by `TOLD` before the key.
    """
    with db.transaction():
        before = _existing(db, message_ids, kinds)
        after = _values(db, message_ids, judged)
        purged = hits_from(db) if tuple(kinds) == TRACKED else 0
        gone = [before[key] for key in before.keys() - after.keys() if before[key].values.at >= purged]
        db.executemany("DELETE FROM signal WHERE id = ?", [(row.id,) for row in gone])
        moved = {key: before[key] for key in before.keys() & after.keys() if before[key].values != after[key]}
        db.executemany(_UPDATE, [(*after[key], row.id) for key, row in moved.items()])
        fresh = {SignalId(db.insert(_INSERT, (*key, *after[key]))): key for key in after if key not in before}
    ready = {(one.message_id, one.recipient, one.kind.value, one.key) for one in judged if one.settled}
    changed = [*(row.id for row in gone), *(row.id for row in moved.values()), *fresh]
    touched = {row.values.contact for row in gone} | {after[key].contact for key in (*moved, *fresh.values())}
    return Written(
        tuple(changed),
        tuple(one for one in touched if one is not None),
        tuple(fresh),
        tuple(number for number, key in fresh.items() if key in ready),
    )


def find_letters(db: Database, message_ids: Sequence[str]) -> None:
    """Signals that were told before their letter was synchronised get it now."""
    numbers = letters_of(db, message_ids)
    sql = "UPDATE signal SET letter = ? WHERE message_id = ? AND letter IS NULL"
    db.executemany(sql, [(number, message_id) for message_id, number in numbers.items()])


def correct(db: Database, signal: SignalId, verdict: Verdict | None) -> ContactId | None:
    """The user knows better; None takes it back. Returns the contact whose lead is to be refreshed."""
    with db.transaction():
        row = db.row("SELECT message_id, recipient, kind, key, contact FROM signal WHERE id = ?", (signal,))
        if row is None:
            return None
        *key, contact = row
        if verdict is None:
            db.execute(_UNCORRECT, key)
            db.execute("UPDATE signal SET verdict = judged WHERE id = ?", (signal,))
        else:
            db.execute(_CORRECT, (*key, verdict.value))
            db.execute("UPDATE signal SET verdict = ? WHERE id = ?", (verdict.value, signal))
    return None if contact is None else ContactId(contact)


def letters_of(db: Database, message_ids: Collection[str]) -> dict[str, int]:
    """Letter ids by (also learned) Message-ID, of whichever account has them."""
    sql = (
        "SELECT r.message_id, r.letter FROM json_each(?) wanted CROSS JOIN keep.account a"
        " CROSS JOIN reference r ON r.account = a.id AND r.message_id = wanted.value"
        " WHERE r.letter IS NOT NULL"
    )
    return dict(db.rows(sql, (json.dumps(list(message_ids)),)))


Key = tuple[str, str, str, str]

_ADD_MEANING = """
INSERT OR REPLACE INTO keep.token (token, message_id, recipient, kind, url, text, links, sent_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_MEANINGS = """
SELECT t.token, t.message_id, t.recipient, t.kind, t.url, t.text, t.links, t.sent_at FROM keep.token t
"""
_ADD_HIT = """
INSERT OR REPLACE INTO hit (id, at, kind, token, agent, network, flags) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_INSERT = """
INSERT INTO signal (message_id, recipient, kind, key, letter, contact, at, judged, verdict, reasons, link,
    count)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_UPDATE = """
UPDATE signal SET letter = ?, contact = ?, at = ?, judged = ?, verdict = ?, reasons = ?, link = ?, count = ?
WHERE id = ?
"""
_CORRECT = """
INSERT OR REPLACE INTO keep.correction (message_id, recipient, kind, key, verdict) VALUES (?, ?, ?, ?, ?)
"""
_UNCORRECT = """
DELETE FROM keep.correction WHERE message_id = ? AND recipient = ? AND kind = ? AND key = ?
"""


class _Values(NamedTuple):
    letter: int | None
    contact: ContactId | None
    at: Micros
    judged: str
    verdict: str
    reasons: str
    link: str
    folded: int


class _Row(NamedTuple):
    id: SignalId
    values: _Values


def _values(db: Database, message_ids: Collection[str], judged: Sequence[Judged]) -> dict[Key, _Values]:
    people = contacts.put_all(db, {one.recipient: ("", 0) for one in judged if one.recipient})
    people = persons.resolved(db, people)
    letters = letters_of(db, message_ids)
    corrected = _corrections(db, message_ids)
    found = {}
    for one in judged:
        key = (one.message_id, one.recipient, one.kind.value, one.key)
        verdict = one.verdict.value
        found[key] = _Values(
            letters.get(one.message_id),
            people.get(one.recipient),
            one.at,
            verdict,
            corrected.get(key, verdict),
            json.dumps(one.reasons),
            one.link,
            one.count,
        )
    return found


def _existing(db: Database, message_ids: Collection[str], kinds: Sequence[SignalKind]) -> dict[Key, _Row]:
    sql = (
        "SELECT s.message_id, s.recipient, s.kind, s.key, s.id, s.letter, s.contact, s.at, s.judged,"
        " s.verdict, s.reasons, s.link, s.count"
        " FROM json_each(?) wanted CROSS JOIN signal s ON s.message_id = wanted.value"
        " WHERE s.kind IN (SELECT value FROM json_each(?))"
        " AND (s.kind <> 'forward' OR (substr(s.key, 1, 1) = ?) = ?)"
    )
    by_letters = SignalKind.OPEN not in kinds
    rows = db.rows(sql, (json.dumps(list(message_ids)), json.dumps(kinds), TOLD, by_letters))
    return {row[:4]: _Row(row[4], _Values(*row[5:])) for row in rows}


def _corrections(db: Database, message_ids: Collection[str]) -> dict[Key, str]:
    sql = (
        "SELECT c.message_id, c.recipient, c.kind, c.key, c.verdict FROM json_each(?) wanted"
        " CROSS JOIN keep.correction c ON c.message_id = wanted.value"
    )
    return {row[:4]: row[4] for row in db.rows(sql, (json.dumps(list(message_ids)),))}
