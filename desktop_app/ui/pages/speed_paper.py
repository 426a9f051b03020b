"""The reply-speed report as one page A4: figures, charts, who waits, what is not counted, how it is counted.

Everything is painted at 96 pixels an inch and scaled by the printer, so `paint_page` shows on a picture what
it puts on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QLocale, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPageSize, QPainter, QPdfWriter

from desktop_app.domain.reply_times import Clock
from desktop_app.settings.whole_file import write_whole
from desktop_app.ui import times, words, words_definitions, words_speed, words_targets
from desktop_app.ui.charts.board import Board
from desktop_app.ui.pages.speed_figures import FigureText, beside_figures, main_figures
from desktop_app.ui.speed_records import Beside, Report
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr

WIDTH, HEIGHT = 794.0, 1123.0  # A4 at 96 pixels an inch
PIXELS_AN_INCH = 96
PRINTED_DOTS = 1200  # an inch: so fine are the outlines placed
MARGIN = 48.0
COLUMN = WIDTH - 2 * MARGIN
CHART_HEIGHT = 168.0
ROW = 19.0
SMALLER = ("title", "section", "strong")  # than a figure that is too long
WAITING_AT_MOST = 8
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
REASONS_AT_MOST = 4


def write_pdf(path: Path, report: Report, beside: Beside | None, who: str, theme: Theme) -> None:
    """InputError(path, not_written): then the old file, if there was one, is as it was."""
    write_whole(path, [_pdf(report, beside, who, theme)])


def paint_page(painter: QPainter, report: Report, beside: Beside | None, who: str, theme: Theme) -> None:
    """In `WIDTH` x `HEIGHT`; always in the light colours."""
    _Page(painter, theme.on_paper()).paint(report, beside, who)


def _pdf(report: Report, beside: Beside | None, who: str, theme: Theme) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PRINTED_DOTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(tr("Reply speed"))
    writer.setCreator("Otklik")
    painter = QPainter(writer)
    painter.scale(PRINTED_DOTS / PIXELS_AN_INCH, PRINTED_DOTS / PIXELS_AN_INCH)
    paint_page(painter, report, beside, who, theme)
    painter.end()
    return bytes(buffer.data().data())


class _Page:
    """Where the pen is: `_y` goes down the page."""

    def __init__(self, painter: QPainter, theme: Theme) -> None:
        self._painter, self._theme = painter, theme
        self._y = MARGIN
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paint(self, report: Report, beside: Beside | None, who: str) -> None:
        working = report.query.clock is Clock.WORKING
        self._head(report, who)
        self._figures(main_figures(report), "figure")
        if beside is not None:
            self._figures(beside_figures(beside, working=working), "section")
        self._charts(report)
        self._waiting(report, working=working)
        self._excluded(report)
        self._foot(report, working=working)

    def _head(self, report: Report, who: str) -> None:
        self._line(tr("Reply speed"), "title", "text")
        self._y += Space.XS
        told = " · ".join(part for part in (who, period(report), _made(report)) if part)
        self._line(told, "secondary", "secondary")
        self._y += Space.M
        self._rule()

    def _figures(self, figures: Sequence[FigureText], role: str) -> None:
        """All of one height: on one line, however long a label is, and as large as the longest allows."""
        width, top, lowest = COLUMN / len(figures), self._y, self._y
        inner = width - Space.M
        below = top + max(self._height(one.label, inner, "caption") for one in figures) + 1
        fitting = next((one for one in (role, *SMALLER) if self._fit(figures, one, inner)), SMALLER[-1])
        for at, one in enumerate(figures):
            left = MARGIN + at * width
            self._y = top
            self._wrapped(one.label, left, inner, "caption", "secondary")
            self._y = below
            self._text(one.figure, left, inner, fitting, "text")
            for text in (*one.detail.split("\n"), one.change):
                if text:
                    self._wrapped(text, left, width - Space.M, "caption", "secondary")
            lowest = max(lowest, self._y)
        self._y = lowest + Space.M
        self._rule()

    def _fit(self, figures: Sequence[FigureText], role: str, width: float) -> bool:
        metrics = QFontMetricsF(self._theme.font(role))
        return all(metrics.horizontalAdvance(one.figure) <= width for one in figures)

    def _charts(self, report: Report) -> None:
        board = Board(self._theme)
        board.show_report(report)
        width = (COLUMN - Space.XL) / 2
        for at, (title, caption, chart) in enumerate(board.parts()):
            left = MARGIN + (at % 2) * (width + Space.XL)
            top = self._y
            self._text(title, left, width, "strong", "text")
            self._text(caption, left, width, "caption", "secondary")
            self._y += Space.XS
            chart.paint(self._painter, chart.view(QRectF(left, self._y, width, CHART_HEIGHT)))
            self._y = self._y + CHART_HEIGHT + Space.L if at % 2 else top
        board.deleteLater()
        self._rule()

    def _waiting(self, report: Report, *, working: bool) -> None:
        number = report.waiting.number
        self._line(tr("Who waits now: {number}").format(number=words.count(number)), "strong", "text")
        self._y += Space.XS
        for one in report.waiting.listed[:WAITING_AT_MOST]:
            time = words_speed.length(one.seconds, working=working)
            top = self._y
            self._text(one.row.name or tr("Unknown sender"), MARGIN, COLUMN * 0.3, "secondary", "text")
            self._y = top
            subject = one.row.subject or tr("No subject")
            self._text(subject, MARGIN + COLUMN * 0.32, COLUMN * 0.46, "secondary", "secondary")
            self._y = top
            tone = "warn" if one.late else "secondary"
            self._text(time, MARGIN + COLUMN * 0.8, COLUMN * 0.2, "secondary", tone, right=True)
            self._y = top + ROW
        self._y += Space.S

    def _excluded(self, report: Report) -> None:
        parts = [
            tr("{reason}: {number}").format(reason=words.excluded(reason), number=words.count(len(letters)))
            for reason, letters in report.excluded.items()
        ]
        if parts:
            shown = " · ".join(parts[:REASONS_AT_MOST])
            self._line(tr("Not counted: {reason}").format(reason=shown), "caption", "secondary")

    def _foot(self, report: Report, *, working: bool) -> None:
        sentences = (
            words_definitions.metric(report.query.metric.value, report.query.start.value),
            words_definitions.clock(working),
            words_definitions.unanswered(),
            words_targets.sentence(report.query.aimed_at, working=working),
        )
        text = " ".join(sentences)
        self._y = HEIGHT - MARGIN - self._height(text, COLUMN, "caption")
        self._wrapped(text, MARGIN, COLUMN, "caption", "secondary")

    def _line(self, text: str, role: str, tone: str) -> None:
        self._text(text, MARGIN, COLUMN, role, tone)

    def _text(
        self, text: str, left: float, width: float, role: str, tone: str, *, right: bool = False
    ) -> None:
        """One line, shortened when it must be; the pen goes below it."""
        font = self._theme.font(role)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        start = left + width - metrics.horizontalAdvance(shown) if right else left
        self._painter.setFont(font)
        self._painter.setPen(self._theme.colour(tone))
        self._painter.drawText(QPointF(start, self._y + metrics.ascent()), shown)
        self._y += metrics.height() + 1

    def _wrapped(self, text: str, left: float, width: float, role: str, tone: str) -> None:
        """As many lines as it takes; the pen goes below them."""
        height = self._height(text, width, role)
        self._painter.setFont(self._theme.font(role))
        self._painter.setPen(self._theme.colour(tone))
        self._painter.drawText(QRectF(left, self._y, width, height + 1), WRAP, text)
        self._y += height + 1

    def _height(self, text: str, width: float, role: str) -> float:
        metrics = QFontMetricsF(self._theme.font(role))
        return metrics.boundingRect(QRectF(0, 0, width, HEIGHT), WRAP, text).height()

    def _rule(self) -> None:
        self._painter.setPen(self._theme.colour("border"))
        self._painter.drawLine(QPointF(MARGIN, self._y), QPointF(WIDTH - MARGIN, self._y))
        self._y += Space.M


def period(report: Report) -> str:
    """As "3 Sep – 26 Nov 2026"."""
    if report.query.is_everything:
        return tr("everything there is")
    since, until = report.query.window(report.now)
    last = min(until - 1, report.now)
    first_day, last_day = (times.local_time(at).date() for at in (since, last))
    locale = QLocale()
    first, last_text = (locale.toString(day, "d MMM yyyy") for day in (first_day, last_day))
    return tr("{first} to {last}").format(first=first, last=last_text)


def _made(report: Report) -> str:
    return tr("as of {moment}").format(moment=times.local_time(report.now).toString("dd.MM.yyyy HH:mm"))
