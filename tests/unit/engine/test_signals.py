import threading
from dataclasses import replace

import pytest

from desktop_app.domain.errors import DiskFull, TrackingError
from desktop_app.domain.facts import TrackingState
from desktop_app.domain.model import HOUR, MINUTE, SECOND, Hit, SignalKind, TokenMeaning, Verdict
from desktop_app.engine import signals as module
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.engine.signals import Desk, Puller, pull
from desktop_app.store import signals
from desktop_app.store.database import Database
from tests.fakes.facts import Facts

SENT = 1_700_000_000 * SECOND
OUTLOOK = (
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; "
    "Microsoft Outlook 16.0.17328; ms-office; MSOffice 16)"
)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36"
)
ANNA = "anna@zavod.example"
OPEN = TokenMeaning("open", "m1@linia.example", ANNA, "open", links=2, sent_at=SENT)
PRICES = replace(OPEN, token="prices", kind="click", url="https://linia.example/p", text="Prices")
TERMS = replace(PRICES, token="terms", url="https://linia.example/t", text="Terms")


class Source:
    """A tracking server in memory. `failures` are raised first, one a request."""

    def __init__(self):
        self.hits_kept = []
        self.failures = []
        self.own_network = ""
        self.waits = []
        self.closed = threading.Event()

    def hits(self, after, wait_s):
        self.waits.append(wait_s)
        if self.failures:
            raise self.failures.pop(0)
        found = [hit for hit in self.hits_kept if hit.id > after]
        if not found and wait_s:
            self.closed.wait(5)
        return found

    def close(self):
        self.closed.set()

    def add(self, minutes, meaning, agent=OUTLOOK, network="203.0.113.0/24"):
        at = SENT + round(minutes * MINUTE)
        self.hits_kept.append(Hit(len(self.hits_kept) + 1, at, meaning.kind, meaning.token, agent, network))


@pytest.fixture
def db(tmp_path):
    db = Database.open(tmp_path, SENT)
    signals.add_tokens(db, [OPEN, PRICES, TERMS])
    yield db
    db.close()


@pytest.fixture
def told():
    return []


@pytest.fixture
def desk(db, told):
    return Desk(db, told.append, OwnNetworks(db), lambda: SENT + HOUR)


@pytest.fixture
def source():
    return Source()


def found(db):
    sql = "SELECT kind, verdict, link FROM signal WHERE key <> 'inferred' ORDER BY at, id"
    return [(SignalKind(kind), Verdict(verdict), link) for kind, verdict, link in db.rows(sql)]


def test_a_hit_becomes_a_signal_and_is_announced_once(db, desk, source, told):
    source.add(60, OPEN)
    assert pull(source, desk, 0) == 1
    assert pull(source, desk, 0) == 0
    assert found(db) == [(SignalKind.OPEN, Verdict.HUMAN, "")]
    assert [len(written.fresh) for written in told] == [1]


def test_a_click_is_named_by_the_words_of_its_link(db, desk, source):
    source.add(60, PRICES, CHROME)
    pull(source, desk, 0)
    assert found(db) == [(SignalKind.CLICK, Verdict.HUMAN, "Prices")]


def test_later_hits_turn_the_verdict_on_earlier_ones(db, desk, source):
    source.add(60, PRICES, CHROME)
    pull(source, desk, 0)
    source.add(60 + 1 / 60, TERMS, CHROME)
    pull(source, desk, 0)
    assert [verdict for _, verdict, _ in found(db)] == [Verdict.MACHINE, Verdict.MACHINE]


def test_own_opens_never_count(db, desk, source):
    source.own_network = "8.8.8.0/24"
    source.add(59, OPEN, network="8.8.8.0/24")
    source.add(58, OPEN)
    pull(source, desk, 0)
    assert {verdict for _, verdict, _ in found(db)} == {Verdict.SELF, Verdict.HUMAN}


def test_own_networks_are_remembered_and_a_long_absence_begins_a_new_visit(db):
    networks = OwnNetworks(db)
    for minutes in (0, 5, 20, 300):
        networks.see("8.8.8.0/24", SENT + minutes * MINUTE)
    networks.see("", SENT)
    assert [(one.since - SENT, one.until - SENT) for one in networks.all()] == [
        (0, 20 * MINUTE),
        (300 * MINUTE, 300 * MINUTE),
    ]
    assert OwnNetworks(db).all() == networks.all()


def test_other_rules_judge_all_history_again_and_alert_nobody(db, desk, source, told):
    source.add(60, OPEN)
    pull(source, desk, 0)
    with db.transaction():
        db.execute("DELETE FROM signal")
    desk.keep_rules()
    assert found(db) == [(SignalKind.OPEN, Verdict.HUMAN, "")]
    assert told[-1].fresh == ()
    assert signals.rules(db) == desk.knowledge.version()
    count = len(told)
    desk.keep_rules()
    assert len(told) == count


@pytest.fixture
def puller(source, desk, monkeypatch):
    monkeypatch.setattr(module, "FIRST_PAUSE_S", 0.01)
    facts = Facts()
    puller = Puller(source, desk, facts)
    puller.facts = facts
    yield puller
    puller.stop()


def test_a_puller_says_what_stands_in_the_way_and_goes_on_when_it_is_gone(puller, source, db):
    source.failures = [TrackingError(reason="unreachable"), TrackingError(reason="refused")]
    source.add(60, OPEN)
    puller.start()
    puller.facts.wait_for(lambda fact: fact == TrackingState("on"))
    assert [fact.state for fact in puller.facts.all] == ["unreachable", "refused", "on"]
    puller.facts.wait_until(lambda: len(found(db)) == 1)


def test_a_server_that_is_back_is_asked_without_a_wait_first(puller, source):
    source.failures = [TrackingError(reason="unreachable")]
    puller.start()
    puller.facts.wait_until(lambda: len(source.waits) >= 3)
    assert source.waits[:2] == [0, 0]
    assert source.waits[2] > 0


def test_a_full_disk_does_not_end_the_pulling(puller, source, db, monkeypatch):
    real, answers = signals.store_hits, [DiskFull()]

    def store_hits(*arguments):
        if answers:
            raise answers.pop()
        return real(*arguments)

    monkeypatch.setattr(signals, "store_hits", store_hits)
    source.add(60, OPEN)
    puller.start()
    puller.facts.wait_until(lambda: len(found(db)) == 1)


@pytest.mark.expect_log("pulling hits failed")
def test_a_bug_does_not_end_the_pulling(puller, source, db):
    source.failures = [ZeroDivisionError("a bug")]
    source.add(60, OPEN)
    puller.start()
    puller.facts.wait_until(lambda: len(found(db)) == 1)
