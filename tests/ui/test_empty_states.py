"""Without data every page says what will be here and how to get it, never an empty frame."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.ui import registry
from desktop_app.ui.widgets.states import EmptyState
from tests.fakes.fake_reader import FakeReader

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
