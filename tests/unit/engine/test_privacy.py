"""The four modes where letters go out, where hits come in, and when the mode changes afterwards."""

import re
from contextlib import closing

import pytest

from desktop_app.domain import commands as ask
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND, AccountSettings, Endpoint, Hit, Security
from desktop_app.domain.privacy import Mode
from desktop_app.domain.tokens import key_text, parse_key
from desktop_app.engine.marking import Marker, Request, Server
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.engine.person import People
from desktop_app.engine.privacy import Privacy, bundle_of
from desktop_app.engine.privacy_desk import PrivacyDesk
from desktop_app.engine.signals import Desk
from desktop_app.engine.withdrawal import Withdrawals
from desktop_app.store import accounts, people, privacy, settings, signals
from desktop_app.store.contacts import put_all
from desktop_app.store.database import Database
from desktop_app.store.reader import Reader

NOW = 1_700_000_000 * SECOND
ME, ANNA, BORIS, PIERRE = "marina@linia.ru", "anna@zavod.ru", "boris@zavod.ru", "pierre@usine.fr"
OUTLOOK = "Mozilla/4.0 (compatible; MSIE 7.0; Microsoft Outlook 16.0.17328; ms-office; MSOffice 16)"
URL = "https://t.linia.ru"
LETTER = (
    "Message-ID: <m@linia.ru>\r\nSubject: Offer\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/html; charset=utf-8\r\n"
    'Content-Transfer-Encoding: 8bit\r\n\r\n<p>{text}</p><a href="https://linia.ru/p">Prices</a>{quote}\r\n'
)


class Registry:
    def __init__(self):
        self.links, self.erased, self.forgotten = {}, [], []

    def register(self, links):
        self.links |= links

    def erase(self, tokens):
        self.erased += tokens

    def forget(self, tokens):
        self.forgotten += tokens

    def held(self, tokens):
        return {"hits": [{"id": 1, "token": one} for one in tokens], "links": {}, "erased": []}


class World:
    def __init__(self, folder):
        self.folder = folder
        self.db = Database.open(folder, NOW)
        accounts.add(self.db, AccountSettings("imap", ME, ME, Endpoint("127.0.0.1", 143, Security.NONE)))
        self.registry = Registry()
        server = Server(URL, parse_key(key_text(7, bytes(32))), self.registry)
        self.marker = Marker(self.db, lambda: server)
        self.withdrawals = Withdrawals(self.db, lambda: server)
        self.desk = Desk(
            self.db, lambda written: None, OwnNetworks(self.db), lambda: NOW, self.withdrawals.tell_server
        )
        found = People(self.db, lambda: server, self.withdrawals.tell_server)
        self.facts = []
        self.privacy = PrivacyDesk(
            self.db, self.withdrawals, found, lambda: NOW, self.facts.append, lambda *_: None
        )
        self.number = 0

    def set(self, subject, mode, account=False):
        self.privacy.answer(ask.SetPrivacy(subject, mode, account))

    def sent(self, *who, message_id="m@linia.ru", text="Hi", quote="", tracked=True, request=Request(ME)):  # noqa: B008
        self.clean = LETTER.format(text=text, quote=quote).encode()
        copies = self.marker.copies(self.clean, message_id, who, tracked, NOW, request)
        assert sorted(one for copy in copies for one in copy.recipients) == sorted(who)
        return {one: copy.mime.decode() for copy in copies for one in copy.recipients}

    def fetched(self, mime, agent=OUTLOOK, kind="o", after=HOUR):
        self.number += 1
        [token, *_] = tokens(mime, kind)
        at = NOW + after + self.number * MINUTE
        name = {"o": "open", "c": "click", "w": "withdraw"}[kind]
        self.desk.take([Hit(self.number, at, name, token, agent, "85.26.10.0/24", ())])
        return at

    def shown(self):
        with closing(Reader(self.folder)) as reader:
            return [(row.kind.value, row.name) for row in reader.signals()]

    def hits(self):
        return self.db.number("SELECT count(*) FROM hit")

    def tally(self):
        return self.db.rows("SELECT kind, url, people, others FROM keep.tally ORDER BY kind, url")


def tokens(mime, kind):
    return re.findall(rf"{re.escape(URL)}/{kind}/([A-Za-z0-9_-]+)", mime)


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.db.close()


# ── letters that go out ──────────────────────────────────────────────────────────────────────────


def test_off_puts_nothing_into_the_letter(world):
    world.set(ANNA, "off")
    sent = world.sent(ANNA, BORIS)
    assert sent[ANNA] == world.clean.decode()
    assert tokens(sent[BORIS], "o")
    assert tokens(sent[BORIS], "c")


def test_recipients_in_the_eu_get_the_letter_as_it_is_until_they_agree_and_then_with_a_way_back(world):
    assert world.sent(PIERRE)[PIERRE] == world.clean.decode()
    world.privacy.answer(ask.AllowTracking(PIERRE, "by mail", "May I?"))
    sent = world.sent(PIERRE)[PIERRE]
    assert tokens(sent, "o")
    [token] = tokens(sent, "w")
    assert "Do not track me</a>" in sent
    assert sent.index("/w/") < sent.index("/o/")
    assert {one.kind for one in signals.tokens_of(world.db, "m@linia.ru") if one.token == token} == {
        "withdraw"
    }


def test_the_footer_speaks_the_language_of_the_letter_and_can_be_rewritten_and_switched(world):
    settings.put(world.db, "privacy_footer", '"always"')
    russian = world.sent(ANNA, text="Добрый день")[ANNA]
    assert "&#1053;&#1077; &#1086;&#1090;&#1089;" in " ".join(russian.split())  # "Не отс..."
    settings.put(world.db, "privacy_footer_en", '"Tracked <b> & such. [Stop it]"')
    assert "Tracked &lt;b&gt; &amp; such." in " ".join(world.sent(ANNA)[ANNA].split())
    settings.put(world.db, "privacy_footer", '"never"')
    assert not tokens(world.sent(ANNA)[ANNA], "w")


def test_date_only_puts_a_pixel_in_and_leaves_links_alone(world):
    world.set("zavod.ru", "date")
    sent = world.sent(ANNA)[ANNA]
    assert tokens(sent, "o")
    assert 'href="https://linia.ru/p"' in sent


def test_aggregate_gives_all_such_people_the_same_marks_also_in_the_next_letter(world):
    world.set("@zavod.ru", "aggregate")
    sent = world.sent(ANNA, BORIS)
    assert sent[ANNA] == sent[BORIS]
    again = world.sent(ANNA, message_id="m2@linia.ru")[ANNA]
    assert tokens(again, "o") == tokens(sent[ANNA], "o")
    assert tokens(again, "c") == tokens(sent[ANNA], "c")
    assert world.registry.links == {tokens(again, "c")[0]: "https://linia.ru/p"}
    assert {one.recipient for one in signals.tokens_of(world.db, bundle_of(0, NOW))} == {""}
    assert signals.tokens_of(world.db, "m@linia.ru") == []


def test_aggregate_with_a_footer_shares_the_marks_and_gives_each_a_way_out_of_ones_own(world):
    settings.put(world.db, "privacy_footer", '"always"')
    world.set("zavod.ru", "aggregate")
    sent = world.sent(ANNA, BORIS)
    assert tokens(sent[ANNA], "o") == tokens(sent[BORIS], "o")
    assert tokens(sent[ANNA], "w") != tokens(sent[BORIS], "w")


def test_a_letter_may_be_stricter_than_the_rule_and_never_laxer(world):
    assert not tokens(world.sent(ANNA, request=Request(ME, Mode.OFF))[ANNA], "o")
    assert not tokens(world.sent(ANNA, request=Request(ME, Mode.DATE))[ANNA], "c")
    world.set(ANNA, "off")
    assert not tokens(world.sent(ANNA, request=Request(ME, Mode.FULL))[ANNA], "o")


def test_the_account_decides_for_whom_no_rule_speaks(world):
    world.set(ME, "date", account=True)
    world.set(BORIS, "full")
    sent = world.sent(ANNA, BORIS)
    assert not tokens(sent[ANNA], "c")
    assert tokens(sent[BORIS], "c")
    assert tokens(world.sent(ANNA, request=Request("other@linia.ru"))[ANNA], "c")


def test_in_a_letter_to_many_who_gives_a_date_only_or_needs_a_way_out_goes_unmarked(world):
    many = [f"p{number}@firm.ru" for number in range(9)]
    world.set(ANNA, "date")
    world.privacy.answer(ask.AllowTracking(PIERRE))
    sent = world.sent(*many, ANNA, PIERRE)
    assert sent[ANNA] == sent[PIERRE] == world.clean.decode()
    assert len({sent[who] for who in many}) == 1
    assert tokens(sent[many[0]], "o")


@pytest.mark.parametrize("tracked", [True, False])
def test_who_gets_no_mark_gets_none_of_an_earlier_letter_either(world, tracked):
    world.set(ANNA, "off")
    old = f'<blockquote type="cite"><img src="{URL}/o/oldoldoldoldoldoldoldold"></blockquote>'
    assert not tokens(world.sent(ANNA, quote=old, tracked=tracked)[ANNA], "o")


# ── hits that come in ────────────────────────────────────────────────────────────────────────────


def test_full_keeps_opens_and_clicks_of_the_person(world):
    mime = world.sent(ANNA)[ANNA]
    world.fetched(mime)
    world.fetched(mime, kind="c")
    assert world.shown() == [("click", ANNA), ("open", ANNA)]


def test_date_only_keeps_the_day_of_the_last_open_and_nothing_else(world):
    world.set(ANNA, "date")
    mime = world.sent(ANNA)[ANNA]
    world.fetched(mime)
    at = world.fetched(mime, after=3 * DAY)
    world.fetched(mime, agent="GoogleBot HEAD", after=9 * DAY)
    assert (world.shown(), world.hits()) == ([], 0)
    assert privacy.last_open(world.db.rows, ANNA) == at - at % DAY
    assert set(world.registry.forgotten) == set(tokens(mime, "o"))
    assert at < NOW + 9 * DAY


def test_aggregate_counts_people_apart_from_the_rest_and_knows_no_letter(world):
    world.set("zavod.ru", "aggregate")
    mime = world.sent(ANNA)[ANNA]
    for agent in (OUTLOOK, OUTLOOK, ""):
        world.fetched(mime, agent)
    world.fetched(mime, kind="c")
    assert world.tally() == [("click", "https://linia.ru/p", 1, 0), ("open", "", 2, 1)]
    assert (world.shown(), world.hits()) == ([], 0)


def test_a_hit_that_comes_twice_is_counted_once(world):
    world.set(ANNA, "aggregate")
    [token] = tokens(world.sent(ANNA)[ANNA], "o")
    hit = Hit(5, NOW + HOUR, "open", token, OUTLOOK, "", ())
    world.desk.take([hit])
    world.desk.take([hit])
    assert world.tally() == [("open", "", 1, 0)]


@pytest.mark.parametrize(
    ("mode", "tally", "day"),
    [("off", [], None), ("date", [], True), ("aggregate", [("open", "", 1, 0)], None)],
)
def test_a_mode_that_was_changed_holds_for_letters_sent_before(world, mode, tally, day):
    mime = world.sent(ANNA)[ANNA]
    world.set(ANNA, mode)
    world.fetched(mime)
    assert (world.shown(), world.hits()) == ([], 0)
    assert world.tally() == tally
    assert (privacy.last_open(world.db.rows, ANNA) is not None) is bool(day)


def test_what_was_kept_comes_down_to_what_the_new_mode_allows(world):
    mime = world.sent(ANNA, BORIS)[ANNA]
    at = world.fetched(mime)
    world.set("zavod.ru", "date")
    assert (world.shown(), world.hits()) == ([], 0)
    assert privacy.last_open(world.db.rows, ANNA) == at - at % DAY
    assert world.registry.forgotten == tokens(mime, "o")


def test_off_leaves_what_was_kept_before_until_the_person_withdraws(world):
    world.fetched(world.sent(ANNA)[ANNA])
    world.set(ANNA, "off")
    assert world.shown() == [("open", ANNA)]
    world.privacy.answer(ask.WithdrawTracking(ANNA, "card"))
    assert world.shown() == []


def test_a_rule_that_is_taken_away_no_longer_holds(world):
    world.set(ANNA, "off")
    world.set(ANNA, "")
    assert Privacy(world.db).of([ANNA])[ANNA].mode is Mode.FULL


@pytest.mark.parametrize(("subject", "mode"), [("anna", "off"), (ANNA, "most"), ("", "off")])
def test_what_makes_no_sense_is_refused(world, subject, mode):
    with pytest.raises(InputError):
        world.set(subject, mode)


# ── one person ───────────────────────────────────────────────────────────────────────────────────


def test_everything_held_on_a_person_is_given_and_nothing_of_others(world):
    mime = world.sent(ANNA, BORIS)
    world.fetched(mime[ANNA])
    world.fetched(mime[BORIS])
    with world.db.transaction():
        contact = put_all(world.db, {ANNA: ("Anna", NOW)})[ANNA]
    people.set_note(world.db, contact, "likes tea")
    world.set(ANNA, "full")
    held = world.privacy.answer(ask.GetPerson(" Anna@Zavod.ru "))
    assert {"contact", "signals", "hits", "tokens", "note", "privacy_rule", "server_hits"} <= held.keys()
    assert held["note"][0]["text"] == "likes tea"
    assert BORIS not in str(held)


def test_an_erased_person_is_gone_here_and_at_the_server_and_stays_unmarked_without_being_named(world):
    mime = world.sent(ANNA)[ANNA]
    world.fetched(mime)
    world.set(ANNA, "full")
    world.privacy.answer(ask.ErasePerson(ANNA))
    assert (world.shown(), world.hits()) == ([], 0)
    assert set(tokens(mime, "o") + tokens(mime, "c")) == set(world.registry.erased)
    held = world.privacy.answer(ask.GetPerson(ANNA))
    assert held.keys() <= {"contact", "lead"}
    world.number += 100
    world.fetched(mime)  # comes from the server all the same: nobody knows whose it was
    assert world.shown() == []
    assert world.sent(ANNA)[ANNA] == world.clean.decode()
    names = [name for (name,) in world.db.rows("SELECT name FROM keep.sqlite_schema WHERE type = 'table'")]
    text = str(
        [world.db.rows(f'SELECT * FROM keep."{name}"') for name in names if not name.startswith("sqlite")]
    )
    assert ANNA not in text
    world.privacy.answer(ask.AllowTracking(ANNA))
    assert tokens(world.sent(ANNA)[ANNA], "o")


def test_hits_of_an_erased_person_that_the_server_still_has_are_not_kept(world):
    mime = world.sent(ANNA)[ANNA]
    privacy.ask_server(world.db, tokens(mime, "o"), "erase")
    world.fetched(mime)
    assert world.hits() == 0


# ── retention ────────────────────────────────────────────────────────────────────────────────────


def test_old_hits_go_and_the_signals_made_of_them_stay_also_when_the_letter_is_judged_again(world):
    mime = world.sent(ANNA)[ANNA]
    at = world.fetched(mime)
    assert signals.purge_hits(world.db, at + 1) == 1
    assert world.hits() == 0
    world.fetched(mime, after=30 * DAY)
    assert [kind for kind, _ in world.shown()] == ["open", "open"]


def test_a_server_that_takes_one_letter_for_all_gets_what_the_strictest_of_them_allows(world):
    together = Request(ME, apart=False)
    sent = world.sent(ANNA, BORIS, request=together)
    assert sent[ANNA] == sent[BORIS]
    assert tokens(sent[ANNA], "o")
    world.set(ANNA, "aggregate")
    shared = world.sent(ANNA, BORIS, request=together)
    assert tokens(shared[BORIS], "o") == tokens(world.sent(ANNA, request=together)[ANNA], "o")
    world.set(ANNA, "date")
    assert world.sent(ANNA, BORIS, request=together)[BORIS] == world.clean.decode()
    assert tokens(world.sent(ANNA, request=together)[ANNA], "o")
