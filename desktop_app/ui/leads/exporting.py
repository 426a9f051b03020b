"""The list of leads as a CSV file: the rows and the order shown, written off the window's thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.domain.errors import AppError
from desktop_app.domain.model import ContactId, Micros
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadRow, LeadSort
from desktop_app.ui import problems, reasons, times, words
from desktop_app.ui.background import Background
from desktop_app.ui.context import Context
from desktop_app.ui.csv_file import instant, write_table
from desktop_app.ui.leads.header import title
from desktop_app.ui.translation import tr

PAGE = 500


class Exporter:
    """One file at a time; `close` it before the context goes away."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._background = Background(context.open_reader)

    def close(self) -> None:
        self._background.close()

    def ask(self, contacts: Sequence[ContactId], parent: QWidget) -> None:
        """Where to, then write it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = str(Path(folder) / f"{tr('Leads')}.csv")
        path, _filter = QFileDialog.getSaveFileName(parent, tr("Export"), name, "CSV (*.csv)")
        if path:
            self.write(contacts, Path(path))

    def write(self, contacts: Sequence[ContactId], path: Path) -> None:
        now, some = self._context.now(), list(contacts)
        done = tr("%n leads are in {path}.", "", len(some)).format(path=path.name)
        self._background.run(
            lambda reader: save(reader, some, path, now),
            lambda _value: self._context.toast(done, None),
            self._failed,
        )

    def _failed(self, error: AppError) -> None:
        self._context.toast(problems.sentence(error), None)


def save(reader: Reader, contacts: Sequence[ContactId], path: Path, now: Micros) -> None:
    """Raises as `csv_file.write_table` does."""
    write_table(path, head(), rows(reader, contacts, now))


def head() -> tuple[str, ...]:
    return (
        title(LeadSort.NAME),
        tr("Address"),
        tr("Company"),
        tr("Phone"),
        title(LeadSort.WARMTH),
        title(LeadSort.ACTION),
        tr("Why"),
        tr("Waits since"),
        title(LeadSort.SIGNAL),
        tr("Signal at"),
        tr("Last letter"),
        tr("Subject"),
        title(LeadSort.CHANNEL),
        tr("Snoozed until"),
    )


def rows(reader: Reader, contacts: Sequence[ContactId], now: Micros) -> Iterator[Sequence[object]]:
    phones = reader.phone_numbers()
    for start in range(0, len(contacts), PAGE):
        page = contacts[start : start + PAGE]
        found = reader.leads(page)
        for contact in page:
            if contact in found:
                yield _row(found[contact], phones.get(contact, ""), now)


def _row(lead: LeadRow, phone: str, now: Micros) -> Sequence[object]:
    signal = words.signal(lead.last_signal_kind, lead.last_signal_link) if lead.last_signal_kind else ""
    return (
        "" if lead.name == lead.address else lead.name,
        lead.address,
        lead.company,
        phone,
        lead.warmth,
        words.action(lead.action),
        reasons.action_reason(lead, now),
        instant(lead.waiting_since),
        signal,
        instant(lead.last_signal_at),
        instant(lead.last_letter_at),
        lead.subject,
        lead.channel,
        times.snoozed(lead.snoozed_until, now),
    )
