"""`otklik company|remind|later` against a data folder, without a running engine."""

import io
import json
from contextlib import closing

import apsw
import pytest

from desktop_app.cli.main import run
from desktop_app.cli.parser import parser
from desktop_app.domain.model import AccountSettings, Endpoint, Security
from desktop_app.store import accounts
from desktop_app.store.reader import Reader
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, NOW, Desk

FUTURE = "2100-01-01T09:00"


@pytest.fixture
def otklik(tmp_path, capsys, monkeypatch):
    secrets = tmp_path / "secrets"
    secrets.touch(mode=0o600)
    monkeypatch.setenv("OTKLIK_SECRETS", str(secrets))
    data = tmp_path / "data"
    with closing(Desk(data)) as desk:
        here = Endpoint("127.0.0.1", 1, Security.NONE)
        accounts.add(desk.db, AccountSettings("imap", "me@linia.ru", "me", here, smtp=here))
        desk.send("offer@firm.ru", to=f"{ANNA}, {BORIS}", at=NOW - 3 * DAY)
        desk.receive("yes@client.ru", at=NOW - 2 * DAY, answers="offer@firm.ru", subject="Yes\x1b[2J please")
        desk.receive("home@mail.ru", sender="Eva <eva@mail.ru>", at=NOW - HOUR)
        desk.derive()

    def call(*words, stdin=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = run(parser().parse_args(["--data", str(data), *words]), data, NOW)
        told = capsys.readouterr()
        return code, told.out, told.err

    call.data = data
    return call


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_a_company_is_printed_with_its_people_and_what_happened(otklik):
    head, *rest = lines(otklik("company", "Client.ru", "--json")[1])
    assert head["company"] == "client.ru"
    assert (head["letters_in"], head["letters_out"], head["people"]) == (1, 1, 2)
    assert head["they_answer"] == {
        "median_s": None, "low_s": None, "high_s": None, "answered": 1, "letters": 1
    }  # fmt: skip
    assert {one["person"]["contact"] for one in rest if "person" in one} == {ANNA, BORIS}
    letters = [one["letter"]["message_id"] for one in rest if "letter" in one]
    assert letters == ["yes@client.ru", "offer@firm.ru"]


def test_for_eyes_a_company_is_lines_without_control_characters(otklik):
    code, told, _ = otklik("company", f"boris@{ANNA.partition('@')[2]}")
    assert code == 0
    assert told.startswith("client.ru: 1 letters from them, 1 from us\n")
    assert "\x1b" not in told
    assert "Yes[2J please" in told


@pytest.mark.parametrize(("domain", "said"), [("mail.ru", "public mail"), ("nobody.ru", "Nobody of this")])
def test_where_there_is_no_company_that_is_said(otklik, domain, said):
    code, _, told = otklik("company", domain)
    assert code == 1
    assert said in told


def test_a_reminder_is_added_listed_and_cancelled(otklik):
    assert otklik("remind", "add", BORIS.upper(), "--at", "+3d")[0] == 0
    found = lines(otklik("remind", "list", "--json")[1])
    assert [(one["contact"], one["answered"], one["told"]) for one in found] == [(BORIS, False, False)]
    assert found[0]["at"] == "2026-09-24T14:13:20Z"
    assert "waits      boris@client.ru" in otklik("remind", "list")[1]
    assert otklik("remind", "cancel", BORIS)[0] == 0
    assert otklik("remind", "list")[1] == ""
    assert "no reminder" in otklik("remind", "cancel", BORIS)[2]


def test_nobody_is_reminded_of_strangers_nor_in_the_past(otklik):
    assert "no letters with this address" in otklik("remind", "add", "who@else.ru", "--at", "+1d")[2]
    assert "has passed" in otklik("remind", "add", ANNA, "--at", "2020-01-01")[2]
    with pytest.raises(SystemExit) as wrong:
        otklik("remind", "add", ANNA, "--at", "tomorrow")
    assert wrong.value.code == 2


def test_a_letter_waits_for_its_time_is_moved_and_becomes_a_draft_when_cancelled(otklik):
    words = ("later", "add", "--to", ANNA, "--subject", "Offer", "--at", FUTURE)
    code, told, _ = otklik(*words, stdin="Hello <b>\nBye")
    assert code == 0
    number = told.strip()
    (row,) = lines(otklik("later", "list", "--json")[1])
    assert (row["to"], row["at"], str(row["id"])) == ([ANNA], "2100-01-01T09:00:00Z", number)
    assert otklik("later", "move", number, "--at", "2100-01-02T09:00")[0] == 0
    assert "2100-01-02T09:00:00Z  anna@client.ru  Offer" in otklik("later", "list")[1]
    assert "draft" in otklik("later", "cancel", number)[2]
    assert otklik("later", "list")[1] == ""
    with closing(Reader(otklik.data)) as reader:
        ((_key, body),) = reader.drafts()
    assert b"Hello &lt;b&gt;<br>Bye" in body
    assert "too late" in otklik("later", "cancel", number)[2]


def test_a_letter_to_nobody_or_from_nowhere_is_refused(otklik):
    words = ("later", "add", "--subject", "Offer", "--at", FUTURE)
    assert "not an e-mail address" in otklik(*words, "--to", "nonsense")[2]
    assert "no such account" in otklik(*words, "--to", ANNA, "--account", "who@else.ru")[2]
    assert otklik("later", "list")[1] == ""


@pytest.mark.parametrize("words", [("assign", "--mine"), ("later", "cancel")])
def test_a_number_that_no_database_holds_is_no_number(otklik, capsys, words):
    with pytest.raises(SystemExit) as wrong:
        otklik(*words, str(2**63))
    assert wrong.value.code == 2
    assert "is not a positive number" in capsys.readouterr().err


def test_a_letter_that_there_is_not_is_not_called_too_late(otklik):
    assert "no such letter" in otklik("later", "cancel", "99")[2]
    assert "no such letter" in otklik("later", "move", "99", "--at", "+1d")[2]


def test_a_wait_goes_to_a_name_or_a_whole_address(otklik):
    first = str(lines(otklik("waits", "--json")[1])[0]["first_letter"])
    assert "'ivan@' is not an e-mail address" in otklik("assign", first, "--to", "ivan@")[2]
    assert "address or name is empty" in otklik("assign", first, "--to", " ")[2]
    assert otklik("assign", first, "--to", "Ivan")[0] == 0


def test_data_of_an_earlier_program_are_read_after_being_brought_up_to_date(otklik):
    before = otklik("company", "client.ru")
    with closing(apsw.Connection(str(otklik.data / "keep.db"))) as connection:
        connection.execute("DROP TABLE morning")
        connection.pragma("user_version", 13)
    assert otklik("company", "client.ru") == before
    assert (otklik.data / "keep.db.before-14").exists()


def test_an_exchange_at_no_address_is_refused_and_leaves_the_list_readable(otklik):
    words = ("account", "add", "--kind", "ews", "--address", "a@firm.ru", "--password-stdin", "--ews-url")
    code, _, told = otklik(*words, "https://[::1", stdin="secret\n")
    assert code == 1
    assert "is not the address of an Exchange" in told
    assert otklik("account", "list")[0] == 0


def test_without_a_server_for_sending_in_words_an_account_only_receives(otklik):
    words = ("account", "add", "--address", "b@firm.ru", "--imap", "127.0.0.1:1", "--imap-security", "none")
    assert otklik(*words, "--smtp", "none", "--password-stdin", stdin="secret\n")[0] == 0
    found = {one["address"]: one for one in lines(otklik("account", "list", "--json")[1])}
    assert found["b@firm.ru"]["smtp"] is None
