"""What came of one letter: by recipient, by link, and who or what was behind the signals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.model import Address, LetterId, SignalKind, Verdict
from desktop_app.domain.privacy import Mode
from desktop_app.settings.privacy import policy_of
from desktop_app.store.rows import LetterRow, SignalRow
from desktop_app.ui import address_text, reasons, words, words_privacy
from desktop_app.ui.context import Context
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, QuietButton
from desktop_app.ui.widgets.texts import ElidedText, Line, SectionTitle, Text

WIDTH = 360
OPENS = (SignalKind.OPEN, SignalKind.REOPEN)


class SentDetail(QFrame):
    """`show_letter(letter, signals)`: the user wants to read it. `closed`: by the user."""

    show_letter = Signal(object, object)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.setFixedWidth(WIDTH)
        self._context = context
        self.letter: LetterId | None = None
        self._row: tuple[LetterRow, Sequence[SignalRow]] | None = None
        self.subject = Text("", "section", wrap=True)
        self.read = QuietButton(tr("Show the letter"), self._show)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.S)
        self._build()

    def tell(self, letter: LetterRow, signals: Sequence[SignalRow]) -> None:
        """Newest figures of this letter."""
        self.letter, self._row = letter.id, (letter, signals)
        self.subject.setText(letter.subject or tr("No subject"))
        _empty(self.body)
        self._section(tr("Recipients"), [self._person(who, signals) for who in (*letter.to, *letter.cc)])
        shared = [one for one in signals if one.contact is None and one.kind in (*OPENS, SignalKind.CLICK)]
        if shared:
            text = tr("Somebody of the recipients: %n signal(s)", "", len(shared))
            self.body.addWidget(Text(text, "secondary", "secondary", wrap=True))
        self._section(tr("Links"), [_pair(*line) for line in links(signals)])
        self._section(tr("Who was behind it"), [_pair(*line) for line in mix(signals)])
        left_out = reasons.not_counted_summary([one for one in signals if one.verdict is not Verdict.HUMAN])
        if left_out:
            self.body.addSpacing(Space.S)
        for line in left_out:
            self.body.addWidget(Text(line, "caption", "secondary", wrap=True))
        self.body.addStretch(1)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        head = QHBoxLayout()
        head.addWidget(self.subject, 1)
        close = IconButton(self._context.theme, "x", tr("Close"), self._close)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.read, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Line())
        inner = QWidget()
        inner.setProperty("kind", "surface")
        inner.setLayout(self.body)
        self.body.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        column.addWidget(area, 1)

    def _section(self, title: str, lines: Sequence[QWidget]) -> None:
        if lines:
            if self.body.count():
                self.body.addSpacing(Space.M)
            self.body.addWidget(SectionTitle(title))
            for line in lines:
                self.body.addWidget(line)

    def _person(self, who: Address, signals: Sequence[SignalRow]) -> QWidget:
        name = address_text.shown(who)
        own = [one for one in signals if one.name in (who.name, who.address, name)]
        human = [one for one in own if one.verdict is Verdict.HUMAN]
        if human:
            last = max(human, key=lambda one: one.at)
            text = words.signal_ago(last.kind, last.link, last.at, self._context.now())
        elif own:
            text = tr("nothing by a person")
        else:
            text = self._silence(who)
        return _pair(name, text)

    def _silence(self, who: Address) -> str:
        """Why nothing was seen: not noticed at all, or only not yet."""
        policy = policy_of(self._context.settings())
        found = self._context.reader.privacy([who.address.lower()], "", policy)[who.address.lower()]
        if found.mode is Mode.FULL:
            blind = self._context.reader.blind([who.address.lower()])
            return tr("pictures never load there") if blind else tr("nothing seen yet")
        return words_privacy.mode(found.mode).lower()

    def _show(self) -> None:
        if self._row is not None:
            self.show_letter.emit(*self._row)

    def _close(self) -> None:
        self.letter = None
        self.hide()
        self.closed.emit()


def links(signals: Sequence[SignalRow]) -> list[tuple[str, str]]:
    """Each link with its clicks by people; the most clicked first."""
    clicks: Counter[str] = Counter()
    for one in signals:
        if one.kind is SignalKind.CLICK:
            clicks[one.link or tr("Link")] += max(one.count, 1) if one.verdict is Verdict.HUMAN else 0
    return [
        (link, tr("%n click(s)", "", number) if number else tr("not by a person"))
        for link, number in clicks.most_common()
    ]


def mix(signals: Sequence[SignalRow]) -> list[tuple[str, str]]:
    """How many opens and clicks each verdict has."""
    counted = Counter(one.verdict for one in signals if one.kind in (*OPENS, SignalKind.CLICK))
    names = {
        Verdict.HUMAN: tr("People"),
        Verdict.UNKNOWN: tr("Nobody knows"),
        Verdict.MACHINE: tr("Programs"),
        Verdict.SELF: tr("Yourself"),
    }
    return [(name, words.count(counted[verdict])) for verdict, name in names.items() if counted[verdict]]


def _pair(left: str, right: str) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.M)
    row.addWidget(ElidedText(left, "body"), 1)
    row.addWidget(Text(right, "secondary", "secondary"))
    return box


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
