"""How a signal looks in the feed, and the buttons that say it was something else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.codes import Micros, SignalKind, Verdict
from desktop_app.store.rows import SignalRow
from desktop_app.ui import reasons, times, words
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import QuietButton
from desktop_app.ui.widgets.row_list import RowLook

JUDGED = frozenset({SignalKind.OPEN, SignalKind.REOPEN, SignalKind.CLICK, SignalKind.FORWARD})
KEYS = {"p": Verdict.HUMAN, "b": Verdict.MACHINE, "m": Verdict.SELF}
TAKE_BACK = "u"


class Corrections(QWidget):
    """Buttons for what it is not judged to be, laid over one row; each has its key."""

    def __init__(self, parent: QWidget, correct: Callable[[SignalRow, Verdict | None], None]) -> None:
        super().__init__(parent)
        self._correct = correct
        self._signal: SignalRow | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        self.buttons = {
            Verdict.HUMAN: self._button(tr("It was the client"), Verdict.HUMAN, "P"),
            Verdict.MACHINE: self._button(tr("It was a program"), Verdict.MACHINE, "B"),
            Verdict.SELF: self._button(tr("It was me"), Verdict.SELF, "M"),
        }
        self.back = self._button(tr("Take my correction back"), None, "U")
        for button in (*self.buttons.values(), self.back):
            row.addWidget(button)
        self.hide()

    def show_for(self, signal: SignalRow) -> None:
        self._signal = signal
        for verdict, button in self.buttons.items():
            button.setVisible(verdict in possible(signal))
        self.back.setVisible(None in possible(signal))

    def _button(self, text: str, verdict: Verdict | None, key: str) -> QuietButton:
        def press() -> None:
            if self._signal is not None:
                self._correct(self._signal, verdict)

        button = QuietButton(text, press)
        button.setProperty("small", True)
        button.setToolTip(tr("Key {key}").format(key=key))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def possible(signal: SignalRow) -> set[Verdict | None]:
    """What a person may say of it; None = that he takes back what he said."""
    if signal.kind not in JUDGED:
        return set()
    corrected = signal.verdict is not signal.judged
    said: set[Verdict | None] = {one for one in KEYS.values() if one is not signal.verdict}
    return (said - {signal.judged}) | {None} if corrected else said


def look(row: SignalRow, now: Micros) -> RowLook:
    """A signal as a row: who did what, in which letter, what it was judged to be and why."""
    human = row.verdict is Verdict.HUMAN
    tones = {Verdict.HUMAN: "good", Verdict.UNKNOWN: "warn"}
    times_text = tr("%n times", "", row.count) if row.count > 1 else ""
    judged = row.kind in JUDGED
    return RowLook(
        icon=words.signal_icon(row.kind),
        title=row.name or tr("Somebody"),
        title_rest=f"{words.signal(row.kind, row.link)} {times_text}".strip(),
        text=row.subject or tr("No subject"),
        tag=words.verdict(row.verdict) if judged else "",
        time=times.moment(row.at, now),
        why=reasons.verdict_why(row) if judged else "",
        tag_tone=tones.get(row.verdict, "secondary"),
        icon_tone="accent" if human else "disabled",
        faint=not human,
    )
