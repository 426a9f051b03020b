import asyncio
import json
import threading
from collections.abc import Coroutine, Iterator, Sequence
from pathlib import Path

import pytest

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import DAY
from desktop_app.domain.tokens import Key, key_text, new_token, parse_key
from desktop_app.server.app import GIF, MOST_HITS_OF_TOKEN, App, Settings, build
from desktop_app.server.front import Front
from desktop_app.server.invite import invite, revoke, rotate
from desktop_app.server.storage import KeptHit, NewHit
from desktop_app.server.storage_sqlite import SqliteStorage
from tests.fakes.asgi import Answer, call, living, until

NOW = 1_790_000_000_000_000
OUTLOOK = {"User-Agent": "Microsoft Outlook 16.0"}
TARGET = "https://firm.example/prices?a=1&b=2#top"


class World:
    """A server over a real file, and one invited person."""

    def __init__(self, folder: Path, storage: SqliteStorage | None = None) -> None:
        self.file = folder / "server.db"
        self.storage = storage or SqliteStorage(self.file)
        self.app = build(self.storage, Settings(trusted_proxies=("10.9.9.9",)), lambda: NOW)
        self.key = self.invited("Ivan")
        self.count = 0

    def invited(self, name: str) -> Key:
        return parse_key(invite(self.storage, name, "https://track.firm.example").key)

    def token(self, key: Key | None = None) -> str:
        self.count += 1
        key = key or self.key
        return new_token(key.seal, key.id, self.count.to_bytes(8, "big"))

    def kept(self) -> list[NewHit]:
        return [one.hit for one in self.storage.hits(self.key.id, 0, 1000)]

    async def api(
        self, path: str, method: str = "GET", body: object = None, key: Key | None = None
    ) -> Answer:
        headers = {"Authorization": f"Bearer {(key or self.key).bearer}"}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await call(self.app, path, method, headers, b"" if body is None else content)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.storage.close()


def run(app: App, work: Coroutine[object, object, None]) -> None:
    async def inside() -> None:
        async with living(app):
            await work

    asyncio.run(inside())


# ── how long ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("months", "left"), [(1, [1]), (12, [1, 40]), (60, [1, 40, 400])])
def test_hits_are_erased_after_as_many_months_as_are_set(world: World, months: int, left: list[int]) -> None:
    ages = {world.token(): days for days in (1, 40, 400)}
    world.storage.append(
        [NewHit(world.key.id, NOW - days * DAY, "open", token, "", "", "") for token, days in ages.items()]
    )
    app = build(world.storage, Settings(keep_months=months), lambda: NOW)

    async def work() -> None:
        await until(lambda: sorted(ages[hit.token] for hit in world.kept()) == left)

    run(app, work())


def test_a_clock_that_leaps_ahead_erases_nothing_on_that_day(world: World) -> None:
    world.storage.append([NewHit(world.key.id, NOW, "open", world.token(), "", "", "")])
    for now, left in ((NOW, 1), (NOW + 730 * DAY, 1), (NOW + 731 * DAY, 0)):
        app = build(world.storage, Settings(), lambda now=now: now)

        async def work(now: int = now, left: int = left) -> None:
            await until(lambda: world.storage.setting("purged_at") == str(now) and len(world.kept()) == left)

        run(app, work())


def test_a_clock_that_leaps_back_loses_and_hides_no_hit(world: World) -> None:
    times = iter([NOW, NOW - 100 * DAY, NOW + 5])
    tokens = [world.token() for _ in range(3)]
    app = build(world.storage, Settings(), lambda: NOW)

    async def work() -> None:
        for token in tokens:
            now = next(times)
            app._clock = lambda now=now: now
            await call(app, f"/o/{token}", headers=OUTLOOK)

    run(app, work())
    cursors = [one.id for one in world.storage.hits(world.key.id, 0, 10)]
    assert [hit.token for hit in world.kept()] == tokens
    assert cursors == sorted(cursors)


@pytest.mark.parametrize("months", [0, -1, 61])
def test_an_impossible_number_of_months_is_refused(world: World, months: int) -> None:
    with pytest.raises(InputError, match="keep_months"):
        build(world.storage, Settings(keep_months=months))


# ── pixels ───────────────────────────────────────────────────────────────────────────────────────


def test_a_pixel_is_the_usual_gif_never_cached_and_its_hit_is_kept_before_the_answer(world: World) -> None:
    token = world.token()

    async def work() -> None:
        answer = await call(world.app, f"/o/{token}", headers=OUTLOOK)
        assert (answer.status, answer.body, len(answer.body)) == (200, GIF, 43)
        assert answer.headers["content-type"] == "image/gif"
        assert answer.headers["cache-control"] == "no-store, no-cache, max-age=0, private"
        expected = NewHit(world.key.id, NOW, "open", token, "Microsoft Outlook 16.0", "85.26.10.0/24", "")
        assert world.kept() == [expected]

    run(world.app, work())


@pytest.mark.parametrize("path", ["/o/", "/o/x", "/o/" + "A" * 24, "/o/../../etc/passwd", "/o/" + "é" * 24])
def test_an_unknown_token_gets_the_same_gif_and_leaves_nothing(world: World, path: str) -> None:
    async def work() -> None:
        answer = await call(world.app, path, headers=OUTLOOK)
        assert (answer.status, answer.body) == (200, GIF)
        assert world.kept() == []

    run(world.app, work())


@pytest.mark.parametrize(
    ("method", "headers", "tail", "flags"),
    [
        ("HEAD", OUTLOOK, "", "head"),
        ("GET", {}, "", "no_agent"),
        ("GET", {"User-Agent": "-"}, "", "no_agent"),
        ("GET", OUTLOOK | {"Sec-Purpose": "prefetch;prerender"}, "", "prefetch"),
        ("GET", OUTLOOK | {"X-Moz": "Prefetch"}, "", "prefetch"),
        ("GET", OUTLOOK | {"Purpose": "preview"}, "", "prefetch"),
        ("GET", OUTLOOK, "%27".replace("%27", "'"), "mangled"),
        ("GET", OUTLOOK, "", ""),
    ],
)
def test_what_the_request_shows_is_kept_as_flags(
    world: World, method: str, headers: dict[str, str], tail: str, flags: str
) -> None:
    async def work() -> None:
        answer = await call(world.app, f"/o/{world.token()}{tail}", method, headers)
        assert answer.status == 200
        assert answer.body == (b"" if method == "HEAD" else GIF)
        assert [hit.flags for hit in world.kept()] == [flags]

    run(world.app, work())


def test_other_methods_are_refused(world: World) -> None:
    async def work() -> None:
        assert (await call(world.app, f"/o/{world.token()}", "POST", OUTLOOK)).status == 405
        assert world.kept() == []

    run(world.app, work())


def test_whose_network_it_is_is_kept_and_the_address_is_not(world: World) -> None:
    async def work() -> None:
        await call(world.app, f"/o/{world.token()}", headers=OUTLOOK, client="209.222.82.123")
        await call(world.app, f"/o/{world.token()}", headers=OUTLOOK, client="2a01:111:f403:1:2:3:4:567")
        assert [(hit.network, hit.flags) for hit in world.kept()] == [
            ("209.222.82.0/24", "scanner_network"),
            ("2a01:111:f403::/48", "scanner_network"),
        ]

    run(world.app, work())


def test_only_a_listed_proxy_may_say_who_the_client_is(world: World) -> None:
    said = OUTLOOK | {"X-Forwarded-For": "1.2.3.4, 93.184.216.34"}

    async def work() -> None:
        await call(world.app, f"/o/{world.token()}", headers=said, client="10.9.9.9")
        await call(world.app, f"/o/{world.token()}", headers=said, client="85.26.10.77")
        assert [hit.network for hit in world.kept()] == ["93.184.216.0/24", "85.26.10.0/24"]

    run(world.app, work())


def test_a_very_long_agent_is_cut(world: World) -> None:
    async def work() -> None:
        await call(world.app, f"/o/{world.token()}", headers={"User-Agent": "x" * 50_000})
        assert len(world.kept()[0].agent) == 512

    run(world.app, work())


# ── links ────────────────────────────────────────────────────────────────────────────────────────


def test_a_registered_link_leads_where_it_was_told_to_and_is_kept_as_a_click(world: World) -> None:
    token = world.token()

    async def work() -> None:
        assert (await world.api("/v1/links", "POST", {token: TARGET})).status == 200
        answer = await call(world.app, f"/c/{token}", headers=OUTLOOK)
        assert (answer.status, answer.headers["location"]) == (302, TARGET)
        assert [(hit.kind, hit.token) for hit in world.kept()] == [("click", token)]

    run(world.app, work())


def test_there_is_no_open_redirect(world: World) -> None:
    async def work() -> None:
        registered = world.token()
        await world.api("/v1/links", "POST", {registered: TARGET})
        for path in (
            f"/c/{world.token()}",  # a good token that leads nowhere
            f"/c/{'A' * 24}?url=https://evil.example",
            "/c/https://evil.example",
            "/c//evil.example",
            "/c/",
            f"/c/x{registered}",
        ):
            answer = await call(world.app, path, headers=OUTLOOK)
            assert answer.status == 404
            assert "location" not in answer.headers
        answer = await call(world.app, f"/c/{registered}?url=https://evil.example", headers=OUTLOOK)
        assert answer.headers["location"] == TARGET
        assert len(world.kept()) == 1

    run(world.app, work())


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example", "/prices", "", "https://",
        "https:firm.example", "http://[broken", "https://firm.example/\r\nSet-Cookie: a=b", 7, None, ["https://a.example"],
        "https://a.example/" + "x" * 9000,
    ],
)  # fmt: skip
def test_a_link_may_only_lead_to_http_and_https(world: World, target: object) -> None:
    async def work() -> None:
        token = world.token()
        answer = await world.api("/v1/links", "POST", {token: target})
        assert (answer.status, json.loads(answer.body)) == (400, {"error": "bad_target"})
        assert (await call(world.app, f"/c/{token}")).status == 404

    run(world.app, work())


def test_a_target_in_cyrillic_is_led_to_in_ascii(world: World) -> None:
    async def work() -> None:
        token = world.token()
        await world.api("/v1/links", "POST", {token: "https://пример.рф:8443/цены 1?q=да&a=%20"})
        location = (await call(world.app, f"/c/{token}")).headers["location"]
        path = "/%D1%86%D0%B5%D0%BD%D1%8B%201?q=%D0%B4%D0%B0&a=%20"
        assert location == "https://xn--e1afmkfd.xn--p1ai:8443" + path

    run(world.app, work())


def test_registering_twice_is_the_same_and_elsewhere_is_refused(world: World) -> None:
    async def work() -> None:
        token = world.token()
        for _ in range(2):
            assert (await world.api("/v1/links", "POST", {token: TARGET})).status == 200
        assert (await world.api("/v1/links", "POST", {token: "https://evil.example/"})).status == 409
        assert (await call(world.app, f"/c/{token}")).headers["location"] == TARGET

    run(world.app, work())


def test_nobody_registers_links_for_another_persons_tokens(world: World) -> None:
    other = world.invited("Olga")

    async def work() -> None:
        assert (await world.api("/v1/links", "POST", {world.token(other): TARGET})).status == 403
        assert (await world.api("/v1/links", "POST", {"A" * 24: TARGET})).status == 403

    run(world.app, work())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"\xff", 400), (b"[]", 400), (b"[" * 100_000, 400), (b'"x"', 400),
        (b" " * 2_000_000, 413),
        (json.dumps({str(n): TARGET for n in range(1001)}).encode(), 400),
    ],
)  # fmt: skip
def test_a_body_that_is_no_links_is_refused(world: World, body: bytes, status: int) -> None:
    async def work() -> None:
        assert (await world.api("/v1/links", "POST", body)).status == status

    run(world.app, work())


# ── cursor ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/v1/hits", "/v1/me", "/v1/links"])
def test_without_a_good_key_nothing_is_told(world: World, path: str) -> None:
    method = "POST" if path == "/v1/links" else "GET"
    stranger = parse_key(key_text(world.key.id, bytes(32)))
    attempts = [
        "",
        "Bearer",
        "Bearer x",
        f"Basic {world.key.bearer}",
        f"Bearer {stranger.bearer}",
        "Bearer \xff",
    ]

    async def work() -> None:
        for attempt in attempts:
            answer = await call(world.app, path, method, {"Authorization": attempt})
            assert (answer.status, json.loads(answer.body)) == (401, {"error": "key_refused"})

    run(world.app, work())


def test_hits_are_read_by_cursor_and_only_by_whose_they_are(world: World) -> None:
    other = world.invited("Olga")

    async def work() -> None:
        tokens = [world.token() for _ in range(3)]
        for token in tokens:
            await call(world.app, f"/o/{token}", headers=OUTLOOK)
        await call(world.app, f"/o/{world.token(other)}", headers=OUTLOOK)
        first = json.loads((await world.api("/v1/hits?after=0&limit=2")).body)
        assert [one["token"] for one in first["hits"]] == tokens[:2]
        assert set(first["hits"][0]) == {"id", "at", "kind", "token", "agent", "network", "flags"}
        rest = json.loads((await world.api(f"/v1/hits?after={first['cursor']}")).body)
        assert [one["token"] for one in rest["hits"]] == tokens[2:]
        assert rest["network"] == "85.26.10.0/24"
        none = json.loads((await world.api(f"/v1/hits?after={rest['cursor']}")).body)
        assert (none["hits"], none["cursor"]) == ([], rest["cursor"])

    run(world.app, work())


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=1.5", "wait=²", "after=" + "9" * 40])
def test_a_number_that_is_none_is_refused(world: World, query: str) -> None:
    async def work() -> None:
        assert (await world.api(f"/v1/hits?{query}")).status == 400

    run(world.app, work())


def test_a_waiting_reader_is_answered_by_the_next_hit_of_its_own_key(world: World) -> None:
    other = world.invited("Olga")

    async def work() -> None:
        reader = asyncio.create_task(world.api("/v1/hits?wait=50"))
        await until(lambda: world.app.queue.waiting == 1)
        await call(world.app, f"/o/{world.token(other)}", headers=OUTLOOK)
        assert not reader.done()
        await call(world.app, f"/o/{world.token()}", headers=OUTLOOK)
        async with asyncio.timeout(10):
            assert len(json.loads((await reader).body)["hits"]) == 1

    run(world.app, work())


def test_waiting_readers_are_answered_when_the_server_ends(world: World) -> None:
    async def work() -> None:
        front = Front(world.app)
        headers = {"Authorization": f"Bearer {world.key.bearer}"}
        reader = asyncio.create_task(call(world.app, "/v1/hits?wait=50", headers=headers, front=front))
        async with asyncio.timeout(10):
            await until(lambda: world.app.queue.waiting == 1)
            await front.end(5)
            assert json.loads((await reader).body)["hits"] == []

    run(world.app, work())


def test_a_reader_that_hangs_up_is_forgotten(world: World) -> None:
    gone = asyncio.Event()
    headers = {"Authorization": f"Bearer {world.key.bearer}"}

    async def work() -> None:
        reader = asyncio.create_task(call(world.app, "/v1/hits?wait=50", headers=headers, gone=gone))
        async with asyncio.timeout(10):
            await until(lambda: world.app.queue.waiting == 1)
            gone.set()
            await reader
        assert (await metrics(world))["otklik_waiting"] == 0

    run(world.app, work())


def test_a_key_made_while_the_server_runs_counts_from_its_first_request(world: World) -> None:
    async def work() -> None:
        late = world.invited("Late")
        assert (await world.api("/v1/me", key=late)).status == 200
        await call(world.app, f"/o/{world.token(late)}", headers=OUTLOOK)
        assert len(json.loads((await world.api("/v1/hits", key=late)).body)["hits"]) == 1

    run(world.app, work())


# ── trouble ──────────────────────────────────────────────────────────────────────────────────────


class Stubborn(SqliteStorage):
    """Fails or waits when told to."""

    fail = False
    go: threading.Event | None = None

    def append(self, hits: Sequence[NewHit]) -> None:
        if self.go is not None:
            self.go.wait(10)
        if self.fail:
            raise OSError("disk full")
        super().append(hits)


@pytest.mark.expect_log("1 hits could not be kept")
def test_a_hit_that_could_not_be_kept_is_not_acknowledged_but_a_person_still_gets_to_the_target(
    tmp_path: Path,
) -> None:
    storage = Stubborn(tmp_path / "s.db")
    world = World(tmp_path, storage)
    token = world.token()

    async def work() -> None:
        await world.api("/v1/links", "POST", {token: TARGET})
        storage.fail = True
        answer = await call(world.app, f"/o/{world.token()}", headers=OUTLOOK)
        assert (answer.status, answer.body) == (503, GIF)
        assert (await call(world.app, f"/c/{token}", headers=OUTLOOK)).status == 302
        assert (await metrics(world))["otklik_unacknowledged_total"] == 2
        storage.fail = False
        assert (await call(world.app, f"/o/{world.token()}", headers=OUTLOOK)).status == 200

    run(world.app, work())
    storage.close()


@pytest.mark.expect_log("hits could not be kept")
def test_on_a_full_disk_pixels_and_links_answer_and_it_is_said_once(world: World) -> None:
    """SQLite itself says "database or disk is full": its file may not grow."""
    token = world.token()

    async def work() -> None:
        await world.api("/v1/links", "POST", {token: TARGET})
        full = world.storage._writer.execute("PRAGMA max_page_count = 1").fetchone()[0]  # as big as it is
        refused = 0
        for number in range(400):
            agent = {"User-Agent": f"Microsoft Outlook 16.0.{number} " + "x" * 400}
            answer = await call(world.app, f"/o/{world.token()}", headers=agent)
            assert answer.body == GIF
            refused += answer.status == 503
        assert refused > 100
        assert (await call(world.app, f"/c/{token}", headers=OUTLOOK)).status == 302
        counted = await metrics(world)
        assert counted["otklik_unacknowledged_total"] >= refused
        assert counted["otklik_kept_total"] == len(world.kept())
        world.storage._writer.execute(f"PRAGMA max_page_count = {full * 1000}")
        assert (await call(world.app, f"/o/{world.token()}", headers=OUTLOOK)).status == 200

    run(world.app, work())


def test_above_the_limit_requests_are_answered_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = Stubborn(tmp_path / "s.db")
    world = World(tmp_path, storage)
    monkeypatch.setattr(world.app.queue, "_most_waiting", 2)
    storage.go = threading.Event()

    async def work() -> None:
        tasks = [
            asyncio.create_task(call(world.app, f"/o/{world.token()}", headers=OUTLOOK)) for _ in range(20)
        ]
        async with asyncio.timeout(10):
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        assert storage.go is not None
        storage.go.set()
        answers = await asyncio.gather(*tasks)
        kept = [one for one in answers if one.status == 200]
        assert 0 < len(kept) < 20
        assert len(world.kept()) == len(kept)

    run(world.app, work())
    storage.close()


def test_hits_older_than_a_year_are_forgotten_at_the_start(world: World) -> None:
    old = NewHit(world.key.id, NOW - 366 * DAY, "open", "old", "A", "", "")
    world.storage.append([old, old._replace(at=NOW - 364 * DAY, token="young")])

    async def work() -> None:
        async with asyncio.timeout(10):
            while len(world.kept()) > 1:  # noqa: ASYNC110 - nobody announces that old hits are gone
                await asyncio.sleep(0)

    run(world.app, work())
    kept: list[KeptHit] = world.storage.hits(world.key.id, 0, 10)
    assert [one.hit.token for one in kept] == ["young"]


def test_an_invitation_needs_a_name_and_an_address(world: World) -> None:
    with pytest.raises(InputError) as caught:
        invite(world.storage, "  ", "https://a.example")
    assert caught.value.params["field"] == "name"
    with pytest.raises(InputError) as caught:
        invite(world.storage, "Anna")
    assert caught.value.params["field"] == "public_url"


def test_the_health_page_needs_no_key(world: World) -> None:
    async def work() -> None:
        answer = await call(world.app, "/healthz")
        assert (answer.status, answer.body) == (200, b"ok\n")

    run(world.app, work())


# ── keys that change ─────────────────────────────────────────────────────────────────────────────


def test_a_replaced_key_signs_nobody_in_and_its_letters_count_for_the_new_one(world: World) -> None:
    async def work() -> None:
        old_token = world.token()
        await call(world.app, f"/o/{old_token}", headers=OUTLOOK)
        new = parse_key(rotate(world.storage, "Ivan", "https://a.example").key)
        assert (await world.api("/v1/me")).status == 401
        again, new_token_ = world.token(), world.token(new)
        for token in (again, new_token_):
            await call(world.app, f"/o/{token}", headers=OUTLOOK)
        hits = json.loads((await world.api("/v1/hits", key=new)).body)["hits"]
        assert [one["token"] for one in hits] == [old_token, again, new_token_]
        assert (await world.api("/v1/links", "POST", {again: TARGET}, key=new)).status == 200

    run(world.app, work())


def test_a_revoked_persons_pixels_and_links_answer_and_nothing_is_kept(world: World) -> None:
    async def work() -> None:
        token = world.token()
        await world.api("/v1/links", "POST", {token: TARGET})
        rotate(world.storage, "Ivan", "https://a.example")
        revoke(world.storage, "Ivan")
        await world.app._keys.load()
        assert (await world.api("/v1/me")).status == 401
        answer = await call(world.app, f"/o/{world.token()}", headers=OUTLOOK)
        assert (answer.status, answer.body) == (200, GIF)
        assert (await call(world.app, f"/c/{token}", headers=OUTLOOK)).headers["location"] == TARGET
        assert world.kept() == []

    run(world.app, work())


def test_a_revocation_reaches_a_running_server_by_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.server.app.REFRESH_S", 0.01)

    async def work() -> None:
        revoke(world.storage, "Ivan")
        async with asyncio.timeout(10):
            while world.app._keys._records[world.key.id].state != "revoked":  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    run(world.app, work())


@pytest.mark.parametrize(("name", "reason"), [("Nobody", "no_such_person"), ("Olga", "several_people")])
def test_who_cannot_be_told_is_named(world: World, name: str, reason: str) -> None:
    world.invited("Olga")
    second = world.invited("Olga")
    with pytest.raises(InputError) as caught:
        revoke(world.storage, name)
    assert caught.value.params["reason"] == reason
    revoke(world.storage, f"{second.id:04x}")


# ── erasure ──────────────────────────────────────────────────────────────────────────────────────


def test_an_erased_token_answers_leads_and_keeps_nothing(world: World) -> None:
    async def work() -> None:
        erased, other = world.token(), world.token()
        await world.api("/v1/links", "POST", {erased: TARGET})
        for token in (erased, other):
            await call(world.app, f"/o/{token}", headers=OUTLOOK)
        answer = await world.api("/v1/erase", "POST", [erased])
        assert (answer.status, json.loads(answer.body)) == (200, {"hits": 1})
        assert (await call(world.app, f"/o/{erased}", headers=OUTLOOK)).body == GIF
        assert (await call(world.app, f"/c/{erased}", headers=OUTLOOK)).headers["location"] == TARGET
        assert [hit.token for hit in world.kept()] == [other]

    run(world.app, work())


def test_nobody_erases_another_persons_hits(world: World) -> None:
    other = world.invited("Olga")

    async def work() -> None:
        await call(world.app, f"/o/{world.token()}", headers=OUTLOOK)
        [hit] = world.kept()
        assert (await world.api("/v1/erase", "POST", [hit.token], key=other)).status == 403
        assert (await world.api("/v1/erase", "POST", {"x": 1})).status == 400
        assert world.kept() == [hit]

    run(world.app, work())


# ── limits ───────────────────────────────────────────────────────────────────────────────────────


def metrics_of(text: str) -> dict[str, int]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {name: int(value) for name, value in (line.split() for line in lines)}


async def metrics(world: World) -> dict[str, int]:
    return metrics_of((await call(world.app, "/metrics", client="127.0.0.1")).body.decode())


def test_a_flood_of_one_token_is_answered_and_no_longer_kept(world: World) -> None:
    async def work() -> None:
        token = world.token()
        for _ in range(MOST_HITS_OF_TOKEN + 50):
            answer = await call(world.app, f"/o/{token}", headers=OUTLOOK)
            assert (answer.status, answer.body) == (200, GIF)
        assert len(world.storage.hits(world.key.id, 0, 1000)) == MOST_HITS_OF_TOKEN
        assert (await metrics(world))["otklik_limited_total"] == 50

    run(world.app, work())


def test_who_looks_for_links_gets_404_and_soon_costs_nothing(world: World) -> None:
    looks = 0
    of_token = world.app._keys.of_token

    async def counted(token: str) -> object:
        nonlocal looks
        looks += 1
        return await of_token(token)

    async def work() -> None:
        world.app._keys.of_token = counted  # type: ignore[method-assign,assignment]
        for number in range(100):
            assert (await call(world.app, f"/c/{number:024}")).status == 404
        assert looks == 12
        known = world.token()
        await world.api("/v1/links", "POST", {known: TARGET})
        assert (await call(world.app, f"/c/{known}")).status == 302  # the same address, a real letter
        assert (await call(world.app, f"/c/{'A' * 24}", client="85.26.99.1")).status == 404
        assert looks == 13

    run(world.app, work())


def test_guessing_keys_is_slowed_down(world: World) -> None:
    async def work() -> None:
        statuses = [
            (await call(world.app, "/v1/me", headers={"Authorization": f"Bearer 00{number:02x}.x"})).status
            for number in range(70)
        ]
        assert statuses == [401] * 60 + [429] * 10
        assert (await world.api("/v1/me")).status == 200

    run(world.app, work())


def test_metrics_count_and_are_told_only_to_this_machine(world: World) -> None:
    async def work() -> None:
        await call(world.app, f"/o/{world.token()}", headers=OUTLOOK)
        await call(world.app, "/c/nothing", headers=OUTLOOK)
        counted = await metrics(world)
        assert counted["otklik_opens_total"] == 1
        assert counted["otklik_kept_total"] == 1
        assert counted["otklik_misses_total"] == 1
        assert counted["otklik_waiting"] == 0
        assert (await call(world.app, "/metrics")).status == 404
        forwarded = {"X-Forwarded-For": "127.0.0.1"}
        assert (await call(world.app, "/metrics", headers=forwarded, client="127.0.0.1")).status == 404

    run(world.app, work())
