"""One folder of Microsoft 365 brought up to date by its delta, newest letters first.

The first round goes down the folder page by page; the address of each next page is the state, so a kill
costs one page. The last page gives the address under which changes are told from then on. A letter that only
was read comes with little more than its id: the marks of such are asked for one by one.

The server forgets a delta now and then (410, SyncStateNotFound): Reset, and from the beginning. With
immutable ids a letter that is moved out and back again may never be told of
(https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/72): those that left are looked for
once a night.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Sequence
from typing import Any

from desktop_app.domain.errors import ItemGone, ServerError, StateInvalid
from desktop_app.domain.model import DAY, Micros
from desktop_app.mail.base import Batch, Change, FlagsChanged, Gone, RemoteFolder, Reset, Upsert
from desktop_app.mail.exchange_folders import Figures
from desktop_app.mail.graph_client import GraphClient
from desktop_app.mail.graph_folders import id_of, rows_of
from desktop_app.mail.graph_items import flags_of, is_whole, marks_query, upsert_of, whole_query
from desktop_app.mail.graph_state import FolderState

log = logging.getLogger(__name__)

FIRST_LETTERS = 25
PAGE = 100
LEFT_MAX = 200
LEFT_FOR: Micros = 30 * DAY
LOOK_EVERY: Micros = DAY


class FolderSync:
    """`figures`: of the folder before this look, so that the next may be spared; None = not looked at."""

    def __init__(
        self, client: GraphClient, folder: RemoteFolder, state: bytes, figures: Figures | None, now: Micros
    ) -> None:
        self._client = client
        self._role = folder.role
        self._folder = folder.remote_id
        self._state = FolderState.decode(state)
        self._figures = figures
        self._now = now
        self._total = figures.total if figures else 0

    def run(self) -> Generator[Batch, None, None]:
        """Raises ItemGone for a folder that is gone."""
        try:
            yield from self._rounds()
        except StateInvalid:
            self._state = FolderState(expanded=self._state.expanded)
            yield self._batch([Reset()])
            yield from self._rounds()
        back = list(self._come_back())
        if back or (self._figures is not None and self._figures != self._state.figures):
            self._state.figures = self._figures or self._state.figures
            yield self._batch(back)

    def _rounds(self) -> Generator[Batch, None, None]:
        """To the end of what is there now: one that began before knows nothing of what came since."""
        if not self._state.done or self._state.middle:
            yield from self._round()
        yield from self._round()

    def _round(self) -> Generator[Batch, None, None]:
        state, first = self._state, not self._state.done
        resumed = state.middle  # else the same rest would be asked for again
        while True:
            page = self._page()
            changes = list(self._told(rows_of(page)))
            following = page.get("@odata.nextLink")
            link = following or page.get("@odata.deltaLink")
            if not isinstance(link, str) or (following and link == state.link):
                raise ServerError(text="the delta leads nowhere")
            state.link, state.middle = link, bool(following)
            state.done = state.done or not following
            if changes or first or resumed:
                yield self._batch(changes)
            if not following:
                return

    def _page(self) -> dict[str, Any]:
        """The next; of a folder never asked, the first, with as much as this server is willing to tell."""
        state = self._state
        size = f"odata.maxpagesize={PAGE if state.link else FIRST_LETTERS}"
        if state.link:
            return self._client.get(state.link, prefer=size)
        path = f"/mailFolders/{self._folder}/messages/delta"
        order = {"$orderby": "receivedDateTime desc"}
        for expanded, more in ((True, order), (False, order), (False, {})):
            try:
                found = self._client.get(path, whole_query(self._role, expanded=expanded) | more, size)
            except ServerError as error:
                if not more:
                    raise
                log.info("asking for less: %s", error)
            else:
                state.expanded = expanded
                return found
        raise AssertionError("the last of them raises")

    def _told(self, rows: Sequence[dict[str, Any]]) -> Iterator[Change]:
        state = self._state
        for row in rows:
            one = id_of(row)
            if "@removed" in row:
                state.handed = max(state.handed - 1, 0)
                state.left = (*state.left, (one, self._now))[-LEFT_MAX:]
                yield Gone((one,))
            elif is_whole(row):
                if not state.done:
                    state.handed += 1
                state.left = tuple(pair for pair in state.left if pair[0] != one)
                yield self._whole(row)
            else:
                yield from self._marked(one)

    def _whole(self, row: dict[str, Any]) -> Upsert:
        """Where the delta does not tell the marks of answers, what changed may have been answered."""
        upsert = upsert_of(row)
        if self._state.expanded or not self._state.done:
            return upsert
        try:
            marks = self._client.get(f"/messages/{upsert.remote_id}", marks_query())
        except ItemGone:
            return upsert
        return upsert._replace(flags=flags_of(marks))

    def _marked(self, one: str) -> Iterator[Change]:
        try:
            yield FlagsChanged(one, flags_of(self._client.get(f"/messages/{one}", marks_query())))
        except ItemGone:
            return  # the next delta says so

    def _come_back(self) -> Iterator[Change]:
        """Letters that had left and lie here again."""
        state = self._state
        if not state.left or self._now - state.looked_at < LOOK_EVERY:
            return
        state.looked_at = self._now
        kept = []
        query = whole_query(self._role, expanded=True)
        for one, at in state.left:
            try:
                row = self._client.get(f"/messages/{one}", query)
            except ItemGone:
                continue
            if row.get("parentFolderId") == self._folder:
                yield upsert_of(row)
                state.handed += 1
            elif self._now - at < LEFT_FOR:
                kept.append((one, at))
        state.left = tuple(kept)

    def _batch(self, changes: Sequence[Change]) -> Batch:
        state = self._state
        total = max(self._total, state.handed)
        return Batch(changes, state.encode(), total if state.done else min(state.handed, total), total)
