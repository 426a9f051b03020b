"""Machines found by how several hits of one letter lie in time: bursts, many networks at once, traps.

Of 836 observed bursts of mail filters two thirds began 20 to 60 s after sending and half a percent below
10 s; all links came within a second or two (putyourlightson/craft-campaign#546). People need seconds for
each link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from desktop_app.domain.agents import Family
from desktop_app.domain.model import MINUTE, SECOND, Hit, Micros, TokenMeaning

QUICK: Micros = 2 * SECOND
SLOW: Micros = 10 * SECOND
PAUSE: Micros = 3 * SECOND  # a person needs as long for the next link
BEFORE: Micros = 5 * MINUTE  # how far back the open that belongs to a burst is looked for
TRAP = "trap"  # the kind of a token behind a link that no person sees


class Seen(NamedTuple):
    """A hit with what its token stands for and what its agent names."""

    hit: Hit
    meaning: TokenMeaning
    family: Family


def bursts(group: Sequence[Seen]) -> set[int]:
    """Ids of hits in a burst: three links in 2 s, or all links (two or more) in 10 s from one network.

    A person follows all of two or three links soon, too: a pause of 3 s for each is a person's (the one
    departure from product.md: without it 1.2 % of simulated people were robots). What came before from the
    burst's networks is part of it. `group` is one recipient's hits, oldest first.
    """
    clicks = [one for one in group if one.hit.kind == "click"]
    members = _crowded(clicks, QUICK, _token, 3)
    for same in _split(clicks, _network):
        links = max(2, same[0].meaning.links)
        members |= _crowded(same, min(SLOW, (links - 1) * PAUSE - 1), _token, links)
    return members | set(_folded_back(group, members))


def many_networks(group: Sequence[Seen]) -> set[int]:
    """Ids of hits on one token from three networks within 10 s; proxies of a webmail do so by nature."""
    direct = [one for one in group if one.family is not Family.PROXY]
    found: set[int] = set()
    for same in _split(direct, _token):
        found |= _crowded(same, SLOW, _network, 3)
    return found


def trapped(group: Sequence[Seen]) -> set[int]:
    """Ids of clicks within 20 s of a touched trap."""
    touched = [one.hit.at for one in group if one.meaning.kind == TRAP]
    return {one.hit.id for one in group if one.hit.kind == "click" and _near(one.hit.at, touched)}


def _near(at: Micros, others: Sequence[Micros]) -> bool:
    return any(abs(at - other) <= 20 * SECOND for other in others)


def _token(one: Seen) -> str:
    return one.hit.token


def _network(one: Seen) -> str:
    return one.hit.network


def _split(hits: Sequence[Seen], by: Callable[[Seen], str]) -> Collection[list[Seen]]:
    groups: dict[str, list[Seen]] = {}
    for one in hits:
        groups.setdefault(by(one), []).append(one)
    return groups.values()


def _crowded(hits: Sequence[Seen], span: Micros, by: Callable[[Seen], str], enough: int) -> set[int]:
    """Ids of all hits in a stretch of `span` that holds `enough` different values. Linear: floods happen."""
    found: set[int] = set()
    counts: Counter[str] = Counter()
    start = marked = 0
    for end, last in enumerate(hits):
        counts[by(last)] += 1
        while last.hit.at - hits[start].hit.at > span:
            first = by(hits[start])
            counts[first] -= 1
            if not counts[first]:
                del counts[first]
            start += 1
        if len(counts) >= enough:
            found.update(one.hit.id for one in hits[max(start, marked) : end + 1])
            marked = end + 1
    return found


def _folded_back(group: Sequence[Seen], members: set[int]) -> Iterator[int]:
    burst = [one for one in group if one.hit.id in members]
    if not burst:
        return
    first, last = burst[0].hit.at, burst[-1].hit.at
    networks = {one.hit.network for one in burst}
    agents = {one.hit.agent for one in burst}
    for one in group:
        # A person in Outlook behind the same address translation, or in a webmail, keeps the open.
        disguised = one.family not in (Family.MAIL_CLIENT, Family.PROXY)
        related = one.hit.network in networks or one.hit.agent in agents
        if related and disguised and first - BEFORE <= one.hit.at <= last + SLOW:
            yield one.hit.id
