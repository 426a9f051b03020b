"""A loopback proxy before a real server: what the other proxies of the tests are made of."""

import contextlib
import socket
import threading
from typing import Self


class LoopbackProxy:
    """Use as a context manager. Passes everything on, both ways; subclasses say what else happens.

    A line is closed by its own thread, once nothing uses it: a descriptor closed under a thread that is about
    to write would already be another line's, of the program or of the server in this very process.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._threads: list[threading.Thread] = []
        self._sockets: set[socket.socket] = set()
        self._sockets_lock = threading.Lock()  # what it holds is open
        self._ended = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._listener.shutdown(socket.SHUT_RDWR)
        self.cut_all()
        for thread in self._threads:  # a thread may start others while it is waited for
            thread.join(5)
        self._listener.close()

    def cut_all(self) -> None:
        """The cable is pulled."""
        with self._sockets_lock:
            for sock in self._sockets:
                _shut(sock)

    def _start(self, target, *arguments) -> threading.Thread:
        thread = threading.Thread(target=target, args=arguments, name="loopback-proxy")
        self._threads.append(thread)
        thread.start()
        return thread

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with client, self._cuttable(client):
            try:
                server = self._reach(client)
            except OSError:
                return
            with server, self._cuttable(server):
                with contextlib.suppress(OSError):  # cut meanwhile: the pumps will notice
                    for one in (client, server):
                        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                up = self._start(self._pump, client, server, False)
                self._pump(server, client, True)
                up.join()

    @contextlib.contextmanager
    def _cuttable(self, sock: socket.socket):
        with self._sockets_lock:
            self._sockets.add(sock)
            if self._ended:  # the line came up while the others were cut
                _shut(sock)
        try:
            yield
        finally:
            with self._sockets_lock:
                self._sockets.remove(sock)

    def _reach(self, _client: socket.socket) -> socket.socket:
        """A line to the server. Raises OSError when the client is to be hung up on."""
        return socket.create_connection(("127.0.0.1", self._target))

    def _pump(self, source: socket.socket, sink: socket.socket, down: bool) -> None:
        """Until one of the two ends; it uses neither afterwards. `down`: from the server."""
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._pass(data, sink, down)
        for sock in (source, sink):
            _shut(sock)

    def _pass(self, data: bytes, sink: socket.socket, down: bool) -> None:
        """Raises OSError to cut the line."""
        sink.sendall(data)


def _shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
