"""Bad input at the reply-speed page, through its model: the numbers of a report, the words of its cards."""

from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND
from desktop_app.domain.reply_times import Clock, Start
from desktop_app.domain.targets import Target, Targets
from desktop_app.domain.work_hours import Interval, WorkHours
from desktop_app.ui.pages.speed_figures import beside_figures, main_figures
from desktop_app.ui.speed_records import Query
from desktop_app.ui.speed_report import SpeedDesk
from desktop_app.ui.words_targets import sentence
from tests.fakes.desk import ANNA, Desk
from tests.fakes.desk import NOW as MONDAY_AFTERNOON
from tests.fakes.ui_world import NOW, PageReader
from tests.ui.test_speed_report import wait

OFFICE = WorkHours(zone="UTC", country="")  # NOW is a Thursday, 12:00
NEVER = replace(OFFICE, week=((),) * 7)
AROUND = ((Interval(0, 1440),),) * 7
WORKING, CALENDAR = Clock.WORKING, Clock.CALENDAR
HOUR_OF_WORK = Targets(Target(3600.0))


def shown(waits, clock=WORKING, hours=OFFICE, now=NOW, targets=HOUR_OF_WORK, reader=None):
    """The report, the words of the four cards, and those of the four below."""
    reader = reader or PageReader(wait_rows=waits)
    query = Query(None, clock, Start.ARRIVAL, 3600.0, targets=targets)
    desk = SpeedDesk()
    report = desk.report(query, hours, now, reader, 0)
    beside = desk.beside(query, hours, report.now, reader, 0)
    return report, main_figures(report), beside_figures(beside, working=clock is WORKING)


def texts(figures):
    return [(one.figure, one.detail, one.change) for one in figures]


@pytest.mark.parametrize("clock", list(Clock))
def test_no_waits(clock):
    report, cards, below = shown([], clock)
    few = ("–", "0 of 0 answered", "Too few answers for a figure")
    assert texts(cards) == [few, few, few, ("0", "", "")]
    assert [one.figure for one in below] == ["–"] * 4
    assert (report.figures.n, report.waiting.late, list(report.few)) == (0, 0, [])


def test_one_wait_answered_and_one_not():
    report, cards, _below = shown([wait(1, NOW - 2 * HOUR, NOW - HOUR)])
    assert texts(cards)[0] == ("–", "1 of 1 answered", "Too few answers for a figure")
    assert [row.id for row in report.few] == [1]
    report, cards, below = shown([wait(1, NOW - 2 * HOUR)])
    assert texts(cards)[3] == ("1", "Longest: 2 h", "1 longer than the target")
    assert below[0].detail == "0 of 1"


def test_all_unanswered_is_no_figure_and_mostly_unanswered_says_so():
    _report, cards, below = shown([wait(n, NOW - n * DAY) for n in range(1, 41)])
    assert texts(cards)[0] == ("–", "0 of 40 answered", "Too few answers for a figure")
    assert texts(cards)[3][0] == "40"
    assert (below[0].figure, below[0].detail) == ("0 %", "0 % to 9 %\n0 of 40")
    some = [wait(n, NOW - n * DAY, NOW - n * DAY + 10 * MINUTE if n < 13 else None) for n in range(1, 61)]
    report, cards, _below = shown(some, CALENDAR)
    assert report.figures.median.value is None
    assert texts(cards)[0] == ("–", "More than half unanswered", "12 of 60 answered")


def test_replies_before_the_arrival_by_a_wrong_clock_take_no_time_and_no_less():
    report, cards, _below = shown([wait(n, NOW - n * HOUR, NOW - 30 * HOUR) for n in range(1, 31)], CALENDAR)
    assert report.times.seconds.tolist() == [0.0] * 30
    assert texts(cards)[0][:2] == ("< 1 min", "no upper end can be told\n30 of 30 answered")
    assert report.figures.within.value == 1.0


def test_a_client_whose_clock_is_ahead_waits_no_time_yet():
    report, cards, _below = shown([wait(1, NOW + 3 * HOUR)], CALENDAR)
    assert (report.waiting.longest_s, report.waiting.late) == (0.0, 0)
    assert texts(cards)[3][0] == "1"


def test_years_of_leave_count_no_working_time_and_all_of_the_calendar():
    hours = replace(OFFICE, leave=((date(2000, 1, 1), date(2040, 1, 1)),))
    answered = [wait(n, NOW - n * DAY, NOW - n * DAY + 5 * HOUR) for n in range(1, 31)]
    waits = [*answered, wait(99, NOW - 300 * DAY)]
    report, cards, _below = shown(waits, hours=hours)
    assert report.figures.median.value == 0.0
    assert texts(cards)[0][0] == "< 1 min"
    assert texts(cards)[3] == ("1", "Longest: less than a minute", "0 longer than the target")
    _report, cards, _below = shown(waits, CALENDAR, hours=hours, targets=None)
    assert texts(cards)[0][0] == "5 h"
    assert texts(cards)[3] == ("1", "Longest: 300 d", "1 longer than the target")


def test_hours_that_never_open_make_nobody_late_on_either_clock():
    waits = [wait(n, NOW - n * DAY) for n in range(1, 4)]
    for clock in Clock:
        report, cards, _below = shown(waits, clock, hours=NEVER)
        assert report.waiting.late == 0, "the target is counted in working hours"
        assert texts(cards)[3][2] == "0 longer than the target"
    assert sentence(HOUR_OF_WORK, working=False) == "Target: 1 h of work."


def test_a_manager_in_three_time_zones_has_history_told_anew_in_each():
    """Fifteen letters at 7:00 UTC, each answered at 8:30 UTC: work began before, with, and after them."""
    day = NOW - NOW % DAY
    waits = [
        wait(n, day - n * DAY + 7 * HOUR, day - n * DAY + 8 * HOUR + 30 * MINUTE)
        for n in range(30)
        if (day // DAY - n + 3) % 7 < 5
    ]
    told = {}
    desk = SpeedDesk()  # one page, whose owner travels
    for zone in ("Asia/Yekaterinburg", "Europe/Berlin", "Atlantic/Azores"):
        query = Query(None, WORKING, Start.ARRIVAL, 3600.0, targets=HOUR_OF_WORK)
        report = desk.report(query, replace(OFFICE, zone=zone), NOW, PageReader(wait_rows=waits), 0)
        told[zone] = (main_figures(report)[0].figure, {cell.hour for cell in report.cells})
    assert told == {
        "Asia/Yekaterinburg": ("1 h 30 min", {12}),
        "Europe/Berlin": ("30 min", {8}),
        "Atlantic/Azores": ("< 1 min", {6}),
    }


def berlin(*parts, fold=0):
    at = datetime(*parts, tzinfo=ZoneInfo("Europe/Berlin"), fold=fold)
    return int(at.timestamp()) * SECOND


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        (berlin(2026, 3, 29, 1, 30), berlin(2026, 3, 29, 3, 30), 60),  # two to three does not exist
        (berlin(2026, 10, 25, 1, 30), berlin(2026, 10, 25, 3, 30), 180),  # two to three comes twice
        (berlin(2026, 10, 25, 2, 30), berlin(2026, 10, 25, 2, 30, fold=1), 60),
    ],
    ids=["spring", "autumn", "the same time twice"],
)
def test_in_the_nights_in_which_clocks_change_hours_are_as_long_as_they_were(begin, end, minutes):
    hours = WorkHours(zone="Europe/Berlin", country="", week=AROUND)
    for clock in Clock:
        report, cards, _below = shown([wait(n, begin, end) for n in range(1, 31)], clock, hours=hours)
        assert report.figures.median.value == minutes * 60.0
        assert cards[0].figure == {60: "1 h", 180: "3 h"}[minutes]


def test_two_people_who_answer_at_once_are_one_answer(tmp_path):
    with closing(Desk(tmp_path / "data")) as desk:
        desk.receive("q@client.ru", at=MONDAY_AFTERNOON - 2 * HOUR)
        for number in (1, 2):
            at = MONDAY_AFTERNOON - HOUR
            desk.send(f"r{number}@firm.ru", to=ANNA, answers="q@client.ru", at=at)
        desk.derive()
        with closing(desk.reader()) as reader:
            report, cards, below = shown([], CALENDAR, now=MONDAY_AFTERNOON, reader=reader)
    assert (report.figures.n, report.figures.answered) == (1, 1)
    assert report.times.seconds.tolist() == [3600.0]
    assert cards[0].detail == "1 of 1 answered"
    assert below[0].detail == "1 of 1"
    assert report.waiting.letters == []


def test_targets_that_differ_are_said_as_such_and_have_no_place_on_the_axes():
    some = Targets(Target(3600.0), {}, {"Ads": Target(600.0, working=False)})
    waits = [
        wait(n, at, at + 30 * MINUTE, channel="Ads" if n % 2 else "")
        for n in range(1, 31)
        for at in [NOW - n * MINUTE - HOUR]
    ]
    report, cards, _below = shown(waits, targets=some)
    assert report.mark_s is None
    assert (cards[2].label, cards[2].figure) == ("Answered within the target", "50 %")
    assert sentence(some, working=True) == "Target: 1 h. But Ads: 10 min by the calendar."
