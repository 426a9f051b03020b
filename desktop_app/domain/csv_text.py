"""Rows as CSV that Excel opens as it is and that runs nothing there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

BOM = "\ufeff"  # without it Excel reads UTF-8 as the code page of the country
# What a spreadsheet takes for a formula, also behind blanks (OWASP "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]], separator: str = ",") -> Iterator[str]:
    """Each row as one line with its CR LF, the BOM before the first. None is an empty cell."""
    yield BOM + _line(head, separator)
    for row in rows:
        yield _line(row, separator)


def safe(value: object) -> object:
    """A text that would be a formula begins with an apostrophe; numbers stay numbers."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = "".join(one for one in value if one >= " " or one in "\n\t")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _line(row: Sequence[object], separator: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerow([safe(value) for value in row])
    return written.getvalue()
