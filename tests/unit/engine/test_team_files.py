"""Team rows by signed file: what was altered, forged or is older is refused by one sentence."""

import json
import os
from contextlib import closing

import pytest

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import DAY, MINUTE
from desktop_app.engine.team_files import TeamFiles
from desktop_app.engine.team_signing import sign
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store import team_members
from tests.fakes.desk import ANNA, NOW, Desk


class Side:
    def __init__(self, folder):
        self.desk = Desk(folder)
        self.secrets = FileSecrets(folder / "secrets.json")
        self.files = TeamFiles(self.desk.db, self.secrets, lambda: self.desk.now)

    def seen(self):
        with closing(self.desk.reader()) as reader:
            return [(one.name, one.waits.arrived.size) for one in reader.team()]


@pytest.fixture
def olga(tmp_path):
    made = Side(tmp_path / "olga")
    for number in (1, 2):
        made.desk.receive(f"in{number}@client.ru", at=NOW - number * DAY, subject="Secret offer")
    made.desk.send("out1@firm.ru", ANNA, at=NOW - DAY + MINUTE, answers="in1@client.ru")
    made.desk.derive()
    yield made
    made.desk.close()


@pytest.fixture
def lead(tmp_path):
    made = Side(tmp_path / "lead")
    yield made
    made.desk.close()


@pytest.fixture
def file(olga, tmp_path):
    path = tmp_path / "olga.otklik-team"
    olga.files.export(str(path))
    return path


def refusal(call, *arguments):
    with pytest.raises(InputError) as refused:
        call(*arguments)
    return refused.value.params


def test_a_file_comes_from_one_person_to_the_lead(olga, lead, file):
    done = lead.files.take(str(file), " Olga ")
    assert (done.name, done.rows) == ("Olga", 2)
    assert done.fingerprint == olga.files.export(str(file)).fingerprint
    assert lead.seen() == [("Olga", 2)]
    assert lead.files.take(str(file), "").name == "Olga"
    assert lead.seen() == [("Olga", 2)]


def test_a_file_holds_no_address_no_name_and_no_subject(file):
    content = file.read_bytes().lower()
    for word in (b"@", b"olga", b"anna", b"petrova", b"offer", b"firm", b"client"):
        assert word not in content
    assert file.stat().st_mode & 0o077 == 0 or os.name != "posix"


def test_the_first_file_of_a_key_needs_a_name_and_shows_what_to_compare(olga, lead, file):
    params = refusal(lead.files.take, str(file), "")
    assert params["reason"] == "whose"
    assert params["fingerprint"] == olga.files.export(str(file)).fingerprint
    assert lead.seen() == []


@pytest.mark.parametrize(
    "spot", [len(b"otklik-team 1 "), -90, -2], ids=["head", "content", "end"]
)
def test_an_altered_file_is_refused(lead, file, spot):
    content = bytearray(file.read_bytes())
    content[spot] = ord("1") if content[spot] != ord("1") else ord("2")
    file.write_bytes(content)
    assert refusal(lead.files.take, str(file), "Olga")["reason"] == "altered"
    assert lead.seen() == []


def test_another_key_never_speaks_for_a_known_name(lead, file, tmp_path):
    lead.files.take(str(file), "Olga")
    body = file.read_bytes().split(b"\n", 1)[1]
    forged = tmp_path / "forged"
    forged.write_bytes(sign(FileSecrets(tmp_path / "other.json"), body))
    assert refusal(lead.files.take, str(forged), "OLGA")["reason"] == "other_key"
    assert lead.seen() == [("Olga", 2)]


def test_an_older_file_does_not_replace_a_newer_one(olga, lead, file, tmp_path):
    newer = tmp_path / "newer"
    olga.desk.now += DAY
    olga.files.export(str(newer))
    lead.files.take(str(newer), "Olga")
    assert refusal(lead.files.take, str(file), "Olga")["reason"] == "older"


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90", b"otklik-team 2 x", b"otklik-team 1 " + b"a" * 64 + b" " + b"b" * 128 + b"\n"]
)
def test_what_is_no_team_file_is_said_to_be_none(lead, tmp_path, content):
    path = tmp_path / "thing"
    path.write_bytes(content)
    assert refusal(lead.files.take, str(path), "Olga")["reason"] in ("not_a_team_file", "altered")


def test_a_signed_file_with_something_else_in_it_is_none(lead, tmp_path):
    path = tmp_path / "thing"
    path.write_bytes(sign(FileSecrets(tmp_path / "s.json"), b'{"counter": 1, "hours": null, "rows": [1]}'))
    assert refusal(lead.files.take, str(path), "Olga")["reason"] == "not_a_team_file"
    path.write_bytes(sign(FileSecrets(tmp_path / "s.json"), b'{"counter": 1, "hours": {}, "rows": []}'))
    assert refusal(lead.files.take, str(path), "Olga")["reason"] == "bad_hours"


def test_a_file_that_is_not_there_or_cannot_be_written_is_told_by_its_path(olga, lead, tmp_path):
    assert refusal(lead.files.take, str(tmp_path / "none"), "O")["reason"] == "unreadable"
    assert refusal(olga.files.export, str(tmp_path / "no" / "such"))["reason"] == "not_written"


def test_a_forgotten_member_may_come_again_under_another_name(lead, file):
    lead.files.take(str(file), "Olga")
    key = team_members.members(lead.desk.db)[0].key
    lead.files.forget(key)
    assert lead.seen() == []
    assert lead.files.take(str(file), "Olga P.").name == "Olga P."
    assert refusal(lead.files.forget, "server:7")["reason"] == "of_the_server"


def test_where_it_forbids_telling_no_file_is_written(olga, tmp_path, monkeypatch):
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps({"team_share": False}))
    monkeypatch.setattr("desktop_app.engine.preferences.locked_settings", lambda _: {"team_share": "false"})
    assert refusal(olga.files.export, str(tmp_path / "f"))["reason"] == "locked"
    assert not (tmp_path / "f").exists()
