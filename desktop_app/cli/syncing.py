"""`otklik sync --once`: every folder up to date, progress on stderr, exit 1 if an account failed."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

from desktop_app.cli.words import sentence
from desktop_app.domain.commands import SyncNow
from desktop_app.domain.facts import Fact, SyncState
from desktop_app.engine.collector import relax
from desktop_app.engine.connection import Caller, connect
from desktop_app.engine.mailroom import Failure
from desktop_app.engine.process import Engine
from desktop_app.settings.secrets import open_secrets


def run(data: Path) -> int:
    """A running engine keeps in sync by itself: it is only told to look now."""
    connection = connect(data)
    if connection is not None:
        with closing(Caller(connection)) as running:
            running.call(SyncNow())
        print("The running Otklik is synchronising now.", file=sys.stderr)
        return 0
    relax()
    with Engine(data, open_secrets(os.environ)) as engine:
        progress = Progress(sys.stderr.isatty())
        engine.listen(progress.show)
        failures = engine.sync_once()
        progress.end()
    for failure in failures:
        _complain(failure)
    return int(bool(failures))


class Progress:
    """One line that is written over on a terminal, a line per thousand letters otherwise."""

    def __init__(self, terminal: bool) -> None:
        self._terminal = terminal
        self._last = -1

    def show(self, fact: Fact) -> None:
        if not isinstance(fact, SyncState) or not fact.total:
            return
        if self._terminal:
            print(f"\r{fact.done} of {fact.total} letters", end="", file=sys.stderr, flush=True)
        elif fact.done // 1000 != self._last:
            self._last = fact.done // 1000
            print(f"{fact.done} of {fact.total} letters", file=sys.stderr)

    def end(self) -> None:
        if self._terminal:
            print(file=sys.stderr)


def _complain(failure: Failure) -> None:
    place = f"{failure.address}, folder {failure.folder}" if failure.folder else failure.address
    print(f"otklik: {place}: {sentence(failure.error)}", file=sys.stderr)
