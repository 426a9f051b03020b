"""How long waits took, on both clocks, for this person's working hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.domain.model import SECOND
from desktop_app.domain.work_hours import WorkHours
from desktop_app.settings.hours import work_hours
from desktop_app.settings.policy import locked_settings, policy_file
from desktop_app.settings.schema import Settings
from desktop_app.store.reader import Reader
from desktop_app.store.rows import WaitRow

Duration = tuple[float | None, float | None, bool | None]


@dataclass(frozen=True, slots=True)
class Timing:
    """How long waits took, by the hours of the settings."""

    hours: WorkHours

    def durations(self, rows: Sequence[WaitRow]) -> list[Duration]:
        """(calendar seconds, working seconds, answered off hours) per wait; Nones while it is open."""
        from desktop_app.domain.worktime import Calendar  # numpy: only where it is needed

        calendar = Calendar(self.hours)
        ends = [row.answered_at for row in rows if row.answered_at is not None]
        starts = [row.arrived_at for row in rows if row.answered_at is not None]
        worked, open_then = calendar.seconds(starts, ends), calendar.is_open(ends)
        measured = iter(zip(starts, ends, worked.tolist(), open_then.tolist(), strict=True))
        return [(None, None, None) if row.answered_at is None else _duration(*next(measured)) for row in rows]


def _duration(start: int, end: int, worked_s: float, open_then: bool) -> Duration:
    return (end - start) / SECOND, worked_s, not open_then


def settings_of(reader: Reader) -> Settings:
    return Settings(reader.settings(), locked_settings(policy_file()))


def timing_of(reader: Reader) -> Timing:
    return Timing(work_hours(settings_of(reader)))
