"""How the invented people's programs fetch: which text names them, from which network they come.

People sit in the documentation networks (RFC 5737), which are nobody's. Only what is told by its network is
given one that the server knows: Google's picture proxy, Apple's relay.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """`opens` "" = never loads pictures. `proxy`: the picture is fetched from that address instead."""

    opens: str
    clicks: str
    proxy: str = ""


_CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36"
)
_EDGE = _CHROME + " Edg/131.0.0.0"
_FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
_IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.6 Mobile/15E148 Safari/604.1"
)
_OUTLOOK = (
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E; "
    "Microsoft Outlook 16.0.17328; ms-office; MSOffice 16)"
)
_THUNDERBIRD = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Thunderbird/128.5.0"
_GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
_YANDEX = "Mozilla/5.0 (compatible; YandexImageResizer/2.0; +http://yandex.com/bots)"

READERS: dict[str, Reader] = {
    "outlook": Reader(_OUTLOOK, _EDGE),
    "thunderbird": Reader(_THUNDERBIRD, _FIREFOX),
    "gmail": Reader(_GMAIL, _CHROME, proxy="66.249.84.113"),
    "yandex": Reader(_YANDEX, _CHROME, proxy="198.51.100.40"),
    "apple": Reader("Mozilla/5.0", _IPHONE, proxy="17.58.101.20"),
    "gateway": Reader(_OUTLOOK, _EDGE),
    "plain": Reader("", _FIREFOX),
}
SCANNER_AGENT = _CHROME
SCANNER_ADDRESS = "192.0.2.200"
COLLEAGUE = Reader(_THUNDERBIRD, _FIREFOX)  # to whom a letter is forwarded
_NETWORKS = ("203.0.113", "198.51.100", "192.0.2")


def address_of(person: str) -> str:
    """The documentation address of a person, always the same."""
    number = zlib.crc32(person.encode())
    return f"{_NETWORKS[number % 3]}.{number // 3 % 180 + 10}"
