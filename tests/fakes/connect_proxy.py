"""The proxy of a company on loopback: CONNECT, with or without a sign-in; one server is all it leads to."""

import base64
import contextlib
import re
import socket

import spnego

from tests.fakes.loopback_proxy import LoopbackProxy


class ConnectProxy(LoopbackProxy):
    """`scheme`: "" asks for no sign-in, else Basic, NTLM or Negotiate, for the users of `ntlm_users`.

    `asked` are the places that were named, `refused` how often somebody was not let through; `closes`: the
    line, after each refusal. `status` other than 200 is what everybody gets.
    """

    def __init__(self, port: int, scheme: str = "", user: str = "", password: str = "", users=None) -> None:
        self.scheme, self._user, self._password = scheme, user, password
        self._users = users or contextlib.nullcontext
        self.asked: list[str] = []
        self.refused = 0
        self.closes = False
        self.status = 200
        super().__init__(port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _reach(self, client: socket.socket) -> socket.socket:
        acceptor = None
        while True:
            head = self._head(client)
            self.asked.append(re.match(rb"CONNECT (\S+) HTTP/1.1\r\n", head)[1].decode())
            said = re.search(rb"(?im)^Proxy-Authorization: (\w+) (\S+)", head)
            if self.status != 200:
                client.sendall(b"HTTP/1.1 %d No\r\nContent-Length: 2\r\n\r\nno" % self.status)
                raise ConnectionAbortedError
            challenge = b""
            if not self.scheme:
                break
            if said and said[1].decode() == self.scheme:
                token = base64.b64decode(said[2])
                if self.scheme == "Basic":
                    if token == f"{self._user}:{self._password}".encode():
                        break
                else:
                    acceptor, challenge = self._step(acceptor, token)
                    if acceptor is not None and acceptor.complete:
                        break
            self.refused += 1
            offer = self.scheme.encode() + (b" " + base64.b64encode(challenge) if challenge else b"")
            close = b"Connection: close\r\n" if self.closes and not challenge else b""
            client.sendall(
                b"HTTP/1.1 407 Who\r\nProxy-Authenticate: %b\r\n%bContent-Length: 4\r\n\r\nwho?"
                % (offer, close)
            )
            if close:
                raise ConnectionAbortedError
        server = super()._reach(client)
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        return server

    def _step(self, acceptor, token: bytes):
        """Another acceptor after a refusal."""
        with self._users():
            if acceptor is None:
                ntlm, negotiate = spnego.NegotiateOptions.use_ntlm, spnego.NegotiateOptions.use_negotiate
                options = ntlm if self.scheme == "NTLM" else negotiate
                acceptor = spnego.server(protocol=self.scheme.lower(), options=options)
            try:
                return acceptor, acceptor.step(token) or b""
            except spnego.exceptions.SpnegoError:
                return None, b""

    @staticmethod
    def _head(client: socket.socket) -> bytes:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            piece = client.recv(1)
            if not piece:
                raise ConnectionAbortedError
            head += piece
        return head
