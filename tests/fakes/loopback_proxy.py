"""A loopback proxy before a real server: what the other proxies of the tests are made of."""

import contextlib
import socket
import threading
from typing import Self


class LoopbackProxy:
    """Use as a context manager. Passes everything on, both ways; subclasses say what else happens."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut_all()
        for thread in self._threads:
            thread.join(5)
        self.cut_all()  # a line that came up while the others were cut

    def cut_all(self) -> None:
        """The cable is pulled."""
        while self._sockets:  # a line may come up while others are cut
            sock = self._sockets.pop()
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def _start(self, target, *arguments) -> None:
        thread = threading.Thread(target=target, args=arguments, name="loopback-proxy")
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._sockets.append(client)
            self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        try:
            server = self._reach(client)
        except OSError:
            client.close()
            return
        self._sockets.append(server)
        with contextlib.suppress(OSError):  # cut meanwhile: the pumps will notice
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._start(self._pump, client, server, False)
        self._pump(server, client, True)

    def _reach(self, _client: socket.socket) -> socket.socket:
        """A line to the server. Raises OSError when the client is to be hung up on."""
        return socket.create_connection(("127.0.0.1", self._target))

    def _pump(self, source: socket.socket, sink: socket.socket, down: bool) -> None:
        """Until one of the two ends. `down`: from the server."""
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._pass(data, sink, down)
        for sock in (source, sink):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _pass(self, data: bytes, sink: socket.socket, down: bool) -> None:
        """Raises OSError to cut the line."""
        sink.sendall(data)
