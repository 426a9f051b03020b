"""What is said at once of a letter that did not go, or not to all, on whatever page the user is."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.domain.facts import OutboxChanged
from desktop_app.store.rows import OutboxRow
from desktop_app.ui import problems
from desktop_app.ui.notifications import NotSent
from desktop_app.ui.translation import tr


def unsent_news(fact: OutboxChanged, outbox: Callable[[], list[OutboxRow]]) -> NotSent | None:
    """None for what goes its way, and for what has been decided meanwhile. `outbox` reads the rows of now."""
    if fact.state not in ("rejected", "partly", "unknown"):
        return None
    row = next((one for one in outbox() if one.id == fact.outbox and one.state == fact.state), None)
    if row is None:
        return None
    title = {
        "rejected": tr("Not sent: {subject}"),
        "partly": tr("Not sent to all: {subject}"),
        "unknown": tr("May not have been sent: {subject}"),
    }[row.state]
    return NotSent(title.format(subject=row.subject or tr("No subject")), problems.outbox_row(row))
