"""Cards: a bordered surface, and one that shows a figure."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.theme import Space
from desktop_app.ui.widgets.texts import ElidedText, SectionTitle, Text


class Card(QFrame):
    """A surface with a border and an optional title; add to `self.body` (a QVBoxLayout)."""

    def __init__(self, title: str = "", *, kind: str = "card") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self.body.setSpacing(Space.S)
        if title:
            self.body.addWidget(SectionTitle(title))

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self.body.addWidget(widget, stretch)


class PressCard(Card):
    """A card that is clicked as a whole, by Enter and Space too."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("pressable", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


class FigureCard(PressCard):
    """Label, a 28 px figure, its interval and n, the change against the period before."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.body.setSpacing(Space.XS)
        self._label = ElidedText(label, "secondary", "secondary")
        self._figure = ElidedText("", "figure")
        self._detail = Text("", "caption", "secondary", wrap=True)
        self._change = Text("", "caption", "secondary", wrap=True)
        for text in (self._label, self._figure, self._detail, self._change):
            self.add(text)
        self.body.addStretch(1)

    def show_figure(self, figure: str, detail: str = "", change: str = "", tone: str = "text") -> None:
        """`tone` colours the change only; the figure is grey when "disabled" (too few to say)."""
        self._figure.setText(figure)
        self._figure.set_tone("secondary" if tone == "disabled" else "text")
        self._detail.setText(detail)
        self._change.setText(change)
        self._change.set_tone("secondary" if tone in {"text", "disabled"} else tone)
        self.setAccessibleName(f"{self._label.text()}: {figure}. {detail} {change}".strip())

    def set_label(self, label: str) -> None:
        self._label.setText(label)


class FactCard(PressCard):
    """A label, and below it a smaller figure; beside that its interval, and n on a line of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.body.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self.body.setSpacing(2)
        self._label = ElidedText("", "secondary", "secondary")
        self._figure = Text("", "section")
        self._detail = Text("", "caption", "secondary")
        self._detail.setMinimumWidth(0)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self._figure)
        row.addWidget(self._detail, 1)
        self.add(self._label)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def show_fact(self, label: str, figure: str, detail: str) -> None:
        self._label.setText(label)
        self._figure.setText(figure)
        self._detail.setText(detail)
        self.setAccessibleName(f"{label}: {figure}. {detail}")
