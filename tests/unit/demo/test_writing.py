"""Letters as bytes: other people's parsers read what was written, in every program's style."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.demo import files, reports
from desktop_app.demo.feeder import internal_date
from desktop_app.demo.writing import STYLES, Letter, write
from desktop_app.domain.letters import classify
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import Address
from desktop_app.domain.reports import bounce_facts

AT = 1_795_698_000_000_000
OLGA, MARINA = (
    Address("Ольга Белова", "belova@zlakpole.example"),
    Address("Marina O'Neil, jr", "m@linia.example"),
)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="<>⟦⟧"), min_size=1
)


def letter(style="gmail", **changes):
    fields = {
        "sender": OLGA, "to": (MARINA,), "subject": "Упаковка круп — вопрос",
        "paragraphs": ("Добрый день!", " * раз"),
        "at": AT, "message_id": "1@zlakpole.example", "style": STYLES[style],
    }  # fmt: skip
    return Letter(**{**fields, **changes})


@pytest.mark.parametrize("style", STYLES)
def test_every_style_reads_back(style):
    quoted = letter("manager", message_id="0@linia.example", paragraphs=("Цена 10 ₽",))
    mime = write(
        letter(style, quoted=quoted, chain=("0@linia.example",), files=(files.pdf("КП.pdf", "Offer"),))
    )
    read = message_from_bytes(mime, policy=policy.default)
    text = read.get_body(("plain",)).get_content()
    assert text.startswith("Добрый день!")
    assert "> Цена 10 ₽" in text
    headers = parse_headers(mime)
    assert (headers.subject, headers.sender, headers.to) == ("Упаковка круп — вопрос", OLGA, (MARINA,))
    assert headers.in_reply_to == ("0@linia.example",)
    assert headers.date == AT
    (attached,) = read.iter_attachments()
    assert attached.get_content().startswith(b"%PDF-1.4")
    assert b"\n" not in mime.replace(b"\r\n", b"")


@given(st.sampled_from(sorted(STYLES)), WORDS, WORDS)
def test_any_words_survive(style, subject, text):
    mime = write(letter(style, subject=subject, paragraphs=(text,)))
    assert parse_headers(mime).subject == subject
    body = message_from_bytes(mime, policy=policy.default).get_body(("plain",)).get_content()
    assert body.strip() == text.strip()


def test_machines_write_what_machines_write():
    assert classify(parse_headers(reports.away(letter(subject="Автоматический ответ: x")))) == "away"
    assert classify(parse_headers(reports.ticket(letter(subject="Обращение 5 принято")))) == "auto"
    assert classify(parse_headers(reports.newsletter(letter(), "digest"))) == "list"
    assert (
        classify(parse_headers(reports.receipt(letter(subject="Прочитано: x"), letter(), deleted=False)))
        == "receipt"
    )
    for method in ("REQUEST", "REPLY"):
        assert classify(parse_headers(reports.invitation(letter(), AT, method))) == "calendar"


def test_a_delivery_report_tells_whom_and_which():
    original = write(letter("manager", sender=MARINA, to=(OLGA,), message_id="5@linia.example"))
    mime = reports.bounce("9@mx.example", AT, MARINA, OLGA.address, original, "5@linia.example")
    assert classify(parse_headers(mime)) == "bounce"
    facts = bounce_facts(mime)
    assert (facts.recipient, facts.message_id, facts.action) == (OLGA.address, "5@linia.example", "failed")


def test_internal_dates_do_not_depend_on_the_machine():
    assert internal_date(0) == b" 1-Jan-1970 00:00:00 +0000"
    assert internal_date(AT) == b"26-Nov-2026 13:00:00 +0000"
