"""Whether recipients reach the server: a real server, real certificates, something else at its address."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from desktop_app.domain.errors import TrackingError
from desktop_app.domain.reach import Reach
from desktop_app.domain.tokens import Key, parse_key
from desktop_app.engine.reach import look
from desktop_app.server.app import now_micros
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from tests.fakes.dovecot import free_ports, make_certificate
from tests.integration.test_server_hardening import otklik_serve


def invited(folder: Path) -> Key:
    with closing(open_storage(str(folder / "s.db"))) as storage:
        return parse_key(invite(storage, "Anna", "https://t.firm.example").key)


def seen(folder: Path, public_url: str = "", clock_ahead_s: int = 0) -> Reach:
    key = invited(folder)
    with ServerProcess(str(folder / "s.db"), public_url) as server:
        found = look(server.url, key, lambda: now_micros() - clock_ahead_s * 1_000_000)
        with closing(open_storage(str(folder / "s.db"))) as storage:
            assert storage.hits(key.id, 0, 10) == []  # a test is no open
        assert found.url == (public_url or server.url)
        return found


def test_a_server_that_works_says_so_from_both_sides(tmp_path: Path) -> None:
    found = seen(tmp_path)
    assert (found.here, found.there, found.certificate_days, found.clock_s) == ("", "", None, 0)


def test_a_clock_that_goes_wrong_is_told(tmp_path: Path) -> None:
    assert abs(seen(tmp_path, clock_ahead_s=600).clock_s - 600) <= 5


def test_an_address_at_which_nothing_listens_is_told(tmp_path: Path) -> None:
    [port] = free_ports(1)
    found = seen(tmp_path, f"http://127.0.0.1:{port}")
    assert (found.here, found.there) == ("refused", "refused")


class Website(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<h1>Welcome to the firm</h1>")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def website() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Website)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_firms_own_website_at_that_address_is_not_taken_for_the_server(tmp_path: Path) -> None:
    with website() as url:
        found = seen(tmp_path, url)
    assert (found.here, found.there) == ("other_server", "other_server")


def test_a_certificate_nobody_trusts_and_its_days_are_told(tmp_path: Path) -> None:
    make_certificate(tmp_path)  # for two days
    [port] = free_ports(1)
    (tmp_path / "other").mkdir()
    public = f"https://127.0.0.1:{port}"
    files = ("--cert", str(tmp_path / "cert.pem"), "--key", str(tmp_path / "key.pem"))
    place = ("--listen", f"127.0.0.1:{port}", "--storage", str(tmp_path / "other" / "s.db"))
    with otklik_serve(*place, "--public-url", public, *files):
        until_it_listens(port)
        found = seen(tmp_path, public)
    assert (found.here, found.there, found.certificate_days) == ("certificate", "certificate", 1)


def until_it_listens(port: int) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, "the server never listened"
            threading.Event().wait(0.02)
        else:
            return


def test_a_key_of_nobody_is_refused_before_anything_is_tested(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    stranger = invited(tmp_path / "other")
    with ServerProcess(str(tmp_path / "s.db")) as server, pytest.raises(TrackingError) as caught:
        look(server.url, stranger, now_micros)
    assert caught.value.params["reason"] == "refused"
