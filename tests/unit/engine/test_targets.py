"""Warnings of the target: once before, once when it is missed, only in working time, never twice."""

import pytest

from desktop_app.engine.targets import Targets
from desktop_app.store import settings
from tests.fakes.desk import ANNA, DAY, HOUR, MINUTE, NOW, Desk

NINE = NOW - NOW % DAY + 9 * HOUR  # Monday, 21 September 2026; hours are UTC


@pytest.fixture
def waits(desk: Desk) -> Desk:
    settings.put(desk.db, "work_zone", '"UTC"')
    desk.receive("q@client.ru", sender=f"Anna <{ANNA}>", at=NINE + 10 * MINUTE, subject="Prices")
    desk.derive()
    return desk


def told(targets: Targets, *moments: int) -> list[tuple[int, bool]]:
    return [(at - NINE, one.late) for at in moments for one in targets.due(at)]


def test_one_warning_before_and_one_at_the_breach(waits: Desk) -> None:
    minutes = [NINE + number * MINUTE for number in range(10, 200)]
    targets = Targets(waits.db, NINE)
    assert told(targets, *minutes) == [(55 * MINUTE, False), (70 * MINUTE, True)]
    [found] = Targets(waits.db, NINE + 69 * MINUTE).due(NINE + 70 * MINUTE)
    assert (found.name, found.subject, found.target) == ("Anna", "Prices", HOUR)


def test_an_answer_ends_it(waits: Desk) -> None:
    waits.send("r@firm.ru", to=ANNA, answers="q@client.ru", at=NINE + 30 * MINUTE)
    waits.derive()
    assert told(Targets(waits.db, NINE), NINE + 3 * HOUR) == []


def test_the_night_is_no_time_to_warn(desk: Desk) -> None:
    settings.put(desk.db, "work_zone", '"UTC"')
    desk.receive("q@client.ru", sender=f"Anna <{ANNA}>", at=NINE + 8 * HOUR + 50 * MINUTE)  # ten to six
    desk.derive()
    targets = Targets(desk.db, NINE)
    hours = [NINE + number * 5 * MINUTE for number in range(12 * 30)]
    assert told(targets, *hours) == [(DAY + 35 * MINUTE, False), (DAY + 50 * MINUTE, True)]


def test_what_was_missed_while_nothing_ran_is_not_announced_late(waits: Desk) -> None:
    assert told(Targets(waits.db, NINE + 5 * HOUR), NINE + 6 * HOUR) == []


def test_it_can_be_switched_off_and_hours_that_never_open_warn_never(waits: Desk) -> None:
    settings.put(waits.db, "work_hours", "{}")
    assert told(Targets(waits.db, NINE), NINE + DAY) == []
    settings.put(waits.db, "work_hours", '{"mon": [["09:00", "18:00"]]}')
    settings.put(waits.db, "target_alerts", "false")
    assert told(Targets(waits.db, NINE), NINE + DAY) == []


def test_a_clock_set_back_announces_nothing_twice(waits: Desk) -> None:
    targets = Targets(waits.db, NINE)
    moments = (NINE + HOUR, NINE + 30 * MINUTE, NINE + HOUR, NINE + 2 * HOUR)
    assert [late for _at, late in told(targets, *moments)] == [False, True]
