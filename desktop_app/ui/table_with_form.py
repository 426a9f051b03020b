"""A table of a few things, and beside it the form in which one of them is changed or a new one is made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.commands import Command
from desktop_app.domain.errors import AppError
from desktop_app.ui import problems
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.making_room import MakingRoom
from desktop_app.ui.widgets.page_head import PAGE_MARGIN
from desktop_app.ui.widgets.page_scroll import PageScroll
from desktop_app.ui.widgets.states import EmptyState


class EditForm(Card):
    """Says in itself what is wrong with what was entered."""

    def show_error(self, text: str) -> None:
        raise NotImplementedError


class TableWithForm(QObject):
    """`read` is called after each change. A page of less than `least` pixels has room for one of the two."""

    def __init__(
        self, page: QWidget, context: Context, form: EditForm, read: Callable[[], None], least: int
    ) -> None:
        super().__init__(page)
        self._page, self._context, self._form, self._read, self._least = page, context, form, read, least
        self._table, self._row = QVBoxLayout(), QHBoxLayout()
        self.stack = QStackedWidget()
        form.hide()

    def lay_out(self, above: list[QWidget], below: list[QWidget], empty: EmptyState) -> QHBoxLayout:
        """`above` and `below` stand with the table, the last one below takes what is left of the height."""
        area = PageScroll()
        for part in above:
            area.column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        area.column.addLayout(self._table)
        for part in below:
            area.column.addWidget(part, 1)
        area.column.addStretch(0 if below else 1)
        self.stack.addWidget(area)
        self.stack.addWidget(empty)
        self._row.setSpacing(0)
        self._row.setContentsMargins(PAGE_MARGIN, 0, 0, 0)
        self._row.addWidget(self.stack, 1)
        self._row.addWidget(self._form, 0, Qt.AlignmentFlag.AlignTop)
        self._form.installEventFilter(self)
        MakingRoom(self._page, self.stack, self._form, self._least)
        return self._row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table's scroll bar stands at the edge of the window; the form ends where the head does."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            margins = self._row.contentsMargins()
            margins.setRight(0 if self._form.isHidden() else PAGE_MARGIN)
            self._row.setContentsMargins(margins)
        return False

    def show(self, table: QWidget | None) -> None:
        """Made anew each time; None: there is nothing yet."""
        while (item := self._table.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self.stack.setCurrentIndex(1 if table is None else 0)
        if table is not None:
            self._table.addWidget(table)

    def save(self, command: Command) -> None:
        """From the form, which closes when it is done."""

        def done(_value: object) -> None:
            self._form.hide()
            self._read()

        self._call(command, done)

    def ask(self, command: Command) -> None:
        """Without the form."""
        self._call(command, lambda _value: self._read())

    def tell(self, error: AppError) -> None:
        """Where the user looks."""
        if self._form.isHidden():
            self._context.toast(problems.sentence(error), None)
        else:
            self._form.show_error(problems.sentence(error))

    def _call(self, command: Command, done: Callable[[object], None]) -> None:
        self._context.bridge.call(command, while_alive(self._page, done), while_alive(self._page, self.tell))
