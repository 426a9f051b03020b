"""The server process on a real PostgreSQL: the usual way, the database gone for a while, kill -9."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

import pytest

from desktop_app.domain.tokens import Key, new_token, parse_key
from desktop_app.engine.tracking_client import TrackingClient
from desktop_app.server.app import GIF
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from tests.fakes.postgres import Postgres, running

AGENT = {"User-Agent": "Microsoft Outlook 16.0"}
KILLS = 5


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with running() as server:
        yield server


@pytest.fixture
def key(postgres: Postgres) -> Key:
    with closing(open_storage(postgres.url)) as storage:
        return parse_key(invite(storage, "Anna", "https://t.firm.example").key)


def fetch(url: str, path: str) -> tuple[int, bytes]:
    place = urlsplit(url)
    with closing(HTTPConnection(place.hostname or "", place.port, timeout=60)) as connection:
        connection.request("GET", path, headers=AGENT)
        answer = connection.getresponse()
        return answer.status, answer.read()


def pixel(key: Key) -> str:
    return f"/o/{new_token(key.seal, key.id, os.urandom(8))}"


def test_opens_and_clicks_come_to_the_desktop(postgres: Postgres, key: Key) -> None:
    token = new_token(key.seal, key.id, bytes(8))
    with ServerProcess(postgres.url) as server, closing(TrackingClient(server.url, key)) as client:
        client.register({token: "https://firm.example/prices"})
        assert fetch(server.url, pixel(key)) == (200, GIF)
        assert fetch(server.url, f"/c/{token}")[0] == 302
        assert [hit.kind for hit in client.hits(0, 0)] == ["open", "click"]
        client.erase([token])
        assert [hit.kind for hit in client.hits(0, 0)] == ["open"]


def test_a_desktop_that_waits_at_one_server_hears_of_a_hit_at_another(postgres: Postgres, key: Key) -> None:
    came: list[str] = []
    with ServerProcess(postgres.url) as one, ServerProcess(postgres.url) as other:
        fetch(other.url, f"/o/{new_token(key.seal, key.id, bytes(8))}")
        with closing(TrackingClient(one.url, key)) as client:
            cursor = client.hits(0, 0)[-1].id

            def wait() -> None:
                came.extend(hit.token for hit in client.hits(cursor, 50))

            reader = threading.Thread(target=wait)
            reader.start()
            while "otklik_waiting 1\n" not in fetch(one.url, "/metrics")[1].decode():
                time.sleep(0.01)
            began = time.monotonic()
            fetch(other.url, pixel(key))
            reader.join(20)
    assert len(came) == 1
    assert time.monotonic() - began < 10


def test_a_database_that_is_away_costs_the_record_and_not_the_picture(postgres: Postgres, key: Key) -> None:
    token = new_token(key.seal, key.id, bytes(8))
    with ServerProcess(postgres.url) as server, closing(TrackingClient(server.url, key)) as client:
        client.register({token: "https://firm.example/prices"})
        assert fetch(server.url, pixel(key)) == (200, GIF)
        postgres.stop("immediate")
        assert fetch(server.url, pixel(key)) == (503, GIF)
        assert fetch(server.url, f"/c/{token}")[0] == 503
        postgres.start()
        assert fetch(server.url, pixel(key)) == (200, GIF)
        assert fetch(server.url, f"/c/{token}")[0] == 302
        assert len(client.hits(0, 0)) == 3


def test_kill_9_under_load_loses_no_acknowledged_hit(postgres: Postgres, key: Key) -> None:
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        server = ServerProcess(postgres.url)
        server.start()
        threads = [threading.Thread(target=_load, args=(server.url, key, acknowledged)) for _ in range(8)]
        for thread in threads:
            thread.start()
        before = len(acknowledged)
        deadline = time.monotonic() + 20
        while len(acknowledged) < before + 50:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.kill(server.pid, signal.SIGKILL)
        for thread in threads:
            thread.join()
        server.stop()
    with closing(open_storage(postgres.url)) as storage:
        kept = {one.hit.token for one in storage.hits(key.id, 0, 1_000_000)}
    assert acknowledged <= kept
    assert len(acknowledged) >= KILLS * 50


def _load(url: str, key: Key, acknowledged: set[str]) -> None:
    """Until the server is gone."""
    place = urlsplit(url)
    with closing(HTTPConnection(place.hostname or "", place.port, timeout=20)) as connection:
        while True:
            path = pixel(key)
            try:
                connection.request("GET", path, headers=AGENT)
                answer = connection.getresponse()
                answer.read()
            except (OSError, HTTPException):
                return
            if answer.status == 200:
                acknowledged.add(path.removeprefix("/o/"))
