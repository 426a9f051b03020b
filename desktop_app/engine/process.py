"""The engine: builds the parts once, runs their threads, answers commands, announces facts.

Used by `otklik engine` (its own process, beside the window), by the command line and by tests (in process).
"""

from __future__ import annotations

import logging
import signal
import threading
import time
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from desktop_app.domain.bursts import SLOW
from desktop_app.domain.commands import (
    AddAccount,
    ChooseFolder,
    Command,
    RemoveAccount,
    Result,
    SetTracking,
    Stop,
    SyncFailure,
    TrustCertificate,
)
from desktop_app.domain.errors import AppError, StoreError
from desktop_app.domain.facts import Changed, Fact, Ready, Reminded
from desktop_app.domain.model import DAY, ContactId, Micros, SignalId
from desktop_app.engine.account_desk import AccountDesk
from desktop_app.engine.alerts import Alerts
from desktop_app.engine.answers import Answers
from desktop_app.engine.collector import relax
from desktop_app.engine.connection import Answer, Hub
from desktop_app.engine.derive import derive
from desktop_app.engine.digest import DigestWatch
from desktop_app.engine.lanes import Lanes
from desktop_app.engine.leads import refresh, refresh_active
from desktop_app.engine.learning import Learning
from desktop_app.engine.lock import DataLock
from desktop_app.engine.mail_domains import MailDomains, Resolver
from desktop_app.engine.mailroom import Mailroom
from desktop_app.engine.marking import Marker
from desktop_app.engine.network import NetworkWatch
from desktop_app.engine.outbox import Outbox
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.engine.passage import PassageDesk
from desktop_app.engine.people_desk import PeopleDesk
from desktop_app.engine.person import People
from desktop_app.engine.post import Post
from desktop_app.engine.preferences import preferences
from desktop_app.engine.privacy import Privacy
from desktop_app.engine.privacy_desk import PrivacyDesk
from desktop_app.engine.relaying import LocalPassword, Relaying
from desktop_app.engine.sent_copies import SentCopies
from desktop_app.engine.signals import Desk
from desktop_app.engine.sync import Surroundings
from desktop_app.engine.targets import TargetWatch
from desktop_app.engine.teaching import Teaching
from desktop_app.engine.team import Team
from desktop_app.engine.team_files import TeamFiles
from desktop_app.engine.tokens import Tokens
from desktop_app.engine.tracking import Tracking
from desktop_app.engine.withdrawal import Withdrawals
from desktop_app.mail.discovery import ask_dns
from desktop_app.settings.secrets import Secrets
from desktop_app.store import announced, reminders, signals
from desktop_app.store.database import Database
from desktop_app.store.reader import Reader
from desktop_app.store.rows import SignalRow
from desktop_app.store.signals import Written

if TYPE_CHECKING:
    from desktop_app.engine.active_leads import ActiveLeads

log = logging.getLogger(__name__)

MINUTE_S = 60.0
MONTH: Micros = 365 * DAY // 12
TOLD_FOR: Micros = 100 * DAY  # longer than a wait is looked at
LOOK_S = 1.0
_WORTH_A_BACKUP = (AddAccount, ChooseFolder, RemoveAccount, SetTracking, TrustCertificate)

Listener = Callable[[Fact], None]


def clock() -> Micros:
    """Now."""
    return time.time_ns() // 1000


class Engine:
    """Construction takes the data folder (DatabaseBusy) and opens the database; `start` starts threads."""

    def __init__(
        self, data: Path, secrets: Secrets, now: Callable[[], Micros] = clock, ask: Resolver = ask_dns
    ) -> None:
        self._data = data
        self._ask = ask
        self._clock = now
        self._listeners: list[Listener] = []
        self._stop = threading.Event()
        self._outbox_bell = threading.Event()
        self._threads: list[threading.Thread] = []
        self._active: ActiveLeads | None = None
        with ExitStack() as undo:
            self._lock = undo.enter_context(DataLock(data))
            self._db = undo.enter_context(closing(Database.open(data, now())))
            self._build(secrets, now)
            undo.pop_all()

    def _build(self, secrets: Secrets, now: Callable[[], Micros]) -> None:
        around = Surroundings(self._db, now, self._tell, self._derive, self._stop.is_set)
        tokens = Tokens(secrets, lambda: preferences(self._db), now, webbrowser.open, self._data / "sign-in")
        self._tokens, self._mailroom = tokens, Mailroom(around, tokens)
        self._network = NetworkWatch(self._refresh_network, now)
        self._desk = Desk(self._db, self._announce, OwnNetworks(self._db), now, self._tell_server)
        self._domains = MailDomains(self._desk, self._ask, self._stop.is_set)
        self._tracking = Tracking(self._db, secrets, self._desk, self._tell)
        self._alerts = Alerts(self._signals, self._tell, now)
        self._learning = Learning(self._db, self._stop.is_set)
        self._targets = TargetWatch(self._db, now(), self._mailroom.has_settled)
        self._digest = DigestWatch(self._db, now(), self._mailroom.has_settled)
        marker = Marker(self._db, self._tracking.server)
        sent = SentCopies(self._db, self._mailroom.clean_sent, self._mailroom.save_sent, now)
        outbox = Outbox(
            self._db, self._mailroom.sender, sent.keep, self._mailroom.find_sent,
            marker, self._tell, self._mailroom.settle,
        )  # fmt: skip
        password = LocalPassword(secrets)
        passages = PassageDesk(
            self._db, self._mailroom.submission, marker, now, password.current,
            lambda: preferences(self._db).flag("track_by_default"),
            self._outbox_bell.set, self._mailroom.has_gone,
        )  # fmt: skip
        self._post = Post(self._db, outbox, passages, sent, now, self._outbox_bell, self._stop)
        self._relaying = Relaying(self._db, password, passages, self._data, now)
        self._withdrawals = Withdrawals(self._db, self._tracking.server)
        people = People(self._db, self._tracking.server, self._tell_server)
        privacy = PrivacyDesk(self._db, self._withdrawals, people, now, self._tell, self._refresh)
        self._team = Team(self._db, self._tracking.server, self._tell, now)
        teaching = Teaching(self._desk, self._tracking.server)
        accounts = AccountDesk(self._db, tokens, self._mailroom, self._tell, self._derive)
        self._answers = Answers(
            self._db, accounts, self._mailroom, self._tracking, self._relaying, privacy,
            PeopleDesk(self._db, now, self._tell, self._derive, self._refresh), outbox,
            now, self._tell, teaching, self._derive, self._refresh, self._outbox_bell.set,
            self._team, TeamFiles(self._db, secrets, now),
        )  # fmt: skip

    def start(self) -> None:
        """Begin to work: accounts, tracking, outbox, the relay, the minute."""
        self._recover()
        self._backup()
        self._alerts.start()
        self._tracking.start()
        self._mailroom.start()
        self._relaying.apply()
        self._network.start()
        self._team.start()
        for target, name in ((self._post.run, "otklik-outbox"), (self._every_minute, "otklik-minute")):
            thread = threading.Thread(target=target, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """End every thread and connection; a letter that is being handed over is handed over. Safe twice."""
        self._stop.set()
        self._tokens.close()
        self._network.stop()
        self._relaying.stop()
        self._outbox_bell.set()
        for thread in self._threads:
            thread.join()
        self._threads.clear()
        self._mailroom.stop()
        self._team.stop()
        self._tracking.stop()
        self._alerts.stop()

    def close(self) -> None:
        """Stop, then close the database and free the data folder. Safe to call twice."""
        with self._lock, closing(self._db):
            self.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def listen(self, listener: Listener) -> None:
        """Be told every fact, in the thread it happens in."""
        self._listeners.append(listener)

    def greeting(self) -> list[Fact]:
        """What a client that comes late must know."""
        states: list[Fact] = [self._tracking.fact(), self._team.fact(), *self._mailroom.states()]
        pending = self._digest.pending()
        return [Ready(self._db.recovered), *states, *([pending] if pending else [])]

    def call(self, command: Command) -> object:
        """Do it in the calling thread; the value, or the AppError."""
        value = self._answers.answer(command)
        if isinstance(command, _WORTH_A_BACKUP):
            self._backup(again=True)
        return value

    def sync_once(self) -> list[SyncFailure]:
        """Send what is due, bring every folder and the hits up to date; what failed. For `sync --once`."""
        self._backup()
        self._post.recover()
        self._post.send_due()
        failures = self._mailroom.sync_once()
        self._withdrawals.tell_server()
        self._tracking.pull_once()
        self._team.sync()
        refresh_active(self._db, self._clock())
        return failures

    # ── facts ────────────────────────────────────────────────────────────────────────────────

    def _tell(self, fact: Fact) -> None:
        for listener in self._listeners:
            listener(fact)

    def _derive(self) -> None:
        while not self._stop.is_set():
            done = derive(self._db, self._clock())
            if done.contacts or done.signals:
                self._tell(Changed(done.contacts, done.signals))
            self._alerts.add(done.fresh, self._clock())
            self._desk.derived(done.fresh, done.done)
            if not done.conversations:
                return

    def _announce(self, written: Written) -> None:
        self._refresh(written.contacts, written.signals)
        now = self._clock()
        self._alerts.add(written.settled, now)
        self._alerts.add([one for one in written.fresh if one not in written.settled], now + SLOW)

    def _refresh(self, contacts: tuple[ContactId, ...], signals: tuple[SignalId, ...] = ()) -> None:
        refresh(self._db, contacts, self._clock())
        self._tell(Changed(contacts, signals))

    def _refresh_network(self, moved: bool) -> None:
        self._mailroom.refresh_network(moved)
        self._outbox_bell.set()

    def _signals(self, wanted: Sequence[SignalId]) -> list[SignalRow]:
        with closing(Reader(self._data)) as reader:
            return reader.signals_by_id(wanted)

    def _tell_server(self) -> None:
        """What is to be erased or forgotten there; the window shows who has just withdrawn."""
        self._withdrawals.tell_server()
        self._tell(Changed(everything=True))

    # ── threads ──────────────────────────────────────────────────────────────────────────────

    def _recover(self) -> None:
        """A full disk is no reason not to start: the outbox looks again at each pass."""
        try:
            self._post.recover()
        except StoreError as error:
            log.warning("what was being sent is looked at later: %s", error)

    def _every_minute(self) -> None:
        while not self._stop.wait(MINUTE_S):
            self._do_minute()

    def _do_minute(self) -> None:
        """One step that fails keeps no other waiting."""
        steps = (self._derive, self._refresh_active, self._remind, self._announce_due, self._keep_house)
        for step in (*steps, self._learn, self._backup):
            try:
                step()
            except AppError as error:
                log.warning("the minute's work: %s", error)
            except Exception:
                log.exception("the minute's work failed")

    def _learn(self) -> None:
        self._domains.learn(self._clock())
        self._learning.tick(self._clock())

    def _announce_due(self) -> None:
        now = self._clock()
        for fact in (*self._targets.due(now), self._digest.due(now)):
            if fact is not None:
                self._tell(fact)

    def _refresh_active(self) -> None:
        if self._active is None:
            from desktop_app.engine.active_leads import ActiveLeads  # numpy: not for who ends before that

            self._active = ActiveLeads(self._db)
        changed = self._active.refresh(self._clock())
        if changed:
            self._tell(Changed(changed))

    def _remind(self) -> None:
        for one in reminders.due(self._db, self._clock()):
            self._tell(Reminded(*one))

    def _keep_house(self) -> None:
        """Forget what is too old, and what an older rule of privacy allowed; tell the server."""
        now = self._clock()
        signals.purge_hits(self._db, now - preferences(self._db).number("retention_months") * MONTH)
        reminders.purge(self._db, now)
        announced.purge(self._db, now - TOLD_FOR)
        changed = Privacy(self._db).reduce()
        if changed:
            self._refresh(changed)
        self._withdrawals.tell_server()

    def _backup(self, again: bool = False) -> None:
        """A full disk is no reason not to work."""
        try:
            self._db.backup(self._clock(), again)
        except (StoreError, OSError) as error:
            log.warning("keep.db could not be backed up: %s", error)


def run(data: Path, secrets: Secrets) -> None:
    """The engine as a program: until a client sends Stop, or the system a signal to end."""
    relax()
    ended = threading.Event()
    _end_on_signals(ended)
    with Engine(data, secrets) as engine, Lanes() as lanes:

        def handle(command: Command, answer: Answer) -> None:
            if isinstance(command, Stop):
                answer(Result())
                ended.set()
                return
            lanes.submit(command, lambda: answer(_result(engine, command)))

        hub = Hub(data, handle, engine.greeting)
        engine.listen(hub.tell)
        engine.start()
        try:
            while not ended.wait(LOOK_S):  # on Windows a wait without end hears no Ctrl+C
                pass
        finally:
            hub.close()
            engine.stop()  # before the lanes: what waits for a silent server ends with its connection


def _end_on_signals(ended: threading.Event) -> None:
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None:
            signal.signal(number, lambda *_: ended.set())


def _result(engine: Engine, command: Command) -> Result:
    try:
        return Result(engine.call(command))
    except AppError as error:
        return Result(error=error)
    except Exception:
        log.exception("the command %s failed", type(command).__name__)
        return Result(error=AppError())
