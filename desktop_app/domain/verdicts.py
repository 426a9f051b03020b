"""Who was behind a hit: a person, a machine, the sender, or nobody knows. Re-runnable on raw hits.

The rules are those of research/tracking.md 1.6, measured there, but for one: "all links in 10 s" also asks
for less than 3 s a link (`domain.bursts`). Two links read 3 to 10 s apart made robots of 1.2 % of simulated
people; the goal is 0.5 %. The rules run over all hits of a letter at once, so a burst of clicks also changes
what was thought of its first click. What the person said of hits like these comes after the rules, and what
shows that it was the person himself last. Reason codes are stable; the words for them are made in `ui` and
`cli`:

    machine  head_request prefetch no_agent mangled_token gmail_prefetch named_machine scanner_network burst
             many_networks trap_link
    unknown  apple_privacy inside_delivery_window gateway_window cloud_network ambiguous_client
             unrecognised_client unknown_token
    human    mail_client browser mail_proxy; reply_followed human_followed (was unknown before)
    self     own_network own_device own_reading
    any      learned_rule (the person said so of hits like it)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import NamedTuple

from desktop_app.domain.agents import Family, family
from desktop_app.domain.bursts import Seen, bursts, many_networks, trapped
from desktop_app.domain.devices import OwnDevice, is_same
from desktop_app.domain.learned import Learned, verdict_for
from desktop_app.domain.model import MINUTE, SECOND, Hit, Micros, TokenMeaning, Verdict

RULES_VERSION = 3  # of what is judged: raised with each change, then history is judged again

DELIVERY_WINDOW: Micros = 30 * SECOND  # W1: what loads a picture may be the mailbox, not its reader
# W1 behind a filter: of opens before its burst 84 % came within 20 s, two thirds of bursts within 60 s.
FILTERED_WINDOW: Micros = MINUTE
GATEWAY_WINDOW: Micros = 5 * MINUTE  # W2: what follows a link may be the recipient's filter
SELF_WINDOW: Micros = 15 * MINUTE
READING_BEFORE: Micros = 5 * SECOND  # clocks differ
READING_AFTER: Micros = MINUTE  # pictures load after the letter is marked as read

Recipient = tuple[str, str]  # Message-ID, address


class Judgement(NamedTuple):
    """`reasons`: codes, in the order in which they came up."""

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
    `readings`: by Message-ID, when letters that came back to us about it (answers, bounces: they quote the
    picture) were marked as read here, (last known unread, first known read); a letter that nothing came back
    about is missing.
    """

    replied: Mapping[Recipient, Micros] = field(default_factory=dict)
    own_networks: Collection[OwnNetwork] = ()
    gateways: Collection[str] = ()
    delivery_windows: Mapping[str, Micros] = field(default_factory=dict)
    learned: Learned = field(default_factory=dict)
    devices: Collection[OwnDevice] = ()
    readings: Mapping[str, Sequence[tuple[Micros, Micros]]] = field(default_factory=dict)


def judge(
    hits: Sequence[Hit], meanings: Mapping[str, TokenMeaning], known: Circumstances | None = None
) -> dict[int, Judgement]:
    """Judge hits, by hit id. `hits` holds all hits of each letter in it, in any order."""
    known = known or Circumstances()
    verdicts = {hit.id: Judgement(Verdict.UNKNOWN, ("unknown_token",)) for hit in hits}
    for group in by_recipient(hits, meanings).values():
        found = {one.hit.id: _alone(one, known) for one in group}
        _mark_machines(group, found)
        _mark_learned(group, found, known)
        _mark_own(group, found, known)
        _upgrade(group, found, known)
        verdicts |= found
    return verdicts


def by_recipient(hits: Iterable[Hit], meanings: Mapping[str, TokenMeaning]) -> dict[Recipient, list[Seen]]:
    """Group hits by letter and recipient, oldest first; those whose token means nothing here are left out."""
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
    if after < _window(domain, known) and one.family is not Family.MAIL_CLIENT:
        # Filters wear browsers' names and open before they click (median 9 s after sending).
        yield "inside_delivery_window"
    elif one.family is Family.AMBIGUOUS and early and not relay:
        yield "ambiguous_client"
    if one.hit.kind == "click" and early:
        if domain in known.gateways:
            yield "gateway_window"
        if "microsoft" in one.hit.flags or "google" in one.hit.flags:
            yield "cloud_network"


def _window(domain: str, known: Circumstances) -> Micros:
    usual = FILTERED_WINDOW if domain in known.gateways else DELIVERY_WINDOW
    return known.delivery_windows.get(domain, usual)


def _mark_machines(group: Sequence[Seen], found: dict[int, Judgement]) -> None:
    """Burst, many networks, trap: what only several hits together show."""
    for rule, reason in ((bursts, "burst"), (many_networks, "many_networks"), (trapped, "trap_link")):
        for number in rule(group):
            if found[number].verdict is not Verdict.MACHINE:
                found[number] = Judgement(Verdict.MACHINE, (reason,))


# What no person can have been, whatever was said of others like it.
_CERTAIN = frozenset({
    "head_request", "prefetch", "mangled_token", "no_agent", "gmail_prefetch", "named_machine", "trap_link",
})  # fmt: skip


def _mark_learned(group: Sequence[Seen], found: dict[int, Judgement], known: Circumstances) -> None:
    if not known.learned:
        return
    for one in group:
        domain = one.meaning.recipient.rpartition("@")[2]
        said = verdict_for(known.learned, one.hit.network, one.family, domain)
        if said is not None and not _CERTAIN.intersection(found[one.hit.id].reasons):
            found[one.hit.id] = Judgement(said, ("learned_rule",))


def _mark_own(group: Sequence[Seen], found: dict[int, Judgement], known: Circumstances) -> None:
    readings = known.readings.get(group[0].meaning.message_id, ())
    for one in group:
        judged = found[one.hit.id]
        possible = judged.verdict is not Verdict.MACHINE and "learned_rule" not in judged.reasons
        if possible and (reason := _own_reason(one, known, readings)):
            found[one.hit.id] = Judgement(Verdict.SELF, (reason,))


def _own_reason(one: Seen, known: Circumstances, readings: Sequence[tuple[Micros, Micros]]) -> str:
    """How it shows that the sender was there himself; "" = it does not.

    Who reads an answer in a webmail loads what it quotes through that webmail's proxy.
    """
    at = one.hit.at
    if any(low - READING_BEFORE <= at <= high + READING_AFTER for low, high in readings):
        return "own_reading"
    if one.family is Family.PROXY:
        return ""
    if any(is_same(own, one.hit.network, one.hit.agent) for own in known.devices):
        return "own_device"
    return "own_network" if any(_is_own(one.hit, own) for own in known.own_networks) else ""


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
