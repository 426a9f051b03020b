"""Whose token, whose request: the keys in memory, read again when one is not known and now and then."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from hmac import compare_digest

from desktop_app.domain.tokens import bearer_digest, bearer_key, check, claimed_key
from desktop_app.server.storage import KeyRecord, KeyState, Storage

REFRESH_S = 30.0  # a key that was revoked meanwhile is known to be so after this long
_PAUSE_S = 1.0  # invented tokens must not make the storage busy


class Keys:
    """Belongs to one event loop. `otklik server` makes, replaces and revokes keys in another process."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._records: dict[int, KeyRecord] = {}
        self._seals: dict[int, bytes] = {}
        self._read_at_s = -_PAUSE_S

    async def load(self) -> None:
        records = await asyncio.to_thread(self._storage.records)
        self._records = {record.id: record for record in records}
        self._seals = {record.id: record.seal for record in records}

    def known(self, token: str) -> KeyRecord | None:
        """Tell which of the keys in memory made a token."""
        made_by = check(token, self._seals)
        return None if made_by is None else self._records[made_by]

    async def of_token(self, token: str) -> KeyRecord | None:
        """The same after a look at the storage when the token claims a key that is not in memory."""
        key = claimed_key(token)
        if key is not None and key not in self._seals and time.monotonic() - self._read_at_s >= _PAUSE_S:
            self._read_at_s = time.monotonic()
            await self.load()
        return self.known(token)

    async def holder(self, bearer: str) -> KeyRecord | None:
        """Tell who sends a bearer text. From then on hits of that key count, however young it is."""
        number = bearer_key(bearer)
        record = None if number is None else await asyncio.to_thread(self._storage.record, number)
        if record is None or not compare_digest(bearer_digest(bearer), record.bearer_digest):
            return None
        if record.state is not KeyState.ACTIVE:
            return None
        self._records[record.id] = record
        self._seals[record.id] = record.seal
        return record

    def seals_of(self, owner: int) -> Mapping[int, bytes]:
        """Of all keys a person has had: letters sent with the old ones are hers too."""
        return {one.id: one.seal for one in self._records.values() if one.owner == owner}
