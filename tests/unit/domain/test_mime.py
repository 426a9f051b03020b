"""Header blocks into Headers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.mime import (
    FIELDS,
    HEADER_MAX_BYTES,
    SUBJECT_MAX,
    parse_headers,
    writer_zone,
)
from desktop_app.domain.model import Address

BLOCK = """\
Return-Path: <anna@client.example>
Delivered-To: ivan@firm.example
From: =?utf-8?B?0JDQvdC90LA=?= <Anna@Client.example>
To: Ivan <ivan@firm.example>,
\t"Sales, all" <sales@firm.example>
Cc: boss@client.example
Cc: Second <second@client.example>
Reply-To: anna.private@client.example
Subject: =?koi8-r?B?48XOwQ==?=
 and more
Date: Mon, 3 Nov 2025 12:15:00 +0300
Message-ID: <One@client.example>
In-Reply-To: <zero@firm.example>
References: <first@firm.example>
 <zero@firm.example>
Content-Type: text/plain; charset=utf-8
X-Spam: <not asked>
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("body", ["", "\n\nSubject: of the body\n\n"])
def test_a_usual_letter(end: str, body: str) -> None:
    headers = parse_headers((BLOCK.rstrip("\n") + body).replace("\n", end).encode())
    assert headers.message_id == "One@client.example"
    assert headers.subject == "Цена and more"
    assert headers.sender == Address("Анна", "anna@client.example")
    assert headers.to == (Address("Ivan", "ivan@firm.example"), Address("Sales, all", "sales@firm.example"))
    assert [one.address for one in headers.cc] == ["boss@client.example", "second@client.example"]
    assert headers.reply_to == (Address("", "anna.private@client.example"),)
    assert headers.date == 1762161300_000_000
    assert headers.in_reply_to == ("zero@firm.example",)
    assert headers.references == ("first@firm.example", "zero@firm.example")
    assert headers.delivered_to == ("ivan@firm.example",)
    assert headers.extra == {
        "content-type": "text/plain; charset=utf-8",
        "return-path": "<anna@client.example>",
    }
    assert not headers.bad


def test_the_server_is_asked_for_few_fields() -> None:
    assert len(FIELDS) == len(set(FIELDS)) <= 26
    assert all(name == name.upper() for name in FIELDS)


@pytest.mark.parametrize("charset", ["utf-8", "cp1251", "koi8-r"])
def test_raw_eight_bit_headers_are_guessed(charset: str) -> None:
    block = "From: Иван Петров <i@x.ru>\nSubject: Коммерческое предложение\nMessage-ID: <a@x.ru>\n"
    headers = parse_headers(block.encode(charset))
    assert headers.subject == "Коммерческое предложение"
    assert headers.sender == Address("Иван Петров", "i@x.ru")


def test_control_characters_are_removed_everywhere() -> None:
    block = b"From: A\0nna <a\0@x.ru>\nSubject: a\0b\x07 =?utf-8?Q?c=00=0Ad?=\nMessage-ID: <i\0d@x.ru>\n"
    headers = parse_headers(
        block + b"List-Id: a\0b\nIn-Reply-To: <r\0@x.ru>\nTo: b\0@x.ru\nReferences: <r\0@x.ru> <s\x01@x>\n"
    )
    assert "\0" not in repr(headers).encode().decode("unicode_escape", "replace")
    assert headers.subject == "ab c d"
    assert headers.message_id == "id@x.ru"
    assert headers.references == ("r@x.ru", "s@x")


def test_a_missing_id_is_made_from_the_header_and_the_same_for_all_copies() -> None:
    block = b"From: a@x.ru\r\nDate: Mon, 3 Nov 2025 12:15:00 +0300\r\nSubject: hi\r\n"
    copies = [
        block,
        b"Delivered-To: me@y.ru\r\n" + block,
        block + b"Received: from z\r\n\r\nbody",
        block.replace(b"\r", b""),
    ]
    ids = {parse_headers(copy).message_id for copy in copies}
    assert len(ids) == 1
    assert ids.pop().endswith("@missing.otklik")
    assert parse_headers(block.replace(b"12:15:00", b"12:15:01")).message_id not in ids
    assert parse_headers(block + b"Message-ID: <>\r\n").message_id.endswith("@missing.otklik")


def test_the_person_named_beside_an_id_is_no_id() -> None:
    block = b'From: me@y.ru\nTo: anna@x.ru\nIn-Reply-To: Message from Anna <anna@x.ru> of "Mon" <id@x.ru>\n'
    assert parse_headers(block).in_reply_to == ("id@x.ru",)


def test_a_header_of_a_hundred_megabytes_is_cut() -> None:
    headers = parse_headers(b"From: a@x.ru\nSubject: " + b"x" * 100_000_000)
    assert headers.bad
    assert headers.sender.address == "a@x.ru"
    assert len(headers.subject) == SUBJECT_MAX


def test_a_long_letter_with_a_short_header_is_whole() -> None:
    assert not parse_headers(b"From: a@x.ru\n\n" + b"x" * (2 * HEADER_MAX_BYTES)).bad


def test_what_has_no_sender_is_marked() -> None:
    assert parse_headers(b"").bad
    assert parse_headers(b"\x89PNG\r\n\x1a\n\0\0").bad
    assert parse_headers(b"To: a@x.ru\n").to == (Address("", "a@x.ru"),)


NAME = st.sampled_from([name.title().encode() for name in FIELDS])
VALUE = st.binary(max_size=60) | st.text(alphabet='<>@",;:()=?bqBQ \t\n\\a1', max_size=60).map(str.encode)
FIELD = st.tuples(NAME, VALUE).map(lambda one: one[0] + b": " + one[1])


@given(st.binary() | st.lists(FIELD, max_size=8).map(b"\r\n".join))
def test_any_bytes_give_headers_that_can_be_stored(raw: bytes) -> None:
    headers = parse_headers(raw)
    assert headers.message_id
    texts = [
        headers.message_id,
        headers.subject,
        *headers.extra.values(),
        *headers.in_reply_to,
        *headers.references,
    ]
    texts += [text for one in (headers.sender, *headers.to, *headers.cc, *headers.reply_to) for text in one]
    for text in (*texts, *headers.delivered_to):
        text.encode()
        assert "\0" not in text
        assert "\n" not in text
    assert parse_headers(raw) == headers


def test_the_zone_in_which_a_letter_was_written() -> None:
    assert writer_zone(b"Date: Mon, 3 Nov 2025 10:15:00 +1000\r\n\r\nx") == 600
    assert writer_zone(b"Date: 3 Nov 2025 10:15 EST\n\n") == -300
    assert writer_zone(b"Subject: x\n\n") == writer_zone(b"Date: yesterday\n\n") == 0


@pytest.mark.parametrize(
    ("field", "bare"),
    [
        ("1694.5@lists.example", "1694.5@lists.example"),
        ("<a@b>", ""),
        ("anna@client.example", ""),  # it is her address
        ("your letter of Monday", ""),
        ("a@b c@d", ""),
        ("Message from a@b", ""),
    ],
)
def test_one_id_without_brackets_is_kept_apart(field: str, bare: str) -> None:
    headers = parse_headers(f"From: Anna <anna@client.example>\nIn-Reply-To: {field}\n\n".encode())
    assert headers.bare_reply_to == bare
    assert not bare or headers.in_reply_to == ()
