"""Several leads at once, saved views, narrowing, columns, and the list as a file."""

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_app.domain import commands
from desktop_app.domain.commands import Result
from desktop_app.domain.facts import Changed
from desktop_app.domain.model import UNTIL_REPLY
from desktop_app.settings.schema import Settings
from desktop_app.store.rows import LeadFilter, LeadSort, Narrow
from desktop_app.ui.leads import views
from desktop_app.ui.leads.views import View
from tests.fakes.sample_data import NOW


@pytest.fixture
def page(window):
    return window._pages["leads"]


def press(widget, text: str, key: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))


def select_three(page) -> list[int]:
    page.table.select_row(0)
    for _ in range(2):
        QTest.keyClick(page.table.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    return page.table.model.ids[:3]


def undo(window, engine):
    window.over.toast.press()
    return engine.command()


# several at once


def test_shift_and_the_arrows_select_several_and_a_bar_says_how_many(page):
    chosen = select_three(page)
    assert page.table.contacts() == chosen
    assert not page.many.bar.isHidden()
    assert page.many.bar.count.text() == "3 selected"
    QTest.keyClick(page.table.list, Qt.Key.Key_Escape)
    assert page.many.bar.isHidden()


def test_x_takes_a_row_in_and_out_in_the_russian_layout_too(page):
    page.table.select_row(0)
    QTest.keyClick(page.table.list, Qt.Key.Key_J)
    press(page.table.list, "ч", ord("Ч"))  # x
    assert page.table.selected_count() == 0
    press(page.table.list, "x", Qt.Key.Key_X)
    press(page.table.list, "x", Qt.Key.Key_X)
    assert page.table.contacts() == page.table.model.ids[2:4]


def test_all_are_selected_with_one_key_and_stay_so_when_the_order_changes(page):
    QTest.keyClick(page.table.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.table.selected_count() == page.table.model.rowCount() > 30
    page._choose_sort(LeadSort.NAME, False)
    assert page.table.selected_count() == page.table.model.rowCount() > 30


def test_a_live_change_keeps_what_is_selected(page, reader, qtbot):
    chosen = set(select_three(page))
    last = page.table.model.ids[-1]
    reader.change(last, warmth=99)
    page.changed(Changed(contacts=(last,)))
    qtbot.waitUntil(lambda: page.table.model.ids[0] == last)
    assert set(page.table.contacts()) == chosen


def test_letting_go_hides_all_until_they_write_and_one_undo_brings_them_back(window, page, engine):
    chosen = select_three(page)
    press(page.table.list, "g", Qt.Key.Key_G)
    assert engine.command() == commands.Together(
        tuple(commands.Snooze(one, UNTIL_REPLY, until_reply=True) for one in chosen)
    )
    engine.answer(Result())
    assert undo(window, engine) == commands.Together(tuple(commands.Snooze(one, None) for one in chosen))
    engine.answer(Result())


def test_done_marks_those_who_wait_and_rests_the_others(window, page, reader, engine):
    chosen = select_three(page)
    waiting = reader.waiting_letters(chosen)
    press(page.table.list, "e", Qt.Key.Key_E)
    said = engine.command().commands
    engine.answer(Result())
    marked = [one.letter for one in said if isinstance(one, commands.MarkNoAnswer)]
    assert marked == [letter for some in waiting.values() for letter in some]
    rested = {one.contact for one in said if isinstance(one, commands.Snooze)}
    assert rested == set(chosen) - set(waiting)
    back = undo(window, engine).commands
    engine.answer(Result())
    assert all(one.needs_answer for one in back if isinstance(one, commands.MarkNoAnswer))


def test_one_lead_let_go_is_hidden_until_they_write(page, reader, engine):
    lead = page.table.lead()
    page.acting.snooze(lead, UNTIL_REPLY)
    assert engine.command() == commands.Snooze(lead.contact, UNTIL_REPLY, until_reply=True)
    engine.answer(Result())


def test_a_call_that_is_made_is_said_with_one_key(page, engine):
    contact = page.table.contact()
    press(page.table.list, "е", ord("Е"))  # t
    assert engine.command() == commands.Called(contact)
    engine.answer(Result())


# narrowing and views


def test_a_channel_narrows_list_and_counts_and_the_chip_gives_all_back(page, reader, qtbot):
    channel = next(lead.channel for lead in reader.lead_rows.values() if lead.channel)
    page._narrow_to(Narrow(channel=channel))
    rows = [page.table.model.lead(row) for row in range(page.table.model.rowCount())]
    assert {one.channel for one in rows} == {channel}
    assert page.finding.chips[LeadFilter.ALL].text().endswith(f"  {len(rows)}")
    assert page.finding.narrow_chip.text().startswith(channel)
    qtbot.mouseClick(page.finding.narrow_chip, Qt.MouseButton.LeftButton)
    assert page.table.model.rowCount() == reader.lead_counts(NOW).all
    assert page.finding.narrow_chip.isHidden()


def test_the_menus_open_by_key_and_say_what_there_is(page, reader):
    menu = page.choosing.narrow_menu(page.mapToGlobal(page.rect().center()))
    assert [one.text() for one in menu.actions()][:2] == ["Channel", "All channels"]
    menu.close()
    reader.user_settings["lead_views"] = views.views_text([View("Fair", words="press")])
    menu = page.choosing.views_menu(page.mapToGlobal(page.rect().center()), page)
    texts = [one.text() for one in menu.actions()]
    assert "Fair\tAlt+1" in texts
    assert "Save this view…" in texts
    menu.close()


def test_a_view_is_saved_under_a_name_found_by_its_key_and_deleted_with_undo(window, page, reader, engine):
    page.finding.choose(LeadFilter.ANSWER)
    page._choose_sort(LeadSort.WAITING, True)
    field = page.choosing.ask_name(page.mapToGlobal(page.rect().center()), page, None)
    QTest.keyClicks(field.line, "Morning")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    command = engine.command()
    engine.answer(Result())
    assert command.key == "lead_views"
    reader.user_settings["lead_views"] = command.value
    page.finding.choose(LeadFilter.ALL)
    page._choose_sort(LeadSort.NAME, False)
    press(page.table.list, "", Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert (page.finding.which, page._sort, page._descending) == (LeadFilter.ANSWER, LeadSort.WAITING, True)
    (view,) = views.saved_views(Settings(reader.settings(), {}))
    page.choosing.delete(view)
    assert json.loads(engine.command().value) == []
    engine.answer(Result())
    assert undo(window, engine).value == command.value
    engine.answer(Result())


def test_views_are_renamed_and_what_cannot_be_read_is_left_out():
    saved = [View("a"), View("b")]
    assert [one.name for one in views.renamed(saved, "a", "c")] == ["c", "b"]
    assert [one.name for one in views.renamed(saved, "a", "b")] == ["b"]
    assert views.with_view(saved, View("a", words="x")) == [View("a", words="x"), View("b")]
    text = json.dumps([7, {"name": " "}, {"name": "x", "sort": "by_age"}, {"name": "y", "account": "z"}])
    assert views.saved_views(Settings({"lead_views": text}, {})) == [View("y")]


def test_a_hidden_column_leaves_its_room_to_the_others(page, reader):
    page.table.header.set_list_width(1300)
    before = dict(page.table.header.places())
    reader.user_settings["lead_hidden_columns"] = '["channel", "nonsense"]'
    page.changed(Changed(everything=True))
    after = dict(page.table.header.places())
    assert set(before) - set(after) == {LeadSort.CHANNEL}
    assert after[LeadSort.LETTER].left() > before[LeadSort.LETTER].left()


# the file


def test_the_list_is_exported_in_its_order_and_runs_nothing(
    window, page, reader, qtbot, monkeypatch, tmp_path: Path
):
    first = page.table.model.ids[0]
    reader.change(first, name='=HYPERLINK("http://x.example")', subject="Re:\x00 offer")
    path = tmp_path / "leads.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    press(page, "", Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: window.over.toast is not None and "leads.csv" in window.over.toast.text.text())
    text = path.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [row[1] for row in rows[1:]] == [reader.lead_rows[one].address for one in page.table.model.ids]
    assert rows[1][0].startswith("'=")
    assert "\x00" not in text


def test_a_file_that_cannot_be_written_is_said(window, page, qtbot, monkeypatch, tmp_path: Path):
    path = tmp_path / "nowhere" / "leads.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page.many.export()
    over = window.over
    qtbot.waitUntil(lambda: over.toast is not None and "cannot be written" in over.toast.text.text())
