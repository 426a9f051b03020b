"""What a letter of Microsoft 365 costs the client: its processor time, its requests and bytes.

1,000 letters on the fake (headers of real letters are longer). The fake lives in this process, so the time
is that of the client's thread. An idle mailbox: what each minute brings and what the poll asks; Microsoft
allows 60,000 requests an hour.
"""

import socket
import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import NamedTuple

from desktop_app.engine.account import POLL_S
from desktop_app.mail import graph
from desktop_app.mail.graph import GraphProvider
from tests.benchmarks.result import Result
from tests.fakes.graph_mailbox import why_not
from tests.fakes.provider_worlds import GraphWorld, follow, inbox_of

LETTERS = 1000
ROUNDS = 5
HOUR_S = 3600


class Cost(NamedTuple):
    """Of a first sync: seconds of the thread, requests, bytes, seconds to the first letters by the clock."""

    cpu_s: float
    requests: int
    size: int
    first_s: float


def run() -> Iterable[Result]:
    if why_not():
        return
    costs = [first_sync() for _ in range(ROUNDS)]
    cpu = statistics.median(cost.cpu_s for cost in costs) / LETTERS * 1e6
    yield Result("graph_cpu", round(cpu, 1), 150.0, "lower", "us/letter", ROUNDS)
    per_100 = round(costs[0].requests / LETTERS * 100, 2)
    yield Result("graph_requests", per_100, 2.0, "lower", "per 100 letters", LETTERS)
    yield Result("graph_bytes", round(costs[0].size / LETTERS), 2000.0, "lower", "bytes/letter", LETTERS)
    first = statistics.median(cost.first_s for cost in costs) * 1000
    yield Result("graph_first", round(first, 1), 1000.0, "lower", "ms to 25 letters", ROUNDS)
    look, poll = idle()
    looks = HOUR_S / POLL_S * look
    yield Result("graph_idle", looks + HOUR_S / graph.CALM_POLL_S * poll, 300.0, "lower", "requests/h", 1)
    yield Result("graph_lively", looks + HOUR_S / graph.POLL_S * poll, 500.0, "lower", "requests/h", 1)


def first_sync() -> Cost:
    with mailbox() as (world, provider):
        world.put(LETTERS)
        inbox = inbox_of(provider)
        asked, told = provider.asked, world.fake.answered_bytes
        cpu, began, first = time.thread_time(), time.perf_counter(), 0.0
        for _ in provider.sync(inbox, b""):
            first = first or time.perf_counter() - began
        cpu = time.thread_time() - cpu
        return Cost(cpu, provider.asked - asked, world.fake.answered_bytes - told, first)


def idle() -> tuple[int, int]:
    """Requests of a look at all folders, one of which holds others, and of a poll."""
    with mailbox() as (world, provider):
        world.put(50)
        world.box.add_folder("A", world.box.add_folder("Clients"))
        follow(provider)
        asked = provider.asked
        provider.folders()
        look = provider.asked - asked
        ours, theirs = socket.socketpair()
        with ours, theirs:
            inbox = inbox_of(provider)
            asked = provider.asked
            provider.wait(inbox, 0.0, ours)
        return look, provider.asked - asked


@contextmanager
def mailbox() -> Iterator[tuple[GraphWorld, GraphProvider]]:
    world = GraphWorld()
    try:
        with closing(world.provider()) as provider:
            yield world, provider
    finally:
        world.close()
