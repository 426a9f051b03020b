from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.server.button_page import MOST_REQUESTS
from tests.fakes.asgi import call
from tests.fakes.invited import World, run

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with closing(World(tmp_path)) as made:
        yield made


def test_a_preview_of_the_link_marks_no_device_and_the_button_leaves_agent_and_network(world: World) -> None:
    async def work() -> None:
        asked = await call(world.app, f"/me/{world.token}", headers=PHONE)
        assert asked.status == 200
        assert b'<form method="post">' in asked.body
        assert world.kept() == []
        done = await call(world.app, f"/me/{world.token}", "POST", PHONE)
        assert done.status == 200
        assert b"<form" not in done.body
        [(kind, token, agent, network)] = world.kept()
        assert (kind, token, agent) == ("open", world.token, PHONE["User-Agent"])
        assert network.endswith(".0/24")

    run(world, work())


def test_the_page_speaks_russian(world: World) -> None:
    async def work() -> None:
        asked = await call(world.app, f"/me/{world.token}", headers={"Accept-Language": "ru"})
        assert "Это моё устройство" in asked.body.decode()

    run(world, work())


def test_a_link_of_nobody_marks_nothing(world: World) -> None:
    async def work() -> None:
        for token in ("x" * 24, "%27", "a/b"):
            assert (await call(world.app, f"/me/{token}", "POST", PHONE)).status == 404
        assert world.kept() == []

    run(world, work())


def test_who_asks_too_often_waits(world: World) -> None:
    async def work() -> None:
        for _ in range(MOST_REQUESTS):
            await call(world.app, f"/me/{world.token}")
        assert (await call(world.app, f"/me/{world.token}", "POST", PHONE)).status == 429
        assert world.kept() == []

    run(world, work())
