"""What tests/conftest.py promises to every test."""

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


def test_the_network_ends_at_loopback() -> None:
    for address in (("192.0.2.1", 80), ("mail.example", 993)):
        with pytest.raises(RuntimeError, match="loopback addresses only"):
            socket.create_connection(address, timeout=1)


def test_loopback_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


def test_the_home_is_empty_and_not_the_machines() -> None:
    assert "pytest" in os.environ["HOME"]
    assert Path.home() == Path(os.environ["HOME"])


@pytest.mark.expect_log("the disk is full")
def test_an_expected_error_may_be_logged() -> None:
    logging.getLogger("desktop_app.store").error("the disk is %s", "full")


def test_a_test_may_say_so_later(expect_log: Callable[[str], None]) -> None:
    expect_log("server said no")
    logging.getLogger("desktop_app.mail").error("server said no")


def test_the_rules_bite(tmp_path: Path) -> None:
    """Run three bad tests under the same conftest, in a pytest of their own."""
    bad = tmp_path / "test_bad.py"
    bad.write_text(BAD, encoding="utf-8")
    root = Path(__file__).resolve().parents[2]
    options = ["-q", "--no-header", "-p", "no:cacheprovider", "-p", "tests.conftest", f"--rootdir={root}"]
    command = [sys.executable, "-m", "pytest", *options, "-c", str(root / "pyproject.toml"), str(bad)]
    answer = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=60)
    for text in ("logged errors:\ndesktop_app: broken", "left alive: forgotten", "not logged: ['never']"):
        assert text in answer.stdout, answer.stdout
    assert "3 passed, 3 errors" in answer.stdout


BAD = """
import logging, threading, time
import pytest

def test_logs():
    logging.getLogger("desktop_app").error("broken")

def test_leaves_a_thread():
    threading.Thread(target=time.sleep, args=(20,), name="forgotten", daemon=True).start()

@pytest.mark.expect_log("never")
def test_expects_in_vain():
    pass
"""
