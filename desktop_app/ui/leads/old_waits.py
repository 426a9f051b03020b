"""The first morning with an old mailbox: hundreds of clients wait since long ago. One button lets them rest.

They are only hidden until they write: reply speed goes on counting them as unanswered.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop_app.domain import commands
from desktop_app.ui.context import Context
from desktop_app.ui.leads.batch import Batch
from desktop_app.ui.leads.ordering import OLD
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, QuietButton
from desktop_app.ui.widgets.texts import Text

FROM = 10  # fewer are soon gone through
REFUSED = "old_waits_stay"


class OldWaits(QFrame):
    """A line above the list; `done` is called when there is nothing to offer any more."""

    def __init__(self, context: Context, done: Callable[[], None]) -> None:
        super().__init__()
        self._context, self._done = context, done
        self.setProperty("kind", "soft")
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.L, Space.XS, Space.S, Space.XS)  # the text stands over the first column
        line.setSpacing(Space.M)
        self.text = Text("", "body", wrap=True)
        line.addWidget(self.text, 1)
        line.addWidget(QuietButton(tr("Let them rest until they write"), self.rest))
        line.addWidget(IconButton(context.theme, "x", tr("Leave them in the list"), self.refuse))
        self.hide()

    def show_number(self, number: int) -> None:
        """How many have waited that long; hidden when they are few or the user wants them in the list."""
        wanted = number >= FROM and not self._context.settings().flag(REFUSED)
        self.text.setText(tr("%n people have waited for more than a month.", "", number))
        self.setVisible(wanted)

    def rest(self) -> None:
        """Hide them all, with one undo."""
        now = self._context.now()
        Batch(self._context).let_go(self._context.reader.long_waiting(now - OLD, now))
        self._leave()

    def refuse(self) -> None:
        """They stay, and it is not asked again."""
        self._context.bridge.call(commands.SetSetting(REFUSED, json.dumps(True)))
        self._leave()

    def _leave(self) -> None:
        self.hide()
        self._done()
