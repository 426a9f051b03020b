"""`otklik replies`: every metric on both clocks and both starts, with n and a 95 % interval."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop_app.cli.door import open_reader
from desktop_app.cli.records import Record, iso
from desktop_app.cli.timing import settings_of
from desktop_app.domain.model import Micros
from desktop_app.domain.reply_figures import AFTER_OPEN_TARGET_S, Figures, Grade, figures
from desktop_app.domain.reply_times import Clock, Metric, Samples, Start, durations, samples_of
from desktop_app.domain.survival import Estimate
from desktop_app.domain.worktime import Calendar
from desktop_app.settings.hours import work_hours
from desktop_app.settings.targets import target_s
from desktop_app.store.reader import Reader
from desktop_app.store.rows import WaitRow

_OWN_START = (Metric.NOTICE, Metric.AFTER_OPEN)  # their start is part of their name


def run(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    with open_reader(data) as reader:
        rows = [row for row in reader.waits(arguments.begin, arguments.end) if _is_by(row, arguments.who)]
        records = list(_records(arguments, reader, samples_of(rows, now)))
    excluded = sum(row.excluded is not None for row in rows)
    if arguments.json:
        for record in records:
            print(json.dumps(record, ensure_ascii=False))
    elif arguments.csv:
        _print_csv(records)
    else:
        _print_table(records, len(rows) - excluded, excluded)
    return 0


def estimate(name: str, found: Estimate) -> Record:
    """None: the curve never gets there ("more than half unanswered")."""
    return {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}


def median_text(value: object, low: object, high: object) -> str:
    """As "42 min (31 min - 58 min)"; of seconds."""
    return "more than half unanswered" if value is None else f"{span(value)} ({span(low)} - {span(high)})"


def span(seconds: object) -> str:
    """A duration in the two largest units that matter."""
    if not isinstance(seconds, float):
        return "?"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    return f"{minutes / 60 / 24:.1f} d"


def _is_by(row: WaitRow, who: str | None) -> bool:
    """An open wait belongs to everybody: somebody should have answered it."""
    return who is None or row.answered_at is None or row.responder == who.strip().lower()


def _records(arguments: argparse.Namespace, reader: Reader, samples: Samples) -> Iterator[Record]:
    settings = settings_of(reader)
    calendar, usual_target = Calendar(work_hours(settings)), target_s(settings)
    for metric in Metric:
        for start in [Start.ARRIVAL] if metric in _OWN_START else list(Start):
            if metric not in _OWN_START and arguments.start not in (None, start):
                continue
            for clock in Clock:
                if arguments.clock in (None, clock):
                    target = AFTER_OPEN_TARGET_S if metric is Metric.AFTER_OPEN else usual_target
                    found = figures(durations(samples, metric, clock, start, calendar), target)
                    yield _record(metric, clock, None if metric in _OWN_START else start, found, samples.now)


def _record(metric: Metric, clock: Clock, start: Start | None, found: Figures, now: Micros) -> Record:
    return {
        "metric": metric,
        "clock": clock,
        "start": start,
        "n": found.n,
        "answered": found.answered,
        "grade": found.grade,
        **estimate("median_s", found.median),
        **estimate("p75_s", found.p75),
        **estimate("p90_s", found.p90),
        "target_s": found.target_s,
        **estimate("within_target", found.within),
        "left_out": found.left_out,
        "as_of": iso(now),
    }


def _print_csv(records: list[Record]) -> None:
    writer = csv.DictWriter(sys.stdout, list(records[0]) if records else [])
    writer.writeheader()
    writer.writerows(records)


def _print_table(records: list[Record], counted: int, excluded: int) -> None:
    print(f"{counted} waits counted, {excluded} excluded (see `otklik waits --json`)")
    head = ("metric", "clock", "start", "answered", "median", "p90", "in target")
    print("{:<12} {:<9} {:<8} {:>13} {:>26} {:>10} {:>10}".format(*head))
    for record in records:
        answered = f"{record['answered']} of {record['n']}"
        median, p90, within = _figures(record)
        print(
            f"{record['metric']!s:<12} {record['clock']!s:<9} {record['start'] or '-'!s:<8} {answered:>13}"
            f" {median:>26} {p90:>10} {within:>10}"
        )


def _figures(record: Record) -> tuple[str, str, str]:
    """Median, p90 and share within the target, as far as so many answers can tell."""
    if record["grade"] == Grade.LIST:
        return "too few answers", "-", "-"
    within = record["within_target"]
    median = median_text(record["median_s"], record["median_s_low"], record["median_s_high"])
    return median, span(record["p90_s"]), f"{within:.0%}" if isinstance(within, float) else "-"
