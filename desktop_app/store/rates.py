"""How often letters of ours are answered within a week: by everybody, and by everybody at a company.

Only letters whose fate is known count. `rows` is the query function of the writer's Database or of a Reader.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from desktop_app.domain.model import DAY, Micros
from desktop_app.domain.warmth import Rate

ANSWER_WITHIN: Micros = 7 * DAY

Rows = Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]]


def user_rate(rows: Rows, now: Micros) -> Rate:
    """Of all letters of the user."""
    return next((Rate(*row) for row in rows(_USER, (now - ANSWER_WITHIN,))), Rate())


def company_rates(rows: Rows, domains: Collection[str], now: Micros) -> dict[str, Rate]:
    """Answers of everybody at a company's domain, among the leads known so far."""
    found = rows(_COMPANY, (json.dumps(list(domains)), now - ANSWER_WITHIN))
    return {domain: Rate(answered, letters) for domain, answered, letters in found}


_USER = f"""
SELECT coalesce(sum(coalesce(answered_at - at <= {ANSWER_WITHIN}, 0)), 0), count(*)
FROM recipient WHERE human = 1 AND (at <= ? OR answered_at IS NOT NULL)
"""
_COMPANY = f"""
SELECT wanted.value, sum(coalesce(r.answered_at - r.at <= {ANSWER_WITHIN}, 0)), count(*)
FROM json_each(?) wanted
CROSS JOIN lead l ON l.company = wanted.value AND l.company <> ''
CROSS JOIN recipient r ON r.contact = l.contact AND r.human = 1
    AND (r.at <= ? OR r.answered_at IS NOT NULL)
GROUP BY wanted.value
"""
