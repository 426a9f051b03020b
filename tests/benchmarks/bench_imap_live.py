"""How long a flag that another program sets takes to ring, and to be known; in a folder nobody has selected.

Dovecot itself waits half a second before it tells.
"""

import socket
import statistics
import threading
import time
from collections.abc import Iterable

from desktop_app.domain.model import Role
from desktop_app.mail.base import RemoteFolder, Wake
from desktop_app.mail.imap import ImapProvider
from tests.benchmarks.result import Result
from tests.fakes.dovecot import Dovecot, why_not
from tests.fakes.mail_world import INBOX, append, letters, make_provider

BOX = RemoteFolder("Box", "Box", Role.OTHER)
ROUNDS = 10


def run() -> Iterable[Result]:
    if why_not():
        return
    server = Dovecot()
    server.start()
    try:
        server.add_user("bench")
        append(server, "bench", 50)
        server.append("bench", "Box", letters(50))
        rung, known = measure(server)
    finally:
        server.stop()
    yield Result("imap_flag_rings", round(statistics.median(rung), 2), 0.9, "lower", "s", ROUNDS)
    yield Result("imap_flag_known", round(statistics.median(known), 2), 1.0, "lower", "s", ROUNDS)


def measure(server: Dovecot) -> tuple[list[float], list[float]]:
    """As the engine does: one connection waits, when it rings the other looks at what has changed."""
    watching, working = (make_provider("bench", server.port) for _ in range(2))
    rung, known = [], []
    ours, theirs = socket.socketpair()
    state = [batch.state for batch in working.sync(BOX, b"")][-1]
    with ours, theirs, server.connect("bench") as other:
        other.select("Box")
        working.folders()  # Dovecot makes Sent and the like at the first look, which rings too
        while watching.wait(INBOX, 2, ours) is Wake.DOORBELL:
            pass
        for number in range(1, ROUNDS + 1):
            wakes: list[tuple[Wake, float]] = []
            waiter = threading.Thread(target=listen, args=(watching, ours, wakes))
            waiter.start()
            time.sleep(1)  # nothing tells when a server has begun to listen
            began = time.perf_counter()
            other.store(str(number), "+FLAGS", "\\Seen")
            waiter.join()
            [(wake, at)] = wakes
            assert wake is Wake.DOORBELL
            working.folders()
            assert not working.is_current(BOX, state)
            batches = list(working.sync(BOX, state))
            state = batches[-1].state
            assert sum(len(batch.changes) for batch in batches) == 1
            rung.append(at - began)
            known.append(time.perf_counter() - began)
    watching.close()
    working.close()
    return rung, known


def listen(provider: ImapProvider, cancel: socket.socket, wakes: list[tuple[Wake, float]]) -> None:
    wakes.append((provider.wait(INBOX, 30, cancel), time.perf_counter()))
