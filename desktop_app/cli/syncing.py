"""`otklik sync --once`: every folder up to date, progress on stderr, exit 1 if an account failed."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

from desktop_app.cli.words import sentence
from desktop_app.domain.commands import SyncFailure, SyncNow
from desktop_app.domain.facts import Fact, SyncState
from desktop_app.engine.collector import relax
from desktop_app.engine.connection import Caller, connect
from desktop_app.engine.process import Engine
from desktop_app.settings.secrets import open_secrets


def run(data: Path) -> int:
    """By the running engine when there is one, else in this process."""
    progress = Progress(sys.stderr.isatty())
    try:
        failures = _failures(data, progress)
    finally:
        progress.end()
    for failure in failures:
        _complain(failure)
    return int(bool(failures))


def _failures(data: Path, progress: Progress) -> list[SyncFailure]:
    connection = connect(data)
    if connection is not None:
        with closing(Caller(connection, progress.show)) as running:
            failures = running.call(SyncNow(wait=True))
            assert isinstance(failures, list)
            return failures
    relax()
    with Engine(data, open_secrets(os.environ)) as engine:
        engine.listen(progress.show)
        return engine.sync_once()


class Progress:
    """One line that is written over on a terminal, a line per thousand letters otherwise."""

    def __init__(self, terminal: bool) -> None:
        self._terminal = terminal
        self._last = -1

    def show(self, fact: Fact) -> None:
        if not isinstance(fact, SyncState) or not fact.total:
            return
        if self._terminal:
            self._last = 0
            print(f"\r{fact.done} of {fact.total} letters", end="", file=sys.stderr, flush=True)
        elif fact.done // 1000 != self._last:
            self._last = fact.done // 1000
            print(f"{fact.done} of {fact.total} letters", file=sys.stderr)

    def end(self) -> None:
        if self._terminal and self._last >= 0:
            print(file=sys.stderr)


def _complain(failure: SyncFailure) -> None:
    place = f"{failure.address}, folder {failure.folder}" if failure.folder else failure.address
    print(f"otklik: {place}: {sentence(failure.error)}", file=sys.stderr)
