import json
import sys

import pytest

from desktop_app.cli import listing
from desktop_app.cli.parser import parser
from desktop_app.store import channels
from tests.fakes.desk import ANNA, NOW, Desk


@pytest.fixture
def desk(tmp_path):
    one = Desk(tmp_path / "data")
    yield one
    one.close()


def printed(desk: Desk, line: str, capsys) -> list[dict[str, object]]:
    assert listing.run(parser().parse_args(line.split()), desk.folder, NOW) == 0
    return [json.loads(one) for one in capsys.readouterr().out.splitlines()]


def test_since_leaves_out_channels_that_brought_nobody_since(desk: Desk, capsys):
    channels.put(desk.db, "Fair", ["fair@firm.ru"])
    assert [row["name"] for row in printed(desk, "channels --json", capsys)] == ["Fair"]
    assert printed(desk, "channels --json --since 2026-01-01", capsys) == []


def test_leads_are_written_for_spreadsheets(desk: Desk, capfdbinary):
    desk.receive("a@client.ru", sender=f"=1+1 <{ANNA}>")
    desk.derive()
    assert listing.run(parser().parse_args(["leads", "--csv"]), desk.folder, NOW) == 0
    sys.stdout.flush()
    lines = capfdbinary.readouterr().out.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("contact,name,company,phone,warmth")
    assert lines[1].startswith(f"{ANNA},'=1+1,client.ru,,,")
