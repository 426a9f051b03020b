"""The user knows better what a signal was: said to the engine, confirmed, with the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

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


def ask_verdict(
    owner: QWidget, signal: SignalRow, point: QPoint, chosen: Callable[[Verdict | None], None]
) -> None:
    """A menu at a global point: who was it? `chosen(None)` takes a correction back."""
    menu = QMenu(owner)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for verdict, text in (
        (Verdict.HUMAN, tr("It was the client")),
        (Verdict.SELF, tr("It was me")),
        (Verdict.MACHINE, tr("It was a program")),
    ):
        entry = menu.addAction(text)
        entry.setCheckable(True)
        entry.setChecked(signal.verdict is verdict)
        entry.triggered.connect(lambda _checked, one=verdict: chosen(one))
    if signal.verdict is not signal.judged:
        menu.addSeparator()
        menu.addAction(tr("Take my correction back"), lambda: chosen(None))
    menu.popup(point)
