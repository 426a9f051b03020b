"""One Exchange folder brought up to date, newest letters first, in steps that can each be the last.

FIRST  the newest few letters by FindItem: something to look at within a second or two.
DRAIN  SyncFolderItems from the beginning, 512 ids with their marks at a time, to bring the server's SyncState
       to now. Only what is newer than FIRST is read. What FIRST gave out and is not met any more has gone.
OLDER  every other letter by FindItem, downwards from where the last batch ended. What changes meanwhile is
       told against the SyncState, and is also current whenever it is read.
DONE   only what SyncFolderItems says has changed.

A SyncState that the server does not know any more (a moved mailbox, a restored database) voids the folder:
Reset, and from the beginning.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from typing import NamedTuple

from desktop_app.domain.errors import ServerError, StateInvalid
from desktop_app.domain.model import SECOND, Micros
from desktop_app.mail import ews_requests as ask
from desktop_app.mail.base import Batch, Change, FlagsChanged, Gone, RemoteFolder, Reset
from desktop_app.mail.ews_client import EwsClient
from desktop_app.mail.ews_items import flags_of, item_id, received_at
from desktop_app.mail.ews_reading import CHUNK, read_letters, read_marks
from desktop_app.mail.ews_soap import Element, M, T, text_of
from desktop_app.mail.ews_state import FolderState, Phase
from desktop_app.mail.exchange_folders import Figures

FIRST_LETTERS = 50
CHANGES = 200
PAGE = 1000  # ids of older letters that are found at a time; more is refused (EWSFindCountLimit)
LOOK_EVERY = 10  # batches of older letters between two looks at what is new

_MARKED = ask.shape(ask.READ, ask.MARKS)
_DRAINED = ask.shape((*ask.READ, "item:DateTimeReceived"), ask.MARKS)


class _Found(NamedTuple):
    id: str
    at: Micros


class _Finding(NamedTuple):
    """Newest first; `total` there are in all, `last`: no more than these."""

    found: list[_Found]
    total: int
    last: bool


class FolderSync:
    """`figures`: of the folder before this look, so that the next may be spared; None = not looked at."""

    def __init__(
        self, client: EwsClient, folder: RemoteFolder, state: bytes, figures: Figures | None
    ) -> None:
        self._client = client
        self._role = folder.role
        self._folder = ask.folder_id(folder.remote_id)
        self._state = FolderState.decode(state)
        self._figures = figures
        self._shown = 0  # how many letters FIRST was told of

    def run(self) -> Generator[Batch, None, None]:
        """Raises ItemGone for a folder that is gone."""
        try:
            yield from self._steps()
        except StateInvalid:
            self._state = FolderState()
            yield self._batch([Reset()])
            yield from self._steps()
        if self._figures is not None and self._figures != self._state.figures:
            self._state.figures = self._figures
            yield self._batch([])

    def _steps(self) -> Generator[Batch, None, None]:
        if self._state.phase is Phase.FIRST:
            yield from self._first()
        if self._state.phase is Phase.DRAIN:
            yield from self._drain()
        yield from self._changed()
        while self._state.phase is Phase.OLDER:
            for _ in range(LOOK_EVERY):
                if self._state.phase is Phase.OLDER:
                    yield from self._older()
            yield from self._changed()

    def _batch(self, changes: Sequence[Change]) -> Batch:
        state = self._state
        total = max(state.known, self._shown if state.phase is Phase.DRAIN else 0, 0)
        done = total if state.phase is Phase.DONE else min(max(state.handed, 0), total)
        return Batch(changes, state.encode(), done, total)

    def _first(self) -> Generator[Batch, None, None]:
        page = self._find(FIRST_LETTERS, "")
        letters = read_letters(self._client, [one.id for one in page.found], self._role)
        state = self._state
        state.phase = Phase.DRAIN
        state.first = tuple(letter.remote_id for letter in letters)
        state.handed, self._shown = len(letters), page.total
        self._go_down(page.found)
        if letters:
            yield self._batch(letters)

    def _drain(self) -> Generator[Batch, None, None]:
        state, last, at_once = self._state, False, not self._state.sync
        while not last:
            page = self._page(_DRAINED, ask.SYNC_MAX, marked=True)
            last = page.last
            at_once = at_once and last
            yield self._batch(list(self._met(page)))
        gone, state.first = state.first, ()
        state.handed -= len(gone)
        everything = at_once and state.handed == state.known  # a small folder: there are no older ones
        state.phase = Phase.DONE if everything else Phase.OLDER
        yield self._batch([Gone(gone)] if gone else [])

    def _met(self, page: _Page) -> Iterable[Change]:
        state = self._state
        items = {item_id(item): item for kind in ("Create", "Update") for item in page.items(kind)}
        given = [one for one in state.first if one in items]
        newer = [one for one in page.ids("Create") if one not in given and self._is_newer(items[one])]
        altered = [one for one in page.ids("Update") + page.ids("ReadFlagChange") if one not in given]
        letters = read_letters(self._client, [*newer, *altered], self._role)
        gone = page.ids("Delete")
        state.first = tuple(one for one in state.first if one not in items)
        state.known += len(page.ids("Create")) - len(gone)
        state.handed += len(newer)
        yield from letters
        yield from (FlagsChanged(one, flags_of(items[one])) for one in given)
        if gone:
            yield Gone(tuple(gone))

    def _is_newer(self, item: Element) -> bool:
        at, cursor = received_at(item), self._state.cursor
        return at is not None and cursor is not None and at >= cursor + SECOND

    def _changed(self) -> Generator[Batch, None, None]:
        last = False
        while not last:
            page = self._changes_page()
            changes = list(self._told(page))
            last = page.last
            if changes:
                yield self._batch(changes)

    def _told(self, page: _Page) -> Iterable[Change]:
        """Before every letter was given out, what has changed is given out whole."""
        whole = self._state.phase is not Phase.DONE
        fresh = page.ids("Create") + (page.ids("Update") if whole else [])
        marked = page.ids("ReadFlagChange") + ([] if page.marked else page.ids("Update"))
        if whole:
            fresh, marked = fresh + [one for one in marked if one not in fresh], []
        letters = read_letters(self._client, fresh, self._role)
        self._state.known = max(self._state.known + len(page.ids("Create")) - len(page.ids("Delete")), 0)
        self._state.handed += len(page.ids("Create"))
        yield from letters
        if not whole and page.marked:
            yield from (FlagsChanged(item_id(item), flags_of(item)) for item in page.items("Update"))
        if marked:
            yield from (FlagsChanged(one, flags) for one, flags in read_marks(self._client, marked).items())
        if page.ids("Delete"):
            yield Gone(tuple(page.ids("Delete")))

    def _older(self) -> Generator[Batch, None, None]:
        state = self._state
        narrowed = ask.received_before(state.cursor + SECOND) if state.cursor is not None else ""
        page = self._find(PAGE + len(state.edge), narrowed)
        fresh = [one for one in page.found if one.id not in state.edge]
        for start in range(0, len(fresh), CHUNK):
            part = fresh[start : start + CHUNK]
            letters = read_letters(self._client, [one.id for one in part], self._role)
            self._go_down(part)
            state.handed += len(letters)
            yield self._batch(letters)
        if page.last or not any(one.at for one in fresh):
            yield from self._last_of_all()

    def _go_down(self, part: Sequence[_Found]) -> None:
        """The edge are all given out of the second of the oldest one: the server shows whole seconds."""
        state, dated = self._state, [one for one in part if one.at]
        if not dated:
            return
        bottom = dated[-1].at // SECOND * SECOND
        edge = [one.id for one in dated if one.at // SECOND * SECOND == bottom]
        state.edge = (*state.edge, *edge) if bottom == state.cursor else tuple(edge)
        state.cursor = bottom

    def _last_of_all(self) -> Generator[Batch, None, None]:
        """Letters that were put there by a program and never received have no date to be found by."""
        found = self._find(PAGE, ask.never_received()).found
        letters = read_letters(self._client, [one.id for one in found], self._role)
        state = self._state
        state.phase, state.cursor, state.edge = Phase.DONE, None, ()
        state.handed = state.known
        yield self._batch(letters)

    def _find(self, most: int, narrowed: str) -> _Finding:
        message = self._client.call_one(ask.find_items(self._folder, most, narrowed))
        root = message.find(f"{M}RootFolder")
        items = root.find(f"{T}Items") if root is not None else None
        listed = [] if items is None else list(items)
        found = [_Found(item_id(item), received_at(item) or 0) for item in listed if item_id(item)]
        told = root.attrib if root is not None else {}
        total, last = str(told.get("TotalItemsInView", "")), told.get("IncludesLastItemInRange") != "false"
        return _Finding(found, int(total) if total.isdigit() else len(found), last)

    def _changes_page(self) -> _Page:
        """With the marks; where the server stumbles over one of them, the ids alone."""
        try:
            return self._page(_MARKED, CHANGES, marked=True)
        except ServerError:
            return self._page(ask.shape(), CHANGES)

    def _page(self, wanted: str, most: int, *, marked: bool = False) -> _Page:
        message = self._client.call_one(ask.sync_items(self._folder, self._state.sync, wanted, most))
        state = text_of(message, f"{M}SyncState")
        if not state:
            raise ServerError(text="the answer holds no SyncState")
        self._state.sync = state
        changes = message.find(f"{M}Changes")
        last = text_of(message, f"{M}IncludesLastItemInRange") != "false"
        return _Page([] if changes is None else list(changes), last, marked)


class _Page(NamedTuple):
    """What SyncFolderItems says in one answer. `marked`: its items bear their marks."""

    changes: list[Element]
    last: bool
    marked: bool

    def items(self, kind: str) -> list[Element]:
        """Of "Create" or "Update"."""
        return [change[0] for change in self.changes if change.tag == f"{T}{kind}" and len(change)]

    def ids(self, kind: str) -> list[str]:
        """Of any kind of change, each once."""
        found = (change.iter(f"{T}ItemId") for change in self.changes if change.tag == f"{T}{kind}")
        return list(dict.fromkeys(str(one.get("Id", "")) for some in found for one in some))
