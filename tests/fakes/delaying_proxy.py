"""A loopback proxy that makes the line to a real server long and thin."""

import contextlib
import queue
import socket
import time

from tests.fakes.loopback_proxy import LoopbackProxy

PIECE_BYTES = 8 * 1024
WAITING_MAX = 64  # pieces that the line holds before it pushes back


class DelayingProxy(LoopbackProxy):
    """`delay_s` is a round trip's; `bits_per_s` each direction's (None: no limit).

    `received` counts the bytes that came from the server; `turns` how often a client spoke again after it
    had heard something: with a long delay the round trips, however slow the machine is.
    """

    def __init__(self, port: int, delay_s: float, bits_per_s: float | None = None) -> None:
        self.received = 0
        self.turns = 0
        self._heard = False
        self._delay_s = delay_s / 2
        self._bits_per_s = bits_per_s
        super().__init__(port)

    def _pump(self, source: socket.socket, sink: socket.socket, down: bool) -> None:
        line: queue.Queue[tuple[float, bytes]] = queue.Queue(WAITING_MAX)
        giver = self._start(self._give, line, sink, down)
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
            elif data and self._heard:
                self.turns += 1
                self._heard = False
            line.put((free_at + self._delay_s, data))
        giver.join()

    def _give(self, line: queue.Queue[tuple[float, bytes]], sink: socket.socket, down: bool) -> None:
        data = b"start"
        while data:
            at, data = line.get()
            time.sleep(max(0.0, at - time.monotonic()))  # this is the line
            with contextlib.suppress(OSError):
                sink.sendall(data)
                self._heard = self._heard or (down and bool(data))
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)
