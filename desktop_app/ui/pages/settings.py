"""Settings: mailboxes, tracking, working hours, appearance, notifications. All takes effect at once."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.facts import Changed
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.pages.settings_accounts import AccountsCard
from desktop_app.ui.pages.settings_choices import AppearanceCard, NotificationsCard, PrivacyCard, WritingCard
from desktop_app.ui.pages.settings_hours import HoursCard
from desktop_app.ui.pages.settings_tracking import TrackingCard
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.texts import PageTitle

TWO_COLUMNS_FROM = 900
WIDEST = 1240


class SettingsPage(Page):
    """Cards in two columns, in one where the window is narrow."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        writer = SettingsWriter(context)
        self.accounts = AccountsCard(context)
        self.tracking = TrackingCard(context)
        self.hours = HoursCard(context, writer)
        self.appearance = AppearanceCard(context, writer)
        self.notifications = NotificationsCard(context, writer)
        self.writing = WritingCard(context, writer)
        self.privacy = PrivacyCard()
        self._left: tuple[Card, ...] = (self.accounts, self.tracking, self.writing, self.privacy)
        self._right: tuple[Card, ...] = (self.hours, self.notifications, self.appearance)
        self._build()

    def activate(self) -> None:
        """Show what is in force."""
        self.accounts.read()
        self.tracking.read()
        self.hours.read()
        for card in (self.appearance, self.notifications, self.writing):
            card.read()

    def changed(self, fact: Changed) -> None:
        """Folders move on during a sync; fields somebody may be typing in are left alone."""
        self.accounts.read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= TWO_COLUMNS_FROM
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        head = QHBoxLayout()
        head.setContentsMargins(Space.XL, 0, Space.XL, 0)
        head.addWidget(PageTitle(tr("Settings")))
        column.addLayout(head)
        body = QWidget()
        body.setProperty("kind", "body")
        body.setMaximumWidth(WIDEST + 2 * Space.XL)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._columns.setContentsMargins(Space.XL, 0, Space.XL, Space.XL)
        self._columns.setSpacing(Space.M)
        for cards in (self._left, self._right):
            side = QVBoxLayout()
            side.setSpacing(Space.M)
            for card in cards:
                side.addWidget(card)
            side.addStretch(1)
            self._columns.addLayout(side, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        column.addWidget(area, 1)
