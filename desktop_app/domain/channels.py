"""Which channel an inbound letter came by: its recipients against the channels' substitution addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from desktop_app.domain.model import Headers


class Channel(NamedTuple):
    """A source of leads with its addresses.

    Each address is one of

    - ``promo@firm.ru``: that address, and any plus tag of it that no other channel claims
    - ``sales+ads@firm.ru``: that tag of that address
    - ``+ads`` or ``+ads@firm.ru``: that tag of any address
    - ``*@firm.ru``: whatever else arrives at the domain
    """

    name: str
    addresses: tuple[str, ...]


class Rule(StrEnum):
    """How a recipient matched, the most telling first."""

    EXACT = "exact"
    TAG = "tag"
    BASE = "base"  # a tagged form of a channel's address
    CATCH_ALL = "catch_all"


class Match(NamedTuple):
    """`recipient` is the address of the letter that matched."""

    channel: str
    recipient: str
    rule: Rule


def attribute(headers: Headers, channels: Sequence[Channel]) -> Match | None:
    """The channel of a letter, None = unknown.

    Recipients in the order Delivered-To and its like, To, Cc. A telling rule goes before the order of the
    recipients: behind a catch-all, Delivered-To names the manager's own mailbox on every letter.
    """
    found = list(recipients(headers))
    for rule in Rule:
        for recipient in found:
            for channel in channels:
                if any(_matches(rule, pattern.strip().lower(), recipient) for pattern in channel.addresses):
                    return Match(channel.name, recipient, rule)
    return None


def recipients(headers: Headers) -> Iterator[str]:
    """Each recipient address once, lower-case, the most telling header first."""
    seen: set[str] = set()
    addressed = (*headers.delivered_to, *(one.address for one in (*headers.to, *headers.cc)))
    for address in addressed:
        clean = address.strip().strip("<>").lower()
        if "@" in clean and clean not in seen:
            seen.add(clean)
            yield clean


def _matches(rule: Rule, pattern: str, recipient: str) -> bool:
    local, _, domain = recipient.rpartition("@")
    base, _, tag = local.partition("+")
    if rule is Rule.EXACT:
        return pattern == recipient
    if rule is Rule.TAG:
        wanted, _, place = pattern[1:].partition("@")
        return pattern.startswith("+") and tag != "" and tag == wanted and place in ("", domain)
    if rule is Rule.BASE:
        return tag != "" and pattern == f"{base}@{domain}"
    return pattern == f"*@{domain}"
