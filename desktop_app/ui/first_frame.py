"""The first frame of the window: the places of rail, search and list, and the first leads as they are.

Drawn by hand before there is any widget, and replaced by the real ones (`MainWindow`) as soon as it is on the
screen: 60 widgets, their style sheet and the class `Qt` cost more than all that Qt itself needs for an empty
window. The rows are real and are drawn by the strokes that draw them later, so that nothing jumps.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFontMetrics

from desktop_app.domain.codes import Micros
from desktop_app.settings.schema import Settings
from desktop_app.store.first_reader import FirstReader
from desktop_app.store.lead_rows import LeadFilter, LeadRow, LeadSort
from desktop_app.ui import words
from desktop_app.ui.canvas import CENTRE, LEFT, NOTHING, Draft
from desktop_app.ui.leads.columns import card_width, columns
from desktop_app.ui.leads.row_painter import COMFORTABLE, COMPACT, Brush, RowPainter
from desktop_app.ui.leads.views import shown_columns
from desktop_app.ui.theme import Radius, Space, Theme
from desktop_app.ui.translation import tr

ROWS = 20  # more than a usual window shows
RAIL = 176
COLLAPSE_BELOW = 960
STATUS = 28
NAV = 32
NAV_FIRST = 94
NAV_STEP = 34
NAV_TEXT = 39  # from the rail's left edge, behind the icon
FILTERS = 56
LIST = 122
SEARCH_WIDTH = 280
SEARCH_RIGHT = 94  # the two buttons beside it
CHIP = 26
CHIP_PADDING = 11


class FirstFrame:
    """Reads its few rows at once. No reader: an empty list."""

    def __init__(self, theme: Theme, reader: FirstReader | None, settings: Settings, now: Micros) -> None:
        self._theme, self._now = theme, now
        self._row = COMPACT if settings.text("density") == "compact" else COMFORTABLE
        self._columns = shown_columns(settings)
        self._painter = RowPainter(theme)
        self._leads: list[LeadRow] = []
        self._chips: list[str] = []
        if reader is not None:
            self._read(reader)

    def draw(self, width: int, height: int) -> Draft:
        """For a window of this size."""
        draft = Draft()
        draft.fill(QRect(0, 0, width, height), self._theme.colour("window"))
        rail = RAIL if width >= COLLAPSE_BELOW else 0
        if rail:
            self._paint_rail(draft, height)
        page = QRect(rail, 0, width - rail, height - STATUS)
        draft.fill(page, self._theme.colour("surface"))
        self._text(draft, QRect(page.left() + Space.L, Space.L, 300, NAV), tr("Leads"), "title", "text")
        if self._leads:
            card = card_width(page.width())
            inner = QRect(page.left(), 0, page.width() - card, page.height())
            self._paint_search(draft, inner)
            self._paint_chips(draft, inner)
            self._paint_rows(draft, inner)
            self._line(draft, QRect(inner.right() + 1, 0, 1, inner.height()))
        self._line(draft, QRect(rail, height - STATUS, width - rail, 1))
        return draft

    def _read(self, reader: FirstReader) -> None:
        counts = reader.lead_counts(self._now)
        first = reader.first_leads(ROWS, self._now, LeadFilter.ALL, LeadSort.WARMTH, True)
        found = reader.leads(first)
        self._leads = [found[one] for one in first if one in found]
        for which in LeadFilter:
            count = int(getattr(counts, which.value))
            if count or which is not LeadFilter.SNOOZED:
                self._chips.append(f"{words.lead_filter(which)}  {words.count(count)}")

    def _paint_rail(self, draft: Draft, height: int) -> None:
        self._line(draft, QRect(RAIL - 1, 0, 1, height))
        self._text(draft, QRect(Space.L, Space.L, RAIL, 18), "Otklik", "section", "text")
        button = QRectF(Space.S, 48, RAIL - 2 * Space.S - 1, NAV)
        self._box(draft, button, Radius.CONTROL, "strong-border", "surface")
        self._entry(draft, 48, tr("New letter"), "body", "text")
        chosen = QRectF(Space.S, NAV_FIRST, RAIL - 2 * Space.S - 1, NAV)
        self._box(draft, chosen, Radius.CONTROL, "accent-soft", "accent-soft")
        names: Sequence[str] = (
            tr("Leads"), tr("Activity"), tr("Speed"), tr("Team"), tr("Channels"), tr("Sent")
        )  # fmt: skip
        for number, name in enumerate(names):
            role, tone = ("strong", "text") if number == 0 else ("body", "secondary")
            self._entry(draft, NAV_FIRST + number * NAV_STEP, name, role, tone)
        below = (tr("Settings"), tr("Help"))
        for number, name in enumerate(below):
            top = height - Space.M - NAV - (len(below) - 1 - number) * NAV_STEP
            self._entry(draft, top, name, "body", "secondary")

    def _paint_search(self, draft: Draft, page: QRect) -> None:
        field = QRectF(page.right() + 1 - SEARCH_RIGHT - SEARCH_WIDTH, Space.L, SEARCH_WIDTH, NAV)
        self._box(draft, field, Radius.CONTROL, "strong-border", "surface")

    def _paint_chips(self, draft: Draft, page: QRect) -> None:
        metrics = QFontMetrics(self._theme.font("secondary"))
        x = page.left() + Space.L
        for number, text in enumerate(self._chips):
            width = metrics.horizontalAdvance(text) + 2 * CHIP_PADDING
            last = number == len(self._chips) - 1
            edge = "accent-soft" if last else "border"
            self._box(draft, QRectF(x, FILTERS, width, CHIP), CHIP / 2, edge, "accent-soft" if last else "")
            place = QRect(x, FILTERS, width, CHIP)
            self._text(draft, place, text, "secondary", "accent" if last else "secondary", CENTRE)
            x += width + Space.XS

    def _paint_rows(self, draft: Draft, page: QRect) -> None:
        placed = columns(page.width(), self._columns)
        for number, lead in enumerate(self._leads):
            row = QRect(page.left(), LIST + number * self._row, page.width(), self._row)
            if row.bottom() > page.bottom():
                break
            self._line(draft, QRect(row.left(), row.bottom(), row.width(), 1))
            self._painter.paint(Brush(draft, lead, placed, row, False, self._now))

    def _entry(self, draft: Draft, top: int, text: str, role: str, tone: str) -> None:
        self._text(draft, QRect(NAV_TEXT, top, RAIL - NAV_TEXT, NAV), text, role, tone)

    def _line(self, draft: Draft, place: QRect) -> None:
        draft.fill(place, self._theme.colour("border"))

    def _box(self, draft: Draft, place: QRectF, radius: float, edge: str, inside: str) -> None:
        filled = self._theme.colour(inside) if inside else NOTHING
        draft.box(place, radius, filled, self._theme.colour(edge))

    def _text(
        self, draft: Draft, place: QRect, text: str, role: str, tone: str, align: int = LEFT
    ) -> None:
        draft.text(place, align, text, self._theme.font(role), self._theme.colour(tone))
