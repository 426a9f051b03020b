"""`otklik doctor`: what works and what does not, in words, one line a finding."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from desktop_app.cli.accounts import STEPS
from desktop_app.cli.door import Door, open_door, open_reader
from desktop_app.cli.timing import settings_of
from desktop_app.cli.words import sentence
from desktop_app.domain.commands import TestSaved
from desktop_app.domain.errors import AppError, InputError
from desktop_app.domain.model import MINUTE, Micros
from desktop_app.settings.secrets import open_secrets
from desktop_app.store.reader import Reader


class Finding(NamedTuple):
    good: bool
    text: str


def run(data: Path, now: Micros) -> int:
    """1 when something does not work."""
    print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}; data in {data}")
    bad = False
    for finding in _findings(data, now):
        print(f"{'ok  ' if finding.good else 'FAIL'} {finding.text}")
        bad |= not finding.good
    return int(bad)


def _findings(data: Path, now: Micros) -> Iterator[Finding]:
    yield _secrets()
    try:
        with open_reader(data) as reader:
            yield Finding(True, "the database opens")
            yield from _folders(reader, now)
            yield _tracking(reader)
        with open_door(data) as door, open_reader(data) as reader:
            for row in reader.accounts():
                yield from _account(door, row.settings.address, TestSaved(row.id))
    except InputError:
        yield Finding(True, "no account yet: start `otklik`, or `otklik account add`")
    except AppError as error:
        yield Finding(False, sentence(error))


def _secrets() -> Finding:
    try:
        open_secrets(os.environ)
    except AppError as error:
        return Finding(False, sentence(error))
    return Finding(True, "passwords can be kept")


def _folders(reader: Reader, now: Micros) -> Iterator[Finding]:
    for row in reader.folders():
        if row.synced_at is None:
            yield Finding(False, f"folder {row.path}: not yet in sync, {row.done} of {row.total} letters")
        else:
            minutes = (now - row.synced_at) // MINUTE
            text = f"folder {row.path}: {row.letters} letters, in sync {minutes} min ago"
            yield Finding(not row.error, text)


def _tracking(reader: Reader) -> Finding:
    url = settings_of(reader).text("tracking_url")
    if url:
        return Finding(True, f"tracking server: {url}")
    return Finding(True, "no tracking server: opens and clicks are off; replies and bounces work without one")


def _account(door: Door, address: str, test: TestSaved) -> Iterator[Finding]:
    steps = door.call(test)
    assert isinstance(steps, list)
    for step in steps:
        words = STEPS.get(step.step, step.step)
        problem = f": {sentence(step.error)}" if step.error else ""
        yield Finding(step.error is None, f"{address}: {words}{problem}")
