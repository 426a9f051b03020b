from datetime import date

import pytest

from desktop_app.domain.errors import InputError
from desktop_app.domain.team_hours import hours_of, hours_text
from desktop_app.domain.work_hours import Interval, WorkHours

HOURS = WorkHours(
    zone="Asia/Yekaterinburg",
    week=((Interval(600, 780), Interval(840, 1080)),) * 4 + ((), (), (Interval(0, 1440),)),
    lunch=Interval(780, 840),
    country="RU",
    working=frozenset((date(2026, 1, 2),)),
    off=frozenset((date(2026, 3, 3), date(2026, 3, 2))),
    short=frozenset((date(2026, 4, 30),)),
    leave=((date(2026, 7, 1), date(2026, 7, 28)),),
)


@pytest.mark.parametrize("hours", [HOURS, WorkHours()])
def test_hours_travel_as_text_and_come_back_the_same(hours):
    assert hours_of(hours_text(hours)) == hours


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "{}",
        "null",
        "[" * 100_000,
        hours_text(HOURS).replace("Asia/Yekaterinburg", "../etc/passwd"),
        hours_text(HOURS).replace("2026-03-03", "2026-03-33"),
        hours_text(HOURS).replace("[600, 780]", "[780, 600]"),
        hours_text(HOURS).replace("[600, 780]", "[600.5, 780]"),
        hours_text(HOURS).replace("[600, 780]", "[600]"),
        hours_text(HOURS).replace('"RU"', '"XX"'),
    ],
)
def test_what_are_no_hours_is_refused(text):
    with pytest.raises(InputError):
        hours_of(text)
