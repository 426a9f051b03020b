"""Working time per pair of instants beside a formula without lunch, short or moved days, in the same run."""

import statistics
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from desktop_app.domain.model import DAY, SECOND
from desktop_app.domain.timetable import Timetable
from desktop_app.domain.work_hours import Interval, WorkHours
from desktop_app.domain.worktime import Calendar
from tests.benchmarks.result import Result

PAIRS = 1_000_000
SINGLE = 2_000
ROUNDS = 7
MOSCOW_OFFSET = 3 * 3600
BERLIN = WorkHours(zone="Europe/Berlin", country="", lunch=Interval(13 * 60, 14 * 60))
THREE = (Interval(9 * 60, 13 * 60), Interval(14 * 60, 18 * 60), Interval(20 * 60, 21 * 60))


def run() -> Iterable[Result]:
    """Ratios, as the machine is shared: `numpy.busday_count` is the floor, a datetime loop the ceiling."""
    random = np.random.default_rng(20261126)
    starts = random.integers(1_577_836_800, 1_798_761_600, PAIRS) * SECOND
    ends = starts + random.integers(0, 7 * DAY, PAIRS)
    moscow, berlin = Calendar(WorkHours(lunch=Interval(13 * 60, 14 * 60))), Calendar(BERLIN)
    evening = Calendar(WorkHours(week=(THREE,) * 5 + ((), ())))
    for calendar in (moscow, berlin, evening):
        calendar.between(starts, ends)
    formula, ours, summer, three = in_turns(
        lambda: busday_formula(starts, ends),
        lambda: moscow.between(starts, ends),
        lambda: berlin.between(starts, ends),
        lambda: evening.between(starts, ends),
    )
    yield Result("worktime_pair_three_stretches", three / PAIRS * 1e9, 100.0, "lower", "ns", PAIRS)
    yield Result("worktime_pair", ours / PAIRS * 1e9, 60.0, "lower", "ns", PAIRS)
    yield Result("worktime_pair_to_busday_formula", ours / formula, 1.0, "lower", "ratio", PAIRS)
    yield Result("worktime_pair_berlin_to_moscow", summer / ours, 1.5, "lower", "ratio", PAIRS)
    some = list(zip(starts[:SINGLE].tolist(), ends[:SINGLE].tolist(), strict=True))
    table = Timetable(BERLIN)
    table.between(int(starts.min()), int(ends.max()))
    loop, single = in_turns(lambda: datetime_loop(some), lambda: [table.between(*pair) for pair in some])
    yield Result("worktime_loop_to_pair", (loop / SINGLE) / (ours / PAIRS), 100.0, "higher", "ratio", SINGLE)
    yield Result("worktime_loop_to_single", loop / single, 3.0, "higher", "ratio", SINGLE)
    (built,) = in_turns(lambda: Calendar(WorkHours()).between([int(starts.min())], [int(ends.max())]))
    yield Result("worktime_build_seven_years", built * 1e3, 30.0, "lower", "ms", ROUNDS)


def in_turns(*candidates: Callable[[], object]) -> list[float]:
    """Median processor seconds of each, measured interleaved so that a busy neighbour hits all alike."""
    times: list[list[float]] = [[] for _ in candidates]
    for _ in range(ROUNDS):
        for candidate, found in zip(candidates, times, strict=True):
            begin = time.process_time()
            candidate()
            found.append(time.process_time() - begin)
    return [statistics.median(found) for found in times]


def busday_formula(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Nine to six in Moscow on weekdays: what numpy alone can do."""
    return up_to(ends) - up_to(starts)


def up_to(instants: np.ndarray) -> np.ndarray:
    local = instants // SECOND + MOSCOW_OFFSET
    day = local // 86_400
    days = day.astype("datetime64[D]")
    within = np.clip(local - day * 86_400 - 9 * 3600, 0, 9 * 3600)
    return np.busday_count(np.datetime64("1970-01-01"), days) * 9 * 3600 + within * np.is_busday(days)


def datetime_loop(pairs: list[tuple[int, int]]) -> int:
    """One aware datetime a local day; no lunch, no holidays."""
    zone, total = ZoneInfo("Europe/Moscow"), 0
    for start, end in pairs:
        for day in range(start // DAY, end // DAY + 1):
            local = datetime.fromtimestamp(day * 86_400, zone)
            if local.weekday() < 5:
                opens = int(local.replace(hour=9).timestamp()) * SECOND
                closes = int(local.replace(hour=18).timestamp()) * SECOND
                total += max(0, min(end, closes) - max(start, opens))
    return total
