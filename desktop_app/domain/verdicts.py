"""Who was behind a hit: a person, a machine, the sender, or nobody knows. Re-runnable on raw hits.

The rules are those of research/tracking.md 1.6, measured there. They run over all hits of a letter at once,
so a burst of clicks also changes what was thought of its first click. Reason codes are stable; the words for
them are made in `ui` and `cli`:

    machine  head_request prefetch no_agent mangled_token gmail_prefetch named_machine scanner_network burst
             many_networks trap_link
    unknown  apple_privacy inside_delivery_window gateway_window cloud_network ambiguous_client
             unrecognised_client unknown_token
    human    mail_client browser mail_proxy; reply_followed human_followed (was unknown before)
    self     own_network
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import NamedTuple

from desktop_app.domain.agents import Family, family
from desktop_app.domain.bursts import SLOW, Seen, bursts, many_networks, trapped
from desktop_app.domain.model import MINUTE, SECOND, Hit, Micros, SignalKind, TokenMeaning, Verdict

RULES_VERSION = 2  # of what is judged: raised with each change, then history is judged again

DELIVERY_WINDOW: Micros = 30 * SECOND  # W1: what loads a picture may be the mailbox, not its reader
GATEWAY_WINDOW: Micros = 5 * MINUTE  # W2: what follows a link may be the recipient's filter
SELF_WINDOW: Micros = 15 * MINUTE
REOPEN_GAP: Micros = 30 * MINUTE

Recipient = tuple[str, str]  # Message-ID, address


class Judgement(NamedTuple):
    verdict: Verdict
    reasons: tuple[str, ...]


class OwnNetwork(NamedTuple):
    """A network (/24 or /48) from which the sender's own program was seen, and when."""

    network: str
    since: Micros
    until: Micros


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the hits. `replied`: the first answer of a recipient to a letter.

    `gateways`: recipients' domains whose MX is a known filter. `delivery_windows`: learnt W1 by domain.
    """

    replied: Mapping[Recipient, Micros] = field(default_factory=dict)
    own_networks: Collection[OwnNetwork] = ()
    gateways: Collection[str] = ()
    delivery_windows: Mapping[str, Micros] = field(default_factory=dict)


def judge(
    hits: Sequence[Hit], meanings: Mapping[str, TokenMeaning], known: Circumstances | None = None
) -> dict[int, Judgement]:
    """Judge hits, by hit id. `hits` holds all hits of each letter in it, in any order."""
    known = known or Circumstances()
    verdicts = {hit.id: Judgement(Verdict.UNKNOWN, ("unknown_token",)) for hit in hits}
    for group in _by_recipient(hits, meanings).values():
        found = {one.hit.id: _alone(one, known) for one in group}
        _mark_machines(group, found)
        _mark_own(group, found, known)
        _upgrade(group, found, known)
        verdicts |= found
    return verdicts


def _by_recipient(hits: Iterable[Hit], meanings: Mapping[str, TokenMeaning]) -> dict[Recipient, list[Seen]]:
    groups: dict[Recipient, list[Seen]] = {}
    families: dict[str, Family] = {}
    for hit in sorted(hits, key=lambda one: (one.at, one.id)):
        meaning = meanings.get(hit.token)
        if meaning is not None:
            if hit.agent not in families:
                families[hit.agent] = family(hit.agent)
            group = groups.setdefault((meaning.message_id, meaning.recipient), [])
            group.append(Seen(hit, meaning, families[hit.agent]))
    return groups


def _alone(one: Seen, known: Circumstances) -> Judgement:
    """Judge a hit by itself."""
    if reason := _machine_reason(one):
        return Judgement(Verdict.MACHINE, (reason,))
    named = _NAMES.get(one.family, ())
    if doubts := tuple(_doubts(one, known)):
        return Judgement(Verdict.UNKNOWN, (*named, *doubts))
    return Judgement(Verdict.HUMAN, named)


_NAMES = {
    Family.MAIL_CLIENT: ("mail_client",),
    Family.BROWSER: ("browser",),
    Family.PROXY: ("mail_proxy",),
    Family.AMBIGUOUS: ("mail_client",),
}


def _machine_reason(one: Seen) -> str:
    flags = one.hit.flags
    named = (("head", "head_request"), ("prefetch", "prefetch"), ("mangled", "mangled_token"))
    for flag, reason in named:
        if flag in flags:
            return reason
    if one.family is Family.NONE or "no_agent" in flags:
        return "no_agent"
    if one.family is Family.PREFETCH:
        return "gmail_prefetch"
    if one.family is Family.MACHINE:
        return "named_machine"
    return "scanner_network" if "scanner_network" in flags and one.family is not Family.PROXY else ""


def _doubts(one: Seen, known: Circumstances) -> Iterator[str]:
    domain = one.meaning.recipient.rpartition("@")[2]
    after = one.hit.at - one.meaning.sent_at
    early = after < GATEWAY_WINDOW
    relay = "apple_relay" in one.hit.flags
    if one.family is Family.PRIVACY or (relay and one.family is Family.AMBIGUOUS):
        yield "apple_privacy"
    elif one.family is Family.OTHER:
        yield "unrecognised_client"
    if after < known.delivery_windows.get(domain, DELIVERY_WINDOW) and one.family is not Family.MAIL_CLIENT:
        # Filters wear browsers' names and open before they click (median 9 s after sending).
        yield "inside_delivery_window"
    elif one.family is Family.AMBIGUOUS and early and not relay:
        yield "ambiguous_client"
    if one.hit.kind == "click" and early:
        if domain in known.gateways:
            yield "gateway_window"
        if "microsoft" in one.hit.flags or "google" in one.hit.flags:
            yield "cloud_network"


def _mark_machines(group: Sequence[Seen], found: dict[int, Judgement]) -> None:
    """Burst, many networks, trap: what only several hits together show."""
    for rule, reason in ((bursts, "burst"), (many_networks, "many_networks"), (trapped, "trap_link")):
        for number in rule(group):
            if found[number].verdict is not Verdict.MACHINE:
                found[number] = Judgement(Verdict.MACHINE, (reason,))


def _mark_own(group: Sequence[Seen], found: dict[int, Judgement], known: Circumstances) -> None:
    for one in group:
        judged = found[one.hit.id]
        possible = judged.verdict is not Verdict.MACHINE and one.family is not Family.PROXY
        if possible and any(_is_own(one.hit, own) for own in known.own_networks):
            found[one.hit.id] = Judgement(Verdict.SELF, ("own_network",))


def _is_own(hit: Hit, own: OwnNetwork) -> bool:
    if hit.network != own.network or not own.since - SELF_WINDOW <= hit.at <= own.until + SELF_WINDOW:
        return False
    # Behind a reverse proxy that is not listed everybody has its private address: that proves nothing.
    return ip_network(own.network).is_global


def _upgrade(group: Sequence[Seen], found: dict[int, Judgement], known: Circumstances) -> None:
    """A reply or a later human hit shows that a person was there before."""
    replied = known.replied.get((group[0].meaning.message_id, group[0].meaning.recipient))
    later: dict[tuple[str, str, str], Seen] = {}  # one of each kind, agent and network: floods happen
    for one in reversed(group):
        judged = found[one.hit.id]
        if judged.verdict is Verdict.HUMAN:
            later[one.hit.kind, one.hit.agent, one.hit.network] = one
        elif judged.verdict is Verdict.UNKNOWN:
            reason = "human_followed" if any(_vouches(human, one) for human in later.values()) else ""
            reason = "reply_followed" if replied is not None and one.hit.at <= replied else reason
            if reason:
                found[one.hit.id] = Judgement(Verdict.HUMAN, (*judged.reasons, reason))


def _vouches(human: Seen, earlier: Seen) -> bool:
    """An open says nothing of an earlier click, nor of a browser elsewhere: filters wear browsers' names."""
    if earlier.hit.kind == "click" and human.hit.kind != "click":
        return False
    same = human.hit.agent == earlier.hit.agent or human.hit.network == earlier.hit.network
    return same or earlier.family is not Family.BROWSER


# ── signals ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class JudgedSignal:
    """What the person is shown for one or several hits. `hit_ids` ascending in time; the first names it."""

    kind: SignalKind
    at: Micros
    message_id: str
    recipient: str
    verdict: Verdict
    reasons: tuple[str, ...]
    link: str
    hit_ids: tuple[int, ...]


def signals_of(
    hits: Sequence[Hit], judgements: Mapping[int, Judgement], meanings: Mapping[str, TokenMeaning]
) -> list[JudgedSignal]:
    """Fold hits into signals, oldest first. Hits whose token means nothing here are left out."""
    signals: list[JudgedSignal] = []
    for group in _by_recipient(hits, meanings).values():
        opened = False
        for event in _events(group, judgements):
            signal = _signal(event, judgements[event[0].hit.id], opened)
            opened = opened or (signal.verdict is Verdict.HUMAN and signal.kind is SignalKind.OPEN)
            signals.append(signal)
    return sorted(signals, key=lambda one: (one.at, one.hit_ids))


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


def _signal(event: Sequence[Seen], judgement: Judgement, opened: bool) -> JudgedSignal:
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
    )
