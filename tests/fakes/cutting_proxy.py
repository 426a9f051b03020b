"""A loopback proxy before a real IMAP server: cuts the line after some bytes, hides extensions."""

import socket
from collections import Counter
from collections.abc import Sequence

from tests.fakes.loopback_proxy import LoopbackProxy


class CuttingProxy(LoopbackProxy):
    """Each connection is cut after `cut_after` bytes from the server (None: never).

    Words in `hidden` are garbled in the server's answers (the length stays): a server that lacks an
    extension.
    """

    def __init__(self, port: int, hidden: Sequence[bytes] = ()) -> None:
        self.cut_after: int | None = None
        self._hidden = tuple(hidden)
        self._numb: set[socket.socket] = set()  # nothing is passed on to these any more
        self._passed: Counter[socket.socket] = Counter()
        super().__init__(port)

    def numb_all(self) -> None:
        """What is connected leads nowhere, and nobody is told: another network, or a long sleep."""
        with self._sockets_lock:
            self._numb |= self._sockets

    def _pass(self, data: bytes, sink: socket.socket, down: bool) -> None:
        if sink in self._numb:
            return
        if down:
            for word in self._hidden:
                data = data.replace(word, b"X" * len(word))
            passed = self._passed[sink]
            if self.cut_after is not None and passed + len(data) >= self.cut_after:
                sink.sendall(data[: max(0, self.cut_after - passed)])
                raise ConnectionAbortedError
            self._passed[sink] += len(data)
        sink.sendall(data)
