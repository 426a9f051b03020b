"""`otklik privacy|consent|person` against a data folder, without a running engine."""

import csv
import io
import json
import zipfile

import pytest

from desktop_app.cli.main import run
from desktop_app.cli.parser import parser
from desktop_app.domain.model import SECOND, AccountSettings, Endpoint, Security, TokenMeaning
from desktop_app.store import accounts, signals
from desktop_app.store.database import Database

NOW = 1_700_000_000 * SECOND
ANNA = "anna@zavod.ru"


@pytest.fixture
def otklik(tmp_path, capsys, monkeypatch):
    secrets = tmp_path / "secrets"
    secrets.touch(mode=0o600)
    monkeypatch.setenv("OTKLIK_SECRETS", str(secrets))
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "data"
    db = Database.open(data, NOW)
    here = Endpoint("127.0.0.1", 143, Security.NONE)
    accounts.add(db, AccountSettings("imap", "me@linia.ru", "me", here))
    signals.add_tokens(db, [TokenMeaning("t", "m@linia.ru", ANNA, "open", sent_at=NOW)])
    db.close()

    def call(*words):
        code = run(parser().parse_args(["--data", str(data), *words]), data, NOW)
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_modes_are_set_listed_shown_with_their_reason_and_taken_away(otklik):
    assert otklik("privacy", "show", ANNA)[1] == "full: the default\n"
    assert otklik("privacy", "set", "@Zavod.ru", "date")[0] == 0
    assert otklik("privacy", "set", "me@linia.ru", "aggregate", "--account")[0] == 0
    assert otklik("privacy", "show", "Anna@zavod.ru")[1] == "date: set for zavod.ru\n"
    assert otklik("privacy", "show", "x@y.ru", "--account", "me@linia.ru")[1].startswith(
        "aggregate: set for the a"
    )
    lines = [json.loads(line) for line in otklik("privacy", "list", "--json")[1].splitlines()]
    assert {"subject": "zavod.ru", "mode": "date"} in lines
    otklik("privacy", "set", "zavod.ru", "default")
    assert otklik("privacy", "show", ANNA)[1] == "full: the default\n"


def test_eu_recipients_are_off_until_their_consent_is_in_the_register(otklik):
    pierre = "pierre@usine.fr"
    assert otklik("privacy", "show", pierre)[1].startswith("off: an EU or UK recipient")
    otklik("consent", "given", pierre, "--how", "by phone", "--wording", "May I?")
    assert otklik("privacy", "show", pierre)[1] == "full: the person agreed\n"
    otklik("consent", "withdrawn", pierre)
    assert otklik("privacy", "show", pierre)[1] == "off: the person withdrew\n"
    rows = list(csv.DictReader(io.StringIO(otklik("consent", "list", pierre)[1])))
    assert [(row["given"], row["how"], row["wording"]) for row in rows] == [
        ("0", "command_line", ""), ("1", "by phone", "May I?"),
    ]  # fmt: skip


def test_what_is_held_on_a_person_is_written_for_eyes_and_programs_and_erased_on_demand(otklik, tmp_path):
    assert otklik("person", "export", ANNA)[0] == 0
    target = tmp_path / f"{ANNA}.zip"
    assert target.stat().st_mode & 0o77 == 0
    with zipfile.ZipFile(target) as archive:
        content = json.loads(archive.read("person.json"))
        page = archive.read("person.html").decode()
    assert content["held"]["tokens"][0]["token"] == "t"
    assert content["held"]["tokens"][0]["sent_at"].startswith("2023-11-14T")
    assert f"What is held on {ANNA}" in page
    code, _, told = otklik("person", "export", ANNA)
    assert (code, "not overwritten" in told) == (1, True)
    assert "never marked again" in otklik("person", "erase", ANNA, "--yes")[2]
    assert otklik("privacy", "show", ANNA)[1] == "off: the person withdrew\n"
    otklik("person", "export", ANNA, "--to", "after.zip")
    with zipfile.ZipFile(tmp_path / "after.zip") as archive:
        assert json.loads(archive.read("person.json"))["held"] == {}


def test_an_erasure_that_is_not_confirmed_erases_nothing(otklik, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    code, _, told = otklik("person", "erase", ANNA)
    assert (code, told) == (1, "otklik: Nothing was erased.\n")
    assert otklik("privacy", "show", ANNA)[1] == "full: the default\n"


def test_what_is_no_address_is_said(otklik):
    assert "is not an e-mail address" in otklik("privacy", "set", "zavod", "off")[2]
    assert "is not an e-mail address" in otklik("person", "export", "zavod")[2]
