from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis.strategies import text

from desktop_app.domain.compose import compose, recipients
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import AccountId, Address, Attachment, Draft

ME = Address("Марина Орлова", "marina@linia.example")
ANNA = Address("Анна, покупатель", "anna@zavod.example")


def written(**changes):
    usual = {"account": AccountId(1), "to": (ANNA,), "subject": "Цена", "html": "<p>Добрый день</p>"}
    mime = compose(Draft(**(usual | changes)), ME, "one@linia.example", 1_700_000_000_000_000)
    return message_from_bytes(mime, policy=policy.default)


def test_a_letter_has_a_text_and_an_html_part_that_say_the_same():
    letter = written(html="<p>Цена <b>100</b></p>")
    assert letter.get_content_type() == "multipart/alternative"
    assert "Цена 100" in letter.get_body(("plain",)).get_content()
    assert "<b>100</b>" in letter.get_body(("html",)).get_content()


def test_names_and_subjects_in_russian_come_back_whole():
    letter = written(subject="Договор поставки № 17 от завода " * 6)
    assert letter["From"].addresses[0].display_name == ME.name
    assert letter["To"].addresses[0].display_name == ANNA.name
    assert letter["Subject"] == " ".join(("Договор поставки № 17 от завода " * 6).split())


def test_hidden_recipients_are_in_the_envelope_and_nowhere_else():
    boss = Address("", "boss@linia.example")
    draft = Draft(AccountId(1), to=(ANNA,), bcc=(boss,), html="x")
    assert recipients(draft) == (ANNA.address, boss.address)
    assert b"boss@" not in compose(draft, ME, "one@linia.example", 0)


def test_an_answer_names_what_it_answers_and_the_conversation_before():
    draft = Draft(AccountId(1), to=(ANNA,))
    letter = message_from_bytes(compose(draft, ME, "c@x.example", 0, ("a@y.example", "b@y.example")))
    assert letter["In-Reply-To"] == "<b@y.example>"
    assert letter["References"].split() == ["<a@y.example>", "<b@y.example>"]


def test_a_long_conversation_keeps_its_first_and_its_last_references():
    before = tuple(f"{number}@y.example" for number in range(100))
    letter = message_from_bytes(compose(Draft(AccountId(1), to=(ANNA,)), ME, "c@x.example", 0, before))
    kept = letter["References"].split()
    assert len(kept) == 20
    assert kept[0] == "<0@y.example>"
    assert kept[-1] == "<99@y.example>"


def test_an_attachment_keeps_its_name_and_every_byte():
    content = bytes(range(256)) * 10
    letter = written(attachments=(Attachment("Прайс лист.pdf", "application/pdf", content),))
    [attachment] = letter.iter_attachments()
    assert attachment.get_filename() == "Прайс лист.pdf"
    assert attachment.get_content() == content


def test_line_breaks_cannot_be_smuggled_into_headers():
    thief = Address("A\nBcc: t@example.com", "a@example.com")
    letter = written(subject="Hi\r\nBcc: thief@example.com", to=(thief,))
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Hi Bcc: thief@example.com"


def test_a_letter_to_nobody_is_refused():
    with pytest.raises(InputError, match="nobody"):
        written(to=())


@given(text())
def test_any_subject_is_one_header_of_short_lines_and_reads_back(subject):
    draft = Draft(AccountId(1), to=(ANNA,), subject=subject)
    mime = compose(draft, ME, "one@linia.example", 0)
    head = mime.partition(b"\r\n\r\n")[0]
    assert all(len(line) <= 998 for line in head.split(b"\r\n"))
    expected = "".join(char for char in " ".join(subject.split()) if char.isprintable())
    assert str(make_header(decode_header(message_from_bytes(mime)["Subject"]))).strip() == expected.strip()


@pytest.mark.parametrize("address", ["not an address", "a@b\r\nBcc: c@d", "two@at@signs.example"])
def test_an_address_that_cannot_be_is_refused_by_name(address):
    with pytest.raises(InputError) as caught:
        written(to=(Address("", address),))
    assert caught.value.params["reason"] == "bad_address"
