import os
import signal
import subprocess
import sys
import time

import pytest

from desktop_app.engine.connection import connect
from desktop_app.engine.lock import is_free
from desktop_app.ui.end_signals import EndSignals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_of_the_system_is_heard_once_in_a_quiet_loop_and_the_handlers_are_put_back(qtbot, number):
    before = signal.getsignal(number)
    ended: list[int] = []
    signals = EndSignals(lambda: ended.append(1))
    os.kill(os.getpid(), number)
    qtbot.waitUntil(lambda: bool(ended))
    signals.close()
    assert ended == [1]
    assert signal.getsignal(number) is before


def test_a_window_that_the_system_ends_takes_its_engine_with_it(tmp_path, monkeypatch):
    """A whole program: the end of the engine is what is proved."""
    data, secrets = tmp_path / "data", tmp_path / "secrets.json"
    secrets.touch(mode=0o600)
    monkeypatch.setenv("OTKLIK_SECRETS", str(secrets))
    program = subprocess.Popen([sys.executable, "-m", "desktop_app", "--data", str(data)])
    try:
        deadline = time.monotonic() + 60
        while (engine := connect(data)) is None:
            assert program.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)  # another process: nothing rings here
        engine.close()
        program.send_signal(signal.SIGTERM)
        assert program.wait(60) == 0
        assert is_free(data)
    finally:
        program.kill()
        program.wait()
