"""The quick way to read headers answers as the patient one does, whatever it is given."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.header_reader import HeaderReader
from desktop_app.domain.mime import FIELDS, parse_headers
from tests import samples

USUAL = """\
Return-Path: <anna@client.example>
Delivered-To: ivan@firm.example
From: Anna Petrova <anna@client.example>
To: Ivan <ivan@firm.example>,
 "Sales, all" <sales@firm.example>
Subject: =?utf-8?B?0JDQvdC90LA=?= asks
Date: Mon, 3 Nov 2025 12:15:00 +0300
Message-ID: <one@client.example>
In-Reply-To: <zero@firm.example>
References: <first@firm.example>
\t<zero@firm.example>
Content-Type: multipart/mixed; boundary="x"
"""

NAMES = st.sampled_from([*FIELDS, *(name.title() for name in FIELDS), "Message-Id", "X-Other", "To ", ""])
PLAIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
VALUES = st.one_of(
    PLAIN,
    st.text(max_size=20),
    st.sampled_from(
        ["<a@x>", "<a@x> <b@y>", "a@x", "Anna <anna@x>", "Of Anna <anna@x> <b@x>", "b\x1b$B", "<>", "\t"]
    ),
    st.sampled_from(["Mon, 3 Nov 2025 12:15:00 +0300", "Mon, 03 Nov 1969 23:59:60 +1400", "3 Nov 2025"]),
)
LINES = st.tuples(NAMES, st.sampled_from([":", ": ", ":\t", "", " : "]), VALUES).map("".join)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n ", "\r\n\t", "\n\n"])
BLOCKS = st.lists(st.tuples(LINES, ENDS).map("".join), max_size=12).map("".join)


def as_fetched(header: bytes) -> bytes:
    """Only the fields we ask for, with CRLF and the empty line, as a server answers."""
    lines = re.split(rb"\n(?![ \t])", header.replace(b"\r\n", b"\n"))
    wanted = tuple(name.lower().encode() + b":" for name in FIELDS)
    kept = [line for line in lines if line.lower().startswith(wanted)]
    return b"".join(line.replace(b"\n", b"\r\n") + b"\r\n" for line in kept) + b"\r\n"


@pytest.fixture(scope="module")
def letters() -> list[bytes]:
    broken = [mime for _, mime in (*samples.bounces(), *samples.hard_letters())]
    return [*samples.mailbox_letters(), *broken]


def test_all_samples_read_alike(letters: list[bytes]) -> None:
    reader = HeaderReader()
    assert len(letters) > 6500
    for number, letter in enumerate(letters):
        header = samples.header_of(letter)
        for raw in (as_fetched(header), header, *([] if number % 10 else [letter])):
            assert reader.read(raw) == parse_headers(raw)


def test_nearly_all_letters_are_read_the_quick_way(
    letters: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    patient: list[bytes] = []
    monkeypatch.setattr("desktop_app.domain.header_reader.parse_headers", patient.append)
    reader = HeaderReader()
    for letter in letters[:5534]:
        reader.read(as_fetched(samples.header_of(letter)))
    assert len(patient) < 55


@pytest.mark.parametrize(
    "change",
    [
        ("", ""),
        ("\n", "\r\n"),
        ("\n", "\r"),
        ("Delivered-To", "Delivered-To: one@x\nDelivered-To: <Two@x>\nX-Original-To: 3@x\nDelivered-To"),
        ("Return-Path", "Return-Path: <other@x>\nReturn-Path"),
        ("Message-ID: <one@client.example>", "Message-ID: <second@x>\nMessage-ID: <one@client.example>"),
        ("Message-ID: <one@client.example>", "Message-ID: one"),
        ("Message-ID: <one@client.example>\n", ""),
        ("From: Anna", "CC: Boss <Boss@x>\nCc: other@x\nFrom: Anna"),
        ("In-Reply-To: <zero@firm.example>", "In-Reply-To: zero@firm.example"),
        ("In-Reply-To: <zero@firm.example>", "In-Reply-To: anna@client.example"),
        ("In-Reply-To: <zero@firm.example>", "In-Reply-To: Message of Anna <anna@client.example> <zero@x>"),
        ("Anna Petrova", "Анна"),
        ("asks", "asks\x1b"),
        ("Subject:", "To\nSubject:"),
        ("Subject:", "To\x1c:  a@x \nSubject:"),
        ("Date: Mon, 3", "Date: Mon, 33"),
        ("+0300", "+03001"),
        ("Content-Type", "\nContent-Type"),
        ("Content-Type", "Sender: " + "long " * 1000 + "\nContent-Type"),
    ],
)
def test_what_is_unusual_reads_alike(change: tuple[str, str]) -> None:
    raw = USUAL.replace(*change).encode() if change[0] else USUAL.encode()
    reader = HeaderReader()
    reader.read(USUAL.encode())  # remembers its lines
    assert reader.read(raw) == parse_headers(raw)


@given(st.lists(BLOCKS.map(str.encode) | st.binary(max_size=200), max_size=4))
def test_garbage_reads_alike(blocks: list[bytes]) -> None:
    reader = HeaderReader()
    for raw in [*blocks, *(USUAL.encode() + block for block in blocks)]:
        assert reader.read(raw) == parse_headers(raw)
