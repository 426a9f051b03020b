"""What handlers take out of a request, and how they refuse it."""

from __future__ import annotations

import asyncio
import json

from starlette.requests import Request

MOST_BODY_BYTES = 1_000_000
BODY_S = 30.0


class RefusedError(Exception):
    """The request is answered with this status and code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


async def body_of(request: Request) -> bytes:
    body = b""
    try:
        async with asyncio.timeout(BODY_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BODY_BYTES:
                    raise RefusedError(413, "too_large")
    except TimeoutError as error:
        raise RefusedError(408, "too_slow") from error
    return body


def json_of(body: bytes) -> object:
    try:
        content: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "not_json") from error
    return content


def number_of(request: Request, name: str, usual: int, most: int) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdecimal()) or len(text) > 19:
        raise RefusedError(400, f"bad_{name}")
    return min(int(text), most)
