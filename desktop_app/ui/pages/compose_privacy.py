"""What will be noticed of this letter and why; a choice to notice less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop_app.domain.privacy import Applied, Mode, tightened
from desktop_app.settings.privacy import policy_of
from desktop_app.ui import words_privacy
from desktop_app.ui.context import Context
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.texts import ElidedText


class PrivacyLine(QWidget):
    """`chosen` is "" or the mode that this letter must not exceed. A click on the words offers less."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.chosen = ""
        self.text = ElidedText("", "secondary", "secondary")
        self.button = LinkButton(tr("Track less"), self._ask)
        self.button.setToolTip(tr("Notice less of this letter than the rules allow"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)

    def choose(self, mode: str) -> None:
        """At most this much; "" = what the rules say."""
        self.chosen = mode
        self.changed.emit()

    def say(self, text: str) -> None:
        """Nothing can be chosen."""
        self.text.setText(text)
        self.setToolTip("")
        self.button.hide()

    def explain(self, people: Sequence[str], sender: str) -> None:
        """For these recipients, each once."""
        at_most = Mode(self.chosen) if self.chosen else Mode.FULL
        found = self._context.reader.privacy(people, sender, policy_of(self._context.settings()))
        modes = {who: tightened(one, at_most) for who, one in found.items()}
        self.text.setText(summary(list(modes.values())))
        self.setToolTip("\n".join(_line(who, one) for who, one in modes.items()))
        self.button.setVisible(not modes or bool(self.chosen) or any(one.mode.rank for one in modes.values()))

    def _ask(self) -> None:
        menu = QMenu(self)
        for value, text in words_privacy.options(tr("As the rules say")):
            if value == Mode.FULL:
                continue
            entry = menu.addAction(text)
            entry.setCheckable(True)
            entry.setChecked(value == self.chosen)
            entry.setToolTip(words_privacy.what_it_does(value) if value else "")
            entry.triggered.connect(lambda _checked, value=value: self.choose(value))
        menu.setToolTipsVisible(True)
        menu.popup(self.button.mapToGlobal(self.button.rect().topLeft()))


def summary(found: Sequence[Applied]) -> str:
    """One sentence for all recipients."""
    if not found:
        return tr("Opens and clicks will be noticed.")
    modes = Counter(one.mode for one in found)
    if len(modes) == 1:
        first = found[0]
        reason = words_privacy.why(first)
        same = len({one.why for one in found}) == 1
        sentence = {
            Mode.FULL: tr("Opens and clicks will be noticed."),
            Mode.DATE: tr("Only the date of the last open will be kept"),
            Mode.AGGREGATE: tr("Opens will be counted, without names"),
            Mode.OFF: tr("Nothing will be noticed"),
        }[first.mode]
        return sentence if first.mode is Mode.FULL or not same else f"{sentence}: {reason}"
    parts = (f"{words_privacy.mode(mode)}: {number}" for mode, number in modes.most_common())
    return ", ".join(parts)


def _line(who: str, found: Applied) -> str:
    return f"{who}: {words_privacy.mode(found.mode)} ({words_privacy.why(found)})"
