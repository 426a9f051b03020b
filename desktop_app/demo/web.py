"""Fetches what is in a letter as the people's programs do, from the tracking server and from nowhere else."""

from __future__ import annotations

import logging

import httpx

log = logging.getLogger(__name__)

TIMEOUT_S = 10.0


class Web:
    """The server is told the reader's address by X-Forwarded-For; it trusts loopback. For one event loop."""

    def __init__(self, allowed: str) -> None:
        """`allowed` is where every fetched address must begin: nothing leaves the machine."""
        self._allowed = allowed.rstrip("/") + "/"
        self._client = httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False, follow_redirects=False)

    async def fetch(self, url: str, agent: str, address: str, method: str = "GET") -> int:
        """The status; 0 when the address lies elsewhere or nobody answers."""
        if not url.startswith(self._allowed):
            return 0
        headers = {"User-Agent": agent, "X-Forwarded-For": address}
        try:
            return (await self._client.request(method, url, headers=headers)).status_code
        except httpx.HTTPError as error:
            log.warning("the demo's reader got no answer: %s", error)
            return 0

    async def close(self) -> None:
        """Close the connections kept alive."""
        await self._client.aclose()
