"""The table of channels: addresses, leads as bars, the last lead, how fast its letters are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop_app.domain.model import Micros
from desktop_app.store.rows import ChannelRow
from desktop_app.ui import times, words, words_speed
from desktop_app.ui.theme import Radius, Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.texts import ElidedText, Line, Text

if TYPE_CHECKING:
    from desktop_app.domain.reply_figures import Figures

NO_FIGURE = "–"
BAR_HEIGHT = 8
BAR_WIDTH = 64  # at least
BARS_FROM = 800  # pixels of the table
LEAST, MOST = 100, 300  # of a text that counts when the room is shared out
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ChannelTable(Card):
    """Made anew for new figures. `edit` carries a ChannelRow. Empty `speeds`: not known yet."""

    edit = Signal(object)

    def __init__(
        self, theme: Theme, channels: Sequence[ChannelRow], speeds: Mapping[str, Figures], now: Micros
    ) -> None:
        super().__init__()
        self._theme, self._speeds, self._now = theme, speeds, now
        self._bars: list[LeadBar] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.S)
        titles = (
            tr("Channel"),
            tr("Addresses"),
            "",
            tr("Leads"),
            tr("Last lead"),
            tr("Half answered within"),
        )
        for column, title in enumerate(titles):
            text = Text(title, "caption", "secondary")
            if column > 2:
                text.setAlignment(RIGHT)
            if column == len(titles) - 1:
                text.setToolTip(tr("First replies, in working time"))
            self._grid.addWidget(text, 0, column)
        most = max((row.leads for row in channels), default=0) or 1
        for number, row in enumerate(channels):
            self._grid.addWidget(Line(), 2 * number + 1, 0, 1, len(titles) + 1)
            self._add_row(2 * number + 2, row, row.leads / most)
        self.body.addLayout(self._grid)
        self._share_out(channels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow table names and addresses need the room of the bars."""
        super().resizeEvent(event)
        with_bars = self.width() >= BARS_FROM
        self._grid.setColumnStretch(2, MOST // 2 if with_bars else 0)
        for bar in self._bars:
            bar.setVisible(with_bars)

    def _share_out(self, channels: Sequence[ChannelRow]) -> None:
        """Names and addresses have as much of the room as their texts need."""
        names = [row.name for row in channels]
        addresses = [", ".join(row.addresses) for row in channels]
        for column, (texts, role) in enumerate(((names, "strong"), (addresses, "secondary"))):
            metrics = QFontMetrics(self._theme.font(role))
            needed = max((metrics.horizontalAdvance(text) for text in texts), default=1)
            self._grid.setColumnStretch(column, min(max(needed, LEAST), MOST))

    def _add_row(self, line: int, row: ChannelRow, share: float) -> None:
        last = times.ago(row.last_lead_at, self._now) if row.last_lead_at is not None else tr("none yet")
        number, when = Text(words.count(row.leads), "strong"), Text(last, "secondary", "secondary")
        speed = self._speed(row.name)
        for text in (number, when, speed):
            text.setAlignment(RIGHT)
        addresses = ElidedText(", ".join(row.addresses), "secondary", "secondary")
        change = IconButton(
            self._theme, "compose", tr("Change {name}").format(name=row.name), lambda: self.edit.emit(row)
        )
        bar = LeadBar(self._theme, share)
        self._bars.append(bar)
        widgets = (ElidedText(row.name, "strong"), addresses, bar, number, when, speed, change)
        for column, widget in enumerate(widgets):
            self._grid.addWidget(widget, line, column)

    def _speed(self, channel: str) -> Text:
        """The median first reply; the tooltip has interval and number. Too few answers make no figure."""
        found = self._speeds.get(channel)
        if found is None:
            return Text(NO_FIGURE if self._speeds else "", "secondary", "secondary")
        count = words_speed.answered(found.answered, found.n)
        median = found.median
        if found.grade == "list" or median.value is None:
            text = Text(NO_FIGURE, "secondary", "secondary")
            few = found.grade == "list"
            reason = tr("Too few answers for a figure") if few else tr("More than half unanswered")
        else:
            text = Text(words_speed.length(median.value, working=True), "body")
            reason = words_speed.times_interval((median.low, median.high), working=True)
        text.setToolTip(f"{reason}\n{count}")
        return text


class LeadBar(QWidget):
    """The channel's share of the strongest one."""

    def __init__(self, theme: Theme, share: float) -> None:
        super().__init__()
        self._theme, self._share = theme, share
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(BAR_WIDTH, BAR_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, tone in ((1.0, "track"), (self._share, "accent")):
            painter.setBrush(self._theme.colour(tone))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * share, BAR_HEIGHT), Radius.BAR, Radius.BAR)
