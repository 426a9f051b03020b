"""The next action for a lead: first match wins (product.md "Next action"), with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.domain.model import HOT, HOUR, MINUTE, Action, Micros, SignalKind

TARGET_S = 3600.0  # working time in which clients are to be answered
NOW_WITHIN: Micros = 30 * MINUTE
TODAY_WITHIN: Micros = 48 * HOUR
SILENT_FROM: Micros = 48 * HOUR
SILENT_UNTIL: Micros = 72 * HOUR
FOLLOW_UPS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lead stands. Instants are Micros, None = it did not happen.

    `waited_s` is working time. `last_human` is his newest human signal (any kind but a reply), `opened_at`
    the newest human sign that he has read the newest open letter. `follow_ups`: our letters in a row without
    an answer, the first one not counted.
    """

    waiting_since: Micros | None = None
    waited_s: float = 0.0
    target_s: float = TARGET_S
    bounced_at: Micros | None = None
    away_until: Micros | None = None
    warmth: int | None = None
    last_human: Micros | None = None
    last_human_kind: SignalKind | None = None
    last_human_link: str = ""
    phone_known: bool = False
    within_hours: bool = True
    open_since: Micros | None = None  # the newest unanswered letter of ours was sent
    opened_at: Micros | None = None
    follow_ups: int = 0


class Next(NamedTuple):
    """`reason` is a stable code; `params` fill its sentence."""

    action: Action
    reason: str
    params: dict[str, str | int | float]


def next_action(standing: Standing, now: Micros) -> Next:
    """What to do about this lead now. Never fails, never empty."""
    return (
        _late(standing)
        or _unreachable(standing, now)
        or _hot(standing, now)
        or _to_answer(standing)
        or _silent(standing, now)
        or _rest(standing)
    )


def _late(standing: Standing) -> Next | None:
    if standing.waiting_since is None or standing.waited_s <= standing.target_s:
        return None
    return Next(Action.ANSWER, "client_waits", _waiting(standing))


def _unreachable(standing: Standing, now: Micros) -> Next | None:
    if standing.bounced_at is not None:
        return Next(Action.FIX_ADDRESS, "bounced", {"at": standing.bounced_at})
    if standing.away_until is not None and standing.away_until > now:
        return Next(Action.RETURN_ON, "away_until", {"until": standing.away_until})
    return None


def _hot(standing: Standing, now: Micros) -> Next | None:
    at = standing.last_human
    if at is None or standing.warmth is None or standing.warmth < HOT or not 0 <= now - at <= TODAY_WITHIN:
        return None
    signal: dict[str, str | int | float] = {
        "kind": str(standing.last_human_kind or ""),
        "link": standing.last_human_link,
        "at": at,
    }
    if now - at < NOW_WITHIN and standing.within_hours:
        return Next(Action.CALL_NOW if standing.phone_known else Action.WRITE_NOW, "hot_signal_now", signal)
    return Next(Action.CALL_TODAY, "hot_recent", signal)


def _to_answer(standing: Standing) -> Next | None:
    """He wrote last and is still within the target: it is our turn all the same."""
    if standing.waiting_since is None:
        return None
    return Next(Action.ANSWER, "client_wrote", _waiting(standing))


def _silent(standing: Standing, now: Micros) -> Next | None:
    """48-72 h after an open: write again; later only while fewer than three follow-ups were written."""
    if standing.open_since is None:
        return None
    tired = standing.follow_ups >= FOLLOW_UPS
    read = standing.opened_at
    if read is not None and now - read >= SILENT_FROM and (now - read <= SILENT_UNTIL or not tired):
        params: dict[str, str | int | float] = {"opened_at": read, "sent_at": standing.open_since}
        return Next(Action.WRITE_AGAIN, "silent_after_open", params)
    if tired and now - standing.open_since >= SILENT_FROM:
        return Next(Action.LET_GO, "three_follow_ups", {"count": standing.follow_ups})
    return None


def _rest(standing: Standing) -> Next:
    if standing.open_since is None:
        return Next(Action.NONE, "nothing_open", {})
    return Next(Action.WAIT, "waiting", {"since": standing.open_since})


def _waiting(standing: Standing) -> dict[str, str | int | float]:
    assert standing.waiting_since is not None
    return {
        "since": standing.waiting_since,
        "waited_s": int(standing.waited_s),
        "target_s": int(standing.target_s),
    }
