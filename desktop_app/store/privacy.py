"""Who may be noticed how much, as recorded in keep.db: rules, consents, withdrawals, and the little that is
kept of people in the modes "date" and "aggregate".

Functions that only read take `rows`, the query function of the writer's Database or of a Reader's connection.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop_app.domain.codes import DAY, Micros
from desktop_app.domain.privacy import Known, Mode, account_subject, domains
from desktop_app.store.rows import ConsentRow, PrivacyRuleRow

if TYPE_CHECKING:  # peewee is not for the window's process
    from desktop_app.store.database import Database

Rows = Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]]

_SALT = "suppressed"


class Count(NamedTuple):
    """A hit to be counted: in which bundle, of what, whether a person made it, its id."""

    bundle: str
    kind: str
    url: str
    person: bool
    hit: int


def known(rows: Rows, addresses: Collection[str], account: str = "") -> Known:
    """What is recorded of these addresses (lower case), their domains and the account that writes."""
    subjects = {*addresses, *(name for one in addresses for name in domains(one)), account_subject(account)}
    sql = "SELECT subject, mode FROM keep.privacy_rule WHERE subject IN (SELECT value FROM json_each(?))"
    rules = {subject: Mode(mode) for subject, mode in rows(sql, (json.dumps(sorted(subjects)),))}
    return Known(rules, withdrawn(rows, addresses), agreed(rows, addresses))


def withdrawn(rows: Rows, addresses: Collection[str]) -> set[str]:
    """Those of these addresses whose owners withdrew or were erased."""
    wanted = json.dumps(sorted(addresses))
    sql = "SELECT address FROM keep.withdrawn WHERE address IN (SELECT value FROM json_each(?))"
    found = {address for (address,) in rows(sql, (wanted,))}
    salts = rows("SELECT value FROM keep.salt WHERE name = ?", (_SALT,))
    key = next((bytes(value) for (value,) in salts), b"")
    if key:
        hashes = {_digest(key, one).hex(): one for one in addresses}
        sql = "SELECT hex(digest) FROM keep.suppressed WHERE hex(digest) IN (SELECT value FROM json_each(?))"
        upper = json.dumps([one.upper() for one in hashes])
        found |= {hashes[digest.lower()] for (digest,) in rows(sql, (upper,))}
    return found


def agreed(rows: Rows, addresses: Collection[str]) -> set[str]:
    """Those of these addresses whose last entry in the register is a consent."""
    sql = (
        "SELECT wanted.value FROM json_each(?) wanted WHERE (SELECT c.given FROM keep.consent c"
        " WHERE c.address = wanted.value ORDER BY c.at DESC, c.id DESC LIMIT 1) = 1"
    )
    return {address for (address,) in rows(sql, (json.dumps(sorted(addresses)),))}


def rules(rows: Rows, search: str = "", limit: int = 200) -> list[PrivacyRuleRow]:
    """Exceptions of addresses and domains, the newest first; `search` is part of the subject."""
    sql = (
        "SELECT subject, mode, at FROM keep.privacy_rule WHERE subject NOT LIKE 'account:%'"
        " AND instr(subject, ?) ORDER BY at DESC, subject LIMIT ?"
    )
    return [
        PrivacyRuleRow(subject, mode, at) for subject, mode, at in rows(sql, (search.strip().lower(), limit))
    ]


def account_modes(rows: Rows) -> dict[str, Mode]:
    """The modes of accounts, by address."""
    sql = "SELECT substr(subject, 9), mode FROM keep.privacy_rule WHERE subject LIKE ?"
    return {address: Mode(mode) for address, mode in rows(sql, ("account:%",))}


def consents(rows: Rows, address: str = "", limit: int = 100_000) -> list[ConsentRow]:
    """The register, the newest entry first; of one person or of all."""
    sql = (
        "SELECT id, address, at, given, how, wording, message_id FROM keep.consent"
        " WHERE ?1 = '' OR address = ?1 ORDER BY at DESC, id DESC LIMIT ?2"
    )
    return [
        ConsentRow(number, who, at, bool(given), how, wording, letter)
        for number, who, at, given, how, wording, letter in rows(sql, (address, limit))
    ]


def last_open(rows: Rows, address: str) -> Micros | None:
    """The day (its first instant, UTC) on which somebody in the mode "date" last opened a letter."""
    sql = "SELECT day FROM keep.last_open WHERE address = ?"
    return next((day for (day,) in rows(sql, (address,))), None)


def set_rule(db: Database, subject: str, mode: Mode | None, now: Micros) -> None:
    """None takes the exception away."""
    with db.transaction():
        if mode is None:
            db.execute("DELETE FROM keep.privacy_rule WHERE subject = ?", (subject,))
        else:
            sql = "INSERT OR REPLACE INTO keep.privacy_rule (subject, mode, at) VALUES (?, ?, ?)"
            db.execute(sql, (subject, mode.value, now))


def add_consent(
    db: Database,
    address: str,
    given: bool,
    now: Micros,
    how: str = "",
    wording: str = "",
    message_id: str = "",
) -> None:
    """A line of the register; it is only ever added to."""
    sql = "INSERT INTO keep.consent (address, at, given, how, wording, message_id) VALUES (?, ?, ?, ?, ?, ?)"
    with db.transaction():
        db.execute(sql, (address, now, int(given), how, wording, message_id))


def suppress(db: Database, address: str, random: bytes, now: Micros) -> None:
    """Remember by a hash alone that this person is not to be tracked. `random`: 32 bytes, used once."""
    with db.transaction():
        db.execute("INSERT OR IGNORE INTO keep.salt (name, value) VALUES (?, ?)", (_SALT, random))
        row = db.row("SELECT value FROM keep.salt WHERE name = ?", (_SALT,))
        assert row is not None
        sql = "INSERT OR REPLACE INTO keep.suppressed (digest, at) VALUES (?, ?)"
        db.execute(sql, (_digest(bytes(row[0]), address), now))


def release(db: Database, address: str) -> None:
    """Somebody who was erased has agreed to be tracked."""
    row = db.row("SELECT value FROM keep.salt WHERE name = ?", (_SALT,))
    if row is not None:
        with db.transaction():
            db.execute("DELETE FROM keep.suppressed WHERE digest = ?", (_digest(bytes(row[0]), address),))


def note_open(db: Database, address: str, at: Micros) -> None:
    """Write the date of the last open over the one before."""
    sql = (
        "INSERT INTO keep.last_open (address, day) VALUES (?, ?)"
        " ON CONFLICT (address) DO UPDATE SET day = max(day, excluded.day)"
    )
    with db.transaction():
        db.execute(sql, (address, at - at % DAY))


def count(db: Database, counts: Iterable[Count]) -> None:
    """Count hits (ascending ids) of shared marks; one that was counted before is not counted again."""
    sql = (
        "INSERT INTO keep.tally (bundle, kind, url, people, others, last_hit) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (bundle, kind, url) DO UPDATE SET people = people + excluded.people,"
        " others = others + excluded.others, last_hit = excluded.last_hit WHERE excluded.last_hit > last_hit"
    )
    values = [(c.bundle, c.kind, c.url, int(c.person), int(not c.person), c.hit) for c in counts]
    with db.transaction():
        db.executemany(sql, values)


def ask_server(db: Database, tokens: Collection[str], task: str) -> None:
    """Remember what the tracking server is to do with these tokens; erasing outdoes forgetting."""
    sql = (
        "INSERT INTO keep.server_task (token, task) VALUES (?, ?) ON CONFLICT (token) DO UPDATE"
        " SET task = excluded.task WHERE task <> 'erase'"
    )
    with db.transaction():
        db.executemany(sql, [(token, task) for token in tokens])


def asked(rows: Rows) -> dict[str, list[str]]:
    """Task to tokens, of what the server has not been told yet."""
    tasks: dict[str, list[str]] = {}
    for token, task in rows("SELECT token, task FROM keep.server_task ORDER BY token", ()):
        tasks.setdefault(task, []).append(token)
    return tasks


def answered(db: Database, tokens: Collection[str]) -> None:
    """The server has done it."""
    with db.transaction():
        db.executemany("DELETE FROM keep.server_task WHERE token = ?", [(token,) for token in tokens])


def _digest(key: bytes, address: str) -> bytes:
    return blake2b(address.encode(), digest_size=32, key=key, person=b"otklik suppress").digest()
