"""How long waits took, on both clocks, for this person's working hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_app.domain.model import SECOND
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.worktime import Calendar
from desktop_app.settings.hours import work_hours
from desktop_app.settings.policy import locked_settings, policy_file
from desktop_app.settings.schema import Settings
from desktop_app.store.reader import Reader
from desktop_app.store.rows import WaitRow

Duration = tuple[float | None, float | None, bool | None]


@dataclass(frozen=True, slots=True)
class Timing:
    hours: WorkHours

    def durations(self, rows: Sequence[WaitRow]) -> list[Duration]:
        """(calendar seconds, working seconds, off hours) per wait; Nones while it is open.

        Off hours: answered without a working minute in between.
        """
        answered = [row for row in rows if row.answered_at is not None]
        starts = np.array([row.arrived_at for row in answered], dtype=np.int64)
        ends = np.array([row.answered_at for row in answered], dtype=np.int64)
        worked = iter(Calendar(self.hours).seconds(starts, ends).tolist() if answered else [])
        return [self._duration(row, worked) for row in rows]

    def _duration(self, row: WaitRow, worked: Iterator[float]) -> Duration:
        if row.answered_at is None:
            return None, None, None
        seconds = next(worked)
        calendar_s = (row.answered_at - row.arrived_at) / SECOND
        return calendar_s, seconds, seconds == 0 and calendar_s > 0


def settings_of(reader: Reader) -> Settings:
    return Settings(reader.settings(), locked_settings(policy_file()))


def timing_of(reader: Reader) -> Timing:
    return Timing(work_hours(settings_of(reader)))
