"""The front under bad manners: real bytes into real connections, in this process."""

import asyncio
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import Receive, Scope, Send

from desktop_app.domain.tokens import Key, new_token, parse_key
from desktop_app.server import front as front_module
from desktop_app.server.app import GIF, App, Settings, build
from desktop_app.server.connection import HEAD_S, IDLE_S, IN_A_ROW
from desktop_app.server.front import Front
from desktop_app.server.invite import invite
from desktop_app.server.storage_sqlite import SqliteStorage
from tests.fakes.asgi import Line, connected, living, parsed, until

HOST = b"Host: a\r\n"
PIXEL = b"GET /o/x HTTP/1.1\r\n" + HOST + b"\r\n"
HEALTH = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"


class World:
    def __init__(self, folder: Path) -> None:
        self.storage = SqliteStorage(folder / "server.db")
        self.app: App = build(self.storage, Settings())
        self.key: Key = parse_key(invite(self.storage, "Ivan", "https://t.firm.example").key)
        self.count = 0

    def token(self) -> str:
        self.count += 1
        return new_token(self.key.seal, self.key.id, self.count.to_bytes(8, "big"))

    def kept(self) -> int:
        return len(self.storage.hits(self.key.id, 0, 1000))

    def pixel(self) -> bytes:
        return f"GET /o/{self.token()} HTTP/1.1\r\nHost: a\r\nUser-Agent: Outlook\r\n\r\n".encode()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.storage.close()


def run(app: Any, work: Coroutine[object, object, None]) -> None:
    async def inside() -> None:
        async with living(app):
            await work

    asyncio.run(inside())


async def settled(line: Line, answers: int) -> list[bytes]:
    """The answers on a line, once there are so many."""
    await until(lambda: line.written.count(b"HTTP/1.1 ") >= answers)
    return [b"HTTP/1.1 " + one for one in bytes(line.written).split(b"HTTP/1.1 ")[1:]]


async def closed(line: Line) -> bytes:
    async with asyncio.timeout(10):
        await line.closed.wait()
    await asyncio.sleep(0)
    return bytes(line.written)


def statuses(answers: list[bytes]) -> list[int]:
    return [parsed(one).status for one in answers]


# ── what is no request ───────────────────────────────────────────────────────────────────────────

POST = b"POST /v1/links HTTP/1.1\r\nHost: a\r\n"
CHUNKS = POST + b"Transfer-Encoding: chunked\r\n\r\n"
BROKEN = {
    "both lengths": POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "the other way round": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
    "two equal lengths": POST + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    "a length with a sign": POST + b"Content-Length: +3\r\n\r\nabc",
    "a list of lengths": POST + b"Content-Length: 3, 3\r\n\r\nabc",
    "a huge length": POST + b"Content-Length: 99999999999999999999999\r\n\r\n",
    "an unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a second coding": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "codings in two fields": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
    "a coding in HTTP/1.0": CHUNKS.replace(b"1.1", b"1.0") + b"0\r\n\r\n",
    "a bad size of a chunk": CHUNKS + b"zz\r\n\r\n",
    "a chunk too long": CHUNKS + b"3\r\nabcd\r\n0\r\n\r\n",
    "a huge chunk": CHUNKS + b"ffffffffffffffffff\r\n",
    "chunks by LF": CHUNKS + b"3\nabc\n0\n\n",
    "a folded line": b"GET /o/x HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
    "NUL in a field": b"GET /o/x HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
    "NUL in the target": b"GET /o/\0x HTTP/1.1\r\nHost: a\r\n\r\n",
    "a blank before the colon": b"GET /o/x HTTP/1.1\r\nHost : a\r\n\r\n",
    "a bare LF": b"GET /o/x HTTP/1.1\nHost: a\n\n",
    "a bare CR": b"GET /o/x HTTP/1.1\rHost: a\r\r",
    "a blank in the target": b"GET /o/x y HTTP/1.1\r\nHost: a\r\n\r\n",
    "no host": b"GET /o/x HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /o/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "an unknown method": b"FOO /o/x HTTP/1.1\r\nHost: a\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "a target that is no path": b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    "a tunnel": b"CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n",
    "another scheme": b"GET ftp://a.example/o/x HTTP/1.1\r\nHost: a\r\n\r\n",
    "an address that is none": b"GET http://[/o/x HTTP/1.1\r\nHost: a\r\n\r\n",
}  # fmt: skip
SMUGGLED = b"GET /o/smuggled HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.parametrize("name", BROKEN)
def test_what_can_be_read_two_ways_is_refused_and_nothing_after_it_is_read(world: World, name: str) -> None:
    async def work() -> None:
        line = connected(Front(world.app))
        line.protocol.data_received(BROKEN[name] + SMUGGLED)
        written = await closed(line)
        assert parsed(written).status == 400
        assert written.count(b"HTTP/1.1") == 1
        line.protocol.data_received(SMUGGLED)
        assert bytes(line.written) == written

    run(world.app, work())


@pytest.mark.parametrize("name", BROKEN)
def test_it_is_the_same_byte_by_byte(world: World, name: str) -> None:
    async def work() -> None:
        line = connected(Front(world.app))
        for byte in BROKEN[name] + SMUGGLED:
            line.protocol.data_received(bytes([byte]))
        written = await closed(line)
        assert (parsed(written).status, written.count(b"HTTP/1.1")) == (400, 1)

    run(world.app, work())


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /o/x HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        (b"GET /o/x HTTP/0.9\r\nHost: a\r\n\r\n", 505),
        (b"GET /o/x\r\n\r\n", 505),
        (b"GET /o/x HTTP/1.1\r\nHost: a\r\nExpect: a-miracle\r\n\r\n", 417),
        (b"GET /o/x HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"GET /o/x HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 200_000, 431),
        (b"GET /o/" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 431),
        (b"GET /o/x HTTP/1.1\r\nHost: a\r\n" + b"X: a\r\n" * 200 + b"\r\n", 431),
    ],
)
def test_what_is_too_much_or_not_spoken_is_refused_by_its_name(
    world: World, request_: bytes, status: int
) -> None:
    async def work() -> None:
        line = connected(Front(world.app))
        for at in range(0, len(request_), 4096):
            line.protocol.data_received(request_[at : at + 4096])
        assert parsed(await closed(line)).status == status

    run(world.app, work())


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.tuples(st.sampled_from(sorted(BROKEN.values())), st.integers(0, 200), st.binary(max_size=5)).map(
            lambda made: made[0][: made[1]] + made[2] + made[0][made[1] :]
        ),
    ),
    cut=st.integers(1, 60),
)
def test_whatever_comes_no_connection_breaks(world: World, data: bytes, cut: int) -> None:
    async def work() -> None:
        front = Front(world.app)
        line = connected(front)
        for at in range(0, len(data), cut):
            line.protocol.data_received(data[at : at + cut])
        line.protocol.eof_received()
        await front.end(2)
        assert not front.connections
        assert b" 500 " not in line.written

    run_bare(world, work())


def run_bare(world: World, work: Coroutine[object, object, None]) -> None:
    """Without the queue's thread."""

    async def inside() -> None:
        await world.app._keys.load()
        await work

    asyncio.run(inside())


# ── how requests come ────────────────────────────────────────────────────────────────────────────


def test_requests_in_a_row_are_answered_in_their_order(world: World) -> None:
    row = [world.pixel(), HEALTH, PIXEL, b"GET /c/x HTTP/1.1\r\nHost: a\r\n\r\n"]

    async def work() -> None:
        line = connected(Front(world.app))
        line.protocol.data_received(b"".join(row))
        assert statuses(await settled(line, 4)) == [200, 200, 200, 404]
        assert world.kept() == 1
        assert not line.is_closing()

    run(world.app, work())


def test_a_row_that_ends_in_nonsense_is_answered_up_to_there(world: World) -> None:
    async def work() -> None:
        line = connected(Front(world.app))
        line.protocol.data_received(world.pixel() + world.pixel() + b"nonsense\r\n\r\n" + world.pixel())
        await closed(line)
        assert statuses(await settled(line, 3)) == [200, 200, 400]
        assert world.kept() == 2

    run(world.app, work())


def test_who_sends_without_waiting_is_read_no_further_than_a_row(world: World) -> None:
    async def work() -> None:
        line = connected(Front(world.app))
        line.protocol.data_received(b"".join(world.pixel() for _ in range(IN_A_ROW + 5)))
        assert not line.reading
        assert statuses(await settled(line, IN_A_ROW + 5)) == [200] * (IN_A_ROW + 5)
        assert line.reading

    run(world.app, work())


@pytest.mark.parametrize(
    "head",
    [
        b"GET /o/x HTTP/1.0\r\n",
        b"GET /o/x HTTP/1.0\r\nConnection: keep-alive\r\n",
        b"GET /o/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n",
        b"GET /o/x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n",
        b"GET /o/x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
        b"GET /o/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n",
    ],
)
def test_a_last_request_is_answered_and_what_follows_is_not_read(world: World, head: bytes) -> None:
    async def work() -> None:
        line = connected(Front(world.app))
        line.protocol.data_received(head + b"\r\n" + b"hello" + SMUGGLED)
        written = await closed(line)
        answer = parsed(written)
        assert (answer.status, answer.body) == (200, GIF)
        assert answer.headers["connection"] == "close"

    run(world.app, work())


@pytest.mark.parametrize("place", ["http://t.firm.example", "HTTPS://other.example:8443"])
def test_a_whole_address_counts_by_its_path(world: World, place: str) -> None:
    async def work() -> None:
        line = connected(Front(world.app))
        request = f"GET {place}/o/{world.token()}?a=b HTTP/1.1\r\nHost: a\r\n\r\n"
        line.protocol.data_received(request.encode())
        assert statuses(await settled(line, 1)) == [200]
        assert world.kept() == 1

    run(world.app, work())


@pytest.mark.parametrize("prefix", ["/o/", "/%6f/", "/%6F%2f", "%2Fo/"])
def test_percent_signs_hide_nothing(world: World, prefix: str) -> None:
    token = "".join(f"%{ord(letter):02x}" for letter in world.token())

    async def work() -> None:
        line = connected(Front(world.app))
        line.protocol.data_received(f"GET {prefix}{token} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        [answer] = await settled(line, 1)
        leads = prefix.startswith("/")
        assert parsed(answer).status == (200 if leads else 400)
        assert world.kept() == leads

    run(world.app, work())


@pytest.mark.parametrize(
    "tail", ["%", "%zz", "%00", "%0d%0aSet-Cookie:%20a=b", "%2e%2e/%2e%2e", "'%20OR%201=1--"]
)
def test_tricks_behind_a_token_are_marked_and_change_nothing(world: World, tail: str) -> None:
    async def work() -> None:
        line = connected(Front(world.app))
        line.protocol.data_received(f"GET /o/{world.token()}{tail} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        [answer] = await settled(line, 1)
        assert (parsed(answer).status, parsed(answer).body) == (200, GIF)
        assert b"Set-Cookie" not in answer
        assert [one.hit.flags for one in world.storage.hits(world.key.id, 0, 9)] == ["no_agent mangled"]

    run(world.app, work())


def test_head_has_the_length_and_no_body_everywhere(world: World) -> None:
    async def work() -> None:
        line = connected(Front(world.app))
        line.protocol.data_received((PIXEL + HEALTH).replace(b"GET", b"HEAD"))
        pixel, health = [parsed(one) for one in await settled(line, 2)]
        assert (pixel.headers["content-length"], pixel.body) == ("43", b"")
        assert (health.headers["content-length"], health.body) == ("3", b"")

    run(world.app, work())


def test_every_answer_tells_the_time(world: World) -> None:
    async def work() -> None:
        line = connected(Front(world.app))
        line.protocol.data_received(PIXEL + HEALTH)
        for answer in await settled(line, 2):
            assert parsed(answer).headers["date"].endswith(" GMT")

    run(world.app, work())


# ── bodies ───────────────────────────────────────────────────────────────────────────────────────


class Echo:
    """An application that reads the whole body, if it is asked to."""

    def __init__(self, app: App) -> None:
        self.queue = app.queue
        self.read = True
        self.chunks: list[bytes] = []
        self.fails = False
        self.length = True

    def serve(self, asked: object) -> None:
        raise AssertionError(asked)

    async def rest(self, scope: Scope, receive: Receive, send: Send) -> None:
        more = self.read
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.chunks.append(b"GONE")
                return
            self.chunks.append(message["body"])
            more = message["more_body"]
        if self.fails:
            raise RuntimeError("a bug")
        body = b"".join(self.chunks)
        headers = [(b"content-length", b"%d" % len(body))] if self.length else []
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body[:2], "more_body": True})
        await send({"type": "http.response.body", "body": body[2:]})


CHUNKED = CHUNKS + b"3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n"


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_a_body_comes_whole_however_it_is_cut_and_the_next_request_is_read(world: World, step: int) -> None:
    async def work() -> None:
        echo = Echo(world.app)
        line = connected(Front(echo))
        data = CHUNKED + b"POST /e HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
        for at in range(0, len(data), step):
            line.protocol.data_received(data[at : at + step])
            await asyncio.sleep(0)
        answers = await settled(line, 2)
        assert [parsed(one).body for one in answers] == [b"abcdefg", b"abcdefghi"]

    asyncio.run(work())


def test_a_client_that_asks_first_is_told_to_go_on(world: World) -> None:
    async def work() -> None:
        line = connected(Front(Echo(world.app)))
        head = b"POST /e HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        line.protocol.data_received(head)
        await settled(line, 1)
        assert bytes(line.written) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.protocol.data_received(b"hi")
        assert parsed((await settled(line, 2))[1]).body == b"hi"

    asyncio.run(work())


def test_a_body_nobody_reads_is_not_taken_for_a_request(world: World) -> None:
    async def work() -> None:
        echo = Echo(world.app)
        echo.read = False
        line = connected(Front(echo))
        line.protocol.data_received(b"POST /e HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\n" + SMUGGLED)
        written = await closed(line)
        assert (parsed(written).status, written.count(b"HTTP/1.1 ")) == (200, 1)
        assert parsed(written).headers["connection"] == "close"

    asyncio.run(work())


def test_a_body_waits_in_the_network_until_it_is_asked_for(world: World) -> None:
    async def work() -> None:
        echo = Echo(world.app)
        line = connected(Front(echo))
        line.protocol.data_received(b"POST /e HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n")
        line.protocol.data_received(b"x" * 100_000)
        assert not line.reading
        await until(lambda: line.reading)
        line.protocol.data_received(b"x" * 200_000)
        assert parsed((await settled(line, 1))[0]).body == b"x" * 300_000

    asyncio.run(work())


def test_an_answer_without_a_length_ends_with_its_connection(world: World) -> None:
    async def work() -> None:
        echo = Echo(world.app)
        echo.length = False
        line = connected(Front(echo))
        line.protocol.data_received(CHUNKED)
        answer = parsed(await closed(line))
        assert (answer.body, answer.headers["connection"]) == (b"abcdefg", "close")

    asyncio.run(work())


def test_a_broken_body_is_refused_and_the_application_learns_that_the_client_has_gone(world: World) -> None:
    async def work() -> None:
        echo = Echo(world.app)
        line = connected(Front(echo))
        line.protocol.data_received(CHUNKED[:-12])
        await asyncio.sleep(0)
        line.protocol.data_received(b"zz\r\n" + SMUGGLED)
        written = await closed(line)
        await until(lambda: b"GONE" in echo.chunks)
        assert (parsed(written).status, written.count(b"HTTP/1.1 ")) == (400, 1)

    asyncio.run(work())


def test_a_body_that_does_not_come_ends_with_a_word(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.server.asking.BODY_S", 0.01)

    async def work() -> None:
        line = connected(Front(world.app))
        authorization = f"Authorization: Bearer {world.key.bearer}\r\nContent-Length: 99\r\n\r\n{{"
        line.protocol.data_received(POST + authorization.encode())
        answer = parsed(await closed(line))
        assert (answer.status, answer.headers["connection"]) == (408, "close")

    run(world.app, work())


@pytest.mark.expect_log("a request failed")
def test_a_bug_in_the_application_is_answered_and_the_connection_goes_on(world: World) -> None:
    async def work() -> None:
        echo = Echo(world.app)
        echo.fails = True
        line = connected(Front(echo))
        line.protocol.data_received(CHUNKED)
        assert statuses(await settled(line, 1)) == [500]
        echo.fails = False
        line.protocol.data_received(CHUNKED)
        assert statuses(await settled(line, 2)) == [500, 200]

    asyncio.run(work())


# ── time and number ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_module, "TICK_S", 0.0)


@pytest.mark.parametrize(
    ("sent", "seconds", "status"),
    [(b"", HEAD_S, 0), (b"GET /o/x HT", HEAD_S, 408), (PIXEL, IDLE_S, 200)],
)
@pytest.mark.usefixtures("fast")
def test_who_is_too_slow_is_let_go(world: World, sent: bytes, seconds: int, status: int) -> None:
    async def work() -> None:
        front = Front(world.app)
        ticking = asyncio.create_task(front.tick())
        line = connected(front)
        line.protocol.data_received(sent) if sent else None
        written = await closed(line)
        ticking.cancel()
        assert seconds <= front.now <= seconds + 3
        assert parsed(written).status == status
        assert not front.connections

    run(world.app, work())


def test_bytes_that_trickle_do_not_buy_time(world: World) -> None:
    async def work() -> None:
        front = Front(world.app)
        line = connected(front)
        line.protocol.data_received(b"GET /o/x HTTP/1.1\r\nX: ")
        until = line.protocol.until
        front.now += 5
        line.protocol.data_received(b"a")
        assert line.protocol.until == until

    run(world.app, work())


def test_who_does_not_take_his_answers_is_asked_for_nothing_more_and_cut(world: World) -> None:
    async def work() -> None:
        front = Front(world.app)
        line = connected(front)
        line.protocol.data_received(PIXEL)
        await settled(line, 1)
        line.protocol.pause_writing()
        assert not line.reading
        line.protocol.data_received(PIXEL)
        line.protocol.resume_writing()
        assert line.reading
        await settled(line, 2)
        line.protocol.pause_writing()
        line.protocol.data_received(PIXEL)
        assert line.written.count(b"HTTP/1.1 ") == 2
        front.now = line.protocol.until
        line.protocol.expire()
        assert line.is_closing()

    run(world.app, work())


def test_who_does_not_take_the_end_is_cut_too(world: World) -> None:
    async def work() -> None:
        front = Front(world.app)
        line = connected(front)
        cut = []
        line.close = lambda: None  # type: ignore[method-assign] # what is written is never taken
        line.abort = lambda: cut.append(front.now)  # type: ignore[method-assign]
        line.protocol.data_received(b"nonsense\r\n\r\n")
        front.now = line.protocol.until
        line.protocol.expire()
        assert cut
        front.connections.clear()

    run(world.app, work())


def test_who_shuts_his_side_still_gets_his_answer(world: World) -> None:
    async def work() -> None:
        line = connected(Front(world.app))
        line.protocol.data_received(world.pixel())
        assert line.protocol.eof_received()
        answer = parsed(await closed(line))
        assert (answer.status, answer.headers["connection"]) == (200, "close")
        assert not connected(Front(world.app)).protocol.eof_received()  # nothing was asked

    run(world.app, work())


def test_above_the_number_of_connections_new_ones_are_cut(world: World) -> None:
    async def work() -> None:
        front = Front(world.app, 2)
        lines = [connected(front) for _ in range(3)]
        assert [line.is_closing() for line in lines] == [False, False, True]
        lines[0].close()
        await asyncio.sleep(0)
        assert not connected(front).is_closing()

    run(world.app, work())


def waiting(world: World) -> bytes:
    authorization = f"Authorization: Bearer {world.key.bearer}\r\n\r\n"
    return b"GET /v1/hits?wait=50 HTTP/1.1\r\n" + HOST + authorization.encode()


async def parked(world: World, line: Line) -> None:
    line.protocol.data_received(waiting(world))
    await until(lambda: line.protocol._wait is not None)


@pytest.mark.usefixtures("fast")
def test_a_waiting_desktop_is_told_that_nothing_came_and_may_ask_again(world: World) -> None:
    async def work() -> None:
        front = Front(world.app)
        line = connected(front)
        await parked(world, line)
        assert line.protocol._parser is None  # what a waiting connection would mostly be
        front.now = 49
        ticking = asyncio.create_task(front.tick())
        [answer] = await settled(line, 1)
        ticking.cancel()
        assert b'"hits":[]' in answer
        line.protocol.data_received(world.pixel())
        assert statuses(await settled(line, 2)) == [200, 200]
        line.protocol.data_received(waiting(world))
        assert b'"kind":"open"' in (await settled(line, 3))[2]

    run(world.app, work())


def test_a_waiting_desktop_that_shuts_its_side_is_forgotten(world: World) -> None:
    async def work() -> None:
        front = Front(world.app)
        line = connected(front)
        await parked(world, line)
        assert not line.protocol.eof_received()
        line.close()
        await asyncio.sleep(0)
        assert not front.connections
        assert not world.app.queue._readers

    run(world.app, work())


def test_a_hit_between_the_look_and_the_wait_is_not_missed(world: World) -> None:
    async def work() -> None:
        line = connected(Front(world.app))
        told = iter([0, 1, 1])  # before the look, and when it begins to wait
        world.app.queue.commits_of = lambda owner: next(told)  # type: ignore[method-assign]
        line.protocol.data_received(waiting(world))
        assert b'"hits":[]' in (await settled(line, 1))[0]  # it looked again at once instead of waiting

    run(world.app, work())
