"""A team's wait rows: each member writes his own, its lead reads them.

    PUT    /v1/team/rows                    a sealed batch (`domain.team`); the seal in X-Otklik-Seal
    GET    /v1/team/rows?after=&limit=      for a lead: the members, and rows above `after`
    DELETE /v1/team/rows                    forget all rows of this key's person

A row belongs to the key that wrote it. A batch whose counter is not above that of the last one is answered
with 409 and that counter: whoever never heard the answer sends the rows again under a higher one, which
changes nothing where their versions are known.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import Micros
from desktop_app.domain.team import is_sealed, row_text, unpack
from desktop_app.server.asking import RefusedError, body_of, number_of
from desktop_app.server.storage import KeyRecord, Storage
from desktop_app.server.team_storage import KeptRow, Taken

PATH = "/v1/team/rows"
SEAL = "x-otklik-seal"
MOST_ROWS = 2000

Told = Mapping[str, object] | Response
Guard = Callable[[Callable[[Request, KeyRecord], Awaitable[Told]]], Callable[[Request], Awaitable[Response]]]


def routes(guarded: Guard, storage: Storage, clock: Callable[[], Micros]) -> list[Route]:
    """Each behind the guard that lets only holders of a key in."""
    team = _Team(storage, clock)
    handlers = {"PUT": team.put, "GET": team.get, "DELETE": team.delete}
    return [Route(PATH, guarded(handler), methods=[method]) for method, handler in handlers.items()]


class _Team:
    def __init__(self, storage: Storage, clock: Callable[[], Micros]) -> None:
        self._storage = storage
        self._clock = clock

    async def put(self, request: Request, holder: KeyRecord) -> Told:
        body = await body_of(request)
        if not is_sealed(holder.seal, body, request.headers.get(SEAL, "")):
            raise RefusedError(403, "bad_seal")
        try:
            batch = await asyncio.to_thread(unpack, body)
        except InputError as error:
            raise RefusedError(400, str(error.params["reason"])) from error
        put = await asyncio.to_thread(self._storage.team.put, holder.owner, batch, self._clock())
        if put.taken is Taken.NOT_YOURS:
            raise RefusedError(403, "not_your_row")
        told = {"counter": put.counter, "epoch": put.epoch}
        return told if put.taken is Taken.YES else JSONResponse(told | {"error": "replayed"}, 409)

    async def get(self, request: Request, holder: KeyRecord) -> Told:
        if not holder.lead:
            raise RefusedError(403, "not_a_lead")
        after = number_of(request, "after", 0, 2**62)
        limit = max(1, number_of(request, "limit", MOST_ROWS, MOST_ROWS))
        people = await asyncio.to_thread(self._storage.team.people, holder.team)
        rows = await asyncio.to_thread(self._storage.team.rows, holder.team, after, limit)
        return {
            "people": [one._asdict() for one in people],
            "rows": [_told(row) for row in rows],
            "cursor": rows[-1].place if rows else after,
        }

    async def delete(self, _request: Request, holder: KeyRecord) -> Told:
        return {"rows": await asyncio.to_thread(self._storage.team.erase, holder.owner)}


def _told(kept: KeptRow) -> Mapping[str, object]:
    """The row as its member wrote it, and whose it is."""
    row: dict[str, object] = json.loads(row_text(kept.row))
    return row | {"owner": kept.owner}
