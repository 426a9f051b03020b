"""An on/off switch: takes effect at once, unlike a check box of a form."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from desktop_app.ui.theme import Space, Theme

TRACK_WIDTH, TRACK_HEIGHT, KNOB_INSET = 32, 18, 3


class Switch(QAbstractButton):
    """A track with a knob, and its text on the right (none: set an accessible name)."""

    def __init__(self, theme: Theme, text: str = "", role: str = "body") -> None:
        super().__init__()
        self._theme, self._role = theme, role
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(theme.font(role))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(TRACK_WIDTH + (Space.S + text if text else 0) + 2, max(TRACK_HEIGHT + 4, 24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - TRACK_HEIGHT) / 2
        track = QRectF(0, top, TRACK_WIDTH, TRACK_HEIGHT)
        self._paint_track(painter, track)
        knob = TRACK_HEIGHT - 2 * KNOB_INSET
        left = track.right() - KNOB_INSET - knob if self.isChecked() else track.left() + KNOB_INSET
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("surface"))
        painter.drawEllipse(QRectF(left, top + KNOB_INSET, knob, knob))
        painter.setFont(self.font())
        painter.setPen(self._theme.colour("text" if self.isEnabled() else "disabled"))
        text = self.rect().adjusted(TRACK_WIDTH + Space.S, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())

    def _paint_track(self, painter: QPainter, track: QRectF) -> None:
        tone = "accent" if self.isChecked() else "disabled"
        painter.setBrush(self._theme.colour(tone if self.isEnabled() else "track"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(track, TRACK_HEIGHT / 2, TRACK_HEIGHT / 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("text"), 1))
            ring = track.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
