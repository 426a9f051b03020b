"""The letters behind a figure: a list, and the text of the one that is clicked.

Lies over the right side of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import Direction, Draft, Excluded, LetterId, Micros
from desktop_app.store.reader import Reader
from desktop_app.store.rows import HandedRow, LetterRow
from desktop_app.ui import problems, times
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.handing import Handing
from desktop_app.ui.letter_view import LetterView
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, IconLabelButton
from desktop_app.ui.widgets.painted_rows import RIGHT, Index, PaintedRows
from desktop_app.ui.widgets.rows import RowView
from desktop_app.ui.widgets.texts import ElidedText, Line, SectionTitle

ROW_HEIGHT = 48
PAGE = 100
NOT_NEEDED = (Excluded.NO_ANSWER, Excluded.THANKS)  # what the user can say otherwise
LIST_SHARE = (1, 3)  # list and text share the height


class LettersPanel(QFrame):
    """`show_letters` fills it; Escape or the cross sends `closed`."""

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self._context = context
        self._shown: LetterRow | None = None
        self._handed: HandedRow | None = None
        self._handing = Handing(context)
        self._model = LettersModel(context.reader)
        self.list = RowView(self._model, _LetterRows(context.theme, context.now), ROW_HEIGHT)
        self.list.setAccessibleName(tr("Letters"))
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self._build()

    def show_letters(self, letters: Sequence[LetterId], title: str) -> None:
        """The first one is opened at once."""
        self._title.setText(title)
        self._count.setText(tr("%n letters", "", len(letters)))
        self._model.set_letters(list(letters))
        self.list.setMaximumHeight(max(2, len(letters)) * ROW_HEIGHT)
        self.view.clear()
        if letters:
            self.list.setCurrentIndex(self._model.index(0, 0))
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        self._title = SectionTitle()
        self._title.setWordWrap(True)
        self._count = ElidedText("", "secondary", "secondary")
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._count)
        head.addLayout(names, 1)
        close = IconButton(self._context.theme, "x", tr("Close (Esc)"), self.closed.emit)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(Line())
        column.addWidget(self.list, LIST_SHARE[0])
        column.addWidget(Line())
        column.addLayout(self._letter_head())
        self.view = LetterView(self._context)
        column.addWidget(self.view, LIST_SHARE[1])

    def _letter_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(Space.L, Space.M, Space.M, 0)
        line.setSpacing(Space.M)
        self._subject = ElidedText("", "strong")
        self._people = ElidedText("", "secondary", "secondary")
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._subject)
        names.addWidget(self._people)
        self.handed = ElidedText("", "secondary", "secondary")
        self.handed.hide()
        names.addWidget(self.handed)
        line.addLayout(names, 1)
        theme = self._context.theme
        self.needed = IconLabelButton(theme, "mail", tr("Needs an answer"), self._needs_answer)
        self.needed.hide()
        line.addWidget(self.needed, 0, Qt.AlignmentFlag.AlignTop)
        self.mine = IconLabelButton(theme, "user", tr("It is mine"), self._keep)
        self.mine.hide()
        line.addWidget(self.mine, 0, Qt.AlignmentFlag.AlignTop)
        self._reply = IconLabelButton(theme, "reply", tr("Reply"), self._answer)
        line.addWidget(self._reply, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        letter = self._model.letter(current.row()) if current.isValid() else None
        self._shown = letter
        self._reply.setVisible(letter is not None)
        self.needed.setVisible(letter is not None and letter.excluded in NOT_NEEDED)
        self._handed = None if letter is None else self._context.reader.handed_letter(letter.id)
        for widget in (self.mine, self.handed):
            widget.setVisible(self._handed is not None)
        if letter is None:
            self.view.clear()
            return
        self._subject.setText(letter.subject or tr("No subject"))
        moment = times.moment(letter.arrived_at, self._context.now())
        self._people.setText(tr("{people}, {moment}").format(people=_people(letter), moment=moment))
        if self._handed is not None:
            when = times.moment(self._handed.at, self._context.now())
            text = tr("Handed over to {name}, {moment}").format(name=self._handed.to, moment=when)
            self.handed.setText(text)
        self.view.show_letter(letter)

    def _needs_answer(self) -> None:
        """Against the rule, or against what the user said before; "Undo" says again that it needs none."""
        if self._shown is not None:
            letter = self._shown.id
            self._mark(letter, needs_answer=True)
            self.needed.hide()
            text = tr("The letter needs an answer: it counts.")
            self._context.toast(text, lambda: self._mark(letter, needs_answer=False))

    def _keep(self) -> None:
        """A colleague has the wait: take it back."""
        if self._handed is not None:
            self._handing.keep(self._handed.letter)
            self.mine.hide()

    def _mark(self, letter: LetterId, *, needs_answer: bool) -> None:
        def failed(error: AppError) -> None:
            self._context.toast(problems.sentence(error), None)

        command = commands.MarkNoAnswer(letter, needs_answer)
        self._context.bridge.call(command, lambda _value: None, while_alive(self, failed))

    def _answer(self) -> None:
        if self._shown is not None:
            self._context.compose(Draft(self._shown.account, answers=self._shown.id))


class LettersModel(QAbstractTableModel):
    """Ids in the order given; rows are read page by page."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader
        self._ids: list[LetterId] = []
        self._rows: dict[LetterId, LetterRow] = {}

    def set_letters(self, letters: list[LetterId]) -> None:
        self.beginResetModel()
        self._ids = letters
        self._rows.clear()
        self.endResetModel()

    def letter(self, row: int) -> LetterRow | None:
        """None for a letter that is gone."""
        letter = self._ids[row]
        if letter not in self._rows:
            start = row - row % PAGE
            found = self._reader.letters_by_id(self._ids[start : start + PAGE])
            self._rows.update((one.id, one) for one in found)
        return self._rows.get(letter)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            letter = self.letter(index.row())
            return letter and f"{_people(letter)}, {letter.subject}"
        return None


class _LetterRows(PaintedRows):
    def __init__(self, theme: Theme, now: Callable[[], Micros]) -> None:
        super().__init__(theme, ROW_HEIGHT)
        self._now = now

    def paint_row(self, painter: QPainter, rect: QRect, index: Index) -> None:
        model = index.model()
        assert isinstance(model, LettersModel)
        letter = model.letter(index.row())
        if letter is not None:
            self._paint_letter(painter, rect, letter)

    def _paint_letter(self, painter: QPainter, rect: QRect, letter: LetterRow) -> None:
        icon = "arrow-in" if letter.direction is Direction.IN else "arrow-out"
        painter.drawPixmap(rect.left() + Space.L, rect.top() + 8, self._theme.pixmap(icon, "secondary", 16))
        line = QRect(rect.left() + Space.L + 24, rect.top() + 6, rect.width() - 2 * Space.L - 24, 18)
        moment = times.moment(letter.arrived_at, self._now())
        width = self.write(painter, line, moment, "secondary", "secondary", RIGHT)
        self.write(painter, line.adjusted(0, 0, -width - Space.M, 0), _people(letter), "strong", "text")
        subject = letter.subject or tr("No subject")
        self.write(painter, line.translated(0, 19), subject, "secondary", "secondary")


def _people(letter: LetterRow) -> str:
    """Who it is from, or for our own letters who it went to."""
    if letter.direction is Direction.IN:
        return letter.sender.name or letter.sender.address
    names = [person.name or person.address for person in letter.to]
    return tr("To {names}").format(names=", ".join(names)) if names else tr("To nobody")
