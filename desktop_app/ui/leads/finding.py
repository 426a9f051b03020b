"""The head of the Leads page: search field and filters with their counts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.store.rows import LeadCounts, LeadFilter
from desktop_app.ui import words
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import Chip, IconButton, IconLabelButton
from desktop_app.ui.widgets.texts import PageTitle

HEAD_HEIGHT = 32  # as `ui.widgets.page_head`, which the first paint does without
SEARCH_AFTER_MS = 150
SEARCH_WIDTH = 280
NARROW_WIDTH = 160
FIELD_EDGES = 52  # of the field: its icon, the room at both sides


class Finding(QWidget):
    """`changed()`: filter or words are other ones; `left()`: the cursor leaves the field for the list.

    `new_pressed()`: the chip "3 new". `narrowing(point)`, `viewing(point)`: a menu is wanted there.
    `widened()`: the list is to be narrowed to no channel and no mailbox any more. `queue_pressed()`: go
    through the morning queue.
    """

    changed = Signal()
    left = Signal()
    new_pressed = Signal()
    narrowing = Signal(QPoint)
    viewing = Signal(QPoint)
    widened = Signal()
    queue_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.which = LeadFilter.ALL
        self.field = QLineEdit()
        self.chips: dict[LeadFilter, Chip] = {}
        self._group = QButtonGroup(self)
        self.queue_button = IconLabelButton(theme, "play", tr("Morning queue"), self.queue_pressed.emit)
        self.new_chip = Chip("", self.new_pressed.emit)
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._timer.timeout.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addLayout(self._head(theme))
        column.addLayout(self._filters())

    @property
    def words(self) -> str:
        return self.field.text().strip()

    def choose(self, which: LeadFilter) -> None:
        self.which = which
        self.chips[which].setChecked(True)
        self.changed.emit()

    def settle(self) -> None:
        """What is typed has been found meanwhile: `changed` need not say it."""
        self._timer.stop()

    def clear(self) -> None:
        """No words, everybody; without `changed`."""
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self._timer.stop()
        self.which = LeadFilter.ALL
        self.chips[self.which].setChecked(True)

    def show_counts(self, counts: LeadCounts) -> None:
        """Without anybody there is nothing to filter and to search."""
        anybody = counts.all + counts.snoozed > 0
        for which, chip in self.chips.items():
            chip.set_count(int(getattr(counts, which.value)))
            chip.setVisible(anybody)
        asleep = counts.snoozed > 0 or self.which is LeadFilter.SNOOZED
        self.chips[LeadFilter.SNOOZED].setVisible(asleep)
        self.field.setVisible(anybody or bool(self.words))
        for button in (self.narrow_button, self.views_button, self.queue_button):
            button.setVisible(anybody)

    def show_new(self, number: int) -> None:
        self.new_chip.setText(tr("%n new", "", number))
        self.new_chip.setVisible(number > 0)

    def focus(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit_placeholder()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.field.clear()
        elif event.key() not in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        if self._timer.isActive():
            self._timer.stop()
            self.changed.emit()
        self.left.emit()
        return True

    def _head(self, theme: Theme) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addStrut(HEAD_HEIGHT)
        self.field.setAccessibleName(tr("Search"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(SEARCH_WIDTH)
        self.field.setMinimumWidth(SEARCH_WIDTH * 2 // 3)
        self._theme = theme
        self._icon = self.field.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        theme.changed.connect(self._draw_icon)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _text: self._timer.start())
        line.setSpacing(Space.S)
        self.narrow_chip = Chip("", self.widened.emit)
        self.narrow_chip.setCheckable(False)
        self.narrow_chip.setToolTip(tr("Show all channels and mailboxes again"))
        self.narrow_chip.hide()
        self.narrow_button = IconButton(theme, "filter", tr("Channel and mailbox (F)"), self.ask_narrow)
        self.views_button = IconButton(theme, "bookmark", tr("Views, columns, export (V)"), self.ask_view)
        self.queue_button.setProperty("kind", "tight")
        self.queue_button.setToolTip(tr("One lead after the other, a key for each thing to do") + "  Q")
        self.queue_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line.addWidget(PageTitle(tr("Leads")))
        line.addSpacing(Space.S)
        line.addWidget(self.queue_button)
        line.addStretch(1)
        line.addWidget(self.narrow_chip)
        line.addWidget(self.field, 100)  # as wide as it may be before anything is left free
        line.addWidget(self.narrow_button)
        line.addWidget(self.views_button)
        return line

    def _fit_placeholder(self) -> None:
        """The longest that is not cut."""
        room = self.field.width() - FIELD_EDGES
        metrics = self.field.fontMetrics()
        texts = (tr("Search people and letters   Ctrl+K"), tr("Search   Ctrl+K"), tr("Search"))
        fitting = (one for one in texts if metrics.horizontalAdvance(one) <= room)
        self.field.setPlaceholderText(next(fitting, texts[-1]))

    def show_narrow(self, text: str) -> None:
        """To what the list is narrowed, "" for nothing."""
        shown = self.narrow_chip.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, NARROW_WIDTH)
        self.narrow_chip.setText(f"{shown}  ×")
        self.narrow_chip.setVisible(bool(text))

    def ask_narrow(self) -> None:
        self.narrowing.emit(_below(self.narrow_button))

    def ask_view(self) -> None:
        self.viewing.emit(_below(self.views_button))

    def show_view(self, which: LeadFilter, words: str) -> None:
        """Filter and words of a saved view; without `changed`."""
        self.clear()
        self.field.blockSignals(True)
        self.field.setText(words)
        self.field.blockSignals(False)
        self.which = which
        self.chips[which].setChecked(True)

    def _draw_icon(self) -> None:
        self._icon.setIcon(self._theme.icon("search"))

    def _filters(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(Space.XS)
        for which in LeadFilter:
            chip = Chip(words.lead_filter(which), self._choosing(which))
            self._group.addButton(chip)
            self.chips[which] = chip
            line.addWidget(chip)
        self.chips[self.which].setChecked(True)
        line.addStretch(1)
        self.new_chip.setCheckable(False)
        self.new_chip.hide()
        line.addWidget(self.new_chip)
        return line

    def _choosing(self, which: LeadFilter) -> Callable[[], None]:
        return lambda: self.choose(which)


def _below(button: QWidget) -> QPoint:
    return button.mapToGlobal(QPoint(0, button.height() + Space.XS))
