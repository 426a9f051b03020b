"""`otklik letters|conversations|waits|signals|leads|channels`: rows, as text or one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from desktop_app.cli import records
from desktop_app.cli.door import open_reader
from desktop_app.cli.timing import Timing, timing_of
from desktop_app.domain.csv_text import csv_lines
from desktop_app.domain.model import Micros
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadFilter, LeadSort, WaitRow

_PAGE = 500
CSV = (
    "contact", "name", "company", "phone", "warmth", "lift", "action", "reason", "waiting_since",
    "last_signal", "last_letter_at", "channel",
)  # fmt: skip


def run(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    with open_reader(data) as reader:
        if getattr(arguments, "csv", False):
            sys.stdout.buffer.writelines(line.encode() for line in _csv(arguments, reader, now))
            return 0
        for record in _rows(arguments, reader, now):
            print(json.dumps(record, ensure_ascii=False) if arguments.json else _line(record))
    return 0


def _rows(arguments: argparse.Namespace, reader: Reader, now: Micros) -> Iterable[records.Record]:
    since, limit, people = arguments.since, arguments.limit, reader.contacts()
    match arguments.program:
        case "letters":
            return (records.letter(row, people) for row in reader.letters(since, limit))
        case "conversations":
            return (records.conversation(row, people) for row in reader.conversations(since, limit))
        case "waits":
            return _waits(reader.waits(since=since, limit=limit), people, timing_of(reader))
        case "signals":
            return (records.signal(row, people) for row in reader.signals(since, limit))
        case "leads":
            return islice(_leads(reader, since, now), limit)
        case _:
            return islice(_channels(reader, since), limit)


def _waits(rows: list[WaitRow], people: records.People, timing: Timing) -> Iterator[records.Record]:
    for row, took in zip(rows, timing.durations(rows), strict=True):
        yield records.wait(row, people, *took)


def _leads(reader: Reader, since: Micros | None, now: Micros) -> Iterator[records.Record]:
    """Warmest first; `since` bounds the last letter."""
    ids = reader.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, True, "", now)
    for start in range(0, len(ids), _PAGE):
        page = ids[start : start + _PAGE]
        rows = reader.leads(page)
        for contact in page:
            row = rows.get(contact)
            if row and (since is None or (row.last_letter_at or 0) >= since):
                yield records.lead(row)


def _csv(arguments: argparse.Namespace, reader: Reader, now: Micros) -> Iterator[str]:
    """Leads as a spreadsheet takes them: UTF-8 with its mark, one cell a column, nothing that would run."""
    phones = dict(_phones(reader))
    rows = (
        [phones.get(str(one["contact"])) if name == "phone" else _flat(one[name]) for name in CSV]
        for one in islice(_leads(reader, arguments.since, now), arguments.limit)
    )
    return csv_lines(CSV, rows)


def _phones(reader: Reader) -> Iterator[tuple[str, str]]:
    people = reader.contacts()
    return ((people[contact], number) for contact, number in reader.phone_numbers().items())


def _flat(value: object) -> object:
    """The code of a reason, the kind of a signal."""
    return value.get("code", value.get("kind")) if isinstance(value, dict) else value


def _channels(reader: Reader, since: Micros | None) -> Iterator[records.Record]:
    """`since` bounds the last lead."""
    for row in reader.channels():
        if since is None or (row.last_lead_at or 0) >= since:
            yield records.channel(row)


def _line(record: records.Record) -> str:
    """Tab-separated, for eyes and `cut`; nested values as JSON."""
    return "\t".join(_cell(value) for value in record.values())


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, str):
        return " ".join(value.split())
    return json.dumps(value, ensure_ascii=False)
