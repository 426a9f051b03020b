"""Run one command-line program; the words of errors go to stderr, the exit code says how it ended.

0 done · 1 something failed (said in words) · 2 the command line is wrong (argparse).
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from desktop_app.cli import accounts, doctor, listing, replies, syncing
from desktop_app.cli.words import sentence
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import Micros


def run(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    """`arguments` come from `cli.parser`. Raises nothing but bugs."""
    try:
        return _program(arguments, data, now)
    except AppError as error:
        print(f"otklik: {sentence(error)}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # `otklik letters --json | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _program(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    match arguments.program:
        case "account":
            return accounts.run(arguments, data)
        case "sync":
            return syncing.run(data)
        case "replies":
            return replies.run(arguments, data, now)
        case "doctor":
            return doctor.run(data, now)
        case _:
            return listing.run(arguments, data, now)
