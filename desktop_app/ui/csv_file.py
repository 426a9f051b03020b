"""A table as a CSV file that spreadsheets of this country open; a file that fails leaves the old one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale

from desktop_app.domain.csv_text import csv_lines
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import Micros
from desktop_app.ui import times


def write_table(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """InputError(path, not_written): then the old file, if there was one, is as it was."""
    # Where a comma parts decimals Excel expects semicolons between cells.
    separator = ";" if QLocale().decimalPoint() == "," else ","
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            file.writelines(csv_lines(head, rows, separator))
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        text = error.strerror or str(error)
        raise InputError(field="path", reason="not_written", path=str(path), text=text) from error


def instant(at: Micros | None) -> str:
    """As spreadsheets read it in every country, on the clock of this computer."""
    return "" if at is None else times.local_time(at).toString("yyyy-MM-dd HH:mm")
