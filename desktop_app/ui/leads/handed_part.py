"""On the client card: a wait that a colleague has now, and how to take it back."""

from __future__ import annotations

from desktop_app.domain.codes import ContactId
from desktop_app.store.rows import HandedRow
from desktop_app.ui import times
from desktop_app.ui.context import Context
from desktop_app.ui.handing import Handing, sentence
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.texts import Text


class HandedPart(Card):
    """Hidden while no colleague has anything of this client."""

    def __init__(self, context: Context) -> None:
        super().__init__(kind="soft")
        self._context = context
        self._row: HandedRow | None = None
        self.handing = Handing(context)
        self.body.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        self.body.setSpacing(Space.XS)
        self.text = Text("", wrap=True)
        self.back = LinkButton(tr("It is mine after all"), self._keep)
        self.back.setProperty("small", True)
        self.add(self.text)
        self.add(self.back)
        self.hide()

    def show_person(self, contact: ContactId) -> None:
        self._row = row = self._context.reader.handed(contact)
        if row is not None:
            self.text.setText(times.unbroken(sentence(row, self._context.now())))
        self.setVisible(row is not None)

    def _keep(self) -> None:
        if self._row is not None:
            self.handing.keep(self._row.letter)
