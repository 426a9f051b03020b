"""Every key of the design works in the Latin and in the Russian layout, and stands on F1 and in the help."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop_app.domain import commands
from desktop_app.settings.paths import resources
from desktop_app.store.rows import LeadFilter
from desktop_app.ui.keys import CYRILLIC, LATIN
from desktop_app.ui.keys_overlay import KeysOverlay, all_keys
from desktop_app.ui.widgets.choice_box import ChoiceBox

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NO = Qt.KeyboardModifier.NoModifier
TO_RUSSIAN = dict(zip(LATIN, CYRILLIC, strict=True))
# design.md, Keys; and what has come since.
DESIGNED = frozenset(
    ("J", "K", "Enter", "R", "C", "E", "S", "H", "/", "Ctrl+K", "1", "7", "Ctrl+Z", "?", "F1")
) | frozenset(("O", "Q", "T", "W", "F", "V", "X", "P", "B", "M", "U"))


def press(window, text: str, layout: str, modifiers=NO) -> None:
    """A real key: in the Russian layout the same key produces another character."""
    if layout == "russian" and text in TO_RUSSIAN:
        text = TO_RUSSIAN[text]
    shown = chr(ord(text) & 31) if modifiers & CONTROL and text.isascii() else text
    target = QApplication.focusWidget() or window
    QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, ord(text.upper()), modifiers, shown))


class Key(NamedTuple):
    """`worked` looks at the window after the key."""

    text: str
    worked: Callable[..., bool]
    modifiers: Qt.KeyboardModifier = NO


def took(kind: type) -> Callable[..., bool]:
    return lambda window, page, engine: isinstance(engine.command(), kind)


def menu(window, page, engine) -> bool:
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
    for one in found:
        one.close()
    return bool(found)


def row(number: int) -> Callable[..., bool]:
    return lambda window, page, engine: page.table.list.currentIndex().row() == number


def at(key: str) -> Callable[..., bool]:
    return lambda window, page, engine: window._key == key


KEYS = (
    Key("j", row(6)),
    Key("k", row(4)),
    Key("r", lambda window, page, engine: bool(window.letters.windows)),
    Key("c", lambda window, page, engine: bool(window.letters.windows)),
    Key("e", lambda window, page, engine: engine.command() is not None),
    Key("s", menu),
    Key("w", menu),
    Key("f", menu),
    Key("v", menu),
    Key("t", took(commands.Called)),
    Key("h", lambda window, page, engine: page.card.contact == page.table.contact()),
    Key("o", at("company")),
    Key("q", lambda window, page, engine: page.morning.is_open),
    Key("x", row(6)),
    Key("k", lambda window, page, engine: page.finding.field.hasFocus(), CONTROL),
    Key("z", lambda window, page, engine: window.over.toast is not None, CONTROL),
    Key("2", at("activity")),
    Key("6", at("sent")),
    Key("7", at("settings")),
)


@pytest.fixture
def page(window, reader):
    page = window._pages["leads"]
    for contact in page.table.model.ids:
        reader.change(contact, company="zavod.example", snoozed_until=None)
    page.table.model.forget(None)
    page.table.select_row(5)
    page.table.setFocus()
    return page


@pytest.mark.parametrize("layout", ["latin", "russian"])
@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key.text}{'+' if key.modifiers else ''}")
def test_a_key_does_the_same_in_both_layouts(window, page, engine, key, layout):
    press(window, key.text, layout, key.modifiers)
    assert key.worked(window, page, engine)
    for one in window.letters.windows:
        one._done = True


def test_a_key_of_the_page_works_while_the_rail_has_the_keyboard(window, page):
    for text, moved in (("j", 6), ("q", 6)):
        window._rail._buttons["leads"].setFocus()
        press(window, text, "latin")
        assert page.table.list.currentIndex().row() == moved
    assert page.morning.queue.isVisible()


def test_no_key_of_the_page_works_from_letters_that_lie_over_it(window, page, reader, engine):
    window.open_letters(list(reader.letter_rows)[:2], "Letters")
    before = {type(engine.command())}  # the text of the first
    press(window, "t", "latin")
    assert before == {commands.FetchLetter}
    assert engine.is_quiet()


def test_after_letters_over_the_page_the_keyboard_is_back_in_its_list(window, page, reader):
    window.open_letters(list(reader.letter_rows)[:2], "Letters")
    window.over.close_panel()
    assert page.table.list.hasFocus()


@pytest.mark.parametrize(
    ("text", "modifiers"), [("/", NO), (".", NO)], ids=["the slash key", "the slash key in Russian"]
)
def test_the_slash_key_searches(window, page, text, modifiers):
    press(window, text, "latin", modifiers)
    assert page.finding.field.hasFocus()


@pytest.mark.parametrize("text", ["?", ","], ids=["question mark", "the same key in Russian"])
def test_shift_and_the_slash_key_show_the_keys(window, page, text):
    press(window, text, "latin", SHIFT)
    overlay = window.findChild(KeysOverlay)
    assert overlay is not None
    overlay._leave()


def test_enter_presses_the_button_that_has_the_keyboard(window, page):
    chip = page.finding.chips[LeadFilter.HOT]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Return)
    assert page.finding.which is LeadFilter.HOT


def test_a_digit_is_the_windows_key_even_in_a_choice(qapp):
    box = ChoiceBox()
    box.addItems(["1st", "2nd", "3rd"])
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_3, NO, "3")
    QApplication.sendEvent(box, event)
    assert (box.currentIndex(), event.isAccepted()) == (0, False)
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentIndex() == 1


def test_after_the_list_of_keys_the_keyboard_is_where_it_was(window, page):
    press(window, "?", "latin", SHIFT)
    assert not page.table.list.hasFocus()
    press(window, "x", "latin")
    assert page.table.list.hasFocus()


def listed(text: str) -> set[str]:
    """Single keys of an entry as "1 – 7" or "J  K"."""
    if found := re.fullmatch(r"(.*\+)?(\d) – (\d)", text):
        first, last = int(found[2]), int(found[3])
        return {f"{found[1] or ''}{number}" for number in range(first, last + 1)}
    return set(text.split())


def test_the_list_on_f1_has_every_key(qapp):
    shown = set().union(*(listed(key) for key, _ in all_keys()))
    assert shown >= DESIGNED
    assert {key.text.upper() for key in KEYS if not key.modifiers and key.text.isalpha()} <= shown


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_help_has_every_key_of_the_list(qapp, language):
    text = (resources() / "help" / language / "window.md").read_text(encoding="utf-8")
    table = text[text.index("| `J`") :]
    known = set(re.findall(r"`([^`]+)`", table[: table.index("\n\n")]))
    missing = set().union(*(listed(key) for key, _ in all_keys())) - known
    assert missing - {str(number) for number in range(2, 7)} - {f"Alt+{n}" for n in range(2, 9)} == set()
