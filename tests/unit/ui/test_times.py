"""Instants and durations in words, English and Russian, in local time (Yekaterinburg in tests)."""

import pytest
from PySide6.QtCore import QLocale

from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND
from desktop_app.settings.paths import resources
from desktop_app.ui import times
from desktop_app.ui.translation import install, uninstall
from tests.fakes.sample_data import NOW


@pytest.fixture
def russian(qapp):
    before = QLocale()
    loaded = install(qapp, resources() / "i18n", "ru")
    yield
    uninstall(qapp, loaded)
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def _english(qapp):
    QLocale.setDefault(QLocale("en"))


@pytest.mark.parametrize(
    ("length", "english"),
    [
        (0, "less than a minute"),
        (-5 * HOUR, "less than a minute"),
        (59 * SECOND, "less than a minute"),
        (MINUTE, "1 min"),
        (HOUR, "1 h"),
        (3 * HOUR + 10 * MINUTE, "3 h 10 min"),
        (DAY, "1 d"),
        (2 * DAY + 4 * HOUR + 59 * MINUTE, "2 d 4 h"),
        (40 * DAY + 5 * HOUR, "40 d"),
    ],
)
def test_a_duration_has_at_most_two_units(length, english):
    assert times.duration(length) == english


def test_a_narrow_column_shortens_what_is_under_a_minute():
    assert times.waited(30 * SECOND) == "< 1 min"
    assert times.waited(3 * HOUR + 10 * MINUTE) == "3 h 10 min"


def test_a_duration_in_russian(russian):
    assert times.duration(3 * HOUR + 10 * MINUTE) == "3 ч 10 мин"
    assert times.duration(2 * DAY) == "2 д"


@pytest.mark.parametrize(
    ("age", "english"),
    [
        (-HOUR, "just now"),
        (30 * SECOND, "just now"),
        (12 * MINUTE, "12 min ago"),
        (23 * HOUR, "23 h ago"),
        (25 * HOUR, "Wed 11:24"),
        (8 * DAY, "18 Nov"),
        (400 * DAY, "22 Oct 2025"),
    ],
)
def test_relative_time_then_the_weekday_then_the_date(age, english):
    assert times.ago(NOW - age, NOW) == english


def test_relative_time_in_russian(russian):
    assert times.ago(NOW - 12 * MINUTE, NOW) == "12 мин назад"
    assert times.ago(NOW - 25 * HOUR, NOW) == "ср 11:24"


def test_a_column_has_no_ago():
    assert [times.age(NOW - age, NOW) for age in (0, 12 * MINUTE, 3 * HOUR, 2 * DAY, 30 * DAY)] == [
        "now",
        "12 min",
        "3 h",
        "Tue",
        "27 Oct",
    ]


def test_the_exact_moment_says_the_day_only_when_it_is_another_one():
    assert times.moment(NOW, NOW) == "12:24"
    assert times.moment(NOW - DAY, NOW) == "Wed 12:24"
    assert times.moment(NOW - 9 * DAY, NOW) == "17 Nov 12:24"


def test_an_axis_has_one_unit():
    assert [times.short_duration(one) for one in (0, 30 * SECOND, 10 * MINUTE, HOUR, 3 * DAY)] == [
        "0 s",
        "30 s",
        "10 min",
        "1 h",
        "3 d",
    ]


def test_numbers_stay_with_their_units():
    assert times.unbroken("clicked 3 min ago, 2 d 4 h") == "clicked 3\u00a0min ago, 2\u00a0d 4\u00a0h"
