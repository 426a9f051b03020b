"""`otklik`: reads the command line, builds the program asked for, hands over the clock."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop_app.cli.parser import parser
from desktop_app.settings.paths import data_folder, log_file

LOG_BYTES = 2 * 1024 * 1024


def main() -> int:
    """The exit code: 0 done, 1 failed (said in words), 2 a wrong command line."""
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
            from desktop_app.server.command import run as run_server

            return run_server(arguments)
        case _:
            from desktop_app.cli.main import run
            from desktop_app.engine.process import clock

            return run(arguments, data, clock())


def _window(data: Path) -> int:
    from desktop_app.engine.link import Link, start_engine
    from desktop_app.ui.application import run

    return run(data, Link(data, lambda: start_engine(data)), demo=False)


def _demo(headless: bool, seed: int) -> int:
    if headless:
        from desktop_app.demo.headless import run as run_headless

        return run_headless(seed)
    from desktop_app.demo.window import run as run_window

    return run_window(seed)


def _engine(data: Path) -> int:
    import os

    from desktop_app.cli.words import sentence
    from desktop_app.domain.errors import AppError
    from desktop_app.engine.process import run
    from desktop_app.settings.secrets import open_secrets

    _log_to(data)
    try:
        run(data, open_secrets(os.environ))
    except AppError as error:
        logging.getLogger(__name__).error("%s", error)
        print(f"otklik: {sentence(error)}", file=sys.stderr)
        return 1
    return 0


def _log_to(data: Path) -> None:
    """The engine's log: bounded, no letter's text, no password."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(log_file(data), maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    logging.basicConfig(
        handlers=[handler], level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )


if __name__ == "__main__":
    sys.exit(main())
