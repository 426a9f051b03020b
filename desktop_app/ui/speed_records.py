"""What the reply-speed page asks, and what it is told: a question and the records of its answer. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.domain.model import DAY, AccountId, Excluded, LetterId, Micros
from desktop_app.domain.reply_aims import Aim
from desktop_app.domain.reply_figures import (
    By,
    Cell,
    Distribution,
    Figures,
    Step,
)
from desktop_app.domain.reply_times import Clock, Durations, Metric, Start
from desktop_app.domain.survival import Curve, Estimate
from desktop_app.domain.targets import Target, Targets
from desktop_app.domain.wait_columns import WaitColumns
from desktop_app.domain.worktime import Instants
from desktop_app.store.rows import WaitRow

FAR_AHEAD: Micros = 2**62


@dataclass(frozen=True, slots=True)
class Query:
    """`days` None = everything there is; `dates` (from, until) instead of it. The filters: None = all.

    `channel` "" is what came by none; `known` True: clients who had written before. `targets` None: everybody
    has `target_s` on this clock; else `target_s` is only what colours are measured by. `who` answered, "" = a
    person unknown; what nobody has answered stays in.
    """

    days: int | None
    clock: Clock
    start: Start
    target_s: float
    account: AccountId | None = None
    channel: str | None = None
    known: bool | None = None
    company: bool | None = None
    who: str | None = None
    metric: Metric = Metric.FIRST_REPLY
    dates: tuple[Micros, Micros] | None = None
    by: By = By.WEEK
    targets: Targets | None = None

    @property
    def aimed_at(self) -> Targets:
        return self.targets or Targets(Target(self.target_s, self.clock is Clock.WORKING))

    @property
    def is_everything(self) -> bool:
        return self.days is None and self.dates is None

    @property
    def is_narrow(self) -> bool:
        """A filter is on: that nothing is found does not mean that nobody wrote."""
        return any(
            one is not None for one in (self.account, self.channel, self.known, self.company, self.who)
        )

    def window(self, now: Micros) -> tuple[Micros, Micros]:
        """Arrivals in [from, until) are looked at."""
        if self.dates is not None:
            return self.dates
        # No end: what a clock that is ahead says came tomorrow is here all the same.
        return (0 if self.days is None else now - self.days * DAY), FAR_AHEAD


@dataclass(frozen=True, slots=True)
class Waiting:
    """A client who waits now, in the clock of the query; `late`: beyond the target."""

    row: WaitRow
    seconds: float
    late: bool


@dataclass(frozen=True, slots=True)
class WaitingNow:
    """All who wait, longest first, by their `first_letters`.

    `listed`: the first of them by name; `late`: how many wait beyond the target.
    """

    listed: Sequence[Waiting]
    first_letters: Instants
    late: int
    longest_s: float

    @property
    def number(self) -> int:
        return self.first_letters.size

    @property
    def letters(self) -> list[LetterId]:
        found: list[LetterId] = self.first_letters.tolist()
        return found


@dataclass(frozen=True, slots=True)
class Report:
    """`columns` is what every `indices` counts in; `inside`: those of period and filters, excluded too.

    `few`: the waits behind `times` by name and in their order, when there are too few for figures.
    `within_chance`: no difference to `before` is shown.
    """

    query: Query
    now: Micros
    columns: WaitColumns
    inside: Instants
    times: Durations
    aim: Aim
    figures: Figures
    before: Figures | None
    within_chance: bool
    curve: Curve
    steps: Sequence[Step]
    distribution: Distribution
    cells: Sequence[Cell]
    waiting: WaitingNow
    few: Sequence[WaitRow]
    excluded: Mapping[Excluded, Instants]

    @property
    def arrived(self) -> int:
        """How many came in the period."""
        return self.inside.size

    def letters(self, indices: Instants) -> list[LetterId]:
        """First letter and answer of some waits, newest wait first."""
        return self.columns.letters(indices)

    def slower_than(self, seconds: float) -> Instants:
        """Waits that took longer than this, or have run longer without an answer."""
        return self.times.indices[self.times.seconds > seconds]

    @property
    def mark_s(self) -> float | None:
        """Where the target lies on the axes; None: the waits have several, or it is of the other clock."""
        return self.aim.limit if self.aim.is_shown else None


@dataclass(frozen=True, slots=True)
class Share:
    """A share of waits; `behind` are those that make it less than all."""

    estimate: Estimate
    part: int
    whole: int
    behind: Instants


@dataclass(frozen=True, slots=True)
class Timed:
    """One further metric; `letters` opens some of its `times`."""

    times: Durations
    figures: Figures
    letters: Callable[[Instants], list[LetterId]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the figures of the chosen metric, of the same period and filters.

    `answerers`: who answered, and how many; `people`: whoever has ever answered; "" = a person unknown.
    """

    coverage: Share
    notice: Timed
    after_open: Timed
    action: Timed
    answerers: Sequence[tuple[str, int]]
    people: Sequence[str]
