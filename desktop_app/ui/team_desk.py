"""What the team page shows, worked out in one go by a worker thread. No Qt."""

from __future__ import annotations

from collections import Counter

import numpy as np

from desktop_app.domain.model import Excluded, Micros
from desktop_app.domain.reply_times import ABSENT
from desktop_app.domain.team_report import Person, TeamQuery, TeamReport, Waits, team_report
from desktop_app.domain.wait_columns import NOBODY, REASONS, Mask, WaitColumns
from desktop_app.domain.work_hours import WorkHours
from desktop_app.store.reader import Reader

MOST_ANSWERERS = 4


def report(reader: Reader, source: str, query: TeamQuery, hours: WorkHours, now: Micros) -> TeamReport:
    """`source`: "team" for those who tell their rows, "mailboxes" for the accounts of this computer."""
    people = reader.team() if source == "team" else mailboxes(reader, hours)
    return team_report(people, query, now)


def mailboxes(reader: Reader, hours: WorkHours) -> list[Person]:
    """One for each account: an open wait belongs to its mailbox, never to a guessed person."""
    columns = reader.wait_columns()
    new = columns.of_new_clients()
    return [
        _mailbox(f"account:{row.id}", row.settings.address, columns, new, columns.of_account(row.id), hours)
        for row in reader.accounts()
    ]


def _mailbox(key: str, name: str, columns: WaitColumns, new: Mask, inside: Mask, hours: WorkHours) -> Person:
    chosen = np.flatnonzero(inside & columns.counts)
    waits = Waits(
        arrived=columns.arrived[chosen],
        seen_low=columns.seen_low[chosen],
        seen_high=columns.seen_high[chosen],
        answered=columns.answered[chosen],
        first=columns.first[chosen],
        new=new[chosen],
        company=columns.company[chosen],
        letters=columns.first_letter[chosen],
        taken=columns.taken[chosen],
        handed_over=columns.arrived[inside & (columns.reason == REASONS.index(Excluded.HANDED_OVER))],
    )
    answered = columns.answered[chosen] != ABSENT
    numbers = Counter(columns.responder[chosen][answered & (columns.answer[chosen] != NOBODY)].tolist())
    names = columns.responders
    answerers = tuple(
        (names[at] if at >= 0 else "", count) for at, count in numbers.most_common(MOST_ANSWERERS)
    )
    return Person(key, name, hours, waits, answerers=answerers)
