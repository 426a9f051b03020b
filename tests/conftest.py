"""What each test lives under: an empty home, no network but loopback, no logged error, no thread left."""

import gc
import logging
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

# Before anything imports Qt or asks for local time. The zone is far from UTC and has no summer time: code
# that confuses local time with UTC fails everywhere, not only on some machines.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Asia/Yekaterinburg"
time.tzset()
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)

import hypothesis  # noqa: E402 - after the environment is set
import pytest  # noqa: E402 - after the environment is set

from desktop_app.engine import network  # noqa: E402 - after the environment is set
from tests.fakes.dovecot import Dovecot, why_not  # noqa: E402 - after the environment is set
from tests.fakes.microsoft_authority import MicrosoftAuthority  # noqa: E402 - after the environment is set

hypothesis.settings.register_profile("otklik", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("otklik")

THREAD_GRACE_S = 3.0
FOREIGN_THREADS = ("pytest", "hypothesis", "ThreadPoolExecutor-pymap")


# files and environment


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an empty home; nothing of the machine's user is read or written."""
    home = tmp_path_factory.mktemp("home")
    folders = {
        "HOME": home,
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local/share",
        "XDG_STATE_HOME": home / ".local/state",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_RUNTIME_DIR": home / "run",
    }
    for name, folder in folders.items():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.delenv("OTKLIK_SECRETS", raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy"):  # loopback servers are asked directly
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


# network


class NetworkBlockedError(RuntimeError):
    """A test tried to leave this machine. No OSError, so that no product code takes it for a bad line."""


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Refuse every connection and look-up that leaves the machine."""
    real_resolve = socket.getaddrinfo

    def guarded(name: str) -> Callable[..., object]:
        real = getattr(socket.socket, name)

        def call(self: socket.socket, *arguments: object) -> object:
            target = arguments[-1]  # the address comes last: connect(address), sendto(data[, flags], address)
            if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(target, tuple):
                refuse_unless_loopback(target[0])
            return real(self, *arguments)

        return call

    def resolve(host: str | bytes | None, *arguments: object, **named: object) -> object:
        refuse_unless_loopback(host)
        return real_resolve(host, *arguments, **named)  # type: ignore[arg-type] # handed on as it came

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, guarded(name))
        patch.setattr(socket, "getaddrinfo", resolve)
        patch.setattr(socket, "getfqdn", lambda _name="": "localhost")  # it may query DNS
        yield


def refuse_unless_loopback(host: object) -> None:
    """Raise when `host` is not this machine."""
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if name in ("localhost", "::1", "0.0.0.0", "::") or name.startswith("127."):
        return
    raise NetworkBlockedError(f"the test wanted to reach {name!r}; tests use loopback addresses only")


@pytest.fixture(autouse=True)
def _still_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine of the tests is connected to, and whether that changes, is no part of a test."""
    monkeypatch.setattr(network, "current_route", lambda: "loopback")


# logged errors


class ErrorCollector(logging.Handler):
    """Keeps what is logged as ERROR or worse; `allowed` are the patterns that a test is about."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []
        self.allowed: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        trace = f"\n{self.format(record)}" if record.exc_info else ""
        self.messages.append(f"{record.name}: {record.getMessage()}{trace}")

    def unexpected(self) -> list[str]:
        return [text for text in self.messages if not any(re.search(one, text) for one in self.allowed)]

    def missing(self) -> list[str]:
        return [one for one in self.allowed if not any(re.search(one, text) for text in self.messages)]


@pytest.fixture(autouse=True)
def _no_logged_errors(request: pytest.FixtureRequest) -> Iterator[ErrorCollector]:
    """Fail a test that logs an error it does not expect, or expects one that never comes."""
    collector = ErrorCollector()
    for marker in request.node.iter_markers("expect_log"):
        collector.allowed.extend(marker.args)
    logging.getLogger().addHandler(collector)
    yield collector
    logging.getLogger().removeHandler(collector)
    if texts := collector.unexpected():
        pytest.fail("logged errors:\n" + "\n".join(texts), pytrace=False)
    if patterns := collector.missing():
        pytest.fail(f"expected, but not logged: {patterns}", pytrace=False)


@pytest.fixture
def expect_log(_no_logged_errors: ErrorCollector) -> Callable[[str], None]:
    """Call with a pattern: the test logs such an error on purpose (the same as the marker expect_log)."""
    return _no_logged_errors.allowed.append


# threads


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """Fail a test after which a thread still runs that did not run before."""
    before = set(threading.enumerate())
    yield
    left = wait_for_threads(before)
    if left:
        names = ", ".join(f"{thread.name}{' (daemon)' if thread.daemon else ''}" for thread in left)
        pytest.fail(f"threads left alive: {names}", pytrace=False)


def wait_for_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads newer than `before` that do not end within the grace time."""
    deadline = time.monotonic() + THREAD_GRACE_S
    fresh = [thread for thread in threading.enumerate() if thread not in before and is_ours(thread)]
    for thread in fresh:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [thread for thread in fresh if thread.is_alive()]


def is_ours(thread: threading.Thread) -> bool:
    """Whether Python code of ours started it: a native one that once called Python never ends for it."""
    foreign = isinstance(thread, threading._DummyThread) or thread.name.startswith(FOREIGN_THREADS)
    return not foreign and thread is not threading.current_thread()


# garbage


@pytest.fixture(autouse=True)
def _widgets_freed_in_their_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """With widgets about, collect cycles here only: a worker thread that frees one crashes the process."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect()
    gc.enable()


# servers


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A private Dovecot for the whole run; each test adds users of its own."""
    if reason := why_not():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have Dovecot: {reason}", pytrace=False)
        pytest.skip(reason)
    server = Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MicrosoftAuthority]:
    """Microsoft's sign-in on loopback, its certificate trusted."""
    with MicrosoftAuthority(tmp_path / "authority") as made:
        monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
        yield made


@pytest.fixture
def project_root() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parent.parent
