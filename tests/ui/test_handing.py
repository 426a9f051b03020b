"""Handing a wait over: the menu, the command, the undo; on the card, for several, beside who waits."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog

from desktop_app.domain import commands
from desktop_app.domain.commands import Result
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import HOUR, MINUTE
from desktop_app.store.rows import HandedRow, SaidRow
from desktop_app.ui.handing import Handing, sentence
from desktop_app.ui.letters_panel import LettersPanel
from desktop_app.ui.theme import Theme
from tests.fakes.ui_world import NOW, letter, make_world

MARIA = "maria@otklik.example"


@pytest.fixture
def world(qapp):
    return make_world(Theme(qapp, "light"))


def given(world) -> list[commands.Command]:
    return list(world.bridge.of(commands.Together)[-1].commands)


def test_the_menu_names_colleagues_and_one_of_them_gets_the_wait(world, qtbot):
    handing = Handing(world.context)
    owner = LettersPanel(world.context)
    qtbot.addWidget(owner)
    handing.ask([7, 9], owner, QPoint(0, 0))
    texts = [action.text() for action in handing.menu.actions() if action.text()]
    assert texts == ["Hand over to", "Maria Orlova", "Boris", "Somebody else…"]
    handing.menu.actions()[1].trigger()
    assert given(world) == [commands.Assign(7, MARIA), commands.Assign(9, MARIA)]
    qtbot.waitUntil(lambda: bool(world.toasts))
    text, undo = world.toasts[-1]
    assert text == f"Handed over to {MARIA}: your clock stops."
    undo()
    assert given(world) == [commands.Unassign(7), commands.Unassign(9)]
    handing.menu.close()


def test_undo_puts_back_what_was_said_before(world, qtbot):
    world.reader.assigned = lambda _letters: {7: SaidRow("Boris", NOW - HOUR)}
    Handing(world.context).give([7], MARIA)
    qtbot.waitUntil(lambda: bool(world.toasts))
    world.toasts[-1][1]()
    assert given(world) == [commands.Assign(7, "Boris", NOW - HOUR)]


def test_somebody_else_is_asked_for_by_name(world, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("  Pavel ", True))
    handing = Handing(world.context)
    handing._ask_name([7], LettersPanel(world.context))
    assert given(world) == [commands.Assign(7, "Pavel")]
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("", True))
    handing._ask_name([7], LettersPanel(world.context))
    assert len(world.bridge.of(commands.Together)) == 1


def test_a_wait_that_is_over_says_so_and_offers_no_undo(world, qtbot):
    world.bridge.answers[commands.Together] = Result(error=InputError(field="letter", reason="nobody_waits"))
    Handing(world.context).give([7], MARIA)
    qtbot.waitUntil(lambda: bool(world.toasts))
    assert world.toasts[-1] == ("Nobody waits for an answer there: there is nothing to hand over.", None)


def test_nobody_of_these_people_waits(world, qtbot):
    world.reader.waiting_letters = lambda _contacts: {}
    panel = LettersPanel(world.context)
    qtbot.addWidget(panel)
    assert not Handing(world.context).ask_people([1], panel, QPoint(0, 0))
    assert world.toasts[-1][0] == "None of them waits for an answer."


def test_the_sentence_says_how_long_the_client_has_waited_altogether():
    row = HandedRow(7, "Maria", NOW - 10 * MINUTE, NOW - 3 * HOUR, None)
    said = sentence(row, NOW)
    assert "Maria 10 min ago" in said
    assert "waited 3 h" in said


def test_a_letter_handed_over_says_to_whom_and_can_be_taken_back(world, qtbot):
    world.reader.put_letters(letter(7))
    world.reader.handed_letter = lambda _letter: HandedRow(7, MARIA, NOW - HOUR, NOW - 2 * HOUR, None)
    panel = LettersPanel(world.context)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_letters([7], "Handed over")
    assert panel.handed.text().startswith(f"Handed over to {MARIA}, ")
    panel.mine.click()
    assert given(world) == [commands.Assign(7, "")]
    assert panel.mine.isHidden()


def test_the_card_tells_who_has_the_wait_and_takes_it_back(window, engine):
    page = window._pages["leads"]
    page.desk.open()
    assert page.card.handed.isHidden()
    page.card._context.reader.handed = lambda _contact: HandedRow(7, MARIA, NOW - HOUR, NOW - 2 * HOUR, None)
    page.table.model.forget(None)
    page.desk.show()
    assert not page.card.handed.isHidden()
    assert MARIA in page.card.handed.text.text()
    page.card.handed.back.click()
    assert engine.command() == commands.Together((commands.Assign(7, ""),))


def test_a_hands_over_the_current_lead_and_several(window):
    page = window._pages["leads"]
    page.table.select_row(0)
    page.context.reader.waiting_letters = lambda contacts: {one: [one] for one in contacts}
    QTest.keyClick(page.table.list, Qt.Key.Key_A)
    menu = page.acting.handing.menu
    assert menu is not None
    menu.close()
    page.acting.handing.menu = None
    QTest.keyClick(page.table.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    page.many.bar.buttons["hand_over"].click()
    assert page.acting.handing.menu is not None
    page.acting.handing.menu.close()
