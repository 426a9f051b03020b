import random
from ipaddress import ip_address, ip_network

import pytest

from desktop_app.domain.errors import InputError
from desktop_app.server.networks import KNOWN, Client, Networks, Proxies, parse_client


@pytest.mark.parametrize(
    ("address", "tag"),
    [
        ("40.107.218.12", "scanner_network"),  # Defender, gophish#973
        ("104.47.1.254", "scanner_network"),  # Safe Links, laravel-passwordless-login#79
        ("209.222.82.9", "scanner_network"),  # Barracuda
        ("2a01:111:f403::7", "scanner_network"),
        ("20.72.100.79", "microsoft"),
        ("40.94.16.1", "microsoft"),
        ("66.249.93.70", "google"),  # the picture proxy
        ("104.28.10.20", "apple_relay"),
    ],
)
def test_known_networks_are_tagged(address: str, tag: str) -> None:
    assert tag in Networks().tags(client(address))


@pytest.mark.parametrize("address", ["85.26.10.1", "127.0.0.1", "2001:db8::1", "0.0.0.0", "255.255.255.255"])
def test_other_networks_are_not(address: str) -> None:
    assert Networks().tags(client(address)) == []


def test_tags_are_those_of_a_plain_search_through_all_ranges() -> None:
    rng = random.Random(7)
    known = {"a": ["10.0.0.0/8", "10.1.0.0/16", "11.0.0.0/9", "0.0.0.0/8"], "b": ["10.128.0.0/9", "::/3"]}
    networks = Networks(known)
    for _ in range(2000):
        address = (
            ip_address(rng.randrange(0, 2**28)) if rng.random() < 0.7 else ip_address(rng.getrandbits(128))
        )
        expected = [
            tag
            for tag, ranges in known.items()
            if any(address.version == ip_network(r).version and address in ip_network(r) for r in ranges)
        ]
        assert networks.tags(client(str(address))) == expected


def test_every_range_shipped_is_a_range() -> None:
    assert all(ip_network(text) for ranges in KNOWN.values() for text in ranges)


def test_only_listed_proxies_are_believed() -> None:
    proxies = Proxies(["127.0.0.1", "10.0.0.0/8"])
    assert proxies.client("127.0.0.1", ["85.26.10.1"]) == client("85.26.10.1")
    assert proxies.client("85.26.10.9", ["1.2.3.4"]) == client("85.26.10.9")
    assert proxies.client("127.0.0.1", []) == client("127.0.0.1")


def test_an_address_that_the_client_wrote_itself_is_not_believed() -> None:
    proxies = Proxies(["127.0.0.1", "10.0.0.0/8"])
    assert proxies.client("127.0.0.1", ["1.2.3.4, 85.26.10.1, 10.2.2.2"]) == client("85.26.10.1")
    assert proxies.client("127.0.0.1", ["1.2.3.4", "85.26.10.1"]) == client("85.26.10.1")


def test_nonsense_from_a_proxy_gives_no_address() -> None:
    assert Proxies(["127.0.0.1"]).client("127.0.0.1", ["unknown"]) is None
    assert Proxies([]).client("", []) is None


@pytest.mark.parametrize("text", ["300.1.1.1", "proxy.example", "10.0.0.0/64", ""])
def test_a_proxy_that_is_no_network_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        Proxies([text])
    assert caught.value.params["field"] == "trusted_proxies"


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("85.26.10.77", "85.26.10.0/24"),
        ("85.26.10.77:5000", "85.26.10.0/24"),
        ("::ffff:85.26.10.77", "85.26.10.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("[2001:db8:1:2::1]:443", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("nonsense", ""),
    ],
)
def test_what_may_be_kept_of_an_address(text: str, network: str) -> None:
    found = parse_client(text)
    assert (found.network if found else "") == network


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.8.8.8", "::1", "10.0.0.1", "85.26.10.1", "2001:db8::1", "fe80::1"]
)
def test_an_address_is_the_same_as_by_the_standard_library(address: str) -> None:
    found, expected = client(address), ip_address(address)
    assert (found.version, found.number) == (expected.version, int(expected))
    assert (found.is_global, found.is_loopback) == (expected.is_global, expected.is_loopback)


@pytest.mark.parametrize(
    "text", ["1.2.3", "01.2.3.4", "1.2.3.4\0", "1.2.3.4 5", "\udcff", "1.2.3.256", "٣.2.3.4"]
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert parse_client(text) is None


def client(address: str) -> Client:
    found = parse_client(address)
    assert found is not None
    return found
