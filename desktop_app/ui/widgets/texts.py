"""Labels in the roles and tones of the theme."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


class Text(QLabel):
    """One text. `role` of theme.TYPE, `tone` of stylesheet.TONES or "text"; `wrap` breaks lines."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "text", *, wrap: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)  # what clients write is never markup
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)

    def set_tone(self, tone: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().polish(self)


class SectionTitle(Text):
    """15 px semibold, above a part of a page."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, "section")


class PageTitle(Text):
    def __init__(self, text: str = "") -> None:
        super().__init__(text, "title")


class ElidedText(Text):
    """One line that gives way: ends in an ellipsis and shows the whole as a tooltip when it must."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "text") -> None:
        super().__init__(text, role, tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()) | Qt.TextFlag.TextSingleLine, shown)


def elided(widget: QWidget, text: str, width: int) -> str:
    """One line of `text` that takes at most `width` pixels in the font of the widget."""
    line = " ".join(text.split())
    return widget.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, width)


class Line(QFrame):
    """A horizontal hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "line")
        self.setFixedHeight(1)
