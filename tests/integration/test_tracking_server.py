"""A real server process on a loopback port, real HTTP, the engine's own client."""

import ipaddress
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.model import Hit
from desktop_app.domain.tokens import Key, key_text, new_token, parse_key
from desktop_app.engine.tracking_client import TrackingClient
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage

PROXY = "127.0.0.1"
PERSON = "93.184.216.34"
AGENT = "Mozilla/5.0 (Windows NT 10.0; rv:115.0) Gecko/20100101 Thunderbird/115.0"
TARGET = "https://firm.example/prices?a=1"


class World:
    """A running server with one invited person and that person's client."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "server.db"
        self.storage_url = f"sqlite:///{self.file}"
        self.key = self.invited("Ivan")
        self.server = ServerProcess(self.storage_url, trusted_proxies=[PROXY])
        self.server.start()
        self.client = TrackingClient(self.server.url, self.key)

    def invited(self, name: str) -> Key:
        with closing(open_storage(self.storage_url)) as storage:
            return parse_key(invite(storage, name, "https://track.firm.example").key)

    def token(self) -> str:
        return new_token(self.key.seal, self.key.id, os.urandom(8))

    def get(self, path: str, method: str = "GET", address: str = PERSON) -> tuple[HTTPResponse, bytes]:
        return get(self.server.url, path, method, {"User-Agent": AGENT, "X-Forwarded-For": address})

    def close(self) -> None:
        self.client.close()
        self.server.stop()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def get(
    url: str, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[HTTPResponse, bytes]:
    place = urlsplit(url)
    with closing(HTTPConnection(place.hostname or "", place.port, timeout=20)) as connection:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer, answer.read()


def in_thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_an_open_and_a_click_come_to_the_waiting_desktop_in_order(world: World) -> None:
    opened, clicked = world.token(), world.token()
    world.client.register({clicked: TARGET})
    came: list[Hit] = []

    def wait() -> None:
        while len(came) < 2:
            came.extend(world.client.hits(came[-1].id if came else 0, 20))

    reader = in_thread(wait)
    pixel, body = world.get(f"/o/{opened}")
    link, _ = world.get(f"/c/{clicked}")
    reader.join(30)

    assert (pixel.status, len(body), pixel.headers["Content-Type"]) == (200, 43, "image/gif")
    assert pixel.headers["Cache-Control"] == "no-store, no-cache, max-age=0, private"
    assert (link.status, link.headers["Location"]) == (302, TARGET)
    assert [(hit.kind, hit.token, hit.agent, hit.network, hit.flags) for hit in came] == [
        ("open", opened, AGENT, "93.184.216.0/24", ()),
        ("click", clicked, AGENT, "93.184.216.0/24", ()),
    ]
    assert came[0].id < came[1].id
    assert abs(came[0].at / 1e6 - time.time()) < 60
    assert world.client.hits(came[-1].id, 0) == []


def test_unknown_tokens_get_a_gif_or_nothing_and_nothing_redirects_elsewhere(world: World) -> None:
    token = world.token()
    world.client.register({token: TARGET})
    for path in ("/o/unknown", f"/o/{'A' * 24}"):
        answer, body = world.get(path)
        assert (answer.status, len(body)) == (200, 43)
    for path in ("/c/unknown", f"/c/{world.token()}?url=https://evil.example/", "/c/https://evil.example/"):
        answer, _ = world.get(path)
        assert (answer.status, answer.headers["Location"]) == (404, None)
    assert world.get(f"/c/{token}?url=https://evil.example/")[0].headers["Location"] == TARGET
    for target in ("javascript:alert(1)", "//evil.example", "ftp://x.example"):
        with pytest.raises(TrackingError) as caught:
            world.client.register({world.token(): target})
        assert caught.value.params["reason"] == "bad_answer"


def test_a_head_request_is_answered_and_marked(world: World) -> None:
    answer, body = world.get(f"/o/{world.token()}", "HEAD")
    assert (answer.status, body) == (200, b"")
    assert world.client.hits(0, 5)[0].flags == ("head",)


def test_no_full_address_is_on_the_disk(world: World) -> None:
    addresses = [PERSON, "85.26.217.143", "2001:db8:aaaa:bbbb:1234:5678:9abc:def1"]
    for address in addresses:
        world.get(f"/o/{world.token()}", address=address)
    assert [hit.network for hit in world.client.hits(0, 5)] == [
        "93.184.216.0/24", "85.26.217.0/24", "2001:db8:aaaa::/48",
    ]  # fmt: skip
    written = b"".join(file.read_bytes() for file in world.file.parent.glob("server.db*"))
    assert b"93.184.216.0/24" in written
    for address in addresses:
        assert address.encode() not in written
        assert ipaddress.ip_address(address).packed not in written


def test_an_unlisted_peer_cannot_choose_its_address(tmp_path: Path) -> None:
    with ServerProcess(f"sqlite:///{tmp_path / 's.db'}") as server:
        with closing(open_storage(f"sqlite:///{tmp_path / 's.db'}")) as storage:
            key = parse_key(invite(storage, "Ivan").key)
        with closing(TrackingClient(server.url, key)) as client:
            client.check()
            get(
                server.url, f"/o/{new_token(key.seal, key.id, bytes(8))}", headers={"X-Forwarded-For": PERSON}
            )
            assert [hit.network for hit in client.hits(0, 5)] == ["127.0.0.0/24"]


def test_a_key_of_nobody_is_refused(world: World) -> None:
    stranger = TrackingClient(world.server.url, parse_key(key_text(world.key.id, bytes(32))))
    with closing(stranger), pytest.raises(TrackingError) as caught:
        stranger.check()
    assert caught.value.params["reason"] == "refused"


def test_kill_9_under_load_loses_no_acknowledged_hit(world: World) -> None:
    acknowledged: list[str] = []
    stop = threading.Event()

    def load() -> None:
        with closing(HTTPConnection("127.0.0.1", urlsplit(world.server.url).port, timeout=20)) as connection:
            while not stop.is_set():
                token = world.token()
                try:
                    connection.request("GET", f"/o/{token}", headers={"User-Agent": AGENT})
                    answer = connection.getresponse()
                    answer.read()
                except OSError:
                    return
                except Exception:  # noqa: BLE001 - whatever a cut answer looks like to http.client
                    return
                if answer.status == 200:
                    acknowledged.append(token)

    threads = [in_thread(load) for _ in range(16)]
    deadline = time.monotonic() + 20
    while len(acknowledged) < 300 and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(world.server.pid, signal.SIGKILL)
    stop.set()
    for thread in threads:
        thread.join(30)
    world.server.stop()

    with closing(open_storage(world.storage_url)) as storage:
        kept = {one.hit.token for one in storage.hits(world.key.id, 0, 1_000_000)}
    assert len(acknowledged) >= 300
    assert set(acknowledged) - kept == set()


def test_everything_acknowledged_is_there_after_a_usual_end_and_a_new_start(world: World) -> None:
    tokens = [world.token() for _ in range(50)]
    for token in tokens:
        assert world.get(f"/o/{token}")[0].status == 200
    world.server.stop()
    world.server.start()
    assert [hit.token for hit in world.client.hits(0, 5)] == tokens


def test_the_server_ends_at_once_although_a_desktop_waits(world: World) -> None:
    answers: list[list[Hit]] = []

    def wait() -> None:
        with suppress(TrackingError):  # the end may come before the request did
            answers.append(world.client.hits(0, 50))

    reader = in_thread(wait)
    world.get("/healthz")
    begin = time.monotonic()
    world.server.stop()
    assert time.monotonic() - begin < 10
    reader.join(10)
    assert answers in ([], [[]])
    assert not reader.is_alive()


def test_closing_the_client_ends_a_request_that_waits(world: World) -> None:
    failed: list[TrackingError] = []

    def wait() -> None:
        try:
            world.client.hits(0, 50)
        except TrackingError as error:
            failed.append(error)

    begin = time.monotonic()
    reader = in_thread(wait)
    while not world.client._sockets._open and time.monotonic() - begin < 10:
        time.sleep(0.01)
    world.client.close()
    reader.join(10)
    assert not reader.is_alive()
    assert failed[0].params["reason"] == "unreachable"
    with pytest.raises(TrackingError):
        world.client.check()


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with (
        closing(TrackingClient(f"http://127.0.0.1:{port}", parse_key(key_text(1, bytes(32))))) as client,
        pytest.raises(TrackingError) as caught,
    ):
        client.check()
    assert caught.value.params["reason"] == "unreachable"


def test_the_key_does_not_travel_in_the_clear_to_another_machine() -> None:
    with pytest.raises(InputError) as caught:
        TrackingClient("http://track.firm.example", parse_key(key_text(1, bytes(32))))
    assert caught.value.params == {"field": "url", "reason": "not_https"}


def test_two_servers_do_not_share_a_port(world: World) -> None:
    port = urlsplit(world.server.url).port or 0
    second = ServerProcess(f"{world.storage_url}.2", port=port)
    with pytest.raises(OSError, match="did not start"):
        second.start()
    assert get(world.server.url, "/healthz")[0].status == 200


def test_the_command_line_invites_and_serves(tmp_path: Path) -> None:
    otklik = [sys.executable, "-m", "desktop_app", "server", "invite", "Иван"]
    place = ["--storage", str(tmp_path / "s.db"), "--public-url", "https://track.firm.example/"]
    done = subprocess.run([*otklik, *place], capture_output=True, text=True, check=True, timeout=60)
    url, key = done.stdout.split()
    assert url == "https://track.firm.example"
    assert re.fullmatch(r"otk1_[A-Za-z0-9_-]{51}", key)
    with closing(open_storage(str(tmp_path / "s.db"))) as storage:
        (record,) = storage.records()
    assert record.name == "Иван"
