"""`otklik` with a clock in its window: how long its event loop was away, in each phase of a first sync.

Run as a program: prints one JSON object {phase: {"max", "p99", "busy", "ticks"}} in milliseconds, and ends.
"busy" is the most processor time of the window's thread between two ticks: what the window itself is away,
however many others want the processor. Phases: "sync" from the first word of the engine until the account is
live, "fetch" while `HEAVY` letters are fetched one after another as the client card does, "idle" for
`IDLE_MS` afterwards.
"""

import json
import statistics
import sys
import time
from contextlib import closing

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

from desktop_app.__main__ import main
from desktop_app.domain.commands import FetchText
from desktop_app.domain.facts import SyncState
from desktop_app.settings.paths import data_folder
from desktop_app.store.reader import Reader
from desktop_app.ui.program import Program

TICK_MS = 16
IDLE_MS = 6_000
SETTLE_MS = 2_000
HEAVY_BYTES = 10_000_000


class Watch(QObject):
    """Ticks, and moves from phase to phase."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._phase = ""
        self._gaps: dict[str, list[float]] = {}
        self._busy: dict[str, float] = {}
        self._used_s = 0.0
        self._heavy: list[int] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        program.bridge.sync_state.connect(self._hear)

    def _enter(self, phase: str) -> None:
        self._phase = phase
        self._used_s = time.thread_time()
        self._clock.start()
        self._timer.start()

    def _tick(self) -> None:
        used_s, self._used_s = self._used_s, time.thread_time()
        if self._phase:
            self._gaps.setdefault(self._phase, []).append(self._clock.nsecsElapsed() / 1e6)
            busy = (self._used_s - used_s) * 1e3
            self._busy[self._phase] = max(busy, self._busy.get(self._phase, 0.0))
        self._clock.start()

    def _hear(self, state: SyncState) -> None:
        if not self._gaps and not self._phase and state.state != "live":
            self._enter("sync")
        elif self._phase == "sync" and state.state == "live":
            self._phase = ""
            with closing(Reader(data_folder())) as reader:
                self._heavy = [row.id for row in reader.letters() if row.size > HEAVY_BYTES]
            self._enter("fetch")
            self._fetch()

    def _fetch(self, *_: object) -> None:
        if self._heavy:
            self._program.bridge.call(FetchText(self._heavy.pop()), self._fetch, self._fetch)
            return
        self._phase = ""
        QTimer.singleShot(SETTLE_MS, lambda: self._enter("idle"))
        QTimer.singleShot(SETTLE_MS + IDLE_MS, self._end)

    def _end(self) -> None:
        self._timer.stop()
        found = {phase: _summary(gaps, self._busy[phase]) for phase, gaps in self._gaps.items()}
        print(json.dumps(found), flush=True)
        self._program.window.close()
        self._program._application.quit()


def _summary(gaps: list[float], busy: float) -> dict[str, float]:
    p99 = statistics.quantiles(gaps, n=100)[98]
    return {"max": round(max(gaps), 1), "p99": round(p99, 1), "busy": round(busy, 1), "ticks": len(gaps)}


if __name__ == "__main__":
    really_start = Program.start

    def start(program: Program) -> None:
        really_start(program)
        Watch(program)

    Program.start = start  # type: ignore[method-assign]
    sys.argv[1:] = []
    sys.exit(main())
