"""A table as a CSV file that spreadsheets of this country open; a file that fails leaves the old one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale

from desktop_app.domain.csv_text import csv_lines
from desktop_app.domain.model import Micros
from desktop_app.settings.whole_file import write_whole
from desktop_app.ui import times


def write_table(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """InputError(path, not_written): then the old file, if there was one, is as it was."""
    # Where a comma parts decimals Excel expects semicolons between cells.
    separator = ";" if QLocale().decimalPoint() == "," else ","
    write_whole(path, (line.encode() for line in csv_lines(head, rows, separator)))


def instant(at: Micros | None) -> str:
    """As spreadsheets read it in every country, on the clock of this computer."""
    return "" if at is None else times.local_time(at).toString("yyyy-MM-dd HH:mm")
