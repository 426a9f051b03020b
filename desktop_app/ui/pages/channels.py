"""Where leads come from: channels with their substitution addresses and how many leads each brought."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.facts import Changed
from desktop_app.store.rows import ChannelRow
from desktop_app.ui import problems, times, words
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.pages.channels_form import ChannelForm
from desktop_app.ui.theme import Radius, Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, IconLabelButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.states import EmptyState
from desktop_app.ui.widgets.texts import ElidedText, Line, PageTitle, Text

BAR_HEIGHT = 8
BAR_WIDTH = 64  # at least
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ChannelsPage(Page):
    """A table with bars; the form on its right edits one channel or makes a new one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._channels: list[ChannelRow] = []
        self.form = ChannelForm()
        self.form.hide()
        self.form.save.connect(self._save)
        self.form.remove.connect(self._remove)
        self.form.cancel.connect(self.form.hide)
        self._stack = QStackedWidget()
        self._table = QVBoxLayout()
        self._build()

    def activate(self) -> None:
        """Read the figures anew."""
        self._read()

    def changed(self, fact: Changed) -> None:
        """New letters may be new leads."""
        self._read()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        column.setSpacing(Space.M)
        head = QHBoxLayout()
        head.addWidget(PageTitle(tr("Channels")))
        head.addStretch(1)
        self.add = IconLabelButton(self.context.theme, "plus", tr("Add a channel"), lambda: self.edit(None))
        head.addWidget(self.add)
        column.addLayout(head)
        body = QHBoxLayout()
        body.setSpacing(Space.M)
        inner = QWidget()
        inner.setProperty("kind", "body")
        inner.setLayout(self._table)
        self._table.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        self._stack.addWidget(area)
        self._stack.addWidget(
            EmptyState(
                tr("Which advertisement brings clients?"),
                tr(
                    "Print another address in each place where clients find you, as ads@ or fair@ of your "
                    "domain, and name them here. Every new client counts for the channel he wrote to."
                ),
                tr("Add a channel"),
                lambda: self.edit(None),
            )
        )
        body.addWidget(self._stack, 1)
        body.addWidget(self.form, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(body, 1)

    def edit(self, channel: ChannelRow | None) -> None:
        """Open the form; None is a new channel."""
        self.form.show_channel(channel)
        self.form.show()
        self.form.name.setFocus()

    def _read(self) -> None:
        self._channels = sorted(self.context.reader.channels(), key=lambda row: (-row.leads, row.name))
        while (item := self._table.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self._stack.setCurrentIndex(0 if self._channels else 1)
        self.add.setVisible(bool(self._channels))
        if self._channels:
            self._table.addWidget(self._make_table())
            self._table.addStretch(1)

    def _make_table(self) -> Card:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        for column, stretch in enumerate((3, 4, 2)):
            grid.setColumnStretch(column, stretch)
        grid.setColumnMinimumWidth(2, BAR_WIDTH)
        titles = (tr("Channel"), tr("Addresses"), "", tr("Leads"), tr("Last lead"))
        for column, title in enumerate(titles):
            text = Text(title, "caption", "secondary")
            if column > 2:
                text.setAlignment(RIGHT)
            grid.addWidget(text, 0, column)
        most = max(row.leads for row in self._channels) or 1
        for number, row in enumerate(self._channels):
            grid.addWidget(Line(), 2 * number + 1, 0, 1, 6)
            self._add_row(grid, 2 * number + 2, row, most)
        card.body.addLayout(grid)
        return card

    def _add_row(self, grid: QGridLayout, line: int, row: ChannelRow, most: int) -> None:
        now = self.context.now()
        last = times.ago(row.last_lead_at, now) if row.last_lead_at is not None else tr("none yet")
        number, when = Text(words.count(row.leads), "strong"), Text(last, "secondary", "secondary")
        for text in (number, when):
            text.setAlignment(RIGHT)
        addresses = ElidedText(", ".join(row.addresses), "secondary", "secondary")
        edit = IconButton(
            self.context.theme, "settings", tr("Change {name}").format(name=row.name), lambda: self.edit(row)
        )
        widgets = (
            ElidedText(row.name, "strong"),
            addresses,
            LeadBar(self.context.theme, row.leads / most),
            number,
            when,
        )
        for column, widget in enumerate((*widgets, edit)):
            grid.addWidget(widget, line, column)

    def _save(self, name: str, addresses: list[str], before: str) -> None:
        def done(_value: object) -> None:
            if before and before != name:
                self._ask(commands.SetChannel(before, ()))
            self.form.hide()
            self._read()

        command = commands.SetChannel(name, tuple(addresses))
        self.context.bridge.call(command, while_alive(self, done), while_alive(self, self._failed))

    def _remove(self, name: str) -> None:
        addresses = next((row.addresses for row in self._channels if row.name == name), ())
        self.form.hide()
        self._ask(commands.SetChannel(name, ()))
        self.context.toast(
            tr("{name} removed").format(name=name), lambda: self._ask(commands.SetChannel(name, addresses))
        )

    def _ask(self, command: commands.SetChannel) -> None:
        self.context.bridge.call(
            command, while_alive(self, lambda _value: self._read()), while_alive(self, self._failed)
        )

    def _failed(self, error: AppError) -> None:
        if not self.form.isHidden():
            self.form.show_error(problems.sentence(error))
        else:
            self.context.toast(problems.sentence(error), None)


class LeadBar(QWidget):
    """The channel's share of the strongest one."""

    def __init__(self, theme: Theme, share: float) -> None:
        super().__init__()
        self._theme, self._share = theme, share
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(BAR_WIDTH, BAR_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, tone in ((1.0, "track"), (self._share, "accent")):
            painter.setBrush(self._theme.colour(tone))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * share, BAR_HEIGHT), Radius.BAR, Radius.BAR)
