"""Reading FETCH answers as they come: one regular expression for the usual line, a patient one for the rest.

imapclient's `fetch` needs 15 times as long and drops lines about other letters (research/imap.md 2.1, 3.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from desktop_app.domain.mime import FIELDS, HEADER_MAX_BYTES
from desktop_app.domain.model import HOUR, MINUTE, SECOND, Flags, Micros
from desktop_app.mail.imap_session import Answer, Session
from desktop_app.mail.imap_uids import UID_MAX

LINE_MAX_BYTES = 256 * 1024  # without its literals
LETTER_ITEMS = (
    b"(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (%b)])" % " ".join(FIELDS).encode("ascii")
)

# Gmail's own (its "IMAP extensions" page): the conversation, and every label of the letter.
GMAIL_ITEMS = LETTER_ITEMS.replace(b"RFC822.SIZE", b"RFC822.SIZE X-GM-THRID X-GM-LABELS")

# "Anything but one character" runs in a third of the time of "but one of two", through 350 bytes of names.
_USUAL = re.compile(
    rb"\* \d{1,10} FETCH \(UID (\d{1,10}) FLAGS \(([^)]{0,1000})\) INTERNALDATE \"([^\"]{0,40})\" "
    rb"RFC822\.SIZE (\d{1,15}) BODY\[HEADER\.FIELDS \([^)]{0,2000}\)\] \{(\d{1,15})\}\r\n"
)
# A changed letter as RFC 7162 tells of it, and as servers without CONDSTORE do.
_NEWS = re.compile(
    rb"\* \d{1,10} FETCH \(UID (\d{1,10})(?: MODSEQ \(\d{1,20}\))? FLAGS \(([^()]{0,1000})\)"
    rb"(?: MODSEQ \(\d{1,20}\))?\)"
)
_FETCH = re.compile(rb"\* \d+ FETCH \(", re.IGNORECASE)
# One attribute: name with an optional section, then a list, a quoted string, a literal or an atom. Lengths
# are bounded so that a hostile line costs no quadratic time.
_ATTRIBUTE = re.compile(
    rb"([A-Za-z][A-Za-z0-9.\-]{0,40}(?:\[[^\]]{0,2000}\])?(?:<\d{1,15}>)?) {1,4}"
    rb"(?:\(((?:[^()\"]|\"(?:[^\"\\]|\\.)*\")*)\)|\"((?:[^\"\\]|\\.)*)\"|(\{\d+\+?\})|([^\s()]+))"
)
_QUOTED = re.compile(rb"\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_IN_LIST = re.compile(rb"\{\d+\+?\}")
_LABEL = re.compile(rb"(?:^| )(?:\"\\\\([A-Za-z]+)\"|\\([A-Za-z]+))(?= |$)")
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_DATE = re.compile(
    rb" ?(\d{1,2})-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-(\d{4}) "
    rb"(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        (b"JAN", b"FEB", b"MAR", b"APR", b"MAY", b"JUN", b"JUL", b"AUG", b"SEP", b"OCT", b"NOV", b"DEC"), 1
    )
}
# The parts of a time of day as they stand in a date-time.
_HOURS = {b" %02d" % number: number * HOUR for number in range(24)}
_MINUTES = {b":%02d" % number: number * MINUTE for number in range(60)}
_SECONDS = {b":%02d" % number: number * SECOND for number in range(60)}
_EPOCH_DAY = date(1970, 1, 1).toordinal()


class Item(NamedTuple):
    """What one FETCH line says of one letter; None = not said. `body` is the literal of any BODY[...].

    `thread` and `labels` are Gmail's.
    """

    uid: int
    flags: Flags | None
    arrived_at: Micros | None = None
    size: int | None = None
    body: bytes | None = None
    thread: str = ""
    labels: frozenset[bytes] = frozenset()


class _Days(dict[bytes, Micros]):
    """Of "03-Nov-2025 +0300", when that day began: letters of one day share the work."""

    def arrival(self, text: bytes) -> Micros:
        """The same as `parse_internal_date`, in a third of its time."""
        try:
            day = self[text[:11] + text[20:]]
            return day + _HOURS[text[11:14]] + _MINUTES[text[14:17]] + _SECONDS[text[17:20]]
        except KeyError:
            return parse_internal_date(text)

    def __missing__(self, text: bytes) -> Micros:
        if len(text) != 17 or not (start := parse_internal_date(text[:11] + b" 00:00:00" + text[11:])):
            raise KeyError(text)
        self[text] = start
        return start


def items(session: Session, tag: bytes, keep: int = HEADER_MAX_BYTES) -> Iterator[Item]:
    """Every FETCH line that names a UID, until the command is complete; also of letters not asked for."""
    flags_of: dict[bytes, Flags] = {}
    days = _Days()
    while session.is_open(tag):
        for (uid, flags, when, size, _), body in session.wire.taken(_USUAL, b")\r\n", keep):
            known = flags_of.get(flags)
            if known is None:
                known = flags_of[flags] = parse_flags(flags)
            yield Item(int(uid), known, days.arrival(when), int(size), body)
        answer = session.read(keep)
        if answer is not None and (item := parse_item(answer)) is not None:
            yield item
    session.finish(tag)


def parse_item(answer: Answer) -> Item | None:
    """Any order of attributes, several literals, NIL for a body; None when it is no FETCH or names no UID."""
    if news := _NEWS.fullmatch(answer.line):
        uid = int(news[1])
        return Item(uid, parse_flags(news[2])) if 1 <= uid <= UID_MAX else None
    start = _FETCH.match(answer.line)
    if start is None or len(answer.line) > LINE_MAX_BYTES:
        return None
    literals = iter(answer.literals)
    found: dict[bytes, bytes | None] = {}
    for name, listed, text, literal, atom in _ATTRIBUTE.findall(answer.line, start.end()):
        key = b"BODY[" if name[:5].upper() == b"BODY[" else name.upper()
        if literal:
            found[key] = next(literals, b"")
        elif atom:
            found[key] = None if atom.upper() == b"NIL" else atom
        elif listed:
            found[key] = listed
            for _ in _IN_LIST.findall(_QUOTED.sub(b"", listed)):
                next(literals, b"")  # a label of the user's
        else:
            found[key] = _ESCAPED.sub(rb"\1", text)
    number, flags, size = found.get(b"UID"), found.get(b"FLAGS"), found.get(b"RFC822.SIZE")
    if not number or not number.isdigit() or not 1 <= int(number[:11]) <= UID_MAX:
        return None
    return Item(
        int(number),
        parse_flags(flags) if flags is not None else None,
        parse_internal_date(found.get(b"INTERNALDATE") or b"") if b"INTERNALDATE" in found else None,
        int(size[:15]) if size and size.isdigit() else None,
        (found[b"BODY["] or b"") if b"BODY[" in found else None,
        (found.get(b"X-GM-THRID") or b"").decode("ascii", "replace"),
        _system_labels(found.get(b"X-GM-LABELS") or b""),
    )


def parse_flags(text: bytes) -> Flags:
    """System flags in any case; keywords are nobody's business here."""
    words = frozenset(text.lower().split())
    return Flags(
        seen=rb"\seen" in words,
        answered=rb"\answered" in words,
        flagged=rb"\flagged" in words,
        draft=rb"\draft" in words,
    )


def parse_internal_date(text: bytes) -> Micros:
    """RFC 9051 date-time; 0 for what is none: a letter without a date sorts last and is not lost."""
    found = _DATE.match(text)
    if found is None:
        return 0
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = found.groups()
    try:
        days = date(int(year), _MONTHS[month.upper()], int(day)).toordinal() - _EPOCH_DAY
    except ValueError:
        return 0
    zone = (int(zone_hours) * 60 + int(zone_minutes)) * (-1 if sign == b"-" else 1)
    return (days * 86400 + int(hour) * 3600 + int(minute) * 60 + int(second)) * SECOND - zone * MINUTE


def _system_labels(text: bytes) -> frozenset[bytes]:
    """Those that begin with a backslash, lower case, without it."""
    return frozenset((quoted or plain).lower() for quoted, plain in _LABEL.findall(text))
