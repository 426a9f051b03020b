"""What stands where data will be: nothing yet, on its way, or failed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.ui.theme import Radius, Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import PrimaryButton, QuietButton
from desktop_app.ui.widgets.texts import SectionTitle, Text

SKELETON_AFTER_MS = 150
TEXT_WIDTH = 420
FIGURES_HEIGHT = 132


class EmptyState(QWidget):
    """Says what will be here and how to get it, with one `button` (None where there is nothing to do)."""

    def __init__(
        self, title: str, text: str, button: str = "", act: Callable[[], None] | None = None
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(Space.S)
        column.addStretch(2)
        self._title, self._text = SectionTitle(title), Text(text, tone="secondary", wrap=True)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        self._text.setFixedWidth(TEXT_WIDTH)
        middle = QHBoxLayout()  # an aligned label would be given the height that it needs in the full width
        middle.addStretch(1)
        middle.addWidget(self._text)
        middle.addStretch(1)
        column.addLayout(middle)
        self.button = PrimaryButton(button, act) if button else None
        if self.button is not None:
            column.addSpacing(Space.S)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


def no_mailbox(text: str, connect: Callable[[], None]) -> EmptyState:
    """On every page as long as there is nothing to read; `text` says what will be here."""
    return EmptyState(tr("No mailbox is connected"), text, tr("Connect a mailbox"), connect)


class Notice(QFrame):
    """One sentence and one button where something went wrong. `kind`: "error" | "warning" | "soft"."""

    def __init__(
        self, text: str, button: str = "", act: Callable[[], None] | None = None, *, kind: str = "error"
    ) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        self.text = Text(text, wrap=True)
        row.addWidget(self.text, 1)
        if button:
            row.addWidget(QuietButton(button, act), 0, Qt.AlignmentFlag.AlignTop)


class Skeleton(QWidget):
    """Grey rows in the place of a list; they appear only when loading takes longer than 150 ms."""

    def __init__(self, theme: Theme, row_height: int) -> None:
        super().__init__()
        self._theme, self._row_height = theme, row_height
        self._visible_now = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._timer = QTimer(self, singleShot=True, interval=SKELETON_AFTER_MS)
        self._timer.timeout.connect(self._appear)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._visible_now = False  # it stands there once more for something else
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._visible_now:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("track"))
        for number, top in enumerate(range(0, self.height(), self._row_height)):
            name, subject = 140 + 37 * number % 80, 220 + 53 * number % 160
            for x, y, width in ((Space.L, 14, 32), (72, 12, name), (72, 32, name - 40), (320, 22, subject)):
                painter.drawRoundedRect(QRectF(x, top + y, width, 10), 3, 3)

    def _appear(self) -> None:
        self._visible_now = True
        self.update()


class CardSkeleton(Skeleton):
    """Grey cards in the place of figures and charts: four above, two by two below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, FIGURES_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._visible_now:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("border"))
        painter.setBrush(self._theme.colour("surface"))
        gap, room = Space.M, self.contentsRect()
        quarter, half = (room.width() - 3 * gap) / 4, (room.width() - gap) / 2
        top = FIGURES_HEIGHT + gap
        row = (room.height() - top - gap) / 2
        places = [QRectF(at * (quarter + gap), 0, quarter, FIGURES_HEIGHT) for at in range(4)]
        places += [
            QRectF(x * (half + gap), top + y * (row + gap), half, row) for x in range(2) for y in range(2)
        ]
        for place in places:
            card = place.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(card, Radius.CARD, Radius.CARD)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("track"))
        for place in places:
            title = QRectF(place.left() + Space.L, place.top() + Space.L, place.width() * 0.4, 10)
            painter.drawRoundedRect(title, Radius.BAR, Radius.BAR)
