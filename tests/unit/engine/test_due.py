"""The next action "answer" goes by the target of the letter that waits: channel, mailbox, everybody."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.model import ContactId
from desktop_app.domain.targets import Target
from desktop_app.domain.timetable import Timetable
from desktop_app.domain.work_hours import WorkHours
from desktop_app.engine.attribution import attribute_history
from desktop_app.engine.due import Due
from desktop_app.engine.leads import refresh_active
from desktop_app.store import channels, settings
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, ME, MINUTE, NOW, Desk

NINE = NOW - NOW % DAY + 9 * HOUR  # Monday, 21 September 2026; hours are UTC


def rules(desk: Desk, *some: list[object]) -> None:
    settings.put(desk.db, "target_rules", json.dumps(some))


def reasons(desk: Desk, now: int, *, late: bool = False) -> dict[str, str]:
    refresh_active(desk.db, now, late=late)
    return dict(desk.db.rows("SELECT address, reason FROM lead"))


@pytest.fixture
def asked(desk: Desk) -> Desk:
    settings.put(desk.db, "work_zone", '"UTC"')
    desk.now = NINE
    channels.put(desk.db, "Ads", ["ads@firm.ru"])
    desk.receive("q@client.ru", sender=f"Anna <{ANNA}>", at=NINE)
    desk.receive("p@client.ru", sender=f"Boris <{BORIS}>", to="ads@firm.ru", at=NINE)
    attribute_history(desk.db)
    desk.derive()
    return desk


def test_a_channel_with_a_shorter_target_is_to_be_answered_sooner(asked: Desk) -> None:
    rules(asked, ["channel", "ads", 15, "working"], ["account", ME, 120, "working"])
    assert reasons(asked, NINE + 16 * MINUTE) == {ANNA: "client_wrote", BORIS: "client_waits"}
    assert reasons(asked, NINE + 61 * MINUTE) == {ANNA: "client_wrote", BORIS: "client_waits"}
    assert reasons(asked, NINE + 121 * MINUTE) == {ANNA: "client_waits", BORIS: "client_waits"}


def test_of_several_letters_the_one_nearest_to_its_target_counts(asked: Desk) -> None:
    rules(asked, ["channel", "ads", 15, "working"])
    asked.receive("q2@client.ru", sender=f"Anna <{ANNA}>", to="ads@firm.ru", at=NINE + 20 * MINUTE)
    attribute_history(asked.db)
    asked.derive()
    assert reasons(asked, NINE + 30 * MINUTE)[ANNA] == "client_wrote"
    assert reasons(asked, NINE + 36 * MINUTE)[ANNA] == "client_waits"


def test_a_target_of_the_calendar_runs_through_the_night(asked: Desk) -> None:
    settings.put(asked.db, "target_minutes", "600")
    settings.put(asked.db, "target_clock", '"calendar"')
    assert set(reasons(asked, NINE + 9 * HOUR).values()) == {"client_wrote"}
    assert set(reasons(asked, NINE + 10 * HOUR + MINUTE).values()) == {"client_waits"}


def test_a_long_target_is_missed_on_its_day_and_not_before(asked: Desk) -> None:
    settings.put(asked.db, "target_minutes", str(60 * 9 * 5))  # five days of work, a weekend within
    assert set(reasons(asked, NINE + 6 * DAY).values()) == {"client_wrote"}
    assert set(reasons(asked, NINE + 11 * DAY).values()) == {"client_waits"}


def test_a_longer_target_takes_the_warning_back(asked: Desk) -> None:
    assert set(reasons(asked, NINE + 2 * HOUR).values()) == {"client_waits"}
    settings.put(asked.db, "target_minutes", "240")
    assert set(reasons(asked, NINE + 2 * HOUR, late=True).values()) == {"client_wrote"}


@given(
    st.lists(st.integers(-DAY, 200 * DAY), min_size=1, max_size=2),
    st.sampled_from((MINUTE, HOUR, 400 * HOUR, 520 * HOUR, 100 * DAY)),
    st.booleans(),
    st.floats(0, 1),
)
def test_nobody_is_late_before_the_instant_that_is_told(ages, allowed, working, part):
    who, target = ContactId(1), Target(allowed / 1_000_000, working)
    due = Due(3600.0, Timetable(WorkHours("Europe/Moscow")), {who: [(NOW - age, target) for age in ages]})

    def seen(at):
        waited, least = due.of_contact(who, at)
        return waited > least, least

    until = due.changes_at(who, NOW)
    last = NOW + 400 * DAY if until is None else until - 1
    assert seen(last) == seen(NOW)
    assert seen(NOW + int((last - NOW) * part)) == seen(NOW)
