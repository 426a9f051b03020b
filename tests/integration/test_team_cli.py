"""`otklik team`: what leaves, a signed file from one folder to another, figures."""

import json
import os
import subprocess
import sys

import pytest

from desktop_app.domain.model import DAY, MINUTE
from tests.fakes.desk import ANNA, NOW, Desk


class Folder:
    def __init__(self, folder):
        self.data = folder
        self.environment = {**os.environ, "OTKLIK_SECRETS": str(folder) + ".secrets.json"}

    def run(self, *arguments):
        return self.program("team", *arguments)

    def program(self, *arguments):
        command = [sys.executable, "-m", "desktop_app", "--data", str(self.data), *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def olga(tmp_path):
    desk = Desk(tmp_path / "olga")
    desk.receive("in@client.ru", at=NOW - DAY)
    desk.send("out@firm.ru", ANNA, at=NOW - DAY + MINUTE, answers="in@client.ru")
    desk.derive()
    desk.close()
    return Folder(tmp_path / "olga")


def test_rows_leave_one_folder_as_a_file_and_become_figures_in_another(olga, tmp_path):
    lead, file = Folder(tmp_path / "lead"), tmp_path / "rows"
    code, out, _ = olga.run("rows")
    assert code == 0
    assert json.loads(out.splitlines()[1])["answered"] == "2026-09-20T14:14:20Z"
    assert olga.run("export", str(file))[0] == 0
    code, _, said = lead.run("import", str(file))
    assert code == 1
    assert "--name" in said
    assert lead.run("import", str(file), "--name", "Olga")[0] == 0
    code, out, said = lead.run("figures", "--days", "3650")
    assert code == 0
    assert json.loads(out)["name"] == "Olga"
    assert "No difference shown" in said
    file.write_bytes(file.read_bytes().replace(b"2026", b"2025"))
    assert "changed" in lead.run("import", str(file))[2]
    assert lead.run("forget", "olga")[0] == 0
    assert lead.run("figures")[1] == ""
    code, _, said = lead.run("forget", "Olga")
    assert code == 1
    assert "'Olga'" in said


@pytest.mark.slow  # six programs, one after the other
def test_a_wait_is_handed_over_and_taken_back_by_its_letter(olga):
    desk = Desk(olga.data)
    desk.receive("again@client.ru", at=NOW - 2 * MINUTE)
    letter = desk.letter("again@client.ru")
    desk.derive()
    desk.close()

    def wait():
        lines = olga.program("waits", "--json")[1].splitlines()
        return next(one for one in map(json.loads, lines) if one["first_letter"] == letter)

    assert olga.program("assign", str(letter), "--to", "Ivan")[0] == 0
    assert (wait()["excluded"], wait()["handed_to"]) == ("handed_over", "Ivan")
    assert olga.program("assign", str(letter), "--undo")[0] == 0
    assert (wait()["excluded"], wait()["handed_at"]) == (None, None)
    code, _, said = olga.program("assign", "99999", "--mine")
    assert code == 1
    assert "nothing to hand over" in said
