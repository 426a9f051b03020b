"""The command lines `otklik serve` and `otklik server invite`, already parsed."""

from __future__ import annotations

import argparse
import sys

from desktop_app.server.invite import invite
from desktop_app.server.run import open_storage, serve


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; returns the exit code. Raises AppError, OSError when the address is taken."""
    if arguments.program == "serve":
        serve(arguments.listen, arguments.storage, arguments.public_url, arguments.trusted_proxy)
        return 0
    storage = open_storage(arguments.storage)
    try:
        invitation = invite(storage, arguments.name, arguments.public_url)
    finally:
        storage.close()
    # Nothing but the two things to paste, so that a script can read them.
    sys.stdout.write(f"{invitation.url}\n{invitation.key}\n")
    return 0
