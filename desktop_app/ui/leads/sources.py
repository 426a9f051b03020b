"""What each line of the client card rests on: the letters behind a term, a reason, a number not counted."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.domain.model import Contribution, Direction, Kind, LetterId, SignalKind, Verdict
from desktop_app.store.rows import LeadRow, LetterRow, SignalRow, TimelineItem

# Terms that signals are behind, by kind.
_OF_SIGNALS = {
    "opened": (SignalKind.OPEN, SignalKind.REOPEN),
    "clicked": (SignalKind.CLICK,),
    "forwarded": (SignalKind.FORWARD,),
    "deleted_unread": (SignalKind.DELETED,),
    "bounced": (SignalKind.BOUNCE,),
}
_OF_HIS_LETTERS = frozenset({"last_active", "active_lately", "client_waits", "client_wrote", "away_until"})
_OF_ALL_LETTERS = frozenset({"answers_you", "answers_all", "active_but_silent", "three_follow_ups"})
_OF_OUR_LETTERS = frozenset({"letter_age", "recipients", "you_answered", "waiting", "silent_after_open"})
_HOT = frozenset({"hot_signal_now", "hot_recent", "hot_off_hours"})


def behind_term(term: Contribution, items: Sequence[TimelineItem]) -> list[LetterId]:
    """Newest first; empty: nothing of it is here."""
    return _behind(term.code, items)


def behind_reason(lead: LeadRow, items: Sequence[TimelineItem]) -> list[LetterId]:
    """Of the next action."""
    if lead.reason in _HOT or lead.reason == "bounced":
        kinds = (SignalKind(str(lead.reason_params["kind"])),) if lead.reason_params.get("kind") else ()
        return _of_signals(items, kinds or (SignalKind.BOUNCE,))
    return _behind(lead.reason, items)


def behind_uncounted(signals: Sequence[SignalRow], kind: SignalKind) -> list[LetterId]:
    """Letters whose signals of a kind do not count."""
    found = (one.letter for one in signals if one.kind is kind and one.verdict is not Verdict.HUMAN)
    return list(dict.fromkeys(one for one in found if one is not None))


def _behind(code: str, items: Sequence[TimelineItem]) -> list[LetterId]:
    if code in _OF_SIGNALS:
        return _of_signals(items, _OF_SIGNALS[code])
    letters = [item.letter for item in items if item.letter is not None]
    ours = [one for one in letters if one.direction is Direction.OUT]
    his = [one for one in letters if one.direction is Direction.IN and one.kind is Kind.HUMAN]
    if code in _OF_HIS_LETTERS:
        return _ids(his or [one for one in letters if one.direction is Direction.IN])
    if code in _OF_OUR_LETTERS:
        return _ids(ours)
    return _ids([*ours, *his]) if code in _OF_ALL_LETTERS else []


def _of_signals(items: Sequence[TimelineItem], kinds: Sequence[SignalKind]) -> list[LetterId]:
    found = (item.signal.letter for item in items if item.signal is not None and item.signal.kind in kinds)
    return list(dict.fromkeys(one for one in found if one is not None))


def _ids(letters: Sequence[LetterRow]) -> list[LetterId]:
    return [one.id for one in letters]
