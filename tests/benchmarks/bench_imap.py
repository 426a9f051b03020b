"""How fast the IMAP provider reads headers, against a raw socket that reads the same and keeps nothing.

Both run in turn over the same connection kind to the same Dovecot, so the machine's load hits both alike; the
ratio of the medians is the figure. Storing is measured elsewhere.
"""

import gc
import hashlib
import lzma
import mailbox
import socket
import ssl
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.domain.model import AccountSettings, Endpoint, Role, Security
from desktop_app.engine.collector import relax
from desktop_app.mail.base import RemoteFolder
from desktop_app.mail.imap import ImapProvider
from desktop_app.mail.imap_fetch import LETTER_ITEMS
from desktop_app.mail.imap_sync import WINDOWS
from tests.benchmarks.result import Result
from tests.fakes.dovecot import Dovecot, why_not
from tests.paths import SHARED

LETTERS = 8000
ROUNDS = 11
INBOX = RemoteFolder("INBOX", "INBOX", Role.INBOX)


def run() -> Iterable[Result]:
    sample = SHARED / "data" / "mail" / "usrp-users.mbox.xz"
    if why_not() or not sample.exists():
        return
    server = Dovecot(mail_format="mdbox")
    server.start()
    before = gc.get_threshold()
    relax()  # as the engine does
    try:
        server.add_user("bench")
        server.append("bench", "INBOX", real_letters(sample))
        read_raw(server, Security.NONE)  # fills Dovecot's cache
        yield from compare(server, Security.NONE, "imap_transport")
        yield from compare(server, Security.TLS, "imap_transport_tls")
        yield from quiet_folder(server)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
        server.stop()


def compare(server: Dovecot, security: Security, name: str) -> Iterator[Result]:
    ours, raw, cpu = [], [], []
    for _ in range(ROUNDS):
        raw.append(read_raw(server, security))
        seconds, cpu_seconds = read_by_provider(server, security)
        ours.append(seconds)
        cpu.append(cpu_seconds)
    ratio = statistics.median(raw) / statistics.median(ours)
    yield Result(f"{name}_ratio", round(ratio, 3), 0.9, "higher", "of raw", ROUNDS)
    micros = statistics.median(cpu) / LETTERS * 1e6
    yield Result(f"{name}_cpu", round(micros, 1), 20.0, "lower", "us/letter", ROUNDS)


def quiet_folder(server: Dovecot) -> Iterator[Result]:
    provider = make_provider(server, Security.NONE)
    state = [batch.state for batch in provider.sync(INBOX, b"")][-1]
    times = []
    for _ in range(50):
        began = time.perf_counter()
        assert not list(provider.sync(INBOX, state))
        times.append(time.perf_counter() - began)
    provider.close()
    milliseconds = round(statistics.median(times) * 1000, 2)
    yield Result("imap_quiet_folder", milliseconds, 5.0, "lower", "ms", len(times))


def read_by_provider(server: Dovecot, security: Security) -> tuple[float, float]:
    """Seconds and CPU seconds from the first command to the last batch, connection and sign-in aside."""
    provider = make_provider(server, security)
    provider.folders()
    began, cpu = time.perf_counter(), time.thread_time()
    letters = sum(len(batch.changes) for batch in provider.sync(INBOX, b""))
    took = time.perf_counter() - began, time.thread_time() - cpu
    provider.close()
    assert letters == LETTERS
    return took


def read_raw(server: Dovecot, security: Security) -> float:
    """Seconds for the same windows, the next one sent ahead, the bytes thrown away."""
    with raw_socket(server, security) as sock:
        skipper = Skipper(sock)
        skipper.to(b"* OK")
        sock.sendall(b"a LOGIN bench secret\r\n")
        skipper.to(b"a OK")
        began = time.perf_counter()
        sock.sendall(b"b EXAMINE INBOX\r\n")
        skipper.to(b"b OK")
        commands = [b"UID FETCH %d:%d " % window + LETTER_ITEMS for window in windows()]
        sock.sendall(b"t0 " + commands[0] + b"\r\n")
        for number in range(len(commands)):
            if number + 1 < len(commands):
                sock.sendall(b"t%d " % (number + 1) + commands[number + 1] + b"\r\n")
            skipper.to(b"t%d OK" % number)
        took = time.perf_counter() - began
    assert skipper.received > LETTERS * 500
    return took


def raw_socket(server: Dovecot, security: Security) -> socket.socket:
    if security is Security.NONE:
        return socket.create_connection(("127.0.0.1", server.port), 60)
    plain = socket.create_connection(("127.0.0.1", server.tls_port), 60)
    return server.tls_context().wrap_socket(plain, server_hostname="127.0.0.1")


def windows() -> Iterator[tuple[int, int]]:
    high, number = LETTERS, 0
    while high:
        low = max(1, high - WINDOWS[min(number, len(WINDOWS) - 1)] + 1)
        yield low, high
        high, number = low - 1, number + 1


class Skipper:
    """Reads and forgets; keeps only the tail, which may hold the next completion too."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._tail = b""
        self.received = 0

    def to(self, completion: bytes) -> None:
        while completion not in self._tail:
            chunk = self._sock.recv(256 * 1024)
            if not chunk:
                raise ConnectionError("the server closed the connection")
            self.received += len(chunk)
            self._tail = self._tail[-64:] + chunk


def make_provider(server: Dovecot, security: Security, through: int = 0) -> ImapProvider:
    """`through` is the port of a proxy before it."""
    port = through or (server.tls_port if security is Security.TLS else server.port)
    fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(server.certificate.read_text())).hexdigest()
    imap = Endpoint("127.0.0.1", port, security)
    settings = AccountSettings("imap", "bench@example.com", "bench", imap, tls_fingerprint=fingerprint)
    return ImapProvider(settings, lambda: "secret")


def real_letters(sample: Path) -> Iterator[tuple[bytes, datetime, list[str]]]:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "letters.mbox"
        plain.write_bytes(lzma.decompress(sample.read_bytes()))
        box = mailbox.mbox(plain)
        keys = list(box.keys())
        for number in range(LETTERS):
            mime = box.get_bytes(keys[number % len(keys)]).replace(b"\0", b"")
            arrived = datetime.fromtimestamp(1_600_000_000 + number * 60, UTC)
            yield mime, arrived, ["\\Seen"] if number % 3 else []
        box.close()
