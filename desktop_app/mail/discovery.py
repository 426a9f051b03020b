"""Servers for an address: known providers, what DNS and the domain say, names that servers usually have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import AccountKind, AccountSettings, Endpoint, Security
from desktop_app.mail.autoconfig import Announced, Fetch, ask_domain, fetch_https
from desktop_app.mail.autodiscover import Schemes, has_exchange, offered_schemes
from desktop_app.mail.realm import is_at_microsoft, points_there

# (name, "SRV" | "MX" | "CNAME") -> records as in zone files, e.g. "0 1 993 imap.example.com."; none = [].
Resolver = Callable[[str, str], Sequence[str]]

DNS_S = 3.0
MICROSOFT = "modern_sign_in_microsoft"


class KnownService(NamedTuple):
    """`hint` says what a password must be there; the words are made in the user interface."""

    imap: Endpoint
    smtp: Endpoint
    domains: tuple[str, ...]
    mx: tuple[str, ...]  # ends of the mail exchangers' names, for companies with an own domain
    hint: str


def _tls(host: str, port: int) -> Endpoint:
    return Endpoint(host, port, Security.TLS)


def _starttls(host: str, port: int = 587) -> Endpoint:
    return Endpoint(host, port, Security.STARTTLS)


KNOWN_SERVICES = (
    KnownService(
        _tls("imap.yandex.ru", 993),
        _tls("smtp.yandex.ru", 465),
        ("yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua", "narod.ru"),
        ("mx.yandex.ru", "mx.yandex.net"),
        "app_password_yandex",
    ),
    KnownService(
        _tls("imap.mail.ru", 993),
        _tls("smtp.mail.ru", 465),
        ("mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "xmail.ru", "vk.com"),
        ("mxs.mail.ru", "emx.mail.ru"),
        "app_password_mailru",
    ),
    KnownService(
        _tls("imap.gmail.com", 993),
        _tls("smtp.gmail.com", 465),
        ("gmail.com", "googlemail.com"),
        ("google.com", "googlemail.com"),
        "app_password_google",
    ),
    KnownService(
        _tls("imap.rambler.ru", 993),
        _tls("smtp.rambler.ru", 465),
        ("rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru", "rambler.ua"),
        ("mx.rambler.ru",),
        "allow_mail_programs_rambler",
    ),
    KnownService(
        _tls("imap.mail.me.com", 993),
        _starttls("smtp.mail.me.com"),
        ("icloud.com", "me.com", "mac.com"),
        ("mail.icloud.com",),
        "app_password_icloud",
    ),
    KnownService(
        _tls("outlook.office365.com", 993),
        _starttls("smtp.office365.com"),
        ("outlook.com", "hotmail.com", "live.com", "live.ru", "msn.com", "hotmail.ru"),
        ("mail.protection.outlook.com", "olc.protection.outlook.com"),
        MICROSOFT,
    ),
    KnownService(
        _tls("imap.mail.yahoo.com", 993),
        _tls("smtp.mail.yahoo.com", 465),
        ("yahoo.com", "ymail.com", "rocketmail.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr"),
        ("yahoodns.net",),
        "app_password_yahoo",
    ),
    KnownService(
        _tls("imap.gmx.net", 993),
        _tls("mail.gmx.net", 465),
        ("gmx.de", "gmx.net", "gmx.at", "gmx.ch"),
        ("gmx.net",),
        "allow_mail_programs_gmx",
    ),
    KnownService(
        _tls("imap.gmx.com", 993),
        _tls("mail.gmx.com", 465),
        ("gmx.com", "gmx.us", "gmx.co.uk"),
        (),
        "allow_mail_programs_gmx",
    ),
    KnownService(
        _tls("imap.web.de", 993), _starttls("smtp.web.de"), ("web.de",), (), "allow_mail_programs_gmx"
    ),
    KnownService(
        _tls("imap.fastmail.com", 993),
        _tls("smtp.fastmail.com", 465),
        ("fastmail.com", "fastmail.fm"),
        ("messagingengine.com",),
        "app_password_fastmail",
    ),
    KnownService(
        _tls("imap.zoho.com", 993),
        _tls("smtp.zoho.com", 465),
        ("zoho.com", "zohomail.com"),
        ("zoho.com",),
        "app_password_zoho",
    ),
    KnownService(
        _tls("imap.ukr.net", 993), _tls("smtp.ukr.net", 465), ("ukr.net",), (), "app_password_ukrnet"
    ),
)


def discover(
    address: str,
    resolver: Resolver | None = None,
    fetch: Fetch = fetch_https,
    schemes: Schemes = offered_schemes,
) -> list[AccountSettings]:
    """Candidates, best first; guesses are not tried out here. Raises InputError for what is no address.

    `resolver` defaults to DNS by the system's name servers; a dead one costs one time-out. Exchange shows by
    the `schemes` that its Autodiscover offers; where it is, it says only to who signs in. Microsoft 365 shows
    by DNS, or by `mail.realm`.
    """
    domain = _domain(address)
    ask = _patient(resolver or ask_dns)
    first = [
        AccountSettings(kind, address.lower(), address) for kind in _exchanges(domain, ask, fetch, schemes)
    ]
    found = dict.fromkeys(_candidates(domain, address, ask, fetch))
    return first + [
        AccountSettings(AccountKind.IMAP, address.lower(), user, imap, smtp) for imap, smtp, user in found
    ]


def hint(address: str, resolver: Resolver | None = None) -> str:
    """What kind of password the provider wants, as a code; "" when nothing is known."""
    domain = _domain(address)
    known = _by_domain(domain) or _by_exchanger(domain, _patient(resolver or ask_dns))
    return known.hint if known else ""


def ask_dns(name: str, kind: str) -> list[str]:
    """A `Resolver` over the system's name servers. Raises TimeoutError when none answers."""
    import dns.exception
    import dns.resolver

    try:
        answer = dns.resolver.resolve(name, kind, lifetime=DNS_S, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise TimeoutError(str(error)) from error
    return [record.to_text() for record in answer]


def _exchanges(domain: str, ask: Resolver, fetch: Fetch, schemes: Schemes) -> Iterator[AccountKind]:
    """An Exchange of the company's own before Microsoft's: where there are both, only it knows who is where.

    At Microsoft IMAP is often off for a company, and takes no password. A person's own mailbox is another
    matter.
    """
    if _by_domain(domain) is not None:
        return
    hosted = _by_exchanger(domain, ask)
    if hosted is not None and hosted.hint != MICROSOFT:
        return
    if not points_there(domain, ask) and has_exchange(domain, schemes):
        yield AccountKind.EWS
    if hosted is not None or is_at_microsoft(domain, _exchangers(domain, ask), ask, fetch):
        yield AccountKind.GRAPH


def _candidates(domain: str, address: str, ask: Resolver, fetch: Fetch) -> Iterator[Announced]:
    if known := _by_domain(domain):
        yield Announced(known.imap, known.smtp, address)
        return
    if (announced := _announced(domain, ask)) is not None:
        yield Announced(*announced, address)
    if (behind := _by_exchanger(domain, ask)) is not None:
        yield Announced(behind.imap, behind.smtp, address)
        return
    if (told := ask_domain(domain, address, fetch)) is not None:
        yield told
    yield Announced(_tls(f"imap.{domain}", 993), _tls(f"smtp.{domain}", 465), address)
    yield Announced(_tls(f"mail.{domain}", 993), _tls(f"mail.{domain}", 465), address)
    yield Announced(_tls(f"mail.{domain}", 993), _starttls(f"mail.{domain}"), address)
    yield Announced(_starttls(f"mail.{domain}", 143), _starttls(f"mail.{domain}"), address)


def _by_domain(domain: str) -> KnownService | None:
    return next((one for one in KNOWN_SERVICES if domain in one.domains), None)


def _by_exchanger(domain: str, ask: Resolver) -> KnownService | None:
    exchangers = _exchangers(domain, ask)
    for one in KNOWN_SERVICES:
        ends = tuple(f".{end}" for end in one.mx)
        if any(f".{exchanger}".endswith(ends) for exchanger in exchangers):
            return one
    return None


def _exchangers(domain: str, ask: Resolver) -> list[str]:
    return [record.split()[-1].rstrip(".").lower() for record in ask(domain, "MX") if record.split()]


def _announced(domain: str, ask: Resolver) -> tuple[Endpoint, Endpoint | None] | None:
    """RFC 6186 and RFC 8314: TLS from the first byte before STARTTLS."""
    imap = _service(ask(f"_imaps._tcp.{domain}", "SRV"), Security.TLS) or _service(
        ask(f"_imap._tcp.{domain}", "SRV"), Security.STARTTLS
    )
    if imap is None:
        return None
    smtp = _service(ask(f"_submissions._tcp.{domain}", "SRV"), Security.TLS) or _service(
        ask(f"_submission._tcp.{domain}", "SRV"), Security.STARTTLS
    )
    return imap, smtp


def _service(records: Sequence[str], security: Security) -> Endpoint | None:
    """The record of the lowest priority and highest weight; target "." says that there is no such service."""
    found = []
    for record in records:
        words = record.split()
        if len(words) == 4 and all(word.isdigit() for word in words[:3]) and words[3].rstrip("."):
            priority, weight, port = (int(word) for word in words[:3])
            if 0 < port < 65536:
                found.append((priority, -weight, words[3].rstrip(".").lower(), port))
    if not found:
        return None
    _, _, host, port = min(found)
    return Endpoint(host, port, security)


def _domain(address: str) -> str:
    local, _, domain = address.strip().lower().rpartition("@")
    try:
        name = domain.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError as error:
        raise InputError(field="address", reason="bad_address", address=address) from error
    if not local or "." not in name or any(char.isspace() for char in local + name):
        raise InputError(field="address", reason="bad_address", address=address)
    return name


def _patient(resolver: Resolver) -> Resolver:
    """Asks until the first time-out, and each thing once: dead name servers are not waited for five times."""
    dead = False
    known: dict[tuple[str, str], Sequence[str]] = {}

    def ask(name: str, kind: str) -> Sequence[str]:
        nonlocal dead
        if dead or (name, kind) in known:
            return known.get((name, kind), [])
        try:
            known[name, kind] = resolver(name, kind)
        except (TimeoutError, OSError):
            dead = True
        return known.get((name, kind), [])

    return ask
