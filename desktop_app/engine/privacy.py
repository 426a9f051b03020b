"""How much may be noticed of whom, from what is set and recorded now; and what follows for what is kept.

`reduce` brings what was kept under an older rule down to what the rule of today allows: in the modes "date"
and "aggregate" hits and signals go, the date of the last open or a count stays. In the mode "off" nothing new
is kept; what was kept before stays until the person withdraws or is erased.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_app.domain.model import SECOND, ContactId, Hit, Micros, TokenMeaning, Verdict
from desktop_app.domain.privacy import Applied, Mode, Policy, Why, applied
from desktop_app.domain.verdicts import Circumstances, judge
from desktop_app.engine.preferences import preferences
from desktop_app.settings.privacy import policy_of
from desktop_app.settings.schema import Settings
from desktop_app.store import privacy, signals
from desktop_app.store.database import Database
from desktop_app.store.privacy import Count

BUNDLE = "aggregate:"


@dataclass(frozen=True, slots=True)
class Privacy:
    """`settings` gives what is set now."""

    db: Database
    settings: Callable[[Database], Settings] = preferences

    def policy(self) -> Policy:
        return policy_of(self.settings(self.db))

    def of(self, people: Collection[str], account: str = "") -> dict[str, Applied]:
        """By address (lower case). A token that names nobody is nobody's to refuse."""
        known, policy = privacy.known(self.db.rows, people, account), self.policy()
        return {who: applied(who, account, known, policy) if who else _NOBODY for who in people}

    def reduce(self) -> tuple[ContactId, ...]:
        """Of everybody with hits here. Returns the contacts whose signals went."""
        people = signals.people_with_hits(self.db)
        modes = self.of(people)
        touched: list[ContactId] = []
        for who in people:
            if modes[who].mode in (Mode.DATE, Mode.AGGREGATE):
                touched += self._reduce(who, modes[who].mode)
        return tuple(dict.fromkeys(touched))

    def _reduce(self, who: str, mode: Mode) -> tuple[ContactId, ...]:
        hits = signals.hits_of_person(self.db, who)
        known = signals.meanings(self.db, {hit.token for hit in hits})
        keep_little(self.db, hits, known, {who: mode})
        return signals.forget_person(self.db, who)


_NOBODY = Applied(Mode.FULL, Why.DEFAULT)


def bundle_of(template: int, at: Micros) -> str:
    """Under which name letters of the mode "aggregate" are counted together: a template, a month."""
    return f"{BUNDLE}{template}:{datetime.fromtimestamp(at / SECOND, UTC):%Y-%m}"


def keep_little(
    db: Database, hits: Sequence[Hit], known: Mapping[str, TokenMeaning], modes: Mapping[str, Mode]
) -> None:
    """Of hits (ascending ids) that may not be kept themselves, keep a date or a count.

    Each is judged by itself: what it takes to know more is not kept. The server is asked to forget them.
    """
    verdicts = judge(hits, known, Circumstances())
    counts: list[Count] = []
    for hit in hits:
        meaning = known[hit.token]
        person = verdicts[hit.id].verdict is Verdict.HUMAN
        shared = meaning.message_id.startswith(BUNDLE)
        mode = Mode.AGGREGATE if shared else modes.get(meaning.recipient, Mode.OFF)
        if mode is Mode.AGGREGATE:
            bundle = meaning.message_id if shared else bundle_of(0, meaning.sent_at or hit.at)
            counts.append(Count(bundle, hit.kind, meaning.url, person, hit.id))
        elif mode is Mode.DATE and hit.kind == "open" and person:
            privacy.note_open(db, meaning.recipient, hit.at)
    privacy.count(db, counts)
    privacy.ask_server(db, {hit.token for hit in hits}, "forget")


def split(
    hits: Iterable[Hit], known: Mapping[str, TokenMeaning], modes: Mapping[str, Applied]
) -> tuple[list[Hit], list[Hit]]:
    """What may be kept as it is, and what only leaves a little (or nothing) behind."""
    whole: list[Hit] = []
    little: list[Hit] = []
    for hit in hits:
        meaning = known.get(hit.token)
        shared = meaning is not None and meaning.message_id.startswith(BUNDLE)
        full = meaning is None or modes[meaning.recipient].mode is Mode.FULL
        (whole if full and not shared else little).append(hit)
    return whole, little
