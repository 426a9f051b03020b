"""Whose address is it: ours, a list of ours, a client's company; and who really wrote a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from desktop_app.domain.mailboxes import parse_mailboxes
from desktop_app.domain.model import AccountSettings, Address, Headers

# Mail for everybody: never ours as a domain, and no company.
_PUBLIC = frozenset({
    "gmail.com", "googlemail.com", "ya.ru", "mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru",
    "xmail.ru", "rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru", "narod.ru",
    "hotbox.ru", "pochta.ru", "e1.ru", "ngs.ru", "nm.ru", "tut.by", "ukr.net", "i.ua", "bigmir.net",
    "meta.ua", "outlook.com", "msn.com", "passport.com", "icloud.com", "me.com", "mac.com", "ymail.com",
    "rocketmail.com", "aol.com", "aim.com", "proton.me", "protonmail.com", "protonmail.ch", "pm.me",
    "tutanota.com", "tutanota.de", "tuta.io", "tuta.com", "mail.com", "email.com", "usa.com", "web.de",
    "t-online.de", "freenet.de", "arcor.de", "posteo.de", "mailbox.org", "fastmail.com", "fastmail.fm",
    "hushmail.com", "zoho.com", "zohomail.com", "zohomail.eu", "qq.com", "foxmail.com", "163.com",
    "126.com", "yeah.net", "sina.com", "sohu.com", "naver.com", "hanmail.net", "daum.net", "orange.fr",
    "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "libero.it", "virgilio.it", "tiscali.it", "wp.pl",
    "o2.pl", "onet.pl", "interia.pl", "seznam.cz", "centrum.cz", "uol.com.br", "bol.com.br",
    "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "btinternet.com", "vk.com",
    "sberbank.online", "mail.kz", "yandex.ru", "mail.ua",
})  # fmt: skip
# With any ending: yandex.kz, live.nl, yahoo.co.uk, gmx.net.
_PUBLIC_ANY_ENDING = frozenset({"yandex", "live", "hotmail", "yahoo", "gmx", "outlook"})
_ENDINGS = re.compile(r"[a-z]{2,4}(\.[a-z]{2})?")

# Second-level names under which companies register: "co.uk", "com.ru", "msk.ru".
_SHARED_SECOND = re.compile(r"com?|net|org|gov|edu|ac|mil|gob|go|or|ne|gen|biz|info|pp")
_RUSSIAN_SECOND = re.compile(r"msk|spb|nov|nsk|vrn|mos|kazan|samara|chel|tula|tver|perm|ural|int|nnov")

_GMAIL = frozenset({"gmail.com", "googlemail.com"})
_YANDEX = frozenset(
    {"yandex.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua", "yandex.com.tr", "ya.ru"}
)

_ANSWERS_KEPT = 10_000  # by `OwnAddresses`: more than most people ever write with

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
_LIST_ID = re.compile(r"<([^<>]*)>")
_LIST_ROBOT = re.compile(r"(.+?)-(?:bounces?|owner|request)(?:[+-].*)?")
_VIA = re.compile(r"(.*\S)\s+\(?(?:via|через|über|par l'intermédiaire de)\s+\S.*", re.DOTALL | re.IGNORECASE)


def normalise(address: str) -> str:
    """An address as people type it, in the one form that is stored: lower-case, no brackets, no "mailto:"."""
    return "".join(address.split()).strip("<>\"',;.").lower().removeprefix("mailto:")


def is_address(text: str) -> bool:
    """Whether there is one "@" with something on both sides: all that holds of every address."""
    return _ADDRESS.fullmatch(text) is not None


def shown_name(name: str, address: str) -> str:
    """The name, or the address where the name has nothing to be seen (spaces, zero-width characters)."""
    visible = any(unicodedata.category(one)[0] not in "CZM" for one in name)
    return name if visible else address


def domain_of(address: str) -> str:
    """What stands after the last "@", "" when nothing does."""
    return address.rpartition("@")[2].strip(".").lower() if "@" in address else ""


def is_public(domain: str) -> bool:
    """Whether a mail domain serves everybody (gmail.com, yandex.kz, mail.ru)."""
    first, _, ending = domain.partition(".")
    return domain in _PUBLIC or (first in _PUBLIC_ANY_ENDING and bool(_ENDINGS.fullmatch(ending)))


def company(address: str) -> str:
    """The domain a company registered ("firm.co.uk" of x@mail.firm.co.uk), "" for public mail domains."""
    domain = domain_of(address)
    labels = domain.split(".")
    if len(labels) < 2 or not labels[-1].isalnum() or labels[-1].isdigit() or is_public(domain):
        return ""
    count = 3 if len(labels) > 2 and _is_shared_second(labels[-2], labels[-1]) else 2
    registered = ".".join(labels[-count:])
    return "" if is_public(registered) else registered


class OwnAddresses:
    """The addresses and domains that are ours (product.md "own address").

    An account's address is ours and so is its domain, unless that is a public one. What the user declares
    is an address ("sales@lists.firm.ru": that one only) or a domain ("firm.ru", its subdomains included);
    public domains are ignored.
    """

    __slots__ = ("_answers", "_domains", "_mailboxes")

    def __init__(self, account: str, declared: Iterable[str] = ()) -> None:
        address = normalise(account)
        entries = [entry for entry in (normalise(one).removeprefix("*") for one in declared) if entry]
        addresses = [address, *(entry for entry in entries if "@" in entry[1:])]
        domains = [domain_of(address), *(entry.strip("@.") for entry in entries if "@" not in entry[1:])]
        self._mailboxes = frozenset(_mailbox_key(one) for one in addresses if one)
        self._domains = frozenset(one for one in domains if "." in one and not is_public(one))
        self._answers: dict[str, bool] = {}

    @classmethod
    def of_accounts(cls, accounts: Iterable[AccountSettings]) -> OwnAddresses:
        """What is ours over all accounts."""
        merged = cls("")
        for account in accounts:
            one = cls(account.address, account.own)
            merged._mailboxes |= one._mailboxes
            merged._domains |= one._domains
        return merged

    def is_own(self, address: str) -> bool:
        """Whether it is an own address or lies in an own domain."""
        known = self._answers.get(address)  # asked 3.5 times a letter, at 0.9 us without this
        if known is None:
            if len(self._answers) >= _ANSWERS_KEPT:
                self._answers.clear()
            known = self.is_mailbox(address) or self._in_own_domain(domain_of(address))
            self._answers[address] = known
        return known

    def is_mailbox(self, address: str) -> bool:
        """Whether it is the account's or a declared address, not just a colleague's in an own domain."""
        return _mailbox_key(address) in self._mailboxes

    def is_own_list(self, headers: Headers, lists: Sequence[str] | None = None) -> bool:
        """Whether the letter came through a list whose address is an own address: a shared mailbox.

        `lists`: `list_addresses` when they are known already.
        """
        for address in list_addresses(headers) if lists is None else lists:
            if self.is_own(address):
                return True
        return _before_via(headers.sender.name) is not None and self.is_own(headers.sender.address)

    def _in_own_domain(self, domain: str) -> bool:
        return domain in self._domains or any(domain.endswith("." + own) for own in self._domains)


def resolve_sender(headers: Headers, own: OwnAddresses, lists: Sequence[str] | None = None) -> Address | None:
    """Who wrote the letter; None when the headers do not say.

    Mailing lists put their own address into From ("Anna via Sales <sales@firm.ru>") because DMARC forbids
    them to send under Anna's. Where they say who it was: X-Original-From (Google Groups), Reply-To, or Cc
    when the list wants replies for itself (Mailman). Cc also names others, therefore only a person of the
    same name counts there. `lists`: `list_addresses` when they are known already.
    """
    sender = headers.sender
    if lists is None:
        lists = list_addresses(headers)
    written = _before_via(sender.name) if lists or own.is_own(sender.address) else None
    is_via = written is not None
    if is_via or (lists and (sender.address in lists or "x-original-from" in headers.extra)):
        found = _original_sender(headers, own, lists, written or "")
        if is_via or (found and own.is_own(sender.address)):
            return found
    return sender if "@" in sender.address else None


def list_addresses(headers: Headers) -> tuple[str, ...]:
    """Addresses that the letter's mailing list may have, by List-Id and by the robot that sent it on.

    List-Id is "name.domain" for the address name@domain (Mailman, Google Groups). Empty: no list.
    """
    extra = headers.extra
    return _list_addresses(extra.get("list-id", ""), extra.get("sender", ""), extra.get("return-path", ""))


@lru_cache(maxsize=1024)
def _list_addresses(list_id: str, *robots: str) -> tuple[str, ...]:
    found = []
    if list_id:
        bracketed = _LIST_ID.search(list_id)
        name, _, domain = (bracketed[1] if bracketed else list_id).strip().lower().partition(".")
        found.append(f"{name}@{domain}")
    for robot in robots:
        local, at, domain = robot.rpartition("<")[2].strip("> ").lower().rpartition("@")
        if at and (listed := _LIST_ROBOT.fullmatch(local)):
            found.append(f"{listed[1]}@{domain}")
    return tuple(found)


@lru_cache(maxsize=1024)
def _before_via(name: str) -> str | None:
    """The name in front: "Anna via Sales" is Anna. None when it says no such thing."""
    via = _VIA.fullmatch(name)
    return via[1].strip("'\" ") if via else None


def _original_sender(
    headers: Headers, own: OwnAddresses, lists: Sequence[str], written: str
) -> Address | None:
    """The person behind a list's From; `written` is the name it left there."""
    original = parse_mailboxes(headers.extra.get("x-original-from", ""))
    others = {headers.sender.address, *lists}
    for candidates, by_name in ((original, False), (headers.reply_to, False), (headers.cc, True)):
        people = [one for one in candidates if "@" in one.address and one.address not in others]
        if found := _the_one(people, written, by_name, own):
            return Address(found.name or written, found.address)
    return None


def _the_one(people: list[Address], written: str, by_name: bool, own: OwnAddresses) -> Address | None:
    """The only candidate, or the only one with the name that stood in From."""
    named = [one for one in people if written and _same_name(written, one)]
    if len({one.address for one in named}) == 1:
        return named[0]
    if by_name or len({one.address for one in people}) != 1:
        return None
    only = people[0]
    # A list of ours may direct replies to another address of ours; that is no person.
    return only if not own.is_own(only.address) or (own.is_mailbox(only.address) and not only.name) else None


def _same_name(written: str, candidate: Address) -> bool:
    return written.lower() == candidate.address or _words(written) == _words(candidate.name)


def _words(name: str) -> list[str]:
    """The words of a name in one order: "Petrov, Ivan" and "Ivan Petrov" are the same."""
    return sorted(re.findall(r"\w+", name.casefold()))


def _is_shared_second(second: str, last: str) -> bool:
    if last in ("ru", "su") and _RUSSIAN_SECOND.fullmatch(second):
        return True
    return len(last) == 2 and bool(_SHARED_SECOND.fullmatch(second))


def _mailbox_key(address: str) -> str:
    """The same for every spelling of one mailbox: "+tag", Gmail's dots, Yandex's domains and hyphens."""
    local, at, domain = address.lower().rpartition("@")
    if not at:
        return address
    local = local.partition("+")[0] or local
    if domain in _GMAIL:
        return local.replace(".", "") + "@gmail.com"
    if domain in _YANDEX:
        return local.replace("-", ".") + "@yandex.ru"
    return f"{local}@{domain}"
