import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.tokens import key_text, parse_key
from desktop_app.engine.tracking_client import TrackingClient, _Sockets

KEY = parse_key(key_text(5, bytes(range(32))))
HIT = {"id": 1, "at": 2, "kind": "open", "token": "t", "agent": "a", "network": "n", "flags": ["head"]}


class Server(HTTPServer):
    """Says the same to everybody and remembers what it was asked."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = status
        self.body = body
        self.asked: list[tuple[str, str, bytes]] = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        server.asked.append((self.path, self.headers["Authorization"], content))
        self.send_response(server.status)
        self.send_header("Location", "https://evil.example/")
        self.end_headers()
        self.wfile.write(server.body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def asked(status: int, body: object) -> Iterator[tuple[TrackingClient, Server]]:
    server = Server(status, body if isinstance(body, bytes) else json.dumps(body).encode())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    with closing(TrackingClient(f"http://127.0.0.1:{server.server_port}", KEY)) as client:
        yield client, server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_told_apart(status: int) -> None:
    with asked(status, {}) as (client, _), pytest.raises(TrackingError) as caught:
        client.check()
    assert caught.value.params["reason"] == "refused"


NONSENSE = [
    (500, {}),
    (302, {}),
    (404, {}),
    (200, b"<html>"),
    (200, b"\xff"),
    (200, []),
    (200, {}),
    (200, {"hits": 7}),
    (200, {"hits": [7]}),
    (200, {"hits": [{}]}),
    (200, {"hits": [HIT | {"id": "1"}]}),
    (200, {"hits": [HIT | {"kind": "rm -rf"}]}),
    (200, {"hits": [HIT | {"flags": None}]}),
    (200, {"hits": [HIT, HIT]}),
    (200, {"hits": [HIT | {"id": 3}, HIT]}),
    (200, {"hits": [HIT | {"id": 0}]}),
]


@pytest.mark.parametrize(("status", "body"), NONSENSE)
def test_an_answer_that_makes_no_sense_is_told(status: int, body: object) -> None:
    with asked(status, body) as (client, _), pytest.raises(TrackingError) as caught:
        client.hits(0, 0)
    assert caught.value.params["reason"] == "bad_answer"


def test_hits_are_read_and_the_own_network_is_remembered() -> None:
    with asked(200, {"hits": [HIT], "cursor": 1, "network": "85.26.10.0/24"}) as (client, server):
        (hit,) = client.hits(0, 3)
        assert (hit.id, hit.at, hit.kind, hit.flags) == (1, 2, "open", ("head",))
        assert client.own_network == "85.26.10.0/24"
        assert server.asked[0][:2] == ("/v1/hits?after=0&limit=500&wait=3", f"Bearer {KEY.bearer}")


def test_many_links_are_registered_in_several_requests() -> None:
    links = {str(number): "https://a.example/" for number in range(1200)}
    with asked(200, {}) as (client, server):
        client.register(links)
        assert {key: url for _, _, body in server.asked for key, url in json.loads(body).items()} == links
        assert len(server.asked) == 3


def test_registering_nothing_asks_nobody() -> None:
    with asked(200, {}) as (client, server):
        client.register({})
        assert server.asked == []


@pytest.mark.parametrize(
    "url", ["http://track.example", "ftp://127.0.0.1", "track.example", "http://127.0.0.1.evil.example"]
)
def test_the_key_is_sent_over_tls_only_except_to_this_machine(url: str) -> None:
    with pytest.raises(InputError) as caught:
        TrackingClient(url, KEY)
    assert caught.value.params == {"field": "url", "reason": "not_https"}


def test_closing_twice_is_allowed() -> None:
    client = TrackingClient("https://track.example", KEY)
    client.close()
    client.close()


def test_a_client_is_closed_by_whoever_asks_last_and_answers_nobody_after() -> None:
    """A descriptor closed under a thread that is about to write would already be another line's."""
    closed: list[str] = []
    sockets = _Sockets(lambda: closed.append("closed"))
    with sockets.in_use(), sockets.in_use():
        sockets.end()
        assert not closed
    assert closed == ["closed"]
    sockets.end()
    with pytest.raises(TrackingError), sockets.in_use():
        pass
    assert closed == ["closed"]
