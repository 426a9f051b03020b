"""The team page's figures: fair, by each one's own calendar, silent where the data are."""

from dataclasses import replace

import numpy as np
import pytest

from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND
from desktop_app.domain.reply_times import ABSENT, Clock, Start
from desktop_app.domain.team_report import Advice, Person, Shown, TeamQuery, Waits, names_of, team_report
from desktop_app.domain.work_hours import WorkHours

NOW = 1_795_694_400 * SECOND  # Thursday 26 November 2026, 12:00 UTC
UTC = WorkHours(zone="UTC", country="")
QUERY = TeamQuery(84, Clock.CALENDAR, Start.ARRIVAL, 3600.0)


def waits(arrived, answered=None, **columns):
    arrived = np.asarray(arrived, np.int64)
    nothing, never = np.full(arrived.shape, ABSENT), np.zeros(arrived.shape, np.bool_)
    values = {
        "arrived": arrived,
        "seen_low": nothing,
        "seen_high": nothing,
        "answered": nothing if answered is None else np.asarray(answered, np.int64),
        "first": ~never,
        "new": never,
        "company": never,
        "letters": np.empty(0, np.int64),
        "taken": never,
        "handed_over": np.empty(0, np.int64),
    }
    return Waits(**{**values, **columns})


def person(name, count, usual_s, seed=1, never=0.0, **changes):
    """`count` letters over eighty days, answered after `usual_s` or so, a share of them `never`."""
    random = np.random.default_rng(seed)
    arrived = NOW - random.integers(10 * DAY, 80 * DAY, count)
    seconds = usual_s * random.lognormal(0, 1.0, count)
    answered = np.where(random.random(count) < never, ABSENT, arrived + (seconds * SECOND).astype(np.int64))
    answered = np.where(answered > NOW, ABSENT, answered)
    return replace(Person(name.lower(), name, UTC, waits(arrived, answered)), **changes)


def test_two_equal_people_are_not_said_to_differ():
    report = team_report([person("Boris", 200, 1800, 2), person("Anna", 200, 1800, 3)], QUERY, NOW)
    assert report.shown is Shown.NOTHING
    assert not report.differences
    assert [one.person.name for one in report.people] == ["Anna", "Boris"]


def test_a_difference_names_the_faster_one_and_people_stay_in_the_order_of_their_names():
    report = team_report([person("Zoya", 200, 600, 2), person("Anna", 200, 3000, 3)], QUERY, NOW)
    assert report.shown is Shown.DIFFERENCE
    assert [(one.first, one.second, one.faster) for one in report.differences] == [("anna", "zoya", "zoya")]
    assert [one.person.name for one in report.people] == ["Anna", "Zoya"]
    assert names_of(report)["zoya"] == "Zoya"


def test_below_sixty_answers_nobody_is_compared_however_large_the_difference():
    report = team_report([person("Anna", 59, 60, 2), person("Boris", 200, 36_000, 3)], QUERY, NOW)
    assert report.shown is Shown.TOO_FEW
    assert report.too_few == ("Anna",)
    assert not report.differences
    assert not report.explained


def test_one_alone_is_compared_with_nobody_and_nobody_makes_an_empty_page():
    assert team_report([person("Anna", 100, 60)], QUERY, NOW).shown is Shown.ALONE
    assert team_report([], QUERY, NOW).people == ()


def test_who_gets_more_of_the_slow_kind_is_not_said_to_be_slower():
    """Both answer companies in minutes and others in a day; Boris gets the others."""
    random = np.random.default_rng(5)

    def mixed(name, companies, others):
        count = companies + others
        company = np.arange(count) < companies
        arrived = NOW - random.integers(10 * DAY, 80 * DAY, count)
        usual = np.where(company, 300, 80_000) * random.lognormal(0, 0.6, count)
        columns = waits(arrived, arrived + (usual * SECOND).astype(np.int64), company=company)
        return Person(name.lower(), name, UTC, columns)

    report = team_report([mixed("Anna", 150, 40), mixed("Boris", 40, 150)], QUERY, NOW)
    assert report.shown is Shown.NOTHING
    assert [(one.first, one.second) for one in report.explained] == [("anna", "boris")]


def test_the_unanswered_count_so_that_ignoring_is_not_fast():
    all_of_them, half = person("Anna", 200, 1800, 2), person("Boris", 200, 1800, 2, never=0.5)
    anna, boris = team_report([all_of_them, half], QUERY, NOW).people
    assert (boris.figures.within.value or 0) < (anna.figures.within.value or 0)
    assert boris.open_waits > 60


def test_everybodys_time_is_read_by_his_own_calendar():
    """A letter of 03:00 UTC, answered at 06:00: in Novosibirsk 10:00 to 13:00, in UTC the night."""
    arrived = [NOW - day * DAY - 9 * HOUR for day in range(1, 40) if day % 7 not in (4, 5)]
    columns = waits(arrived, [at + 3 * HOUR for at in arrived])
    east = Person("east", "East", WorkHours(zone="Asia/Novosibirsk", country=""), columns)
    west = Person("west", "West", UTC, columns)
    found = team_report([east, west], replace(QUERY, clock=Clock.WORKING), NOW)
    assert [one.figures.median.value for one in found.people] == [3 * 3600.0, 0.0]
    assert [one.off_hours for one in found.people] == [0.0, 1.0]
    calendar = team_report([east, west], QUERY, NOW)
    assert [one.figures.median.value for one in calendar.people] == [3 * 3600.0, 3 * 3600.0]


def test_of_a_silent_program_nothing_is_said_beyond_what_it_told():
    told = NOW - 5 * DAY
    one = Person("anna", "Anna", UTC, waits([told - HOUR]), told_at=told)
    report = team_report([one], QUERY, NOW).people[0]
    assert report.longest_s == 3600.0
    assert report.now == told


def test_load_and_open_waits_are_of_the_period_and_of_now():
    columns = waits(
        [NOW - 200 * DAY, NOW - 14 * DAY, NOW - 30 * MINUTE], letters=np.array([5, 6, 7], np.int64)
    )
    report = team_report([Person("a", "A", UTC, columns)], replace(QUERY, days=28), NOW).people[0]
    assert (report.arrivals, report.load) == (2, 0.5)
    assert (report.open_waits, report.overdue) == (3, 2)
    assert report.open_letters == [5, 6, 7]
    assert report.slower_than(3600) == [6]


def test_waits_that_changed_hands_are_told_beside_the_figures():
    """What was handed over counts in no figure; what was taken over counts from then on."""
    arrived = NOW - np.arange(1, 5) * DAY
    of_anna = waits(
        arrived,
        arrived + HOUR,
        taken=np.array([True, False, True, False]),
        handed_over=np.array([NOW - 2 * DAY, NOW - 3 * DAY, NOW - 400 * DAY]),
    )
    (anna,) = team_report([Person("anna", "Anna", UTC, of_anna)], QUERY, NOW).people
    assert (anna.figures.n, anna.taken_over, anna.handed_over) == (4, 2, 2)


def test_a_calendar_that_never_opens_and_no_waits_at_all_make_a_report():
    never = WorkHours(zone="UTC", country="", week=((),) * 7)
    empty = Person("a", "A", never, waits([]))
    full = replace(person("B", 100, 600), hours=never)
    for clock in Clock:
        found = team_report([empty, full], replace(QUERY, clock=clock), NOW)
        assert found.people[0].load == 0
        assert found.people[1].off_hours == 1.0


def hints(report):
    return [(hint.advice, hint.number) for hint in report.hints]


def test_advice_says_where_the_time_goes():
    base = person("Anna", 100, 7200)
    arrived = base.waits.arrived
    late = replace(base.waits, seen_low=arrived, seen_high=arrived + 10 * MINUTE, answered=arrived + 5 * HOUR)
    lying = replace(
        base.waits,
        seen_low=arrived + 5 * HOUR,
        seen_high=arrived + 5 * HOUR + MINUTE,
        answered=arrived + 5 * HOUR + 3 * MINUTE,
    )
    for columns, advice in ((late, Advice.AFTER_OPENING), (lying, Advice.UNOPENED)):
        found = team_report([replace(base, waits=columns)], QUERY, NOW).people[0]
        assert (advice, 0) in hints(found)


def test_advice_names_load_off_hours_and_what_is_overdue():
    team = [person("Anna", 40, 60, 1), person("Boris", 40, 60, 2), person("Clara", 160, 60, 3, never=0.1)]
    clara = team_report(team, QUERY, NOW).people[2]
    said = dict(hints(clara))
    assert said[Advice.LOAD] >= 35
    assert said[Advice.OFF_HOURS] > 50  # letters come at all hours of all days
    assert said[Advice.OVERDUE] == clara.overdue > 5


@pytest.mark.parametrize("days", [28, None])
def test_letters_from_before_the_period_are_not_in_its_figures(days):
    report = team_report([person("Anna", 100, 60)], replace(QUERY, days=days), NOW).people[0]
    assert (report.figures.n < 100) is (days is not None)
