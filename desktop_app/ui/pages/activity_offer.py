"""After a correction: "also 14 earlier ones and all future ones like it", in words, before it is applied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.ui import problems, reasons
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import PrimaryButton, QuietButton
from desktop_app.ui.widgets.page_head import PAGE_MARGIN
from desktop_app.ui.widgets.texts import Text


class OfferBar(QWidget):
    """`done` is called when what was learnt, or its undoing, has changed the feed."""

    def __init__(self, context: Context, done: Callable[[], None]) -> None:
        super().__init__()
        self._context, self._done = context, done
        self._offer: commands.RuleOffer | None = None
        self.text = Text("", wrap=True)
        self.apply_button = PrimaryButton(tr("All of them"), self.accept)
        self.apply_button.setToolTip(tr("Key {key}").format(key="A"))
        self.no_button = QuietButton(tr("Only this one"), self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, Space.M)
        row.setSpacing(Space.S)
        row.addWidget(self.text, 1)
        row.addWidget(self.apply_button)
        row.addWidget(self.no_button)
        self.hide()

    def show_offer(self, offer: object) -> None:
        """What a correction suggests; anything else hides the bar."""
        self._offer = offer if isinstance(offer, commands.RuleOffer) else None
        self.setVisible(self._offer is not None)
        if self._offer is not None:
            self.text.setText(offer_sentence(self._offer))

    def dismiss(self) -> None:
        self.show_offer(None)

    def accept(self) -> None:
        """Learn the rule; the toast takes it back."""
        offer, self._offer = self._offer, None
        self.hide()
        if offer is None:
            return

        def learnt(number: object) -> None:
            self._done()
            assert isinstance(number, int)
            self._context.toast(
                tr("Learnt. All learnt rules stand in Settings."),
                lambda: self._call(commands.ForgetRule(number), lambda _value: self._done()),
            )

        self._call(commands.LearnRule(offer.rule), learnt)

    def _call(
        self, command: commands.LearnRule | commands.ForgetRule, then: Callable[[object], None]
    ) -> None:
        def failed(error: AppError) -> None:
            self._context.toast(problems.sentence(error), None)

        self._context.bridge.call(command, while_alive(self, then), while_alive(self, failed))


def offer_sentence(offer: commands.RuleOffer) -> str:
    """The rule in words, and what it would change."""
    rule = reasons.rule_sentence(*offer.rule)
    if offer.earlier:
        text = tr("Judge %n earlier ones and all future ones like it the same? {rule}.", "", offer.earlier)
    else:
        text = tr("Judge all future ones like it the same? {rule}.")
    return text.format(rule=rule)
