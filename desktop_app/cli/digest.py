"""`otklik digest`: the last week beside the week before, and who has waited longest."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from desktop_app.cli.door import open_reader
from desktop_app.cli.records import Record, iso
from desktop_app.cli.replies import estimate, median_text, span
from desktop_app.cli.timing import settings_of
from desktop_app.domain.model import Micros
from desktop_app.domain.reply_digest import Digest, Open, Timed, digest
from desktop_app.domain.reply_figures import Grade
from desktop_app.settings.hours import work_hours
from desktop_app.settings.targets import targets
from desktop_app.store.reader import Reader
from desktop_app.store.rows import WaitRow

PARTS = ("first_reply", "first_reply_calendar", "after_click")


def run(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    with open_reader(data) as reader:
        found = _digest(reader, now)
        waiting = {one.first_letter: one for one in found.worst}
        rows = [(row, waiting[row.first_letter]) for row in reader.waits_by_id(list(waiting))]
    if arguments.json:
        for record in _records(found, rows):
            print(json.dumps(record, ensure_ascii=False))
    else:
        for line in _lines(found, rows):
            print(line)
    return 0


def _digest(reader: Reader, now: Micros) -> Digest:
    settings = settings_of(reader)
    return digest(
        reader.wait_columns(), reader.signal_actions(), reader.mailboxes(), targets(settings),
        work_hours(settings), now,
    )  # fmt: skip


def _records(found: Digest, rows: list[tuple[WaitRow, Open]]) -> Iterator[Record]:
    yield {
        "kind": "week",
        "from": iso(found.week.since),
        "to": iso(found.week.until),
        "letters": found.arrived,
        "open": found.open,
        "late": found.late,
    }
    for name, timed in zip(PARTS, (found.reply, found.calendar, found.action), strict=True):
        yield {"kind": name, **_record(timed), "within_chance": timed.within_chance}
    for row, one in rows:
        yield {
            "kind": "open",
            "first_letter": row.first_letter,
            "name": row.name,
            "subject": row.subject,
            "waited_s": one.seconds,
            "target_s": one.target.seconds,
            "clock": "working" if one.target.working else "calendar",
            "late": one.late,
        }


def _record(timed: Timed) -> Record:
    found: Record = {}
    for prefix, figures in (("", timed.now), ("before_", timed.before)):
        found[f"{prefix}n"], found[f"{prefix}answered"] = figures.n, figures.answered
        found[f"{prefix}grade"] = figures.grade
        found.update(estimate(f"{prefix}median_s", figures.median))
        found.update(estimate(f"{prefix}within_target", figures.within))
    return found


def _lines(found: Digest, rows: list[tuple[WaitRow, Open]]) -> Iterator[str]:
    last = found.week.begin + timedelta(days=6)
    week = f"{found.week.begin.isoformat()} to {last.isoformat()}"
    yield f"Last week, {week}: {found.arrived} letters to answer"
    names = ("first reply (working time)", "first reply (calendar)", "after a click (working time)")
    for name, timed in zip(names, (found.reply, found.calendar, found.action), strict=True):
        yield f"  {name}: {_said(timed)}"
    share = found.reply.now.within.value
    if found.reply.now.grade is not Grade.LIST and share is not None:
        yield f"  within the target: {share:.0%}"
    yield f"  waiting now: {found.open}, {found.late} of them longer than the target"
    for row, one in rows:
        yield f"    {span(one.seconds)} of {span(one.target.seconds)}  {row.name or '?'}: {row.subject}"


def _said(timed: Timed) -> str:
    """Half within, the change and the number, as far as so many answers can tell."""
    now, before = timed.now, timed.before
    count = f"{now.answered} of {now.n} answered"
    if now.grade is Grade.LIST:
        return f"too few answers for a figure, {count}"
    change = ""
    if before.grade is not Grade.LIST and None not in (now.median.value, before.median.value):
        change = _change(now.median.value or 0.0, before.median.value or 0.0, timed.within_chance)
    return ", ".join(part for part in (f"half within {median_text(*now.median)}", change, count) if part)


def _change(now_s: float, before_s: float, within_chance: bool) -> str:
    if abs(now_s - before_s) < 60:
        return "as the week before"
    word = "faster" if now_s < before_s else "slower"
    return f"{word} by {span(abs(now_s - before_s))}{' (within chance)' if within_chance else ''}"
