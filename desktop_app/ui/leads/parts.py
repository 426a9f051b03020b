"""Parts of the client card: the warmth, its terms, the note."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.domain.model import ContactId, Contribution
from desktop_app.ui import reasons, times, words
from desktop_app.ui.leads.delegate import draw_bar
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
        draw_bar(painter, QRectF(0, 8, 132, 8), self._warmth, self._theme)
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


class Terms(QWidget):
    """The signed contributions: sentence left, factor right."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(0, 1)
        self._lines = [(Text("", wrap=True), Text("", "strong")) for _ in range(TERMS)]
        for number, (sentence, factor) in enumerate(self._lines):
            grid.addWidget(sentence, number, 0)
            grid.addWidget(factor, number, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)

    def show_terms(self, terms: Sequence[Contribution]) -> None:
        for number, (sentence, factor) in enumerate(self._lines):
            shown = number < len(terms)
            sentence.setVisible(shown)
            factor.setVisible(shown)
            if shown:
                sentence.setText(times.unbroken(reasons.contribution(terms[number])))
                factor.setText(words.multiplier(terms[number].log_odds))
                factor.set_tone("good" if terms[number].log_odds > 0 else "secondary")


class Lines(QWidget):
    """Short sentences below one another, each wrapped by itself."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Hidden while there are none."""
        while (item := self._column.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for line in lines:
            self._column.addWidget(Text(line, "secondary", "secondary", wrap=True))
        self.setVisible(bool(lines))


class Note(QPlainTextEdit):
    """Kept a second after the last key, and when the focus or the contact changes."""

    def __init__(self, save: Callable[[ContactId, str], None]) -> None:
        super().__init__()
        self._save = save
        self._contact: ContactId | None = None
        self._kept = ""
        self.setFixedHeight(NOTE_HEIGHT)
        self.setPlaceholderText(tr("Only you see this."))
        self.setTabChangesFocus(True)
        self._timer = QTimer(self, singleShot=True, interval=NOTE_AFTER_MS)
        self._timer.timeout.connect(self.keep)
        self.textChanged.connect(self._timer.start)

    def show_note(self, contact: ContactId, text: str) -> None:
        self._contact, self._kept = contact, text
        self.setPlainText(text)
        self._timer.stop()

    def keep(self) -> None:
        self._timer.stop()
        text = self.toPlainText()
        if self._contact is not None and text != self._kept:
            self._kept = text
            self._save(self._contact, text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.keep()
        super().focusOutEvent(event)
