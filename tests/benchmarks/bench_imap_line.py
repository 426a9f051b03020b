"""What a long, thin line costs: a look at quiet folders, and reading headers with and without COMPRESS.

The line is our own proxy: 50 ms for a round trip, 20 Mbit/s. Against it stands what the same proxy needs for
one round trip of a plain socket in the same run.
"""

import socket
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from unittest.mock import patch

from desktop_app.domain.model import Security
from desktop_app.mail import imap_connection
from desktop_app.mail.imap import ImapProvider
from tests.benchmarks.bench_imap import INBOX, LETTERS, make_provider, read_raw, real_letters
from tests.benchmarks.result import Result
from tests.fakes.delaying_proxy import DelayingProxy
from tests.fakes.dovecot import Dovecot, why_not
from tests.paths import SHARED

FOLDERS = 34
DELAY_S = 0.05
BITS_PER_S = 20e6
LOOKS = 15
ROUNDS = 3


def run() -> Iterable[Result]:
    sample = SHARED / "data" / "mail" / "usrp-users.mbox.xz"
    if why_not() or not sample.exists():
        return
    server = Dovecot(mail_format="mdbox")
    server.start()
    try:
        server.add_user("bench")
        server.append("bench", "INBOX", real_letters(sample))
        with server.connect("bench") as client:
            for number in range(FOLDERS - 5):  # beside Dovecot's own five
                client.create(f"Box{number}")
        read_raw(server, Security.NONE)  # fills Dovecot's cache
        yield from quiet_folders(server)
        yield from compress_gain(server)
    finally:
        server.stop()


def quiet_folders(server: Dovecot) -> Iterator[Result]:
    """A look at an account in which nothing happened, as the engine does it each minute."""
    with DelayingProxy(server.port, DELAY_S) as line:
        provider = behind(server, line)
        states = {
            folder.remote_id: [batch.state for batch in provider.sync(folder, b"")][-1]
            for folder in provider.folders()
        }
        assert len(states) == FOLDERS

        def look() -> None:
            for folder in provider.folders():
                assert provider.is_current(folder, states[folder.remote_id])

        took = statistics.median(timed(look) for _ in range(LOOKS))
        provider.close()
        trip = round_trip(line)
    milliseconds = round((took - 1.2 * trip) * 1000, 1)
    yield Result("imap_quiet_folders_look", round(took * 1000, 1), 70.0, "lower", "ms", LOOKS)
    yield Result("imap_quiet_folders_over_1.2_round_trips", milliseconds, 10.0, "lower", "ms", LOOKS)


def compress_gain(server: Dovecot) -> Iterator[Result]:
    """Reading all headers: how many times as fast, and which share of the line the plain one uses."""
    with DelayingProxy(server.port, DELAY_S, BITS_PER_S) as line:
        plain, deflated, received = [], [], []
        for _ in range(ROUNDS):
            before = line.received
            plain.append(read_all(behind(server, line)))
            received.append(line.received - before)
            with patch.object(imap_connection, "is_loopback", lambda _: False):
                deflated.append(read_all(behind(server, line)))
    gain = statistics.median(plain) / statistics.median(deflated)
    share = statistics.median(received) * 8 / BITS_PER_S / statistics.median(plain)
    rate = LETTERS / statistics.median(deflated)
    yield Result("imap_line_share_plain", round(share, 3), 0.95, "higher", "of 20 Mbit/s", ROUNDS)
    yield Result("imap_compress_gain", round(gain, 1), 6.0, "higher", "times", ROUNDS)
    yield Result("imap_compress_letters", round(rate), 7900, "higher", "letters/s", ROUNDS)


def behind(server: Dovecot, line: DelayingProxy) -> ImapProvider:
    """A provider that reaches the server over the line."""
    provider = make_provider(server, Security.NONE, line.port)
    provider.folders()
    return provider


def read_all(provider: ImapProvider) -> float:
    took = timed(lambda: [None for _ in provider.sync(INBOX, b"")])
    provider.close()
    return took


def round_trip(line: DelayingProxy) -> float:
    """Of a command that needs no work."""
    with socket.create_connection(("127.0.0.1", line.port), 10) as sock:
        sock.recv(4096)

        def ask() -> None:
            sock.sendall(b"a NOOP\r\n")
            sock.recv(4096)

        return statistics.median(timed(ask) for _ in range(LOOKS))


def timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began
