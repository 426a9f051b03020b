"""The reply-speed page with real charts."""

import csv
import random
import re
from itertools import pairwise

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QImage, QMouseEvent, QPainter
from PySide6.QtTest import QTest

from desktop_app.domain.commands import Assign, MarkNoAnswer, Together
from desktop_app.domain.facts import Changed
from desktop_app.domain.model import DAY, HOUR, MINUTE, Excluded
from desktop_app.domain.signal_actions import Acted
from desktop_app.domain.timetable import Timetable
from desktop_app.domain.work_hours import WorkHours
from desktop_app.settings.hours import work_hours
from desktop_app.store.rows import ChannelRow
from desktop_app.ui import page_figures
from desktop_app.ui.charts.painting import Label
from desktop_app.ui.pages import speed_paper
from desktop_app.ui.pages.speed import SpeedPage
from desktop_app.ui.pages.speed_filters import ALL
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import LinkButton, PrimaryButton
from desktop_app.ui.widgets.popover import Popover
from tests.fakes.ui_world import NOW, PageReader, account, letter, make_world
from tests.ui.test_speed_report import wait


def many(count=400, days=100):
    dice = random.Random(1)
    rows = []
    for number in range(count):
        arrived = NOW - 11 * HOUR - dice.randrange(days) * DAY + dice.randrange(10) * HOUR
        answered = arrived + round(10 ** dice.uniform(0, 3.5)) * MINUTE if dice.random() < 0.8 else None
        excluded = Excluded.LIST if dice.random() < 0.1 else None
        if answered is not None and (answered > NOW or excluded):
            answered = None
        seen = {"seen_low": arrived + MINUTE, "seen_high": arrived + 5 * MINUTE}
        rows.append(wait(number + 1, arrived, answered, excluded=excluded, **seen))
    return rows


@pytest.fixture
def page_of(qapp, qtbot):
    def make(waits, accounts=None, **settings):
        reader = PageReader(wait_rows=waits)
        reader.account_rows = reader.account_rows if accounts is None else accounts
        reader.user_settings = {"work_zone": '"UTC"', **settings}
        world = make_world(Theme(qapp, "light"), reader)
        page = SpeedPage(world.context)
        qtbot.addWidget(page)
        pages.append(page)
        page.resize(1104, 772)
        page.show()
        page.activate()
        qtbot.waitUntil(lambda: page.report is not None, timeout=20_000)
        return page, world

    pages = []
    yield make
    for page in pages:
        page.figures.close()
        if page.exporter is not None:
            page.exporter.close()


def asked_again(page, qtbot):
    old = page.report
    qtbot.waitUntil(lambda: page.report is not old)


def click(chart, x, y):
    """A press and release at a place in the plot's coordinates."""
    place = chart.view().point(x, y)
    for kind in (QMouseEvent.Type.MouseButtonPress, QMouseEvent.Type.MouseButtonRelease):
        button = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind, place, chart.mapToGlobal(place), button, button, Qt.KeyboardModifier.NoModifier
        )
        handler = (
            chart.mousePressEvent if kind is QMouseEvent.Type.MouseButtonPress else chart.mouseReleaseEvent
        )
        handler(event)


def card_texts(card):
    return card._figure.text(), card._detail.text(), card._change.text()


def test_in_a_narrow_window_what_is_shown_stands_below_what_can_be_done(page_of, qtbot):
    page, _world = page_of([])

    def top(widget):
        return widget.mapTo(page, widget.rect().topLeft()).y()

    assert top(page.period) < top(page.last_week) + page.last_week.height()
    page.resize(784, 500)
    qtbot.waitUntil(lambda: top(page.period) >= top(page.last_week) + page.last_week.height())
    assert page.export.width() < 200



def test_four_figures_with_interval_number_and_change(page_of):
    page, _world = page_of(many())
    content, figures = page.content, page.report.figures
    figure, detail, change = card_texts(content.median)
    assert figure
    assert f"{figures.answered} of {figures.n} answered" in detail
    assert " to " in detail
    assert change.startswith(("As before", "Faster by", "Slower by"))
    assert card_texts(content.within)[0] == f"{round(100 * figures.within.value)} %"
    assert card_texts(content.waiting)[0] == str(len(page.report.waiting.letters))
    assert content.middle.currentWidget() is content.board


def test_the_switches_ask_anew(page_of, qtbot):
    page, _world = page_of(many())
    page.clock.choose("calendar")
    asked_again(page, qtbot)
    assert page.report.query.clock == "calendar"
    page.start.choose("opening")
    asked_again(page, qtbot)
    assert page.report.query.start == "opening"
    page.period.choose("all")
    asked_again(page, qtbot)
    assert page.report.query.days is None
    assert page.content.median._change.text() == ""


def test_all_of_the_time_is_shown_by_months_and_a_shorter_period_is_not(page_of):
    page, _world = page_of(many())
    assert page.content.by.value() == "week"
    page.period.choose("all")
    assert page.content.by.value() == "month"
    page.period.choose("12")
    assert page.content.by.value() == "week"
    page.content.by.setCurrentIndex(0)
    page.period.choose("4")
    assert page.content.by.value() == "day"


def test_the_target_comes_from_the_settings(page_of):
    page, _world = page_of(many(), target_minutes="240")
    assert page.report.query.target_s == 4 * 3600
    assert page.content.within._label.text() == "Answered within 4 h"


def test_a_target_of_a_channel_is_held_against_its_letters_alone_and_told_by_the_question_marks(page_of):
    rows = [row._replace(channel="Ads") if row.id % 3 == 0 else row for row in many()]
    page, world = page_of(rows, target_rules='[["channel", "ads", 10, "working"]]')
    content = page.content
    assert content.within._label.text() == "Answered within the target"
    assert page.report.mark_s is None
    _title, paragraphs = content.board.curve_card._definition()
    assert paragraphs[-1] == "Target: 1 h. But ads: 10 min."
    assert content.within.toolTip() == paragraphs[-1]
    content.within.clicked.emit()
    opened, name = world.shown_letters[-1]
    assert name == "Answered within the target"
    hours = Timetable(work_hours(page.context.settings()))
    target = {"": HOUR, "Ads": 10 * MINUTE}
    quick = [
        row.first_letter
        for row in rows
        if row.answered_at is not None and not row.excluded and row.arrived_at >= NOW - 84 * DAY
        and hours.between(row.arrived_at, row.answered_at) <= target[row.channel]
    ]  # fmt: skip
    assert set(quick) == {row.first_letter for row in rows}.intersection(opened)


def test_on_the_calendar_a_target_of_working_hours_is_named_as_such(page_of, qtbot):
    page, _world = page_of(many())
    share = page.report.figures.within
    page.clock.choose("calendar")
    asked_again(page, qtbot)
    assert page.content.within._label.text() == "Answered within 1 h of work"
    assert page.report.figures.within == pytest.approx(share)
    assert page.report.mark_s is None


def test_a_click_on_a_week_opens_its_letters(page_of):
    page, world = page_of(many())
    week = page.report.steps[3]
    click(page.content.board.trend, 3, sum(page.content.board.trend.view().y) / 2)
    (letters, title) = world.shown_letters[-1]
    assert letters == page.report.letters(week.indices)
    assert title.startswith("Week of ")


def test_a_click_on_the_curve_opens_what_took_longer(page_of):
    page, world = page_of(many())
    click(page.content.board.survival, 3.0, 0.5)
    letters, title = world.shown_letters[-1]
    seconds = 10**3.0
    assert title.startswith(("Longer than 16 min", "Longer than 17 min"))
    assert 0 < len(letters) <= 2 * len(page.report.slower_than(seconds * 0.9))


def test_a_click_on_a_bar_opens_its_answers(page_of):
    page, world = page_of(many())
    bins = page.report.distribution.bins
    number = max(range(len(bins)), key=lambda at: len(bins[at].indices))
    click(page.content.board.distribution, number + 0.5, 1)
    assert world.shown_letters[-1][0] == page.report.letters(bins[number].indices)


def test_a_click_on_a_cell_opens_the_letters_of_that_hour(page_of):
    page, world = page_of(many())
    cell = page.report.cells[0]
    click(page.content.board.heatmap, cell.hour + 0.5, cell.weekday + 0.5)
    assert world.shown_letters[-1][0] == page.report.letters(cell.indices)


def test_a_click_where_nothing_is_opens_nothing(page_of):
    page, world = page_of(many())
    there = {(cell.weekday, cell.hour) for cell in page.report.cells}
    day, hour = next((d, h) for d in range(7) for h in range(24) if (d, h) not in there)
    click(page.content.board.heatmap, hour + 0.5, day + 0.5)
    assert world.shown_letters == []


def test_marks_say_the_exact_figures(page_of):
    board = page_of(many())[0].content.board
    assert "answered" in board.trend.tip(3)
    assert "answered" in board.survival.tip(3600)
    assert "answers" in board.distribution.tip(2)
    assert any("answered" in board.heatmap.tip(mark) for mark in range(168))


@pytest.mark.parametrize("name", ["trend", "survival", "distribution", "heatmap"])
def test_marks_can_be_walked_and_opened_by_keyboard(page_of, name):
    page, world = page_of(many())
    chart = getattr(page.content.board, name)
    marks = list(chart.marks())
    assert len(marks) > 2
    for _step in range(3):
        QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart._current == marks[2]
    assert chart.accessibleDescription() == chart.tip(marks[2])
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart._current == marks[1]
    assert chart.mark_at(chart.spot(marks[1])) == marks[1]
    QTest.keyClick(chart, Qt.Key.Key_Return)
    letters, _title = world.shown_letters[0]
    assert letters


def test_the_cards_open_the_letters_behind_them(page_of, qtbot):
    page, world = page_of(many())
    content = page.content
    for card in (content.median, content.p90, content.within, content.waiting):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert len(world.shown_letters) == 4
    assert world.shown_letters[3][0] == page.report.waiting.letters


def test_who_waits_stands_on_the_right_longest_first_and_opens(page_of, qtbot):
    page, world = page_of(many())
    side = page.content.side
    first = side.model.item(0)
    assert first.row is page.report.waiting.listed[0].row
    side.list.clicked.emit(side.model.index(0, 0))
    assert first.row.first_letter in world.shown_letters[-1][0]


def test_what_is_not_counted_can_be_opened(page_of, qtbot):
    page, world = page_of(many())
    side = page.content.side
    line = side._excluded.itemAt(1).widget()
    line.findChild(LinkButton).click()
    letters, title = world.shown_letters[-1]
    assert letters == list(page.report.excluded[Excluded.LIST])
    assert title.startswith("Not counted")


def test_the_lines_of_what_is_not_counted_stay_while_they_say_the_same(page_of, qtbot):
    page, _world = page_of(many())
    line = page.content.side._excluded.itemAt(1).widget()
    page.clock.choose("calendar")
    asked_again(page, qtbot)
    assert page.content.side._excluded.itemAt(1).widget() is line
    page.period.choose("4")
    asked_again(page, qtbot)
    assert page.content.side._excluded.itemAt(1).widget() is not line


def test_under_ten_answers_there_is_only_a_list(page_of, qtbot):
    page, world = page_of([wait(n, NOW - n * HOUR, NOW - n * HOUR + MINUTE) for n in range(1, 9)])
    content = page.content
    assert content.middle.currentWidget() is content.few
    assert card_texts(content.median)[0] == "–"
    assert content.few.model.rowCount() == 8
    content.few.list.clicked.emit(content.few.model.index(0, 0))
    assert len(world.shown_letters[-1][0]) == 2


def test_from_ten_to_twenty_nine_figures_are_grey_with_their_range(page_of, qtbot):
    page, _world = page_of([wait(n, NOW - n * HOUR, NOW - n * HOUR + n * MINUTE) for n in range(1, 21)])
    page.clock.choose("calendar")
    asked_again(page, qtbot)
    figure, detail, _change = card_texts(page.content.median)
    assert figure != "–"
    assert page.content.median._figure.property("tone") == "secondary"
    assert " to " in detail


def test_more_than_half_unanswered_is_said_in_words(page_of):
    answered = [wait(n, NOW - n * HOUR, NOW - n * HOUR + MINUTE) for n in range(1, 13)]
    page, _world = page_of([*answered, *(wait(100 + n, NOW - 20 * DAY) for n in range(40))])
    assert "More than half unanswered" in card_texts(page.content.median)[1]


def test_weeks_without_a_figure_say_so_instead_of_an_empty_chart(page_of):
    page, _world = page_of([wait(n, NOW - n * DAY, NOW - n * DAY + HOUR) for n in range(1, 25)])
    assert page.content.middle.currentWidget() is page.content.board
    trend = page.content.board.trend
    texts = [item.text for item in trend.items if isinstance(item, Label)]
    assert "No week has 10 answers yet" in texts


def test_an_empty_mailbox_teaches(page_of, qtbot):
    page, world = page_of([])
    assert page.content.middle.currentWidget() is page.content.empty.nothing
    assert not page.content.median.isVisible()
    page.content.empty.nothing.findChild(PrimaryButton).click()
    qtbot.waitUntil(lambda: page.content.middle.currentWidget() is page.content.empty.nobody)
    page.content.empty.nobody.findChild(PrimaryButton).click()
    assert world.shown_pages == ["settings"]


def test_without_a_mailbox_the_page_leads_to_the_assistant(page_of):
    page, world = page_of([], accounts=[])
    assert page.content.middle.currentWidget() is page.content.empty.unread
    page.content.empty.unread.findChild(PrimaryButton).click()
    assert world.shown_pages == ["assistant"]


def test_openings_nobody_saw_are_not_called_silence(page_of, qtbot):
    page, _world = page_of([wait(n, NOW - n * HOUR, NOW - n * HOUR + MINUTE) for n in range(1, 20)])
    page.start.choose("opening")
    qtbot.waitUntil(lambda: page.content.middle.currentWidget() is page.content.empty.unseen)
    page.content.empty.unseen.findChild(PrimaryButton).click()
    qtbot.waitUntil(lambda: page.content.middle.currentWidget() is page.content.board)
    assert page.start.value() == "arrival"


def test_working_time_has_bars_of_days_of_eight_hours(page_of):
    page, _world = page_of(many())
    assert [one.low_s for one in page.report.distribution.bins][-3:] == [28_800.0, 86_400.0, 288_000.0]
    labels = [tick.label for tick in page.content.board.distribution._ticks["bottom"]]
    assert labels[-3:] == ["1 d", "3 d", "10 d"]


def test_labels_of_an_axis_never_touch(page_of):
    page, _world = page_of(many())
    chart = page.content.board.distribution
    metrics = QFontMetrics(chart.theme.font("caption"))
    for width in (200, 260, 400):
        chart.resize(width, 180)
        view = chart.view()
        ends = []
        for tick in sorted(chart.labels("bottom", view)):
            middle = view.px(tick.at)
            half = metrics.horizontalAdvance(tick.label) / 2
            ends.append((middle - half, middle + half))
        assert len(ends) > 2
        assert all(before[1] < after[0] for before, after in pairwise(ends))


def test_new_letters_that_came_while_another_page_was_in_front_are_counted(page_of, qtbot):
    page, world = page_of(many())
    before = page.report.figures.n
    world.reader.wait_rows.append(wait(9999, NOW - HOUR, NOW - MINUTE))
    page.missed(Changed(everything=True))
    page.activate()
    asked_again(page, qtbot)
    assert page.report.figures.n == before + 1


def test_new_letters_are_counted_after_a_while(page_of, qtbot, monkeypatch):
    monkeypatch.setattr(page_figures, "REFRESH_MS", 1)
    page, world = page_of(many())
    before = page.report.figures.n
    world.reader.wait_rows.append(wait(9999, NOW - HOUR, NOW - MINUTE))
    page.changed(Changed(everything=True))
    asked_again(page, qtbot)
    assert page.report.figures.n == before + 1


def test_a_change_of_the_theme_draws_the_charts_again(page_of):
    page, world = page_of(many())
    world.context.theme.choose("dark")
    board = page.content.board
    assert board.trend.grab().toImage().pixelColor(1, 1) == world.context.theme.colour("surface")


# metrics and filters


def besides(page, qtbot):
    """The further figures come a moment after the report."""
    qtbot.waitUntil(lambda: page.beside is not None and not page.figures.is_busy)
    return page.beside


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("every_reply", "Every reply, half within"),
        ("notice", "Half opened within"),
        ("after_open", "After opening, half within"),
    ],
)
def test_each_metric_has_its_own_figures_and_labels(page_of, qtbot, key, label):
    page, _world = page_of(many())
    page.filters.choose("metric", key)
    asked_again(page, qtbot)
    assert page.report.query.metric == key
    assert page.content.median._label.text() == label
    assert page.start.isEnabled() == (key == "every_reply")  # the others begin where their name says


def test_within_ten_minutes_of_opening_is_the_target_of_after_opening(page_of, qtbot):
    page, _world = page_of(many())
    page.filters.choose("metric", "after_open")
    asked_again(page, qtbot)
    assert page.content.within._label.text() == "Answered within 10 min"


def test_filters_leave_what_they_name_and_can_be_taken_off(page_of, qtbot):
    rows = many()
    rows = [row._replace(channel="Ads" if row.id % 3 == 0 else "") for row in rows]
    page, _world = page_of(rows, accounts=[account(), account(2, "sales@otklik.example")])
    page.context.reader.channel_rows = [ChannelRow("Ads", ("ads@otklik.example",), 1, None)]
    whole = page.report.arrived
    page._ask()  # the channels of now
    asked_again(page, qtbot)
    page.filters.choose("channel", "Ads")
    asked_again(page, qtbot)
    part = page.report.arrived
    page.filters.choose("channel", "")
    asked_again(page, qtbot)
    assert part + page.report.arrived == whole
    page.filters.choose("account", "2")
    asked_again(page, qtbot)
    assert page.content.middle.currentWidget() is page.content.empty.filtered
    page.content.empty.filtered.findChild(PrimaryButton).click()
    asked_again(page, qtbot)
    assert page.report.arrived == whole


def test_who_answered_can_be_chosen_and_opened_and_a_person_unknown_is_named_so(page_of, qtbot):
    names = ("anna@otklik.example", "boris@otklik.example", "")
    rows = [row._replace(responder=names[row.id % 3] if row.answered_at else "") for row in many()]
    page, world = page_of(rows)
    qtbot.waitUntil(lambda: page.beside is not None)
    box = page.filters._who
    assert not box.isHidden()
    texts = [box.itemText(at) for at in range(box.count())]
    assert texts[0] == "Whoever answered"
    assert sorted(texts[1:]) == sorted((*names[:2], "the mailbox, person unknown"))
    links = [link for link in page.content.side.findChildren(LinkButton) if "person unknown" in link.text()]
    links[0].click()
    letters, title = world.shown_letters[-1]
    assert title == "Answered by the mailbox, person unknown"
    assert letters
    whole, waiting = page.report.figures, len(page.report.waiting.letters)
    page.filters.choose("who", names[0])
    asked_again(page, qtbot)
    assert 0 < page.report.figures.answered < whole.answered
    assert len(page.report.waiting.letters) == waiting  # somebody should answer those
    page.filters.reset()
    asked_again(page, qtbot)
    assert page.report.figures.answered == whole.answered


def test_a_wait_beside_the_charts_is_handed_over(page_of, qtbot):
    page, world = page_of(many())
    side = page.content.side
    side.list.setCurrentIndex(side.model.index(0, 0))
    QTest.keyClick(side.list, Qt.Key.Key_A)
    side.handing.menu.actions()[1].trigger()
    side.handing.menu.close()
    (together,) = world.bridge.of(Together)
    assert together.commands == (Assign(side.model.item(0).row.last_letter, "maria@otklik.example"),)


def test_one_mailbox_without_channels_needs_no_filters_for_them(page_of):
    page, _world = page_of(many())
    assert page.filters._account.isHidden()
    assert page.filters._channel.isHidden()
    assert not page.filters._known.isHidden()


def test_own_dates_are_whole_days_of_the_persons_zone_compared_with_as_many_before(page_of, qtbot):
    page, _world = page_of(many(days=60))
    assert page.filters.dates.isHidden()
    page.period.choose("dates")
    asked_again(page, qtbot)
    page.filters.dates.last.setDate(QDate(2026, 11, 20))
    asked_again(page, qtbot)
    page.filters.dates.first.setDate(QDate(2026, 11, 11))
    asked_again(page, qtbot)
    since, until = page.report.query.dates
    assert (until - since) == 10 * DAY
    assert since == 1_794_355_200_000_000  # 2026-11-11 00:00 UTC
    rows = page.context.reader.wait_rows
    assert page.report.arrived == sum(since <= row.arrived_at < until for row in rows)
    assert page.report.before is not None
    counted = [row for row in rows if row.excluded is None]
    assert page.report.before.n == sum(since - 10 * DAY <= row.arrived_at < since for row in counted)


def test_dates_never_turn_round(page_of):
    page, _world = page_of(many())
    dates = page.filters.dates
    dates.last.setDate(QDate(2026, 11, 20))
    dates.first.setDate(QDate(2026, 11, 25))
    assert dates.last.date() == QDate(2026, 11, 25)


def test_the_trend_goes_by_days_weeks_or_months(page_of, qtbot):
    page, world = page_of(many())
    box = page.content.by
    for step, begins in (("month", "Nov 2026"), ("day", "26 Nov")):
        box.setCurrentIndex(box.findData(step))
        box.activated.emit(box.currentIndex())
        asked_again(page, qtbot)
        tip = page.content.board.trend.tip(len(page.report.steps) - 1)
        assert tip.startswith((begins, "25 Nov"))
    page.content.board._week_picked(0)
    assert world.shown_letters[-1][0] == page.report.letters(page.report.steps[0].indices)


def test_beside_the_figures_stand_coverage_notice_after_opening_and_after_a_click(page_of, qtbot):
    page, world = page_of(many())
    page.context.reader.clicks = [
        Acted(n, 5 * n, NOW - n * HOUR, 5 * n + 1, NOW - n * HOUR + 7 * MINUTE, 1, "", True)
        for n in range(1, 40)
    ]
    page.clock.choose("calendar")
    page.changed(Changed(everything=True))
    qtbot.waitUntil(lambda: page.beside is not None and page.beside.action.figures.n == 39, timeout=10_000)
    content = page.content
    assert content.action._figure.text() == "7 min"
    coverage = page.beside.coverage
    assert content.coverage._detail.text().endswith(f"{coverage.part} of {coverage.whole}")
    for card in content.beside_cards:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert len(world.shown_letters) == 4
    assert world.shown_letters[3][0][:2] == [5, 6]
    assert len(world.shown_letters[0][0]) == page.beside.coverage.whole - page.beside.coverage.part


def test_after_a_click_is_told_by_new_and_known_clients_too(page_of, qtbot):
    page, _world = page_of(many())
    writers = sorted({row.contact for row in page.context.reader.wait_rows if row.contact})
    page.context.reader.clicks = [
        *(Acted(n, 5, NOW - n * MINUTE, 6, NOW - 1, 1, "", True, conversation=9_999) for n in writers),
        *(Acted(n, 5, NOW - n * MINUTE, 6, NOW - 1, 1, "", True) for n in (70_001, 70_002)),
    ]

    detail = page.content.action._detail
    for known, number in ((ALL, len(writers) + 2), ("no", 2), ("yes", len(writers))):
        page.filters.choose("known", known)
        page.changed(Changed(everything=True))
        qtbot.waitUntil(lambda number=number: detail.text().endswith(f"of {number}"), timeout=10_000)


# who waits: from here


def test_who_waits_can_be_ordered(page_of):
    side = page_of(many())[0].content.side

    def shown():
        return [side.model.item(at).row for at in range(side.model.rowCount())]

    longest = shown()
    assert longest == sorted(longest, key=lambda row: row.arrived_at)
    for key, order in (("newest", lambda row: -row.arrived_at), ("name", lambda row: row.name.casefold())):
        side.order.setCurrentIndex(side.order.findData(key))
        side.order.activated.emit(side.order.currentIndex())
        assert [order(row) for row in shown()] == sorted(order(row) for row in longest)


def test_an_answer_is_begun_from_the_list(page_of, qtbot):
    page, world = page_of(many())
    side = page.content.side
    row = side.model.item(2).row
    world.reader.put_letters(letter(row.last_letter))
    side.list.setCurrentIndex(side.model.index(2, 0))
    assert side._acts.isVisibleTo(side)
    side.reply.click()
    assert world.composed[-1].answers == row.last_letter
    QTest.keyClick(side, Qt.Key.Key_R)
    assert len(world.composed) == 2


def test_a_wait_that_needs_no_answer_leaves_and_comes_back(page_of, qtbot):
    page, world = page_of(many())
    side, old = page.content.side, page.report
    row = side.model.item(0).row
    side.list.setCurrentIndex(side.model.index(0, 0))
    side.none_needed.click()
    [command] = world.bridge.of(MarkNoAnswer)
    assert (command.letter, command.needs_answer) == (row.last_letter, False)
    qtbot.waitUntil(lambda: page.report is not old)  # counted anew at once
    text, undo = world.toasts[-1]
    assert row.name in text
    undo()
    assert world.bridge.of(MarkNoAnswer)[-1].needs_answer


# taking it along


def test_the_waits_of_the_period_can_be_exported(page_of, qtbot, tmp_path):
    page, world = page_of(many())
    path = tmp_path / "waits.csv"
    page.exporter.write_csv(page.report, WorkHours(zone="UTC", country=""), path)
    qtbot.waitUntil(lambda: bool(world.toasts))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == page.report.arrived
    answered = [row for row in rows if row["Answered"] and not row["Not counted because"]]
    assert len(answered) == page.report.figures.answered
    source = {row.name: row for row in page.context.reader.wait_rows}
    for row in answered[:20]:
        wait_row = source[row["Client"]]
        assert int(row["Minutes, calendar"]) == round((wait_row.answered_at - wait_row.arrived_at) / MINUTE)


def test_the_report_is_one_page_of_pdf(page_of, qtbot, tmp_path):
    page, world = page_of(many())
    path = tmp_path / "report.pdf"
    page.exporter.write_pdf(page.report, besides(page, qtbot), "pavel@otklik.example", path)
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    assert "report.pdf" in world.toasts[-1][0]
    assert [one.name for one in tmp_path.iterdir()] == ["report.pdf"]


def test_the_page_on_paper_is_light_in_a_dark_window_and_full(page_of, qtbot):
    page, world = page_of(many())
    world.context.theme.choose("dark")
    picture = QImage(int(speed_paper.WIDTH), int(speed_paper.HEIGHT), QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    theme = world.context.theme
    speed_paper.paint_page(painter, page.report, besides(page, qtbot), "pavel@otklik.example", theme)
    painter.end()
    world.context.theme.choose("light")
    used = {
        y * 10 // picture.height()
        for y in range(picture.height())
        for x in range(60, picture.width() - 60, 3)
        if picture.pixelColor(x, y).lightness() < 160
    }
    assert used == set(range(10))  # something in every tenth of the page
    dark = sum(picture.pixelColor(x, y).lightness() < 60 for x in range(0, 794, 7) for y in range(0, 1123, 7))
    assert dark < 0.05 * (794 // 7) * (1123 // 7)


def test_a_file_that_cannot_be_written_is_said(page_of, qtbot, tmp_path):
    page, world = page_of(many())
    nowhere = tmp_path / "no folder" / "report.pdf"
    page.exporter.write_pdf(page.report, None, "", nowhere)
    page.exporter.write_picture(page.content.board.trend_card.picture(), nowhere)
    assert len(world.toasts) == 2
    assert all("cannot be written" in text for text, _undo in world.toasts)


def test_a_chart_can_be_copied_and_saved_as_a_picture(page_of, qtbot, tmp_path):
    page, _world = page_of(many())
    card = page.content.board.heat_card
    card.copied.emit()
    picture = QGuiApplication.clipboard().pixmap()
    assert (picture.width(), picture.height()) == (2 * card.width(), 2 * card.height())
    page.exporter.write_picture(card.picture(), tmp_path / "chart.png")
    saved = QImage(str(tmp_path / "chart.png"))
    colours = {saved.pixel(x, y) for x in range(0, saved.width(), 5) for y in range(0, saved.height(), 5)}
    assert len(colours) > 10


def test_every_chart_says_what_it_shows(page_of):
    page, _world = page_of(many())
    for card in page.content.board._cards:
        card.help.click()
        [popover] = card.findChildren(Popover)
        assert len(popover.accessibleName()) > 100
        popover.close()


# bad input


@pytest.mark.parametrize(
    "rows",
    [
        [wait(1, NOW - HOUR)],
        [wait(1, NOW - HOUR, NOW - MINUTE)],
        [wait(n, NOW - n * HOUR) for n in range(1, 300)],  # all unanswered
        [wait(n, NOW - n * HOUR, NOW - (n + 1) * HOUR) for n in range(1, 60)],  # answered before they came
        [wait(n, NOW + n * DAY, NOW + (n + 1) * DAY) for n in range(1, 60)],  # a clock far ahead
        [wait(n, n * HOUR, n * HOUR + 1) for n in range(1, 60)],  # from 1970
        [wait(n, NOW - HOUR, NOW - MINUTE) for n in range(1, 60)],  # all at one instant
        [wait(n, NOW - n * HOUR, NOW - n * HOUR, excluded=Excluded.AUTO) for n in range(1, 60)],
    ],
    ids=["open", "answered", "silence", "skew", "future", "epoch", "instant", "excluded"],
)
@pytest.mark.parametrize("hours", [{}, {"work_hours": "{}"}], ids=["usual", "never open"])
def test_odd_waits_are_shown_without_an_error(page_of, qtbot, rows, hours):
    page, _world = page_of(rows, **hours)
    for key in ("every_reply", "notice", "after_open"):
        page.filters.choose("metric", key)
        asked_again(page, qtbot)
    page.period.choose("all")
    asked_again(page, qtbot)
    besides(page, qtbot)
    page.grab()
