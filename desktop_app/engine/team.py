"""The team: tells the server one's own wait rows once the person or IT has agreed; reads them for a lead.

Every few minutes a round in a thread of its own. What the server has not acknowledged is sent again under a
higher counter: versions make sure that nothing counts twice. Agreement taken back erases what was told.
"""

from __future__ import annotations

import logging
import secrets as random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from desktop_app.domain.commands import TeamRows
from desktop_app.domain.errors import AppError, TrackingError
from desktop_app.domain.facts import Fact, TeamState
from desktop_app.domain.model import DAY, Micros
from desktop_app.domain.team import Batch, pack, row_text
from desktop_app.domain.team_hours import hours_text
from desktop_app.engine.marking import Server
from desktop_app.engine.preferences import preferences
from desktop_app.engine.team_client import TeamClient, Told
from desktop_app.settings.hours import work_hours
from desktop_app.store import team, team_members
from desktop_app.store.database import Database
from desktop_app.store.team import Outgoing

log = logging.getLogger(__name__)

SHARE = "team_share"
RETENTION: Micros = 365 * DAY
AT_ONCE = 500  # rows: about 100 KB
EVERY_S = 300.0
LISTED = 200


def draw() -> str:
    """A name for a row: 128 random bits, which tell nothing."""
    return random.token_urlsafe(16)


class Team:
    """`start` and `stop` once each; the rest from any thread. `server` gives the one in use, None = none."""

    def __init__(
        self,
        db: Database,
        server: Callable[[], Server | None],
        tell: Callable[[Fact], None],
        clock: Callable[[], Micros],
    ) -> None:
        self._db = db
        self._server = server
        self._tell = tell
        self._clock = clock
        self._stop = threading.Event()
        self._bell = threading.Event()
        self._round = threading.Lock()
        self._client: TeamClient | None = None
        self._thread: threading.Thread | None = None
        self._state = "off" if server() is None else "on"

    def start(self) -> None:
        self._thread = threading.Thread(target=self._work, name="otklik-team", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends a request that waits."""
        self._stop.set()
        self._bell.set()
        client = self._client
        if client is not None:
            client.close()
        if self._thread is not None:
            self._thread.join()

    def ring(self) -> None:
        """Something has changed that should be told soon."""
        self._bell.set()

    def fact(self) -> TeamState:
        told_at = team.state(self._db, team.TOLD_AT)
        return TeamState(
            state=self._state,
            sharing=preferences(self._db).flag(SHARE),
            lead=team.state(self._db, team.LEAD) == "1",
            told=team.has_told(self._db),
            told_at=int(told_at) if told_at else None,
        )

    def rows(self) -> TeamRows:
        """What leaves this computer, or would: word for word, the newest first."""
        own = team.all_rows(self._db, self._clock() - RETENTION, draw)
        lines = tuple(row_text(one) for one in own[: -LISTED - 1 : -1])
        return TeamRows(lines, len(own), self._hours(), self.fact())

    def sync(self) -> None:
        """One round, in the calling thread. A server that is away is no error here: it is told later."""
        with self._round:
            before, self._state = self.fact(), self._visit()
            if self._stop.is_set() and self._state == "unreachable":
                self._state = before.state
            after = self.fact()
        if after != before:
            self._tell(after)

    def _work(self) -> None:
        while not self._stop.is_set():
            self._bell.clear()
            try:
                self.sync()
            except AppError as error:
                log.warning("the team: %s", error)
            except Exception:
                log.exception("the team's round failed")
            self._bell.wait(EVERY_S)

    def _visit(self) -> str:
        server = self._server()
        if server is None:
            return "off"
        client = self._client = TeamClient(server.url, server.key)
        try:
            with closing(client):
                self._meet(server.url)
                self._erase_if_asked(client)
                if preferences(self._db).flag(SHARE):
                    self._send(client)
                self._read(client)
        except TrackingError as error:
            reason = str(error.params.get("reason"))
            return reason if reason in ("refused", "no_team") else "unreachable"
        finally:
            self._client = None
        return "on"

    def _meet(self, url: str) -> None:
        """Another server than before has nothing yet."""
        if team.state(self._db, team.SERVER) != url:
            with self._db.transaction():
                team.forget_told(self._db)
                team_members.forget_server(self._db)
                team_members.forget_forgotten(self._db)
                team.put(self._db, team.EPOCH, "")
                team.put(self._db, team.LEAD, "")
                team.put(self._db, team.SERVER, url)

    def _erase_if_asked(self, client: TeamClient) -> None:
        """Who has taken the agreement back wants nothing left there."""
        if not preferences(self._db).flag(SHARE) and team.state(self._db, team.TOLD_AT):
            client.erase()
            team.forget_names(self._db)

    def _send(self, client: TeamClient) -> None:
        """Everything the server has not, and that this program is still there."""
        for chunk in self._chunks():
            told = self._hand_over(client, chunk)
            known = team.state(self._db, team.EPOCH)
            team.put(self._db, team.EPOCH, str(told.epoch))
            if known and known != str(told.epoch):  # the server has lost what it had: all again
                team.forget_told(self._db)
                self._bell.set()
                return
            team.told(self._db, chunk, self._clock())

    def _chunks(self) -> Iterator[Sequence[Outgoing]]:
        rows = team.outgoing(self._db, self._clock() - RETENTION, draw)
        for at in range(0, max(len(rows), 1), AT_ONCE):
            yield rows[at : at + AT_ONCE]

    def _hand_over(self, client: TeamClient, chunk: Sequence[Outgoing]) -> Told:
        """The clock counts; where it was set back, the server says from where to count on."""
        counter = self._clock()
        rows = [one.row for one in chunk]
        told = client.tell(pack(Batch(counter, self._hours(), rows)))
        if not told.taken:
            told = client.tell(pack(Batch(told.counter + 1, self._hours(), rows)))
        if not told.taken:
            raise TrackingError(reason="bad_answer")
        return told

    def _read(self, client: TeamClient) -> None:
        """A lead's copy of the team's rows."""
        lead = client.is_lead()
        team.put(self._db, team.LEAD, "1" if lead else "")
        if not lead:
            team_members.forget_server(self._db)
            return
        changed, again = False, True
        while again and not self._stop.is_set():
            after = team_members.cursor(self._db)
            answer = client.read(after)
            if team_members.is_lost(self._db, answer.members) or (answer.cursor < after):
                team_members.forget_server(self._db)
                continue
            changed |= team_members.take(self._db, answer.members, answer.rows, answer.cursor)
            again = bool(answer.rows)
        team_members.purge(self._db, self._clock() - RETENTION)
        if changed:
            self._tell(self.fact())

    def _hours(self) -> str:
        return hours_text(work_hours(preferences(self._db)))
