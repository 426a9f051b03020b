"""The Sent folder by IMAP: whether it holds a letter; the clean letter in the place of the copy that went.

Gmail, Microsoft 365 and others file what they send by SMTP: the copy of a recipient, with its marks. The
clean letter comes first, with the same flags and date; the marked one goes when the clean one is there.

Gmail is its own: it takes a letter with a known Message-ID and Date for the one it has, and either puts the
new one in its place (wiki of WildDuck, "Gmail sending") or keeps the old one, also one in the waste bin
(google/import-mailbox-to-gmail #56, rgladwell/imap-upload #22). Then the marked one has to go first, wholly:
the clean one is safe in keep.db meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from desktop_app.domain.errors import InputError, ServerError
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.sent_copy import bears_marks
from desktop_app.mail.imap_fetch import items
from desktop_app.mail.imap_session import Refused, Session, quoted

RECENT = 30
MESSAGE_ID_MAX_BYTES = 1000
LETTER_MAX_BYTES = 64 * 1024 * 1024

_UID = re.compile(rb"\bUID (\d{1,10})")
_FLAGS = re.compile(rb"\bFLAGS \(([^)]*)\)", re.IGNORECASE)
_ARRIVED = re.compile(rb"\bINTERNALDATE (\"[^\"]*\")", re.IGNORECASE)
_RECENT = re.compile(rb"\\Recent ?", re.IGNORECASE)
_DELETED = re.compile(rb"\\Deleted\b", re.IGNORECASE)


class Replaced(NamedTuple):
    """What Sent holds now. `marked`: how many marked copies were taken out."""

    clean: bool
    marked: int


def holds(session: Session, folder: str, message_id: str) -> bool:
    """Whether a folder has a letter with this Message-ID (without angle brackets). Raises InputError."""
    return bool(_uids(session, folder, message_id))


def replace_marked(session: Session, folder: str, trash: str | None, mime: bytes) -> Replaced:
    """Put the clean letter `mime` where marked copies of it lie; of what lies there clean nothing is touched.

    `trash`: of Gmail, where a letter that leaves a label stays in All Mail, and leaves it by the waste bin.
    May be cut anywhere and done again: there are never two. Raises ServerError when the server will not have
    the clean one beside the marked one.
    """
    message_id = parse_headers(mime).message_id
    found = _stored(session, _uids(session, folder, message_id))
    marked = [one for one in found if bears_marks(one.mime, mime)]
    clean = len(found) > len(marked)
    if not marked:
        return Replaced(clean, 0)
    if not clean and not _filed(session, folder, mime, marked):
        if trash is None:
            raise ServerError(text="the clean letter was not filed beside the marked one")
        _take_out(session, folder, trash, mime, marked)
        if not _filed(session, folder, mime, marked):
            raise ServerError(text="the clean letter was not filed")
    _take_out(session, folder, trash, mime, marked)
    return Replaced(True, len(marked))


class _Stored(NamedTuple):
    uid: int
    flags: bytes
    arrived: bytes  # quoted, as INTERNALDATE gives it and APPEND takes it
    mime: bytes


def _filed(session: Session, folder: str, mime: bytes, marked: Sequence[_Stored]) -> bool:
    """A server that takes the letter for one it has already answers OK too, with the number of that one."""
    uid = session.append(folder, marked[0].flags, mime, marked[0].arrived)
    old = {one.uid for one in marked}
    if uid:
        return uid not in old
    fresh = [one for one in _uids(session, folder, parse_headers(mime).message_id) if one not in old]
    return any(not bears_marks(one.mime, mime) for one in _stored(session, fresh))


def _take_out(
    session: Session, folder: str, trash: str | None, mime: bytes, marked: Sequence[_Stored]
) -> None:
    message_id = parse_headers(mime).message_id
    left = sorted(set(_uids(session, folder, message_id)) & {one.uid for one in marked})
    if trash is None:
        _expunge(session, folder, left)
        return
    if left:
        with _selected(session, folder):
            session.run(b"UID MOVE %b %b" % (_listed(left), quoted(trash)))
    thrown = _stored(session, _uids(session, trash, message_id))
    _expunge(session, trash, [one.uid for one in thrown if bears_marks(one.mime, mime)])


def _uids(session: Session, folder: str, message_id: str) -> list[int]:
    """Asks the index, and looks at the newest letters themselves: an index may lag behind."""
    if not message_id.isascii() or not message_id.isprintable() or len(message_id) > MESSAGE_ID_MAX_BYTES:
        raise InputError(field="message_id", reason="not_printable_ascii")
    wanted = f"<{message_id}>"
    session.examine(folder)
    found = set(session.search(b"HEADER Message-ID " + quoted(wanted))[0])
    if session.exists:
        first = max(1, session.exists - RECENT + 1)
        tag = session.send(b"FETCH %d:* (UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])" % first)
        found |= {item.uid for item in items(session, tag) if wanted.encode("ascii") in (item.body or b"")}
    return sorted(found)


def _stored(session: Session, uids: Sequence[int]) -> list[_Stored]:
    """Of the selected folder; without what somebody has deleted already."""
    if not uids:
        return []
    tag = session.send(b"UID FETCH %b (UID FLAGS INTERNALDATE BODY.PEEK[])" % _listed(uids))
    found = []
    for line, literals in session.answers(tag, LETTER_MAX_BYTES):
        uid, flags, arrived = _UID.search(line), _FLAGS.search(line), _ARRIVED.search(line)
        if uid is None or flags is None or not literals or _DELETED.search(flags[1]):
            continue
        kept = _RECENT.sub(b"", flags[1]).strip()
        found.append(_Stored(int(uid[1]), kept, arrived[1] if arrived else b"", literals[-1]))
    return found


def _expunge(session: Session, folder: str, uids: Sequence[int]) -> None:
    """Without UIDPLUS they stay marked as deleted: a plain EXPUNGE would take what others have deleted."""
    if not uids:
        return
    with _selected(session, folder):
        session.run(b"UID STORE %b +FLAGS.SILENT (\\Deleted)" % _listed(uids))
        if "UIDPLUS" in session.capabilities:
            session.run(b"UID EXPUNGE " + _listed(uids))


@contextmanager
def _selected(session: Session, folder: str) -> Iterator[None]:
    session.leave()
    session.run(b"SELECT " + quoted(folder))  # an examined mailbox takes no changes
    try:
        yield
    finally:
        with suppress(Refused):
            session.run(b"UNSELECT" if "UNSELECT" in session.capabilities else b"EXAMINE INBOX")


def _listed(uids: Sequence[int]) -> bytes:
    return ",".join(map(str, uids)).encode()
