"""Parts of the client card: the warmth, its terms, the note."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.domain.model import ContactId, Contribution
from desktop_app.ui import reasons, times, words
from desktop_app.ui.canvas import PainterCanvas
from desktop_app.ui.leads.row_painter import draw_bar
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.texts import Text

TERMS = 6
NOTE_HEIGHT = 64
NOTE_AFTER_MS = 1_000


class WarmthLine(QWidget):
    """Bar, number and "8x the usual"."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._warmth: int | None = None
        self._lift = ""
        self.setFixedHeight(24)
        theme.changed.connect(self.update)

    def show_warmth(self, warmth: int | None, lift: float | None) -> None:
        self._warmth = warmth
        self._lift = words.warmth_name(None) if warmth is None or lift is None else words.lift(lift)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_bar(PainterCanvas(painter), QRectF(0, 8, 132, 8), self._warmth, self._theme)
        x = 132 + Space.M
        if self._warmth is not None:
            painter.setFont(self._theme.font("section"))
            painter.setPen(self._theme.colour("text"))
            place = self.rect().adjusted(x, 0, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(self._warmth))
            x += painter.fontMetrics().horizontalAdvance(str(self._warmth)) + Space.S
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.colour("secondary"))
        painter.drawText(self.rect().adjusted(x, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._lift)


class Sentence(Text):
    """A sentence that leads somewhere: by a click, or by Enter when Tab has come to it."""

    pressed = Signal()

    def __init__(self, text: str = "", role: str = "body", tone: str = "text") -> None:
        super().__init__(text, role, tone, wrap=True)
        self.leads = False

    def set_leads(self, leads: bool) -> None:
        """Whether there is something to open."""
        self.leads = leads
        shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if leads else Qt.FocusPolicy.NoFocus)
        self.setToolTip(tr("Open the letters it rests on") if leads else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.leads and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.leads and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.leads and (self.underMouse() or self.hasFocus()):
            painter = QPainter(self)
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawLine(0, self.height() - 1, self.width() - 1, self.height() - 1)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()


class Terms(QWidget):
    """The signed contributions: sentence left, factor right. `opened(Contribution)`: one was pressed."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(0, 1)
        self._lines = [(Sentence(), Text("", "strong")) for _ in range(TERMS)]
        self._shown: Sequence[Contribution] = ()
        for number, (sentence, factor) in enumerate(self._lines):
            sentence.pressed.connect(self._opener(number))
            grid.addWidget(sentence, number, 0)
            grid.addWidget(factor, number, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)

    def show_terms(self, terms: Sequence[Contribution], leads: Callable[[Contribution], bool]) -> None:
        """`leads`: whether there is a letter to open for a term."""
        self._shown = terms
        for number, (sentence, factor) in enumerate(self._lines):
            shown = number < len(terms)
            sentence.setVisible(shown)
            factor.setVisible(shown)
            if shown:
                sentence.setText(times.unbroken(reasons.contribution(terms[number])))
                sentence.set_leads(leads(terms[number]))
                factor.setText(words.multiplier(terms[number].log_odds))
                factor.set_tone("good" if terms[number].log_odds > 0 else "secondary")

    def _opener(self, number: int) -> Callable[[], None]:
        return lambda: self.opened.emit(self._shown[number])


class Lines(QWidget):
    """Short sentences below one another, each wrapped by itself. `opened(n)`: the n-th was pressed."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)

    def show_lines(self, lines: Sequence[str], leads: Collection[int] = ()) -> None:
        """Hidden while there are none. `leads`: which of them open something."""
        while (item := self._column.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for number, line in enumerate(lines):
            sentence = Sentence(line, "secondary", "secondary")
            sentence.set_leads(number in leads)
            sentence.pressed.connect(self._opener(number))
            self._column.addWidget(sentence)
        self.setVisible(bool(lines))

    def _opener(self, number: int) -> Callable[[], None]:
        return lambda: self.opened.emit(number)


class Note(QPlainTextEdit):
    """Kept a second after the last key, and when the focus or the contact changes."""

    def __init__(self, save: Callable[[ContactId, str], None]) -> None:
        super().__init__()
        self._save = save
        self._contact: ContactId | None = None
        self._kept = ""
        self.setFixedHeight(NOTE_HEIGHT)
        self.setAccessibleName(tr("Note"))
        self.setPlaceholderText(tr("Only you see this."))
        self.setTabChangesFocus(True)
        self._timer = QTimer(self, singleShot=True, interval=NOTE_AFTER_MS)
        self._timer.timeout.connect(self.keep)
        self.textChanged.connect(self._timer.start)

    def show_note(self, contact: ContactId, text: str) -> None:
        self._contact, self._kept = contact, text
        self.setPlainText(text)
        self._timer.stop()

    def forget(self) -> None:
        """Of whom it is is not known any more: nothing more is kept."""
        self._timer.stop()
        self._contact = None

    def keep(self) -> None:
        self._timer.stop()
        text = self.toPlainText()
        if self._contact is not None and text != self._kept:
            self._kept = text
            self._save(self._contact, text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.keep()
        super().focusOutEvent(event)
