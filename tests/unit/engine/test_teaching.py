"""What corrections, devices and letters read here teach; a kill in the middle loses nothing of it."""

from contextlib import closing
from dataclasses import replace

import pytest

from desktop_app.domain.commands import RuleOffer
from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.likeness import LearnedRule, Likeness
from desktop_app.domain.model import HOUR, MINUTE, Hit, TokenMeaning, Verdict
from desktop_app.domain.tokens import check, key_text, parse_key
from desktop_app.engine import signals as module
from desktop_app.engine.marking import Server
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.engine.signals import Desk
from desktop_app.engine.teaching import Teaching
from desktop_app.store import learned, signals
from desktop_app.store.database import Database
from desktop_app.store.reader import Reader
from tests.unit.engine.test_signals import CHROME, OUTLOOK, SENT

HOME, OFFICE = "85.26.10.0/24", "93.184.216.0/24"
KEY = parse_key(key_text(7, bytes(32)))


class World:
    def __init__(self, db):
        self.db = db
        self.told = []
        self.desk = Desk(db, self.told.append, OwnNetworks(db), lambda: SENT + HOUR)
        self.server = Server("https://t.firm.example", KEY, None)
        self.teaching = Teaching(self.desk, lambda: self.server)
        self.hits = 0

    def letter(self, number, recipient="anna@zavod.example"):
        one = TokenMeaning(f"open{number}", f"m{number}@firm", recipient, "open", links=2, sent_at=SENT)
        click = replace(one, token=f"click{number}", kind="click", url="https://x", text="Prices")
        signals.add_tokens(self.db, [one, click])

    def hit(self, token, agent=CHROME, network=HOME, after=HOUR, flags=()):
        self.hits += 1
        kind = "click" if token.startswith("click") else "open"
        self.desk.take([Hit(self.hits, SENT + after, kind, token, agent, network, flags)])

    def verdicts(self):
        rows = self.db.rows("SELECT message_id, verdict FROM signal WHERE key <> 'inferred' ORDER BY id")
        return [(message, Verdict(verdict)) for message, verdict in rows]

    def signal(self, message_id):
        sql = "SELECT id FROM signal WHERE message_id = ? AND key <> 'inferred'"
        return self.db.number(sql, (message_id,))


@pytest.fixture
def db(tmp_path):
    db = Database.open(tmp_path, SENT)
    yield db
    db.close()


@pytest.fixture
def world(db):
    return World(db)


ROBOT = LearnedRule(Likeness(HOME, "browser", "zavod.example"), Verdict.MACHINE)


def test_a_correction_offers_the_rule_it_suggests_and_says_how_many_earlier_ones_it_would_change(world):
    for number in range(4):
        world.letter(number)
        world.hit(f"open{number}")
    world.letter(9, "boris@other.example")
    world.hit("open9")
    corrected = world.teaching.correct(world.signal("m1@firm"), Verdict.MACHINE)
    assert corrected.offer == RuleOffer(ROBOT, earlier=3)
    assert [verdict for _, verdict in world.verdicts()].count(Verdict.MACHINE) == 1


def test_a_learnt_rule_judges_earlier_and_future_hits_and_forgetting_it_takes_all_back(world):
    for number in range(3):
        world.letter(number)
    world.letter(9, "boris@other.example")
    for token in ("open0", "open1", "open9"):
        world.hit(token)
    before = world.verdicts()
    number = world.teaching.learn(ROBOT, SENT)
    world.hit("open2")
    assert world.verdicts() == [
        ("m0@firm", Verdict.MACHINE),
        ("m1@firm", Verdict.MACHINE),
        ("m9@firm", Verdict.HUMAN),
        ("m2@firm", Verdict.MACHINE),
    ]
    assert all(written.fresh == () for written in world.told[3:4])
    world.teaching.forget(number)
    world.teaching.forget(number)
    assert world.verdicts() == [*before, ("m2@firm", Verdict.HUMAN)]


def test_a_reader_tells_what_was_learnt_and_which_devices_are_known(world, tmp_path):
    number = world.teaching.learn(ROBOT, SENT)
    link = world.teaching.add_device("Phone", SENT)
    with closing(Reader(tmp_path)) as reader:
        assert reader.rules() == [(number, ROBOT.likeness, Verdict.MACHINE, SENT)]
        assert reader.devices() == [(link.token, "Phone", "", SENT, None)]


def test_what_the_person_said_of_one_signal_stays_above_a_rule(world):
    world.letter(1)
    world.hit("open1")
    world.teaching.correct(world.signal("m1@firm"), Verdict.HUMAN)
    world.teaching.learn(ROBOT, SENT)
    assert world.verdicts() == [("m1@firm", Verdict.HUMAN)]


def test_the_newer_of_two_rules_about_the_same_holds(world):
    world.letter(1)
    world.hit("open1")
    first = world.teaching.learn(ROBOT, SENT)
    second = world.teaching.learn(ROBOT._replace(verdict=Verdict.HUMAN), SENT + 1)
    assert first == second
    assert world.verdicts() == [("m1@firm", Verdict.HUMAN)]


def test_a_kill_before_history_is_judged_again_is_made_good_at_the_next_start(world, monkeypatch):
    monkeypatch.setattr(module, "LETTERS_AT_ONCE", 1)
    for number in range(3):
        world.letter(number)
        world.hit(f"open{number}")
    world.desk.keep_rules()
    real, calls = signals.rewrite, []

    def rewrite(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(signals, "rewrite", rewrite)
    with pytest.raises(KeyboardInterrupt):
        world.teaching.learn(ROBOT, SENT)
    assert sorted(verdict for _, verdict in world.verdicts()) == ["human", "human", "machine"]
    again = World(world.db)
    again.desk.keep_rules()
    assert {verdict for _, verdict in again.verdicts()} == {Verdict.MACHINE}
    count = len(calls)
    again.desk.keep_rules()
    assert len(calls) == count


def test_what_a_webmail_loaded_teaches_nothing(world):
    world.letter(1)
    world.hit("open1", "Mozilla/5.0 Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)")
    assert world.teaching.correct(world.signal("m1@firm"), Verdict.SELF).offer is None


def test_taking_a_correction_back_offers_nothing_and_a_signal_that_is_gone_is_no_error(world):
    world.letter(1)
    world.hit("open1")
    world.teaching.correct(world.signal("m1@firm"), Verdict.SELF)
    assert world.teaching.correct(world.signal("m1@firm"), None).offer is None
    assert world.teaching.correct(99, Verdict.SELF) == (None, None)
    assert world.verdicts() == [("m1@firm", Verdict.HUMAN)]


def test_a_device_whose_link_was_opened_is_the_persons_own_also_in_the_past(world):
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {}"
    world.letter(1)
    world.letter(2)
    world.hit("open1", phone.format("Spark/3"))
    assert world.verdicts() == [("m1@firm", Verdict.HUMAN)]
    link = world.teaching.add_device("  My   phone ", SENT)
    assert link.url == f"https://t.firm.example/me/{link.token}"
    assert check(link.token, {7: KEY.seal}) == 7
    assert world.db.rows("SELECT name, network FROM keep.device") == [("My phone", "")]
    world.hit(link.token, phone.format("Version/17.5 Safari/604.1"))
    world.hit("open2", OUTLOOK)
    assert world.verdicts() == [("m1@firm", Verdict.SELF), ("m2@firm", Verdict.HUMAN)]
    world.teaching.remove_device(link.token)
    world.teaching.remove_device(link.token)
    assert world.verdicts() == [("m1@firm", Verdict.HUMAN), ("m2@firm", Verdict.HUMAN)]


@pytest.mark.parametrize(("name", "reason"), [("  ", "empty"), ("x" * 61, "too_long")])
def test_a_device_needs_a_name(world, name, reason):
    with pytest.raises(InputError, match=reason):
        world.teaching.add_device(name, SENT)


def test_a_device_needs_a_server(world):
    world.server = None
    with pytest.raises(TrackingError, match="off"):
        world.teaching.add_device("Phone", SENT)


def test_what_is_learnt_of_a_domain_judges_its_letters_again(world):
    world.letter(1)
    world.hit("click1", CHROME, after=MINUTE)
    assert world.verdicts() == [("m1@firm", Verdict.HUMAN)]
    assert learned.set_gateway(world.db, "zavod.example", "proofpoint", SENT)
    world.desk.learn(domains=["zavod.example"])
    assert world.verdicts() == [("m1@firm", Verdict.UNKNOWN)]
    assert not learned.set_gateway(world.db, "zavod.example", "proofpoint", SENT + 1)


def test_a_rebuilt_database_is_judged_by_what_was_learnt_before(world, tmp_path):
    world.letter(1)
    world.teaching.learn(ROBOT, SENT)
    world.db.close()
    for name in ("otklik.db", "otklik.db-wal", "otklik.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    world.db = Database.open(tmp_path, SENT)
    again = World(world.db)
    try:
        again.hit("open1")
        assert again.verdicts() == [("m1@firm", Verdict.MACHINE)]
    finally:
        world.db.close()


def test_a_reopen_is_corrected_by_the_hit_that_made_it(world):
    world.letter(1)
    world.hit("open1", OUTLOOK, OFFICE)
    world.hit("open1", CHROME, HOME, after=3 * HOUR)
    number = world.db.number("SELECT id FROM signal WHERE kind = 'reopen'")
    offer = world.teaching.correct(number, Verdict.SELF).offer
    assert offer == RuleOffer(LearnedRule(Likeness(HOME, "browser", ""), Verdict.SELF), 0)
