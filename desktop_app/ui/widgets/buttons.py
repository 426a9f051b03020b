"""The sorts of buttons there are: primary (one per place), quiet, link, chip, segment, nav, icon."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from desktop_app.ui.theme import Theme

Act = Callable[[], None]
ICON = 16
ICON_GAP = 4  # more room between icon and text than the style leaves


def _is_enter(event: QKeyEvent) -> bool:
    keypad = Qt.KeyboardModifier.KeypadModifier
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~keypad


class _Pressed(QPushButton):
    """Enter presses it as Space does: Qt does that in dialogs only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)


class _Button(_Pressed):
    kind = ""

    def __init__(self, text: str, act: Act | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", self.kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if act is not None:
            self.clicked.connect(lambda _checked: act())


class PrimaryButton(_Button):
    kind = "primary"


class QuietButton(_Button):
    kind = "quiet"


class DangerButton(_Button):
    """What cannot be undone."""

    kind = "danger"


class LinkButton(_Button):
    kind = "link"


class Chip(_Button):
    """A filter that is on or off, with an optional count. Put several into a QButtonGroup."""

    kind = "chip"

    def __init__(self, text: str, act: Act | None = None) -> None:
        super().__init__(text, act)
        self._label = text
        self.setCheckable(True)

    def set_count(self, count: int | None) -> None:
        self.setText(self._label if count is None else f"{self._label}  {self.locale().toString(count)}")


class Segment(_Button):
    """One choice of a switch (calendar | working hours); put them into an exclusive QButtonGroup."""

    kind = "segment"

    def __init__(self, text: str, act: Act | None = None) -> None:
        super().__init__(text, act)
        self.setCheckable(True)


class NavButton(_Button):
    """One entry of a list of contents; put them into an exclusive QButtonGroup."""

    kind = "nav"

    def __init__(self, text: str, act: Act | None = None) -> None:
        super().__init__(text, act)
        self.setCheckable(True)


class IconButton(QToolButton):
    """An icon with a tooltip that also is its accessible name; recoloured with the theme."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        act: Act | None = None,
        *,
        tone: str = "secondary",
        size: int = 16,
    ) -> None:
        super().__init__()
        self._theme, self._icon, self._tone, self._size = theme, icon, tone, size
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setIconSize(QSize(size, size))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if act is not None:
            self.clicked.connect(lambda _checked: act())
        theme.changed.connect(self._draw)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def _draw(self) -> None:
        self.setIcon(self._theme.icon(self._icon, self._tone, self._size))


class IconLabelButton(_Pressed):
    """A button with icon and text; `kind` as in the style sheet ("quiet", "primary", "nav")."""

    def __init__(
        self, theme: Theme, icon: str, text: str, act: Act | None = None, *, kind: str = "quiet"
    ) -> None:
        super().__init__(text)
        self._theme, self._icon, self._kind = theme, icon, kind
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(ICON + ICON_GAP, ICON))
        if act is not None:
            self.clicked.connect(lambda _checked: act())
        theme.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        tone = {"primary": "on-accent"}.get(self._kind, "secondary")
        icon = self._theme.pixmap(self._icon, tone, ICON)
        padded = QPixmap(icon.size() + QSize(round(ICON_GAP * icon.devicePixelRatio()), 0))
        padded.setDevicePixelRatio(icon.devicePixelRatio())
        padded.fill(Qt.GlobalColor.transparent)
        painter = QPainter(padded)
        painter.drawPixmap(0, 0, icon)
        painter.end()
        self.setIcon(QIcon(padded))
