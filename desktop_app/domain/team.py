"""What a manager's program tells the team: opaque wait rows, times and codes alone, in sealed batches.

A row is one object of JSON that a person can read; nothing in it names anybody:

    {"id": "<22 random characters>", "version": 1, "arrived": "2026-11-26T09:30:00Z",
     "seen": ["...", "..."] or null, "answered": "..." or null, "codes": ["first", "new"]}

A batch adds the working hours, by which the times are read, and a counter that only rises: what is sent a
second time is refused. `seal_of` is its keyed BLAKE2b (RFC 7693).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from hmac import compare_digest

from desktop_app.domain.codes import Micros
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import SECOND

MOST_ROWS = 1000  # of a batch
MOST_HOURS_CHARACTERS = 20_000
MOST_NUMBER = 2**53 - 1  # what every reader of JSON keeps exactly

_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_KEYS = frozenset(("id", "version", "arrived", "seen", "answered", "codes"))
_BATCH_KEYS = frozenset(("counter", "hours", "rows"))


class Code(StrEnum):
    """What else a row says. GONE: the wait is not there any more, or does not count.

    A wait that was HANDED_OVER does not count in this row; that of the colleague is TAKEN_OVER and begins
    with the hand-over. Neither says to whom or from whom, and nothing joins the two. Tables keep one bit for
    each, in this order: new ones come last.
    """

    FIRST = "first"  # of its conversation
    NEW = "new"  # the client's first conversation
    COMPANY = "company"  # the client writes from a domain of his own
    CHANNEL = "channel"  # came by a substitution address, not by which
    EXCHANGE = "exchange"  # the kind of account
    GONE = "gone"
    HANDED_OVER = "handed_over"
    TAKEN_OVER = "taken_over"


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One wait. Instants are whole seconds in Micros; a GONE row has no times (arrived 0)."""

    id: str
    version: int
    arrived: Micros
    seen_low: Micros | None
    seen_high: Micros | None
    answered: Micros | None
    codes: frozenset[Code]


@dataclass(frozen=True, slots=True)
class Batch:
    """`hours`: the working hours as `domain.team_hours` writes them, "" = as told before."""

    counter: int
    hours: str
    rows: Sequence[TeamRow]


def gone(row_id: str, version: int) -> TeamRow:
    """What takes a row back."""
    return TeamRow(row_id, version, 0, None, None, None, frozenset((Code.GONE,)))


def row_text(row: TeamRow) -> str:
    """The row exactly as it travels, one line."""
    seen = None if row.seen_high is None else [_time(row.seen_low), _time(row.seen_high)]
    content = {
        "id": row.id,
        "version": row.version,
        "arrived": _time(row.arrived or None),
        "seen": seen,
        "answered": _time(row.answered),
        "codes": sorted(row.codes),
    }
    return json.dumps(content, separators=(", ", ": "))


def pack(batch: Batch) -> bytes:
    """The batch exactly as it travels."""
    lines = ",\n".join(row_text(row) for row in batch.rows)
    hours = batch.hours or "null"
    return f'{{"counter": {batch.counter},\n"hours": {hours},\n"rows": [\n{lines}\n]}}\n'.encode("ascii")


def unpack(body: bytes, most_rows: int = MOST_ROWS) -> Batch:
    """Read a batch strictly: nothing but what `pack` writes. Raises InputError(field="rows", reason)."""
    content = _object(body)
    if set(content) != _BATCH_KEYS:
        raise _refused("not_a_batch")
    counter, hours, rows = content["counter"], content["hours"], content["rows"]
    if not _is_number(counter) or not isinstance(rows, list) or not isinstance(hours, dict | None):
        raise _refused("not_a_batch")
    if len(rows) > most_rows:
        raise _refused("too_many_rows")
    text = "" if hours is None else json.dumps(hours, separators=(", ", ": "))
    if len(text) > MOST_HOURS_CHARACTERS:
        raise _refused("bad_hours")
    found = [row_of(row) for row in rows]
    if len({row.id for row in found}) != len(found):
        raise _refused("bad_row")
    assert isinstance(counter, int)
    return Batch(counter, text, found)


def row_of(content: object) -> TeamRow:
    """Raises InputError(field="rows", reason="bad_row")."""
    if not isinstance(content, dict) or set(content) != _KEYS:
        raise _refused("bad_row")
    row_id, version, codes = content["id"], content["version"], content["codes"]
    if not isinstance(row_id, str) or not _ID.fullmatch(row_id) or not _is_number(version):
        raise _refused("bad_row")
    known = _codes(codes)
    seen = content["seen"]
    if seen is not None and not (isinstance(seen, list) and len(seen) == 2):
        raise _refused("bad_row")
    low, high = (None, None) if seen is None else (_instant(seen[0]), _instant(seen[1]))
    arrived = _instant(content["arrived"])
    if (arrived is None) is not (Code.GONE in known) or (seen is not None and high is None):
        raise _refused("bad_row")
    assert isinstance(version, int)
    return TeamRow(row_id, version, arrived or 0, low, high, _instant(content["answered"]), known)


def seal_of(secret: bytes, body: bytes) -> str:
    """What shows that a batch comes whole from who has `secret`."""
    return blake2b(body, digest_size=32, key=secret, person=b"otklik team").hexdigest()


def is_sealed(secret: bytes, body: bytes, seal: str) -> bool:
    """Whether who knows `secret` has sealed `body`; takes as long for a wrong seal."""
    return compare_digest(seal_of(secret, body).encode("ascii"), seal.encode("utf-8", "replace"))


def flags_of(codes: Collection[Code]) -> int:
    """One bit for each code, in the order of `Code`: how tables keep them."""
    return sum(1 << place for place, code in enumerate(Code) if code in codes)


def codes_of(flags: int) -> frozenset[Code]:
    """`flags_of`, the other way round."""
    return frozenset(code for place, code in enumerate(Code) if flags & 1 << place)


def whole_seconds(at: Micros | None) -> Micros | None:
    """No finer than that does a time travel."""
    return None if at is None else at // SECOND * SECOND


def _object(body: bytes) -> Mapping[str, object]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise _refused("not_json") from None
    if not isinstance(content, dict):
        raise _refused("not_a_batch")
    return content


def _codes(codes: object) -> frozenset[Code]:
    if not isinstance(codes, list) or len(codes) > len(Code):
        raise _refused("bad_row")
    try:
        return frozenset(Code(code) for code in codes)
    except (ValueError, TypeError):
        raise _refused("bad_row") from None


def _is_number(value: object) -> bool:
    return type(value) is int and 0 < value <= MOST_NUMBER


def _time(at: Micros | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at // SECOND, UTC).strftime(_FORMAT)


def _instant(text: object) -> Micros | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) and _TIME.fullmatch(text) else None
    except ValueError:
        at = None
    if at is None or not 1971 <= at.year <= 2100:
        raise _refused("bad_row")
    return int(at.timestamp()) * SECOND


def _refused(reason: str) -> InputError:
    return InputError(field="rows", reason=reason)
