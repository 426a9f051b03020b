"""`otklik doctor`: what works and what does not, in words, one line a finding."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from desktop_app.cli import folders, support_file
from desktop_app.cli.accounts import BELLS, STEPS
from desktop_app.cli.door import Door, open_door, open_reader
from desktop_app.cli.records import iso
from desktop_app.cli.support_file import account_facts, error_facts, kept_error_facts, settings_facts
from desktop_app.cli.timing import settings_of
from desktop_app.cli.words import reach_findings, sentence
from desktop_app.domain.commands import TestSaved, TestTracking
from desktop_app.domain.errors import AppError, InputError
from desktop_app.domain.model import Micros
from desktop_app.domain.reach import Reach
from desktop_app.settings.paths import log_file
from desktop_app.settings.secrets import open_secrets
from desktop_app.store.reader import Reader
from desktop_app.store.rows import AccountRow

WITHOUT_SERVER = "replies, bounces and read receipts work without it"
NO_ACCOUNT = "no account yet: start `otklik`, or `otklik account add`"


class Finding(NamedTuple):
    """`text` is for the person here, `facts` for whoever helps: see `cli.support_file`."""

    good: bool
    text: str
    facts: Mapping[str, object]


def run(data: Path, now: Micros, bundle: Path | None = None) -> int:
    """1 when something does not work. Writes a support file when one is named."""
    print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}; data in {data}")
    findings = []
    for finding in _findings(data, now):
        print(f"{'ok  ' if finding.good else 'FAIL'} {finding.text}", flush=True)
        findings.append(finding)
    if bundle is not None:
        facts = [{"good": finding.good, **finding.facts} for finding in findings]
        support_file.write(bundle, data, facts, log_file(data), now)
        print(f"     {bundle}: for whoever helps you; no addresses, names, subjects or passwords are in it")
    return int(not all(finding.good for finding in findings))


def _findings(data: Path, now: Micros) -> Iterator[Finding]:
    yield _secrets()
    try:
        with open_reader(data) as reader:
            settings = settings_of(reader)
            opens: dict[str, object] = {"check": "database", "settings": settings_facts(settings)}
            yield Finding(True, "the database opens", opens)
            accounts = reader.accounts()
            yield from _folders(reader, now)
            server = settings.text("tracking_url")
        if not accounts:
            yield Finding(True, NO_ACCOUNT, {"check": "accounts"})
        with open_door(data) as door:
            for row in accounts:
                yield from _account(door, row)
            yield from _tracking(door, server)
    except InputError:
        yield Finding(True, NO_ACCOUNT, {"check": "accounts"})
    except AppError as error:
        yield Finding(False, sentence(error), {"check": "database", **error_facts(error)})


def _secrets() -> Finding:
    try:
        open_secrets(os.environ)
    except AppError as error:
        return Finding(False, sentence(error), {"check": "secrets", **error_facts(error)})
    return Finding(True, "passwords can be kept", {"check": "secrets"})


def _folders(reader: Reader, now: Micros) -> Iterator[Finding]:
    for row in reader.folders():
        good = not row.wanted or (not row.error and row.synced_at is not None)
        facts = {
            "check": "folder", "account": row.account, "folder": row.id, "role": row.role, "read": row.wanted,
            "letters": row.letters, "done": row.done, "total": row.total, "synced_at": iso(row.synced_at),
            **kept_error_facts(row.error, row.error_params),
        }  # fmt: skip
        yield Finding(good, f"folder {row.path} ({row.role}): {folders.state(row, now)}", facts)


def _tracking(door: Door, url: str) -> Iterator[Finding]:
    facts: dict[str, object] = {"check": "tracking", "set": bool(url)}
    if not url:
        yield Finding(True, f"no tracking server: opens and clicks are off; {WITHOUT_SERVER}", facts)
        return
    try:
        reach = door.call(TestTracking())
    except AppError as error:
        text = f"tracking server {url}: {sentence(error)}; {WITHOUT_SERVER}"
        yield Finding(False, text, facts | error_facts(error))
        return
    yield Finding(True, f"tracking server {url}: it answers and takes the key", facts)
    if isinstance(reach, Reach):
        for good, text in reach_findings(reach):
            yield Finding(good, text, {"check": "reach"})


def _account(door: Door, row: AccountRow) -> Iterator[Finding]:
    """One account's trouble does not hide another's."""
    address = row.settings.address
    reached = {"check": "account", "account": row.id, **account_facts(row.settings)}
    try:
        steps = door.call(TestSaved(row.id))
    except AppError as error:
        yield Finding(False, f"{address}: {sentence(error)}", reached | error_facts(error))
        return
    assert isinstance(steps, list)
    for step in steps:
        words = STEPS.get(step.step, step.step)
        problem = f": {sentence(step.error)}" if step.error else ""
        if step.step == "bell" and not step.error:
            problem = f": {BELLS.get(step.detail, step.detail)}"
        facts = reached | {"step": step.step, **error_facts(step.error)}
        yield Finding(step.error is None, f"{address}: {words}{problem}", facts)
