"""Pages of figures load, show, fail and try again alike."""

import sys
import threading
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton

from desktop_app.domain.errors import DiskFull
from desktop_app.domain.facts import TeamState
from desktop_app.domain.model import HOUR, MINUTE
from desktop_app.ui import page_figures
from desktop_app.ui.page import Page
from desktop_app.ui.page_figures import PageFigures
from desktop_app.ui.pages.company import CompanyPage
from desktop_app.ui.pages.honesty import HonestyPage
from desktop_app.ui.pages.speed import SpeedPage
from desktop_app.ui.pages.team import TeamPage
from desktop_app.ui.pages.week import WeekPage
from desktop_app.ui.widgets.states import CardSkeleton, EmptyState, Notice, Skeleton
from desktop_app.ui.widgets.texts import Text
from tests.fakes.sample_data import sample
from tests.fakes.ui_world import NOW, PageReader, make_world
from tests.ui.test_speed_report import wait

PAGES = [SpeedPage, TeamPage, WeekPage, HonestyPage, CompanyPage]
ZAVOD = "zavod.example"
MISSING = "desktop_app.ui.nothing_of_that_name"


class Trouble:
    """`error` is what opening the database brings, None when it can be read."""

    def __init__(self, theme):
        waits = [wait(n, NOW - n * 6 * HOUR, NOW - n * 6 * HOUR + MINUTE) for n in range(1, 60)]
        self.reader = PageReader(wait_rows=waits)
        self.reader.lead_rows = sample(count=3).lead_rows
        for contact in self.reader.lead_rows:
            self.reader.change(contact, company=ZAVOD)
        self.reader.team = list
        self.error = None
        world = make_world(theme, self.reader)
        world.bridge.team = TeamState("on", lead=False)
        self.context = world.context._replace(open_reader=self.open)

    def open(self):
        if self.error is not None:
            raise self.error
        return self.reader


@pytest.fixture
def trouble(theme):
    return Trouble(theme)


@pytest.fixture
def page_of(trouble, qtbot):
    made = []

    def make(kind):
        page = kind(trouble.context)
        made.append(page)
        qtbot.addWidget(page)
        if isinstance(page, CompanyPage):
            page.choose(ZAVOD, None)
        page.resize(1104, 772)
        page.show()
        page.activate()
        return page

    yield make
    for page in made:
        page.figures.close()


def settled(page, qtbot):
    qtbot.waitUntil(lambda: not page.figures.is_busy, timeout=20_000)


def visible(page, kind):
    return [one for one in page.findChildren(kind) if one.isVisible()]


def the_notice(page, qtbot):
    """Layouts show what is put into them a moment later."""
    qtbot.waitUntil(lambda: bool(visible(page, Notice)))
    [notice] = visible(page, Notice)
    return notice


@pytest.mark.parametrize("kind", PAGES)
def test_without_figures_to_show_a_failure_stands_alone_and_can_be_tried_again(page_of, trouble, qtbot, kind):
    trouble.error = DiskFull()
    page = page_of(kind)
    assert visible(page, CardSkeleton)
    settled(page, qtbot)
    notice = the_notice(page, qtbot)
    assert "disk" in notice.text.text()
    assert not visible(page, CardSkeleton)
    trouble.error = None
    notice.findChild(QPushButton).click()
    assert visible(page, CardSkeleton)
    assert not visible(page, Notice)
    settled(page, qtbot)
    assert page.figures.shown is page.content
    assert page.content.isVisible()


@pytest.mark.parametrize("kind", PAGES)
def test_figures_once_shown_stay_when_newer_ones_fail(page_of, trouble, qtbot, kind):
    page = page_of(kind)
    settled(page, qtbot)
    trouble.error = DiskFull()
    page.figures.ask()
    settled(page, qtbot)
    assert "disk" in page.figures.error
    assert page.content.isVisible()
    notice = the_notice(page, qtbot)
    page.figures.ask()
    settled(page, qtbot)
    assert visible(page, Notice) == [notice], "as it was: its button may have the focus"
    trouble.error = None
    page.activate()
    settled(page, qtbot)
    assert not visible(page, Notice)


@pytest.mark.parametrize("kind", [SpeedPage, TeamPage, WeekPage, CompanyPage])
def test_with_nothing_to_show_every_page_says_what_will_be_here(page_of, trouble, qtbot, kind):
    trouble.reader.wait_rows, trouble.reader.lead_rows, trouble.reader.account_rows = [], {}, []
    page = page_of(kind)
    if isinstance(page, TeamPage):
        page.source.choose("team")
    settled(page, qtbot)
    assert len(visible(page, EmptyState)) == 1


class Asking(Page):
    """Asks for a number, which it shows."""

    def __init__(self, context, modules=("json",)):
        super().__init__(context)
        self.figures = PageFigures(self, modules, self.ask)
        self.other = Text("")
        self.asked, self.go_on = 0, threading.Event()
        self.go_on.set()
        self.numbers = []

    def activate(self):
        self.figures.ask()

    def ask(self):
        self.asked += 1
        number = self.asked

        def job(_reader):
            assert self.go_on.wait(10)
            return number

        self.figures.run(job, self.done)

    def done(self, value):
        self.numbers.append(value)
        self.figures.show(self.other)


@pytest.fixture
def asking(trouble, qtbot):
    page = Asking(trouble.context)
    qtbot.addWidget(page)
    page.show()
    yield page
    page.go_on.set()
    page.figures.close()


@pytest.mark.expect_log("a part of the window could not be loaded")
def test_what_the_figures_need_may_fail_to_load_and_is_tried_again(trouble, qtbot, monkeypatch):
    page = Asking(trouble.context, (MISSING,))
    qtbot.addWidget(page)
    page.show()
    page.activate()
    qtbot.waitUntil(lambda: page.figures.error == "The figures could not be loaded.")
    assert not visible(page, CardSkeleton)
    assert page.asked == 0
    monkeypatch.setitem(sys.modules, MISSING, ModuleType(MISSING))
    the_notice(page, qtbot).findChild(QPushButton).click()
    qtbot.waitUntil(lambda: page.numbers == [1])
    assert page.other.isVisible()
    page.figures.close()


def test_what_is_shown_instead_is_not_overtaken_by_figures_on_their_way(asking, qtbot):
    asking.activate()
    settled(asking, qtbot)
    instead = Text("")
    asking.go_on.clear()
    asking.activate()
    asking.figures.show_instead(instead)
    asking.go_on.set()
    qtbot.waitUntil(lambda: not asking.figures._background.is_busy)
    assert asking.figures.shown is instead
    assert asking.numbers == [1]


def test_what_is_shown_instead_before_anything_is_loaded_asks_nothing(asking, qtbot):
    asking.activate()
    asking.figures.show_instead(asking.other)
    qtbot.waitUntil(lambda: asking.figures._is_loaded)
    assert asking.asked == 0


def test_figures_of_something_else_are_waited_for_before_grey_cards(asking, trouble, qtbot):
    asking.activate()
    settled(asking, qtbot)
    asking.figures.wait()
    assert visible(asking, CardSkeleton)
    trouble.error = DiskFull()
    asking.activate()
    settled(asking, qtbot)
    assert not visible(asking, CardSkeleton)
    assert not asking.other.isVisible(), "it was of something else"


def test_news_are_asked_for_once_and_not_behind_another_page(trouble, qtbot, monkeypatch):
    monkeypatch.setattr(page_figures, "REFRESH_MS", 0)
    page = Asking(trouble.context)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    settled(page, qtbot)
    for _ in range(3):
        page.figures.ask_later()
    qtbot.waitUntil(lambda: page.numbers == [1, 2])
    page.hide()
    page.figures.ask_later()
    qtbot.waitUntil(lambda: not page.figures._refresh.isActive())
    assert page.asked == 2
    page.figures.close()


@pytest.mark.parametrize("shown_before", [False, True])
def test_a_page_that_goes_away_meanwhile_hears_nothing_and_leaves_no_thread(trouble, qtbot, shown_before):
    page = Asking(trouble.context)
    if shown_before:
        page.activate()
        settled(page, qtbot)
    page.activate()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    QCoreApplication.sendPostedEvents()  # what its threads have said
    assert page.asked == (2 if shown_before else 0)
    assert page.numbers == ([1] if shown_before else [])


def test_grey_rows_appear_late_each_time_they_stand_there(theme, qtbot):
    rows = Skeleton(theme, 40)
    qtbot.addWidget(rows)
    rows.show()
    assert not rows._visible_now
    qtbot.waitUntil(lambda: rows._visible_now)
    rows.hide()
    rows.show()
    assert not rows._visible_now
