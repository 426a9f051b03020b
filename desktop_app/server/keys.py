"""Whose token, whose request: the keys in memory, read again when one is not known."""

from __future__ import annotations

import asyncio
import time
from hmac import compare_digest

from desktop_app.domain.tokens import bearer_digest, bearer_key, check, claimed_key
from desktop_app.server.storage import KeyRecord, Storage

_PAUSE_S = 1.0  # invented tokens must not make the storage busy


class Keys:
    """Belongs to one event loop. `otklik server invite` makes keys in another process meanwhile."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._seals: dict[int, bytes] = {}
        self._read_at_s = -_PAUSE_S

    async def load(self) -> None:
        records = await asyncio.to_thread(self._storage.keys)
        self._seals = {record.id: record.seal for record in records}

    async def of_token(self, token: str) -> int | None:
        """Tell which key made a token."""
        key = claimed_key(token)
        if key is not None and key not in self._seals and time.monotonic() - self._read_at_s >= _PAUSE_S:
            self._read_at_s = time.monotonic()
            await self.load()
        return check(token, self._seals)

    async def holder(self, bearer: str) -> KeyRecord | None:
        """Tell who sends a bearer text. From then on hits of that key count, however young it is."""
        number = bearer_key(bearer)
        record = None if number is None else await asyncio.to_thread(self._storage.key, number)
        if record is None or not compare_digest(bearer_digest(bearer), record.bearer_digest):
            return None
        self._seals[record.id] = record.seal
        return record
