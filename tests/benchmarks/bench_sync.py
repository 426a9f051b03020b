"""From the server to committed rows, against a raw socket that reads the same FETCH and keeps nothing.

Both run in turn against the same warm Dovecot, so the machine's load hits both alike. All but a handful of
letters have an id of their own. Every batch is committed with its folder state. What is derived later (waits,
leads, search) is a figure of its own. The goals are the issues': 0.15, then 0.18 of raw, 60 and 40 us of the
processor, 0.5 s to the first letters; 1 KB a letter is that of research/imap.md.
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
from tests.benchmarks.result import Result
from tests.fakes import desk
from tests.fakes.dovecot import Dovecot, why_not
from tests.paths import SHARED
from tests.samples import OWNER, header_of, mailbox_letters

ROUNDS = 11
STARTED = 1_600_000_000
NOW = (STARTED + LETTERS * 60) * SECOND


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
    raw, ours, cpu, first, derived, sizes = [], [], [], [], [], []
    for _ in range(ROUNDS):
        raw.append(read_raw(server, Security.NONE))
        with tempfile.TemporaryDirectory() as folder, closing(Database.open(Path(folder), NOW)) as db:
            figures = read_into(server, db)
            for kept, figure in zip((ours, cpu, first), figures, strict=True):
                kept.append(figure)
            derived.append(derive_all(db))
            sizes.append(db.number("PRAGMA page_count") * db.number("PRAGMA page_size"))
    ratio = statistics.median(raw) / statistics.median(ours)
    yield Result("sync_ratio", round(ratio, 3), 0.18, "higher", "of raw", ROUNDS)
    yield Result("sync_cpu", per_letter(cpu), 60.0, "lower", "us/letter", ROUNDS)
    yield Result("sync_first_500", round(statistics.median(first), 3), 0.5, "lower", "s", ROUNDS)
    yield Result("derive_cpu", per_letter(derived), 40.0, "lower", "us/letter", ROUNDS)
    yield Result("database_size", round(max(sizes) / LETTERS), 1024, "lower", "bytes/letter", ROUNDS)


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


def derive_all(db: Database) -> float:
    """CPU seconds until nothing is due and everything can be found."""
    cpu = time.thread_time()
    while derive(db, NOW).conversations:
        pass
    return time.thread_time() - cpu


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
