"""Within the target where not all have the same: shares of the own target, read at one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop_app.domain.model import HOUR, MINUTE
from desktop_app.domain.reply_aims import Aims
from desktop_app.domain.reply_figures import figures
from desktop_app.domain.reply_targets import as_shares, goals_of
from desktop_app.domain.reply_times import ABSENT, Clock, Metric, Start, durations, in_order
from desktop_app.domain.survival import ascending, survival_of_sorted
from desktop_app.domain.targets import Target, Targets
from desktop_app.domain.wait_columns import COUNTS, WaitColumns
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.worktime import Calendar

THURSDAY = 1_795_651_200_000_000  # 26 November 2026, 0:00 UTC
NOW = THURSDAY + 365 * 24 * HOUR
CALENDAR = Calendar(WorkHours(zone="UTC", country=""))
KEY = (Metric.EVERY_REPLY, Start.ARRIVAL)


def columns(arrived, answered, accounts, channels):
    size = len(arrived)
    numbers = np.arange(1, size + 1)
    none = np.full(size, ABSENT)
    return WaitColumns(
        first_letter=numbers, last_letter=numbers, conversation=numbers, contact=numbers,
        account=np.array(accounts, np.int64), arrived=np.array(arrived, np.int64), seen_low=none,
        seen_high=none, answered=np.array(answered, np.int64), answer=numbers,
        reason=np.full(size, COUNTS, np.int8), responder=np.zeros(size, np.int16),
        channel=np.array(channels, np.int16), first=np.ones(size, np.bool_),
        company=np.zeros(size, np.bool_), taken=np.zeros(size, np.bool_), responders=("",),
        channels=("", "Ads"),
    )  # fmt: skip


def times_of(found):
    samples = found.samples(NOW)
    return lambda clock: durations(samples, KEY[0], clock, KEY[1], CALENDAR)


def within(found, targets, shown=Clock.CALENDAR):
    """The share and what it is made of."""
    inside = np.ones(found.arrived.shape, np.bool_)
    times = times_of(found)
    addresses = {1: "sales@firm.ru", 2: "olga@firm.ru"}
    aim = Aims().aim(targets, found, inside, lambda: addresses, KEY, shown, times)
    one = times(shown).among(inside)
    meant = aim.among(inside, one)
    return meant.figures(figures(one), one.curve()).within, meant


def test_each_wait_is_held_against_its_own_target():
    nine = THURSDAY + 9 * HOUR
    found = columns([nine] * 3, [nine + 20 * MINUTE] * 3, [1, 2, 2], [0, 0, 1])
    targets = Targets(
        Target(3600.0, working=False),
        {"sales@firm.ru": Target(600.0, working=False)},
        {"ads": Target(1800.0, working=False)},
    )
    share, meant = within(found, targets)
    assert share.value == pytest.approx(2 / 3)
    assert sorted(meant.within().tolist()) == [1, 2]
    assert {target.seconds for target in meant.targets} == {600.0, 1800.0, 3600.0}
    assert meant.only is None
    assert not meant.is_shown


def test_a_target_in_working_time_is_measured_in_it_on_either_clock():
    evening = THURSDAY + 17 * HOUR + 50 * MINUTE  # work ends at six, begins at nine
    found = columns([evening], [THURSDAY + 33 * HOUR + 20 * MINUTE], [1], [0])
    for shown in Clock:
        share, meant = within(found, Targets(Target(3600.0)), shown)
        assert share.value == 1.0
        assert meant.is_shown is (shown is Clock.WORKING)
    share, _meant = within(found, Targets(Target(3600.0, working=False)), Clock.WORKING)
    assert share.value == 0.0


def test_working_and_calendar_targets_go_side_by_side():
    evening = THURSDAY + 17 * HOUR + 50 * MINUTE
    found = columns([evening] * 2, [evening + 16 * HOUR] * 2, [1, 2], [0, 0])
    targets = Targets(Target(7200.0), {"sales@firm.ru": Target(7200.0, working=False)})
    share, meant = within(found, targets)
    assert share.value == pytest.approx(0.5)
    assert meant.within().tolist() == [1]
    late = meant.late(np.arange(2), found.arrived, evening + 16 * HOUR, CALENDAR)
    assert late.tolist() == [True, False]


def test_a_mailbox_that_is_gone_and_a_conversation_that_is_gone_have_everybodys_target():
    found = columns([THURSDAY], [ABSENT], [7], [COUNTS])
    targets = Targets(Target(60.0), {"": Target(1.0), "sales@firm.ru": Target(5.0)})
    goals = goals_of(found, {1: "sales@firm.ru"}, Targets(Target(60.0), {"sales@firm.ru": Target(5.0)}))
    assert goals.among(np.ones(1, np.bool_)) == (Target(60.0),)
    assert targets.everybody == goals.targets[0]


def test_without_waits_the_target_is_everybodys():
    found = columns([], [], [], [])
    share, meant = within(found, Targets(Target(60.0), {"sales@firm.ru": Target(5.0)}))
    assert share.value is None
    assert meant.only == Target(60.0)


@given(
    some.lists(some.tuples(some.integers(0, 10**6), some.booleans()), min_size=1, max_size=40),
    some.integers(1, 10**6),
)
def test_with_one_target_the_shares_tell_what_the_times_tell(waits, target_s):
    seconds = np.array([float(one) for one, _seen in waits])
    observed = np.array([seen for _one, seen in waits])
    numbers = np.arange(len(waits))
    times = in_order(seconds, observed, numbers, numbers, left_out=numbers[:0])
    found = columns([0] * len(waits), [0] * len(waits), [1] * len(waits), [0] * len(waits))
    shares = as_shares(goals_of(found, {}, Targets(Target(float(target_s)))), times, times)
    assert shares.curve().within(1.0).value == pytest.approx(times.curve().within(target_s).value)
    inside = set(shares.indices[shares.observed & (shares.seconds <= 1.0)].tolist())
    assert inside == set(times.indices[times.observed & (times.seconds <= target_s)].tolist())


@given(
    some.lists(some.tuples(some.integers(0, 50), some.booleans()), min_size=1, max_size=60),
    some.integers(0, 50),
)
def test_what_is_longer_than_the_target_need_only_be_counted(waits, target_s):
    seconds = np.array([float(one) for one, _seen in waits])
    observed = np.array([seen for _one, seen in waits])
    order = ascending(seconds, observed)
    seconds, observed = seconds[order], observed[order]
    head = int(np.searchsorted(seconds, target_s, side="right"))
    whole = survival_of_sorted(seconds, observed).within(target_s)
    part = survival_of_sorted(seconds[:head], observed[:head], seconds.size - head).within(target_s)
    assert part == pytest.approx(whole)
