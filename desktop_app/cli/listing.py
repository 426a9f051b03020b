"""`otklik letters|conversations|waits|signals|leads|channels`: rows, as text or one JSON object a line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from desktop_app.cli import records
from desktop_app.cli.door import open_reader
from desktop_app.cli.timing import Timing, timing_of
from desktop_app.domain.model import Micros
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadFilter, LeadSort, WaitRow

_PAGE = 500


def run(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    with open_reader(data) as reader:
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
