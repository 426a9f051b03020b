"""Whose mail never loads pictures: there, that no open was seen means nothing.

Known of a person who read letters (answered, clicked, sent a receipt) and never loaded a picture, and of a
company where several people do so. What is known of a company holds for its other people too, as long as
they have loaded none themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from desktop_app.domain.codes import ContactId
from desktop_app.domain.trackability import Read, is_blind, is_company_blind

Rows = Callable[[str, tuple[str, ...]], Iterable[tuple[Any, ...]]]


class Blind(NamedTuple):
    """`letters`: how many were read without a picture. `company` "" = known of the person himself."""

    letters: int
    company: str


def blind(rows: Rows, contacts: Collection[ContactId]) -> dict[ContactId, Blind]:
    """Those of these contacts. `rows` runs a query, of the writer's connection or a reader's."""
    own = {contact: Read(*figures) for contact, *figures in rows(_OF_CONTACTS, (_json(contacts),))}
    found = {contact: Blind(read.letters, "") for contact, read in own.items() if is_blind(read)}
    open_minded = [one for one in contacts if one not in found and not (one in own and own[one].loaded)]
    homes: dict[ContactId, str] = dict(rows(_HOMES, (_json(open_minded),)))
    companies: dict[str, list[Read]] = {}
    for company, *figures in rows(_OF_COMPANIES, (json.dumps(sorted(set(homes.values()))),)):
        companies.setdefault(company, []).append(Read(*figures))
    for contact, company in homes.items():
        people = companies.get(company, [])
        if is_company_blind(people):
            found[contact] = Blind(sum(one.letters for one in people), company)
    return found


def _json(values: Collection[int]) -> str:
    return json.dumps(list(values))


# A letter counts as read by what a person did with it, and as loaded by any picture that was no robot's.
_FIGURES = """
    sum(EXISTS (SELECT 1 FROM signal s WHERE s.message_id = t.message_id AND s.recipient = t.recipient
        AND s.kind IN ('reply', 'click', 'receipt') AND s.verdict = 'human')),
    sum(EXISTS (SELECT 1 FROM signal s WHERE s.message_id = t.message_id AND s.recipient = t.recipient
        AND s.kind IN ('open', 'reopen') AND s.verdict IN ('human', 'unknown') AND s.key <> 'inferred'))
"""
_HOMES = """
SELECT contact, company FROM lead WHERE company <> '' AND contact IN (SELECT value FROM json_each(?))
"""
_OF_CONTACTS = f"""
SELECT c.id, {_FIGURES}
FROM json_each(?) wanted CROSS JOIN contact c ON c.id = wanted.value
CROSS JOIN keep.token t ON t.recipient = c.address AND t.kind = 'open'
GROUP BY c.id
"""
_OF_COMPANIES = f"""
SELECT l.company, {_FIGURES}
FROM json_each(?) wanted CROSS JOIN lead l ON l.company = wanted.value
CROSS JOIN keep.token t ON t.recipient = l.address AND t.kind = 'open'
GROUP BY l.company, l.contact
"""
