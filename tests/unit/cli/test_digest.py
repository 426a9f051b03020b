import json

import pytest

from desktop_app.cli import digest
from desktop_app.cli.parser import parser
from desktop_app.domain.model import DAY, HOUR, MINUTE
from desktop_app.store import settings
from tests.fakes.desk import NOW, Desk

MONDAY = NOW - NOW % DAY  # 21 September 2026
TUESDAY = MONDAY - 6 * DAY + 10 * HOUR  # of the last week


@pytest.fixture
def desk(tmp_path):
    one = Desk(tmp_path / "data")
    settings.put(one.db, "work_zone", '"UTC"')
    for number in range(12):
        one.receive(f"ask{number}@zavod.ru", sender=f"c{number}@zavod.ru", at=TUESDAY)
        answers = f"ask{number}@zavod.ru"
        one.send(
            f"answer{number}@firm.ru", to=f"c{number}@zavod.ru", at=TUESDAY + 20 * MINUTE, answers=answers
        )
    one.receive("open@zavod.ru", sender="Anna Petrova <anna@zavod.ru>", at=TUESDAY + HOUR, subject="Prices")
    one.derive()
    yield one
    one.close()


def printed(desk: Desk, line: str, capsys) -> list[str]:
    assert digest.run(parser().parse_args(line.split()), desk.folder, NOW) == 0
    return capsys.readouterr().out.splitlines()


def test_the_last_week_is_said_in_lines(desk: Desk, capsys):
    lines = printed(desk, "digest", capsys)
    assert lines[0] == "Last week, 2026-09-14 to 2026-09-20: 13 letters to answer"
    assert lines[1] == (
        "  first reply (working time): half within 20 min (20 min - 20 min), 12 of 13 answered"
    )
    assert lines[3] == "  after a click (working time): too few answers for a figure, 0 of 0 answered"
    assert lines[4] == "  within the target: 92%"
    assert lines[5] == "  waiting now: 1, 1 of them longer than the target"
    assert lines[6].endswith("of 1 h 00 min  Anna Petrova: Prices")


def test_json_has_a_line_for_each_part_and_each_who_waits(desk: Desk, capsys):
    records = [json.loads(line) for line in printed(desk, "digest --json", capsys)]
    kinds = [record["kind"] for record in records]
    assert kinds == ["week", "first_reply", "first_reply_calendar", "after_click", "open"]
    assert records[0]["to"] == "2026-09-21T00:00:00Z"
    assert (records[1]["n"], records[1]["median_s"], records[1]["before_n"]) == (13, 1200.0, 0)
    assert (records[4]["target_s"], records[4]["clock"], records[4]["late"]) == (3600.0, "working", True)
