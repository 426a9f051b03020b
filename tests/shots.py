"""Screenshots of every screen: `python -m tests.shots [folder]`, against the demo world with its real engine.

Each page in Russian and English, light and dark, at 1280x800 and 1920x1080; and what lies over pages: letters
behind a figure, the keys, a letter being written, the first screen. Look at them before a release.

`--scale 2` is a screen of 1920x1080 at 200 %: as large as one of 960x540, each picture twice that.
`--only ru-light-1280 en-dark-1920` takes these alone.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.demo.stage import stage
from desktop_app.domain.model import Draft
from desktop_app.domain.team_report import team_report
from desktop_app.engine.link import Link, start_engine, stop_engine
from desktop_app.settings.paths import resources
from desktop_app.settings.schema import Settings
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadFilter, LeadSort
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.keys_overlay import KeysOverlay
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.pages.channels import ChannelsPage
from desktop_app.ui.pages.leads import LeadsPage
from desktop_app.ui.pages.sent import SentPage
from desktop_app.ui.pages.settings import SettingsPage
from desktop_app.ui.pages.speed import SpeedPage
from desktop_app.ui.pages.team import TeamPage
from desktop_app.ui.pages.week import WeekPage
from desktop_app.ui.program import clock
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import install, tr, uninstall
from tests.assistant_scenes import scenes
from tests.fakes.fake_reader import FakeReader
from tests.fakes.ui_world import FakeBridge, PageReader

SIZES = ((1280, 800), (1920, 1080))
SCALED_SIZES = ((960, 540),)  # of the Full HD screens that are set to 200 %
LOOKS = ("light", "dark")
LANGUAGES = ("ru", "en")
READY_MS = 120_000
LIVE_MS = 30_000  # let the demo's clients open and click
SETTLE_MS = 700
STEP_MS = 100
CHARTS_MS = 20_000  # at most: numpy comes with the first chart
SEED = 1
GUID = "0b5c1a52-77aa-4e0b-9a0e-1d6a2f3c4b5d"


@dataclass(frozen=True, slots=True)
class Plan:
    """`only`: as "ru-light-1280", empty for all."""

    folder: Path
    sizes: tuple[tuple[int, int], ...]
    only: frozenset[str]

    def sizes_of(self, language: str, look: str) -> list[tuple[int, int]]:
        return [one for one in self.sizes if not self.only or f"{language}-{look}-{one[0]}" in self.only]

    def target(self, name: str, language: str, look: str, width: int) -> Path:
        return self.folder / f"{name}-{language}-{look}-{width}.png"


def main(arguments: list[str]) -> int:
    """Write the pictures into the folder named first in `arguments`."""
    plan = read_plan(arguments)
    plan.folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    application.setStyle("Fusion")
    theme = Theme(application, "light")
    with stage(SEED) as data:
        bridge = Bridge(Link(data, lambda: start_engine(data)))
        bridge.start()
        try:
            wait_for_demo(data)
            for language in LANGUAGES:
                for name in shoot(application, theme, bridge, data, language, plan):
                    print(name, flush=True)
        finally:
            bridge.close()
            stop_engine(data)
    return 0


def read_plan(arguments: list[str]) -> Plan:
    """Sets the scale of the screen, which Qt reads when the application is made."""
    parser = argparse.ArgumentParser(prog="python -m tests.shots")
    parser.add_argument("folder", nargs="?", default="build/shots", type=Path)
    parser.add_argument("--scale", default=1, type=int)
    parser.add_argument("--only", nargs="+", default=[])
    read = parser.parse_args(arguments)
    if read.scale != 1:
        os.environ["QT_SCALE_FACTOR"] = str(read.scale)
    return Plan(read.folder, SIZES if read.scale == 1 else SCALED_SIZES, frozenset(read.only))


def wait_for_demo(data: Path) -> None:
    """Until the engine has read the mailbox and the first signals have come."""
    waited = 0
    while waited < READY_MS and not has_leads(data):
        rest(500)
        waited += 500
    rest(LIVE_MS)


def has_leads(data: Path) -> bool:
    try:
        reader = Reader(data)
    except FileNotFoundError:
        return False
    try:
        return len(reader.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, True, "", clock())) > 30
    finally:
        reader.close()


def shoot(
    application: QApplication, theme: Theme, bridge: Bridge, data: Path, language: str, plan: Plan
) -> Iterator[str]:
    """All pictures of one language; yields their names."""
    translators = install(application, resources() / "i18n", language)
    for look in LOOKS:
        sizes = plan.sizes_of(language, look)
        if not sizes:
            continue
        theme.choose(look)
        window = make_window(theme, bridge, Reader(data), lambda: Reader(data))
        for width, height in sizes:
            window.resize(width, height)
            for name, widget in screens(window):
                yield save(widget, plan.target(name, language, look, width))
        window.dispose()
        window.deleteLater()
        nobody = FakeReader()
        window = make_window(theme, bridge, nobody, lambda reader=nobody: reader)
        window.resize(*sizes[0])
        rest()
        yield save(window, plan.target("first", language, look, sizes[0][0]))
        window.dispose()
        window.deleteLater()
        yield from shoot_assistant(theme, plan, language, look)
    uninstall(application, translators)


def shoot_assistant(theme: Theme, plan: Plan, language: str, look: str) -> Iterator[str]:
    """Each step and each trouble of the assistant, with an engine that only pretends."""
    bridge, reader = FakeBridge(), PageReader()
    registered = {"oauth_google_id": '"1.apps.googleusercontent.com"', "oauth_microsoft_id": f'"{GUID}"'}
    window = MainWindow(theme, bridge, clock, lambda _reader: Settings(registered, {}))
    window.open(reader, lambda: reader)
    window.show()
    for width, height in plan.sizes_of(language, look):
        window.resize(width, height)
        for name in scenes(window, bridge):
            yield save(window, plan.target(name, language, look, width))
    window.dispose()
    window.deleteLater()


def make_window(
    theme: Theme, bridge: Bridge, reader: Reader, open_reader: Callable[[], Reader]
) -> MainWindow:
    window = MainWindow(theme, bridge, clock, lambda one: Settings(one.settings(), {}), demo=True)
    window.open(reader, open_reader)
    window.show()
    rest()
    return window


def screens(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Bring up one screen after the other."""
    context = window.context
    assert context is not None
    for key in window._entries:
        window.show_page(key)
        rest()
        wait_for_figures(window, key)
        yield key, window
        page = window._pages[key]
        if isinstance(page, SettingsPage):
            for section in list(page._sections)[1:]:
                page.tabs.choose(section)
                rest()
                yield f"settings-{section}", window
        if isinstance(page, TeamPage):
            yield from team_screens(window, page)
        if isinstance(page, SentPage):
            yield from template_screens(window, page)
    window.show_page("leads")
    yield from handing_screens(window)
    yield from lead_screens(window)
    window.show_page("leads")
    letters = [letter.id for letter in context.reader.letters(limit=200)]
    window.open_letters(letters, tr("Sent"))
    rest()
    yield "letters", window
    window.over.close_panel()
    window.show_keys()
    rest()
    yield "keys", window
    window.findChild(KeysOverlay)._leave()
    account = context.reader.accounts()[0].id
    incoming = next(one for one in context.reader.letters() if one.direction == "in" and one.contact)
    window.compose(Draft(account, answers=incoming.id))
    rest()
    yield "compose", window.letters.windows[-1]
    window.letters.windows[-1].close()


def team_screens(window: MainWindow, page: TeamPage) -> Iterator[tuple[str, QWidget]]:
    """Since when a colleague's clients wait, people who do not differ, nobody, own mailboxes, what leaves."""
    content = page.content
    assert content is not None
    for card in content.cards:
        if card._one.open_waits and not card._one.open_letters and not card._one.person.left:
            card.who_waits.click()
            rest()
            break
    yield "team-waiting", window
    report, reader = page.report, page.context.reader
    assert report is not None
    slower = {one.second if one.faster == one.first else one.first for one in report.differences}
    alike = [one for one in reader.team() if one.key not in slower and not one.left]
    page._show(team_report(alike, report.query, clock()))
    rest()
    yield "team-no-difference", window
    page._show(team_report([], report.query, clock()))
    rest()
    yield "team-nobody", window
    for part in ("mailboxes", "sharing"):
        page.source.choose(part)
        rest()
        wait_for_figures(window, "team")
        yield f"team-{part}", window
    page.source.choose("team")


def handing_screens(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """A client whose wait a colleague has, and the menu of colleagues."""
    page = window._pages["leads"]
    assert isinstance(page, LeadsPage)
    reader = page.context.reader
    everybody = reader.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, True, "", clock())
    handed = next((one for one in everybody if reader.handed(one) is not None), None)
    if handed is not None:
        page.show_contact(handed)
        rest()
        yield "handed-over", window
    waiting = reader.waiting_letters(everybody)
    page.acting.handing.ask(next(iter(waiting.values())), page, page.mapToGlobal(QPoint(400, 200)))
    rest()
    menu = page.acting.handing.menu
    assert menu is not None
    yield "hand-over-menu", menu
    menu.close()


def lead_screens(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The morning queue, several people at once, and a company where somebody is known."""
    page = window._pages["leads"]
    assert isinstance(page, LeadsPage)
    page.begin_queue()
    rest()
    yield "queue", window
    page.morning.queue.leave()
    page.table.list.selectAll()
    rest()
    yield "leads-many", window
    page.table.select_row(0)
    lead = next(one for one in page.context.reader.leads(list(page.table.model.ids)).values() if one.company)
    window.open_company(lead.company, lead.contact)
    rest(2 * SETTLE_MS)
    yield "company-known", window


def template_screens(window: MainWindow, page: SentPage) -> Iterator[tuple[str, QWidget]]:
    """The templates with what came of them, and one being changed."""
    page.tabs.choose("templates")
    rest()
    yield "templates", window
    page.templates.edit(next(iter(page.context.reader.templates()), None))
    rest()
    yield "templates-editor", window
    page.templates.editor.hide()
    page.tabs.choose("letters")


def rest(milliseconds: int = SETTLE_MS) -> None:
    """Run the event loop; unlike QTest.qWait it lets Python's other threads (charts, reports) go on."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for_figures(window: MainWindow, key: str) -> None:
    """Charts and figures are worked out by threads of these pages."""
    page = window._pages[key]
    waited = 0
    while isinstance(page, SpeedPage | ChannelsPage | TeamPage | WeekPage) and waited < CHARTS_MS:
        if not _is_busy(page) and _has_figures(page):
            break
        rest(STEP_MS)
        waited += STEP_MS
    rest()


def _is_busy(page: SpeedPage | ChannelsPage | TeamPage | WeekPage) -> bool:
    return page._background.is_busy if isinstance(page, ChannelsPage) else page.figures.is_busy


def _has_figures(page: SpeedPage | ChannelsPage | TeamPage | WeekPage) -> bool:
    if isinstance(page, WeekPage):
        return page.week is not None
    return isinstance(page, ChannelsPage) or page.report is not None


def save(window: QWidget, target: Path) -> str:
    window.grab().save(str(target))
    return target.name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
