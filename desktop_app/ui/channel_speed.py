"""How fast letters of each channel are answered; worked out by a worker thread. No Qt."""

from __future__ import annotations

from desktop_app.domain.model import Micros
from desktop_app.domain.reply_figures import Figures, figures
from desktop_app.domain.reply_times import Clock, Metric, durations, samples_of
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.worktime import Calendar
from desktop_app.store.reader import Reader
from desktop_app.store.rows import WaitRow


def channel_speed(hours: WorkHours, target_s: float, now: Micros, reader: Reader) -> dict[str, Figures]:
    """Channel -> figures of the first reply in working time, over everything there is."""
    calendar = Calendar(hours)
    by_channel: dict[str, list[WaitRow]] = {}
    for wait in reader.waits(excluded=False):
        by_channel.setdefault(wait.channel, []).append(wait)
    return {
        channel: figures(
            durations(samples_of(waits, now), Metric.FIRST_REPLY, Clock.WORKING, calendar=calendar), target_s
        )
        for channel, waits in by_channel.items()
    }
