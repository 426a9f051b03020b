"""The provider contract (desktop_app/mail/base.py), kept by every kind of account with the same tests.

What only IMAP has is in test_provider.py. A thorough run, e.g. before a release: HISTORIES=300.
"""

import contextlib
import itertools
import os
import socket
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.errors import (
    AuthRejected,
    ConsentNeeded,
    ItemGone,
    MailError,
    Offline,
    SignedInTooOften,
)
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import Role
from desktop_app.mail.base import SendOutcome, Wake
from desktop_app.mail.logins import BURST, EVERY_S, LoginLimit
from tests.fakes import ews_server, graph_mailbox, real_exchange
from tests.fakes.provider_worlds import (
    EwsWorld,
    Follower,
    GraphWorld,
    ImapWorld,
    World,
    follow,
    inbox_of,
    letter,
    ringing,
    small_pages,
)

HISTORIES = int(os.environ.get("HISTORIES", "20"))
KINDS = ("imap", "ews", "real-ews", "graph")
IMAP_ONLY_PUSH_S = 5.0


@pytest.fixture(scope="module", autouse=True)
def _small_pages() -> Iterator[None]:
    with small_pages():
        yield


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest):
    """Makes worlds of one kind."""
    if request.param == "imap":
        dovecot = request.getfixturevalue("dovecot")
        return lambda: ImapWorld(dovecot)
    if request.param == "real-ews":
        if (named := real_exchange.named()) is None:
            pytest.skip("OTKLIK_EWS_TEST_URL names no Exchange server")
        return lambda: real_exchange.RealEwsWorld(*named)
    fake, made = (ews_server, EwsWorld) if request.param == "ews" else (graph_mailbox, GraphWorld)
    if reason := fake.why_not():
        pytest.skip(reason)
    return made


@pytest.fixture
def world(make) -> Iterator[World]:
    world = make()
    yield world
    world.close()


@pytest.fixture
def provider(world: World):
    made = world.provider()
    yield made
    made.close()


# whatever happens

PLACES = st.sets(st.integers(0, 20), min_size=1, max_size=6)
STEPS = st.one_of(
    st.tuples(st.just("put"), st.integers(1, 9)),
    st.tuples(st.just("read"), PLACES),
    st.tuples(st.just("unread"), PLACES),
    st.tuples(st.just("answer"), PLACES),
    st.tuples(st.just("remove"), PLACES),
    st.tuples(st.just("move"), PLACES),
    st.tuples(st.just("sync"), st.integers(0, 5)),
    st.tuples(st.just("restart"), st.none()),
    st.tuples(st.just("cut"), st.integers(0, 60000)),
)


@pytest.mark.slow
def test_whatever_happens_a_sync_ends_at_the_servers_state(make) -> None:
    """Slow: many histories, each a mailbox of its own."""

    @settings(max_examples=HISTORIES)
    @given(st.lists(STEPS, min_size=2, max_size=12))
    def converges(steps: list[tuple[str, object]]) -> None:
        world = make()
        client = Client(world)
        try:
            for name, value in steps:
                getattr(client, name)(value)
            client.restart()
            client.sync()
            assert client.follower.letters == world.here()
            assert list(client.provider.sync(client.inbox, client.follower.state)) == []
        finally:
            client.provider.close()
            world.close()

    converges()


class Client:
    """A history: what others do at the server, and a client that is interrupted."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.follower = Follower()
        self.provider = world.provider()
        self.inbox = inbox_of(self.provider)

    def put(self, count: int) -> None:
        self.world.put(count)

    def read(self, places: set[int]) -> None:
        self.world.mark(places, True)

    def unread(self, places: set[int]) -> None:
        self.world.mark(places, False)

    def answer(self, places: set[int]) -> None:
        self.world.answer(places)

    def remove(self, places: set[int]) -> None:
        self.world.remove(places)

    def move(self, places: set[int]) -> None:
        self.world.move(places)

    def sync(self, batches: int | None = None) -> None:
        with contextlib.closing(self.provider.sync(self.inbox, self.follower.state)) as found:
            for batch in itertools.islice(found, batches):
                self.follower.apply(batch)

    def restart(self, _: object = None) -> None:
        self.provider.close()
        self.provider = self.world.provider()

    def cut(self, after_bytes: int) -> None:
        self.restart()
        self.world.cut_after(after_bytes)
        with contextlib.suppress(MailError):
            self.sync()
        self.world.cut_after(None)
        self.restart()


@pytest.mark.skipif(bool(ews_server.why_not()), reason=ews_server.why_not() or "-")
def test_what_is_done_to_a_real_exchange_stays_in_a_folder_of_its_own() -> None:
    fake = ews_server.FakeEws("Basic")
    before = set(fake.mailbox.folders)
    world = real_exchange.RealEwsWorld(fake.account(), ews_server.PASSWORD)
    client = Client(world)
    client.put(7)
    client.sync(2)
    client.read({0, 3})
    client.answer({1})
    client.move({2, 5})
    client.put(2)
    client.remove({4})
    client.sync()
    assert client.follower.letters == world.here()
    client.provider.save_sent(letter(4711))
    assert world.sent() == [letter(4711)]
    client.provider.close()
    world.close()
    fake.close()
    fake.check()
    assert set(fake.mailbox.folders) - before == set()
    assert not any(fake.mailbox.folders[one].items for one in before)
    assert fake.operations.sent == []


# sync


def test_the_first_sync_hands_over_the_newest_letters_first(world, provider) -> None:
    world.put(10)
    follower = follow(provider)
    assert follower.letters == world.here()
    newest = {seen.message_id for seen in list(follower.letters.values())[:3]}
    order = [parse_headers(letter(0)).message_id]  # the form of the ids
    assert order == ["0@example.com"]
    highest = sorted(int(seen.message_id.partition("@")[0]) for seen in world.here().values())[-3:]
    assert newest == {f"{number}@example.com" for number in highest}


@pytest.mark.parametrize("batches", range(7))
def test_the_first_sync_goes_on_where_it_was_closed(world, batches: int) -> None:
    world.put(14)
    follower = Follower()
    for limit in (batches, None):
        with contextlib.closing(world.provider()) as provider:
            follow(provider, follower, limit)
    assert follower.letters == world.here()
    assert len(follower.order) == len(set(follower.order))  # nothing was read twice


def test_a_folder_that_is_unchanged_says_nothing(world, provider) -> None:
    world.put(7)
    inbox = inbox_of(provider)
    follower = follow(provider)
    assert list(provider.sync(inbox, follower.state)) == []


def test_a_quiet_folder_is_current_and_a_changed_one_is_not(world, provider) -> None:
    world.put(3)
    follower = follow(provider)
    inbox = inbox_of(provider)
    assert provider.is_current(inbox, follower.state)
    world.put(1)
    provider.folders()
    assert not provider.is_current(inbox, follower.state)
    assert not provider.is_current(inbox, b"")


def test_what_was_read_answered_or_removed_elsewhere_is_told(world, provider) -> None:
    world.put(9)
    follower = follow(provider)
    world.mark({0, 1, 2, 3}, True)
    world.answer({2, 3, 4})
    world.remove({5})
    world.move({6})
    world.put(2)
    follow(provider, follower)
    assert follower.letters == world.here()
    assert sum(seen.flags.seen for seen in follower.letters.values()) == 4
    assert sum(seen.flags.answered for seen in follower.letters.values()) == 3


def test_a_state_that_the_server_has_forgotten_voids_the_folder_and_hands_it_over_again(
    world, provider
) -> None:
    world.put(8)
    follower = follow(provider)
    world.remove({0, 1})
    world.forget()
    follow(provider, follower)
    assert follower.resets == 1
    assert follower.letters == world.here()


def test_an_empty_folder_is_in_sync_at_once(world, provider) -> None:
    follower = follow(provider)
    assert follower.letters == {}
    inbox = inbox_of(provider)
    assert list(provider.sync(inbox, follower.state)) == []


def test_the_inbox_comes_first_and_sent_is_known(provider) -> None:
    folders = provider.folders()
    assert folders[0].role is Role.INBOX
    assert len({folder.remote_id for folder in folders}) == len(folders)


def test_a_server_that_stops_in_the_middle_is_offline_and_comes_back(world, provider) -> None:
    world.put(12)
    inbox, follower = inbox_of(provider), Follower()
    found = provider.sync(inbox, b"")
    follower.apply(next(found))
    world.stop()
    with pytest.raises(Offline):
        list(found)
    with pytest.raises(Offline):
        provider.folders()
    world.start()
    for batch in provider.sync(inbox, follower.state):
        follower.apply(batch)
    assert follower.letters == world.here()


# waiting


def test_a_letter_rings_within_seconds(world, provider) -> None:
    world.put(2)
    inbox = inbox_of(provider)
    follower = follow(provider)
    provider.wait(inbox, 0.0, _never())
    with ringing(provider, inbox) as waiting:
        began = time.monotonic()
        world.put(1)
    assert waiting.outcome == [Wake.DOORBELL]
    assert time.monotonic() - began < 5
    follow(provider, follower)
    assert follower.letters == world.here()


def test_what_happens_between_two_waits_rings(world, provider) -> None:
    inbox = inbox_of(provider)
    follow(provider)
    provider.wait(inbox, 0.0, _never())
    world.put(1)
    assert provider.wait(inbox, 20, _never()) is Wake.DOORBELL


def test_waiting_ends_with_its_time_and_when_cancelled(world, provider) -> None:
    inbox = inbox_of(provider)
    provider.wait(inbox, 0.0, _never())
    assert provider.wait(inbox, 0.1, _never()) is Wake.TIMEOUT
    with ringing(provider, inbox) as waiting:
        waiting.cancel.send(b"x")
    assert waiting.outcome == [Wake.CANCELLED]


def test_a_cut_from_another_thread_ends_waiting_and_the_next_question_connects_anew(world, provider) -> None:
    inbox = inbox_of(provider)
    provider.wait(inbox, 0.0, _never())
    with ringing(provider, inbox) as waiting:
        waiting.begun()
        provider.cut()
    assert isinstance(waiting.outcome[0], Offline)
    assert inbox_of(provider) == inbox


def test_a_pulled_cable_ends_waiting(world, provider) -> None:
    if isinstance(world, GraphWorld):
        pytest.skip("a poll has no line to pull: tests/contract/test_graph.py")
    inbox = inbox_of(provider)
    provider.wait(inbox, 0.0, _never())
    with ringing(provider, inbox) as waiting:
        waiting.begun()
        world.cut_all()
    assert isinstance(waiting.outcome[0], Offline)


# letters


def test_a_letter_is_fetched_whole_or_cut_at_the_limit(world, provider) -> None:
    [mime] = world.put(1)
    [remote_id] = follow(provider).letters
    inbox = inbox_of(provider)
    assert provider.fetch(inbox, remote_id, 10_000) == mime
    assert provider.fetch(inbox, remote_id, 50) == mime[:50]
    assert provider.fetch(inbox, remote_id, 10_000) == mime


@pytest.mark.slow
def test_a_letter_of_thirty_megabytes_is_read_no_further_than_is_wanted(world, provider) -> None:
    """And the connection, or the next, goes on. Slow: the fake holds its answer of 40 MB to the schema."""
    big = letter(777) + b"x" * 76 * 1024
    big += (b"y" * 76 + b"\r\n") * (30 * 1024 * 1024 // 78)
    world.put_mime(big)
    [remote_id] = follow(provider).letters
    inbox = inbox_of(provider)
    assert provider.fetch(inbox, remote_id, 100_000) == big[:100_000]
    assert provider.fetch(inbox, remote_id, 40 * 1024 * 1024) == big


def test_fetching_what_is_gone_is_item_gone(world, provider) -> None:
    world.put(2)
    letters = follow(provider).letters
    world.remove({0, 1})
    with pytest.raises(ItemGone):
        provider.fetch(inbox_of(provider), next(iter(letters)), 1000)
    assert provider.folders()  # the connection lives


def test_the_sent_copy_is_kept_once_and_found(world, provider) -> None:
    mime = letter(4242)
    assert not provider.find_sent("4242@example.com")
    provider.save_sent(mime)
    provider.save_sent(mime)
    assert provider.find_sent("4242@example.com")
    assert not provider.find_sent("424@example.com")
    if isinstance(world, GraphWorld):  # written anew from its properties
        [kept] = world.folder("sentitems").items.values()
        assert (kept.draft, parse_headers(kept.mime)[:3]) == (False, parse_headers(mime)[:3])
    else:
        assert world.sent() == [mime]


def test_a_letter_that_was_answered_here_is_marked_so_at_the_server(world, provider) -> None:
    world.put(3)
    follower = follow(provider)
    inbox = inbox_of(provider)
    first = next(iter(follower.letters))
    provider.mark_answered(inbox, first, 1_790_000_000_000_000)
    assert [one for one, seen in world.here().items() if seen.flags.answered] == [first]
    follow(provider, follower)
    assert follower.letters == world.here()
    world.remove({0, 1, 2})
    with pytest.raises(ItemGone):
        provider.mark_answered(inbox, first, 1_790_000_000_000_000)
    assert provider.folders()


def test_a_letter_that_is_sent_lies_in_sent(world, provider) -> None:
    sender = world.sender()
    receipt = sender.send(letter(99), "marina@linia.example", ["marina@linia.example"])
    assert receipt.outcome is SendOutcome.ACCEPTED
    assert provider.find_sent("99@example.com")


# signing in


@pytest.mark.parametrize("password", ["wrong", "пароль"])
def test_a_wrong_password_is_refused_and_shown_once(world, password: str) -> None:
    provider = world.provider(password)
    with pytest.raises(ConsentNeeded if isinstance(world, GraphWorld) else AuthRejected):
        provider.folders()
    assert world.shown == 1
    provider.close()


def test_a_server_that_lets_in_and_cuts_is_not_knocked_at_for_ever(world) -> None:
    """Refused sign-ins are not counted: they wait for the person anyway."""
    now = [0.0]
    limit = LoginLimit(lambda: now[0])
    for _ in range(BURST):
        with contextlib.closing(world.provider(limit=limit)) as provider:
            assert provider.folders()
        world.cut_all()
    with contextlib.closing(world.provider(limit=limit)) as provider:
        with pytest.raises(SignedInTooOften) as caught:
            provider.folders()
        assert caught.value.params["after_s"] == EVERY_S
        limit.forgive()  # a person wants it now
        assert provider.folders()
        assert provider.folders(), "on the same line nobody signs in again"
    with contextlib.closing(world.provider("wrong", LoginLimit())) as provider:
        for _ in range(BURST + 1):
            with pytest.raises((AuthRejected, ConsentNeeded)):
                provider.folders()


def _never() -> socket.socket:
    """Nothing cancels."""
    ours, theirs = socket.socketpair()
    _kept.append(theirs)
    _kept.append(ours)
    return ours


_kept: list[socket.socket] = []


@pytest.fixture(autouse=True)
def _close_sockets() -> Iterator[None]:
    yield
    while _kept:
        _kept.pop().close()
