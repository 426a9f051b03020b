import numpy as np
import pytest

from desktop_app.domain.model import DAY, HOUR, MINUTE, Excluded
from desktop_app.domain.reply_times import Clock, Start
from desktop_app.domain.work_hours import Interval, WorkHours
from desktop_app.store.rows import WaitRow
from desktop_app.ui.speed_records import Query
from desktop_app.ui.speed_report import SpeedDesk
from tests.fakes.ui_world import NOW, PageReader

HOURS = WorkHours(zone="UTC", country="")  # NOW is a Thursday, 12:00


def report(query, hours, now, reader):
    """One report, nothing kept."""
    return SpeedDesk().report(query, hours, now, reader, 0)


def wait(number, arrived, answered=None, **changes):
    values = {
        "id": number,
        "conversation": number,
        "contact": number,
        "name": f"Client {number}",
        "subject": "Prices",
        "first_letter": 10 * number,
        "last_letter": 10 * number + 1,
        "arrived_at": arrived,
        "seen_low": None,
        "seen_high": None,
        "answered_at": answered,
        "answer": None if answered is None else 10 * number + 2,
        "responder": "",
        "excluded": None,
        "first_of_conversation": True,
        "channel": "",
    }
    return WaitRow(**{**values, **changes})


def asked(waits, days=28, clock=Clock.CALENDAR, start=Start.ARRIVAL):
    query = Query(days=days, clock=clock, start=start, target_s=3600)
    return report(query, HOURS, NOW, PageReader(wait_rows=waits))


def test_figures_come_from_the_period_and_the_one_before_it():
    inside = [wait(n, NOW - n * HOUR, NOW - n * HOUR + 10 * MINUTE) for n in range(1, 21)]
    before = [wait(100 + n, NOW - 40 * DAY, NOW - 40 * DAY + 5 * HOUR) for n in range(20)]
    result = asked([*inside, *before])
    assert result.figures.n == 20
    assert result.figures.median.value == 600
    assert result.before is not None
    assert result.before.median.value == 5 * 3600
    assert not result.within_chance


def test_everything_has_no_period_before_it():
    result = asked([wait(1, NOW - 900 * DAY, NOW - 899 * DAY)], days=None)
    assert result.figures.n == 1
    assert result.before is None
    assert result.within_chance


def test_who_waits_is_shown_whatever_the_period_longest_first():
    waits = [wait(1, NOW - HOUR), wait(2, NOW - 90 * DAY), wait(3, NOW - HOUR, excluded=Excluded.LIST)]
    waiting = asked(waits).waiting
    assert [one.row.id for one in waiting.listed] == [2, 1]
    assert waiting.letters == [20, 10]
    assert waiting.listed[1].seconds == 3600
    assert (waiting.late, waiting.longest_s) == (1, 90 * 24 * 3600)


def test_on_the_working_clock_waiting_counts_working_time_only():
    (waiting,) = asked([wait(1, NOW - DAY)], clock=Clock.WORKING).waiting.listed
    assert waiting.seconds == 9 * 3600


def test_the_letters_behind_waits_are_question_and_answer_newest_first():
    result = asked([wait(1, NOW - 2 * HOUR, NOW - HOUR), wait(2, NOW - HOUR)])
    assert result.letters(np.arange(2)) == [20, 10, 12]


def test_slower_than_counts_those_who_still_wait():
    result = asked([wait(1, NOW - 3 * HOUR, NOW - 2 * HOUR), wait(2, NOW - 5 * HOUR)])
    letters = result.columns.first_letter
    assert letters[result.slower_than(2 * 3600)].tolist() == [20]
    assert letters[result.aim.within()].tolist() == [10]


def test_what_is_excluded_is_counted_by_reason_with_its_letters():
    waits = [
        wait(n, NOW - HOUR, excluded=reason) for n, reason in enumerate([Excluded.AUTO, *[Excluded.LIST] * 2])
    ]
    excluded = {reason: letters.tolist() for reason, letters in asked(waits).excluded.items()}
    assert excluded == {Excluded.LIST: [10, 20], Excluded.AUTO: [0]}
    assert list(excluded) == [Excluded.LIST, Excluded.AUTO]


@pytest.mark.parametrize("clock", list(Clock))
@pytest.mark.parametrize("start", list(Start))
def test_an_empty_mailbox_has_empty_figures(clock, start):
    result = asked([], clock=clock, start=start)
    assert result.figures.n == 0
    assert result.waiting.listed == []
    assert result.steps == ()


def test_each_filter_leaves_its_part():
    old = [wait(n, NOW - 20 * DAY, NOW - 20 * DAY + HOUR, contact=1, channel="promo") for n in range(1, 13)]
    young = [wait(n, NOW - n * HOUR, NOW - n * HOUR + MINUTE, contact=n) for n in range(20, 35)]
    again = wait(40, NOW - HOUR, NOW - MINUTE, contact=1, conversation=40)
    reader = PageReader(wait_rows=[*old, *young, again])

    def counted(**filters):
        query = Query(days=None, clock=Clock.CALENDAR, start=Start.ARRIVAL, target_s=3600, **filters)
        return report(query, HOURS, NOW, reader).figures.n

    assert counted() == 28
    assert counted(channel="promo") == 12
    assert counted(channel="") == 16
    assert counted(channel="gone") == 0
    assert counted(account=1) == 28
    assert counted(account=2) == 0
    assert counted(company=True) == 0
    assert counted(known=False) == 16  # the first conversation of each of sixteen clients
    assert counted(known=True) == 12


def test_what_was_measured_is_kept_until_the_mailbox_the_hours_or_the_minute_change():
    reader = PageReader(wait_rows=[wait(1, NOW - HOUR)])
    desk = SpeedDesk()
    query = Query(days=28, clock=Clock.WORKING, start=Start.ARRIVAL, target_s=3600)
    assert desk.report(query, HOURS, NOW, reader, 1).figures.n == 1
    reader.wait_rows = [*reader.wait_rows, wait(2, NOW - HOUR)]
    same = desk.report(query, HOURS, NOW + MINUTE - 1, reader, 1)
    assert (same.figures.n, same.now) == (1, NOW)
    assert desk.report(query, HOURS, NOW + MINUTE, reader, 1).now == NOW + MINUTE
    assert desk.report(query, HOURS, NOW, reader, 2).figures.n == 2
    late = WorkHours(zone="UTC", country="", week=((Interval(0, 60),),) * 7)
    assert desk.report(query, late, NOW, reader, 2).waiting.longest_s == 0
