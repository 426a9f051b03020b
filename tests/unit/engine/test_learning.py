"""The log of lists, what became of them, own weights, the lists of the past."""

import json
from contextlib import closing

import pytest

from desktop_app.domain.calibration import Proof
from desktop_app.domain.model import LetterId
from desktop_app.domain.warmth import SHIPPED, Weights
from desktop_app.engine import leads
from desktop_app.engine.learning import Learning, sample
from desktop_app.engine.preferences import preferences
from desktop_app.settings.hours import work_hours
from desktop_app.store import person, settings, shown
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, NOW, Desk

MONDAY = NOW // DAY


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    with desk.db.transaction():
        settings.put(desk.db, "work_zone", json.dumps("UTC"))
    yield desk
    desk.close()


@pytest.fixture
def learning(desk):
    return Learning(desk.db, lambda: False)


def rows(desk):
    return [
        shown._line(row)
        for row in desk.db.rows(f"SELECT {shown._COLUMNS} FROM keep.shown ORDER BY day, rank")
    ]


def write_letters(desk):
    """Two open letters, Anna is known to answer."""
    desk.send("old@x", ANNA, at=NOW - 20 * DAY)
    desk.receive("yes@x", at=NOW - 20 * DAY + HOUR, answers="old@x")
    desk.send("one@x", ANNA, at=NOW - 20 * HOUR)
    desk.send("two@x", BORIS, at=NOW - 90 * HOUR)
    desk.derive()


def test_a_days_list_is_written_down_once(desk, learning):
    write_letters(desk)
    learning.tick(NOW)
    learning.tick(NOW + HOUR)
    found = rows(desk)
    assert [one.message_id for one in found] == ["one@x", "two@x"]
    assert [(one.rank, one.listed, one.day, one.at) for one in found] == [
        (1, 2, MONDAY, NOW),
        (2, 2, MONDAY, NOW),
    ]
    assert found[0].p > found[1].p
    assert not any(one.settled or one.replayed for one in found)


def test_outside_working_hours_there_is_no_list(desk, learning):
    write_letters(desk)
    learning.tick(NOW - 2 * DAY)  # Saturday
    assert rows(desk) == []


def test_what_is_written_down_names_nobody(desk, learning):
    write_letters(desk)
    learning.tick(NOW)
    assert ANNA not in repr(desk.db.rows("SELECT * FROM keep.shown"))


def test_the_outcome_is_written_when_72_hours_have_passed(desk, learning):
    write_letters(desk)
    learning.tick(NOW)
    desk.now = NOW + 4 * DAY
    desk.receive("answer@x", at=NOW + 10 * HOUR, answers="one@x")
    desk.send("again@x", BORIS, at=NOW + 5 * HOUR)
    desk.derive()
    learning.learn(NOW + 71 * HOUR)
    assert not any(one.settled for one in rows(desk))
    learning.learn(NOW + 73 * HOUR)
    anna, boris = rows(desk)
    assert anna.settled
    assert anna.answered
    assert anna.answered_at == NOW + 10 * HOUR
    assert not anna.acted
    assert not boris.answered
    assert boris.acted


def test_an_answer_after_72_hours_is_none(desk, learning):
    write_letters(desk)
    learning.tick(NOW)
    desk.receive("late@x", at=NOW + 80 * HOUR, answers="one@x")
    desk.now = NOW + 5 * DAY
    desk.derive()
    learning.learn(NOW + 5 * DAY)
    assert not rows(desk)[0].answered


def test_the_log_survives_a_rebuild(desk, learning):
    """Everything of otklik.db comes again under other ids."""
    write_letters(desk)
    learning.tick(NOW)
    with desk.db.transaction():
        desk.db.execute("UPDATE recipient SET letter = letter + 1000, contact = contact + 500")
        desk.db.execute("UPDATE reference SET letter = letter + 1000")
        desk.db.execute("UPDATE contact SET id = id + 500")
    learning.learn(NOW + 4 * DAY)
    assert [one.settled for one in rows(desk)] == [True, True]


def test_who_is_erased_is_erased_from_the_log(desk, learning):
    write_letters(desk)
    learning.tick(NOW)
    assert person.held(desk.db, ANNA)["warmth_lists"][0]["message_id"] == "one@x"
    person.erase(desk.db, ANNA, bytes(32), NOW)
    assert [one.message_id for one in rows(desk)] == ["two@x"]


def test_the_log_keeps_120_days_and_a_hundred_letters_a_day(desk):
    key = shown.salt(desk.db, bytes(32))
    for day in range(200):
        line = shown.Line(
            day, shown.person(key, ANNA), "a@x", day * DAY, 0, 1, 1, 0.1, 0.0, (0.0,) * 13, settled=True
        )
        shown.write(desk.db, [line])
    shown.settle(desk.db, NOW)
    assert desk.db.number("SELECT count(*) FROM keep.shown") == shown.KEPT_DAYS + 1
    assert len(sample(1, range(1000))) == shown.A_DAY
    assert sample(1, range(1000)) == sample(1, reversed(range(1000)))
    assert sample(1, range(1000)) != sample(2, range(1000))


def put_fit(desk, proof):
    own = Weights(-1.0, tuple(2 * value for value in SHIPPED.history), SHIPPED.signals)
    shown.add_fit(desk.db, own, proof, NOW)


def test_own_weights_are_used_once_they_are_better_and_one_switch_takes_them_back(desk):
    write_letters(desk)
    usual = leads.score_open(desk.db, NOW)[0]
    put_fit(desk, Proof(150, 20, 0.30, 0.29))  # worse
    assert leads.score_open(desk.db, NOW) == (usual, SHIPPED)
    put_fit(desk, Proof(150, 20, 0.28, 0.29))
    found, weights = leads.score_open(desk.db, NOW)
    assert weights.version == 2
    assert all(found[one].p > usual[one].p for one in usual)
    with desk.db.transaction():
        settings.put(desk.db, "warmth_personal", "false")
    assert leads.score_open(desk.db, NOW) == (usual, SHIPPED)


def test_the_weights_of_a_list_are_written_with_it(desk, learning):
    write_letters(desk)
    put_fit(desk, Proof(150, 20, 0.28, 0.29))
    learning.log(MONDAY, NOW)
    assert {one.version for one in rows(desk)} == {1}


def past(desk):
    """A mailbox of twelve weeks; then it is all in sync."""
    for week in range(12):
        at = NOW - (84 - 7 * week) * DAY
        desk.send(f"a{week}@x", ANNA, at=at)
        desk.receive(f"r{week}@x", at=at + 30 * HOUR, answers=f"a{week}@x")
        desk.send(f"b{week}@x", BORIS, at=at)
    desk.derive()
    for place in (desk.inbox, desk.sent, desk.archive):
        desk.synced(place)


def test_the_lists_of_the_past_are_reconstructed_once_everything_is_read(desk, learning):
    past(desk)
    with desk.db.transaction():
        desk.db.execute("UPDATE folder SET synced_at = NULL WHERE id = ?", (desk.archive.id,))
    learning.tick(NOW)
    assert not any(one.replayed for one in rows(desk))
    desk.synced(desk.archive)
    learning.tick(NOW)
    found = [one for one in rows(desk) if one.replayed]
    assert len(found) > 40
    assert all(one.settled and one.signals == 0 and one.version == 0 for one in found)
    mornings = [one for one in found if one.message_id.startswith("a")]
    assert mornings
    assert all(one.answered for one in mornings)
    assert not any(one.answered for one in found if one.message_id.startswith("b"))
    assert all(one.at > one.sent_at for one in found)
    assert all(one.day % 7 not in (2, 3) for one in found)  # 1970-01-01 was a Thursday: no weekends
    learning.tick(NOW + HOUR)
    assert [one for one in rows(desk) if one.replayed] == found


def test_a_list_of_the_past_is_scored_as_it_would_have_been_that_morning(desk, learning):
    """What came later is not known: with the mailbox cut off at that morning the score is the same."""
    past(desk)
    learning.replay(work_hours(preferences(desk.db)), NOW)
    replayed = rows(desk)
    morning = max(one.at for one in replayed if one.message_id.startswith("a"))
    with desk.db.transaction():
        desk.db.execute("UPDATE recipient SET answered_at = NULL WHERE answered_at > ?", (morning,))
        desk.db.execute("UPDATE recipient SET closed_at = NULL WHERE closed_at > ?", (morning,))
        desk.db.execute("DELETE FROM recipient WHERE at > ?", (morning,))
        desk.db.execute("DELETE FROM letter WHERE arrived_at > ?", (morning,))
        desk.db.execute("DELETE FROM signal")
    live, _ = leads.score_open(desk.db, morning)
    of_morning = {one.message_id: one.p for one in replayed if one.at == morning}
    ids, _ = shown.names(desk.db, [one.letter for one in live.values()], live)
    assert {ids[LetterId(one.letter)]: one.p for one in live.values()} == pytest.approx(of_morning)


def test_a_list_of_today_takes_the_place_of_a_reconstructed_one(desk, learning):
    write_letters(desk)
    learning.log(MONDAY, NOW)
    live = rows(desk)
    with desk.db.transaction():
        desk.db.execute("UPDATE keep.shown SET replayed = 1")
    learning.log(MONDAY, NOW)
    assert rows(desk) == live


def test_the_reader_has_what_the_page_is_made_of(desk, learning):
    past(desk)
    learning.tick(NOW)
    with closing(desk.reader()) as reader:
        told, waiting = reader.warmth_log(0)
        assert len(told) == sum(one.settled for one in rows(desk))
        assert waiting == sum(not one.settled for one in rows(desk))
        assert told[0].without == pytest.approx(told[0].p)
        learning.learn(NOW)
        fit = reader.warmth_fit()
        assert fit is not None
        assert not fit.used  # far too few letters
