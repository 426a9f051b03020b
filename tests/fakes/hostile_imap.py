"""An IMAP server that keeps to a script: what real servers do on bad days, and worse."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from typing import Self

CAPABILITY = "IMAP4rev1 IDLE"


class Hangup(Exception):
    """Raised by a handler: close this connection now."""


class Talk:
    """One connection, as a handler sees it."""

    selected = ""  # for handlers that keep to one mailbox a connection

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._file = sock.makefile("rb")

    def send(self, *lines: str | bytes) -> None:
        """Lines, each with its line end."""
        raw = [line.encode("latin-1") if isinstance(line, str) else line for line in lines]
        self.raw(b"".join(line + b"\r\n" for line in raw))

    def raw(self, data: bytes) -> None:
        """Bytes as they are; half a line for example."""
        self._sock.sendall(data)

    def line(self) -> str:
        """The next line from the client; Hangup at its end."""
        line = self._file.readline()
        if not line:
            raise Hangup
        return line.rstrip(b"\r\n").decode("latin-1")

    def literal(self, size: int) -> bytes:
        """So many bytes that the client announced, and the end of its line."""
        data = self._file.read(size)
        self._file.readline()
        return data

    def close(self) -> None:
        self._file.close()
        self._sock.close()


Handler = Callable[[Talk, str, str], None]


class HostileImap:
    """Use as a context manager. `handlers` by the command's first words ("UID FETCH"); what has none gets OK.

    A handler gets (talk, tag, arguments) and sends everything, the tagged line too. `greeting` may be any
    bytes.
    """

    def __init__(
        self,
        handlers: dict[str, Handler],
        capability: str = CAPABILITY,
        greeting: bytes = b"* OK hello\r\n",
    ) -> None:
        self.port = 0
        self.commands: list[str] = []
        self.connections = 0
        self._handlers = {"CAPABILITY": self._capability, **handlers}
        self._capability_words = capability
        self._greeting = greeting
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in self._sockets:
            with contextlib.suppress(OSError):  # its talk is over
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _start(self, target, *arguments) -> None:
        thread = threading.Thread(target=target, args=arguments, name="hostile-imap")
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._sockets.append(sock)
            self._start(self._serve, sock)

    def _serve(self, sock: socket.socket) -> None:
        talk = Talk(sock)
        try:
            talk.raw(self._greeting)
            while True:
                self._answer(talk, talk.line())
        except (Hangup, OSError):
            pass
        finally:
            talk.close()

    def _answer(self, talk: Talk, line: str) -> None:
        tag, _, command = line.partition(" ")
        self.commands.append(command)
        for words in sorted(self._handlers, key=len, reverse=True):
            if re.match(rf"{re.escape(words)}(?: |$)", command, re.IGNORECASE):
                self._handlers[words](talk, tag, command[len(words) :].strip())
                return
        talk.send(f"{tag} OK done")

    def _capability(self, talk: Talk, tag: str, _: str) -> None:
        talk.send(f"* CAPABILITY {self._capability_words}", f"{tag} OK done")


def mailbox(exists: int, uidnext: int, uidvalidity: int = 7) -> Handler:
    """A handler for EXAMINE."""

    def examine(talk: Talk, tag: str, _: str) -> None:
        talk.send(
            f"* {exists} EXISTS",
            f"* OK [UIDVALIDITY {uidvalidity}] fine",
            f"* OK [UIDNEXT {uidnext}] fine",
            f"{tag} OK [READ-ONLY] done",
        )

    return examine


def letter(number: int, uid: int, header: bytes = b"Subject: x\r\n\r\n", flags: str = "\\Seen") -> bytes:
    """A usual FETCH line."""
    return (
        b'* %d FETCH (UID %d FLAGS (%s) INTERNALDATE "01-Jan-2024 10:00:00 +0300" RFC822.SIZE 100 '
        b"BODY[HEADER.FIELDS (SUBJECT)] {%d}\r\n%s)\r\n"
        % (number, uid, flags.encode(), len(header), header)
    )
