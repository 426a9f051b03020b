"""Settings: five sections of cards, one below the other, and a switch that leads to each. All takes effect
at once.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QMoveEvent, QResizeEvent, QShowEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.facts import Changed
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.pages.settings_accounts import AccountsCard
from desktop_app.ui.pages.settings_choices import (
    AppearanceCard,
    HelpCard,
    NotificationsCard,
    PrivacyCard,
    WritingCard,
)
from desktop_app.ui.pages.settings_consent import ConsentCard
from desktop_app.ui.pages.settings_days import DaysCard
from desktop_app.ui.pages.settings_hours import HoursCard
from desktop_app.ui.pages.settings_learned import DevicesCard, LearnedCard
from desktop_app.ui.pages.settings_privacy import ExceptionsCard, FooterCard, PrivacyModesCard
from desktop_app.ui.pages.settings_relay import RelayCard
from desktop_app.ui.pages.settings_sign_in import SignInCard
from desktop_app.ui.pages.settings_targets import TargetsCard
from desktop_app.ui.pages.settings_tracking import TrackingCard
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.narrow import ASIDE, BELOW
from desktop_app.ui.widgets.page_head import PAGE_MARGIN, PageHead
from desktop_app.ui.widgets.page_scroll import PageScroll
from desktop_app.ui.widgets.segments import Segments

COLUMN_WIDEST = 860  # a field wider than that is only empty
TWO_COLUMNS_FROM = 900
SECTION_GAP = Space.XL
READ_EVERY_MS = 500  # at most, while letters come in


class SettingsPage(Page):
    """What belongs together stands together; the page stays where it was scrolled to when it is left."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        writer = SettingsWriter(context)
        self.accounts = AccountsCard(context)
        self.sign_in = SignInCard(context)
        self.tracking = TrackingCard(context)
        self.hours = HoursCard(context, writer)
        self.targets = TargetsCard(context, writer)
        self.days = DaysCard(context, writer)
        self.appearance = AppearanceCard(context, writer)
        self.notifications = NotificationsCard(context, writer)
        self.writing = WritingCard(context, writer)
        self.relay = RelayCard(context, writer)
        self.consent = ConsentCard(context)
        self.devices = DevicesCard(context)
        self.learned = LearnedCard(context)
        self.modes = PrivacyModesCard(context, writer)
        self.footer = FooterCard(context, writer)
        self.exceptions = ExceptionsCard(context)
        self.privacy = PrivacyCard()
        self.help = HelpCard(context)
        names = [
            ("mailboxes", tr("Mailboxes")),
            ("tracking", tr("Tracking")),
            ("hours", tr("Hours and targets")),
            ("privacy", tr("Privacy")),
            ("window", tr("Window and notifications")),
        ]
        self.tabs = Segments(tr("Settings"), names, "mailboxes")
        self._sections = self._layout()
        self._followers = self._follow()
        self._stale: set[str] = set()  # sections that have not been read since something changed
        self._pause = QTimer(self, singleShot=True, interval=READ_EVERY_MS)
        self._pause.timeout.connect(self._read_stale)
        self._area = PageScroll()
        self._led_to, self._led_past = "", 0  # the section chosen, until the user scrolls on
        self._is_led = False  # the page scrolls because of that
        self._build()

    def activate(self) -> None:
        """Show what is in force."""
        self._stale.clear()
        self.accounts.read()
        self.sign_in.read()
        self.tracking.read()
        self.devices.read()
        self.learned.read()
        for part in (self.consent, self.modes, self.footer, self.exceptions):
            part.read()
        self.hours.read()
        self.targets.read()
        self.days.read()
        for card in (self.appearance, self.notifications, self.writing, self.relay):
            card.read()

    def changed(self, fact: Changed) -> None:
        """Folders move on during a sync; fields somebody may be typing in are left alone."""
        self._stale.update(self._followers)
        if fact.everything:  # the user's own deed, not one of the many of a sync
            self._pause.stop()
        self._read_stale()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_stale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for section in self._sections.values():
            section.set_aside(self.width() >= TWO_COLUMNS_FROM)

    def _read_stale(self) -> None:
        """Only what is in sight; after each reading there is a pause, and what changed in it comes then."""
        if self._pause.isActive() or not self.isVisible():
            return
        seen = [name for name, section in self._sections.items() if not section.visibleRegion().isEmpty()]
        read = [self._read_section(name) for name in seen]
        if any(read):
            self._pause.start()

    def _read_section(self, name: str) -> bool:
        """False: nothing changed that it shows."""
        if name not in self._stale:
            return False
        self._stale.discard(name)
        for read in self._followers[name]:
            read()
        return True

    def _show(self, name: str, past: int = 0) -> None:
        """Lead to a section, or to so many pixels below its top.

        It is the one chosen, though the last cannot come to the top.
        """
        self._read_section(name)
        self._led_to, self._led_past = name, past
        self._lead()

    def _lead(self) -> None:
        """Again when what stands above has become higher or lower: a page just made is laid out later."""
        if self._led_to:
            self._is_led = True
            self._area.verticalScrollBar().setValue(self._sections[self._led_to].y() + self._led_past)
            self._is_led = False

    def _scrolled(self, top: int) -> None:
        """The switch shows where the user has come to."""
        if not self._is_led:
            self._led_to = ""
            passed = [name for name, section in self._sections.items() if section.y() <= top + SECTION_GAP]
            self.tabs.show_choice(passed[-1])
        self._read_stale()

    def remember(self) -> object:
        section = self.tabs.value()
        past = self._area.verticalScrollBar().value() - self._sections[section].y()
        return section, max(0, past), self.appearance.language.hasFocus()

    def restore(self, memory: object) -> None:
        """The language is chosen here: whoever does it by keyboard stays at its field."""
        assert isinstance(memory, tuple)
        section, past, at_language = memory
        self.tabs.show_choice(section)
        self._show(section, past)
        if at_language:
            self.appearance.language.setFocus()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, PAGE_MARGIN, 0, 0)
        column.setSpacing(Space.M)
        head = PageHead(tr("Settings"))
        head.row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 0)
        head.row.addWidget(self.tabs)
        column.addWidget(head)
        below = self._area.column
        below.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, PAGE_MARGIN)
        below.setSpacing(SECTION_GAP)
        for section in self._sections.values():
            below.addWidget(section)
            section.moved.connect(self._lead)
        below.addStretch(1)
        column.addWidget(self._area, 1)
        self.tabs.changed.connect(self._show)
        self._area.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._lead())
        self._area.verticalScrollBar().valueChanged.connect(self._scrolled)

    def _follow(self) -> dict[str, tuple[Callable[[], None], ...]]:
        """What changes by itself, by section."""
        return {
            "mailboxes": (self.accounts.read,),
            "tracking": (self.devices.read, self.learned.read),
            "hours": (self.targets.follow, self.days.read),
        }

    def _layout(self) -> dict[str, _Section]:
        """What stands in the first and in the second column of each section."""
        return {
            "mailboxes": _Section((self.accounts, self.relay), (self.sign_in,)),
            "tracking": _Section((self.tracking,), (self.devices, self.learned)),
            "hours": _Section((self.hours, self.targets), (self.days,)),
            "privacy": _Section((self.modes, self.exceptions, self.privacy), (self.consent, self.footer)),
            "window": _Section((self.notifications,), (self.appearance, self.writing, self.help)),
        }


class _Section(QWidget):
    """Two columns of cards side by side, or one below the other, as the window is wide."""

    moved = Signal()  # what stands above has become higher or lower

    def __init__(self, first: tuple[Card, ...], second: tuple[Card, ...]) -> None:
        super().__init__()
        self._columns = QBoxLayout(BELOW, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(Space.M)
        for cards in (first, second):
            self._columns.addWidget(_column(cards), 0, Qt.AlignmentFlag.AlignTop)

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.moved.emit()

    def set_aside(self, aside: bool) -> None:
        self._columns.setDirection(ASIDE if aside else BELOW)
        for number in range(2):
            self._columns.setStretch(number, int(aside))


def _column(cards: tuple[Card, ...]) -> QWidget:
    box = QWidget()
    box.setMaximumWidth(COLUMN_WIDEST)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.M)
    for card in cards:
        column.addWidget(card)
    return box
