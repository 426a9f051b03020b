"""Domains are looked up off the hot path, seldom, and only where a name server may hear of them."""

import pytest

from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND, Hit, TokenMeaning, Verdict
from desktop_app.engine.mail_domains import LOOKED_UP_AGAIN, MailDomains
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.engine.signals import Desk
from desktop_app.store import learned, signals
from desktop_app.store.database import Database
from tests.unit.engine.test_signals import CHROME, SENT

NOW = SENT + DAY


class World:
    def __init__(self, db):
        self.db = db
        self.desk = Desk(db, lambda written: None, OwnNetworks(db), lambda: NOW)
        self.asked = []
        self.exchangers = {}
        self.dead = False
        self.domains = MailDomains(self.desk, self.ask, lambda: False)
        self.hits = 0

    def ask(self, name, kind):
        self.asked.append((name, kind))
        if self.dead:
            raise TimeoutError
        return self.exchangers.get(name, [])

    def letter(self, number, domain, opened_after=None, agent=CHROME):
        one = TokenMeaning(f"t{number}", f"m{number}@firm", f"p{number}@{domain}", "open", sent_at=SENT)
        click = TokenMeaning(f"c{number}", f"m{number}@firm", f"p{number}@{domain}", "click", sent_at=SENT)
        signals.add_tokens(self.db, [one, click])
        if opened_after is not None:
            self.hit(f"t{number}", opened_after, agent)

    def hit(self, token, after, agent=CHROME):
        self.hits += 1
        kind = "open" if token[0] == "t" else "click"
        self.desk.take([Hit(self.hits, SENT + after, kind, token, agent, f"85.26.{self.hits}.0/24")])

    def verdict(self, message_id, kind="open"):
        sql = "SELECT verdict FROM signal WHERE message_id = ? AND kind = ? AND key <> 'inferred'"
        return Verdict(self.db.row(sql, (message_id, kind))[0])


@pytest.fixture
def world(tmp_path):
    db = Database.open(tmp_path, SENT)
    yield World(db)
    db.close()


def test_a_domain_behind_a_filter_is_found_once_and_its_letters_are_judged_again(world):
    world.letter(1, "zavod.ru")
    world.hit("c1", 3 * MINUTE)
    world.exchangers["zavod.ru"] = ["mx0a-1.pphosted.com."]
    assert world.verdict("m1@firm", "click") is Verdict.HUMAN
    world.domains.learn(NOW)
    assert world.verdict("m1@firm", "click") is Verdict.UNKNOWN
    world.domains.learn(NOW + HOUR)
    assert world.asked == [("zavod.ru", "MX")]
    world.domains.learn(NOW + LOOKED_UP_AGAIN + 1)
    assert len(world.asked) == 2


def test_nobody_is_asked_about_names_of_this_house_or_of_a_demo(world):
    for number, domain in enumerate(("zavod.example", "srv.local", "host")):
        world.letter(number, domain)
    world.domains.learn(NOW)
    world.domains.learn(NOW)
    assert world.asked == []


def test_a_dead_name_server_is_asked_once_a_round_and_again_in_the_next(world):
    world.dead = True
    for number, domain in enumerate(("a.ru", "b.ru", "c.ru")):
        world.letter(number, domain)
    world.domains.learn(NOW)
    assert len(world.asked) == 1
    world.dead = False
    world.domains.learn(NOW + MINUTE)
    assert {name for name, _ in world.asked} == {"a.ru", "b.ru", "c.ru"}


def test_a_mailbox_that_loads_pictures_by_itself_teaches_its_delivery_window(world):
    for number in range(6):
        world.letter(number, "fast.example", opened_after=50 * SECOND)
    assert world.verdict("m0@firm") is Verdict.HUMAN
    world.domains.learn(NOW)
    assert learned.domains(world.db).windows == {"fast.example": 90 * SECOND}
    assert world.verdict("m0@firm") is Verdict.UNKNOWN
    version = world.desk.knowledge.version()
    assert signals.rules(world.db) == version
    world.domains.learn(NOW)
    assert signals.rules(world.db) == version


def test_people_in_outlook_who_read_at_once_teach_nothing(world):
    outlook = "Mozilla/4.0 (compatible; Microsoft Outlook 16.0; ms-office)"
    for number in range(6):
        world.letter(number, "quick.example", opened_after=20 * SECOND, agent=outlook)
    world.domains.learn(NOW)
    assert learned.domains(world.db).windows == {}
