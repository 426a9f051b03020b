"""Microsoft 365 on the fake: `python -m tests.benchmarks.bench_graph`. Requests, bytes and CPU of the client.

26 November 2026, two busy cores: 1,000 letters in 12 requests, 1,017 bytes each (headers of real letters
are longer), 0.05 ms of the client's thread a letter, the first 25 after 9-31 ms. A look at all folders
is 1 request and one for each folder that holds others, a poll is 2. An idle mailbox with one such folder: 240
requests an hour, at a rate of 360 while something happened lately (Microsoft allows 60,000).
"""

import socket
import time

from tests.fakes.provider_worlds import GraphWorld, follow, inbox_of

LETTERS = 1000


def main() -> None:
    first_sync()
    idle()


def first_sync() -> None:
    world = GraphWorld()
    world.put(LETTERS)
    provider = world.provider()
    inbox = inbox_of(provider)
    asked, told = provider.asked, world.fake.answered_bytes
    cpu, began, first = time.thread_time(), time.perf_counter(), 0.0
    for _ in provider.sync(inbox, b""):
        first = first or time.perf_counter() - began
    cpu = time.thread_time() - cpu
    size = (world.fake.answered_bytes - told) / LETTERS
    print(f"{LETTERS} letters: {provider.asked - asked} requests, {size:.0f} bytes a letter")
    print(f"{cpu / LETTERS * 1000:.3f} ms of the client's thread a letter, the first after {first:.3f} s")
    provider.close()
    world.close()


def idle() -> None:
    world = GraphWorld()
    world.put(50)
    clients = world.box.add_folder("Clients")
    world.box.add_folder("A", clients)
    provider = world.provider()
    follow(provider)
    asked = provider.asked
    provider.folders()
    look = provider.asked - asked
    ours, theirs = socket.socketpair()
    with ours, theirs:
        inbox = inbox_of(provider)
        asked = provider.asked
        provider.wait(inbox, 0.0, ours)
    poll = provider.asked - asked
    print(f"a look at all folders: {look} requests, a poll: {poll}")
    print(f"an hour of an idle mailbox: {60 * (look + poll)}, of a lively one: {60 * (look + 2 * poll)}")
    provider.close()
    world.close()


if __name__ == "__main__":
    main()
