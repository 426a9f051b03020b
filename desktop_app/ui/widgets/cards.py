"""Cards: a bordered surface, and one that shows a figure."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_app.ui.theme import Space
from desktop_app.ui.widgets.texts import SectionTitle, Text


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


class FigureCard(Card):
    """Label, a 28 px figure, its interval and n, the change against the period before. Can be clicked."""

    clicked = Signal()

    def __init__(self, label: str) -> None:
        super().__init__()
        self.body.setSpacing(Space.XS)
        self._label = Text(label, "secondary", "secondary")
        self._figure = Text("", "figure")
        self._detail = Text("", "caption", "secondary", wrap=True)
        self._change = Text("", "caption", "secondary", wrap=True)
        for text in (self._label, self._figure, self._detail, self._change):
            self.add(text)
        self.body.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("pressable", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

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

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)
