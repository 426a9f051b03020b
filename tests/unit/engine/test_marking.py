import re

import pytest

from desktop_app.domain.compose import compose
from desktop_app.domain.errors import TrackingError
from desktop_app.domain.model import SECOND, Address, Draft
from desktop_app.domain.tokens import SECRET_BYTES, check, key_text, parse_key
from desktop_app.engine.marking import MAX_OWN_COPIES, Copy, Marker, Request, Server
from desktop_app.store import signals, withdrawn
from desktop_app.store.database import Database

NOW = 1_700_000_000 * SECOND
KEY = parse_key(key_text(7, bytes(range(SECRET_BYTES))))
URL = "https://t.linia.example"
MESSAGE_ID = "m1@linia.example"
HTML = '<p>Hi</p><a href="https://linia.example/p">Prices</a> <a href="https://linia.example/t">Terms</a>'


class Registry:
    def __init__(self):
        self.links = {}
        self.failure = None

    def register(self, links):
        if self.failure:
            raise self.failure
        self.links |= links


@pytest.fixture
def db(tmp_path):
    db = Database.open(tmp_path, NOW)
    yield db
    db.close()


@pytest.fixture
def registry():
    return Registry()


@pytest.fixture
def marker(db, registry):
    return Marker(db, lambda: Server(URL, KEY, registry))


def letter(html=HTML):
    return compose(
        Draft(1, (Address("", "anna@zavod.example"),), subject="Offer", html=html),
        Address("", "marina@linia.example"), MESSAGE_ID, NOW,
    )  # fmt: skip


def tokens(mime, kind):
    text = re.sub(rb"=\r?\n", b"", mime).replace(b"=3D", b"=").decode()
    return re.findall(rf"{re.escape(URL)}/{kind}/([^\"'?]+)", text)


def people(count):
    return [f"person{number}@zavod.example" for number in range(count)]


def test_every_recipient_has_tokens_of_his_own_and_all_are_committed_first(marker, registry, db):
    copies = marker.copies(letter(), MESSAGE_ID, people(2), True, NOW)
    assert [copy.recipients for copy in copies] == [(who,) for who in people(2)]
    found = {copy.recipients[0]: set(tokens(copy.mime, "o") + tokens(copy.mime, "c")) for copy in copies}
    assert [len(mine) for mine in found.values()] == [3, 3]
    assert len(set.union(*found.values())) == 6
    kept = signals.tokens_of(db, MESSAGE_ID)
    assert {(one.recipient, one.token) for one in kept} == {(who, one) for who in found for one in found[who]}
    assert {one.links for one in kept} == {2}


def test_links_lead_where_they_led_and_tokens_are_those_of_the_key(marker, registry, db):
    [copy] = marker.copies(letter(), MESSAGE_ID, people(1), True, NOW)
    clicks = tokens(copy.mime, "c")
    assert [registry.links[one] for one in clicks] == ["https://linia.example/p", "https://linia.example/t"]
    assert all(check(one, {KEY.id: KEY.seal}) == KEY.id for one in clicks + tokens(copy.mime, "o"))
    assert {(one.url, one.text) for one in signals.tokens_of(db, MESSAGE_ID) if one.kind == "click"} == {
        ("https://linia.example/p", "Prices"),
        ("https://linia.example/t", "Terms"),
    }


def test_a_server_that_cannot_be_reached_costs_the_links_and_never_the_letter(marker, registry, db):
    registry.failure = TrackingError(reason="unreachable")
    [copy] = marker.copies(letter(), MESSAGE_ID, people(1), True, NOW)
    assert tokens(copy.mime, "c") == []
    assert b"https://linia.example/p" in copy.mime
    assert [one.kind for one in signals.tokens_of(db, MESSAGE_ID)] == ["open"]
    assert tokens(copy.mime, "o") == [signals.tokens_of(db, MESSAGE_ID)[0].token]


def test_a_letter_to_many_is_one_copy_of_which_nobody_knows_who_opened_it(marker, db):
    [copy] = marker.copies(letter(), MESSAGE_ID, people(MAX_OWN_COPIES + 1), True, NOW)
    assert len(copy.recipients) == MAX_OWN_COPIES + 1
    assert {one.recipient for one in signals.tokens_of(db, MESSAGE_ID)} == {""}


def test_an_untracked_letter_and_one_without_a_server_go_out_as_they_are(marker, db):
    clean = letter()
    whole = [Copy(clean, tuple(people(3)))]
    assert marker.copies(clean, MESSAGE_ID, people(3), False, NOW) == whole
    assert Marker(db, lambda: None).copies(clean, MESSAGE_ID, people(3), True, NOW) == whole
    assert signals.tokens_of(db, MESSAGE_ID) == []


def test_nobody_left_to_write_to_makes_no_copy(marker, db):
    assert marker.copies(letter(), MESSAGE_ID, [], True, NOW) == []
    assert Marker(db, lambda: None).copies(letter(), MESSAGE_ID, [], True, NOW) == []


def test_the_same_link_twice_is_one_token(marker, registry):
    html = '<a href="https://linia.example/p">Prices</a> <a href="https://linia.example/p">again</a>'
    [copy] = marker.copies(letter(html), MESSAGE_ID, people(1), True, NOW)
    assert len(tokens(copy.mime, "c")) == 2
    assert len(set(tokens(copy.mime, "c"))) == len(registry.links) == 1


def test_where_the_server_sends_to_whom_the_letter_names_there_is_one_copy_for_all(marker, db):
    [copy] = marker.copies(letter(), MESSAGE_ID, people(3), True, NOW, Request(apart=False))
    assert copy.recipients == tuple(people(3))
    [token] = tokens(copy.mime, "o")
    assert signals.meanings(db, [token])[token].recipient == ""
    [copy] = marker.copies(letter(), MESSAGE_ID, people(1), True, NOW, Request(apart=False))
    [token] = tokens(copy.mime, "o")
    assert signals.meanings(db, [token])[token].recipient == people(1)[0]


def test_one_copy_for_all_is_clean_when_one_of_them_does_not_want_to_be_tracked(marker, db):
    withdrawn.add(db, people(3)[1], NOW)
    clean = letter()
    copies = marker.copies(clean, MESSAGE_ID, people(3), True, NOW, Request(apart=False))
    assert copies == [Copy(clean, tuple(people(3)))]
