"""The figures of the last week, read and worked out by a worker thread. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.domain.model import LetterId, Micros
from desktop_app.domain.reply_digest import Digest, Open, digest
from desktop_app.domain.targets import Targets
from desktop_app.settings.hours import work_hours
from desktop_app.settings.schema import Settings
from desktop_app.settings.targets import targets
from desktop_app.store.reader import Reader
from desktop_app.store.rows import WaitRow


@dataclass(frozen=True, slots=True)
class LastWeek:
    """`worst` by name; the letters behind the answers, and behind what followed clicks."""

    digest: Digest
    targets: Targets
    worst: Sequence[tuple[WaitRow, Open]]
    letters: Sequence[LetterId]
    clicked: Sequence[LetterId]


def last_week(reader: Reader, settings: Settings, now: Micros) -> LastWeek:
    """Of the week before the one that `now` lies in."""
    columns, actions = reader.wait_columns(), reader.signal_actions()
    some = targets(settings)
    found = digest(columns, actions, reader.mailboxes(), some, work_hours(settings), now)
    waiting = {one.first_letter: one for one in found.worst}
    rows = reader.waits_by_id(list(waiting))
    return LastWeek(
        digest=found,
        targets=some,
        worst=[(row, waiting[row.first_letter]) for row in rows],
        letters=columns.letters(found.reply.indices),
        clicked=actions.letters(found.action.indices),
    )
