"""A team compared fairly: each by his own calendar, like with like, and only as far as his program has told.

Nobody is before anybody else unless a stratified log-rank test, Holm-corrected, shows it and each has 60
answers: strata are the part of the day in which a letter came, new or known clients, companies or private
people. No Qt, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from desktop_app.domain.model import DAY, HOUR, Micros
from desktop_app.domain.reply_figures import (
    COMPARABLE,
    ENOUGH,
    FEW,
    Difference,
    Figures,
    compare,
    figures,
)
from desktop_app.domain.reply_times import (
    ABSENT,
    Clock,
    Durations,
    Metric,
    Samples,
    Start,
    durations,
    measured,
)
from desktop_app.domain.survival import Curve, Floats
from desktop_app.domain.wait_columns import Mask
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.worktime import Calendar, Instants, to_local

PARTS_OF_DAY = (9, 13, 18)  # hours at which the next begins: night and early, forenoon, afternoon, evening
MUCH_OFF_HOURS = 0.3
HEAVY = 1.5  # times the median load of the team
TIMES_SLOWER = 3.0
MOST_LISTED = 8
LATE: Micros = 2 * DAY  # a program silent for so long: what it told last is said to be of then


@dataclass(frozen=True, slots=True)
class Waits:
    """One person's waits that count, as columns of equal length. Instants are Micros or ABSENT.

    `letters`: the first letters, where they are in a mailbox of this computer, else empty. `taken`: came from
    a colleague. `handed_over`: arrivals of waits that a colleague has now; these are in no other column.
    """

    arrived: Instants
    seen_low: Instants
    seen_high: Instants
    answered: Instants
    first: Mask
    new: Mask
    company: Mask
    letters: Instants
    taken: Mask
    handed_over: Instants


@dataclass(frozen=True, slots=True)
class Person:
    """`told_at`: until when the waits are known; None = now. `answerers`: who answered, and how often."""

    key: str
    name: str
    hours: WorkHours
    waits: Waits
    told_at: Micros | None = None
    left: bool = False
    answerers: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TeamQuery:
    """`days` None = everything there is."""

    days: int | None
    clock: Clock
    start: Start
    target_s: float


class Advice(StrEnum):
    """What helps a person, at most one of each; the words are made in `ui`."""

    OVERDUE = "overdue"  # number: waits beyond the target
    UNOPENED = "unopened"  # letters lie unopened for longer than the answer takes
    AFTER_OPENING = "after_opening"  # opened soon, answered much later
    OFF_HOURS = "off_hours"  # number: per cent of arrivals outside the working hours
    LOAD = "load"  # number: tenths of the team's median load


class Hint(NamedTuple):
    advice: Advice
    number: int


@dataclass(frozen=True, slots=True)
class PersonReport:
    """`load`: letters that began a wait, a week; `off_hours`: the share of them outside the working hours.
    `handed_over`, `taken_over`: waits of the period that went to a colleague, or came from one.

    `open_waits` of `now` = until when the person's program has told; `open_letters` those of this computer,
    `waits_now`: since when the oldest of them wait, and for how many seconds by the chosen clock.
    """

    person: Person
    now: Micros
    times: Durations
    figures: Figures
    curve: Curve
    open_waits: int
    overdue: int
    longest_s: float
    waits_now: Sequence[tuple[Micros, float]]
    open_letters: Sequence[int]
    arrivals: int
    load: float
    off_hours: float
    handed_over: int
    taken_over: int
    hints: tuple[Hint, ...]

    def slower_than(self, seconds: float) -> list[int]:
        """First letters of waits that took or have run longer; empty for a colleague's mailbox."""
        letters = self.person.waits.letters
        chosen = self.times.indices[self.times.seconds > seconds]
        return [int(one) for one in letters[chosen]] if letters.size else []


class Shown(StrEnum):
    """What the comparison says."""

    ALONE = "alone"  # nobody to compare with
    TOO_FEW = "too_few"  # fewer than two have COMPARABLE answers
    NOTHING = "nothing"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class TeamReport:
    """`people` by name. `differences`: shown, like compared with like; `explained`: shown only without that.

    `too_few`: names of those with fewer than COMPARABLE answers.
    """

    query: TeamQuery
    people: tuple[PersonReport, ...]
    shown: Shown
    differences: tuple[Difference, ...]
    explained: tuple[Difference, ...]
    too_few: tuple[str, ...]


def team_report(people: Sequence[Person], query: TeamQuery, now: Micros) -> TeamReport:
    """Everything a team's page shows. `people` have different keys."""
    reports = [_person(one, query, now) for one in people]
    median_load = float(np.median([one.load for one in reports])) if len(reports) > 2 else 0.0
    reports = [_advised(one, query, median_load) for one in reports]
    reports.sort(key=lambda one: (one.person.name.casefold(), one.person.key))
    times = {one.person.key: one.times for one in reports}
    fair = compare(times, {one.person.key: _strata(one) for one in reports})
    plain = compare(times)
    differences = tuple(one for one in fair if one.shown)
    explained = tuple(
        raw for raw, adjusted in zip(plain, fair, strict=True) if raw.shown and not adjusted.shown
    )
    too_few = tuple(one.person.name for one in reports if one.figures.answered < COMPARABLE)
    return TeamReport(
        query, tuple(reports), _shown(reports, too_few, differences), differences, explained, too_few
    )


def names_of(report: TeamReport) -> Mapping[str, str]:
    """Key to name: what `Difference` speaks of are keys."""
    return {one.person.key: one.person.name for one in report.people}


def _shown(
    reports: Sequence[PersonReport], too_few: Sequence[str], differences: Sequence[Difference]
) -> Shown:
    if len(reports) < 2:
        return Shown.ALONE
    if len(reports) - len(too_few) < 2:
        return Shown.TOO_FEW
    return Shown.DIFFERENCE if differences else Shown.NOTHING


def _person(person: Person, query: TeamQuery, now: Micros) -> PersonReport:
    until = now if person.told_at is None else min(now, person.told_at)
    calendar, waits = Calendar(person.hours), person.waits
    since = 0 if query.days is None else now - query.days * DAY
    inside = (waits.arrived >= since) & (waits.arrived <= until)
    times = durations(_samples(waits, until), Metric.FIRST_REPLY, query.clock, query.start, calendar)
    times = times.among(inside)
    curve = times.curve()
    still = np.flatnonzero((waits.answered == ABSENT) & (waits.arrived <= until))
    ages = measured(waits.arrived[still], np.full(still.shape, until), query.clock, calendar)
    arrivals = waits.arrived[inside]
    weeks = max((until - (since or int(arrivals.min()))) / (7 * DAY), 1.0) if arrivals.size else 1.0
    closed = ~calendar.is_open(arrivals) if arrivals.size else np.zeros(0, np.bool_)
    return PersonReport(
        person=person,
        now=until,
        times=times,
        figures=figures(times, query.target_s, curve),
        curve=curve,
        open_waits=int(still.size),
        overdue=int(np.count_nonzero(ages > query.target_s)),
        longest_s=float(ages.max()) if ages.size else 0.0,
        waits_now=_since(waits.arrived[still], ages),
        open_letters=_oldest_first(waits, still),
        arrivals=int(arrivals.size),
        load=arrivals.size / weeks,
        off_hours=float(closed.mean()) if closed.size else 0.0,
        handed_over=int(np.count_nonzero((waits.handed_over >= since) & (waits.handed_over <= until))),
        taken_over=int(np.count_nonzero(waits.taken & inside)),
        hints=(),
    )


def _since(arrived: Instants, ages: Floats) -> list[tuple[Micros, float]]:
    order = np.argsort(arrived, kind="stable")[:MOST_LISTED]
    return [(int(arrived[at]), float(ages[at])) for at in order]


def _oldest_first(waits: Waits, chosen: Instants) -> list[int]:
    if not waits.letters.size:
        return []
    order = np.argsort(waits.arrived[chosen], kind="stable")
    return [int(one) for one in waits.letters[chosen[order]]]


def _samples(waits: Waits, until: Micros) -> Samples:
    return Samples(
        arrived=waits.arrived,
        seen_low=waits.seen_low,
        seen_high=waits.seen_high,
        answered=waits.answered,
        first=waits.first,
        indices=np.arange(waits.arrived.size),
        now=until,
    )


def _strata(report: PersonReport) -> Instants:
    """Part of the day in the person's own zone, then client type."""
    waits, at = report.person.waits, report.times.indices
    if not at.size:
        return np.zeros(0, np.int64)
    hours = to_local(report.person.hours.zone, waits.arrived[at]) % DAY // HOUR
    part = np.searchsorted(np.array(PARTS_OF_DAY), hours, side="right")
    return np.asarray(part * 4 + waits.new[at] * 2 + waits.company[at], np.int64)


def _advised(report: PersonReport, query: TeamQuery, median_load: float) -> PersonReport:
    hints = []
    if report.overdue:
        hints.append(Hint(Advice.OVERDUE, report.overdue))
    if report.figures.answered >= ENOUGH:
        hints += _where_time_goes(report, query)
    if report.arrivals >= FEW and report.off_hours >= MUCH_OFF_HOURS:
        hints.append(Hint(Advice.OFF_HOURS, round(100 * report.off_hours)))
    if median_load and report.arrivals >= FEW and report.load >= HEAVY * median_load:
        hints.append(Hint(Advice.LOAD, round(10 * report.load / median_load)))
    return replace(report, hints=tuple(hints))


def _where_time_goes(report: PersonReport, query: TeamQuery) -> list[Hint]:
    """Before the opening or after it, when one is several times the other and beyond half the target."""
    samples = _samples(report.person.waits, report.now)
    calendar = Calendar(report.person.hours)
    inside = np.zeros(samples.arrived.shape, np.bool_)
    inside[report.times.indices] = True
    halves = []
    for metric in (Metric.NOTICE, Metric.AFTER_OPEN):
        curve = durations(samples, metric, query.clock, query.start, calendar).among(inside).curve()
        halves.append(curve.quantile(0.5).value if curve.answered >= FEW else None)
    notice, after = halves
    if notice is None or after is None:
        return []
    slow = query.target_s / 2
    if after > slow and after >= TIMES_SLOWER * notice:
        return [Hint(Advice.AFTER_OPENING, 0)]
    return [Hint(Advice.UNOPENED, 0)] if notice > slow and notice >= TIMES_SLOWER * after else []
