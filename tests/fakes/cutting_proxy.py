"""A loopback proxy before a real IMAP server: cuts the line after some bytes, hides extensions."""

import contextlib
import socket
import threading
from collections.abc import Sequence
from typing import Self


class CuttingProxy:
    """Use as a context manager. Each connection is cut after `cut_after` bytes from the server (None: never).

    Words in `hidden` are garbled in the server's answers (the length stays): a server that lacks an
    extension.
    """

    def __init__(self, port: int, hidden: Sequence[bytes] = ()) -> None:
        self.cut_after: int | None = None
        self._target = port
        self._hidden = tuple(hidden)
        self._numb = 0  # so many of the first connections pass nothing on any more
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
        self.cut_all()
        for thread in self._threads:
            thread.join(5)

    def cut_all(self) -> None:
        """The cable is pulled."""
        for sock in self._sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        self._sockets.clear()

    def numb_all(self) -> None:
        """What is connected leads nowhere, and nobody is told: another network, or a long sleep."""
        self._numb = len(self._threads)

    def _start(self, target, *arguments) -> None:
        thread = threading.Thread(target=target, args=arguments, name="cutting-proxy")
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                client.close()
                continue
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sockets += (client, server)
            self._start(self._pump, client, server, False)
            self._start(self._pump, server, client, True)

    def _pump(self, source: socket.socket, sink: socket.socket, limited: bool) -> None:
        passed, number = 0, len(self._threads)
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if number <= self._numb:
                    continue
                if limited:
                    for word in self._hidden:
                        data = data.replace(word, b"X" * len(word))
                    if self.cut_after is not None and passed + len(data) >= self.cut_after:
                        sink.sendall(data[: max(0, self.cut_after - passed)])
                        break
                passed += len(data)
                sink.sendall(data)
        for sock in (source, sink):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
