"""Bringing one folder up to date, as a generator of batches: what the server has against what is known.

The letters handed over are remembered as a set of UIDs, so every way to fall out of step (a kill, holes,
letters deleted between two commands, a server that lies about its figures) ends in the same question: which
UIDs are missing here, which are gone there? Order: new letters, flags, gone letters, then older letters,
newest first.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from desktop_app.domain.model import Flags
from desktop_app.mail.base import Batch, Change, FlagsChanged, Gone, Reset, Upsert
from desktop_app.mail.imap_fetch import GMAIL_ITEMS, LETTER_ITEMS, Item, items
from desktop_app.mail.imap_flags import CHANGES_MAX, flag_changes, with_marks
from desktop_app.mail.imap_gmail import is_draft, is_gmail, role_of
from desktop_app.mail.imap_news import News
from desktop_app.mail.imap_session import Mailbox, Refused, Session
from desktop_app.mail.imap_state import FolderState
from desktop_app.mail.imap_uids import UidSet

WINDOWS = (500, 1000, 2000)  # letters a batch; the last size repeats
COMMAND_MAX_BYTES = 950  # without its tag; some servers take no more than 1000 (research/imap.md 3.5)
REFUSALS_MAX = 20
EMPTY_BYTES = 2  # of a header: its empty line alone
COUNT_TRIES = 3


class FolderSync:
    """One look at one folder over a session; `run` may be closed after any batch."""

    def __init__(self, session: Session, name: str, state: bytes) -> None:
        self._session = session
        self._name = name
        self._state = FolderState.decode(state)
        self._saved = self._state
        self._items = GMAIL_ITEMS if is_gmail(session) else LETTER_ITEMS
        self._selection = 0
        self._box = Mailbox(0, 0, 0, 0)
        self._news = News()
        self._wanted = UidSet()
        self._lost = 0  # letters known to be refused that this look does not ask for again
        self._refusals = 0
        self._empty: set[int] | None = set()  # letters without a header; None: they are taken as they are

    def run(self) -> Generator[Batch, None, None]:
        """Yields nothing when nothing changed. Raises Refused, OSError and MailErrors."""
        self._box = self._session.examine(self._name, self._since(), self._news.hear)
        self._selection = self._session.selections
        if self._state.uidvalidity != self._box.uidvalidity:
            yield from self._start_over()
        elif self._unchanged():
            return
        yield from self._steps()
        lost = len(self._wanted.without(self._state.known))
        self._state = replace(self._state, lost=self._lost + lost, settled=True)
        if self._state != self._saved:
            yield self._batch([])

    def _steps(self) -> Iterator[Batch]:
        told, box = self._state.known, self._box
        gone, reused = self._compare()
        new_from = self._state.uidnext
        self._state = replace(self._state, uidnext=box.uidnext, exists=box.exists, settled=False)
        if not told:
            self._state = replace(self._state, modseq=box.modseq)
        yield from self._remove(reused)
        yield from self._letters(self._wanted.upwards(max(1, new_from)))
        yield from self._flags(told.without(reused), gone)
        yield from self._remove(gone)
        yield from self._letters(self._wanted.below(max(1, new_from)))
        yield from self._headless()

    def _flags(self, told: UidSet, gone: UidSet) -> Iterator[Batch]:
        modseq = self._box.modseq
        if self._news.believed:
            found = self._news.flag_changes(self._state, modseq, told)
        else:
            found = flag_changes(self._session, self._state, modseq, told, gone)
        for changes, state in found:
            self._state = state
            if changes:
                yield self._batch([FlagsChanged(self._id(uid), flags) for uid, flags in changes])

    # what differs

    def _unchanged(self) -> bool:
        state, box = self._state, self._box
        same = (state.uidnext, state.exists, state.modseq) == (box.uidnext, box.exists, box.modseq)
        return same and state.settled and box.modseq > 0 and box.uidnext > 0

    def _start_over(self) -> Iterator[Batch]:
        void = self._state.uidvalidity != 0
        self._state = FolderState(uidvalidity=self._box.uidvalidity)
        if void:
            yield self._batch([Reset()])

    def _since(self) -> tuple[int, int] | None:
        """From where QRESYNC may tell what changed; None when what is known is not whole."""
        state = self._state
        return (state.uidvalidity, state.modseq) if state.settled and state.modseq and state.uidnext else None

    def _compare(self) -> tuple[UidSet, UidSet]:
        """Sets what is wanted; returns which UIDs are gone and which are void."""
        state, box = self._state, self._box
        if state.settled and 0 < state.uidnext <= box.uidnext:
            if self._session.qresync and state.modseq and state.modseq <= box.modseq:
                self._wanted = self._news.arrived(state)
                gone = self._news.vanished.common(state.known)
                if self._adds_up(gone):
                    self._news.believed = True
                    return gone, UidSet()
            [found] = self._session.search(b"UID %d:*" % state.uidnext)
            # n:* names the last letter even when its UID is lower.
            self._wanted = found.upwards(state.uidnext).without(state.known)
            if self._adds_up(UidSet()):
                return UidSet(), UidSet()
        present, certain = self._present()
        reused = UidSet()
        if 0 < box.uidnext < state.uidnext:
            # Without a new UIDVALIDITY this must not happen and does (a restored backup): what the server
            # gives out again is not what was known under these numbers.
            reused = state.known.upwards(box.uidnext)
        kept = state.known.without(reused)
        self._wanted = present.without(kept)
        return (kept.without(present) if certain else UidSet()), reused

    def _adds_up(self, gone: UidSet) -> bool:
        """What is known, less what is gone, and what is wanted make all letters that the server counts."""
        state = self._state
        if len(state.known) - len(gone) + state.lost + len(self._wanted) != self._session.exists:
            return False
        self._lost = state.lost
        return True

    def _present(self) -> tuple[UidSet, bool]:
        """All UIDs of the folder, and whether that is certain enough to call others gone."""
        found = UidSet()
        for _ in range(COUNT_TRIES):
            [found] = self._session.search(b"ALL")
            if len(found) == self._session.exists:
                return found, True
            self._session.run(b"NOOP")  # the figures may be on their way
        tag = self._session.send(b"UID FETCH 1:* (UID)")
        listed = UidSet.of(item.uid for item in items(self._session, tag))
        return listed.union(found), listed == found or len(listed) == self._session.exists

    # letters

    def _letters(self, wanted: UidSet) -> Iterator[Batch]:
        """Fetch in windows, newest first, the next window's command always sent ahead."""
        queue = _Windows(wanted)
        ahead = self._ask(queue)
        while ahead is not None:
            window, tag = ahead
            ahead = self._ask(queue)
            yield from self._read(window, tag, queue)
            if ahead is None:
                ahead = self._ask(queue)  # the window was split

    def _headless(self) -> Iterator[Batch]:
        """Ask again for letters without a header.

        A letter that goes while it is read comes empty (RFC 2180 section 4.1.2); it is not there any more.
        """
        doubtful, self._empty = UidSet.of(self._empty or ()), None
        yield from self._letters(doubtful)

    def _ask(self, queue: _Windows) -> tuple[UidSet, bytes] | None:
        while window := queue.next():
            self._check_selection()
            command = b"UID FETCH " + self._sequence(window) + b" " + self._items
            if len(command) <= COMMAND_MAX_BYTES:
                return window, self._session.send(command, ahead=True)
            queue.halve(window)
        return None

    def _sequence(self, window: UidSet) -> bytes:
        """One range, unless letters that are already known lie between."""
        low, high = window.bounds[0], window.bounds[-1] - 1
        if self._state.known.overlaps(low, high):
            return window.text()
        return UidSet.span(low, high).text()

    def _read(self, window: UidSet, tag: bytes, queue: _Windows) -> Iterator[Batch]:
        """Batches of the window's size; Dovecot answers two commands at once: letters of both windows mix."""
        handed = _Handed()
        size = len(window)
        wanted = self._wanted
        try:
            for item in items(self._session, tag):
                uid = item.uid
                if self._empty is not None and item.body is not None and len(item.body) <= EMPTY_BYTES:
                    self._empty.add(uid)
                elif item.body is not None and uid in wanted and uid not in handed.letters:
                    handed.letters[uid] = handed.flags[uid] = item.flags or Flags()
                    if not (item.labels and is_draft(item)):
                        handed.changes.append(self._upsert(item))
                elif item.flags is not None and (item.uid in handed.letters or item.uid in self._state.known):
                    handed.flags[item.uid] = item.flags  # another letter's news in between
                    handed.changes.append(FlagsChanged(self._id(item.uid), item.flags))
                if len(handed.letters) >= size:
                    yield self._hand_over(handed)
                    handed = _Handed()
        except Refused as refusal:
            refused = window.without(self._state.known).without(UidSet.of(handed.letters))
            self._split(refused, queue, refusal)
        if handed.changes or handed.letters:
            yield self._hand_over(handed)

    def _hand_over(self, handed: _Handed) -> Batch:
        known = self._state.known.union(UidSet.of(handed.letters))
        self._state = with_marks(replace(self._state, known=known), handed.flags)
        return self._batch(handed.changes)

    def _split(self, refused: UidSet, queue: _Windows, refusal: Refused) -> None:
        """One rotten letter must not hide the others: halve until it stands alone, then leave it."""
        if len(refused) > 1:
            queue.halve(refused)
        elif refused:
            self._refusals += 1
        if self._refusals > REFUSALS_MAX:
            raise refusal

    def _upsert(self, item: Item) -> Upsert:
        return Upsert(
            self._id(item.uid),
            item.body or b"",
            item.flags or Flags(),
            item.arrived_at or 0,
            item.size or 0,
            role_of(item) if item.labels else None,
            item.thread,
        )

    # gone

    def _remove(self, gone: UidSet) -> Iterator[Batch]:
        while gone:
            part, gone = gone.split(CHANGES_MAX)
            unseen, answered, flagged, draft = (marked.without(part) for marked in self._state.marked)
            marked = (unseen, answered, flagged, draft)
            self._state = replace(self._state, known=self._state.known.without(part), marked=marked)
            yield self._batch([Gone(tuple(self._id(uid) for uid in part))])

    # batches

    def _batch(self, changes: Sequence[Change]) -> Batch:
        self._saved = self._state
        done = len(self._state.known)
        return Batch(changes, self._state.encode(), done, max(done, self._box.exists))

    def _id(self, uid: int) -> str:
        return f"{self._box.uidvalidity}.{uid}"

    def _check_selection(self) -> None:
        """A sync that another use of the provider has overtaken must not read the wrong folder."""
        if self._session.selections != self._selection:
            raise RuntimeError("another folder was selected while a sync of this one was going on")


class _Handed:
    """What goes into the next batch; the flags include those of letters known before."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.letters: dict[int, Flags] = {}
        self.flags: dict[int, Flags] = {}


class _Windows:
    """Windows of letters to ask for, newest first, cut off one at a time."""

    def __init__(self, wanted: UidSet) -> None:
        self._rest = wanted
        self._first: list[UidSet] = []
        self._number = 0

    def next(self) -> UidSet:
        """Empty when there are no more."""
        if self._first:
            return self._first.pop()
        size = WINDOWS[min(self._number, len(WINDOWS) - 1)]
        self._number += 1
        window, self._rest = self._rest.split(size)
        return window

    def halve(self, window: UidSet) -> None:
        """Put it back as two."""
        newer, older = window.split(len(window) // 2)
        self._first += [older, newer]
