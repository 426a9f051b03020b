"""What the person is shown of judged hits: opens, later opens, clicks, probable forwards.

Hits of one happening are folded into one signal. Beside them stands what follows from them: who clicked or
answered has read the letter though no picture was loaded (`inferred_click`, `inferred_reply`), and a third
place with a third device is hardly one reader's (`third_place`, a guess, hence of verdict unknown).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.domain.agents import Family
from desktop_app.domain.bursts import SLOW, Seen
from desktop_app.domain.devices import device_of
from desktop_app.domain.model import MINUTE, Hit, Micros, SignalKind, TokenMeaning, Verdict
from desktop_app.domain.verdicts import GATEWAY_WINDOW, Circumstances, Judgement, Recipient, by_recipient

REOPEN_GAP: Micros = 30 * MINUTE
INFERRED = "inferred"  # the key of such an open: each recipient of a letter has at most one
ONE_READERS_PLACES = 2  # office and telephone


@dataclass(frozen=True, slots=True)
class JudgedSignal:
    """What the person is shown for one or several hits. `hit_ids` ascending in time; the first names it.

    `key` tells signals of one kind apart. `settled`: no later hit can make a robot of it.
    """

    kind: SignalKind
    at: Micros
    message_id: str
    recipient: str
    verdict: Verdict
    reasons: tuple[str, ...]
    link: str
    hit_ids: tuple[int, ...]
    key: str
    settled: bool = False


def signals_of(
    hits: Sequence[Hit],
    judgements: Mapping[int, Judgement],
    meanings: Mapping[str, TokenMeaning],
    known: Circumstances | None = None,
) -> list[JudgedSignal]:
    """Fold hits into signals, oldest first. Hits whose token means nothing here are left out."""
    known = known or Circumstances()
    signals: list[JudgedSignal] = []
    groups = by_recipient(hits, meanings)
    for who in {**groups, **dict.fromkeys(_answered(meanings.values(), known), None)}:
        group = groups.get(who, [])
        found = list(_happened(group, judgements, known))
        signals += [*found, *_inferred(who, found, known), *_elsewhere(group, judgements)]
    return sorted(signals, key=lambda one: (one.at, one.hit_ids, one.kind))


def _answered(meanings: Iterable[TokenMeaning], known: Circumstances) -> Iterator[Recipient]:
    if known.replied:
        for meaning in meanings:
            if (meaning.message_id, meaning.recipient) in known.replied:
                yield meaning.message_id, meaning.recipient


def _happened(
    group: Sequence[Seen], judgements: Mapping[int, Judgement], known: Circumstances
) -> Iterator[JudgedSignal]:
    opened = False
    for event in _events(group, judgements):
        signal = _signal(event, judgements[event[0].hit.id], opened, known)
        opened = opened or (signal.verdict is Verdict.HUMAN and signal.kind is SignalKind.OPEN)
        yield signal


def _events(group: Sequence[Seen], judgements: Mapping[int, Judgement]) -> list[list[Seen]]:
    """Hits of one happening: the same client again within 10 s (a click) or 30 min (an open)."""
    events: list[list[Seen]] = []
    latest: dict[tuple[str, str, str, Verdict], list[Seen]] = {}
    for one in group:
        token = one.hit.token if one.hit.kind == "click" else ""
        key = (one.hit.kind, token, one.hit.agent, judgements[one.hit.id].verdict)
        gap = SLOW if one.hit.kind == "click" else REOPEN_GAP
        event = latest.get(key)
        if event is None or one.hit.at - event[-1].hit.at > gap:
            event = latest[key] = []
            events.append(event)
        event.append(one)
    return events


def _signal(
    event: Sequence[Seen], judgement: Judgement, opened: bool, known: Circumstances
) -> JudgedSignal:
    first = event[0]
    click = first.hit.kind == "click"
    kind = SignalKind.CLICK if click else SignalKind.OPEN
    if not click and opened and judgement.verdict is Verdict.HUMAN:
        kind = SignalKind.REOPEN
    return JudgedSignal(
        kind=kind,
        at=first.hit.at,
        message_id=first.meaning.message_id,
        recipient=first.meaning.recipient,
        verdict=judgement.verdict,
        reasons=judgement.reasons,
        link=(first.meaning.text or first.meaning.url) if click else "",
        hit_ids=tuple(one.hit.id for one in event),
        key=str(first.hit.id),
        settled=judgement.verdict is Verdict.HUMAN and _is_settled(first, known),
    )


def _is_settled(one: Seen, known: Circumstances) -> bool:
    """Whether a burst can no longer take this with it, nor a letter read here just now explain it.

    A burst folds back browsers' opens, never those of mail programs and webmails (`domain.bursts`), and it
    needs two links. Soon after delivery everything waits.
    """
    if one.hit.at - one.meaning.sent_at < GATEWAY_WINDOW or one.meaning.message_id in known.readings:
        return False
    if one.hit.kind == "click":
        return one.meaning.links == 1
    return one.family in (Family.MAIL_CLIENT, Family.PROXY)


def _inferred(who: Recipient, found: Sequence[JudgedSignal], known: Circumstances) -> Iterator[JudgedSignal]:
    """An open that nobody saw, placed just before the click or answer that shows it."""
    people = [one for one in found if one.verdict is Verdict.HUMAN]
    if any(one.kind is not SignalKind.CLICK for one in people):
        return
    ways = [(one.at, "inferred_click") for one in people]
    if replied := known.replied.get(who):
        ways.append((replied, "inferred_reply"))
    if ways:
        at, reason = min(ways)
        yield JudgedSignal(SignalKind.OPEN, at - 1, *who, Verdict.HUMAN, (reason,), "", (), INFERRED)


def _elsewhere(group: Sequence[Seen], judgements: Mapping[int, Judgement]) -> Iterator[JudgedSignal]:
    """The first person's hit from a third device in a third network: possibly the letter was forwarded."""
    devices: set[str] = set()
    networks: set[str] = set()
    places = 0
    for one in group:
        direct = one.family in (Family.MAIL_CLIENT, Family.BROWSER)
        if not direct or judgements[one.hit.id].verdict is not Verdict.HUMAN:
            continue
        device = device_of(one.hit.agent) or one.hit.agent
        if device not in devices and one.hit.network not in networks:
            places += 1
            if places > ONE_READERS_PLACES:
                who = (one.meaning.message_id, one.meaning.recipient)
                reasons = ("third_place",)
                key = str(one.hit.id)
                yield JudgedSignal(
                    SignalKind.FORWARD, one.hit.at, *who, Verdict.UNKNOWN, reasons, "", (), key
                )
                return
        devices.add(device)
        networks.add(one.hit.network)
