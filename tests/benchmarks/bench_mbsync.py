"""From the server to committed rows, against mbsync (Debian: isync) that keeps the same letters' headers.

`MaxSize 1b` makes mbsync keep whole headers as placeholders: the closest another program comes. Neither waits
for the disk at each letter (`FSync no`). Both in turn, against the same warm Dovecot.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from desktop_app.domain.model import Security
from desktop_app.store.database import Database
from tests.benchmarks.bench_imap import LETTERS, read_raw
from tests.benchmarks.bench_sync import NOW, letters, read_into
from tests.benchmarks.result import Result
from tests.fakes.dovecot import Dovecot, why_not
from tests.paths import SHARED

ROUNDS = 5
CONFIG = """
FSync no

IMAPAccount bench
Host 127.0.0.1
Port {port}
User bench
Pass secret
SSLType None
AuthMechs LOGIN

IMAPStore far
Account bench

MaildirStore near
Path {folder}/
Inbox {folder}/INBOX

Channel headers
Far :far:
Near :near:
Patterns INBOX
Sync Pull New
Create Near
MaxSize 1b
SyncState *
"""


def run() -> Iterable[Result]:
    """Nothing where mbsync, Dovecot or the sample is missing; why is said on standard error."""
    if reason := why_not() or (None if shutil.which("mbsync") else "mbsync is not installed (Debian: isync)"):
        print(f"benchmarks: mbsync is left out: {reason}", file=sys.stderr)
        return
    if not (SHARED / "data" / "mail" / "usrp-users.mbox.xz").exists():
        return
    server = Dovecot(mail_format="mdbox")
    server.start()
    try:
        server.add_user("bench")
        server.append("bench", "INBOX", letters())
        read_raw(server, Security.NONE)  # fills Dovecot's cache
        by_mbsync(server)
        ours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(by_mbsync(server))
            with tempfile.TemporaryDirectory() as folder, closing(Database.open(Path(folder), NOW)) as db:
                ours.append(read_into(server, db)[0])
    finally:
        server.stop()
    ratio = statistics.median(theirs) / statistics.median(ours)
    yield Result("sync_over_mbsync", round(ratio, 2), 2.0, "higher", "x mbsync MaxSize 1b", ROUNDS)
    rate = LETTERS / statistics.median(theirs)
    yield Result("mbsync_letters", round(rate), 0, "higher", "letters/s", ROUNDS)


def by_mbsync(server: Dovecot) -> float:
    """Seconds, start and sign-in included: some milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "mbsyncrc"
        config.write_text(CONFIG.format(port=server.port, folder=folder))
        began = time.perf_counter()
        command = ["mbsync", "-q", "-q", "-c", str(config), "headers"]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        took = time.perf_counter() - began
        held = sum(len(list((Path(folder) / "INBOX" / name).iterdir())) for name in ("cur", "new"))
        assert held == LETTERS, held
    return took
