import json

import pytest

from desktop_app.cli import replies
from desktop_app.cli.parser import parser
from desktop_app.domain.model import HOUR, MINUTE
from tests.fakes.desk import NOW, Desk


@pytest.fixture
def desk(tmp_path):
    one = Desk(tmp_path / "data")
    yield one
    one.close()


def answered(desk: Desk, count: int) -> None:
    """Each of so many letters was answered an hour later, each a minute slower than the last."""
    for number in range(count):
        desk.receive(f"ask{number}@zavod.ru", at=NOW - 2 * HOUR)
        desk.send(f"answer{number}@firm.ru", at=NOW - HOUR + number * MINUTE, answers=f"ask{number}@zavod.ru")
    desk.derive()


def printed(desk: Desk, line: str, capsys) -> list[str]:
    assert replies.run(parser().parse_args(line.split()), desk.folder, NOW) == 0
    return capsys.readouterr().out.splitlines()


def line_of(lines: list[str], *words: str) -> str:
    return next(line for line in lines if line.split()[: len(words)] == list(words))


def test_under_ten_answers_the_table_gives_no_figure(desk: Desk, capsys):
    answered(desk, 9)
    line = line_of(printed(desk, "replies", capsys), "first_reply", "calendar", "arrival")
    assert "9 of 9" in line
    assert "too few answers" in line
    assert "1 h" not in line


def test_from_ten_answers_on_the_table_gives_the_median_with_its_interval(desk: Desk, capsys):
    answered(desk, 10)
    line = line_of(printed(desk, "replies", capsys), "first_reply", "calendar", "arrival")
    assert "1 h 04 min (1 h 00 min - 1 h 07 min)" in line
    assert line.endswith("10%")


def test_json_holds_every_figure_and_says_how_much_may_be_shown(desk: Desk, capsys):
    answered(desk, 9)
    first = json.loads(printed(desk, "replies --json --clock calendar --start arrival", capsys)[0])
    assert first["grade"] == "list"
    assert first["median_s"] == 64 * 60.0
