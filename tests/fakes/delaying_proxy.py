"""A loopback proxy that makes the line to a real server long and thin."""

import contextlib
import queue
import socket
import threading
import time
from typing import Self

PIECE_BYTES = 8 * 1024
WAITING_MAX = 64  # pieces that the line holds before it pushes back


class DelayingProxy:
    """Use as a context manager. `delay_s` is a round trip's; `bits_per_s` each direction's (None: no limit).

    `received` counts the bytes that came from the server.
    """

    def __init__(self, port: int, delay_s: float, bits_per_s: float | None = None) -> None:
        self.received = 0
        self._target = port
        self._delay_s = delay_s / 2
        self._bits_per_s = bits_per_s
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []
        self._start(self._accept)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in self._sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        for sock in self._sockets:
            sock.close()

    def _start(self, target, *arguments) -> None:
        thread = threading.Thread(target=target, args=arguments, name="delaying-proxy", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            self._sockets += (client, server)
            for source, sink in ((client, server), (server, client)):
                sink.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                line: queue.Queue[tuple[float, bytes]] = queue.Queue(WAITING_MAX)
                self._start(self._take, source, line, source is server)
                self._start(self._give, line, sink)

    def _take(self, source: socket.socket, line: queue.Queue[tuple[float, bytes]], down: bool) -> None:
        free_at = 0.0
        data = b"start"
        while data:
            try:
                data = source.recv(PIECE_BYTES)
            except OSError:
                data = b""
            now = time.monotonic()
            took = len(data) * 8 / self._bits_per_s if self._bits_per_s else 0.0
            free_at = max(now, free_at) + took
            if down:
                self.received += len(data)
            line.put((free_at + self._delay_s, data))

    def _give(self, line: queue.Queue[tuple[float, bytes]], sink: socket.socket) -> None:
        data = b"start"
        while data:
            at, data = line.get()
            time.sleep(max(0.0, at - time.monotonic()))  # this is the line
            with contextlib.suppress(OSError):
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)
