"""The team's rows as the report wants them: read-only, for the window and the command line."""

from __future__ import annotations

import apsw
import numpy as np

from desktop_app.domain.errors import InputError
from desktop_app.domain.reply_times import ABSENT
from desktop_app.domain.team import Code, flags_of
from desktop_app.domain.team_hours import hours_of
from desktop_app.domain.team_report import Person, Waits
from desktop_app.domain.wait_columns import Mask
from desktop_app.domain.work_hours import WorkHours

_MEMBERS = "SELECT person, name, hours, told_at, left_team FROM team_member ORDER BY person"
_ROWS = f"""
SELECT arrived, coalesce(seen_low, {ABSENT}), coalesce(seen_high, {ABSENT}), coalesce(answered, {ABSENT}),
    flags FROM team_row WHERE person = ? ORDER BY arrived, id
"""


def people(connection: apsw.Connection) -> list[Person]:
    """Everybody whose rows lie here. Hours that cannot be read are taken as an office's in Moscow."""
    found = connection.execute(_MEMBERS).fetchall()
    return [
        Person(
            str(key),
            str(name),
            _hours(str(hours)),
            _waits(connection, str(key)),
            int(told_at or 0),
            bool(left),
        )
        for key, name, hours, told_at, left in found
    ]


def _hours(text: str) -> WorkHours:
    try:
        return hours_of(text)
    except InputError:
        return WorkHours()


def _waits(connection: apsw.Connection, key: str) -> Waits:
    every = np.array(connection.execute(_ROWS, (key,)).fetchall(), np.int64).reshape(-1, 5)
    handed = (every[:, 4] & flags_of([Code.HANDED_OVER])) != 0
    rows = every[~handed]
    flags = rows[:, 4]

    def says(code: Code) -> Mask:
        return np.asarray((flags & flags_of([code])) != 0, np.bool_)

    return Waits(
        arrived=rows[:, 0],
        seen_low=rows[:, 1],
        seen_high=rows[:, 2],
        answered=rows[:, 3],
        first=says(Code.FIRST),
        new=says(Code.NEW),
        company=says(Code.COMPANY),
        letters=np.empty(0, np.int64),
        taken=says(Code.TAKEN_OVER),
        handed_over=every[handed, 0],
    )
