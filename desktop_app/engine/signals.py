"""Hits come in from the tracking server, become signals, and those made by people alert.

The server's cursor is the truth: hits and cursor are committed together, so nothing is lost or counted twice.
Verdicts are made from all hits of a letter each time; a change of the rules, or of what was learnt of
domains, devices and corrections, judges the letters concerned again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from desktop_app.domain.errors import AppError, TrackingError
from desktop_app.domain.facts import Fact, TrackingState
from desktop_app.domain.model import ContactId, ConversationId, Hit, Micros, SignalId
from desktop_app.domain.signals import JudgedSignal, signals_of
from desktop_app.domain.verdicts import judge
from desktop_app.engine.knowledge import Knowledge
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.engine.privacy import Privacy, keep_little, split
from desktop_app.store import learned, signals, withdrawn
from desktop_app.store.database import Database
from desktop_app.store.signals import Judged, Written

log = logging.getLogger(__name__)

WAIT_S = 20
FIRST_PAUSE_S = 2.0
LONGEST_PAUSE_S = 120.0
LETTERS_AT_ONCE = 500
LEAVING = "withdraw"  # the kind of a hit on the page to withdraw on


def _nothing() -> None:
    """For who need not tell a server."""


class HitSource(Protocol):
    """The cursor API of the tracking server. `hits` raises TrackingError; `close` comes from any thread.

    `own_network`: from where the server saw the last request come, "" = not told.
    """

    @property
    def own_network(self) -> str: ...

    def hits(self, after: int, wait_s: int) -> list[Hit]: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Where hits are judged. `announce` is told what changed, after the commit."""

    db: Database
    announce: Callable[[Written], None]
    own: OwnNetworks
    clock: Callable[[], Micros]
    told: Callable[[], None] = _nothing  # the server is to be told something

    def take(self, hits: list[Hit]) -> None:
        """Store what may be kept of hits (ascending ids) with the cursor and judge their letters again.

        Withdrawals come first and are committed by themselves: nothing done to the cursor may lose one.
        """
        changed = self._leave([hit for hit in hits if hit.kind == LEAVING])
        hits_of_marks = [hit for hit in hits if hit.kind != LEAVING]
        known = signals.meanings(self.db, {hit.token for hit in hits_of_marks})
        modes = Privacy(self.db).of({one.recipient for one in known.values()})
        whole, little = split(hits_of_marks, known, modes)
        if little:
            keep_little(self.db, little, known, {who: found.mode for who, found in modes.items()})
        with self.db.transaction():
            concerned = signals.store_hits(self.db, whole, hits[-1].id)
            written = self._judge(concerned)
        self.announce(written._replace(contacts=(*written.contacts, *changed)))
        if little or len(hits_of_marks) != len(hits):
            self.told()
        devices = learned.device_tokens(self.db)
        if mine := [hit for hit in hits if hit.token in devices]:
            self.learn(networks=learned.see_devices(self.db, mine))

    def _leave(self, hits: list[Hit]) -> list[ContactId]:
        """Who pressed the button of the page in a letter is not tracked from here on."""
        known = signals.meanings(self.db, {hit.token for hit in hits})
        changed: list[ContactId] = []
        for hit in hits:
            meaning = known.get(hit.token)
            if meaning is not None and meaning.kind == LEAVING and meaning.recipient:
                changed += withdrawn.add(self.db, meaning.recipient, hit.at, "link", meaning.message_id)
        return changed

    def derived(self, fresh: Collection[SignalId], conversations: Collection[ConversationId]) -> None:
        """Letters came or were read here: who answers has read, and what we load ourselves is no signal.

        Nothing of it alerts.
        """
        concerned = {
            *signals.answered_by(self.db, fresh),
            *signals.messages_in_conversations(self.db, conversations),
        }
        if concerned:
            with self.db.transaction():
                written = self._judge(concerned)
            if written.signals:
                self.announce(written._replace(fresh=(), settled=()))

    def keep_rules(self) -> None:
        """Judge all history again when it was judged by other rules or facts."""
        if signals.rules(self.db) != self.knowledge.version():
            self.learn()

    def learn(
        self, domains: Collection[str] | None = None, networks: Collection[str] | None = None
    ) -> None:
        """Judge again what new facts about these domains or networks concern; all history without them.

        In portions, so that others may write in between. After a kill `keep_rules` begins anew, which changes
        nothing that is done.
        """
        version = self.knowledge.version()
        messages = signals.messages_with_hits(self.db, domains, networks)
        for at in range(0, len(messages), LETTERS_AT_ONCE):
            with self.db.transaction():
                written = self._judge(messages[at : at + LETTERS_AT_ONCE])
            if written.signals:
                self.announce(written._replace(fresh=(), settled=()))
        signals.set_rules(self.db, version)

    @property
    def knowledge(self) -> Knowledge:
        return Knowledge(self.db, self.own)

    def _judge(self, messages: Collection[str]) -> Written:
        known = self.knowledge.of(messages)
        judged: list[Judged] = []
        for message_id in messages:
            hits = signals.hits_of(self.db, message_id)
            meanings = {meaning.token: meaning for meaning in signals.tokens_of(self.db, message_id)}
            verdicts = judge(hits, meanings, known)
            judged.extend(_as_judged(one) for one in signals_of(hits, verdicts, meanings, known))
        return signals.rewrite(self.db, messages, judged)


class Puller:
    """The thread that waits at the server for hits."""

    def __init__(self, source: HitSource, desk: Desk, tell: Callable[[Fact], None]) -> None:
        self._source = source
        self._desk = desk
        self._tell = tell
        self._stop = threading.Event()
        self._state = ""
        self._thread = threading.Thread(target=self._work, name="otklik-hits", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._source.close()
        self._thread.join()

    @property
    def state(self) -> str:
        """As facts.TrackingState; "" before the first answer."""
        return self._state

    def _work(self) -> None:
        pause_s = FIRST_PAUSE_S
        while not self._stop.is_set():
            try:
                # The first answer comes at once, so that the window soon shows that it works.
                pull(self._source, self._desk, WAIT_S if self._state == "on" else 0)
            except TrackingError as error:
                if self._stop.is_set():
                    return
                log.info("tracking server: %s", error)
                self._enter(state_of(error))
            except AppError as error:  # e.g. the disk is full: the same hits come again
                log.warning("hits could not be stored: %s", error)
            except Exception:
                log.exception("pulling hits failed")
            else:
                self._enter("on")
                pause_s = FIRST_PAUSE_S
                continue
            self._stop.wait(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def _enter(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self._tell(TrackingState(state))


def pull(source: HitSource, desk: Desk, wait_s: int) -> int:
    """One request: how many hits came. Raises TrackingError."""
    hits = source.hits(signals.cursor(desk.db), wait_s)
    desk.own.see(source.own_network, desk.clock())
    if hits:
        desk.take(hits)
    return len(hits)


def state_of(error: TrackingError) -> str:
    """As facts.TrackingState."""
    return "refused" if error.params.get("reason") == "refused" else "unreachable"


def _as_judged(one: JudgedSignal) -> Judged:
    return Judged(
        one.message_id,
        one.recipient,
        one.kind,
        one.key,
        one.at,
        one.verdict,
        one.reasons,
        one.link,
        max(1, len(one.hit_ids)),
        one.settled,
    )
