"""One company: its people, the letters with all of them, and how fast both sides answer. For a Reader."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.domain.codes import ContactId, Micros
from desktop_app.domain.warmth import Rate
from desktop_app.store.lead_queries import LEADS, lead_row
from desktop_app.store.rates import Rows, company_rates, user_rate
from desktop_app.store.rows import CompanyRow, LeadRow, TimelineItem


class Asked(NamedTuple):
    """A letter that one side wrote, and the other side's answer to it."""

    at: Micros
    answered_at: Micros | None


class CompanyStory(NamedTuple):
    """`received`: human letters of theirs. `waits`: those of them that we had to answer.

    `asked`: human letters of ours, one to several of them counted once, with the first answer of any of them.
    `rate`: what warmth knows of the company, `user`: of everybody. `items`: newest first.
    """

    company: str
    people: tuple[LeadRow, ...]  # warmest first; a person of several addresses once
    received: int
    waits: tuple[Asked, ...]
    asked: tuple[Asked, ...]
    rate: Rate
    user: Rate
    items: tuple[TimelineItem, ...]


def story(rows: Rows, company: CompanyRow, items: Sequence[TimelineItem], now: Micros) -> CompanyStory:
    """`items`: what happened with these people."""
    wanted = (json.dumps(company.people),)
    found: dict[ContactId, LeadRow] = {row[0]: lead_row(row) for row in rows(LEADS, wanted)}
    return CompanyStory(
        company=company.company,
        people=tuple(found[one] for one in company.people if one in found),
        received=sum(count for (count,) in rows(_RECEIVED, wanted)),
        waits=tuple(Asked(*row) for row in rows(_WAITS, wanted)),
        asked=tuple(Asked(*row) for row in rows(_ASKED, wanted)),
        rate=company_rates(rows, [company.company], now).get(company.company, Rate()),
        user=user_rate(rows, now),
        items=tuple(items),
    )


_RECEIVED = """
SELECT count(*) FROM json_each(?) wanted
CROSS JOIN letter l ON l.contact = wanted.value AND l.direction = 'in' AND l.kind = 'human'
"""
_WAITS = """
SELECT w.arrived_at, w.answered_at FROM json_each(?) wanted
CROSS JOIN letter l ON l.contact = wanted.value
CROSS JOIN wait w ON w.first_letter = l.id AND w.excluded IS NULL
ORDER BY w.arrived_at
"""
# Whoever of them was addressed: the first of them to write in the conversation has answered.
_ASKED = """
WITH people AS MATERIALIZED (SELECT value AS contact FROM json_each(?)),
ours AS MATERIALIZED (
    SELECT r.letter, min(r.at) AS at FROM people CROSS JOIN recipient r
        ON r.contact = people.contact AND r.human = 1
    GROUP BY r.letter
)
SELECT o.at, (
    SELECT min(a.arrived_at) FROM letter l JOIN letter a ON a.conversation = l.conversation
    WHERE l.id = o.letter AND a.direction = 'in' AND a.kind = 'human' AND a.arrived_at > o.at
        AND a.contact IN (SELECT contact FROM people)
) FROM ours o ORDER BY o.at
"""
