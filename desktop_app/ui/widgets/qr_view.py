"""A QR code on white, dark or light theme: cameras want it so."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.qr_code import encode

QUIET = 4  # modules around it
MODULE = 4  # pixels
PAPER, INK = QColor("#FFFFFF"), QColor("#000000")


class QrView(QWidget):
    """Hidden while there is nothing that can be shown."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._matrix = encode("")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_text(self, text: str) -> None:
        """An empty text, and one that is too long, hide it."""
        self._matrix = encode(text) if text else None
        self.setVisible(self._matrix is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = (len(self._matrix or ()) + 2 * QUIET) * MODULE
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), PAPER)
        painter.setPen(Qt.PenStyle.NoPen)
        for row, line in enumerate(self._matrix or ()):
            for column, dark in enumerate(line):
                if dark:
                    place = QRect((column + QUIET) * MODULE, (row + QUIET) * MODULE, MODULE, MODULE)
                    painter.fillRect(place, INK)
