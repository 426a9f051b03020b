"""Servers for an address, without a network: DNS is a dictionary here."""

import json
from collections.abc import Sequence

import pytest

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import Endpoint, Security
from desktop_app.mail.discovery import KNOWN_SERVICES, discover, hint


class Zone:
    """A resolver over records; counts its questions."""

    def __init__(self, records: dict | None = None, *, dead: bool = False) -> None:
        self.records: dict[tuple[str, str], list[str]] = records or {}
        self.dead = dead
        self.asked: list[tuple[str, str]] = []

    def __call__(self, name: str, kind: str) -> Sequence[str]:
        self.asked.append((name, kind))
        if self.dead:
            raise TimeoutError("no name server")
        return self.records.get((name, kind), [])


def nothing_offered(_url):
    return []


def nothing(url: str) -> None:
    """A domain without autoconfig."""


@pytest.mark.parametrize("provider", KNOWN_SERVICES, ids=lambda provider: provider.domains[0])
def test_a_large_provider_is_known_without_asking(provider) -> None:
    zone = Zone()
    for domain in provider.domains:
        [found] = discover(f"anna@{domain}", zone, nothing, nothing_offered)
        assert (found.imap, found.smtp) == (provider.imap, provider.smtp)
        assert hint(f"anna@{domain}", zone) == provider.hint
    assert zone.asked == []


def test_no_domain_belongs_to_two_providers() -> None:
    domains = [domain for provider in KNOWN_SERVICES for domain in provider.domains]
    assert len(domains) == len(set(domains))


def test_every_known_server_is_encrypted() -> None:
    assert all(Security.NONE not in (one.imap.security, one.smtp.security) for one in KNOWN_SERVICES)


@pytest.mark.parametrize(
    ("exchanger", "host", "code"),
    [
        ("10 mx.yandex.net.", "imap.yandex.ru", "app_password_yandex"),
        ("1 ASPMX.L.GOOGLE.COM.", "imap.gmail.com", "app_password_google"),
        ("10 emx.mail.ru.", "imap.mail.ru", "app_password_mailru"),
        ("0 firma-ru.mail.protection.outlook.com.", "outlook.office365.com", "modern_sign_in_microsoft"),
    ],
)
def test_a_company_domain_is_known_by_its_mail_exchanger(exchanger: str, host: str, code: str) -> None:
    zone = Zone({("firma.ru", "MX"): [exchanger]})
    found = discover("anna@firma.ru", zone, nothing, nothing_offered)
    assert next(one.imap.host for one in found if one.imap) == host
    assert hint("anna@firma.ru", zone) == code


def test_a_company_at_microsoft_is_reached_by_graph_before_imap_and_a_person_is_not() -> None:
    zone = Zone({("firma.ru", "MX"): ["0 firma-ru.mail.protection.outlook.com."]})
    kinds = [one.kind for one in discover("Anna@firma.ru", zone, nothing, nothing_offered)]
    assert kinds == ["graph", "imap"]
    own = discover("anna@outlook.com", Zone({}), nothing, nothing_offered)
    assert [one.kind for one in own] == ["imap"]


FILTERED = {("firma.ru", "MX"): ["10 mx1-eu1.ppe-hosted.com."]}


def realm(kind: str):
    """What Microsoft says of the domain; the rest of the web says nothing."""

    def fetch(url: str) -> bytes | None:
        if "getuserrealm" not in url:
            return None
        asked.append(url)
        return json.dumps({"NameSpaceType": kind, "DomainName": "firma.ru"}).encode()

    asked: list[str] = []
    fetch.asked = asked
    return fetch


@pytest.mark.parametrize("kind", ["Managed", "Federated"])
def test_behind_a_filter_microsoft_says_that_the_domain_is_there(kind: str) -> None:
    """Federated: one signs in at the company's own page, which is Microsoft's to know."""
    fetch = realm(kind)
    found = discover("Anna@firma.ru", Zone(FILTERED), fetch, nothing_offered)
    assert [one.kind for one in found][:2] == ["graph", "imap"]
    [url] = fetch.asked
    assert "anna" not in url.lower()  # nobody's address leaves


@pytest.mark.parametrize(
    ("records", "kind"),
    [
        (FILTERED, "Unknown"),
        (FILTERED, ""),
        ({("firma.ru", "MX"): ["10 mx.firma.ru."]}, "Managed"),  # a directory there, and mail of its own here
        ({("firma.ru", "MX"): ["10 mx.yandex.net."]}, "Managed"),
        ({("firma.ru", "MX"): ["10 notmimecast.com."]}, "Managed"),
    ],
)
def test_what_is_not_at_microsoft_is_not_taken_for_it(records: dict, kind: str) -> None:
    fetch = realm(kind)
    found = discover("anna@firma.ru", Zone(records), fetch, nothing_offered)
    assert {one.kind for one in found} == {"imap"}
    assert len(fetch.asked) == (records is FILTERED)


@pytest.mark.parametrize("answer", [b"", b"[1]", b"{garbage", b'{"NameSpaceType": 7}', None])
def test_an_answer_of_no_use_about_a_domain_is_none(answer) -> None:
    found = discover("anna@firma.ru", Zone(FILTERED), lambda _url: answer, nothing_offered)
    assert {one.kind for one in found} == {"imap"}


def test_a_domain_whose_outlooks_are_sent_to_microsoft_is_there_and_nobody_is_asked() -> None:
    zone = Zone({("autodiscover.firma.ru", "CNAME"): ["Autodiscover.Outlook.com."]})

    def offered(_url):
        raise AssertionError("there is no Exchange to be asked")

    fetch = realm("Managed")
    assert next(one.kind for one in discover("anna@firma.ru", zone, fetch, offered)) == "graph"
    assert fetch.asked == []


@pytest.mark.parametrize("exchanger", ["0 firma-ru.mail.protection.outlook.com.", "10 eu-1.mimecast.com."])
def test_an_exchange_of_ones_own_comes_before_microsoft_which_only_it_can_tell(exchanger: str) -> None:
    zone = Zone({("firma.ru", "MX"): [exchanger]})
    found = discover("anna@firma.ru", zone, realm("Managed"), lambda _url: ["Negotiate", "NTLM"])
    assert [one.kind for one in found][:3] == ["ews", "graph", "imap"]


def test_a_name_that_only_looks_like_a_providers_is_not() -> None:
    zone = Zone({("firma.ru", "MX"): ["10 notgoogle.com.", "20 google.com.evil.example."]})
    assert hint("anna@firma.ru", zone) == ""


def test_announced_servers_come_first_and_the_lowest_priority_wins() -> None:
    zone = Zone(
        {
            ("_imaps._tcp.firma.ru", "SRV"): ["20 1 993 b.ru.", "10 1 9993 a.ru.", "10 5 993 c.firma.ru."],
            ("_submission._tcp.firma.ru", "SRV"): ["0 0 587 out.firma.ru."],
        }
    )
    first = discover("Anna@Firma.ru", zone, nothing, nothing_offered)[0]
    assert first.imap == Endpoint("c.firma.ru", 993, Security.TLS)
    assert first.smtp == Endpoint("out.firma.ru", 587, Security.STARTTLS)
    assert first.address == "anna@firma.ru"


def test_a_dot_says_that_there_is_no_such_service() -> None:
    zone = Zone({("_imaps._tcp.firma.ru", "SRV"): ["0 0 0 ."]})
    assert discover("anna@firma.ru", zone, nothing, nothing_offered)[0].imap.host == "imap.firma.ru"


@pytest.mark.parametrize("record", ["", "x", "1 2 3", "a b c d", "0 0 99999999999 host.", "0 0 0 host."])
def test_a_broken_record_is_passed_over(record: str) -> None:
    zone = Zone({("_imaps._tcp.firma.ru", "SRV"): [record], ("firma.ru", "MX"): [record]})
    assert discover("anna@firma.ru", zone, nothing, nothing_offered)[0].imap.host == "imap.firma.ru"


def test_guesses_remain_and_dead_name_servers_are_asked_once() -> None:
    zone = Zone(dead=True)
    hosts = [found.imap.host for found in discover("anna@firma.ru", zone, nothing, nothing_offered)]
    assert hosts[:2] == ["imap.firma.ru", "mail.firma.ru"]
    assert len(zone.asked) == 1


def test_a_russian_domain_is_asked_in_ascii() -> None:
    found = discover("анна@почта.рф", Zone(), nothing, nothing_offered)
    assert found[0].imap.host == "imap.xn--80a1acny.xn--p1ai"


@pytest.mark.parametrize("bad", ["", "anna", "anna@", "@firma.ru", "an na@firma.ru", "a@localhost", "a@b..c"])
def test_what_is_no_address_is_an_input_error(bad: str) -> None:
    with pytest.raises(InputError):
        discover(bad, Zone(), nothing, nothing_offered)


def test_what_the_domain_says_comes_after_dns_and_before_guesses() -> None:
    config = (
        b"<clientConfig><emailProvider><incomingServer type='imap'><hostname>in.firma.ru</hostname>"
        b"<port>993</port><socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer>"
        b"</emailProvider></clientConfig>"
    )
    zone = Zone({("_imaps._tcp.firma.ru", "SRV"): ["0 1 993 dns.firma.ru."]})
    found = discover("anna@firma.ru", zone, lambda _: config, nothing_offered)
    assert [one.imap.host for one in found[:3]] == ["dns.firma.ru", "in.firma.ru", "imap.firma.ru"]
    assert [one.user for one in found[:3]] == ["anna@firma.ru", "anna", "anna@firma.ru"]


def test_a_company_with_an_exchange_of_its_own_is_offered_that_first():
    asked = []

    def offered(url):
        asked.append(url)
        return ["Negotiate", "NTLM"] if url.startswith("https://firma.ru/") else []

    first, *others = discover("Anna@firma.ru", Zone(), nothing, offered)
    assert (first.kind, first.address, first.ews_url) == ("ews", "anna@firma.ru", "")
    assert {one.kind for one in others} == {"imap"}
    assert [url.split("/")[2] for url in asked] == ["autodiscover.firma.ru", "firma.ru"]


def test_mail_services_that_answer_autodiscover_are_no_exchange_of_ones_own():
    def offered(_url):
        return ['Basic realm=""', "Bearer"]

    assert {one.kind for one in discover("anna@firma.ru", Zone(), nothing, offered)} == {"imap"}
    assert {one.kind for one in discover("anna@yandex.ru", Zone(), nothing, offered)} == {"imap"}
