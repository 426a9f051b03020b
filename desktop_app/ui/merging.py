"""Many facts of the engine in few: what one redraw needs to know."""

from __future__ import annotations

from desktop_app.domain.facts import (
    Alert,
    Changed,
    Fact,
    OutboxChanged,
    Ready,
    Reminded,
    SyncState,
    TargetNear,
    TargetsMissed,
    TeamState,
    TrackingState,
    WeekBegan,
)


def merged(facts: list[Fact]) -> list[Fact]:
    """The same news in fewer facts: one Changed, the last state of each account, server and outbox letter.

    Ready comes first and one Changed after the states, so that a reader sees what is announced.
    """
    last: dict[object, Fact] = {}
    changes: list[Changed] = []
    for fact in facts:
        match fact:
            case Changed():
                changes.append(fact)
            case SyncState(account=account):
                last["sync", account] = fact
            case OutboxChanged(outbox=outbox):
                last["outbox", outbox] = fact
            case Ready() | TrackingState() | TeamState() | TargetsMissed() | WeekBegan():
                last[type(fact)] = fact
            case Alert(signal=signal):
                last["alert", signal] = fact
            case Reminded(contact=contact):
                last["reminded", contact] = fact
            case TargetNear(contact=contact):
                last["target", contact] = fact
    ordered = sorted(last.values(), key=lambda fact: not isinstance(fact, Ready))
    return [*ordered, *([_union(changes)] if changes else [])]


def _union(changes: list[Changed]) -> Changed:
    return Changed(
        contacts=tuple(dict.fromkeys(one for change in changes for one in change.contacts)),
        signals=tuple(dict.fromkeys(one for change in changes for one in change.signals)),
        accounts=any(change.accounts for change in changes),
        everything=any(change.everything for change in changes),
    )
