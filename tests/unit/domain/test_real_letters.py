"""Real letters through everything that reads letters: bounces, letters that break parsers, a real mailbox."""

import email
import re
from collections import Counter
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

import pytest

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.letters import classify, describe
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import Direction, Excluded, Headers, Kind
from desktop_app.domain.quotes import own_text
from desktop_app.domain.reports import bounce_facts, receipt_facts
from desktop_app.domain.text import readable
from tests import samples

# The archive holds more than bounces. These are no reports of a mail system about a letter that failed:
NO_BOUNCES = (
    "arf-",  # complaints about spam (feedback reports)
    "rfc3834-",  # automatic replies
    "lhost-sendmail-14",  # a person forwards a bounce
    # JSON of a cloud service, sent by its robot no-reply@
    "lhost-amazonses-10", "lhost-amazonses-11", "lhost-amazonses-12", "lhost-amazonses-13",
)  # fmt: skip
# ... and these say that a letter is late, not that it failed; told from their subjects by a person.
LATE = (
    "lhost-exim-38", "lhost-gmail-06", "lhost-gmail-09", "lhost-messagingserver-07", "lhost-opensmtpd-04",
    "lhost-opensmtpd-06", "lhost-opensmtpd-12", "lhost-opensmtpd-13", "lhost-opensmtpd-15",
    "lhost-opensmtpd-16", "lhost-sendmail-29", "lhost-x1-04", "rfc3464-09", "rfc3464-34", "rhost-gsuite-06",
    "rhost-outlook-06",
)  # fmt: skip


def is_one_of(name: str, marks: tuple[str, ...]) -> bool:
    return name.rpartition("/")[2].startswith(marks)


@pytest.fixture(scope="module")
def bounces() -> list[tuple[str, bytes]]:
    return list(samples.bounces())


@pytest.fixture(scope="module")
def mailbox() -> list[bytes]:
    return samples.mailbox_letters()


def test_every_hard_letter_is_read_without_an_exception(bounces: list[tuple[str, bytes]]) -> None:
    own = OwnAddresses("nobody@firm.invalid")
    letters = [*bounces, *samples.hard_letters()]
    assert len(letters) > 1000
    for _, mime in letters:
        headers = parse_headers(mime)
        described = describe(headers, own, in_sent_folder=False)
        text = readable(mime)
        for one in (headers.subject, headers.message_id, *headers.sender, text, own_text(text)):
            one.encode()
            assert "\0" not in one
        assert described.direction is Direction.IN
        bounce_facts(mime)
        receipt_facts(mime)


def test_bounces_are_known_by_their_headers(bounces: list[tuple[str, bytes]]) -> None:
    assert len(bounces) == 514
    true = [(name, mime) for name, mime in bounces if not is_one_of(name, NO_BOUNCES + LATE)]
    assert len(true) == 474
    missed = [name for name, mime in true if classify(parse_headers(mime)) is not Kind.BOUNCE]
    assert len(missed) <= 0.03 * len(true), missed


def test_what_is_no_bounce_is_not_taken_for_one(bounces: list[tuple[str, bytes]]) -> None:
    others = [(name, mime) for name, mime in bounces if is_one_of(name, NO_BOUNCES + LATE)]
    assert [name for name, mime in others if classify(parse_headers(mime)) is Kind.BOUNCE] == []


def test_bounces_say_who_and_which_letter(bounces: list[tuple[str, bytes]]) -> None:
    facts = [bounce_facts(mime) for name, mime in bounces if not is_one_of(name, NO_BOUNCES + LATE)]
    assert sum(bool(one.recipient) for one in facts) >= 0.97 * len(facts)
    assert sum(bool(one.message_id) for one in facts) >= 0.85 * len(facts)
    assert sum(bool(one.status) for one in facts) >= 0.75 * len(facts)
    assert sum(one.action == "failed" for one in facts) >= 0.97 * len(facts)


# the mailbox


def test_the_mailbox_reads_as_pythons_own_parser_reads_it(mailbox: list[bytes]) -> None:
    assert len(mailbox) == 5534
    differences = Counter[str]()
    for letter in mailbox:
        block = samples.header_of(letter)
        headers = parse_headers(block)
        assert not headers.bad
        assert parse_headers(letter) == headers
        expected, read = by_email(email.message_from_bytes(block)), by_us(headers)
        differences.update(name for name in expected if expected[name] != read[name])
    assert differences == {}


def by_us(headers: Headers) -> dict[str, object]:
    return {
        "subject": headers.subject,
        "from": [headers.sender.name, headers.sender.address],
        "to": [list(one) for one in headers.to],
        "cc": [list(one) for one in headers.cc],
        "reply_to": [list(one) for one in headers.reply_to],
        "date": headers.date,
        "ids": (headers.message_id, headers.in_reply_to, headers.references),
    }


def by_email(message: Message) -> dict[str, object]:
    date = parsedate_to_datetime(message["Date"])
    assert date.tzinfo is not None
    return {
        "subject": decoded(message["Subject"]),
        "from": people(message, "From")[0],
        "to": people(message, "To"),
        "cc": people(message, "Cc"),
        "reply_to": people(message, "Reply-To"),
        "date": int(date.timestamp()) * 1_000_000,
        "ids": (ids(message["Message-ID"])[0], ids(message["In-Reply-To"]), ids(message["References"])),
    }


def decoded(value: str) -> str:
    return " ".join(str(make_header(decode_header(value))).split())


def people(message: Message, field: str) -> list[list[str]]:
    """We also take away the quotes that Outlook puts inside of quotes, and people without any address."""
    found = getaddresses([str(one) for one in message.get_all(field, [])])
    named = [(decoded(name), address.lower()) for name, address in found if address]
    return [[re.sub(r"^'(.+)'$", r"\1", name), one] for name, one in named]


def ids(value: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"<([^<>]+)>", re.sub(r"\s+", "", value or ""))))


def test_the_mailbox_as_its_owner_sees_it(mailbox: list[bytes]) -> None:
    own = OwnAddresses(samples.OWNER, [samples.LIST])
    letters = [describe(parse_headers(one), own, in_sent_folder=False) for one in mailbox]
    kinds = Counter(one.kind for one in letters)
    assert kinds == {Kind.HUMAN: 5534}
    sent = [one for one in letters if one.direction is Direction.OUT]
    assert len(sent) == 1406
    assert {one.responder for one in sent} == {samples.OWNER.lower()}
    assert {one.excluded for one in sent} == {None}, "each of them may answer a client"
    received = [one for one in letters if one.direction is Direction.IN]
    assert all(one.contact and one.contact.address != samples.LIST for one in received)
    assert {one.excluded for one in received} == {None, Excluded.CC_ONLY}


def test_without_declaring_the_list_its_mail_is_list_mail(mailbox: list[bytes]) -> None:
    own = OwnAddresses(samples.OWNER)
    letters = [describe(parse_headers(one), own, in_sent_folder=False) for one in mailbox[:300]]
    assert {one.kind for one in letters} == {Kind.LIST}
    assert all(one.sender and "via" not in one.sender.name for one in letters)


def test_the_mailbox_has_text_and_its_quotes_are_cut(mailbox: list[bytes]) -> None:
    texts = [readable(one) for one in mailbox[::5]]
    own = [own_text(one) for one in texts]
    assert all(texts)
    assert sum("wrote:" in one for one in texts) > 0.5 * len(texts)
    assert sum("wrote:" in one for one in own) < 0.01 * len(texts)
    assert sum(not one for one in own) < 0.01 * len(texts)
