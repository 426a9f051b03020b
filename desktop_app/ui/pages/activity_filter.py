"""What part of the feed is shown: what it was judged to be, what happened, whose it is, in which letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desktop_app.domain.codes import SignalKind, Verdict
from desktop_app.store.rows import SignalRow
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import Chip
from desktop_app.ui.widgets.forms import choice, line

FIELD_WIDTH = 260


class ActivityFilter:
    """`chips` belong beside the title, `bar` below it. `changed` is called after each choice."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._verdict: Verdict | None = None
        self.chips = QWidget()
        row = QHBoxLayout(self.chips)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        self.by_verdict: dict[Verdict | None, Chip] = {}
        group = QButtonGroup(self.chips)
        for verdict, text in _verdicts():
            chip = Chip(text, partial(self._choose, verdict))
            group.addButton(chip)
            self.by_verdict[verdict] = chip
            row.addWidget(chip)
        self.by_verdict[None].setChecked(True)
        self.bar = QWidget()
        self.text = line(placeholder=tr("Person, company or subject"))
        self.text.setClearButtonEnabled(True)
        self.text.setFixedWidth(FIELD_WIDTH)
        self.text.setAccessibleName(tr("Person, company or subject"))
        self.kind = choice(_kinds(), "")
        self.kind.setAccessibleName(tr("What happened"))
        below = QHBoxLayout(self.bar)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(Space.S)
        below.addWidget(self.text)
        below.addWidget(self.kind)
        below.addStretch(1)
        self.text.textChanged.connect(lambda _text: changed())
        self.kind.currentIndexChanged.connect(lambda _index: changed())

    def clear(self) -> None:
        """Show everything."""
        self.text.clear()
        self.kind.setCurrentIndex(0)
        self._choose(None)

    def is_clear(self) -> bool:
        return self._verdict is None and not self.text.text().strip() and not self.kind.currentData()

    def chosen(self, signals: Sequence[SignalRow]) -> list[SignalRow]:
        """Those to be shown; the chips tell how many of each verdict the other two filters leave."""
        words = self.text.text().lower().split()
        kinds = {SignalKind(one) for one in str(self.kind.currentData() or "").split()}
        found = [one for one in signals if (not kinds or one.kind in kinds) and _has(one, words)]
        for verdict, chip in self.by_verdict.items():
            chip.set_count(sum(verdict in (None, one.verdict) for one in found))
            chip.setVisible(bool(signals))
        self.bar.setVisible(bool(signals))
        return [one for one in found if self._verdict in (None, one.verdict)]

    def _choose(self, verdict: Verdict | None) -> None:
        self._verdict = verdict
        self.by_verdict[verdict].setChecked(True)
        self._changed()


def _has(signal: SignalRow, wanted: Sequence[str]) -> bool:
    text = f"{signal.name} {signal.subject} {signal.link}".lower()
    return all(word in text for word in wanted)


def _verdicts() -> tuple[tuple[Verdict | None, str], ...]:
    return (
        (None, tr("All")),
        (Verdict.HUMAN, tr("People")),
        (Verdict.UNKNOWN, tr("Not certain")),
        (Verdict.MACHINE, tr("Programs")),
        (Verdict.SELF, tr("You")),
    )


def _kinds() -> tuple[tuple[str, str], ...]:
    return (
        ("", tr("Everything that happened")),
        ("open reopen", tr("Opens")),
        ("click", tr("Clicks")),
        ("forward", tr("Forwards")),
        ("reply", tr("Answers")),
        ("receipt deleted", tr("Read receipts")),
        ("bounce away", tr("Returned and out of office")),
    )
