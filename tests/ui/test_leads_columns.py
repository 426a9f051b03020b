"""Widths and order of the columns of a wide list: by pointer, by keyboard, remembered, made usual again."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from desktop_app.domain import commands
from desktop_app.domain.commands import Result
from desktop_app.domain.facts import Changed
from desktop_app.store.rows import LeadSort

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(window, qtbot):
    page = window._pages["leads"]
    window.resize(1920, 1000)
    qtbot.waitUntil(lambda: page.table.header._columns().wide)
    return page


def order(page) -> list[LeadSort]:
    return list(page.table.header._columns().by_key)


def width(page, key: LeadSort) -> int:
    return page.table.header._columns().by_key[key].width


def drag(page, start: QPoint, end: QPoint) -> None:
    header = page.table.header
    QTest.mousePress(header, LEFT, pos=start)
    for part in (0.5, 1.0):
        QTest.mouseMove(header, start + (end - start) * part)
    QTest.mouseRelease(header, LEFT, pos=end)


def kept(page, reader, engine) -> list:
    """What the engine is asked to remember; it does so."""
    command = engine.command()
    assert isinstance(command, commands.SetSetting)
    assert command.key == "lead_columns"
    engine.answer(Result(None))
    reader.user_settings["lead_columns"] = command.value
    page.changed(Changed(everything=True))
    return json.loads(command.value)


def border_of(page, key: LeadSort) -> QPoint:
    column = page.table.header._columns().by_key[key]
    return QPoint(column.x + column.width + 8, 14)


def test_a_border_is_dragged_and_the_neighbour_gives_the_room(page, reader, engine):
    name, signal = width(page, LeadSort.NAME), width(page, LeadSort.SIGNAL)
    start = border_of(page, LeadSort.NAME)
    drag(page, start, start + QPoint(60, 0))
    assert width(page, LeadSort.NAME) == pytest.approx(name + 60, abs=2)
    assert width(page, LeadSort.SIGNAL) == pytest.approx(signal - 60, abs=2)
    kept(page, reader, engine)
    assert width(page, LeadSort.NAME) == pytest.approx(name + 60, abs=4)
    assert page.table._delegate._shares == page.table.header._shares


@pytest.mark.parametrize("way", [-5000, 5000])
def test_no_column_is_dragged_to_nothing(page, reader, engine, way):
    start = border_of(page, LeadSort.NAME)
    drag(page, start, start + QPoint(way, 0))
    kept(page, reader, engine)
    assert min(width(page, LeadSort.NAME), width(page, LeadSort.SIGNAL)) >= 80
    page.grab()


def test_a_title_is_dragged_to_another_place_and_stays_there(page, reader, engine):
    places = dict(page.table.header.places())
    drag(page, places[LeadSort.LETTER].center(), QPoint(90, 14))
    expected = ["warmth", "letter", "name", "signal", "channel", "waiting", "action"]
    assert order(page) == expected
    kept(page, reader, engine)
    assert order(page) == expected
    page.grab()


def test_a_drag_sorts_nothing_and_a_click_moves_nothing(page, engine):
    sort = page._sort
    places = dict(page.table.header.places())
    drag(page, places[LeadSort.WARMTH].center(), QPoint(700, 14))
    assert page._sort is sort
    assert engine.is_quiet()
    QTest.mouseClick(page.table.header, LEFT, pos=places[LeadSort.NAME].center())
    assert page._sort is LeadSort.NAME
    assert engine.is_quiet()


def test_the_keyboard_moves_and_widens_the_column_at_hand(page, reader, engine):
    header = page.table.header
    QTest.keyClick(header, Qt.Key.Key_Right)
    before = width(page, LeadSort.NAME)
    QTest.keyClick(header, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    kept(page, reader, engine)
    assert width(page, LeadSort.NAME) > before
    QTest.keyClick(header, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    kept(page, reader, engine)
    assert order(page)[1:3] == [LeadSort.SIGNAL, LeadSort.NAME]
    QTest.keyClick(header, Qt.Key.Key_Left)
    QTest.keyClick(header, Qt.Key.Key_Left)
    QTest.keyClick(header, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert engine.is_quiet()  # warmth keeps its place


def test_a_hidden_column_keeps_its_width_while_others_are_moved(page, reader, engine):
    reader.user_settings["lead_hidden_columns"] = '["channel"]'
    page.changed(Changed(everything=True))
    header = page.table.header
    QTest.keyClick(header, Qt.Key.Key_Right)
    QTest.keyClick(header, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    saved = kept(page, reader, engine)
    assert [name for name, _share in saved] == ["signal", "name", "letter", "channel"]
    assert dict(saved)["channel"] == 190
    assert sum(share for _name, share in saved) == pytest.approx(1000, abs=3)


def test_the_menu_makes_widths_and_order_usual_again(page, reader, engine):
    usual = page.table.header._shares
    reader.user_settings["lead_columns"] = '[["letter", 500], ["name", 200]]'
    page.changed(Changed(everything=True))
    assert page.table.header._shares != usual
    menu = page.choosing.views_menu(QPoint(0, 0), page)
    entries = [one for below in menu.findChildren(QMenu) for one in below.actions()]
    next(one for one in entries if one.text() == "Usual widths and order").trigger()
    menu.close()
    assert kept(page, reader, engine) == []
    assert page.table.header._shares == usual


@pytest.mark.parametrize(
    "text",
    ['[7, ["nobody", 3], ["name"], ["warmth", 100], ["name", "x"], ["letter", -4]]', "{}", '[["name", 1e9]]'],
)
def test_what_cannot_be_read_is_as_usual(page, reader, text):
    usual = page.table.header._shares
    reader.user_settings["lead_columns"] = text
    page.changed(Changed(everything=True))
    assert page.table.header._shares == usual


def test_a_narrow_list_has_its_own_order(page, reader, engine):
    header = page.table.header
    header.set_list_width(660)
    places = header.places()
    start = border_of(page, LeadSort.NAME)
    drag(page, start, start + QPoint(60, 0))
    drag(page, dict(places)[LeadSort.NAME].center(), QPoint(500, 14))
    assert header.places() == places
    assert engine.is_quiet()
