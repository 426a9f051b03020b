"""The command lines `otklik serve` and `otklik server ...`, already parsed."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path

from desktop_app.domain.errors import InputError
from desktop_app.server.certificate import Certificate
from desktop_app.server.invite import Invitation, invite, join, revoke, rotate
from desktop_app.server.keeping import backup, restore
from desktop_app.server.run import open_storage, serve
from desktop_app.server.storage import Storage


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; returns the exit code. Raises AppError, OSError when the address is taken."""
    if arguments.program == "serve":
        serve(
            arguments.listen,
            arguments.storage,
            arguments.public_url,
            arguments.trusted_proxy,
            _certificate(arguments.cert, arguments.key),
            arguments.keep_months,
        )
    elif arguments.verb == "restore":
        restore(arguments.file, arguments.storage)
    else:
        with closing(open_storage(arguments.storage)) as storage:
            _with_storage(arguments, storage)
    return 0


def _with_storage(arguments: argparse.Namespace, storage: Storage) -> None:
    match arguments.verb:
        case "invite":
            _hand_over(
                invite(storage, arguments.name, arguments.public_url, arguments.team, lead=arguments.lead)
            )
        case "rotate":
            _hand_over(rotate(storage, arguments.name, arguments.public_url))
        case "revoke":
            revoke(storage, arguments.name, keep_rows=arguments.keep_rows)
        case "team":
            join(storage, arguments.name, arguments.team, lead=arguments.lead)
        case "list":
            for record in storage.records():
                role = "lead" if record.lead else "member"
                team = f"{role} of {record.team}" if record.team else role
                sys.stdout.write(f"{record.id:04x}\t{record.state}\t{record.name}\t{team}\n")
        case "backup":
            backup(storage, arguments.file)


def _hand_over(invitation: Invitation) -> None:
    """Nothing but the two things to paste, so that a script can read them."""
    sys.stdout.write(f"{invitation.url}\n{invitation.key}\n")


def _certificate(chain: Path | None, key: Path | None) -> Certificate | None:
    if (chain is None) is not (key is None):
        raise InputError(field="certificate", reason="needs_both_files")
    return Certificate(chain, key) if chain is not None and key is not None else None
