"""Warnings of the target: once before, once when it is missed, in its own clock, never twice."""

import json

import pytest

from desktop_app.domain.facts import TargetNear, TargetsMissed
from desktop_app.engine.attribution import attribute_history
from desktop_app.engine.targets import TargetWatch
from desktop_app.store import announced, channels, settings
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, ME, MINUTE, NOW, Desk

NINE = NOW - NOW % DAY + 9 * HOUR  # Monday, 21 September 2026; hours are UTC


def watch(desk: Desk, now: int, *, settled: bool = True) -> TargetWatch:
    return TargetWatch(desk.db, now, lambda: settled)


@pytest.fixture
def waits(desk: Desk) -> Desk:
    settings.put(desk.db, "work_zone", '"UTC"')
    desk.receive("q@client.ru", sender=f"Anna <{ANNA}>", at=NINE + 10 * MINUTE, subject="Prices")
    desk.derive()
    return desk


def told(targets: TargetWatch, *moments: int) -> list[tuple[int, bool]]:
    return [
        (at - NINE, one.late)
        for at in moments
        for one in targets.due(at)
        if isinstance(one, TargetNear)
    ]


def every_minute(begin: int, end: int) -> list[int]:
    return [NINE + number * MINUTE for number in range(begin, end)]


def test_one_warning_before_and_one_at_the_breach(waits: Desk) -> None:
    targets = watch(waits, NINE)
    assert told(targets, *every_minute(10, 200)) == [(55 * MINUTE, False), (70 * MINUTE, True)]


def test_a_warning_names_the_client_the_letter_and_the_target(waits: Desk) -> None:
    [found] = watch(waits, NINE + 69 * MINUTE).due(NINE + 70 * MINUTE)
    assert isinstance(found, TargetNear)
    assert (found.name, found.subject, found.target, found.working) == ("Anna", "Prices", HOUR, True)


def test_an_answer_ends_it(waits: Desk) -> None:
    waits.send("r@firm.ru", to=ANNA, answers="q@client.ru", at=NINE + 30 * MINUTE)
    waits.derive()
    assert told(watch(waits, NINE), NINE + 3 * HOUR) == []


def test_the_night_is_no_time_to_warn(desk: Desk) -> None:
    settings.put(desk.db, "work_zone", '"UTC"')
    desk.receive("q@client.ru", sender=f"Anna <{ANNA}>", at=NINE + 8 * HOUR + 50 * MINUTE)  # ten to six
    desk.derive()
    targets = watch(desk, NINE)
    hours = [NINE + number * 5 * MINUTE for number in range(12 * 30)]
    assert told(targets, *hours) == [(DAY + 35 * MINUTE, False), (DAY + 50 * MINUTE, True)]


def test_by_the_calendar_the_night_counts(waits: Desk) -> None:
    settings.put(waits.db, "target_minutes", "600")
    settings.put(waits.db, "target_clock", '"calendar"')
    targets = watch(waits, NINE)
    assert told(targets, *every_minute(10, 800)) == [(460 * MINUTE, False), (610 * MINUTE, True)]


def test_the_channel_goes_before_the_mailbox_and_the_mailbox_before_everybody(waits: Desk) -> None:
    channels.put(waits.db, "Ads", ["ads@firm.ru"])
    waits.receive("ad@client.ru", sender=f"Boris <{BORIS}>", to="ads@firm.ru", at=NINE + 10 * MINUTE)
    attribute_history(waits.db)
    waits.derive()
    rules = [["channel", "ads", 20, "working"], ["account", ME.upper(), 40, "working"]]
    settings.put(waits.db, "target_rules", json.dumps(rules))
    targets = watch(waits, NINE)
    late = [
        (at - NINE, one.name)
        for at in every_minute(10, 120)
        for one in targets.due(at)
        if isinstance(one, TargetNear) and one.late
    ]
    assert late == [(30 * MINUTE, "Boris"), (50 * MINUTE, "Anna")]


def test_it_can_be_switched_off_and_hours_that_never_open_warn_never(waits: Desk) -> None:
    settings.put(waits.db, "work_hours", "{}")
    assert told(watch(waits, NINE), NINE + DAY) == []
    settings.put(waits.db, "work_hours", '{"mon": [["09:00", "18:00"]]}')
    settings.put(waits.db, "target_alerts", "false")
    assert told(watch(waits, NINE), NINE + DAY) == []


def test_a_clock_set_back_announces_nothing_twice(waits: Desk) -> None:
    targets = watch(waits, NINE)
    moments = (NINE + HOUR, NINE + 30 * MINUTE, NINE + HOUR, NINE + 71 * MINUTE, NINE + 2 * HOUR)
    assert [late for _at, late in told(targets, *moments)] == [False, True]


def test_a_restart_announces_nothing_twice(waits: Desk) -> None:
    assert told(watch(waits, NINE), NINE + HOUR) == [(HOUR, False)]
    assert told(watch(waits, NINE + HOUR), *every_minute(61, 75)) == [(70 * MINUTE, True)]
    assert watch(waits, NINE + 75 * MINUTE).due(NINE + 80 * MINUTE) == []


# while no engine ran


def ask_many(desk: Desk, number: int, at: int) -> None:
    for one in range(number):
        desk.receive(f"m{one}@client.ru", sender=f"Client {one} <c{one}@client.ru>", at=at)
    desk.derive()


def test_who_came_due_before_the_very_first_start_is_not_announced(waits: Desk) -> None:
    assert watch(waits, NINE + 5 * HOUR).due(NINE + 6 * HOUR) == []


def test_those_missed_while_nothing_ran_are_announced_as_one_and_never_again(desk: Desk) -> None:
    settings.put(desk.db, "work_zone", '"UTC"')
    watch(desk, NINE).due(NINE)
    ask_many(desk, 3, NINE + 10 * MINUTE)
    targets = watch(desk, NINE + 3 * HOUR)
    assert targets.due(NINE + 181 * MINUTE) == [TargetsMissed(3, NINE)]
    assert targets.due(NINE + 182 * MINUTE) == []
    assert watch(desk, NINE + 4 * HOUR).due(NINE + 241 * MINUTE) == []


def test_a_single_one_missed_is_announced_by_name(waits: Desk) -> None:
    announced.mark(waits.db, "targets watched", NINE)
    [found] = watch(waits, NINE + 3 * HOUR).due(NINE + 181 * MINUTE)
    assert isinstance(found, TargetNear)
    assert (found.name, found.late) == ("Anna", True)


def test_they_are_announced_once_the_mailboxes_were_looked_at(desk: Desk) -> None:
    settings.put(desk.db, "work_zone", '"UTC"')
    watch(desk, NINE).due(NINE)
    ask_many(desk, 2, NINE + 10 * MINUTE)
    settled: list[bool] = []
    targets = TargetWatch(desk.db, NINE + 3 * HOUR, lambda: bool(settled))
    assert targets.due(NINE + 181 * MINUTE) == []
    ended = watch(desk, NINE + 3 * HOUR, settled=False)
    assert ended.due(NINE + 182 * MINUTE) == [], "killed before it told: the next start tells"
    desk.send("r@firm.ru", to="c0@client.ru", answers="m0@client.ru", at=NINE + HOUR)  # from the telephone
    ask_many(desk, 5, NINE + 20 * MINUTE)
    settled.append(True)
    [found] = targets.due(NINE + 183 * MINUTE)
    assert isinstance(found, TargetsMissed)
    assert found.number == 4


def test_a_mailbox_that_cannot_be_reached_holds_them_back_for_minutes_only(waits: Desk) -> None:
    announced.mark(waits.db, "targets watched", NINE)
    targets = watch(waits, NINE + 3 * HOUR, settled=False)
    assert targets.due(NINE + 185 * MINUTE) == []
    assert len(targets.due(NINE + 191 * MINUTE)) == 1


def test_a_warning_due_while_nothing_ran_is_given_while_there_is_still_time(waits: Desk) -> None:
    announced.mark(waits.db, "targets watched", NINE + 50 * MINUTE)
    assert told(watch(waits, NINE + HOUR), NINE + 61 * MINUTE) == [(61 * MINUTE, False)]


def test_a_letter_the_server_brings_late_is_announced_within_the_hour(waits: Desk) -> None:
    targets = watch(waits, NINE)
    assert told(targets, *every_minute(0, 120)) != []
    waits.receive("b@client.ru", sender=f"Boris <{BORIS}>", at=NINE + 30 * MINUTE)
    waits.receive("o@client.ru", sender="Old <old@client.ru>", at=NINE - 30 * DAY)
    waits.derive()
    assert [one.name for one in targets.due(NINE + 2 * HOUR) if isinstance(one, TargetNear)] == ["Boris"]


def test_a_clock_that_was_ahead_silences_no_warning_once_it_is_right(waits: Desk) -> None:
    """Neither before a restart, nor after it."""
    ahead = NINE + 40 * DAY
    assert watch(waits, ahead).due(ahead) == []
    assert told(watch(waits, NINE), *every_minute(10, 200)) == [(55 * MINUTE, False), (70 * MINUTE, True)]


def test_a_clock_that_is_set_back_while_it_runs_silences_no_warning(waits: Desk) -> None:
    targets = watch(waits, NINE + 40 * DAY)
    assert told(targets, *every_minute(10, 200)) == [(55 * MINUTE, False), (70 * MINUTE, True)]
