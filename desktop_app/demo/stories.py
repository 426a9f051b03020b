"""How a conversation goes on: which step follows which, after how long, and when it falls silent."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.demo.people import Person
from desktop_app.demo.timing import Clock
from desktop_app.domain.model import DAY, Micros

MANAGER_MEDIAN_MIN = 40.0
MISSED = 0.05  # client letters that the manager overlooks; most of these clients write again
FORGOTTEN = 0.3  # of those: never answered at all
LONGEST = 12
OLD: Micros = 21 * DAY  # nobody who wrote later is forgotten: who waits now is decided elsewhere

CLIENT_OPENS = {"inquiry": 9, "spares": 6, "breakdown": 3, "visit": 3, "documents": 4, "status": 4}
MANAGER_OPENS = {"proposal": 8, "exhibition": 3, "shipment": 3, "service_due": 3}

# What the manager writes after a step of the client.
ANSWERS: Mapping[str, str] = {
    "inquiry": "quote",
    "interest": "quote",
    "question": "answer",
    "discount": "discount_answer",
    "order": "contract",
    "spares": "spares_answer",
    "breakdown": "breakdown_answer",
    "fixed": "noted",
    "visit": "visit_answer",
    "documents": "documents_answer",
    "status": "status_answer",
    "ok": "noted",
    "delay": "noted",
    "decline": "noted",
    "chase": "late_answer",
}

# What the client writes after a step of the manager, with weights.
GOES_ON: Mapping[str, Mapping[str, int]] = {
    "quote": {"question": 9, "discount": 4, "order": 2, "ok": 2, "delay": 2, "decline": 1},
    "late_answer": {"question": 4, "discount": 2, "ok": 2, "decline": 3},
    "answer": {"question": 5, "discount": 5, "order": 4, "ok": 4, "delay": 2},
    "discount_answer": {"order": 8, "delay": 3, "discount": 2, "decline": 1},
    "contract": {"ok": 6, "question": 3},
    "spares_answer": {"ok": 8, "question": 1},
    "breakdown_answer": {"fixed": 9},
    "visit_answer": {"ok": 9},
    "documents_answer": {"ok": 7},
    "status_answer": {"ok": 7},
    "proposal": {"interest": 6, "question": 2, "decline": 2},
    "exhibition": {"interest": 6, "question": 3, "delay": 1},
    "shipment": {"ok": 8, "question": 1},
    "service_due": {"ok": 7, "question": 1},
    "followup1": {"question": 5, "delay": 3, "interest": 2, "decline": 2},
    "followup2": {"question": 3, "delay": 3, "decline": 3},
    "followup3": {"decline": 3, "delay": 1},
}
# The manager writes again when one of these stays without answer.
FOLLOWED = {
    "quote": "followup1",
    "proposal": "followup1",
    "exhibition": "followup1",
    "followup1": "followup2",
    "followup2": "followup3",
    "discount_answer": "followup1",
}
COLD = 0.55  # strangers answer that much less often


@dataclass(frozen=True, slots=True)
class Step:
    stage: str
    mine: bool
    at: Micros


@dataclass(frozen=True, slots=True)
class Teller:
    """`mine` is the manager's clock. `missed`: the share of letters she overlooks."""

    mine: Clock
    rng: random.Random
    missed: float = MISSED

    def tell(
        self, client: Person, theirs: Clock, start: Micros, until: Micros, opening: str = ""
    ) -> list[Step]:
        """One conversation before `until`; it ends with the manager's letter, or with one long forgotten."""
        stage = opening or _drawn(CLIENT_OPENS if self.rng.random() < 0.68 else MANAGER_OPENS, self.rng)
        mine = stage in MANAGER_OPENS
        at = (self.mine if mine else theirs).sometime(start, self.rng)
        steps = [Step(stage, mine, at)]
        while len(steps) < LONGEST and (following := self._next(client, theirs, steps[-1])):
            steps.append(following)
        forgotten = len(steps) < LONGEST and steps[-1].at < until - OLD
        if not steps[-1].mine and not forgotten:
            del steps[-1]
        return _finished(steps, until)

    def _next(self, client: Person, theirs: Clock, last: Step) -> Step | None:
        if not last.mine:
            return self._answer(theirs, last)
        if last.stage not in GOES_ON:
            return None
        share = client.eager * (COLD if last.stage in ("proposal", "exhibition") else 1.0)
        if self.rng.random() < share:
            stage = _drawn(GOES_ON[last.stage], self.rng)
            return Step(stage, mine=False, at=theirs.reply(last.at, client.pace_min, self.rng))
        if last.stage in FOLLOWED and self.rng.random() < 0.6:
            later = self.mine.sometime(last.at + self.rng.randint(2, 6) * DAY, self.rng)
            return Step(FOLLOWED[last.stage], mine=True, at=later)
        return None

    def _answer(self, theirs: Clock, last: Step) -> Step | None:
        if self.rng.random() < self.missed:
            if last.stage == "chase" or self.rng.random() < FORGOTTEN:
                return None
            return Step(
                "chase", mine=False, at=theirs.sometime(last.at + self.rng.randint(1, 3) * DAY, self.rng)
            )
        answer = ANSWERS[last.stage]
        return Step(answer, mine=True, at=self.mine.reply(last.at, MANAGER_MEDIAN_MIN, self.rng))


def _finished(steps: list[Step], until: Micros) -> list[Step]:
    """What lies before `until`, without a client's letter whose answer does not."""
    kept = [step for step in steps if step.at < until]
    while len(kept) < len(steps) and kept and not kept[-1].mine:
        del kept[-1]
    return kept


def _drawn(weights: Mapping[str, int], rng: random.Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
