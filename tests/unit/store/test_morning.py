"""The place in the morning queue outlives the program, not the day, and goes with an erased person."""

from contextlib import closing

from desktop_app.store import morning, person
from desktop_app.store.morning import Kept
from tests.fakes.desk import ANNA, BORIS, NOW, Desk

TODAY = 2_461_371


def read(desk: Desk, day: int = TODAY) -> Kept | None:
    with closing(desk.reader()) as reader:
        return reader.morning(day)


def test_what_is_kept_is_read_again_in_its_order_and_replaced_by_the_next(desk: Desk) -> None:
    desk.receive("a@client.ru")
    desk.receive("b@client.ru", sender=f"Boris <{BORIS}>")
    anna, boris = desk.contact(ANNA), desk.contact(BORIS)
    morning.keep(desk.db, TODAY, NOW, [(boris, "done"), (anna, "")], [])
    assert read(desk) == Kept(NOW, ((boris, "done"), (anna, "")), frozenset())
    morning.keep(desk.db, TODAY, NOW + 1, [(anna, "called")], [boris])
    assert read(desk) == Kept(NOW + 1, ((anna, "called"),), frozenset({boris}))


def test_another_day_begins_anew(desk: Desk) -> None:
    desk.receive("a@client.ru")
    morning.keep(desk.db, TODAY, NOW, [(desk.contact(ANNA), "done")], [])
    assert read(desk, TODAY + 1) is None


def test_an_erased_person_is_not_kept(desk: Desk) -> None:
    desk.receive("a@client.ru")
    morning.keep(desk.db, TODAY, NOW, [(desk.contact(ANNA), "done")], [])
    person.erase(desk.db, ANNA, b"0" * 16, NOW)
    assert read(desk) is None
