"""The demo without a window: everything runs for a minute, then says in words what came of it."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from desktop_app.demo.past import remember
from desktop_app.demo.process import WorldProcess
from desktop_app.demo.setup import WORK_ZONE, morning, prepare
from desktop_app.domain.facts import Fact, SyncState
from desktop_app.domain.model import MINUTE, SECOND, Micros, SignalKind, Verdict
from desktop_app.engine.process import Engine
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadFilter, LeadRow, LeadSort, SignalRow, WaitRow

SYNC_S = 120.0
SCRIPT_S = 90.0
LOOK_S = 0.5
_PEOPLE = (Verdict.HUMAN,)
_COUNTS = {SignalKind.BOUNCE: tuple(Verdict)}  # written by a machine in the nature of things
WANTED = {
    SignalKind.OPEN: "an open by a person",
    SignalKind.CLICK: "a click by a person",
    SignalKind.BOUNCE: "a bounce",
    SignalKind.REPLY: "an answer",
}


def run(seed: int) -> int:
    """0 when a person's open, click, an answer and a bounce arrived in time; 1 says what is missing."""
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="otklik-demo-", ignore_cleanup_errors=True) as folder,
        WorldProcess(seed) as world,
    ):
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        found = world.endpoints
        remember(data, found)
        print(f"The demo world runs (seed {seed}, {time.monotonic() - begun:.1f} s).")
        for name, place in (("mail in", found.account.imap), ("mail out", found.account.smtp)):
            print(f"  {name + ':':<10}{place.host}:{place.port}" if place else f"  {name}: none")
        print(f"  tracking: {found.tracking_url}")
        with Engine(data, FileSecrets(Path(folder) / "secrets.json")) as engine:
            missing = _live(engine, world, data)
            with closing(Reader(data)) as reader:
                print("\n".join(_report(reader)))
    if missing:
        print("Missing: " + ", ".join(missing))
    return 1 if missing else 0


def _live(engine: Engine, world: WorldProcess, data: Path) -> list[str]:
    """Set up, sync, send the morning's letters, let the clients act; what did not happen in time."""
    in_sync = threading.Event()

    def hear(fact: Fact) -> None:
        if isinstance(fact, SyncState) and fact.state == "live":
            in_sync.set()

    engine.listen(hear)
    engine.start()
    begun = time.monotonic()
    account = prepare(engine.call, world.endpoints)
    if not in_sync.wait(SYNC_S):
        return ["the mailbox in sync"]
    print(f"The mailbox is in sync ({time.monotonic() - begun:.1f} s).")
    morning(engine.call, world.endpoints, account)
    world.live()
    with closing(Reader(data)) as reader:
        return _missing(reader)


def _missing(reader: Reader) -> list[str]:
    deadline = time.monotonic() + SCRIPT_S
    since = _now() - 2 * MINUTE
    while True:
        seen = {one.kind for one in reader.signals(since) if one.verdict in _COUNTS.get(one.kind, _PEOPLE)}
        missing = [words for kind, words in WANTED.items() if kind not in seen]
        if not missing or time.monotonic() > deadline:
            return missing
        time.sleep(LOOK_S)


def _report(reader: Reader) -> Iterator[str]:
    now = _now()
    waits = reader.waits()
    yield from ("", "Leads, the warmest first:")
    wanted = reader.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, descending=True, search="", now=now)[:10]
    rows = reader.leads(wanted)
    yield from (_lead(rows[contact], now) for contact in wanted)
    yield from ("", "Signals, the newest first:")
    yield from (_signal(one, now) for one in reader.signals(limit=15))
    yield from ("", *_speed(waits, now))


def _lead(row: LeadRow, now: Micros) -> str:
    warmth = "  -" if row.warmth is None else f"{row.warmth:3d}"
    waits = f", waits {_long(now - row.waiting_since)}" if row.waiting_since else ""
    return f"  {warmth}  {row.name:<24} {row.action:<12} {row.subject[:48]}{waits}"


def _signal(row: SignalRow, now: Micros) -> str:
    link = f" «{row.link}»" if row.link else ""
    reasons = ", ".join(row.reasons)
    return f"  {_long(now - row.at):>8} ago  {row.kind:<8} {row.verdict:<8} {row.name}{link} ({reasons})"


def _speed(waits: Sequence[WaitRow], now: Micros) -> Iterator[str]:
    """Numpy loads here, not at the start."""
    from desktop_app.domain.reply_figures import figures
    from desktop_app.domain.reply_times import Clock, Metric, durations, samples_of
    from desktop_app.domain.work_hours import WorkHours
    from desktop_app.domain.worktime import Calendar

    samples = samples_of(waits, now)
    calendar = Calendar(WorkHours(zone=WORK_ZONE))
    yield "Reply speed (every reply):"
    for clock in Clock:
        found = figures(durations(samples, Metric.EVERY_REPLY, clock, calendar=calendar))
        median, p90 = (_value(one.value) for one in (found.median, found.p90))
        within = f"{found.within.value:.0%}" if found.within.value is not None else "unknown"
        yield (
            f"  {clock} time: half within {median}, nine of ten within {p90}, {within} within the target; "
            f"{found.answered} of {found.n} answered"
        )
    yield f"  left out: {sum(wait.excluded is not None for wait in waits)} that need no answer"


def _value(seconds: float | None) -> str:
    return "more than is known" if seconds is None else _long(int(seconds * SECOND))


def _long(span: Micros) -> str:
    minutes = span / MINUTE
    if minutes < 1:
        return f"{span / SECOND:.0f} s"
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"


def _now() -> Micros:
    return time.time_ns() // 1000
