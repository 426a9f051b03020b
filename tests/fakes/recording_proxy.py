"""A loopback proxy that passes everything on and keeps what the client said: what really leaves a machine."""

import socket
import threading

from tests.fakes.loopback_proxy import LoopbackProxy


class RecordingProxy(LoopbackProxy):
    """`said` is all bytes of all clients so far."""

    def __init__(self, port: int) -> None:
        self._said_lock = threading.Lock()
        self._said: list[bytes] = []
        super().__init__(port)
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> bytes:
        with self._said_lock:
            return b"".join(self._said)

    def _pass(self, data: bytes, sink: socket.socket, down: bool) -> None:
        if not down:
            with self._said_lock:
                self._said.append(data)
        super()._pass(data, sink, down)
