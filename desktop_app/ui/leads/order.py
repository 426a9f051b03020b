"""When a newly arrived order of the list is shown: never while the pointer is over the rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from desktop_app.domain.codes import ContactId


def risen(old: Sequence[ContactId], new: Sequence[ContactId], changed: Collection[ContactId]) -> int:
    """How many of the changed contacts are new in the list or stand higher than before: the "3 new" chip."""
    before = {contact: row for row, contact in enumerate(old) if contact in changed}
    after = {contact: row for row, contact in enumerate(new) if contact in changed}
    return sum(1 for contact, row in after.items() if contact not in before or row < before[contact])
