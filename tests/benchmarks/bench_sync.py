"""From the server to committed rows, against a raw socket that reads the same FETCH and keeps nothing.

Both run in turn against the same warm Dovecot, so the machine's load hits both alike. All but a handful of
letters have an id of their own. Every batch is committed with its folder state. What is derived later (waits,
leads, search) is a figure of its own. The goals are the issues': 0.15, then 0.18 of raw, 60 and 40 us of the
processor, 0.5 s to the first letters; 1 KB a letter is that of research/imap.md. Last comes what the machine
does with fixed work in the same run: by it the microseconds of two runs are compared.
"""

import gc
import re
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.model import SECOND, Role, Security
from desktop_app.engine.collector import relax
from desktop_app.engine.derive import derive
from desktop_app.engine.ingest import ingest
from desktop_app.store import accounts, folders
from desktop_app.store.database import Database
from tests.benchmarks.bench_imap import INBOX, LETTERS, make_provider, read_raw
from tests.benchmarks.bench_parse import as_asked
from tests.benchmarks.machine import email_us, loop_ns
from tests.benchmarks.result import Result
from tests.fakes import desk
from tests.fakes.dovecot import Dovecot, why_not
from tests.paths import SHARED
from tests.samples import OWNER, header_of, mailbox_letters

ROUNDS = 11
REFERENCE_LETTERS = 1000
STARTED = 1_600_000_000
NOW = (STARTED + LETTERS * 60) * SECOND


class Rounds(dict[str, list[float]]):
    """What each round measured, by name."""

    def add(self, name: str, value: float) -> None:
        self.setdefault(name, []).append(value)

    def median(self, name: str) -> float:
        return statistics.median(self[name])


def run() -> Iterable[Result]:
    """Nothing where Dovecot or the sample is missing."""
    if why_not() or not (SHARED / "data" / "mail" / "usrp-users.mbox.xz").exists():
        return
    server = Dovecot(mail_format="mdbox")
    server.start()
    before = gc.get_threshold()
    relax()  # as the engine does
    try:
        server.add_user("bench")
        server.append("bench", "INBOX", letters())
        read_raw(server, Security.NONE)  # fills Dovecot's cache
        yield from measure(server)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
        server.stop()


def measure(server: Dovecot) -> Iterator[Result]:
    ours = Rounds()
    headers = [as_asked(header_of(one)) for one in mailbox_letters()[:REFERENCE_LETTERS]]
    for _ in range(ROUNDS):
        cpu = time.thread_time()
        ours.add("raw", read_raw(server, Security.NONE))
        ours.add("raw_cpu", time.thread_time() - cpu)
        with tempfile.TemporaryDirectory() as folder, closing(Database.open(Path(folder), NOW)) as db:
            for name, figure in zip(("wall", "cpu", "first"), read_into(server, db), strict=True):
                ours.add(name, figure)
            for name, figure in zip(("knowledge", "search"), derive_all(db), strict=True):
                ours.add(name, figure)
            ours.add("size", db.number("PRAGMA page_count") * db.number("PRAGMA page_size"))
        ours.add("loop", loop_ns())
        ours.add("email", email_us(headers))
    ratio = ours.median("raw") / ours.median("wall")
    derived = [sum(both) for both in zip(ours["knowledge"], ours["search"], strict=True)]
    yield Result("sync_ratio", round(ratio, 3), 0.18, "higher", "of raw", ROUNDS)
    yield Result("sync_cpu", per_letter(ours["cpu"]), 60.0, "lower", "us/letter", ROUNDS)
    yield Result("sync_first_500", round(ours.median("first"), 3), 0.5, "lower", "s", ROUNDS)
    yield Result("derive_cpu", per_letter(derived), 40.0, "lower", "us/letter", ROUNDS)
    yield Result("database_size", round(max(ours["size"]) / LETTERS), 1024, "lower", "bytes/letter", ROUNDS)
    yield from beside(ours)


def beside(ours: Rounds) -> Iterator[Result]:
    """Parts of the figures above, and what the machine did with fixed work meanwhile."""
    yield Result("derive_knowledge_cpu", per_letter(ours["knowledge"]), None, "lower", "us/letter", ROUNDS)
    yield Result("derive_search_cpu", per_letter(ours["search"]), None, "lower", "us/letter", ROUNDS)
    yield Result("machine_raw_reader", per_letter(ours["raw_cpu"]), None, "lower", "us/letter", ROUNDS)
    yield Result("machine_loop", round(ours.median("loop"), 1), None, "lower", "ns/round", ROUNDS)
    yield Result("machine_email", round(ours.median("email"), 1), None, "lower", "us/header", ROUNDS)
    in_headers = [
        cpu / LETTERS * 1e6 / email for cpu, email in zip(ours["cpu"], ours["email"], strict=True)
    ]
    to_email = round(statistics.median(in_headers), 2)
    yield Result("sync_cpu_to_email", to_email, None, "lower", "of machine_email", ROUNDS)


def per_letter(seconds: list[float]) -> float:
    return round(statistics.median(seconds) / LETTERS * 1e6, 1)


def read_into(server: Dovecot, db: Database) -> tuple[float, float, float]:
    """Seconds and CPU seconds from SELECT to the last commit, seconds to the first one (500 letters)."""
    account = accounts.add(db, desk.settings())
    (inbox,) = folders.put_all(db, account, [("INBOX", "INBOX", Role.INBOX)])
    provider = make_provider(server, Security.NONE)
    provider.folders()
    own = OwnAddresses(OWNER)
    first = 0.0
    began, cpu = time.perf_counter(), time.thread_time()
    for batch in provider.sync(INBOX, b""):
        ingest(db, account, inbox.id, Role.INBOX, batch, own, NOW, None)
        first = first or time.perf_counter() - began
    took = time.perf_counter() - began, time.thread_time() - cpu, first
    provider.close()
    assert db.number("SELECT count(*) FROM place") == LETTERS
    return took


def derive_all(db: Database) -> tuple[float, float]:
    """CPU seconds until nothing is due, and then until everything can be found."""
    cpu = time.thread_time()
    while db.number("SELECT EXISTS (SELECT 1 FROM due)"):
        derive(db, NOW)
    known = time.thread_time()
    while derive(db, NOW).conversations:
        pass
    return known - cpu, time.thread_time() - known


def letters() -> Iterator[tuple[bytes, datetime, list[str]]]:
    """Real headers with little text behind; from the second copy on every id in them is another one."""
    real = mailbox_letters()
    for number in range(LETTERS):
        again, index = divmod(number, len(real))
        head = header_of(real[index])
        if again:
            head = re.sub(rb"<([^<>\s]+@)", rb"<%d.\1" % again, head)
        arrived = datetime.fromtimestamp(STARTED + number * 60, UTC)
        yield head + b"\nText.\n", arrived, ["\\Seen"] if number % 3 else []
