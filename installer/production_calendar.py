"""Write the tables of days off from PyPI `holidays`: `make calendar`; run once a year, after the decrees.

    python installer/production_calendar.py            write the tables
    python installer/production_calendar.py --check    exit 1 when a table is not what would be written

domain/production_calendar.py is the Russian calendar, domain/public_holidays.py holds other countries'.
`holidays` knows the holidays and the transfers of the yearly decrees; `workalendar` was wrong in 13 of 15
Russian transfers (research/scoring-crm.md 3). Shortened days are in neither and follow by rule:

- a working day directly before a holiday is one hour shorter (Labour Code of Russia, article 95; of Belarus,
  article 116);
- in Russia a weekend day made a working day is as long as the day that its day off went to
  (Ministry of Health and Social Development, order 588n of 13 August 2009).
"""

from __future__ import annotations

import sys
import textwrap
from datetime import date, datetime, timedelta
from pathlib import Path

import holidays

FIRST_YEAR, LAST_YEAR = 2019, 2027
DOMAIN = Path(__file__).resolve().parent.parent / "desktop_app/domain"
TARGET = DOMAIN / "production_calendar.py"
OTHERS_TARGET = DOMAIN / "public_holidays.py"
# Countries, and which part of one where its parts differ.
OTHERS = {"BY": None, "KZ": None, "UA": None, "PL": None, "DE": None, "GB": "ENG", "US": None}
SHORTENED = ("RU", "BY")
SHORT_ROW = 12
INDENT = " " * 16
TRANSFERRED = "Day off (substituted from "
OBSERVED = "(observed)"
FIXED = (101, 102, 103, 104, 105, 106, 107, 108, 223, 308, 501, 509, 612, 1104)
HEAD = '''"""The Russian production calendar {first}-{last}, as MMDD numbers per year. Generated: do not edit.

Made by installer/production_calendar.py from PyPI `holidays` (MIT), which cites the government's decrees.
`FIXED`: the holidays of the Labour Code, free in every year, also in those not listed. `OFF`: further days
off, moved by decree. `WORKING`: weekend days made working days. `SHORT`: days one hour shorter.
"""

from __future__ import annotations

from collections.abc import Mapping

FIXED = {fixed}
'''


OTHERS_HEAD = '''"""Public holidays of other countries {first}-{last}, MMDD. Generated: do not edit.

Made by installer/production_calendar.py (`make calendar`) from PyPI `holidays` (MIT). `off`: free in the
whole country, for Great Britain in England; `working`: weekend days made working days; `short`: an hour less.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Year(NamedTuple):
    off: tuple[int, ...]
    working: tuple[int, ...]
    short: tuple[int, ...]


COUNTRIES: Mapping[str, Mapping[int, Year]] = {{
'''


def main(arguments: list[str]) -> int:
    """Write or check the table."""
    texts = {TARGET: render(), OTHERS_TARGET: render_others()}
    if "--check" in arguments:
        return 0 if all(path.read_text("utf-8") == text for path, text in texts.items()) else 1
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    return 0


def render() -> str:
    """The module's text."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    tables: dict[str, dict[int, list[date]]] = {"OFF": {}, "WORKING": {}, "SHORT": {}}
    for year in years:
        off, working, short = calendar(year)
        tables["OFF"][year], tables["WORKING"][year], tables["SHORT"][year] = off, working, short
    head = HEAD.format(first=FIRST_YEAR, last=LAST_YEAR, fixed=FIXED)
    return "\n".join([head, *(table(name, days) for name, days in tables.items())])


def render_others() -> str:
    """The module of the other countries."""
    tables = []
    for country, part in OTHERS.items():
        years = {year: calendar(year, country, part) for year in range(FIRST_YEAR, LAST_YEAR + 1)}
        lines = [f'    "{country}": {{']
        for year, (off, working, short) in years.items():
            lines.append(f"        {year}: Year(")
            lines += [line for days in (off, working, short) for line in numbers(days)]
            lines.append("        ),")
        tables.append("\n".join([*lines, "    },"]))
    return OTHERS_HEAD.format(first=FIRST_YEAR, last=LAST_YEAR) + "\n".join([*tables, "}", ""])


def numbers(days: list[date]) -> list[str]:
    """A tuple over as many lines as it takes."""
    text = ", ".join(str(number(day)) for day in days)
    if len(days) <= SHORT_ROW:
        return [f"            ({text},)," if len(days) == 1 else f"            ({text}),"]
    inner = textwrap.wrap(f"{text},", 100, initial_indent=INDENT, subsequent_indent=INDENT)
    return ["            (", *inner, "            ),"]


def calendar(
    year: int, country: str = "RU", part: str | None = None
) -> tuple[list[date], list[date], list[date]]:
    """Days off (in Russia beyond `FIXED`), weekend days that are worked, shortened days of one year."""
    named = holidays.country_holidays(country, subdiv=part, years=(year, year + 1), language="en_US")
    fixed = FIXED if country == "RU" else ()
    holiday = {day for day, name in named.items() if TRANSFERRED not in name and OBSERVED not in name}
    moved = {origin(name): day for day, name in named.items() if name.startswith(TRANSFERRED)}
    off = sorted(day for day in named if day.year == year and number(day) not in fixed)
    working = sorted(day for day in moved if day.year == year and day.weekday() >= 5 and day not in holiday)
    if country not in SHORTENED:
        return off, working, []
    ordinary = [day for day in days_of(year) if day.weekday() < 5 and day not in named]
    short = [day for day in ordinary if day + timedelta(1) in holiday]
    before = moved if country == "RU" else {day: day for day in working}
    short += [day for day in working if before[day] + timedelta(1) in holiday]
    return off, working, sorted(short)


def origin(name: str) -> date:
    """The day that gave its day off away: "Day off (substituted from 04/27/2024)"."""
    text = name.removeprefix(TRANSFERRED).removesuffix(")")
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 - a calendar day has no zone


def days_of(year: int) -> list[date]:
    """Every day of a year."""
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]


def number(day: date) -> int:
    """MMDD."""
    return day.month * 100 + day.day


def table(name: str, years: dict[int, list[date]]) -> str:
    """One constant of the module, a year a line."""
    lines = [f"{name}: Mapping[int, tuple[int, ...]] = {{"]
    for year, days in years.items():
        numbers = "".join(f"{number(day)}, " for day in days)
        lines.append(f"    {year}: ({numbers.rstrip() if len(days) == 1 else numbers.removesuffix(', ')}),")
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
