"""`otklik`: reads the command line, builds the program asked for, hands over the clock.

Each program imports its own: what stands up here is paid for by the window before its first paint.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.settings.paths import data_folder, log_file

if TYPE_CHECKING:
    import argparse

LOG_BYTES = 2 * 1024 * 1024


def main() -> int:
    """The exit code: 0 done, 1 failed (said in words), 2 a wrong command line."""
    if len(sys.argv) == 1:  # the window; to make the parser for this costs it 8 ms
        return _window(data_folder().absolute())
    from desktop_app.cli.parser import parser

    arguments = parser().parse_args()
    data: Path = (arguments.data or data_folder()).expanduser().absolute()
    match arguments.program:
        case None:
            return _window(data)
        case "engine":
            return _engine(data)
        case "demo":
            return _demo(headless=arguments.headless, seed=arguments.seed)
        case "serve" | "server":
            return _server(arguments)
        case _:
            from desktop_app.cli.main import run

            return run(arguments, data, time.time_ns() // 1000)


def _window(data: Path, *, demo: bool = False) -> int:
    if not _has_screen():
        return _no_screen()
    gc.disable()  # a collection while starting costs more than it frees; `ui.collector` takes over
    from desktop_app.domain.errors import AppError
    from desktop_app.engine.link import Link, start_engine, stop_engine
    from desktop_app.engine.lock import is_free
    from desktop_app.ui.application import run

    def link() -> Link:
        return Link(data, lambda: start_engine(data))

    try:
        is_free(data)  # the engine starts after the first paint: what it could not use is said before
        return run(data, link(), demo, reconnect=link)
    except AppError as error:  # the data folder cannot be used at all
        from desktop_app.cli.words import sentence

        return _failed(sentence(error))
    finally:
        stop_engine(data)


def _no_screen() -> int:
    return _failed("There is no display here. Try `otklik demo --headless`.")


def _has_screen() -> bool:
    """Qt aborts the process when it finds none."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _demo(*, headless: bool, seed: int) -> int:
    if headless:
        from desktop_app.demo.headless import run as run_headless

        return run_headless(seed)
    if not _has_screen():
        return _no_screen()
    from desktop_app.demo.stage import stage

    with stage(seed) as data:
        return _window(data, demo=True)


def _engine(data: Path) -> int:
    import logging

    from desktop_app.cli.words import sentence
    from desktop_app.domain.errors import AppError
    from desktop_app.engine.process import run
    from desktop_app.settings.secrets import open_secrets

    try:
        _log_to(data)
    except AppError as error:
        return _failed(sentence(error))
    try:
        run(data, open_secrets(os.environ))
    except AppError as error:
        logging.getLogger(__name__).warning("the engine could not start: %s", error)
        return _failed(sentence(error))
    return 0


def _server(arguments: argparse.Namespace) -> int:
    from desktop_app.cli.words import sentence
    from desktop_app.domain.errors import AppError
    from desktop_app.server.command import run

    try:
        return run(arguments)
    except AppError as error:
        return _failed(sentence(error))
    except OSError as error:  # the address is taken or is not ours
        reason = os.strerror(error.errno) if error.errno else error
        return _failed(f"{getattr(arguments, 'listen', 'The address')} cannot be used: {reason}.")


def _failed(words: str) -> int:
    print(f"otklik: {words}", file=sys.stderr)
    return 1


def _log_to(data: Path) -> None:
    """The engine's log: bounded, no letter's text, no password. Raises FolderUnusable."""
    import logging
    from logging.handlers import RotatingFileHandler

    from desktop_app.domain.errors import FolderUnusable

    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(log_file(data), maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    except OSError as error:
        raise FolderUnusable(path=str(data), text=error.strerror or str(error)) from error
    logging.raiseExceptions = False  # a full disk is no reason to fill stderr as well
    logging.basicConfig(
        handlers=[handler], level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)  # else each address asked, Message-IDs in it


if __name__ == "__main__":
    sys.exit(main())
