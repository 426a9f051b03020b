"""Where leads come from: channels with their substitution addresses and how many leads each brought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QVBoxLayout,
)

from desktop_app.domain import commands
from desktop_app.domain.facts import Changed
from desktop_app.settings.hours import work_hours
from desktop_app.settings.targets import target_s
from desktop_app.store.reader import Reader
from desktop_app.store.rows import ChannelRow
from desktop_app.ui.background import Background
from desktop_app.ui.context import Context
from desktop_app.ui.loading import ModuleLoader
from desktop_app.ui.page import Page
from desktop_app.ui.pages.channels_form import ChannelForm
from desktop_app.ui.pages.channels_letters import ChannelLetters
from desktop_app.ui.pages.channels_table import ChannelTable
from desktop_app.ui.table_with_form import TableWithForm
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconLabelButton
from desktop_app.ui.widgets.page_head import PAGE_MARGIN, PageHead
from desktop_app.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from desktop_app.domain.reply_figures import Figures

LEAST_WITH_FORM = 860  # a table beside it


class ChannelsPage(Page):
    """A table with bars; the form on its right edits one channel or makes a new one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._channels: list[ChannelRow] = []
        self._speeds: Mapping[str, Figures] = {}
        self._loader = ModuleLoader(self, ("numpy", "desktop_app.ui.channel_speed"))
        self._loader.loaded.connect(self._ask_speeds)
        self._background = background = Background(context.open_reader)
        self.destroyed.connect(lambda _page=None: background.close())
        self.form = ChannelForm()
        self.desk = TableWithForm(self, context, self.form, self._read, LEAST_WITH_FORM)
        self.form.save.connect(self._save)
        self.form.remove.connect(self._remove)
        self.form.cancel.connect(self.form.hide)
        self.letters = ChannelLetters(context)
        self._build()

    def activate(self) -> None:
        """Read the figures anew."""
        self._read()
        self._loader.start()

    def is_unsaved(self) -> bool:
        return not self.form.isHidden()

    def changed(self, fact: Changed) -> None:
        """New letters may be new leads."""
        self._read()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, PAGE_MARGIN, 0, 0)
        column.setSpacing(Space.M)
        head = PageHead(tr("Channels"))
        self.add = IconLabelButton(self.context.theme, "plus", tr("Add a channel"), lambda: self.edit(None))
        head.row.addWidget(self.add)
        head.row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 0)
        column.addWidget(head)
        empty = EmptyState(
            tr("Which advertisement brings clients?"),
            tr(
                "Give another address in each place where clients find you, as ads@ or fair@ of your "
                "domain, and name them here. Every new client counts for the channel they wrote to."
            ),
            tr("Add a channel"),
            lambda: self.edit(None),
        )
        column.addLayout(self.desk.lay_out([], [self.letters], empty), 1)

    def edit(self, channel: ChannelRow | None) -> None:
        """Open the form; None is a new channel."""
        self.form.show_channel(channel)
        self.form.show()
        self.form.name.setFocus()

    def _read(self) -> None:
        self._channels = sorted(self.context.reader.channels(), key=lambda row: (-row.leads, row.name))
        self.add.setVisible(bool(self._channels))
        if not self._channels:
            self.desk.show(None)
            return
        table = ChannelTable(self.context.theme, self._channels, self._speeds, self.context.now())
        table.edit.connect(self.edit)
        self.desk.show(table)

    def _ask_speeds(self) -> None:
        from desktop_app.ui.channel_speed import ChannelReport, channel_report

        settings, now = self.context.settings(), self.context.now()

        def job(reader: Reader) -> object:
            return channel_report(work_hours(settings), target_s(settings), now, reader)

        def done(value: object) -> None:
            assert isinstance(value, ChannelReport)
            self._speeds = value.speeds
            self.letters.show_waits(value.newest)
            self._read()

        self._background.run(job, done, self.desk.tell)

    def _save(self, name: str, addresses: list[str], before: str) -> None:
        self.desk.save(commands.SetChannel(name, tuple(addresses), before if before != name else ""))

    def _remove(self, name: str) -> None:
        addresses = next((row.addresses for row in self._channels if row.name == name), ())
        self.form.hide()
        self.desk.ask(commands.SetChannel(name, ()))
        back = commands.SetChannel(name, addresses)
        self.context.toast(tr("{name} removed").format(name=name), lambda: self.desk.ask(back))
