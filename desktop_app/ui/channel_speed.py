"""How fast letters of each channel are answered, and the newest of them; by a worker thread. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_app.domain.model import Micros
from desktop_app.domain.reply_figures import Figures, figures
from desktop_app.domain.reply_times import Clock, Metric, durations, samples_of
from desktop_app.domain.work_hours import WorkHours
from desktop_app.domain.worktime import Calendar
from desktop_app.store.reader import Reader
from desktop_app.store.rows import WaitRow

NEWEST = 200


@dataclass(frozen=True, slots=True)
class ChannelReport:
    """`speeds`: channel -> figures of the first reply in working time, over everything there is.

    `newest`: first letters of conversations that came by a channel, newest first.
    """

    speeds: Mapping[str, Figures]
    newest: Sequence[WaitRow]


def channel_report(hours: WorkHours, target_s: float, now: Micros, reader: Reader) -> ChannelReport:
    calendar = Calendar(hours)
    waits = reader.waits(excluded=False)
    by_channel: dict[str, list[WaitRow]] = {}
    for wait in waits:
        by_channel.setdefault(wait.channel, []).append(wait)
    speeds = {
        channel: figures(
            durations(samples_of(some, now), Metric.FIRST_REPLY, Clock.WORKING, calendar=calendar), target_s
        )
        for channel, some in by_channel.items()
    }
    came = [wait for wait in waits if wait.channel and wait.first_of_conversation]
    return ChannelReport(speeds, came[:NEWEST])
