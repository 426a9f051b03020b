"""What stands in place of the charts of reply speed when nothing can be drawn, and what to do then."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.ui.context import Context
from desktop_app.ui.speed_records import Report
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.states import EmptyState, no_mailbox


class SpeedEmptiness:
    """Each leads on: to all of the time, to everybody, to arrival, to the settings, to the assistant."""

    def __init__(
        self,
        context: Context,
        all_wanted: Callable[[], None],
        everybody_wanted: Callable[[], None],
        arrival_wanted: Callable[[], None],
    ) -> None:
        self._context = context
        self.nothing = EmptyState(
            tr("Nobody wrote in this time"),
            tr("As soon as clients write, this page shows how long they wait for an answer."),
            tr("Show all the time there is"),
            all_wanted,
        )
        self.filtered = EmptyState(
            tr("No letter fits these filters"),
            tr("Nobody of the clients you have chosen wrote in this time."),
            tr("Show all clients"),
            everybody_wanted,
        )
        self.unseen = EmptyState(
            tr("When letters were opened is not known yet"),
            tr(
                "A mailbox keeps no time of opening: Otklik sees it happen while it runs. "
                "From today on it will be known."
            ),
            tr("Count from arrival"),
            arrival_wanted,
        )
        self.nobody = EmptyState(
            tr("Nobody has written yet"),
            tr("As soon as clients write, this page shows how long they wait for an answer."),
            tr("How far reading is"),
            lambda: context.show_page("settings"),
        )
        self.unread = no_mailbox(
            tr("Here you see how fast you answer your clients, with every letter behind the figures."),
            lambda: context.show_page("assistant"),
        )
        self.states = (self.nothing, self.filtered, self.unseen, self.nobody, self.unread)

    def of(self, report: Report, *, anything: bool) -> EmptyState | None:
        """None: something can be drawn or listed. `anything`: letters came, or somebody waits."""
        if not anything and not self._context.reader.accounts():
            return self.unread
        if not report.arrived and report.query.is_narrow:
            return self.filtered
        if not anything and report.query.is_everything:
            return self.nobody
        if report.figures.n:
            return None
        return self.unseen if report.figures.left_out else self.nothing
