"""Which folders have anything new is one question (`Provider.folders` and `is_current`), on any server."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desktop_app.domain.model import Role
from desktop_app.mail.base import RemoteFolder
from desktop_app.mail.imap import EXACT_EVERY, ImapProvider
from tests.fakes.cutting_proxy import CuttingProxy
from tests.fakes.delaying_proxy import DelayingProxy
from tests.fakes.dovecot import Dovecot
from tests.fakes.mail_world import INBOX, POOR, append, expunge, letters, make_provider, new_user

pytestmark = pytest.mark.dovecot

BOX = RemoteFolder("Клиенты", "&BBoEOwQ4BDUEPQRCBEs-", Role.OTHER)
SERVERS = {
    "list-status": (),
    "condstore": (b"LIST-STATUS",),
    "xlist": (b"LIST-STATUS", b"SPECIAL-USE", b"LIST-EXTENDED"),
    "poor": (*POOR, b"LIST-STATUS"),
}


@pytest.fixture(params=SERVERS)
def hidden(request: pytest.FixtureRequest) -> tuple[bytes, ...]:
    return SERVERS[request.param]


@contextmanager
def provider_for(dovecot: Dovecot, user: str, hidden: tuple[bytes, ...]) -> Iterator[ImapProvider]:
    with CuttingProxy(dovecot.port, hidden) as proxy:
        provider = make_provider(user, proxy.port)
        yield provider
        provider.close()


def sync_all(provider: ImapProvider, states: dict[str, bytes]) -> list[str]:
    """As the engine does; the folders that had to be looked at."""
    looked = []
    for folder in provider.folders():
        state = states.get(folder.remote_id, b"")
        if not provider.is_current(folder, state):
            looked.append(folder.remote_id)
            for batch in provider.sync(folder, state):
                states[folder.remote_id] = batch.state
    return looked


def store(dovecot: Dovecot, user: str, how: str, flag: str) -> None:
    with dovecot.connect(user) as client:
        client.select("INBOX")
        client.store("1", how, flag)


def test_quiet_folders_are_left_alone_and_changed_ones_are_not(dovecot, hidden) -> None:
    user = new_user(dovecot)
    append(dovecot, user, 3)
    dovecot.append(user, BOX.path, letters(2))
    with provider_for(dovecot, user, hidden) as provider:
        states: dict[str, bytes] = {}
        assert {"INBOX", BOX.remote_id, "Drafts"} <= set(sync_all(provider, states))
        assert sync_all(provider, states) == []
        append(dovecot, user, 1)
        assert sync_all(provider, states) == ["INBOX"]
        store(dovecot, user, "+FLAGS", "\\Seen")
        assert sync_all(provider, states) == ["INBOX"]
        expunge(dovecot, user, {0})
        dovecot.append(user, BOX.path, letters(1))
        assert set(sync_all(provider, states)) == {"INBOX", BOX.remote_id}
        assert sync_all(provider, states) == []


def test_an_unfinished_folder_is_never_called_current(dovecot, hidden, monkeypatch) -> None:
    monkeypatch.setattr("desktop_app.mail.imap_sync.WINDOWS", (2,))
    user = new_user(dovecot)
    append(dovecot, user, 5)
    with provider_for(dovecot, user, hidden) as provider:
        generator = provider.sync(INBOX, b"")
        state = next(generator).state
        generator.close()
        provider.folders()
        assert not provider.is_current(INBOX, state)


def test_without_condstore_a_star_is_found_some_looks_later(dovecot) -> None:
    user = new_user(dovecot)
    append(dovecot, user, 3)
    with provider_for(dovecot, user, SERVERS["poor"]) as provider:
        states: dict[str, bytes] = {}
        sync_all(provider, states)
        store(dovecot, user, "+FLAGS", "\\Flagged")
        looks = [sync_all(provider, states) for _ in range(EXACT_EVERY)]
    assert [bool(looked) for looked in looks] == [False] * (EXACT_EVERY - 1) + [True]


def test_what_is_not_known_is_not_current(dovecot) -> None:
    user = new_user(dovecot)
    provider = make_provider(user, dovecot.port)
    assert not provider.is_current(INBOX, b"")
    provider.folders()
    assert not provider.is_current(INBOX, b"nonsense")
    assert not provider.is_current(RemoteFolder("No", "No", Role.OTHER), b"")
    provider.close()


@pytest.mark.parametrize("hidden", [SERVERS["list-status"], SERVERS["poor"]], ids=["list-status", "poor"])
def test_looking_at_twenty_folders_takes_one_round_trip(dovecot, hidden) -> None:
    user = new_user(dovecot)
    with dovecot.connect(user) as client:
        for number in range(15):
            client.create(f"Box{number}")
    states: dict[str, bytes] = {}
    with CuttingProxy(dovecot.port, hidden) as poor, DelayingProxy(poor.port, 0.5) as line:
        provider = make_provider(user, poor.port)
        sync_all(provider, states)
        provider.close()
        provider = make_provider(user, line.port)
        provider.folders()
        before = line.turns
        folders = provider.folders()
        assert line.turns - before == 1
        provider.close()
    assert len(folders) == 20
