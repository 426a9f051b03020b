"""Without data every page says what will be here and how to get it, never an empty frame."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.ui import registry
from desktop_app.ui.widgets.states import EmptyState
from tests.fakes.fake_reader import FakeReader
from tests.fakes.sample_data import sample

FULL_ANYWAY = ("settings", "help", "assistant")  # their content does not come from letters
KEYS = [entry.key for entry in registry.entries() if entry.key not in FULL_ANYWAY]


@pytest.mark.parametrize("key", KEYS)
def test_a_page_without_data_says_what_belongs_there(make_window, qtbot, key):
    window = make_window(FakeReader())
    window.show_page(key)
    page = window._pages[key]

    def told() -> bool:
        states = [one for one in page.findChildren(EmptyState) if one.isVisibleTo(page)]
        texts = [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]
        return bool(states) or any(len(text) > 60 for text in texts)

    qtbot.waitUntil(told, timeout=20_000)
    buttons = [one for one in page.findChildren(QPushButton) if one.isVisibleTo(page) and one.isEnabled()]
    assert buttons, "and there is something to do about it"


def test_a_list_that_fills_while_one_looks_at_it_has_the_keyboard(make_window):
    reader = FakeReader()
    window = make_window(reader)
    page = window._pages["leads"]
    assert page.isAncestorOf(window.focusWidget()), "the empty state has it, not a button of the rail"
    full = sample("en")
    reader.lead_rows.update(full.lead_rows)
    page.reload()
    assert window.focusWidget() is page.table.list
