"""What the reader asks of the leads list, and how its rows are made, column by column."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from desktop_app.domain.codes import Action, SignalKind
from desktop_app.store.lead_rows import LeadRow

if TYPE_CHECKING:
    from desktop_app.domain.actions import Declined
    from desktop_app.domain.model import Contribution

Row = tuple[Any, ...]  # what each column is, says the query beside it; STRICT tables keep the promise

LEADS = """
SELECT l.contact, l.name, l.address, l.company, l.warmth, l.lift, l.action, l.reason, l.reason_params,
    l.waiting_since, l.last_signal, l.last_signal_kind, l.last_signal_at, l.last_signal_link,
    l.last_letter_at, l.subject, l.channel, l.snoozed_until, l.contributions, l.declined
FROM json_each(?) wanted CROSS JOIN lead l ON l.contact = wanted.value
"""


def lead_row(row: Row) -> LeadRow:
    """From a row of LEADS."""
    (contact, name, address, company, warmth, lift, action, reason, params, waiting_since, signal,
     signal_kind, signal_at, signal_link, letter_at, subject, channel, snoozed_until, contributions,
     declined) = row  # fmt: skip
    return LeadRow(
        contact,
        name,
        address,
        company,
        warmth,
        lift,
        Action(action),
        reason,
        json.loads(params) if params else {},
        waiting_since,
        signal,
        SignalKind(signal_kind) if signal_kind else None,
        signal_at,
        signal_link,
        letter_at,
        subject,
        channel,
        snoozed_until,
        Contributions(contributions),
        declined or "",
    )


def declined_of(text: str) -> list[Declined]:
    """Of `LeadRow.declined`: why no other action is the next one."""
    from desktop_app.domain.actions import Declined  # only the card shows it

    return [Declined(Action(action), why, params) for action, why, params in json.loads(text)] if text else []


class Contributions(Sequence["Contribution"]):
    """Terms as `store.leads.contributions_text` wrote them, decoded when looked at.

    The list shows none of them; decoding them all was two thirds of the time for a page.
    """

    __slots__ = ("_terms", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._terms: tuple[Contribution, ...] | None = None

    @overload
    def __getitem__(self, index: int) -> Contribution: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Contribution, ...]: ...

    def __getitem__(self, index: int | slice) -> Contribution | tuple[Contribution, ...]:
        return self._decoded()[index]

    def __len__(self) -> int:
        return len(self._decoded())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (tuple, Contributions)) and self._decoded() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return repr(self._decoded())

    def _decoded(self) -> tuple[Contribution, ...]:
        if self._terms is None:
            from desktop_app.domain.model import Contribution  # the first paint shows none

            self._terms = tuple(Contribution(*one) for one in json.loads(self._text)) if self._text else ()
        return self._terms
