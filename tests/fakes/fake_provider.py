"""A mail server in memory behind the provider contract: letters by folder, and failures on demand."""

import selectors
import threading
from collections.abc import Iterator

from desktop_app.domain.errors import ItemGone, MailError, Offline
from desktop_app.domain.model import Flags, Role
from desktop_app.mail.base import Batch, Caps, RemoteFolder, Upsert, Wake
from desktop_app.mail.logins import LoginLimit

INBOX = RemoteFolder("INBOX", "INBOX", Role.INBOX)
SENT = RemoteFolder("Sent", "Sent", Role.SENT)


class FakeServer:
    """`make` gives a provider. `failures`: what is asked ("sign_in", "sync INBOX", ...) to its error.

    `sign_ins` counts attempts. `silent` makes every `sync` block until its provider is closed.
    """

    def __init__(self, *folders: RemoteFolder) -> None:
        self.folders = list(folders or (INBOX,))
        self.letters: dict[str, list[Upsert]] = {folder.remote_id: [] for folder in self.folders}
        self.failures: dict[str, Exception] = {}
        self.push = False
        self.silent = False
        self.saves_sent = False
        self.exact = False  # and nothing ever changes
        self.sign_ins = 0
        self.saved: list[bytes] = []
        self.answered: dict[str, int] = {}
        self.batch = 1
        self.asked = threading.Condition()
        self.log: list[str] = []
        self.bells: list[threading.Event] = []

    def make(self, limit: LoginLimit | None = None) -> "FakeProvider":
        return FakeProvider(self, limit)

    def add(self, folder: str, mime: bytes, arrived_at: int) -> None:
        letters = self.letters[folder]
        head = mime.partition(b"\n\n")[0] + b"\n"
        letters.append(Upsert(f"1.{len(letters) + 1}", head, Flags(), arrived_at, len(mime)))

    def ask(self, what: str) -> None:
        with self.asked:
            self.log.append(what)
            self.asked.notify_all()
        if what in self.failures:
            raise self.failures[what]

    def wait_for(self, what: str, times: int = 1, within_s: float = 10.0) -> None:
        with self.asked:
            assert self.asked.wait_for(lambda: self.log.count(what) >= times, within_s), self.log

    def ring(self) -> None:
        for bell in self.bells:
            bell.set()


class FakeProvider:
    def __init__(self, server: FakeServer, limit: LoginLimit | None) -> None:
        self._server = server
        self._limit = limit
        self._signed_in = False
        self._cut = threading.Event()

    @property
    def caps(self) -> Caps:
        server = self._server
        return Caps(push=server.push, server_saves_sent=server.saves_sent, exact=server.exact)

    def folders(self) -> list[RemoteFolder]:
        self._sign_in()
        self._server.ask("folders")
        return self._server.folders

    def is_current(self, folder: RemoteFolder, state: bytes) -> bool:
        return self._server.exact

    def sync(self, folder: RemoteFolder, state: bytes) -> Iterator[Batch]:
        self._sign_in()
        self._server.ask(f"sync {folder.remote_id}")
        if self._server.silent:
            assert self._cut.wait(30), "nobody cut the provider"
            raise Offline(host="mail.example", port=993, reason="cut")
        letters, step = self._server.letters[folder.remote_id], self._server.batch
        for start in range(int(state or b"0"), len(letters), step):
            done = min(start + step, len(letters))
            yield Batch(letters[start:done], b"%d" % done, done, len(letters))

    def wait(self, folder: RemoteFolder, timeout_s: float, cancel: object) -> Wake:
        self._sign_in()
        if not timeout_s:
            return Wake.TIMEOUT
        self._server.ask("wait")
        bell = threading.Event()
        self._server.bells.append(bell)
        with selectors.DefaultSelector() as selector:
            selector.register(cancel, selectors.EVENT_READ)
            while not bell.is_set():
                if selector.select(0.01):
                    return Wake.CANCELLED
        self._server.ask("rung")
        return Wake.DOORBELL

    def fetch(self, folder: RemoteFolder, remote_id: str, limit_bytes: int) -> bytes:
        self._sign_in()
        self._server.ask(f"fetch {folder.remote_id}")
        raise ItemGone(remote_id=remote_id)

    def save_sent(self, mime: bytes) -> None:
        self._sign_in()
        self._server.ask("save_sent")
        self._server.saved.append(mime)

    def find_sent(self, message_id: str) -> bool:
        self._sign_in()
        self._server.ask("find_sent")
        return any(f"Message-ID: <{message_id}>".encode() in mime for mime in self._server.saved)

    def mark_answered(self, folder: RemoteFolder, remote_id: str, at: int) -> None:
        self._sign_in()
        self._server.ask(f"mark_answered {remote_id}")
        self._server.answered[remote_id] = at

    def cut(self) -> None:
        self._cut.set()

    def close(self) -> None:
        self._signed_in = False

    def _sign_in(self) -> None:
        if not self._signed_in:
            if self._limit is not None:
                self._limit.check()
            self._server.sign_ins += 1
            self._server.ask("sign_in")
            if self._limit is not None:
                self._limit.spend()
            self._signed_in = True


def offline() -> MailError:
    return Offline(host="mail.example", port=993, reason="refused")
