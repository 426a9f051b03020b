"""Every colour, space, radius and type size of the window; light, dark, or as the system says.

Nothing else in `ui` writes a colour or a size of its own (design.md "Tokens"). Widgets are styled by
`ui.stylesheet`, painted things ask `Theme.colour` and `Theme.font`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from desktop_app.domain.codes import Level
from desktop_app.settings.paths import resources
from desktop_app.ui.icons import Icons
from desktop_app.ui.motion import Motion
from desktop_app.ui.stylesheet import stylesheet

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

LIGHT: Mapping[str, str] = {
    "window": "#F6F7F9",
    "surface": "#FFFFFF",
    "raised": "#FFFFFF",
    "hover": "#F0F2F5",
    "pressed": "#E6E9EE",
    "border": "#E1E5EA",
    "strong-border": "#C9D0D9",
    "text": "#1B1F26",
    "secondary": "#5A6372",
    "disabled": "#9AA3AF",
    "accent": "#2A62D8",
    "accent-hover": "#2254BE",
    "accent-soft": "#E8EFFD",
    "on-accent": "#FFFFFF",
    "good": "#17764E",
    "warn": "#985700",
    "bad": "#B3261E",
    "bad-soft": "#FBEAE9",
    "warn-soft": "#FCF1E0",
    "track": "#E9ECF0",
    "cold": "#8AA0B6",
    "mild": "#C9A24A",
    "warm": "#E08A2E",
    "hot": "#D2452B",
}
DARK: Mapping[str, str] = {
    "window": "#14161A",
    "surface": "#1B1E23",
    "raised": "#23272E",
    "hover": "#23272E",
    "pressed": "#2B3038",
    "border": "#2E333B",
    "strong-border": "#454C57",
    "text": "#E9EBEF",
    "secondary": "#A0A8B4",
    "disabled": "#666E7A",
    "accent": "#7AA5FF",
    "accent-hover": "#93B6FF",
    "accent-soft": "#22304D",
    "on-accent": "#10131A",
    "good": "#5CC796",
    "warn": "#E3A857",
    "bad": "#FF8A80",
    "bad-soft": "#3A2224",
    "warn-soft": "#362B1B",
    "track": "#2E333B",
    "cold": "#9DB2C7",
    "mild": "#D8B566",
    "warm": "#F0A050",
    "hot": "#F0694F",
}


class Space:
    """Distances in pixels."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


class Radius:
    BAR = 3
    CONTROL = 6
    CARD = 10


class TypeSize(NamedTuple):
    """Of the system's UI font."""

    pixels: int
    semibold: bool = False

    @property
    def weight(self) -> int:
        return 600 if self.semibold else 400


TYPE: Mapping[str, TypeSize] = {
    "body": TypeSize(13),
    "strong": TypeSize(13, semibold=True),
    "secondary": TypeSize(12),
    "secondary-strong": TypeSize(12, semibold=True),
    "caption": TypeSize(11),
    "caption-strong": TypeSize(11, semibold=True),
    "section": TypeSize(15, semibold=True),
    "title": TypeSize(20, semibold=True),
    "figure": TypeSize(28, semibold=True),
}
DARK_BELOW = 128  # the lightness, of 255, of the system's windows
TABULAR = QFont.Tag("tnum")


class Theme(QObject):
    """The look in force. `changed` tells painted widgets to draw again; styled ones need nothing."""

    changed = Signal()
    space = Space
    radius = Radius

    def __init__(self, application: QApplication, choice: str = "system") -> None:
        super().__init__()
        self._application = application
        self._choice = choice
        self.motion = Motion()
        self._applied: bool | None = None
        self._system_dark = application.palette().color(QPalette.ColorRole.Window).lightness() < DARK_BELOW
        self._base = application.font()  # the system's, until it is set below
        self._base.setFeature(TABULAR, 1)
        self._fonts = {role: self._make_font(size) for role, size in TYPE.items()}
        self._icons = Icons(resources() / "icons")
        application.setFont(self._fonts["body"])
        application.styleHints().colorSchemeChanged.connect(self.follow)
        self._apply()

    @property
    def dark(self) -> bool:
        if self._choice == "system":
            return self._system_dark
        return self._choice == "dark"

    def choose(self, choice: str) -> None:
        """`choice`: "system" | "light" | "dark"."""
        self._choice = choice
        self._apply()

    def colour(self, name: str) -> QColor:
        return self._colours[name]

    def warmth_colour(self, warmth: int | None) -> QColor:
        """Always shown together with the number and the bar's length, never by itself."""
        if warmth is None:
            return self.colour("disabled")
        return self.colour(Level.of(warmth))

    def font(self, role: str) -> QFont:
        """A role of `TYPE`; figures have equal widths in every role."""
        return self._fonts[role]

    def on_paper(self) -> Theme:
        """The light look for what is printed; the window stays as it is."""
        return _Paper(self._application, self._fonts, self._icons)

    def icon(self, name: str, tone: str = "secondary", size: int = 16) -> QIcon:
        from PySide6.QtGui import QIcon  # before the first paint its enumerators cost 1.5 ms

        return QIcon(self.pixmap(name, tone, size))

    def pixmap(self, name: str, tone: str = "secondary", size: int = 16) -> QPixmap:
        """A file of `resources/icons` in a colour of the palette, sharp on this screen."""
        return self._icons.pixmap(name, self._names[tone], size, self.ratio)

    @property
    def ratio(self) -> float:
        """Pixels of the screen to one of the window."""
        return self._application.devicePixelRatio()

    def _make_font(self, size: TypeSize) -> QFont:
        font = QFont(self._base)
        font.setPixelSize(size.pixels)
        font.setWeight(QFont.Weight(size.weight))
        return font

    def follow(self) -> None:
        """The system has turned light or dark."""
        from PySide6.QtCore import Qt  # not before the first paint: the class costs a fifth of it

        self._system_dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        self._apply()

    def _apply(self) -> None:
        if self._applied == self.dark:
            return
        self._applied = self.dark
        self._names = DARK if self._applied else LIGHT
        self._colours = {name: QColor(value) for name, value in self._names.items()}
        self._application.setPalette(_qt_palette(self._colours))
        self._application.setStyleSheet(stylesheet(self._names, TYPE, Space, Radius))
        self.changed.emit()


class _Paper(Theme):
    """The light look, whatever the window's is."""

    def __init__(self, application: QApplication, fonts: Mapping[str, QFont], icons: Icons) -> None:
        QObject.__init__(self)
        self._application, self._icons = application, icons
        self._choice = "light"
        self.motion = Motion()
        self._fonts = dict(fonts)
        self._names = LIGHT
        self._colours = {name: QColor(value) for name, value in LIGHT.items()}


def _qt_palette(colours: Mapping[str, QColor]) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "hover",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.PlaceholderText: "secondary",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on-accent",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.Mid: "border",
        QPalette.ColorRole.Accent: "accent",
    }
    palette = QPalette()
    for role, name in roles.items():
        palette.setColor(role, colours[name])
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colours["disabled"])
    return palette
