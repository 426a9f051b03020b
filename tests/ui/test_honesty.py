"""The page that says how honest the score is."""

import random

import pytest

from desktop_app.domain.calibration import Proof
from desktop_app.domain.commands import SetSetting
from desktop_app.domain.facts import Changed
from desktop_app.domain.honesty import Told
from desktop_app.domain.model import DAY
from desktop_app.domain.warmth import SHIPPED
from desktop_app.store.shown import Fit
from desktop_app.ui.pages.honesty import HonestyPage
from desktop_app.ui.widgets.texts import Text
from tests.fakes.sample_data import NOW
from tests.fakes.ui_world import make_world

TODAY = NOW // DAY


def lists(days, seed=3, replayed=0, a_day=12):
    """Letters answered about as often as promised; the first `replayed` days are reconstructed."""
    chance = random.Random(seed)
    found = []
    for day in range(days):
        for place in range(a_day):
            p = chance.random() ** 3 * 0.5 + 0.004
            sent = (TODAY - days + day) * DAY - place * DAY
            past = day < replayed
            found.append(
                Told(
                    TODAY - days + day,
                    (day, place),
                    p,
                    p if past else p * 0.8,
                    sent,
                    chance.random() < p,
                    past,
                )
            )
    return found


@pytest.fixture
def world(theme, qtbot):
    return make_world(theme)


def shown(world, qtbot, rows, waiting=0, fit=None):
    world.reader.warmth_rows, world.reader.warmth_open, world.reader.fit = rows, waiting, fit
    page = HonestyPage(world.context)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.activate()
    qtbot.waitUntil(lambda: page.content is not None and page.content.isVisible(), timeout=10_000)
    return page


def texts(page):
    return " ".join(one.text() for one in page.findChildren(Text) if one.isVisibleTo(page))


def test_enough_letters_give_figures_beside_the_newest_letter_first(world, qtbot):
    page = shown(world, qtbot, lists(60, replayed=40))
    said = texts(page)
    assert "newest letter first: 0." in said
    assert "720" in said
    assert "67 % of the rows were reconstructed from the mailbox" in said
    assert "an assumption" in said
    assert len(page.content.chart.marks()) == 10
    assert page.content.chart.isVisibleTo(page)
    assert "On 240 letters of live lists" in said


def test_too_few_letters_say_so_and_show_no_figure(world, qtbot):
    page = shown(world, qtbot, lists(3), waiting=7)
    said = texts(page)
    assert "Too few letters to say anything: 36 of 100" in said
    assert "7 are on their way." in said
    assert "newest letter first" not in said
    assert not page.content.chart.isVisibleTo(page)


def test_each_dot_is_told_by_keyboard(world, qtbot):
    page = shown(world, qtbot, lists(60))
    chart = page.content.chart
    assert all(chart.tip(mark).startswith("Promised ") for mark in chart.marks())
    assert "letters" in chart.tip(0)


def fit(own, used=True):
    return Fit(SHIPPED, NOW - DAY, Proof(240, 31, own, 0.2), used)


def test_own_weights_are_told_with_what_they_rest_on(world, qtbot):
    page = shown(world, qtbot, lists(60), fit=fit(0.19))
    assert "Yours are in use" in texts(page)
    assert "240 letters, 31 answered" in texts(page)


def test_own_weights_that_are_no_better_are_not_used(world, qtbot):
    assert "yours were not better" in texts(shown(world, qtbot, lists(60), fit=fit(0.21, used=False)))


def test_one_switch_goes_back_to_the_population_settings(world, qtbot):
    page = shown(world, qtbot, lists(60), fit=fit(0.19))
    page.content.personal.click()
    assert world.bridge.of(SetSetting) == [SetSetting("warmth_personal", "false")]
    world.reader.user_settings["warmth_personal"] = "false"
    page.activate()
    qtbot.waitUntil(lambda: "by your choice" in texts(page), timeout=5_000)


def test_the_way_back_leads_to_the_leads(world, qtbot):
    shown(world, qtbot, lists(60)).back.click()
    assert world.shown_pages == ["leads"]


def test_the_first_outcomes_appear_while_one_looks_at_the_page(world, qtbot):
    page = shown(world, qtbot, [])
    world.reader.warmth_rows = lists(20)
    page.changed(Changed())
    qtbot.waitUntil(lambda: page._rows == 240)
