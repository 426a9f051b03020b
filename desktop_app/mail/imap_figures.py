"""The figures of all mailboxes at the price of one question, so that quiet ones are left alone.

34 unchanged folders behind a line of 50 ms: 1.8 s when asked one by one, 53 ms so (research/imap.md 3.2).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator

from desktop_app.mail.base import RemoteFolder
from desktop_app.mail.imap_folders import folders_of, list_command, unquoted
from desktop_app.mail.imap_session import Answer, Mailbox, Refused, Session, quoted
from desktop_app.mail.imap_state import FolderState

Figures = dict[str, Mailbox]

AT_ONCE = 100  # commands on their way: both sides' socket buffers must hold them

_STATUS = re.compile(
    rb"\* STATUS (\"(?:\\.|[^\"\\])*\"|\{\d+\+?\}|[^ ]+) \(([^()]*)\)", re.IGNORECASE | re.DOTALL
)
_ITEM = re.compile(rb"([A-Z]+) (\d{1,20})", re.IGNORECASE)


def look_at_all(session: Session, known: Collection[str]) -> tuple[list[RemoteFolder], Figures]:
    """Every selectable folder, INBOX first, and figures by server's name.

    One round trip with LIST-STATUS (RFC 5819), or when `known` names the mailboxes; otherwise two.
    """
    session.leave()  # the figures of a selected mailbox may be old (RFC 9051 6.3.11)
    if _has_list_status(session):
        try:
            answers = list(session.answers(session.send(_list_status(session), ahead=True)))
        except Refused:
            pass
        else:
            return folders_of(answers), figures_of(answers)
    before = list(known)[:AT_ONCE]
    listing = session.send(list_command(session), ahead=True)
    asked = _ask(session, before)
    answers = [*_listed(session, listing), *_heard(session, asked)]  # a server may mix them
    found = folders_of(answers)
    rest = [one.remote_id for one in found if one.remote_id not in set(before)]
    for start in range(0, len(rest), AT_ONCE):
        answers += _heard(session, _ask(session, rest[start : start + AT_ONCE]))
    return found, figures_of(answers)


def figures_of(answers: Iterable[Answer]) -> Figures:
    """What STATUS lines say; the server may spell INBOX as it likes."""
    figures: Figures = {}
    for line, literals in answers:
        if found := _STATUS.match(line):
            raw = literals[0] if found[1].startswith(b"{") and literals else unquoted(found[1])
            name = raw.decode("latin-1")
            figures["INBOX" if name.upper() == "INBOX" else name] = _mailbox(found[2])
    return figures


def same_figures(state: FolderState, box: Mailbox) -> bool:
    """Whether nothing changed since `state`; without CONDSTORE as far as counting the unread can tell."""
    if not state.settled or not box.uidnext:
        return False
    before = (state.uidvalidity, state.uidnext, state.exists)
    if before != (box.uidvalidity, box.uidnext, box.exists):
        return False
    return state.modseq == box.modseq if state.modseq else len(state.marked[0]) == box.unseen


def _has_list_status(session: Session) -> bool:
    # Where XLIST tells what a folder is for (Mail.ru), LIST does not.
    offered = session.capabilities
    return "LIST-STATUS" in offered and not ("XLIST" in offered and "SPECIAL-USE" not in offered)


def _list_status(session: Session) -> bytes:
    uses = b"SPECIAL-USE " if "SPECIAL-USE" in session.capabilities else b""
    return b'LIST "" "*" RETURN (%bSTATUS (%b))' % (uses, _items(session))


def _items(session: Session) -> bytes:
    modseq = b" HIGHESTMODSEQ" if "CONDSTORE" in session.capabilities else b""
    return b"MESSAGES UIDNEXT UIDVALIDITY UNSEEN" + modseq


def _listed(session: Session, tag: bytes) -> list[Answer]:
    try:
        return list(session.answers(tag))
    except Refused:
        tag = session.send(b'LIST "" "*"', ahead=True)
        return list(session.answers(tag))


def _ask(session: Session, names: Iterable[str]) -> list[bytes]:
    command = b"STATUS %b (" + _items(session) + b")"
    return [session.send(command.replace(b"%b", quoted(name)), ahead=True) for name in names]


def _heard(session: Session, tags: Iterable[bytes]) -> Iterator[Answer]:
    for tag in tags:
        with contextlib.suppress(Refused):  # the mailbox is gone, or cannot be selected
            yield from session.answers(tag)


def _mailbox(text: bytes) -> Mailbox:
    found = {key.upper(): int(value) for key, value in _ITEM.findall(text)}
    return Mailbox(
        found.get(b"UIDVALIDITY", 0),
        found.get(b"UIDNEXT", 0),
        found.get(b"MESSAGES", 0),
        found.get(b"HIGHESTMODSEQ", 0),
        found.get(b"UNSEEN", 0),
    )
