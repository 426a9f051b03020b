"""What every minute computes again: after it, computing everything finds nothing to change."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desktop_app.domain.model import Micros, SignalKind, Verdict
from desktop_app.engine.active_leads import ActiveLeads
from desktop_app.engine.leads import refresh, refresh_active
from desktop_app.store import accounts, leads, people, reminders, reports, settings
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, ME, MINUTE, Desk

VERA = "vera@other.ru"
PEOPLE = st.sampled_from((ANNA, BORIS, VERA, "gleb@client.ru", "dina@gmail.com"))
STEPS = st.sampled_from(
    (MINUTE, MINUTE, 20 * MINUTE, HOUR, 5 * HOUR, 26 * HOUR, 50 * HOUR, 3 * DAY, 7 * DAY, 13 * DAY)
)
DEEDS = st.one_of(
    st.tuples(st.just("receive"), PEOPLE, st.integers(-2 * DAY, 20 * DAY) | st.integers(91 * DAY, 93 * DAY)),
    st.tuples(
        st.just("send"), st.lists(PEOPLE, min_size=1, max_size=3, unique=True), st.integers(-HOUR, 15 * DAY)
    ),
    st.tuples(st.just("signal"), PEOPLE, st.sampled_from(tuple(SignalKind)), st.integers(-HOUR, 15 * DAY)),
    st.tuples(st.just("snooze"), PEOPLE, STEPS),
    st.tuples(st.just("call"), PEOPLE),
    st.tuples(st.just("remind"), PEOPLE, STEPS),
    st.tuples(st.just("away"), PEOPLE, STEPS),
    st.tuples(st.just("target"), st.sampled_from(("30", "60", "600", "12000"))),
    st.tuples(st.just("rule"), st.sampled_from(("working", "calendar"))),
    st.tuples(st.just("nothing")),
)


class World:
    """A desk on which things happen, and the pass of every minute."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder)
        self.active = ActiveLeads(self.desk.db)
        self._number = 0

    def close(self) -> None:
        self.desk.close()

    def name(self) -> str:
        self._number += 1
        return f"m{self._number}@x.ru"

    def do(self, deed: str, *about: object) -> None:
        getattr(self, f"_{deed}")(*about)

    def minute(self) -> tuple[int, ...]:
        return self.active.refresh(self.desk.now)

    def whole(self) -> tuple[int, ...]:
        """What computing everything changes, by the code that remembers nothing."""
        return refresh_active(self.desk.db, self.desk.now)

    def _earlier(self, dice: int) -> str:
        """One of the last letters, whose answer the next one is."""
        return f"m{max(1, self._number - dice % 4)}@x.ru" if self._number else ""

    def _receive(self, who: str, ago: Micros) -> None:
        at, answers = self.desk.now - ago, self._earlier(ago)
        self.desk.receive(self.name(), sender=f"Somebody <{who}>", at=at, answers=answers)
        self.desk.derive()

    def _send(self, to: list[str], ago: Micros) -> None:
        answers = self._earlier(ago)
        self.desk.send(self.name(), ", ".join(to), at=self.desk.now - ago, answers=answers)
        self.desk.derive()

    def _signal(self, who: str, kind: SignalKind, ago: Micros) -> None:
        contact = self.desk.contact(who)
        row = self.desk.db.row("SELECT max(letter) FROM recipient WHERE contact = ?", (contact,))
        if not contact or row is None:
            return
        verdict = Verdict.HUMAN if ago % 3 else Verdict.MACHINE
        values = (self.name(), who, kind.value, "k", row[0], contact, self.desk.now - ago, verdict.value)
        with self.desk.db.transaction():
            self.desk.db.execute(SIGNAL, values)
        refresh(self.desk.db, [contact], self.desk.now)

    def _snooze(self, who: str, after: Micros) -> None:
        if contact := self.desk.contact(who):
            people.snooze(self.desk.db, contact, self.desk.now + after)
            refresh(self.desk.db, [contact], self.desk.now)

    def _call(self, who: str) -> None:
        if contact := self.desk.contact(who):
            people.handled(self.desk.db, contact, self.desk.now)
            refresh(self.desk.db, [contact], self.desk.now)

    def _remind(self, who: str, after: Micros) -> None:
        reminders.put_for_letter(
            self.desk.db, f"m{self._number}@x.ru", [who], self.desk.now, self.desk.now + after
        )

    def _away(self, who: str, after: Micros) -> None:
        self.desk.receive(
            name := self.name(), sender=who, subject="Out of office", extra="Auto-Submitted: auto-replied\n"
        )
        self.desk.derive()
        with self.desk.db.transaction():
            back = reports.Report(return_at=self.desk.now + after)
            reports.save(self.desk.db, self.desk.letter(name), back)
        refresh(self.desk.db, [self.desk.contact(who)], self.desk.now)

    def _target(self, minutes: str) -> None:
        settings.put(self.desk.db, "target_minutes", minutes)

    def _rule(self, clock: str) -> None:
        settings.put(self.desk.db, "target_rules", json.dumps([["account", ME, 45, clock]]))

    def _nothing(self) -> None:
        pass


SIGNAL = """
INSERT INTO signal (message_id, recipient, kind, key, letter, contact, at, judged, verdict, reasons, link,
    count)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, '[]', 'Prices', 1)
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with closing(World(tmp_path)) as one:
        yield one


@given(st.lists(st.tuples(DEEDS, STEPS), min_size=1, max_size=8))
@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happens_the_rows_are_those_that_computing_everything_gives(story):
    with TemporaryDirectory() as folder, closing(World(Path(folder))) as world:
        world.minute()
        for deed, step in story:
            world.do(*deed)
            world.minute()
            usual = leads.base(world.desk.db)
            assert world.whole() == (), deed
            assert leads.base(world.desk.db) == usual, deed
            world.desk.now += step
            world.minute()
            assert world.whole() == (), (deed, "and then", step)


def test_hours_and_lateness_come_when_the_clock_says_so(world):
    world.do("send", [ANNA], 3 * HOUR)
    world.do("receive", BORIS, HOUR)
    world.do("signal", ANNA, SignalKind.CLICK, HOUR + 1)
    for _ in range(60):
        world.minute()
        assert world.whole() == ()
        world.desk.now += 23 * MINUTE


def test_who_did_not_change_is_not_read_again(world, monkeypatch):
    world.do("send", [ANNA, VERA], 3 * DAY)
    world.minute()
    read = []
    plain = leads.people
    monkeypatch.setattr(leads, "people", lambda db, contacts: read.extend(contacts) or plain(db, contacts))
    world.desk.now += MINUTE // 60
    world.do("call", VERA)
    read.clear()
    world.minute()
    assert read == [world.desk.contact(VERA)]


def test_what_a_removed_mailbox_leaves_is_computed_anew(world):
    world.do("send", [ANNA], DAY)
    world.minute()
    accounts.remove(world.desk.db, world.desk.account)
    world.minute()
    assert world.whole() == ()
    assert leads.base(world.desk.db) == pytest.approx(0.028)


def test_a_pass_that_breaks_is_made_good_by_the_next(world, monkeypatch):
    world.do("send", [ANNA], DAY)
    world.minute()
    world.do("receive", ANNA, 0)
    with monkeypatch.context() as broken:
        broken.setattr(leads, "set_base", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            world.minute()
    world.minute()
    assert world.whole() == ()


def test_rows_say_nothing_of_somebody_who_is_no_lead_any_more(world):
    world.do("send", [ANNA], DAY)
    world.minute()
    contact = world.desk.contact(ANNA)
    with world.desk.db.transaction():
        for table in ("recipient", "letter"):
            world.desk.db.execute(f"DELETE FROM {table}")
    refresh(world.desk.db, [contact], world.desk.now)
    world.minute()
    assert world.desk.db.number("SELECT count(*) FROM lead") == 0
    assert world.whole() == ()
