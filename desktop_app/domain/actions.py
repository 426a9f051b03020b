"""The next action for a lead: first match wins (product.md "Next action"), with its reason.

A nudge (call, write again) is given once a day: after the user has acted on one, his contact is left alone
until the next day, unless the client writes. Outside working hours nobody is to be called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.domain.model import DAY, HOT, HOUR, MINUTE, Action, Micros, SignalKind

TARGET_S = 3600.0  # working time in which clients are to be answered
NOW_WITHIN: Micros = 30 * MINUTE
TODAY_WITHIN: Micros = 48 * HOUR
SILENT_FROM: Micros = 48 * HOUR
SILENT_UNTIL: Micros = 72 * HOUR
FOLLOW_UPS = 3
ONE_NUDGE_IN: Micros = DAY

Params = dict[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lead stands. Instants are Micros, None = it did not happen.

    `waited_s` is working time. `last_human` is his newest human signal (any kind but a reply), `opened_at`
    the newest human sign that he has read the newest open letter. `follow_ups`: our letters in a row without
    an answer, the first one not counted. `nudged_at`: the user last acted on a nudge, by a letter or a call.
    `opens_at`: when working hours begin next, for when it is outside of them.
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
    nudged_at: Micros | None = None
    opens_at: Micros | None = None
    remind_since: Micros | None = None  # the user wants to be reminded: no answer since then ...
    remind_at: Micros | None = None  # ... at this instant
    blind: bool = False  # his mail never loads pictures: that no open was seen means nothing


class Next(NamedTuple):
    """`reason` is a stable code; `params` fill its sentence."""

    action: Action
    reason: str
    params: Params


class Declined(NamedTuple):
    """An action that is not the next one; `why` is a stable code, `params` fill its sentence."""

    action: Action
    why: str
    params: Params


def next_action(standing: Standing, now: Micros) -> Next:
    """What to do about this lead now. Never fails, never empty."""
    return (
        _late(standing)
        or _unreachable(standing, now)
        or _hot(standing, now)
        or _to_answer(standing)
        or _reminded(standing, now)
        or _silent(standing, now)
        or _rest(standing)
    )


def declined(standing: Standing, now: Micros) -> tuple[Declined, ...]:
    """Why not another: each of the usual actions that is not the next one, with what stands against it."""
    chosen = next_action(standing, now).action
    calling = Declined(Action.CALL_NOW, *_why_no_call(standing, now))
    against = (
        Declined(Action.ANSWER, "nobody_waits", {}),
        calling,
        Declined(Action.WRITE_AGAIN, *_why_not_again(standing, now)),
        Declined(Action.LET_GO, *_why_not_let_go(standing)),
    )
    return tuple(one for one in against if one.action is not chosen and one.why)


def changes_at(standing: Standing, now: Micros) -> Micros | None:
    """The next instant at which the action, its reason or what is declined may change by time alone.

    None: never. Three changes are the caller's to watch: of the warmth, of the time worked since the client
    wrote, and of working hours where `hours_matter`.
    """
    steps = (
        (standing.away_until, (0,)),
        (standing.last_human, (0, NOW_WITHIN, TODAY_WITHIN + 1)),
        (standing.nudged_at, (0, ONE_NUDGE_IN)),
        (standing.remind_at, (0,)),
        (standing.opened_at, (SILENT_FROM, SILENT_UNTIL + 1)),
        (standing.open_since, (SILENT_FROM, SILENT_UNTIL)),
    )
    instants = (at + after for at, afters in steps if at is not None for after in afters)
    return min((at for at in instants if at > now), default=None)


def hours_matter(standing: Standing, now: Micros) -> bool:
    """Whether something else is to be done outside working hours."""
    return _is_hot(standing, now)


def _why_no_call(standing: Standing, now: Micros) -> tuple[str, Params]:
    """An empty code when only an earlier rule stands against it."""
    at = standing.last_human
    checks: tuple[tuple[bool, str, Params], ...] = (
        (standing.open_since is None, "no_open_letter", {}),
        (at is None, "no_signal", {}),
        ((standing.warmth or 0) < HOT, "not_hot", {"warmth": standing.warmth or 0, "hot": HOT}),
        (_nudged(standing, now), "one_a_day", {"at": standing.nudged_at or 0}),
        (not 0 <= now - (at or 0) < NOW_WITHIN, "signal_old", {"at": at or 0}),
        (not standing.within_hours, "off_hours", {"opens": standing.opens_at or now}),
        (not standing.phone_known, "no_phone", {}),
    )
    return next(((why, params) for holds, why, params in checks if holds), ("", {}))


def _why_not_again(standing: Standing, now: Micros) -> tuple[str, Params]:
    if standing.open_since is None:
        return "no_open_letter", {}
    if _nudged(standing, now):
        return "one_a_day", {"at": standing.nudged_at or 0}
    if standing.opened_at is None:
        return "not_read", {}
    if now - standing.opened_at < SILENT_FROM:
        return "read_lately", {"at": standing.opened_at}
    return (
        ("follow_ups_many", {"count": standing.follow_ups}) if standing.follow_ups >= FOLLOW_UPS else ("", {})
    )


def _why_not_let_go(standing: Standing) -> tuple[str, Params]:
    if standing.open_since is None:
        return "no_open_letter", {}
    left = FOLLOW_UPS - standing.follow_ups
    return ("follow_ups_few", {"count": left}) if left > 0 else ("", {})


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
    if not _is_hot(standing, now) or at is None or _nudged(standing, now):
        return None
    signal: Params = {"kind": str(standing.last_human_kind or ""), "link": standing.last_human_link, "at": at}
    if now - at < NOW_WITHIN and standing.within_hours:
        return Next(Action.CALL_NOW if standing.phone_known else Action.WRITE_NOW, "hot_signal_now", signal)
    if not standing.within_hours and standing.opens_at is not None:
        return Next(Action.CALL_TODAY, "hot_off_hours", {**signal, "opens": standing.opens_at})
    return Next(Action.CALL_TODAY, "hot_recent", signal)


def _is_hot(standing: Standing, now: Micros) -> bool:
    at = standing.last_human
    return (
        at is not None
        and standing.warmth is not None
        and standing.warmth >= HOT
        and 0 <= now - at <= TODAY_WITHIN
    )


def _nudged(standing: Standing, now: Micros) -> bool:
    return standing.nudged_at is not None and 0 <= now - standing.nudged_at < ONE_NUDGE_IN


def _reminded(standing: Standing, now: Micros) -> Next | None:
    """The user asked for it, so that no rule about silence is needed; once a day all the same."""
    if standing.remind_at is None or now < standing.remind_at or _nudged(standing, now):
        return None
    return Next(Action.WRITE_AGAIN, "reminder", {"since": standing.remind_since or standing.remind_at})


def _to_answer(standing: Standing) -> Next | None:
    """He wrote last and is still within the target: it is our turn all the same."""
    if standing.waiting_since is None:
        return None
    return Next(Action.ANSWER, "client_wrote", _waiting(standing))


def _silent(standing: Standing, now: Micros) -> Next | None:
    """48-72 h after an open: write again; later only while fewer than three follow-ups were written.

    Where no open can ever be seen, the end of those 72 h after sending stands in for it.
    """
    if standing.open_since is None or _nudged(standing, now):
        return None
    tired = standing.follow_ups >= FOLLOW_UPS
    read = standing.opened_at
    if read is not None and now - read >= SILENT_FROM and (now - read <= SILENT_UNTIL or not tired):
        params: dict[str, str | int | float] = {"opened_at": read, "sent_at": standing.open_since}
        return Next(Action.WRITE_AGAIN, "silent_after_open", params)
    unseen = standing.blind and read is None and not tired
    if unseen and now - standing.open_since >= SILENT_UNTIL:
        return Next(Action.WRITE_AGAIN, "silent_unseen", {"sent_at": standing.open_since})
    if tired and now - standing.open_since >= SILENT_FROM:
        return Next(Action.LET_GO, "three_follow_ups", {"count": standing.follow_ups})
    return None


def _rest(standing: Standing) -> Next:
    if standing.open_since is None:
        return Next(Action.NONE, "nothing_open", {})
    reason = "waiting_unseen" if standing.blind and standing.opened_at is None else "waiting"
    return Next(Action.WAIT, reason, {"since": standing.open_since})


def _waiting(standing: Standing) -> dict[str, str | int | float]:
    assert standing.waiting_since is not None
    return {
        "since": standing.waiting_since,
        "waited_s": int(standing.waited_s),
        "target_s": int(standing.target_s),
    }
