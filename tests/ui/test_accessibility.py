"""What a screen reader and a keyboard find: every control has a name, on every page and in every window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop_app.domain.model import Draft
from desktop_app.ui import registry

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
INSIDE = (QAbstractSpinBox, QComboBox, QLineEdit)  # what Qt builds them of is spoken as a part of them


def nameless(root: QWidget) -> list[str]:
    """Controls that a screen reader can only call by their kind."""
    return [describe(one) for one in controls(root) if one.isVisibleTo(root) and not spoken(one)]


def controls(root: QWidget) -> list[QWidget]:
    return [one for one in root.findChildren(QWidget) if isinstance(one, CONTROLS) and not is_part(one)]


def is_part(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, INSIDE):
            return True
        above = above.parentWidget()
    return False


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    name = widget.accessibleName() or (interface.text(QAccessible.Text.Name) if interface else "")
    return name.strip()


def describe(widget: QWidget) -> str:
    owners, above = [], widget
    while above is not None and len(owners) < 4:
        owners.append(type(above).__name__)
        above = above.parentWidget()
    said = f"{widget.text()}: " if isinstance(widget, QAbstractButton) else ""
    return said + " in ".join(owners)


@pytest.mark.parametrize("key", [entry.key for entry in registry.entries()])
def test_every_control_of_a_page_has_a_name(window, qapp, key):
    window.show_page(key)
    qapp.processEvents()
    if key == "leads":
        window._pages[key].desk.show()
    found = controls(window)
    assert found
    assert nameless(window) == []


def test_every_control_of_a_letter_that_is_written_has_a_name(window, reader, qapp):
    window.compose(Draft(reader.accounts()[0].id))
    qapp.processEvents()
    assert nameless(window.letters.windows[-1]) == []
    window.letters.windows[-1].close()


def test_the_keys_and_the_letters_behind_a_figure_have_names(window, reader, qapp):
    window.open_letters([one.id for one in reader.letters()][:5], "Sent")
    window.show_keys()
    qapp.processEvents()
    assert nameless(window) == []


def test_every_control_of_a_company_and_of_the_morning_queue_has_a_name(window, reader, qtbot):
    page = window._pages["leads"]
    reader.change(page.table.contact(), company="zavod.example")
    window.open_company("zavod.example", page.table.contact())
    company = window._pages["company"]
    qtbot.waitUntil(lambda: company.content is not None and not company.figures.is_busy)
    assert nameless(window) == []
    window.show_page("leads")
    page.begin_queue()
    assert nameless(window) == []


@pytest.mark.parametrize("key", [entry.key for entry in registry.entries()])
def test_every_control_of_a_page_can_be_reached_by_tab_or_has_a_key(window, qapp, key):
    """Buttons that the Tab key passes by would be out of reach."""
    window.show_page(key)
    qapp.processEvents()
    shown = [one for one in controls(window) if one.isVisibleTo(window) and one.isEnabled()]
    lost = [one for one in shown if not one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [describe(one) for one in lost if not is_beside_a_stop(one)] == []


def is_beside_a_stop(widget: QWidget) -> bool:
    """Of several of which one is chosen Qt lets Tab stop at one; the arrows lead from there to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is None or not group.exclusive():
        return False
    return any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in group.buttons())
