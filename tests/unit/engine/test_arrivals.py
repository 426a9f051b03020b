"""Hostile letters become rows like any other: nothing is lost, nothing stops."""

from contextlib import closing

import pytest

from desktop_app.domain.header_reader import HeaderReader
from desktop_app.domain.model import SECOND, Kind
from desktop_app.engine import arrivals
from tests.fakes.desk import Desk, header, upsert
from tests.samples import bounces, hard_letters, header_of


def test_every_hard_letter_and_bounce_becomes_a_row(desk: Desk) -> None:
    blocks = [header_of(letter) for _, letter in (*hard_letters(), *bounces())]
    changes = [upsert(f"1.{number}", block) for number, block in enumerate(blocks)]
    for start in range(0, len(changes), 100):
        desk.take(changes[start : start + 100])
    desk.derive()
    assert desk.db.number("SELECT count(*) FROM place") == len(blocks)
    assert desk.db.number("SELECT count(DISTINCT letter) FROM place") == desk.db.number(
        "SELECT count(*) FROM letter"
    )
    with closing(desk.reader()) as reader:
        assert len(list(reader.letters())) == desk.db.number("SELECT count(*) FROM letter")


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"\x00\x00\x00",
        b"From: \xff\xfe <\xff@\xff>\r\nSubject: \xed\xa0\x80\r\n\r\n",
        b"Message-ID: <a\x00b@x>\r\nFrom: a\x00 <a\x00@x.ru>\r\nSubject: =?utf-8?q?=00=ED=A0=80?=\r\n\r\n",
        b"From: a@x.ru\r\nDate: Thu, 99 Foo 99999 99:99:99 +9999\r\n\r\n",
        b"From: " + b"<" * 100_000 + b"\r\n\r\n",
    ],
)
def test_broken_headers_become_rows_as_well(desk: Desk, block: bytes) -> None:
    desk.take([upsert("1.1", block), upsert("1.2", header("good@x.ru"))])
    desk.derive()
    with closing(desk.reader()) as reader:
        assert len(list(reader.letters())) == 2
        found = reader.letter(desk.letter("good@x.ru"))
    assert found is not None
    assert found.contact is not None


def test_a_letter_that_defeats_the_parser_is_kept_as_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = arrivals.HeaderReader.read

    def fragile(reader: HeaderReader, block: bytes) -> object:
        if b"poison" in block:
            raise ValueError
        return real(reader, block)

    monkeypatch.setattr(arrivals.HeaderReader, "read", fragile)
    desk.take([upsert("1.1", header("poison@x.ru")), upsert("1.2", header("good@x.ru"))])
    assert desk.db.rows("SELECT bad FROM letter ORDER BY id") == [(1,), (0,)]
    (kept,) = desk.db.rows("SELECT header FROM bad_header")
    assert kept[0].encode("latin-1") == header("poison@x.ru")


def test_a_letter_that_defeats_judgement_is_kept_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(arrivals, "describe", broken)
    desk.receive("a@x.ru")
    with closing(desk.reader()) as reader:
        found = reader.letter(desk.letter("a@x.ru"))
    assert found is not None
    assert found.kind is Kind.AUTO


def test_letters_of_1970_and_2099_are_rows_and_leads_like_any_other(desk: Desk) -> None:
    far = 4_102_444_799 * SECOND  # the last second of 2099
    desk.take([upsert("1.1", header("old@x.ru"), at=1), upsert("1.2", header("new@x.ru"), at=far)])
    desk.derive()
    with closing(desk.reader()) as reader:
        assert [row.message_id for row in reader.letters()] == ["new@x.ru", "old@x.ru"]
        assert len(reader.waits()) == 2
        contacts = reader.lead_ids("all", "warmth", True, "", 0)
        assert len(reader.leads(list(contacts))) == 1
