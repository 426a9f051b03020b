"""Settings: mailboxes, tracking, working hours, appearance, notifications. All takes effect at once."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

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
from desktop_app.ui.pages.settings_tracking import TrackingCard
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.page_head import PAGE_MARGIN, PageHead

TWO_COLUMNS_FROM = 900
THREE_COLUMNS_FROM = 1500
ASIDE, BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class SettingsPage(Page):
    """Cards in one, two or three columns, as the window is wide."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        writer = SettingsWriter(context)
        self.accounts = AccountsCard(context)
        self.tracking = TrackingCard(context)
        self.hours = HoursCard(context, writer)
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
        self._about = _group(self.consent, HelpCard(context), self.privacy)
        self._noticed = _group(self.modes, self.exceptions, self.footer)
        self._outer = QBoxLayout(ASIDE)
        self._inner = QBoxLayout(BELOW)
        self._build()

    def activate(self) -> None:
        """Show what is in force."""
        self.accounts.read()
        self.tracking.read()
        self.devices.read()
        self.learned.read()
        for part in (self.consent, self.modes, self.footer, self.exceptions):
            part.read()
        self.hours.read()
        self.days.read()
        for card in (self.appearance, self.notifications, self.writing, self.relay):
            card.read()

    def changed(self, fact: Changed) -> None:
        """Folders move on during a sync; fields somebody may be typing in are left alone."""
        self.accounts.read()
        self.devices.read()
        self.learned.read()
        self.days.read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._outer.setDirection(ASIDE if self.width() >= TWO_COLUMNS_FROM else BELOW)
        three = self.width() >= THREE_COLUMNS_FROM
        self._inner.setDirection(ASIDE if three else BELOW)
        self._outer.setStretch(1, 2 if three else 1)
        self._balance(three)

    def _balance(self, three: bool) -> None:
        """So that no column ends in the middle of the page."""
        for column, group in ((self._first, self._noticed), (self._third, self._about)):
            target = (self._third if column is self._first else self._first) if three else column
            if target.indexOf(group) < 0:
                self._first.removeWidget(group)
                self._third.removeWidget(group)
                target.insertWidget(target.count() - 1, group)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, PAGE_MARGIN, 0, 0)
        column.setSpacing(Space.M)
        head = PageHead(tr("Settings"))
        head.row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 0)
        column.addWidget(head)
        body = QWidget()
        body.setProperty("kind", "body")
        whole = QVBoxLayout(body)
        whole.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, PAGE_MARGIN)
        for layout in (self._outer, self._inner):
            layout.setSpacing(Space.M)
        self._first = _column(self.accounts, self.tracking, self.relay, self._noticed)
        self._third = _column(self.appearance, self._about)
        self._outer.addLayout(self._first, 1)
        self._outer.addLayout(self._inner, 1)
        self._inner.addLayout(
            _column(self.hours, self.days, self.notifications, self.writing, self.devices, self.learned), 1
        )
        self._inner.addLayout(self._third, 1)
        whole.addLayout(self._outer)
        whole.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        column.addWidget(area, 1)


def _group(*cards: Card) -> QWidget:
    """Cards that move from column to column together."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.M)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return box


def _column(*cards: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(Space.M)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column
