"""`otklik doctor`: what works and what does not, in words, one line a finding."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from desktop_app.cli import folders
from desktop_app.cli.accounts import BELLS, STEPS
from desktop_app.cli.door import Door, open_door, open_reader
from desktop_app.cli.timing import settings_of
from desktop_app.cli.words import reach_findings, sentence
from desktop_app.domain.commands import TestSaved, TestTracking
from desktop_app.domain.errors import AppError, InputError
from desktop_app.domain.model import Micros
from desktop_app.domain.reach import Reach
from desktop_app.settings.secrets import open_secrets
from desktop_app.store.reader import Reader
from desktop_app.store.rows import AccountRow

WITHOUT_SERVER = "replies, bounces and read receipts work without it"
NO_ACCOUNT = "no account yet: start `otklik`, or `otklik account add`"


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
            accounts = reader.accounts()
            yield from _folders(reader, now)
            server = settings_of(reader).text("tracking_url")
        if not accounts:
            yield Finding(True, NO_ACCOUNT)
        with open_door(data) as door:
            for row in accounts:
                yield from _account(door, row)
            yield from _tracking(door, server)
    except InputError:
        yield Finding(True, NO_ACCOUNT)
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
        good = not row.wanted or (not row.error and row.synced_at is not None)
        yield Finding(good, f"folder {row.path} ({row.role}): {folders.state(row, now)}")


def _tracking(door: Door, url: str) -> Iterator[Finding]:
    if not url:
        yield Finding(True, f"no tracking server: opens and clicks are off; {WITHOUT_SERVER}")
        return
    try:
        reach = door.call(TestTracking())
    except AppError as error:
        yield Finding(False, f"tracking server {url}: {sentence(error)}; {WITHOUT_SERVER}")
        return
    yield Finding(True, f"tracking server {url}: it answers and takes the key")
    if isinstance(reach, Reach):
        for good, text in reach_findings(reach):
            yield Finding(good, text)


def _account(door: Door, row: AccountRow) -> Iterator[Finding]:
    """One account's trouble does not hide another's."""
    address = row.settings.address
    try:
        steps = door.call(TestSaved(row.id))
    except AppError as error:
        yield Finding(False, f"{address}: {sentence(error)}")
        return
    assert isinstance(steps, list)
    for step in steps:
        words = STEPS.get(step.step, step.step)
        problem = f": {sentence(step.error)}" if step.error else ""
        if step.step == "bell" and not step.error:
            problem = f": {BELLS.get(step.detail, step.detail)}"
        yield Finding(step.error is None, f"{address}: {words}{problem}")
