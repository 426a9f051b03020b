"""A tracking server in this process, with one invited person and a token of hers."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path

from desktop_app.domain.tokens import new_token, parse_key
from desktop_app.server.app import Settings, build
from desktop_app.server.invite import invite
from desktop_app.server.storage_sqlite import SqliteStorage
from tests.fakes.asgi import living


class World:
    def __init__(self, folder: Path) -> None:
        self.storage = SqliteStorage(folder / "server.db")
        self.app = build(self.storage, Settings())
        self.key = parse_key(invite(self.storage, "Ivan", "https://t.firm.example").key)
        self.token = new_token(self.key.seal, self.key.id, bytes(8))

    def kept(self) -> list[tuple[str, str, str, str]]:
        hits = [one.hit for one in self.storage.hits(self.key.id, 0, 100)]
        return [(one.kind, one.token, one.agent, one.network) for one in hits]

    def close(self) -> None:
        self.storage.close()


def run(world: World, work: Coroutine[object, object, None]) -> None:
    async def inside() -> None:
        async with living(world.app):
            await work

    asyncio.run(inside())
