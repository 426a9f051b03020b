"""The shipped help, read inside the window: contents on the left, the text on the right."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePosixPath

from PySide6.QtCore import QLocale, QUrl
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.settings.paths import resources
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.pages.help_text import HelpText
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import NavButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.page_head import PAGE_MARGIN, PageHead

# Others follow by name.
FIRST = (
    "window", "figures", "team", "exchange", "microsoft-365", "mail-programs", "tracking-server", "privacy",
    "command-line",
)  # fmt: skip
CONTENTS_WIDTH = 232


class HelpPage(Page):
    """Texts are `resources/help/{ru,en}/*.md`; links between them work, links to the Web are shown only."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._folder = help_folder()
        self.buttons: dict[str, NavButton] = {}
        self.text = HelpText(context.theme)
        self.text.setAccessibleName(tr("Help"))
        self.text.linked.connect(self._follow)
        self._build()
        self.show_text(next(iter(self.buttons), ""))

    def activate(self) -> None:
        self.text.setFocus()

    def show_text(self, name: str, anchor: str = "") -> None:
        """`name` without folder and ending, as "figures"; nothing when there is no such text."""
        if name in self.buttons:
            self.buttons[name].setChecked(True)
            self.text.show_markdown((self._folder / f"{name}.md").read_text("utf-8"), anchor)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, Space.M)
        column.setSpacing(Space.M)
        column.addWidget(PageHead(tr("Help")))
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self._contents(), 0, Qt.AlignmentFlag.AlignTop)
        card = Card()
        card.body.setContentsMargins(Space.S, Space.S, 1, Space.S)
        card.add(self.text)
        row.addWidget(card, 1)
        column.addLayout(row, 1)

    def _contents(self) -> QWidget:
        box = QWidget()
        box.setFixedWidth(CONTENTS_WIDTH)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        group = QButtonGroup(self)
        for name, title in texts(self._folder):
            button = NavButton(title, partial(self.show_text, name))
            group.addButton(button)
            self.buttons[name] = button
            column.addWidget(button)
        return box

    def _follow(self, url: QUrl) -> None:
        """Within the help of this language; the English texts that a Russian one names are read there too."""
        path = PurePosixPath(url.path())
        if url.scheme() or path.suffix != ".md":
            return
        target = (self._folder / path).resolve()
        if target.parent == self._folder.resolve():
            self.show_text(path.stem, url.fragment())
        elif target.is_file() and target.parent.parent == self._folder.resolve().parent:
            self.text.show_markdown(target.read_text("utf-8"), url.fragment())


def help_folder() -> Path:
    """In the language of the window, which is the default locale's."""
    russian = QLocale().language() == QLocale.Language.Russian
    return resources() / "help" / ("ru" if russian else "en")


def texts(folder: Path) -> list[tuple[str, str]]:
    """Name and title of each text, the most wanted first. The title is short, or the text's first line."""
    short = {
        "window": tr("The window"),
        "figures": tr("What the figures mean"),
        "team": tr("The team"),
        "exchange": tr("Exchange of your company"),
        "microsoft-365": tr("Microsoft 365"),
        "mail-programs": tr("Other mail programs"),
        "tracking-server": tr("Tracking server"),
        "privacy": tr("Privacy"),
        "command-line": tr("Command line"),
    }
    names = {path.stem for path in folder.glob("*.md")}
    ordered = [name for name in FIRST if name in names] + sorted(names - set(FIRST))
    return [(name, short.get(name) or _title(folder / f"{name}.md")) for name in ordered]


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline().lstrip("# ").strip()
