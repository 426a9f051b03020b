"""Who does not want to be tracked: nothing is marked, what was kept goes, the server hears of it."""

from contextlib import closing

import pytest

from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.model import MINUTE, SECOND, AccountSettings, Endpoint, Hit, Security, TokenMeaning
from desktop_app.domain.tokens import key_text, parse_key
from desktop_app.engine.marking import Copy, Marker, Server
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.engine.signals import Desk
from desktop_app.engine.withdrawal import Withdrawals
from desktop_app.store import accounts, privacy, signals, withdrawn
from desktop_app.store.database import Database
from desktop_app.store.reader import Reader

NOW = 1_700_000_000 * SECOND
ANNA, BORIS = "anna@zavod.example", "boris@zavod.example"
OUTLOOK = "Mozilla/4.0 (compatible; MSIE 7.0; Microsoft Outlook 16.0.17328; ms-office; MSOffice 16)"
LETTER = (
    b"Message-ID: <m@linia.example>\r\nSubject: Offer\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n"
    b'\r\n<p>Hi</p><a href="https://linia.example/p">Prices</a>\r\n'
)


class Registry:
    def __init__(self):
        self.erased = []
        self.forgotten = []
        self.kept = {"hits": [], "links": {}, "erased": []}
        self.away = False

    def forget(self, tokens):
        if self.away:
            raise TrackingError(reason="unreachable")
        self.forgotten += tokens

    def held(self, tokens):
        return self.kept

    def register(self, links):
        pass

    def erase(self, tokens):
        if self.away:
            raise TrackingError(reason="unreachable")
        self.erased += tokens


class World:
    def __init__(self, folder):
        self.folder = folder
        self.db = Database.open(folder, NOW)
        here = Endpoint("127.0.0.1", 143, Security.NONE)
        accounts.add(self.db, AccountSettings("imap", "marina@linia.example", "marina", here))
        self.registry = Registry()
        server = Server("https://t.linia.example", parse_key(key_text(7, bytes(32))), self.registry)
        self.withdrawals = Withdrawals(self.db, lambda: server)
        self.marker = Marker(self.db, lambda: server)
        self.desk = Desk(self.db, lambda written: None, OwnNetworks(self.db), lambda: NOW)
        self.hits = 0

    def sent_to(self, *people):
        signals.add_tokens(
            self.db,
            [TokenMeaning(f"token-{who}", "m@linia.example", who, "open", sent_at=NOW) for who in people],
        )

    def opened_by(self, who):
        self.hits += 1
        at = NOW + 60 * MINUTE + self.hits * SECOND
        self.desk.take([Hit(self.hits, at, "open", f"token-{who}", OUTLOOK, "85.26.10.0/24", ())])

    def shown(self):
        with closing(Reader(self.folder)) as reader:
            addresses = reader.contacts()
            return {addresses[row.contact] for row in reader.signals()}


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.db.close()


def test_what_is_known_of_the_person_is_forgotten_here_and_at_the_server(world):
    world.sent_to(ANNA, BORIS)
    world.opened_by(ANNA)
    world.opened_by(BORIS)
    assert world.shown() == {ANNA, BORIS}
    world.withdrawals.withdraw(" Anna@Zavod.example ", NOW)
    assert world.shown() == {BORIS}
    assert world.registry.erased == [f"token-{ANNA}"]
    assert [one.recipient for one in signals.tokens_of(world.db, "m@linia.example")] == [BORIS]
    assert world.db.number("SELECT count(*) FROM hit") == 1


def test_a_server_that_is_away_is_told_later_and_hits_meanwhile_are_not_kept(world):
    world.sent_to(ANNA)
    world.registry.away = True
    world.withdrawals.withdraw(ANNA, NOW)
    world.opened_by(ANNA)
    assert world.shown() == set()
    assert world.db.number("SELECT count(*) FROM hit") == 0
    with closing(Reader(world.folder)) as reader:
        assert reader.withdrawn() == [(ANNA, NOW, False)]
    world.registry.away = False
    world.withdrawals.tell_server()
    world.withdrawals.tell_server()
    assert world.registry.erased == [f"token-{ANNA}"]
    with closing(Reader(world.folder)) as reader:
        assert reader.withdrawn() == [(ANNA, NOW, True)]


def test_letters_to_the_person_go_out_clean_and_to_the_others_marked(world):
    world.withdrawals.withdraw(ANNA, NOW)
    marked, clean = world.marker.copies(LETTER, "m@linia.example", (ANNA, BORIS), True, NOW)
    assert clean == Copy(LETTER, (ANNA,))
    assert marked.recipients == (BORIS,)
    assert b"/o/" in marked.mime


def test_a_letter_only_to_the_person_goes_out_clean(world):
    world.withdrawals.withdraw(ANNA, NOW)
    assert world.marker.copies(LETTER, "m@linia.example", (ANNA,), True, NOW) == [Copy(LETTER, (ANNA,))]


def test_nobody_who_withdrew_shares_a_mark_with_many(world):
    world.withdrawals.withdraw(ANNA, NOW)
    many = tuple(f"p{number}@zavod.example" for number in range(20))
    copies = world.marker.copies(LETTER, "m@linia.example", (ANNA, *many), True, NOW)
    assert [copy.recipients for copy in copies] == [many, (ANNA,)]
    assert copies[1].mime == LETTER


def test_who_agrees_again_is_marked_again(world):
    world.withdrawals.withdraw(ANNA, NOW)
    world.withdrawals.allow(ANNA, NOW + SECOND)
    assert withdrawn.among(world.db, [ANNA]) == set()
    [copy] = world.marker.copies(LETTER, "m@linia.example", (ANNA,), True, NOW)
    assert copy.mime != LETTER


def test_what_is_no_address_is_refused(world):
    with pytest.raises(InputError):
        world.withdrawals.withdraw("anna", NOW)


def pressed(world, who, number=100):
    token = f"leave-{who}"
    signals.add_tokens(world.db, [TokenMeaning(token, "m@linia.example", who, "withdraw", sent_at=NOW)])
    world.desk.take([Hit(number, NOW + number * SECOND, "withdraw", token, "", "", ())])


def test_the_button_in_a_letter_withdraws_for_earlier_letters_too_and_the_register_says_so(world):
    world.sent_to(ANNA, BORIS)
    world.opened_by(ANNA)
    pressed(world, ANNA)
    world.opened_by(ANNA)
    world.opened_by(BORIS)
    assert world.shown() == {BORIS}
    [line] = privacy.consents(world.db.rows, ANNA)
    assert (line.given, line.how, line.message_id) == (False, "link", "m@linia.example")
    world.withdrawals.tell_server()
    assert set(world.registry.erased) == {f"token-{ANNA}", f"leave-{ANNA}"}


def test_the_same_withdrawal_that_comes_again_is_one_line_of_the_register(world):
    pressed(world, ANNA)
    pressed(world, ANNA)
    assert len(privacy.consents(world.db.rows, ANNA)) == 1


def test_the_page_of_a_token_that_is_no_withdrawal_withdraws_nobody(world):
    world.sent_to(ANNA)
    world.desk.take([Hit(100, NOW, "withdraw", f"token-{ANNA}", "", "", ())])
    assert privacy.consents(world.db.rows) == []


def test_a_mark_that_several_share_goes_with_the_first_who_withdraws(world):
    mark = TokenMeaning("shared", "m2@linia.example", "", "open", sent_at=NOW)
    signals.add_tokens(world.db, [mark])
    with world.db.transaction():
        number = world.db.insert(
            "INSERT INTO keep.relayed (account, message_id, digest, sender, smtputf8, mime, created_at)"
            " VALUES (1, 'm2@linia.example', '', '', 0, x'', 0)", (),
        )  # fmt: skip
        sql = (
            "INSERT INTO keep.relayed_copy (relayed, recipient, state, detail, next_at)"
            " VALUES (?, ?, '', '', 0)"
        )
        world.db.execute(sql, (number, ANNA))
    world.withdrawals.withdraw(ANNA, NOW)
    assert signals.tokens_of(world.db, "m2@linia.example") == []
    assert world.registry.erased == ["shared"]


def test_a_consent_after_a_withdrawal_is_the_last_word_and_both_stay_in_the_register(world):
    world.withdrawals.withdraw(ANNA, NOW, "card")
    world.withdrawals.allow(ANNA, NOW + SECOND, "by phone", "May I see when you open my letters?")
    lines = [(one.given, one.how, one.wording) for one in privacy.consents(world.db.rows, ANNA)]
    assert lines == [(True, "by phone", "May I see when you open my letters?"), (False, "card", "")]
    assert privacy.agreed(world.db.rows, [ANNA]) == {ANNA}
