"""Run one command-line program; the words of errors go to stderr, the exit code says how it ended.

0 done · 1 something failed (said in words) · 2 the command line is wrong (argparse) · 130 interrupted.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path

from desktop_app.cli.words import sentence
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import Micros

INTERRUPTED = 130


def run(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    """`arguments` come from `cli.parser`. Raises nothing but bugs."""
    _prepare_output(arguments)
    try:
        code = _program(arguments, data, now)
        sys.stdout.flush()  # here, where a closed pipe is understood
    except AppError as error:
        print(f"otklik: {sentence(error)}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # `otklik letters --json | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _prepare_output(arguments: argparse.Namespace) -> None:
    """Data are UTF-8 with plain line ends wherever they go; text for eyes is what the console can show."""
    if not isinstance(sys.stdout, io.TextIOWrapper):
        return
    if getattr(arguments, "json", False) or getattr(arguments, "csv", False):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    else:
        sys.stdout.reconfigure(errors="replace")


def _figures(program: str, arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    """Reply times: one's own, of the last week, the team's, and who answers."""
    from desktop_app.cli import assigning, digest, replies, team

    if program == "assign":
        return assigning.run(arguments, data)
    runs = {"team": team.run, "digest": digest.run}
    return runs.get(program, replies.run)(arguments, data, now)


def _program(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    """Imported when asked for: the engine's libraries cost a listing half a second."""
    match arguments.program:
        case "account":
            from desktop_app.cli import accounts

            return accounts.run(arguments, data, now)
        case "sync":
            from desktop_app.cli import syncing

            return syncing.run(data)
        case "replies" | "team" | "assign" | "digest" as program:
            return _figures(program, arguments, data, now)
        case "privacy" | "consent" | "person" | "company" | "remind" | "later" as program:
            from desktop_app.cli import company, planning, privacy

            runs = {"company": company.run, "remind": planning.run, "later": planning.run}
            return runs.get(program, privacy.run)(arguments, data, now)
        case "doctor":
            from desktop_app.cli import doctor

            return doctor.run(data, now, arguments.bundle)
        case _:
            from desktop_app.cli import listing

            return listing.run(arguments, data, now)
