"""A real server process under bad manners: slow and huge headers, its own TLS, keys changed from outside."""

import resource
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from desktop_app.domain.tokens import new_token, parse_key
from desktop_app.engine.tracking_client import TrackingClient
from desktop_app.server.app import GIF
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from tests.fakes.dovecot import free_ports, make_certificate

SLOW_CLIENTS = 200
ENDS_WITHIN_S = 25
WAITING_DESKTOPS = 2500  # more than may wait to be accepted


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    with ServerProcess(f"sqlite:///{tmp_path}/server.db") as running:
        yield running


def place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 0


def test_slow_headers_end_while_others_are_served(server: ServerProcess) -> None:
    slow = [socket.create_connection(place(server.url), timeout=ENDS_WITHIN_S) for _ in range(SLOW_CLIENTS)]
    try:
        for one in slow:
            one.sendall(b"GET /o/x HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        with urlopen(f"{server.url}/o/x", timeout=10) as answer:
            assert answer.read() == GIF
        began = time.monotonic()
        for one in slow:
            with suppress(ConnectionError):
                while one.recv(1024):  # a word of refusal may come before the end
                    pass
        assert time.monotonic() - began < ENDS_WITHIN_S
    finally:
        for one in slow:
            one.close()


def test_ten_thousand_hits_of_one_token_are_answered_and_few_are_kept(
    server: ServerProcess, tmp_path: Path
) -> None:
    with closing(open_storage(f"sqlite:///{tmp_path}/server.db")) as storage:
        key = parse_key(invite(storage, "Anna", server.url).key)
    token = new_token(key.seal, key.id, bytes(8))
    row = f"GET /o/{token} HTTP/1.1\r\nHost: a\r\nUser-Agent: Outlook\r\n\r\n".encode() * 100
    with closing(socket.create_connection(place(server.url), timeout=60)) as one:
        for _ in range(100):
            one.sendall(row)
            answers = b""
            while answers.count(GIF) < 100:
                answers += one.recv(65536)
            assert answers.count(b"HTTP/1.1 200 OK\r\n") == 100
    with closing(open_storage(f"sqlite:///{tmp_path}/server.db")) as storage:
        assert len(storage.hits(key.id, 0, 20_000)) in (600, 1200)  # a minute may end meanwhile


def test_who_reads_nothing_and_asks_on_costs_no_memory(server: ServerProcess) -> None:
    row = b"GET /o/x HTTP/1.1\r\nHost: a\r\n\r\n" * 1000
    with closing(socket.create_connection(place(server.url), timeout=0.5)) as one:
        with suppress(TimeoutError):  # it stops reading, because nobody takes the answers
            for _ in range(5000):
                one.sendall(row)
            pytest.fail("five million requests went in")
        assert fetched(server, "/o/x") == GIF
        resident_kb = int(Path(f"/proc/{server.pid}/statm").read_text().split()[1]) * 4
        assert resident_kb < 200_000


def test_more_desktops_may_wait_than_connections_may_queue(
    tmp_path: Path, server: ServerProcess, many_files: None
) -> None:
    with closing(open_storage(f"sqlite:///{tmp_path}/server.db")) as storage:
        key = parse_key(invite(storage, "Anna", server.url).key)
    head = f"Host: a\r\nAuthorization: Bearer {key.bearer}\r\n\r\n"
    waiting = []
    try:
        for _ in range(WAITING_DESKTOPS):
            waiting.append(socket.create_connection(place(server.url), timeout=ENDS_WITHIN_S))
            waiting[-1].sendall(f"GET /v1/hits?wait=55 HTTP/1.1\r\n{head}".encode())
        deadline = time.monotonic() + ENDS_WITHIN_S
        while f"otklik_waiting {WAITING_DESKTOPS}\n" not in fetched(server, "/metrics").decode():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        token = new_token(key.seal, key.id, bytes(8))
        assert fetched(server, f"/o/{token}") == GIF
        for one in waiting:
            assert token.encode() in one.recv(4096)
    finally:
        for one in waiting:
            one.close()


@pytest.fixture
def many_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2 * WAITING_DESKTOPS:
        pytest.skip(f"this system lets a program open {hard} files only")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def fetched(server: ServerProcess, path: str) -> bytes:
    with urlopen(f"{server.url}{path}", timeout=10) as answer:
        return bytes(answer.read())


def test_oversized_headers_are_refused_and_the_server_goes_on(server: ServerProcess) -> None:
    with closing(socket.create_connection(place(server.url), timeout=20)) as one:
        with suppress(ConnectionError):
            one.sendall(b"GET /o/x HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n")
        answer = b""
        with suppress(ConnectionError):
            answer = one.recv(1024)
        assert b" 200 " not in answer.partition(b"\r\n")[0]
    with urlopen(f"{server.url}/o/x", timeout=10) as again:
        assert again.read() == GIF


@contextmanager
def otklik_serve(*arguments: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "desktop_app", "serve", *arguments])
    try:
        yield
    finally:
        process.terminate()
        assert process.wait(20) == 0


def test_it_speaks_tls_with_certificate_files(tmp_path: Path) -> None:
    make_certificate(tmp_path)
    [port] = free_ports(1)
    context = ssl.create_default_context(cafile=tmp_path / "cert.pem")
    context.check_hostname = False
    files = ("--cert", str(tmp_path / "cert.pem"), "--key", str(tmp_path / "key.pem"))
    place = ("--listen", f"127.0.0.1:{port}", "--storage", str(tmp_path / "s.db"))
    with otklik_serve(*place, "--public-url", "https://t.firm.example", *files):
        assert _until_answered(port, context) == GIF


def test_a_new_certificate_is_taken_without_a_restart(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        make_certificate(folder)
    for name in ("cert.pem", "key.pem"):
        shutil.copyfile(first / name, tmp_path / name)
    [port] = free_ports(1)
    context = ssl.create_default_context(cafile=second / "cert.pem")
    context.check_hostname = False
    files = ("--cert", str(tmp_path / "cert.pem"), "--key", str(tmp_path / "key.pem"))
    place = ("--listen", f"127.0.0.1:{port}", "--storage", str(tmp_path / "s.db"))
    with otklik_serve(*place, "--public-url", "https://t.firm.example", *files):
        with pytest.raises(ssl.SSLCertVerificationError):
            _until_answered(port, context)
        for name in ("cert.pem", "key.pem"):
            shutil.copyfile(second / name, tmp_path / name)
        deadline = time.monotonic() + 20
        while True:
            try:
                assert _until_answered(port, context) == GIF
            except ssl.SSLCertVerificationError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
            else:
                return


def _until_answered(port: int, context: ssl.SSLContext) -> bytes:
    deadline = time.monotonic() + 30
    while True:
        with closing(HTTPSConnection("127.0.0.1", port, timeout=10, context=context)) as connection:
            try:
                connection.request("GET", "/o/x")
                return connection.getresponse().read()
            except ConnectionRefusedError:
                assert time.monotonic() < deadline
                time.sleep(0.05)


def test_a_certificate_without_its_key_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("no certificate")
    serve = [sys.executable, "-m", "desktop_app", "serve", "--public-url", "https://t.firm.example"]
    files = ["--cert", str(tmp_path / "cert.pem"), "--storage", str(tmp_path / "s.db")]
    for more in ([], ["--key", str(tmp_path / "cert.pem")]):
        command = [*serve, *files, *more]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 1
        assert "certificate" in done.stderr


def server_command(verb: str, *arguments: str) -> str:
    command = [sys.executable, "-m", "desktop_app", "server", verb, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_keys_are_replaced_listed_and_revoked_on_the_command_line(
    tmp_path: Path, server: ServerProcess
) -> None:
    url = f"sqlite:///{tmp_path}/server.db"
    with closing(open_storage(url)) as storage:
        first = parse_key(invite(storage, "Anna", server.url).key)
    said, text = server_command("rotate", "Anna", "--storage", url).split()
    assert said == server.url
    second = parse_key(text)
    with closing(TrackingClient(server.url, second)) as client:
        for key in (first, second):
            token = new_token(key.seal, key.id, bytes(8))
            with urlopen(f"{server.url}/o/{token}", timeout=10):
                pass
        assert len(client.hits(0, 0)) == 2
        server_command("revoke", "Anna", "--storage", url)
        states = [line.split("\t")[1:] for line in server_command("list", "--storage", url).splitlines()]
        assert states == [["revoked", "Anna", "member"]] * 2


def test_a_backup_is_made_while_the_server_runs_and_restored(tmp_path: Path, server: ServerProcess) -> None:
    url = f"sqlite:///{tmp_path}/server.db"
    with closing(open_storage(url)) as storage:
        key = parse_key(invite(storage, "Anna", server.url).key)
    with urlopen(f"{server.url}/o/{new_token(key.seal, key.id, bytes(8))}", timeout=10):
        pass
    server_command("backup", str(tmp_path / "copy.db"), "--storage", url)
    server.stop()
    restored = f"sqlite:///{tmp_path}/restored.db"
    server_command("restore", str(tmp_path / "copy.db"), "--storage", restored)
    with ServerProcess(restored) as again, closing(TrackingClient(again.url, key)) as client:
        assert len(client.hits(0, 0)) == 1
