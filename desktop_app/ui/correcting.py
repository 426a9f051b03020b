"""The user knows better what a signal was: said to the engine, confirmed, with the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import Verdict
from desktop_app.store.rows import SignalRow
from desktop_app.ui import problems, words
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.translation import tr


def correct(
    context: Context,
    owner: QWidget,
    signal: SignalRow,
    verdict: Verdict | None,
    done: Callable[[], None],
    offered: Callable[[object], None] | None = None,
) -> None:
    """None takes a correction back. `done` is called after it and after its undoing if `owner` is there.

    `offered` is told what the correction suggests: a commands.RuleOffer, or None (also after its undoing).
    """
    before = signal.verdict if signal.verdict is not signal.judged else None

    def ask(chosen: Verdict | None, then: Callable[[object], None]) -> None:
        command = commands.CorrectVerdict(signal.id, chosen)
        context.bridge.call(command, while_alive(owner, then), while_alive(owner, failed))

    def failed(error: AppError) -> None:
        context.toast(problems.sentence(error), None)

    def undone(_value: object) -> None:
        done()
        if offered is not None:
            offered(None)

    def noted(offer: object) -> None:
        done()
        if offered is not None:
            offered(offer)
        text = tr("Noted: {verdict}").format(verdict=words.verdict(verdict or signal.judged))
        context.toast(text, lambda: ask(before, undone))

    ask(verdict, noted)
