"""Rows of waits as columns, by a loop: for tests, and for the reader of the store to be held against."""

from collections.abc import Mapping, Sequence

import numpy as np

from desktop_app.domain.reply_times import ABSENT
from desktop_app.domain.wait_columns import COUNTS, NOBODY, REASONS, WaitColumns
from desktop_app.store.rows import WaitRow


def columns_of(
    rows: Sequence[WaitRow], companies: Mapping[int, bool], accounts: Mapping[int, int] | None = None
) -> WaitColumns:
    """`companies`: contact -> whether it has a domain of its own; `accounts`: conversation -> account."""
    responders = tuple(sorted({row.responder for row in rows}))
    channels = tuple(sorted({row.channel for row in rows}))

    def numbers(values, kind=np.int64):
        return np.array(list(values), kind)

    def instants(values):
        return numbers(ABSENT if value is None else value for value in values)

    return WaitColumns(
        first_letter=numbers(row.first_letter for row in rows),
        last_letter=numbers(row.last_letter for row in rows),
        conversation=numbers(row.conversation for row in rows),
        contact=numbers(NOBODY if row.contact is None else row.contact for row in rows),
        account=numbers((accounts or {}).get(row.conversation, 1) for row in rows),
        arrived=numbers(row.arrived_at for row in rows),
        seen_low=instants(row.seen_low for row in rows),
        seen_high=instants(row.seen_high for row in rows),
        answered=instants(row.answered_at for row in rows),
        answer=numbers(NOBODY if row.answer is None else row.answer for row in rows),
        reason=numbers(
            (COUNTS if row.excluded is None else REASONS.index(row.excluded) for row in rows), np.int8
        ),
        responder=numbers((responders.index(row.responder) for row in rows), np.int16),
        channel=numbers((channels.index(row.channel) for row in rows), np.int16),
        first=numbers((row.first_of_conversation for row in rows), np.bool_),
        company=numbers((companies.get(row.contact, False) for row in rows), np.bool_),
        taken=numbers((row.handed_at is not None and row.excluded is None for row in rows), np.bool_),
        responders=responders,
        channels=channels,
    )
