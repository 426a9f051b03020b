"""The page of the last week, and the notification that a working week begins with."""

import pytest

from desktop_app.domain.facts import Changed, WeekBegan
from desktop_app.domain.model import DAY, HOUR, MINUTE
from desktop_app.domain.signal_actions import Acted
from desktop_app.settings.schema import Settings
from desktop_app.ui.pages.week import WeekPage
from desktop_app.ui.week_news import WeekTeller
from tests.fakes.ui_world import NOW, PageReader, make_world
from tests.ui.test_speed_report import wait

MONDAY = NOW - 3 * DAY - 12 * HOUR  # 23 November 2026, 0:00 UTC
LAST, BEFORE = MONDAY - 7 * DAY, MONDAY - 14 * DAY


def answered(begin, number, minutes, first):
    at = begin + DAY + 10 * HOUR
    return [wait(first + n, at, at + minutes * MINUTE) for n in range(number)]


def two_weeks():
    return [
        *answered(LAST, 40, 20, 1),
        *answered(BEFORE, 40, 32, 100),
        wait(200, LAST + DAY, name="Anna Petrova"),
        wait(201, NOW - 10 * MINUTE, name="Boris"),
    ]


def reader_of(rows, clicks=(), **settings):
    reader = PageReader(wait_rows=rows)
    reader.clicks = list(clicks)
    reader.user_settings = {"work_zone": '"UTC"', **settings}
    return reader


@pytest.fixture
def page_of(theme, qtbot):
    pages = []

    def make(reader):
        world = make_world(theme, reader)
        page = WeekPage(world.context)
        pages.append(page)
        qtbot.addWidget(page)
        page.resize(1104, 772)
        page.show()
        page.activate()
        qtbot.waitUntil(lambda: page.week is not None, timeout=20_000)
        return page, world

    yield make
    for page in pages:
        page.figures.close()


def said(card):
    return card._label.text(), card._figure.text(), card._detail.text(), card._change.text()


def test_the_week_is_told_in_figures_beside_the_week_before(page_of):
    clicks = [Acted(n, n, LAST + DAY + 10 * HOUR, n, LAST + DAY + 10 * HOUR + 6 * MINUTE, 1, "", True)
              for n in range(12)]  # fmt: skip
    page, _world = page_of(reader_of(two_weeks(), clicks))
    content = page.content
    assert page.dates.text() == "16 Nov to 22 Nov 2026"
    assert content.summary.text() == (
        "Half answered within 20 min. Faster by 12 min. 98 % within 1 h. "
        "1 wait longer than the target."
    )
    label, figure, detail, change = said(content.reply)
    assert (label, figure, change) == ("First reply, half within", "20 min", "Faster by 12 min")
    assert detail == "20 min\n40 of 41 answered\nby the calendar 20 min"
    assert said(content.within)[:2] == ("Answered within 1 h", "98 %")
    assert said(content.action)[:3] == ("After a click, half within", "6 min", "6 min or more\n12 of 12")
    assert said(content.waiting)[1] == "2"


def test_who_waits_is_opened_from_here_the_worst_first_with_the_own_target(page_of):
    page, world = page_of(reader_of(two_weeks(), target_clock='"calendar"', target_minutes="30"))
    side = page.content.side
    items = [side.model.item(at) for at in range(side.model.rowCount())]
    assert [item.row.name for item in items] == ["Anna Petrova", "Boris"]
    assert items[1].time == "10 min, target 30 min by the calendar"
    assert [item.late for item in items] == [True, False]
    side._open(side.model.index(0))
    assert world.shown_letters[-1] == ([2001, 2000], "Anna Petrova waits")
    page.content._open_answers()
    assert len(world.shown_letters[-1][0]) == 81
    page.content.waiting.clicked.emit()
    page.back.click()
    assert world.shown_pages == ["speed", "speed"]


def test_letters_that_come_change_the_page(page_of, qtbot):
    page, world = page_of(reader_of(two_weeks()))
    world.reader.wait_rows = world.reader.wait_rows[:-1]
    page.figures._refresh.setInterval(0)
    page.changed(Changed(everything=True))
    qtbot.waitUntil(lambda: said(page.content.waiting)[1] == "1")


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        ([wait(1, LAST + DAY)], "0 of 1 answered. 1 wait longer than the target."),
        (
            [*answered(LAST, 10, 20, 1), *(wait(50 + n, LAST + DAY) for n in range(20))],
            "More than half unanswered. 33 % within 1 h. 20 wait longer than the target.",
        ),
        (answered(LAST, 12, 20, 1), "Half answered within 20 min. 100 % within 1 h."),
    ],
    ids=["one, unanswered", "mostly unanswered", "nothing before"],
)
def test_a_week_of_which_little_can_be_told_says_so(page_of, rows, headline):
    page, _world = page_of(reader_of(rows))
    assert page.content.summary.text() == headline


def test_a_week_without_anything_says_what_will_be_here(page_of):
    page, _world = page_of(reader_of([]))
    assert page.figures.shown is page.nothing


@pytest.fixture
def teller_of(qtbot):
    made = []

    def make(reader):
        one = WeekTeller(lambda: reader, lambda: Settings(reader.settings(), {}), lambda: NOW)
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()


def test_the_notification_says_the_figures_once_however_often_the_engine_asks(teller_of, qtbot):
    teller, news = teller_of(reader_of(two_weeks())), []
    teller.news.connect(news.append)
    teller.tell(WeekBegan(MONDAY))
    qtbot.waitUntil(lambda: bool(news), timeout=20_000)
    teller.tell(WeekBegan(MONDAY))
    assert not teller._background.is_busy
    [one] = news
    assert one.title == "Last week: half answered within 20 min"
    assert one.text == "Faster by 12 min. 98 % within 1 h. 1 wait longer than the target"
    assert one.until == MONDAY


def test_of_a_week_without_anything_nothing_is_said_but_the_engine_hears_it(teller_of, qtbot):
    teller, news, nothing = teller_of(reader_of([])), [], []
    teller.news.connect(news.append)
    teller.nothing.connect(nothing.append)
    teller.tell(WeekBegan(MONDAY))
    qtbot.waitUntil(lambda: bool(nothing), timeout=20_000)
    assert (news, nothing) == ([], [MONDAY])
