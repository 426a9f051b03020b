from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.server.button_page import MOST_REQUESTS, language_of
from desktop_app.server.invite import revoke
from tests.fakes.asgi import call
from tests.fakes.invited import World, run


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with closing(World(tmp_path)) as made:
        yield made


def test_looking_at_the_page_withdraws_nobody_and_the_button_does_without_a_trace_of_who_it_was(
    world: World,
) -> None:
    async def work() -> None:
        page = await call(world.app, f"/w/{world.token}", headers={"Accept-Language": "de, en;q=0.5"})
        assert (page.status, page.headers["content-language"]) == (200, "en")
        assert b'<form method="post">' in page.body
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
        assert world.kept() == []
        done = await call(world.app, f"/w/{world.token}", "POST", {"User-Agent": "Firefox"})
        assert done.status == 200
        assert b"form" not in done.body.partition(b"<main>")[2]
        assert world.kept() == [("withdraw", world.token, "", "")]

    run(world, work())


def test_the_page_speaks_russian_to_who_asks_for_it(world: World) -> None:
    async def work() -> None:
        page = await call(
            world.app, f"/w/{world.token}", headers={"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.8"}
        )
        assert "Не отслеживать" in page.body.decode()

    run(world, work())


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("ru", "ru"),
        ("en,ru", "en"),
        ("en;q=0.1, ru;q=0.2", "ru"),
        ("ru;q=zz", "ru"),
        (",,;;=", "en"),
    ],
)
def test_the_language_is_the_one_that_is_wanted_more(accepted: str, language: str) -> None:
    assert language_of(accepted) == language


@pytest.mark.parametrize("token", ["x", "A" * 24, "A" * 23 + "é", "%00", "<script>"])
def test_an_unknown_token_is_told_so_and_nothing_of_it_is_shown_or_kept(world: World, token: str) -> None:
    async def work() -> None:
        for method in ("GET", "POST"):
            answer = await call(world.app, f"/w/{token}", method)
            assert answer.status == 404
            assert b"<script" not in answer.body
        assert world.kept() == []

    run(world, work())


def test_who_asks_too_often_is_slowed_and_the_key_that_was_taken_away_keeps_nothing(world: World) -> None:
    async def work() -> None:
        for _ in range(MOST_REQUESTS):
            await call(world.app, f"/w/{world.token}")
        assert (await call(world.app, f"/w/{world.token}")).status == 429

    run(world, work())
    revoke(world.storage, "Ivan")

    async def after() -> None:
        answer = await call(world.app, f"/w/{world.token}", "POST", client="10.1.1.1")
        assert answer.status == 200
        assert world.kept() == []

    run(world, after())


def test_other_methods_are_refused(world: World) -> None:
    async def work() -> None:
        assert (await call(world.app, f"/w/{world.token}", "DELETE")).status == 405

    run(world, work())
