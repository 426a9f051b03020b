"""The demo's colleagues: the same from a seed, and what the page says of them is true."""

from itertools import pairwise

import numpy as np
import pytest

from desktop_app.demo.team import TEAM, rows
from desktop_app.domain.model import DAY, SECOND
from desktop_app.domain.reply_times import ABSENT, Clock, Start
from desktop_app.domain.team import Batch, Code, pack, unpack
from desktop_app.domain.team_report import Person, Shown, TeamQuery, Waits, team_report
from desktop_app.domain.work_hours import WorkHours

NOW = 1_795_694_400 * SECOND  # Thursday 26 November 2026, 12:00 UTC
HOURS = WorkHours(zone="Europe/Moscow", country="RU")


def person(seller, seed):
    found = list(rows(seller, seed, NOW))
    counted = [row for row in found if Code.HANDED_OVER not in row.codes]

    def instants(values):
        return np.array([ABSENT if one is None else one for one in values], np.int64)

    def says(code):
        return np.array([code in row.codes for row in counted], np.bool_)

    waits = Waits(
        arrived=instants(row.arrived for row in counted),
        seen_low=instants(row.seen_low for row in counted),
        seen_high=instants(row.seen_high for row in counted),
        answered=instants(row.answered for row in counted),
        first=says(Code.FIRST),
        new=says(Code.NEW),
        company=says(Code.COMPANY),
        letters=np.empty(0, np.int64),
        taken=says(Code.TAKEN_OVER),
        handed_over=instants(row.arrived for row in found if Code.HANDED_OVER in row.codes),
    )
    return Person(seller.name, seller.name, HOURS, waits, left=bool(seller.gone))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_is_slower_beyond_chance_and_the_two_of_one_pace_are_not_told_apart(seed):
    query = TeamQuery(84, Clock.WORKING, Start.ARRIVAL, 3600.0)
    report = team_report([person(seller, seed) for seller in TEAM], query, NOW)
    assert report.shown is Shown.DIFFERENCE
    assert report.too_few == ("Надежда Ким",)
    pairs = {frozenset((one.first, one.second)): one.faster for one in report.differences}
    assert pairs[frozenset(("Ольга Седова", "Тимур Галеев"))] == "Ольга Седова"
    assert pairs[frozenset(("Игорь Ветров", "Тимур Галеев"))] == "Игорь Ветров"
    assert frozenset(("Игорь Ветров", "Ольга Седова")) not in pairs


def test_the_rows_are_those_a_program_sends_and_the_same_from_a_seed():
    for seller in TEAM:
        found = list(rows(seller, 1, NOW))
        assert found == list(rows(seller, 1, NOW))
        assert list(unpack(pack(Batch(NOW, "", found))).rows) == found
        assert all(one.arrived <= other.arrived for one, other in pairwise(found))
        assert all(row.answered is None or row.arrived < row.answered <= NOW for row in found)
        assert max(row.arrived for row in found) < NOW - seller.gone * 7 * DAY
