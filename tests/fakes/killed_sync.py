"""A synchronisation in a process of its own, killed by SIGKILL in the middle of a transaction."""

import multiprocessing
import os
import signal
from pathlib import Path

from desktop_app.engine.process import Engine
from desktop_app.mail import imap_connection
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store.database import Database


def killed_sync(data: Path, secrets: Path, statement: int, compress: bool = False) -> bool:
    """Whether it was killed before its `statement`th write; False: it ended before that, in sync or not."""
    # A fork server has no threads when it forks, and everything is imported there already.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_sync, args=(data, secrets, statement, compress))
    process.start()
    process.join()
    code = process.exitcode
    process.close()
    return code == -signal.SIGKILL


def _sync(data: Path, secrets: Path, statement: int, compress: bool) -> None:
    left = statement

    def counted(real):
        def call(self, *arguments):
            nonlocal left
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(self, *arguments)

        return call

    with Engine(data, FileSecrets(secrets)) as engine:
        Database.execute = counted(Database.execute)
        Database.executemany = counted(Database.executemany)
        if compress:
            imap_connection.is_loopback = lambda _: False
        engine.sync_once()
