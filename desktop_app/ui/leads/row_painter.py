"""Draws one lead as a row: warmth, person, last signal, letter, waiting time, next step.

Apart from the delegate, so that the first frame is drawn by the same strokes before there is a list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPixmap

from desktop_app.domain.codes import Action, Micros
from desktop_app.store.lead_rows import LeadRow, LeadSort
from desktop_app.ui import times, words
from desktop_app.ui.canvas import CENTRE, LEFT, RIGHT, Boxes, Canvas, Label, drawn, laid_out
from desktop_app.ui.leads.advances import DOUBT, Advances
from desktop_app.ui.leads.columns import Columns
from desktop_app.ui.theme import Radius, Space, Theme

COMFORTABLE = 56
COMPACT = 40
BUTTON_HEIGHT = 28
QUICK_SIZE = 28
BAR = 4  # as high is the warmth as a bar
URGENT = frozenset({Action.ANSWER, Action.CALL_NOW, Action.WRITE_NOW, Action.FIX_ADDRESS})
PASSIVE = frozenset({Action.WAIT, Action.NONE})
KEPT_TEXTS = 4_096
KEPT_LABELS = 4_096
QUICK = ("reply", "snooze", "done")
Elide = Callable[[QFontMetrics, str, int], str]
QUICK_ICONS = {"reply": "reply", "snooze": "snooze", "done": "check"}


class Brush(NamedTuple):
    """What one row is drawn with."""

    canvas: Canvas
    lead: LeadRow
    columns: Columns
    rect: QRect
    hovered: bool
    now: Micros


class RowPainter:
    """`words`: what was searched for is marked where it stands.

    `elide` shortens a text to a width; without it this is the first draft of a row: no icons, and what is
    too long is cut off.
    """

    def __init__(self, theme: Theme, elide: Elide | None = None) -> None:
        self._theme, self._elide = theme, elide
        self.words = ""
        self._metrics: dict[str, QFontMetrics] = {}
        self._advances: dict[str, Advances] = {}
        self._shown: dict[tuple[str, str, int], str] = {}  # texts shortened before: many rows say the same
        self._said: dict[tuple[str, str], Label] = {}  # texts of many rows
        self._labels: dict[Action, str] = {}
        self._boxes = Boxes()
        self._bars: dict[tuple[int | float | None, ...], QPixmap] = {}

    def paint(self, brush: Brush) -> None:
        self._paint_warmth(brush)
        self._paint_name(brush)
        parts = {
            LeadSort.SIGNAL: self._paint_signal,
            LeadSort.LETTER: self._paint_letter,
            LeadSort.CHANNEL: self._paint_channel,
        }
        for key, paint in parts.items():
            if key in brush.columns.by_key:
                paint(brush)
        self._paint_action(brush)
        if brush.hovered:
            self._paint_quick(brush)
        else:
            self._paint_waiting(brush)

    def _paint_warmth(self, brush: Brush) -> None:
        upper, lower = _lines(brush, LeadSort.WARMTH)
        warmth = brush.lead.warmth
        number = "–" if warmth is None else str(warmth)
        self._label(brush, upper, number, "strong", "text" if warmth is not None else "secondary", RIGHT)
        x, y = lower.left(), lower.center().y() - 1
        if self._elide is None:
            draw_bar(brush.canvas, QRectF(x, y, lower.width(), BAR), warmth, self._theme)
        else:
            brush.canvas.picture(x, y, self._bar(lower.width(), warmth))

    def _paint_name(self, brush: Brush) -> None:
        upper, lower = _lines(brush, LeadSort.NAME)
        lead = brush.lead
        shown = lead.company or lead.address
        self._text(brush, upper, lead.name, "strong", "text")
        self._text(brush, lower, shown, "secondary", "secondary")

    def _paint_signal(self, brush: Brush) -> None:
        upper, lower = _lines(brush, LeadSort.SIGNAL)
        lead = brush.lead
        if lead.last_signal_kind is not None and lead.last_signal_at is not None:
            if self._elide is not None:
                icon = self._theme.pixmap(words.signal_icon(lead.last_signal_kind), "secondary", 16)
                brush.canvas.picture(upper.left(), upper.center().y() - 7, icon)
            line = upper.adjusted(16 + Space.S, 0, 0, 0)
            text = words.signal(lead.last_signal_kind, lead.last_signal_link)
            if brush.columns.wide:
                self._label(brush, line, text, "body", "text")
                below = lower.adjusted(16 + Space.S, 0, 0, 0)
                when = times.ago(lead.last_signal_at, brush.now)
                self._label(brush, below, when, "secondary", "secondary")
            else:
                self._pair(brush, line, text, times.age(lead.last_signal_at, brush.now), "body")
        if not brush.columns.wide and lead.last_letter_at is not None:
            self._pair(brush, lower, lead.subject, times.age(lead.last_letter_at, brush.now), "secondary")

    def _paint_letter(self, brush: Brush) -> None:
        upper, lower = _lines(brush, LeadSort.LETTER)
        if brush.lead.last_letter_at is not None:
            self._text(brush, upper, brush.lead.subject, "body", "text")
            when = times.ago(brush.lead.last_letter_at, brush.now)
            self._label(brush, lower, when, "secondary", "secondary")

    def _paint_channel(self, brush: Brush) -> None:
        self._label(brush, _lines(brush, LeadSort.CHANNEL)[0], brush.lead.channel, "body", "secondary")

    def _paint_waiting(self, brush: Brush) -> None:
        since = brush.lead.waiting_since
        if since is None:
            return
        waited = brush.now - since
        late = brush.lead.reason == "client_waits"  # longer than the target of his letter
        upper, _ = _lines(brush, LeadSort.WAITING)
        role, tone = ("strong", "text") if late else ("body", "secondary")
        told = times.waited(waited) if brush.columns.wide else times.waited_briefly(waited)
        self._label(brush, upper, told, role, tone, RIGHT)

    def _paint_action(self, brush: Brush) -> None:
        action = brush.lead.action
        label = self._labels.get(action)
        if label is None:
            label = self._labels[action] = words.action(action)
        if not label:
            return
        button = button_of(brush.columns, brush.rect)
        if action in PASSIVE:
            self._label(brush, button, label, "secondary", "secondary")
            return
        urgent = action in URGENT
        inside, edge = ("accent-soft", "accent") if urgent else ("surface", "strong-border")
        self._box(brush, button, inside, edge)
        role = "secondary-strong" if urgent else "secondary"
        inner = button.adjusted(Space.XS, 0, -Space.XS, 0)
        self._label(brush, inner, label, role, "accent" if urgent else "text", CENTRE)

    def _paint_quick(self, brush: Brush) -> None:
        area = quick_of(brush.columns, brush.rect)
        for name, place in area.items():
            self._box(brush, place, "surface", "border")
            icon = self._theme.pixmap(QUICK_ICONS[name], "secondary", 16)
            brush.canvas.picture(place.center().x() - 7, place.center().y() - 7, icon)

    def _text(self, brush: Brush, rect: QRect, text: str, role: str, tone: str, align: int = LEFT) -> None:
        shown = self._prepared(brush, rect, text, role, align)
        brush.canvas.text(rect, align, shown, self._theme.font(role), self._theme.colour(tone))

    def _label(self, brush: Brush, rect: QRect, text: str, role: str, tone: str, align: int = LEFT) -> None:
        """As `_text`, for what many rows say."""
        if self._elide is None:
            self._text(brush, rect, text, role, tone, align)
        else:
            label = self._laid_out(role, self._prepared(brush, rect, text, role, align))
            brush.canvas.label(rect, align, label, self._theme.colour(tone))

    def _laid_out(self, role: str, text: str) -> Label:
        if (role, text) not in self._said:
            if len(self._said) >= KEPT_LABELS:
                self._said.clear()
            self._said[role, text] = laid_out(text, self._theme.font(role))
        return self._said[role, text]

    def _prepared(self, brush: Brush, rect: QRect, text: str, role: str, align: int) -> str:
        """Shortened to its place, on the ground of what was searched for."""
        if self._elide is None:
            return text
        shown = self._shortened(self._elide, role, text, rect.width())
        if self.words and align == LEFT:
            self._mark(brush, rect, shown, self._metrics_of(role))
        return shown

    def _shortened(self, elide: Elide, role: str, text: str, width: int) -> str:
        key = (role, text, width)
        if key not in self._shown:
            if len(self._shown) >= KEPT_TEXTS:
                self._shown.clear()
            fits = self._advances_of(role).of(text) + DOUBT <= width
            self._shown[key] = text if fits else elide(self._metrics_of(role), text, width)
        return self._shown[key]

    def _advances_of(self, role: str) -> Advances:
        if role not in self._advances:
            self._advances[role] = Advances(self._theme.font(role))
        return self._advances[role]

    def _box(self, brush: Brush, place: QRect, inside: str, edge: str) -> None:
        colours = self._theme.colour(inside), self._theme.colour(edge)
        if self._elide is None:
            brush.canvas.box(QRectF(place), Radius.CONTROL, *colours)
        else:
            picture = self._boxes.picture(place.size(), Radius.CONTROL, *colours, self._theme.ratio)
            brush.canvas.picture(place.x(), place.y(), picture)

    def _bar(self, width: int, warmth: int | None) -> QPixmap:
        """`draw_bar` as a picture: two boxes with round ends cost 20 us, a picture 1."""
        theme = self._theme
        colours = theme.colour("track").rgba(), theme.warmth_colour(warmth).rgba()
        key = (width, warmth, *colours, theme.ratio)
        if key not in self._bars:
            place = QRectF(0, 0, width, BAR)
            self._bars[key] = drawn(
                QSize(width, BAR), theme.ratio, lambda canvas: draw_bar(canvas, place, warmth, theme)
            )
        return self._bars[key]

    def _metrics_of(self, role: str) -> QFontMetrics:
        if role not in self._metrics:
            self._metrics[role] = QFontMetrics(self._theme.font(role))
        return self._metrics[role]

    def _mark(self, brush: Brush, rect: QRect, shown: str, metrics: QFontMetrics) -> None:
        """Behind the words that were searched for."""
        from desktop_app.ui.leads.marks import marks

        for start, end in marks(shown, self.words):
            left = rect.left() + metrics.horizontalAdvance(shown, start)
            width = metrics.horizontalAdvance(shown, end) - metrics.horizontalAdvance(shown, start)
            behind = QRect(left - 1, rect.top(), width + 2, rect.height())
            brush.canvas.fill(behind, self._theme.colour("warn-soft"))

    def _pair(self, brush: Brush, rect: QRect, text: str, right: str, role: str) -> None:
        """A text that gives way to a short one at the right edge of the cell, or to the quick actions."""
        tone = "text" if role == "body" else "secondary"
        if brush.hovered:
            taken = rect.right() - quick_of(brush.columns, brush.rect)[QUICK[0]].left() + Space.S
            self._text(brush, rect.adjusted(0, 0, -taken, 0), text, role, tone)
            return
        if self._elide is None:
            width = self._metrics_of("secondary").horizontalAdvance(right)
        else:
            width = round(self._laid_out("secondary", right).width)
        self._label(brush, rect, right, "secondary", "secondary", RIGHT)
        self._text(brush, rect.adjusted(0, 0, -width - Space.M, 0), text, role, tone)


def draw_bar(canvas: Canvas, bar: QRectF, warmth: int | None, theme: Theme) -> None:
    """The warmth as a bar: length and colour; the number always stands beside it."""
    canvas.box(bar, bar.height() / 2, theme.colour("track"))
    if warmth is None:
        return
    filled = QRectF(bar)
    filled.setWidth(max(bar.height(), bar.width() * warmth / 100))
    canvas.box(filled, bar.height() / 2, theme.warmth_colour(warmth))


def _lines(brush: Brush, key: LeadSort) -> tuple[QRect, QRect]:
    """The two text lines of a column, centred together; closer in compact rows."""
    column, row = brush.columns.by_key[key], brush.rect
    x, y, whole = row.x() + column.x, row.y(), row.height()
    height, gap = (18, 2) if whole >= COMFORTABLE else (16, 0)
    top = y + (whole - 2 * height - gap) // 2
    return QRect(x, top, column.width, height), QRect(x, top + height + gap, column.width, height)


def button_of(placed: Columns, row: QRect) -> QRect:
    cell = placed.by_key[LeadSort.ACTION].rect(row)
    return QRect(cell.left(), cell.top() + (cell.height() - BUTTON_HEIGHT) // 2, cell.width(), BUTTON_HEIGHT)


def quick_of(placed: Columns, row: QRect) -> dict[str, QRect]:
    """Three icons before the next step, while the pointer is on the row: over what is told there."""
    cell = placed.by_key[LeadSort.WAITING].rect(row)
    top = cell.top() + (cell.height() - QUICK_SIZE) // 2
    x = cell.right() + 1 - len(QUICK) * QUICK_SIZE - (len(QUICK) - 1) * Space.XS
    step = QUICK_SIZE + Space.XS
    return {name: QRect(x + number * step, top, QUICK_SIZE, QUICK_SIZE) for number, name in enumerate(QUICK)}
