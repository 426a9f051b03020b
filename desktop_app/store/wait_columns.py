"""Reads every wait into columns: SQLite joins the texts of a column, numpy takes them apart, both in C.

A row at a time takes Python two microseconds and holds the window's thread up; this takes half of it, in
pieces that let other threads go on (research/gui.md 4 "Aggregation of 1M replies").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import apsw
import numpy as np

from desktop_app.domain.model import Excluded
from desktop_app.domain.reply_times import ABSENT
from desktop_app.domain.wait_columns import COUNTS, NOBODY, REASONS, WaitColumns
from desktop_app.domain.worktime import Instants

PIECE = 16_384  # rows: a few milliseconds with the interpreter's lock
NULL = -1  # stands for an absent instant on the way; no letter is of the last microsecond of 1969

_NUMBERS = {
    "first_letter": "w.first_letter",
    "last_letter": "w.last_letter",
    "conversation": "w.conversation",
    "contact": f"coalesce(w.contact, {NOBODY})",
    "account": "coalesce(v.account, 0)",
    "arrived": "w.arrived_at",
    "seen_low": f"coalesce(w.seen_low, {NULL})",
    "seen_high": f"coalesce(w.seen_high, {NULL})",
    "answered": f"coalesce(w.answered_at, {NULL})",
    "answer": f"coalesce(w.answer, {NOBODY})",
    "first": "w.first_of_conversation",
    "company": "coalesce(l.company <> '', 0)",
}
_FORWARDED = """
SELECT w.first_letter FROM letter l JOIN wait w ON w.first_letter = l.id
WHERE l.direction = 'in' AND l.excluded = 'internal' AND w.excluded IS NULL
"""
_HELD = "SELECT first_letter, handed_at, held_by FROM wait WHERE handed_at IS NOT NULL AND excluded IS NULL"


def read(connection: apsw.Connection) -> WaitColumns:
    """All of them. Raises apsw's errors as the reader does."""
    responders = _texts(connection, "SELECT DISTINCT responder FROM wait")
    channels = _texts(connection, "SELECT DISTINCT channel FROM conversation")
    codes = {
        "reason": _code("w.excluded", [reason.value for reason in REASONS]),
        "responder": _code("w.responder", responders),
        "channel": _code("v.channel", channels),
    }
    values = [*(reason.value for reason in REASONS), *responders, *channels]
    found = _numbers(connection, {**_NUMBERS, **codes}, values)
    found["taken"] = _forwarded_here(connection, found["first_letter"])
    found = _by_turns(connection, found)
    return WaitColumns(
        first_letter=found["first_letter"],
        last_letter=found["last_letter"],
        conversation=found["conversation"],
        contact=found["contact"],
        account=found["account"],
        arrived=found["arrived"],
        seen_low=_instants(found["seen_low"]),
        seen_high=_instants(found["seen_high"]),
        answered=_instants(found["answered"]),
        answer=found["answer"],
        reason=found["reason"].astype(np.int8),
        responder=found["responder"].astype(np.int16),
        channel=found["channel"].astype(np.int16),
        first=found["first"].astype(np.bool_),
        company=found["company"].astype(np.bool_),
        taken=found["taken"].astype(np.bool_),
        responders=responders,
        channels=channels,
    )


def _forwarded_here(connection: apsw.Connection, first_letters: Instants) -> Instants:
    """1 for the waits that begin with a colleague's letter which forwards a client's."""
    taken = np.zeros(first_letters.shape, np.int64)
    letters = [letter for (letter,) in connection.execute(_FORWARDED)]
    taken[np.searchsorted(first_letters, letters)] = 1
    return taken


def _by_turns(connection: apsw.Connection, found: dict[str, Instants]) -> dict[str, Instants]:
    """As `queries.turns_of`: what was mine is one more, excluded; what a colleague holds begins with him."""
    handed = np.array(connection.execute(_HELD).fetchall(), np.int64).reshape(-1, 3)
    if not handed.size:
        return found
    places = np.searchsorted(found["first_letter"], handed[:, 0])
    mine = {name: column[places] for name, column in found.items()}
    mine["reason"][:] = REASONS.index(Excluded.HANDED_OVER)
    mine["answered"][:], mine["answer"][:] = NULL, NOBODY
    elsewhere = places[found["account"][places] != handed[:, 2]]
    found["seen_low"][elsewhere] = found["seen_high"][elsewhere] = NULL
    found["arrived"][places] = np.maximum(found["arrived"][places], handed[:, 1])
    found["account"][places] = handed[:, 2]
    found["taken"][places] = 1
    return {name: np.concatenate((column, mine[name])) for name, column in found.items()}


def _instants(column: Instants) -> Instants:
    column[column == NULL] = ABSENT
    return column


def _texts(connection: apsw.Connection, sql: str) -> tuple[str, ...]:
    return tuple(sorted(text for (text,) in connection.execute(sql)))


def _code(column: str, values: Sequence[str]) -> str:
    """The position of a text among `values`, to be bound in this order; COUNTS for none of them."""
    cases = " ".join(f"WHEN ? THEN {number}" for number in range(len(values)))
    return f"CASE {column} {cases} ELSE {COUNTS} END" if values else str(COUNTS)


def _numbers(
    connection: apsw.Connection, columns: Mapping[str, str], values: Sequence[str]
) -> dict[str, Instants]:
    """`columns`: name -> expression; the first is what the pieces go by. `values` are bound in order."""
    inner = ", ".join(f"{expression} AS {name}_" for name, expression in columns.items())
    joined = ", ".join(f"group_concat({name}_)" for name in columns)
    sql = f"""
        SELECT max(first_letter_), {joined} FROM (
            SELECT {inner} FROM wait w LEFT JOIN conversation v ON v.id = w.conversation
            LEFT JOIN lead l ON l.contact = w.contact
            WHERE w.first_letter > ? ORDER BY w.first_letter LIMIT {PIECE})
    """
    pieces: dict[str, list[Instants]] = {name: [np.empty(0, np.int64)] for name in columns}
    last = -1
    while (row := next(iter(connection.execute(sql, (*values, last)))))[0] is not None:
        last = row[0]
        for name, text in zip(columns, row[1:], strict=True):
            pieces[name].append(np.fromstring(text, np.int64, sep=","))
    return {name: np.concatenate(piece) for name, piece in pieces.items()}
