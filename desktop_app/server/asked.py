"""One request as the application sees it, and where its answer goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from desktop_app.server.wire import Fields

if TYPE_CHECKING:
    from desktop_app.server.connection import Connection

_HITS = (b"/o/", b"/c/")


class Asked:
    """One request and where its answer goes. `path` is decoded, without a query; field names are small."""

    __slots__ = (
        "_connection", "body", "fields", "is_complete", "method", "on_more", "path", "peer", "query",
        "raw_path",
    )  # fmt: skip

    def __init__(
        self, connection: Connection, method: bytes, target: bytes, fields: Fields, has_body: bool
    ) -> None:
        self._connection = connection
        self.method = method
        self.raw_path, _, self.query = target.partition(b"?")
        self.path = unquote_to_bytes(self.raw_path) if b"%" in self.raw_path else self.raw_path
        self.fields = fields
        self.peer = connection.peer
        self.body = bytearray()  # what came and was not asked for yet
        self.is_complete = not has_body
        self.on_more: Callable[[], None] | None = None

    def forget(self) -> None:
        """Hold nothing that a waiting desktop does not need."""
        self.on_more = None
        self.fields = []

    @property
    def is_hit(self) -> bool:
        return self.path.startswith(_HITS)

    def answer(self, status: int, fields: bytes, body: bytes = b"") -> None:
        """`fields` as they go over the line, each with its CRLF; the length is written here."""
        self._connection.answer(self, status, fields, body)
