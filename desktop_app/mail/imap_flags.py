"""Changed flags of known letters: by CONDSTORE where the server has it, else by four searches and a memory.

Both yield (changes, state after them): a kill between two repeats changes, which is harmless, and loses none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from desktop_app.domain.model import Flags
from desktop_app.mail.imap_fetch import items
from desktop_app.mail.imap_session import Session
from desktop_app.mail.imap_state import FLAG_QUERIES, NOTHING_MARKED, FolderState
from desktop_app.mail.imap_uids import UidSet

CHANGES_MAX = 5000

Changes = list[tuple[int, Flags]]

_TESTS: tuple[Callable[[Flags], bool], ...] = (
    lambda flags: not flags.seen,
    lambda flags: flags.answered,
    lambda flags: flags.flagged,
    lambda flags: flags.draft,
)


def flag_changes(
    session: Session, state: FolderState, modseq: int, told: UidSet, gone: UidSet
) -> Iterator[tuple[Changes, FolderState]]:
    """`modseq` is the mailbox's now (0: it has none), `told` the letters known before this sync began.

    Letters that are `gone` carry no flag any more, which says nothing about them.
    """
    if not told or (modseq and modseq == state.modseq):
        return
    if state.modseq and modseq:
        yield from _changes_since(session, state, modseq, told)
    else:
        yield from _changes_by_search(session, state, modseq, gone)


def with_marks(state: FolderState, given: Mapping[int, Flags]) -> FolderState:
    """Remember the flags of letters that were handed over, where CONDSTORE does not."""
    if state.modseq or not given:
        return state
    uids = UidSet.of(given)
    unseen, answered, flagged, draft = (
        marked.without(uids).union(UidSet.of(uid for uid, flags in given.items() if test(flags)))
        for marked, test in zip(state.marked, _TESTS, strict=True)
    )
    return replace(state, marked=(unseen, answered, flagged, draft))


def _changes_since(
    session: Session, state: FolderState, modseq: int, told: UidSet
) -> Iterator[tuple[Changes, FolderState]]:
    """RFC 7162; everything when the server's counter went backwards (a restored backup)."""
    command = b"UID FETCH %d:%d (UID FLAGS)" % (told.bounds[0], told.bounds[-1] - 1)
    if state.modseq < modseq:
        command += b" (CHANGEDSINCE %d)" % state.modseq
    changes: Changes = []
    for item in items(session, session.send(command)):
        if item.flags is not None and item.uid in told:
            changes.append((item.uid, item.flags))
        if len(changes) >= CHANGES_MAX:
            yield changes, state
            changes = []
    yield changes, replace(state, modseq=modseq)


def _changes_by_search(
    session: Session, state: FolderState, modseq: int, gone: UidSet
) -> Iterator[tuple[Changes, FolderState]]:
    """Four searches say the flags of every letter; what differs from what was told before has changed."""
    # A server without ESEARCH names each letter found: where most are unread it shall name the others.
    inverted = len(state.marked[0]) > len(state.known) // 2
    queries = (b"SEEN", *FLAG_QUERIES[1:]) if inverted else FLAG_QUERIES
    found, answered, flagged, draft = (uids.common(state.known) for uids in session.search(*queries))
    unseen = state.known.without(found) if inverted else found
    marked = (unseen, answered, flagged, draft)
    changed = UidSet()
    if state.modseq:  # CONDSTORE is gone: nothing was remembered
        changed = state.known
    else:
        for before, after in zip(state.marked, marked, strict=True):
            changed = changed.union(before.differing(after))
    changed = changed.without(gone)
    now = replace(state, marked=marked, modseq=0)
    while len(changed) > CHANGES_MAX:
        part, changed = changed.split(CHANGES_MAX)
        yield [(uid, now.flags(uid)) for uid in part], state
    # A server that has CONDSTORE now did not when this folder was last read; from here on it is used.
    final = replace(now, modseq=modseq, marked=NOTHING_MARKED) if modseq else now
    yield [(uid, now.flags(uid)) for uid in changed], final
