"""The provider contract (desktop_app/mail/base.py), kept by IMAP against a real Dovecot."""

import contextlib
import itertools
import os
import re
import socket
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.errors import AuthRejected, InputError, ItemGone, Offline, TlsUntrusted
from desktop_app.domain.model import AccountSettings, Endpoint, Flags, Role, Security
from desktop_app.mail import imap_connection, imap_sync
from desktop_app.mail.base import Gone, RemoteFolder, Reset, Wake
from desktop_app.mail.imap import ImapProvider
from desktop_app.mail.imap_wire import Wire
from tests.fakes.cutting_proxy import CuttingProxy
from tests.fakes.dovecot import Dovecot, free_ports
from tests.fakes.mail_world import (
    ARRIVED,
    INBOX,
    POOR,
    account,
    append,
    expunge,
    letters,
    make_provider,
    new_user,
    on_server,
    port_for,
    synced,
    time_of_next_validity,
    uids_at,
    waiting,
)
from tests.fakes.mirror import Mirror

pytestmark = pytest.mark.dovecot

FLAGS = ("\\Seen", "\\Answered", "\\Flagged", "\\Draft")


@pytest.fixture
def user(dovecot: Dovecot) -> str:
    return new_user(dovecot)


@pytest.fixture(scope="module", autouse=True)
def _small_windows() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imap_sync, "WINDOWS", (3, 5))
        yield


@pytest.fixture
def provider(dovecot: Dovecot, user: str) -> Iterator[ImapProvider]:
    made = make_provider(user, dovecot.port)
    yield made
    made.close()


# the property


# A thorough run, e.g. before a release: HISTORIES=500.
HISTORIES = int(os.environ.get("HISTORIES", "30"))

STEPS = st.one_of(
    st.tuples(st.just("append"), st.integers(1, 9), st.sets(st.sampled_from(FLAGS))),
    st.tuples(st.just("flag"), st.sets(st.integers(0, 20), max_size=6), st.sets(st.sampled_from(FLAGS))),
    st.tuples(st.just("unflag"), st.sets(st.integers(0, 20), max_size=6), st.sets(st.sampled_from(FLAGS))),
    st.tuples(st.just("expunge"), st.sets(st.integers(0, 20), min_size=1, max_size=6), st.none()),
    st.tuples(st.just("move"), st.sets(st.integers(0, 20), min_size=1, max_size=3), st.none()),
    st.tuples(st.just("sync"), st.integers(0, 4), st.none()),
    st.tuples(st.just("restart"), st.none(), st.none()),
    st.tuples(st.just("cut"), st.integers(0, 6000), st.none()),
)


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [(), (b"QRESYNC",), POOR], ids=["qresync", "condstore", "poor"])
def test_whatever_happens_a_sync_ends_at_the_servers_state(dovecot: Dovecot, hidden) -> None:
    @settings(max_examples=HISTORIES)
    @given(st.lists(STEPS, min_size=2, max_size=10))
    def converges(steps: list[tuple[str, object, object]]) -> None:
        user = new_user(dovecot)
        with CuttingProxy(dovecot.port, hidden) as proxy:
            world = World(dovecot, user, proxy)
            for name, first, second in steps:
                getattr(world, name)(first, second)
            world.restart()
            world.sync()
            assert world.mirror.letters == on_server(dovecot, user)
            assert list(world.provider.sync(INBOX, world.mirror.state)) == []
            world.provider.close()

    converges()


class World:
    """A server that others change, and a client that is interrupted."""

    def __init__(self, dovecot: Dovecot, user: str, proxy: CuttingProxy) -> None:
        self.dovecot = dovecot
        self.user = user
        self.proxy = proxy
        self.mirror = Mirror()
        self.provider = make_provider(user, proxy.port)

    def append(self, count: int, flags: set[str]) -> None:
        append(self.dovecot, self.user, count, sorted(flags))

    def flag(self, places: set[int], flags: set[str]) -> None:
        self._store(places, "+FLAGS", flags)

    def unflag(self, places: set[int], flags: set[str]) -> None:
        self._store(places, "-FLAGS", flags)

    def expunge(self, places: set[int], _: object) -> None:
        expunge(self.dovecot, self.user, places)

    def move(self, places: set[int], _: object) -> None:
        with self.dovecot.connect(self.user) as client:
            client.create("Archive")
            client.select("INBOX")
            if chosen := uids_at(client, places):
                client.uid("MOVE", chosen, "Archive")

    def sync(self, batches: int | None = None, _: object = None) -> None:
        """So many batches; None: to the end."""
        for number, batch in enumerate(self.provider.sync(INBOX, self.mirror.state)):
            if number == batches:
                break
            self.mirror.apply(batch)

    def restart(self, *_: object) -> None:
        self.provider.close()
        self.provider = make_provider(self.user, self.proxy.port)

    def cut(self, after_bytes: int, _: object) -> None:
        self.restart()
        self.proxy.cut_after = after_bytes
        with contextlib.suppress(Offline):
            self.sync()
        self.proxy.cut_after = None

    def _store(self, places: set[int], how: str, flags: set[str]) -> None:
        with self.dovecot.connect(self.user) as client:
            client.select("INBOX")
            if (chosen := uids_at(client, places)) and flags:
                client.uid("STORE", chosen, how, f"({' '.join(sorted(flags))})")


# sync


def test_the_first_sync_hands_over_the_newest_letters_first(dovecot, user, provider) -> None:
    append(dovecot, user, 10)
    batches = list(provider.sync(INBOX, b""))
    order = [int(change.remote_id.split(".")[1]) for batch in batches for change in batch.changes]
    assert set(order[:3]) == {8, 9, 10}
    assert sorted(order) == list(range(1, 11))
    assert (batches[0].done, batches[0].total) == (3, 10)
    assert batches[-1].done == 10


def test_a_letter_comes_with_header_flags_arrival_and_size(dovecot, user, provider) -> None:
    [(mime, _, _)] = append(dovecot, user, 1, ["\\Seen", "\\Flagged"])
    [upsert] = [change for batch in provider.sync(INBOX, b"") for change in batch.changes]
    assert b"Subject: letter" in upsert.header
    assert b"X-Not-Asked" not in upsert.header
    assert upsert.flags == Flags(seen=True, flagged=True)
    assert upsert.arrived_at == int(ARRIVED.timestamp()) * 1_000_000
    assert upsert.size == len(mime)


@pytest.mark.parametrize("batches", range(5))
def test_the_first_sync_goes_on_where_it_was_closed(dovecot, user, batches: int) -> None:
    append(dovecot, user, 14)
    mirror = Mirror()
    seen: list[str] = []
    for limit in (batches, 99):
        provider = make_provider(user, dovecot.port)
        generator = provider.sync(INBOX, mirror.state)
        for batch in itertools.islice(generator, limit):
            mirror.apply(batch)
            seen += [change.remote_id for change in batch.changes]
        generator.close()
        provider.close()
    assert mirror.letters == on_server(dovecot, user)
    assert len(seen) == len(set(seen))  # nothing was fetched twice


def test_a_closed_sync_leaves_the_connection_usable(dovecot, user, provider) -> None:
    append(dovecot, user, 14)
    dovecot.append(user, "Other", letters(3))
    generator = provider.sync(INBOX, b"")
    next(generator)
    generator.close()
    other = RemoteFolder("Other", "Other", Role.OTHER)
    mirror = Mirror()
    for batch in provider.sync(other, b""):
        mirror.apply(batch)
    assert mirror.letters == on_server(dovecot, user, "Other")


def test_two_syncs_at_once_are_a_bug_and_said_so(dovecot, user, provider) -> None:
    append(dovecot, user, 14)
    first = provider.sync(INBOX, b"")
    next(first)
    next(provider.sync(INBOX, b""))
    with pytest.raises(RuntimeError, match=r"selected|later command"):
        list(first)


def test_an_unchanged_folder_costs_one_command(dovecot, user, provider, monkeypatch) -> None:
    append(dovecot, user, 7)
    mirror = synced(provider)
    sent: list[bytes] = []
    send = provider._session.send
    monkeypatch.setattr(provider._session, "send", lambda command: (sent.append(command), send(command))[1])
    assert list(provider.sync(INBOX, mirror.state)) == []
    [command] = sent
    assert command.startswith(b"EXAMINE")


@pytest.mark.parametrize(
    ("hidden", "commands"), [((), 1), ((b"QRESYNC",), 4)], ids=["qresync", "condstore"]
)
def test_changed_flags_and_expunged_letters_cost_few_commands(dovecot, user, hidden, commands) -> None:
    append(dovecot, user, 30)
    with CuttingProxy(dovecot.port, hidden) as proxy:
        provider = make_provider(user, proxy.port)
        mirror = synced(provider)
        expunge(dovecot, user, {3, 4, 5, 20})
        with dovecot.connect(user) as client:
            client.select("INBOX")
            client.store("1:10", "+FLAGS", "\\Answered")
        before = next(provider._session._numbers)
        for batch in provider.sync(INBOX, mirror.state):
            mirror.apply(batch)
        assert next(provider._session._numbers) - before - 1 == commands
        provider.close()
    assert mirror.letters == on_server(dovecot, user)


@pytest.mark.parametrize("hidden", [(), (b"QRESYNC",), POOR], ids=["qresync", "condstore", "poor"])
def test_an_unread_letter_that_goes_is_not_said_to_have_been_read(dovecot, user, hidden) -> None:
    append(dovecot, user, 5)
    with CuttingProxy(dovecot.port, hidden) as proxy:
        provider = make_provider(user, proxy.port)
        mirror = synced(provider)
        newest = max(mirror.letters)
        expunge(dovecot, user, {4})
        changes = [change for batch in provider.sync(INBOX, mirror.state) for change in batch.changes]
        provider.close()
    assert changes == [Gone((newest,))]


def test_an_empty_folder_is_in_sync_at_once_and_stays_so(dovecot, user, provider) -> None:
    mirror = synced(provider)
    assert mirror.letters == {}
    assert list(provider.sync(INBOX, mirror.state)) == []


def test_a_new_uidvalidity_voids_everything_and_hands_it_over_again(dovecot, user, provider) -> None:
    dovecot.append(user, "Box", letters(4))
    box = RemoteFolder("Box", "Box", Role.OTHER)
    mirror = synced(provider, box)
    with dovecot.connect(user) as client:
        client.delete("Box")
        time_of_next_validity(client, "Box")
    dovecot.append(user, "Box", letters(2))
    changes = []
    for batch in provider.sync(box, mirror.state):
        mirror.apply(batch)
        changes += batch.changes
    assert isinstance(changes[0], Reset)
    assert mirror.resets == 1
    assert mirror.letters == on_server(dovecot, user, "Box")


def test_holes_between_uids_cost_no_commands(dovecot, user, provider) -> None:
    append(dovecot, user, 30)
    expunge(dovecot, user, set(range(1, 29)))
    batches = list(provider.sync(INBOX, b""))
    assert [len(batch.changes) for batch in batches] == [2, 0]


def test_a_folder_that_was_deleted_is_gone(dovecot, user, provider) -> None:
    with pytest.raises(ItemGone):
        list(provider.sync(RemoteFolder("No", "No", Role.OTHER), b""))
    assert provider.folders()  # the connection lives


def test_a_server_that_stops_in_the_middle_is_offline_and_comes_back(dovecot_of_its_own: Dovecot) -> None:
    server = dovecot_of_its_own
    server.add_user("anna")
    append(server, "anna", 40)
    mirror = Mirror()
    with CuttingProxy(server.port) as proxy:
        provider = make_provider("anna", proxy.port)
        generator = provider.sync(INBOX, b"")
        mirror.apply(next(generator))
        server.stop(keep=True)
        proxy.cut_all()  # Dovecot lets a busy connection finish
        with pytest.raises(Offline):
            list(generator)
        with pytest.raises(Offline):
            provider.folders()
        server.start()
        for batch in provider.sync(INBOX, mirror.state):
            mirror.apply(batch)
        provider.close()
    assert mirror.letters == on_server(server, "anna")


def test_a_port_that_nobody_listens_on_is_refused() -> None:
    [port] = free_ports(1)
    with pytest.raises(Offline) as caught:
        make_provider("anna", port).folders()
    assert caught.value.params["reason"] == "refused"


@pytest.fixture
def dovecot_of_its_own() -> Iterator[Dovecot]:
    server = Dovecot(sent="Отправленные")
    server.start()
    yield server
    server.stop()


# a thin line


def test_a_compressed_connection_syncs_rings_and_fetches(dovecot, user, monkeypatch) -> None:
    monkeypatch.setattr(imap_connection, "is_loopback", lambda _: False)  # here it would only cost time
    append(dovecot, user, 40)
    compressed: list[int] = []
    compress = Wire.compress
    monkeypatch.setattr(Wire, "compress", lambda wire: (compressed.append(1), compress(wire)))
    provider = make_provider(user, dovecot.port)
    mirror = synced(provider)
    assert compressed == [1]
    assert mirror.letters == on_server(dovecot, user)
    with waiting(provider) as outcome:
        append(dovecot, user, 1)
    assert outcome == [Wake.DOORBELL]
    [batch, _] = provider.sync(INBOX, mirror.state)
    assert b"Hello" in provider.fetch(INBOX, batch.changes[0].remote_id, 10_000)
    provider.close()


# waiting


@pytest.mark.parametrize("security", [Security.NONE, Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("event", ["append", "flag", "expunge"])
def test_it_rings_within_seconds(dovecot, user, security, event) -> None:
    append(dovecot, user, 2)
    provider = make_provider(user, port_for(dovecot, security), security, dovecot)
    mirror = synced(provider)
    world = World.__new__(World)
    world.dovecot, world.user = dovecot, user
    arguments = {"append": (1, set()), "flag": ({0}, {"\\Flagged"}), "expunge": ({0}, None)}[event]
    assert provider.caps.push
    with waiting(provider) as outcome:
        getattr(world, event)(*arguments)
        began = time.monotonic()
    assert outcome == [Wake.DOORBELL]
    assert time.monotonic() - began < 5
    for batch in provider.sync(INBOX, mirror.state):
        mirror.apply(batch)
    assert mirror.letters == on_server(dovecot, user)
    provider.close()


def test_what_happens_between_two_waits_rings_at_once(dovecot, user, provider) -> None:
    mirror = synced(provider)
    provider.folders()
    append(dovecot, user, 1)
    ours, _theirs = socket.socketpair()
    with ours, _theirs:
        assert provider.wait(INBOX, 20, ours) is Wake.DOORBELL
        list(provider.sync(INBOX, mirror.state))
        assert provider.wait(INBOX, 0.2, ours) is Wake.TIMEOUT
        append(dovecot, user, 1)
        assert provider.wait(INBOX, 20, ours) is Wake.DOORBELL
        assert provider.wait(INBOX, 0.2, ours) is Wake.TIMEOUT


@pytest.mark.parametrize("hidden", [(), POOR], ids=["idle", "poor"])
def test_waiting_ends_when_cancelled(dovecot, user, hidden) -> None:
    with CuttingProxy(dovecot.port, hidden) as proxy:
        provider = make_provider(user, proxy.port)
        ours, theirs = socket.socketpair()
        with ours, theirs:
            assert provider.wait(INBOX, 0.1, ours) is Wake.TIMEOUT
            assert provider.caps.push is (not hidden)
            theirs.send(b"x")
            began = time.monotonic()
            assert provider.wait(INBOX, 60, ours) is Wake.CANCELLED
            assert time.monotonic() - began < 10
        provider.close()


def test_a_pulled_cable_ends_waiting_with_offline(dovecot, user) -> None:
    with CuttingProxy(dovecot.port) as proxy:
        provider = make_provider(user, proxy.port)
        with pytest.raises(Offline), waiting(provider):
            proxy.cut_all()
        provider.close()


def test_a_cut_from_another_thread_ends_waiting(dovecot, user) -> None:
    provider = make_provider(user, dovecot.tls_port, Security.TLS, dovecot)
    with pytest.raises(Offline), waiting(provider):
        provider.cut()
    provider.close()


# letters and Sent


def test_fetch_cuts_at_the_limit(dovecot, user, provider) -> None:
    [(mime, _, _)] = append(dovecot, user, 1)
    [remote_id] = synced(provider).letters
    assert provider.fetch(INBOX, remote_id, 10_000) == mime
    assert provider.fetch(INBOX, remote_id, 20) == mime[:20]


@pytest.mark.parametrize("change", [lambda validity: f"{validity}.99", lambda validity: f"{validity + 1}.1"])
def test_fetching_what_is_not_there_is_item_gone(dovecot, user, provider, change) -> None:
    append(dovecot, user, 1)
    [remote_id] = synced(provider).letters
    with pytest.raises(ItemGone):
        provider.fetch(INBOX, change(int(remote_id.partition(".")[0])), 100)


def test_the_sent_copy_is_kept_once(dovecot_of_its_own: Dovecot) -> None:
    server = dovecot_of_its_own
    server.add_user("anna")
    provider = make_provider("anna", server.port)
    [(mime, _, _)] = letters(1)
    message_id = re.search(rb"Message-ID: <(.*)>", mime)[1].decode()
    assert not provider.find_sent(message_id)
    provider.save_sent(mime)
    provider.save_sent(mime)
    assert provider.find_sent(message_id)
    assert not provider.find_sent("other@example.com")
    [held] = on_server(server, "anna", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-").values()
    assert held.flags == Flags(seen=True)
    provider.close()


def test_a_letter_with_bare_line_feeds_is_stored_whole(dovecot, user, provider) -> None:
    provider.save_sent(b"Message-ID: <lf@example.com>\nSubject: x\n\n" + b"line\n" * 500)
    assert provider.find_sent("lf@example.com")


def test_an_impossible_message_id_is_an_input_error_and_harms_nothing(provider) -> None:
    with pytest.raises(InputError):
        provider.find_sent('x"\r\nA1 DELETE INBOX')
    assert provider.folders()


# folders


def test_roles_come_from_the_server_and_inbox_is_first(dovecot_of_its_own: Dovecot) -> None:
    server = dovecot_of_its_own
    server.add_user("anna")
    server.append("anna", "Исходящие", letters(1))
    server.append("anna", "Клиенты [новые", letters(1))
    server.append("anna", "Trash/2023", letters(1))
    provider = make_provider("anna", server.port)
    folders = provider.folders()
    assert folders[0].role is Role.INBOX
    roles = {folder.path: folder.role for folder in folders}
    assert roles["Отправленные"] is Role.SENT
    assert roles["Исходящие"] is Role.OUTBOX
    assert roles["Клиенты [новые"] is Role.OTHER
    assert roles["Trash/2023"] is Role.TRASH
    for folder in folders:
        list(provider.sync(folder, b""))
    provider.close()


# signing in


@pytest.mark.parametrize("password", ["wrong", "пароль", ""])
def test_a_wrong_password_is_refused_and_not_tried_again(dovecot, user, password) -> None:
    asked: list[int] = []

    def ask() -> str:
        asked.append(1)
        return password

    provider = ImapProvider(account(user, dovecot.port), ask)
    with pytest.raises(AuthRejected):
        provider.folders()
    assert len(asked) == 1


def test_a_russian_password_works(dovecot) -> None:
    dovecot.add_user("boris", "Пароль№1 \"'\\")
    provider = ImapProvider(account("boris", dovecot.port), lambda: "Пароль№1 \"'\\")
    assert provider.folders()
    provider.close()


def test_a_password_cannot_smuggle_a_command(dovecot, user) -> None:
    with pytest.raises(InputError):
        ImapProvider(account(user, dovecot.port), lambda: "x\r\nA1 NOOP").folders()


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_self_signed_certificate_needs_its_fingerprint_accepted(dovecot, user, security) -> None:
    port = port_for(dovecot, security)
    with pytest.raises(TlsUntrusted) as caught:
        ImapProvider(account(user, port, security), lambda: "secret").folders()
    assert f"user=<{user}>" not in dovecot.log()  # nothing was said to it
    fingerprint = str(caught.value.params["fingerprint"])
    provider = ImapProvider(account(user, port, security, fingerprint), lambda: "secret")
    assert provider.folders()
    provider.close()
    with pytest.raises(TlsUntrusted):
        ImapProvider(account(user, port, security, "00" * 32), lambda: "secret").folders()


def test_without_encryption_only_this_machine_is_reached() -> None:
    far = AccountSettings("imap", "a@example.com", "a", Endpoint("imap.example.com", 143, Security.NONE))
    with pytest.raises(InputError):
        ImapProvider(far, lambda: "secret").folders()


def test_a_plain_server_on_the_tls_port_is_told_apart(dovecot, user) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - either is right: it depends on who speaks first
        ImapProvider(account(user, dovecot.port, Security.TLS), lambda: "secret").folders()
    assert caught.value.code in ("unsupported", "offline")
