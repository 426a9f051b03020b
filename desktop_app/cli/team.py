"""`otklik team`: figures of the team, what leaves this computer for it, and rows by signed file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from desktop_app.cli.door import open_door, open_reader
from desktop_app.domain.commands import (
    ExportTeam,
    ForgetMember,
    GetTeamRows,
    ImportTeam,
    SetSetting,
    SyncTeam,
    TeamFileDone,
    TeamRows,
)
from desktop_app.domain.errors import InputError
from desktop_app.domain.facts import TeamState
from desktop_app.domain.model import Micros
from desktop_app.settings.policy import locked_settings, policy_file
from desktop_app.settings.schema import Settings
from desktop_app.settings.targets import target_s


def run(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    if arguments.verb == "figures":
        _figures(arguments.days, data, now)
        return 0
    with open_door(data) as door:
        match arguments.verb:
            case "rows":
                told = door.call(GetTeamRows())
                assert isinstance(told, TeamRows)
                print("\n".join((told.hours, *told.lines)))
            case "share":
                door.call(SetSetting("team_share", json.dumps(arguments.state == "on")))
            case "sync":
                state = door.call(SyncTeam())
                assert isinstance(state, TeamState)
                print(f"{state.state}: {state.told} rows told", file=sys.stderr)
            case "export":
                _say(door.call(ExportTeam(str(arguments.file.absolute()))))
            case "import":
                _say(door.call(ImportTeam(str(arguments.file.absolute()), arguments.name)))
            case "forget":
                door.call(ForgetMember(_member(arguments.name, data)))
    return 0


def _member(name: str, data: Path) -> str:
    """The key of somebody by name. InputError("no_such_member")."""
    with open_reader(data) as reader:
        for one in reader.team():
            if one.name.casefold() == name.strip().casefold():
                return one.key
    raise InputError(field="name", reason="no_such_member", name=name)


def _say(done: object) -> None:
    assert isinstance(done, TeamFileDone)
    whose = f"{done.name}: " if done.name else ""
    print(f"{whose}{done.rows} rows; the number of the key: {done.fingerprint}", file=sys.stderr)


def _figures(days: int, data: Path, now: Micros) -> None:
    """First replies in each person's own working time."""
    from desktop_app.domain.reply_times import Clock, Start
    from desktop_app.domain.team_report import TeamQuery, names_of, team_report

    with open_reader(data) as reader:
        settings = Settings(reader.settings(), locked_settings(policy_file()))
        people = reader.team()
    report = team_report(people, TeamQuery(days, Clock.WORKING, Start.ARRIVAL, target_s(settings)), now)
    for one in report.people:
        figures = one.figures
        line = {
            "name": one.person.name,
            "n": figures.n,
            "answered": figures.answered,
            "median_s": figures.median,
            "within_target": figures.within,
            "open": one.open_waits,
            "letters_a_week": round(one.load, 1),
            "off_hours": round(one.off_hours, 3),
            "handed_over": one.handed_over,
            "taken_over": one.taken_over,
        }
        print(json.dumps(line, ensure_ascii=False))
    names = names_of(report)
    for pair in report.differences:
        slower = pair.second if pair.faster == pair.first else pair.first
        print(
            json.dumps(
                {"faster": names[pair.faster], "slower": names[slower], "p": pair.p}, ensure_ascii=False
            )
        )
    if not report.differences:
        print("No difference shown.", file=sys.stderr)
