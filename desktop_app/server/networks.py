"""What an address may leave behind: its /24 or /48, and whose network it is. The address itself is forgotten.

The lists are short and public: Microsoft 365 endpoint sets 9 and 10 (mail protection), Barracuda's Email
Gateway Defense, Google's SPF ranges (picture proxy), and Microsoft's large blocks, from which Outlook on the
web loads pictures and Defender opens links. `Networks` takes longer ones, such as
Apple's relay exits (mask-api.icloud.com/egress-ip-ranges.csv).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from socket import AF_INET, inet_pton

from desktop_app.domain.errors import InputError

Network = IPv4Network | IPv6Network

KNOWN: Mapping[str, Sequence[str]] = {
    "scanner_network": (
        "40.92.0.0/15", "40.107.0.0/16", "52.100.0.0/14", "52.238.78.88/32", "104.47.0.0/17",
        "2a01:111:f400::/48", "2a01:111:f403::/48",
        "209.222.80.0/21", "15.222.16.128/25", "18.133.136.96/27", "18.184.203.224/27", "35.157.190.224/27",
        "35.176.92.96/27",
    ),
    "microsoft": (
        "13.64.0.0/11", "20.33.0.0/16", "20.64.0.0/10", "40.64.0.0/10", "52.96.0.0/12", "132.245.0.0/16",
    ),
    "google": (
        "35.190.247.0/24", "64.233.160.0/19", "66.102.0.0/20", "66.249.64.0/19", "72.14.192.0/18",
        "74.125.0.0/16", "108.177.8.0/21", "142.250.0.0/15", "172.217.0.0/16", "173.194.0.0/16",
        "209.85.128.0/17", "216.58.192.0/19", "216.239.32.0/19", "2001:4860::/32", "2404:6800::/32",
        "2607:f8b0::/32", "2a00:1450::/32",
    ),
    "apple_relay": ("17.0.0.0/8", "104.28.0.0/16", "172.224.0.0/12", "140.248.0.0/16", "146.75.128.0/17"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Client:
    """An address, read once for each hit. `network` is its /24 or /48: all that may be written anywhere."""

    version: int
    number: int
    network: str

    @property
    def is_global(self) -> bool:
        return self._address.is_global

    @property
    def is_loopback(self) -> bool:
        return self._address.is_loopback

    @property
    def _address(self) -> IPv4Address | IPv6Address:
        return IPv4Address(self.number) if self.version == 4 else IPv6Address(self.number)


class Networks:
    """Tells whose network an address belongs to; about 1 us for any number of ranges."""

    def __init__(self, known: Mapping[str, Iterable[str]] = KNOWN, field: str = "networks") -> None:
        """`known` maps a tag to ranges. Raises InputError(field, reason="not_a_network") for what is none."""
        merged = {tag: _merged(ranges, field) for tag, ranges in known.items()}
        every = [(version, (tag, *edges)) for tag, both in merged.items() for version, edges in both]
        self._ranges = {version: [one for which, one in every if which == version] for version in (4, 6)}

    def tags(self, client: Client) -> list[str]:
        number = client.number
        found = []
        for tag, starts, ends in self._ranges[client.version]:
            at = bisect_right(starts, number)
            if at and number <= ends[at - 1]:
                found.append(tag)
        return found


class Proxies:
    """The reverse proxies whose word on the client's address is believed."""

    def __init__(self, trusted: Iterable[str]) -> None:
        """Raises InputError(field="trusted_proxies", reason="not_a_network")."""
        self._trusted = Networks({"trusted": trusted}, "trusted_proxies")

    def client(self, peer: str, forwarded: Collection[str]) -> Client | None:
        """Give the client's address: the last one in X-Forwarded-For that no trusted proxy has.

        `forwarded` are the header's lines in order. An unlisted peer's word does not count. None: no address.
        """
        client = parse_client(peer)
        hops = [hop for line in forwarded for hop in line.split(",")]
        while hops and client is not None and self._trusted.tags(client):
            client = parse_client(hops.pop())
        return client


def parse_client(text: str) -> Client | None:
    """Read an address, with or without port and brackets; IPv4 inside IPv6 becomes IPv4. None: none."""
    try:
        packed = inet_pton(AF_INET, text)
    except (OSError, ValueError):  # ValueError: a NUL, or what ASCII has no place for
        return _unusual_client(text.strip())
    return Client(4, int.from_bytes(packed, "big"), f"{packed[0]}.{packed[1]}.{packed[2]}.0/24")


def _unusual_client(text: str) -> Client | None:
    """Read IPv6, ports, brackets, zones."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    plain = mapped or address
    cut = ip_network((plain, 24 if plain.version == 4 else 48), strict=False)
    return Client(plain.version, int(plain), str(cut))


def parse_network(text: str, field: str) -> Network:
    """Read an address or range. Raises InputError(field, reason="not_a_network")."""
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError as error:
        raise InputError(field=field, reason="not_a_network", text=text) from error


Edges = tuple[list[int], list[int]]


def _merged(ranges: Iterable[str], field: str) -> list[tuple[int, Edges]]:
    """Sorted starts and ends without overlaps, for each IP version."""
    networks = [parse_network(text, field) for text in ranges]
    merged = []
    for version in (4, 6):
        starts: list[int] = []
        ends: list[int] = []
        same = [network for network in networks if network.version == version]
        for first, last in sorted((int(one.network_address), int(one.broadcast_address)) for one in same):
            if ends and first <= ends[-1] + 1:
                ends[-1] = max(ends[-1], last)
            else:
                starts.append(first)
                ends.append(last)
        merged.append((version, (starts, ends)))
    return merged
