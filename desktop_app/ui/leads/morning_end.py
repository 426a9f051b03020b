"""The end of the morning queue: what was done, or that there was nothing to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.codes import Micros
from desktop_app.ui import times
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import PrimaryButton, QuietButton
from desktop_app.ui.widgets.texts import Text

WIDTH = 440


class Ending(QWidget):
    """`leave` and `again` are what its two buttons do."""

    def __init__(self, leave: Callable[[], None], again: Callable[[], None]) -> None:
        super().__init__()
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        column = QVBoxLayout(middle)
        column.setSpacing(Space.M)
        self.title = Text("", "title")
        self.text = Text("", "body", "secondary", wrap=True)
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(Space.L)
        self._figures.setVerticalSpacing(Space.S)
        self._figures.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        self.again = QuietButton("", again)
        buttons.addWidget(PrimaryButton(tr("Back to the leads") + "   Enter", leave))
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addLayout(self._figures)
        column.addSpacing(Space.S)
        column.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        row = QHBoxLayout()  # an aligned widget would not be given the height that its texts need
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(3)

    def show_run(self, counts: Counter[str], taken: Micros, skipped: int, more: int) -> None:
        """What was done in a run."""
        self.title.setText(tr("The queue is through"))
        text = tr("It took {time}.").format(time=times.duration(taken))
        if more:
            text = f"{text} " + tr("%n more people wait: begin again for them.", "", more)
        self.text.setText(text)
        self._show_figures(counts)
        self.again.setText(tr("Those skipped again"))
        self.again.setVisible(bool(skipped))

    def show_nothing(self, text: str) -> None:
        """Nobody was in the queue."""
        self.title.setText(tr("Nothing to do now"))
        self.text.setText(text)
        self._show_figures(Counter())
        self.again.hide()

    def _show_figures(self, counts: Counter[str]) -> None:
        while (item := self._figures.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        shown = [(name, counts[kind]) for kind, name in _kinds() if counts[kind]]
        for row, (name, number) in enumerate(shown):
            figure = Text(str(number), "section")
            self._figures.addWidget(figure, row, 0, Qt.AlignmentFlag.AlignRight)
            self._figures.addWidget(Text(name), row, 1)


def nothing(calls: int, dealt: int, *, reading: bool = False) -> str:
    """Why nobody is in the queue. `dealt`: with how many people the user has dealt today.

    `reading`: letters are being read, so that somebody may turn out to wait.
    """
    text = tr("Nobody waits for an answer, and no call or letter is due. New ones come here by themselves.")
    if reading:
        text = tr("Letters are still being read. Whoever waits comes here by himself.")
    elif calls:
        text = tr("Nobody waits. %n calls are left for your working hours.", "", calls)
    return f"{text} " + tr("Today you have dealt with %n people.", "", dealt) if dealt else text


def _kinds() -> list[tuple[str, str]]:
    return [
        ("answered", tr("answered")),
        ("called", tr("called")),
        ("done", tr("done")),
        ("let_go", tr("let go")),
        ("snoozed", tr("put off")),
        ("skipped", tr("skipped")),
    ]
