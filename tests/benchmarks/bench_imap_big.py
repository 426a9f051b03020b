"""A large mailbox: what bringing it up to date costs, and the memory of the first reading.

The real letters' headers, multiplied, each copy with ids of its own. BIG_MAILBOX sets how many (100,000).
Against our resync stands the same SELECT (QRESYNC ...) over a raw socket, which keeps nothing; in turn, after
changes of their own.
"""

import imaplib
import itertools
import multiprocessing
import os
import random
import re
import socket
import statistics
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self

from desktop_app.mail.base import FlagsChanged, Gone
from desktop_app.mail.imap import ImapProvider
from desktop_app.mail.imap_state import FolderState
from tests.benchmarks.bench_imap import INBOX, Skipper
from tests.benchmarks.result import Result
from tests.fakes.cutting_proxy import CuttingProxy
from tests.fakes.delaying_proxy import DelayingProxy
from tests.fakes.dovecot import Dovecot, why_not
from tests.fakes.mail_world import POOR, make_provider
from tests.paths import SHARED
from tests.samples import header_of, mailbox_letters

LETTERS = int(os.environ.get("BIG_MAILBOX", "100000"))
STARTED = 1_600_000_000
FLAGGED, EXPUNGED = 100, 20
ROUNDS = 9


def run() -> Iterable[Result]:
    """Nothing where Dovecot or the sample is missing."""
    if why_not() or not (SHARED / "data" / "mail" / "usrp-users.mbox.xz").exists():
        return
    server = Dovecot(mail_format="mdbox")
    server.start()
    try:
        server.add_user("bench")
        pour(server, letters())
        first_reading(server)  # fills Dovecot's cache
        state, results = first_reading(server)
        yield from results
        yield from resync(server, state)
        yield from flags_without_condstore(server, state)
    finally:
        server.stop()


def letters() -> Iterator[tuple[bytes, datetime, bytes]]:
    """Each third is unread: their UIDs make no range, which is the hard case."""
    heads = [header_of(one) for one in mailbox_letters()]
    for number in range(LETTERS):
        again, index = divmod(number, len(heads))
        head = re.sub(rb"<([^<>\s]+@)", rb"<%d.\1" % again, heads[index]) if again else heads[index]
        flags = b"\\Seen" if number % 3 else b""
        yield head + b"\nText.\n", datetime.fromtimestamp(STARTED + number * 60, UTC), flags


def first_reading(server: Dovecot) -> tuple[bytes, list[Result]]:
    """The state after it. In a process of its own, so that the memory is the reading's alone."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=read_all, args=(server.port, theirs))
    process.start()
    count, seconds, megabytes, first_s, state = ours.recv()
    process.join()
    assert count == LETTERS
    return state, [
        Result("imap_big_letters", round(count / seconds), 5000, "higher", "letters/s", 1),
        Result("imap_big_memory", round(megabytes), 300, "lower", "MB", 1),
        Result("imap_big_first_window", round(first_s, 2), 0.5, "lower", "s after SELECT", 1),
    ]


def read_all(port: int, answer: Connection) -> None:
    provider = make_provider("bench", port)
    provider.folders()
    began = time.perf_counter()
    count, first_s, state = 0, 0.0, b""
    for batch in provider.sync(INBOX, b""):
        first_s = first_s or time.perf_counter() - began
        count += len(batch.changes)
        state = batch.state
    took = time.perf_counter() - began
    provider.close()
    # Not getrusage: a new program there begins with the peak of the one that started it.
    status = Path("/proc/self/status").read_text()
    answer.send((count, took, int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024, first_s, state))


def resync(server: Dovecot, state: bytes) -> Iterator[Result]:
    """100 changed flags and 20 expunged letters, again and again; the server has looked once before."""
    raw, ours, cpu, sizes = [], [], [], []
    with DelayingProxy(server.port, 0.0) as counting, RawClient(server.port) as bare:
        provider, counted = make_provider("bench", server.port), make_provider("bench", counting.port)
        provider.folders()
        counted.folders()
        bare.run(b"ENABLE QRESYNC")
        for number in range(ROUNDS):
            change(server, number)
            before = counting.received
            _, _, after = resync_ours(counted, state)
            sizes.append((counting.received - before) / 1024)
            known = FolderState.decode(state)
            ask = b"EXAMINE INBOX (QRESYNC (%d %d))" % (known.uidvalidity, known.modseq)
            for turn in (number, number + 1):
                if turn % 2:
                    raw.append(bare.run(ask))
                else:
                    seconds, cpu_s, _ = resync_ours(provider, state)
                    ours.append(seconds)
                    cpu.append(cpu_s)
            state = after
        provider.close()
        counted.close()
    ratio = statistics.median(ours) / statistics.median(raw)
    yield Result("imap_big_resync", round(statistics.median(ours) * 1000, 1), 50.0, "lower", "ms", ROUNDS)
    yield Result("imap_big_resync_ratio", round(ratio, 2), 1.2, "lower", "x raw QRESYNC", ROUNDS)
    yield Result("imap_big_resync_bytes", round(max(sizes), 1), 10.0, "lower", "KiB", ROUNDS)
    yield Result(
        "imap_big_resync_cpu", round(statistics.median(cpu) * 1000, 1), 5.0, "lower", "ms CPU", ROUNDS
    )


def change(server: Dovecot, number: int) -> None:
    """By another client; each `number` has letters of its own, so that every change is one."""
    mine = range(1 + number, LETTERS, 2 * ROUNDS)
    chosen = [str(uid) for uid in random.Random(number).sample(mine, FLAGGED + EXPUNGED)]
    with server.connect("bench") as client:
        client.select("INBOX")
        client.uid("STORE", ",".join(chosen[:FLAGGED]), "+FLAGS", "(\\Flagged)")
        client.uid("STORE", ",".join(chosen[FLAGGED:]), "+FLAGS", "(\\Deleted)")
        client.expunge()


def resync_ours(provider: ImapProvider, state: bytes) -> tuple[float, float, bytes]:
    began, cpu = time.perf_counter(), time.thread_time()
    batches = list(provider.sync(INBOX, state))
    took = time.perf_counter() - began, time.thread_time() - cpu
    changes = [change for batch in batches for change in batch.changes]
    assert sum(len(one.remote_ids) for one in changes if isinstance(one, Gone)) == EXPUNGED
    flags = sum(isinstance(one, FlagsChanged) for one in changes)
    assert flags == FLAGGED, flags
    return *took, batches[-1].state


def flags_without_condstore(server: Dovecot, state: bytes) -> Iterator[Result]:
    """A look at every flag of a server without CONDSTORE, against FETCH 1:* (FLAGS) over a raw socket."""
    raw, ours = [], []
    with CuttingProxy(server.port, POOR) as proxy, RawClient(proxy.port) as bare:
        provider = make_provider("bench", proxy.port)
        provider.folders()
        state = [batch.state for batch in provider.sync(INBOX, state)][-1]
        for number in range(ROUNDS):
            change(server, ROUNDS + number)
            raw.append(bare.run(b"EXAMINE INBOX") + bare.run(b"UID FETCH 1:* (FLAGS)"))
            seconds, _, state = resync_ours(provider, state)
            ours.append(seconds)
        provider.close()
    ratio = statistics.median(ours) / statistics.median(raw)
    yield Result("imap_big_poor_resync_ratio", round(ratio, 2), 2.0, "lower", "x raw flags", ROUNDS)


class RawClient:
    """A plain socket, signed in; use as a context manager. What comes is thrown away."""

    def __init__(self, port: int) -> None:
        self._sock = socket.create_connection(("127.0.0.1", port), 60)
        self._skipper = Skipper(self._sock)
        self._numbers = itertools.count(1)
        self._skipper.to(b"* OK")
        self.run(b"LOGIN bench secret")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._sock.close()

    def run(self, command: bytes) -> float:
        """Seconds until it is complete."""
        tag = b"r%d" % next(self._numbers)
        began = time.perf_counter()
        self._sock.sendall(tag + b" " + command + b"\r\n")
        self._skipper.to(tag + b" OK")
        return time.perf_counter() - began


def pour(server: Dovecot, found: Iterable[tuple[bytes, datetime, bytes]]) -> None:
    """Into the INBOX, many letters a command (MULTIAPPEND, RFC 3502): ten times as fast as one by one."""
    with RawClient(server.port) as client:
        waiting = iter(found)
        while part := list(itertools.islice(waiting, 500)):
            parts = []
            for mime, at, flags in part:
                whole = mime.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
                stamp = imaplib.Time2Internaldate(at).encode()
                parts.append(b" (%b) %b {%d+}\r\n%b" % (flags, stamp, len(whole), whole))
            client.run(b"APPEND INBOX" + b"".join(parts))
