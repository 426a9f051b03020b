"""Taking the reply-speed page along: the waits as CSV, a chart as a picture, the report as one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.domain.errors import AppError, InputError
from desktop_app.domain.model import MINUTE
from desktop_app.domain.reply_times import ABSENT, Clock, measured
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.worktime import Calendar
from desktop_app.store.reader import Reader
from desktop_app.store.rows import WaitRow
from desktop_app.ui import problems, words
from desktop_app.ui.background import Background
from desktop_app.ui.context import Context
from desktop_app.ui.csv_file import instant, write_table
from desktop_app.ui.pages.speed_paper import write_pdf
from desktop_app.ui.speed_records import Beside, Report
from desktop_app.ui.translation import tr

PAGE = 500


class SpeedExporter:
    """`parent` is what the file dialogs lie over; `close` it before the context goes away."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context, self._parent = context, parent
        self._background = Background(context.open_reader)

    def close(self) -> None:
        self._background.close()

    def ask_csv(self, report: Report, hours: WorkHours) -> None:
        if path := self._path(tr("Reply speed"), "csv", "CSV (*.csv)"):
            self.write_csv(report, hours, path)

    def ask_pdf(self, report: Report, beside: Beside | None, who: str) -> None:
        if path := self._path(tr("Reply speed"), "pdf", "PDF (*.pdf)"):
            self.write_pdf(report, beside, who, path)

    def ask_picture(self, picture: QPixmap, name: str) -> None:
        if path := self._path(name, "png", "PNG (*.png)"):
            self.write_picture(picture, path)

    def write_csv(self, report: Report, hours: WorkHours, path: Path) -> None:
        """Every wait of the period and the filters, those that are not counted with their reason."""
        self._background.run(
            lambda reader: write_table(path, head(), rows(reader, report, hours)),
            lambda _value: self._said(path),
            self._failed,
        )

    def write_pdf(self, report: Report, beside: Beside | None, who: str, path: Path) -> None:
        try:
            write_pdf(path, report, beside, who, self._context.theme)
        except AppError as error:
            self._failed(error)
        else:
            self._said(path)

    def write_picture(self, picture: QPixmap, path: Path) -> None:
        if picture.save(str(path), "PNG"):
            self._said(path)
        else:
            text = tr("The folder cannot be written to.")
            self._failed(InputError(field="path", reason="not_written", path=str(path), text=text))

    def copy_picture(self, picture: QPixmap) -> None:
        QGuiApplication.clipboard().setPixmap(picture)
        self._context.toast(tr("The chart is on the clipboard."), None)

    def _path(self, name: str, ending: str, kinds: str) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = str(Path(folder) / f"{name}.{ending}")
        path, _filter = QFileDialog.getSaveFileName(self._parent, tr("Export"), proposed, kinds)
        return Path(path) if path else None

    def _said(self, path: Path) -> None:
        self._context.toast(tr("The file {name} is written.").format(name=path.name), None)

    def _failed(self, error: AppError) -> None:
        self._context.toast(problems.sentence(error), None)


def head() -> tuple[str, ...]:
    return (
        tr("Client"),
        tr("Subject"),
        tr("Arrived"),
        tr("Opened, not before"),
        tr("Opened, not after"),
        tr("Answered"),
        tr("Answered by"),
        tr("Minutes, calendar"),
        tr("Minutes, working hours"),
        tr("First of the conversation"),
        tr("Channel"),
        tr("Not counted because"),
    )


def rows(reader: Reader, report: Report, hours: WorkHours) -> Iterator[Sequence[object]]:
    """Newest first; an open wait is as long as it is at the time of the report."""
    columns, calendar = report.columns, Calendar(hours)
    order = report.inside[(-columns.arrived[report.inside]).argsort(kind="stable")]
    for start in range(0, order.size, PAGE):
        part = order[start : start + PAGE]
        ends = columns.answered[part].copy()
        ends[ends == ABSENT] = report.now
        calendar_s = measured(columns.arrived[part], ends, Clock.CALENDAR)
        working_s = measured(columns.arrived[part], ends, Clock.WORKING, calendar)
        told = dict(
            zip(
                columns.first_letter[part].tolist(),
                zip(calendar_s.tolist(), working_s.tolist(), strict=True),
                strict=True,
            )
        )
        for row in reader.waits_by_id(columns.first_letter[part].tolist()):
            yield _row(row, *told[row.first_letter])


def _row(row: WaitRow, calendar_s: float, working_s: float) -> Sequence[object]:
    counted = row.excluded is None
    return (
        row.name or tr("Unknown sender"),
        row.subject,
        instant(row.arrived_at),
        instant(row.seen_low),
        instant(row.seen_high),
        instant(row.answered_at),
        words.responder(row.responder) if row.answered_at is not None else "",
        _minutes(calendar_s) if counted else "",
        _minutes(working_s) if counted else "",
        tr("yes") if row.first_of_conversation else tr("no"),
        row.channel,
        "" if row.excluded is None else words.excluded(row.excluded),
    )


def _minutes(seconds: float) -> int:
    return round(seconds * 1_000_000 / MINUTE)
