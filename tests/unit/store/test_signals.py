"""Tokens, hits and signals; corrections survive being judged again and a rebuilt database."""

from contextlib import closing
from dataclasses import replace

from desktop_app.domain.model import Hit, SignalKind, TokenMeaning, Verdict
from desktop_app.store import signals
from desktop_app.store.signals import Judged, Written
from tests.fakes.desk import ANNA, MINUTE, NOW, Desk

MEANING = TokenMeaning("tok", "out@firm.ru", ANNA, "open", links=2, sent_at=NOW)
HIT = Hit(5, NOW, "open", "tok", "Mozilla", "192.0.2.0/24", ("google", "head"))
OPEN = Judged("out@firm.ru", ANNA, SignalKind.OPEN, "5", NOW, Verdict.HUMAN, ("direct",))


def test_a_token_and_its_hits_come_back_as_they_were(desk: Desk) -> None:
    signals.add_tokens(desk.db, [MEANING])
    assert signals.store_hits(desk.db, [HIT, replace(HIT, id=6, token="unknown")], 6) == {"out@firm.ru"}
    assert signals.meanings(desk.db, ["tok", "no"]) == {"tok": MEANING}
    assert signals.tokens_of(desk.db, "out@firm.ru") == [MEANING]
    assert signals.hits_of(desk.db, "out@firm.ru") == [HIT]
    assert signals.cursor(desk.db) == 6


def test_another_server_means_starting_from_its_beginning(desk: Desk) -> None:
    signals.add_tokens(desk.db, [MEANING])
    signals.store_hits(desk.db, [HIT], 5)
    signals.forget_hits(desk.db)
    assert signals.cursor(desk.db) == 0
    assert signals.hits_of(desk.db, "out@firm.ru") == []
    assert signals.tokens_of(desk.db, "out@firm.ru") == [MEANING], "cannot be rebuilt"


def test_a_signal_knows_its_letter_and_contact(desk: Desk) -> None:
    desk.send("out@firm.ru")
    written = signals.rewrite(desk.db, ["out@firm.ru"], [OPEN])
    with closing(desk.reader()) as reader:
        (row,) = reader.signals()
    assert written == ((row.id,), (desk.contact(ANNA),), (row.id,), ())
    assert (row.letter, row.contact, row.subject) == (desk.letter("out@firm.ru"), desk.contact(ANNA), "Offer")


def test_judging_again_changes_nothing_when_nothing_changed(desk: Desk) -> None:
    signals.rewrite(desk.db, ["out@firm.ru"], [OPEN])
    assert signals.rewrite(desk.db, ["out@firm.ru"], [OPEN]) == Written()


def test_a_signal_keeps_its_id_when_it_is_judged_otherwise(desk: Desk) -> None:
    before = signals.rewrite(desk.db, ["out@firm.ru"], [OPEN])
    after = signals.rewrite(desk.db, ["out@firm.ru"], [replace(OPEN, verdict=Verdict.MACHINE, count=3)])
    assert (after.signals, after.fresh) == (before.signals, ())


def test_a_signal_folded_into_another_is_gone(desk: Desk) -> None:
    second = replace(OPEN, key="6", kind=SignalKind.REOPEN, at=NOW + MINUTE)
    signals.rewrite(desk.db, ["out@firm.ru"], [OPEN, second])
    written = signals.rewrite(desk.db, ["out@firm.ru"], [OPEN])
    assert len(written.signals) == 1
    assert written.contacts == (desk.contact(ANNA),)
    with closing(desk.reader()) as reader:
        assert [row.kind for row in reader.signals()] == [SignalKind.OPEN]


def test_answers_are_not_touched_when_hits_are_judged(desk: Desk) -> None:
    answer = replace(OPEN, kind=SignalKind.REPLY, key="in@client.ru")
    signals.rewrite(desk.db, ["out@firm.ru"], [answer], [SignalKind.REPLY])
    signals.rewrite(desk.db, ["out@firm.ru"], [OPEN])
    with closing(desk.reader()) as reader:
        assert {row.kind for row in reader.signals()} == {SignalKind.OPEN, SignalKind.REPLY}


def test_a_correction_outlives_judging_again_and_can_be_taken_back(desk: Desk) -> None:
    (number,) = signals.rewrite(desk.db, ["out@firm.ru"], [OPEN]).signals
    assert signals.correct(desk.db, number, Verdict.SELF) == desk.contact(ANNA)
    signals.rewrite(desk.db, ["out@firm.ru"], [replace(OPEN, verdict=Verdict.UNKNOWN)])
    with closing(desk.reader()) as reader:
        (row,) = reader.signals()
        assert (row.verdict, row.judged) == (Verdict.SELF, Verdict.UNKNOWN)
        signals.correct(desk.db, number, None)
        (row,) = reader.signals()
        assert row.verdict is Verdict.UNKNOWN


def test_a_correction_outlives_a_rebuilt_database(desk: Desk) -> None:
    (number,) = signals.rewrite(desk.db, ["out@firm.ru"], [OPEN]).signals
    signals.correct(desk.db, number, Verdict.SELF)
    with desk.db.transaction():
        desk.db.execute("DELETE FROM signal")
    signals.rewrite(desk.db, ["out@firm.ru"], [OPEN])
    with closing(desk.reader()) as reader:
        assert [row.verdict for row in reader.signals()] == [Verdict.SELF]


def test_correcting_what_is_gone_does_nothing(desk: Desk) -> None:
    assert signals.correct(desk.db, 99, Verdict.SELF) is None
