"""What happens in any folder rings, where the server has NOTIFY (RFC 5465), as Dovecot has."""

import socket
import time
from collections.abc import Callable

import pytest

from desktop_app.mail.base import Wake
from tests.fakes.cutting_proxy import CuttingProxy
from tests.fakes.dovecot import Dovecot
from tests.fakes.mail_world import INBOX, append, letters, make_provider, new_user, waiting

pytestmark = pytest.mark.dovecot

BOX = "Клиенты"
BOX_NAME = '"&BBoEOwQ4BDUEPQRCBEs-"'


def store(how: str, flag: str) -> Callable[[Dovecot, str], None]:
    def change(dovecot: Dovecot, user: str) -> None:
        with dovecot.connect(user) as client:
            client.select(BOX_NAME)
            client.store("1", how, flag)

    return change


def expunge(dovecot: Dovecot, user: str) -> None:
    with dovecot.connect(user) as client:
        client.select(BOX_NAME)
        client.store("1", "+FLAGS", "\\Deleted")
        client.expunge()


def move_in(dovecot: Dovecot, user: str) -> None:
    with dovecot.connect(user) as client:
        client.select("Drafts")
        client.uid("MOVE", "1", BOX_NAME)


EVENTS = {
    "a new letter": lambda dovecot, user: dovecot.append(user, BOX, letters(1)),
    "a letter read": store("+FLAGS", "\\Seen"),
    "a star": store("+FLAGS", "\\Flagged"),
    "a star taken away": store("-FLAGS", "\\Answered"),
    "a letter expunged": expunge,
    "a letter moved in": move_in,
}


@pytest.mark.parametrize("event", EVENTS)
def test_another_folder_rings_within_seconds(dovecot, event) -> None:
    user = new_user(dovecot)
    append(dovecot, user, 1)
    dovecot.append(user, BOX, letters(2, ("\\Answered",)))
    dovecot.append(user, "Drafts", letters(1))
    provider = make_provider(user, dovecot.port)
    with waiting(provider) as outcome:
        began = time.monotonic()
        EVENTS[event](dovecot, user)
    assert outcome == [Wake.DOORBELL]
    assert time.monotonic() - began < 5
    provider.close()


def test_what_happens_in_another_folder_between_two_waits_rings_at_once(dovecot) -> None:
    user = new_user(dovecot)
    dovecot.append(user, BOX, letters(1))
    provider = make_provider(user, dovecot.port)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert provider.wait(INBOX, 0, ours) is Wake.TIMEOUT
        dovecot.append(user, BOX, letters(1))
        assert provider.wait(INBOX, 20, ours) is Wake.DOORBELL
        assert provider.wait(INBOX, 0.2, ours) is Wake.TIMEOUT
    provider.close()


def test_without_notify_only_the_watched_folder_rings(dovecot) -> None:
    user = new_user(dovecot)
    dovecot.append(user, BOX, letters(1))
    ours, theirs = socket.socketpair()
    with ours, theirs, CuttingProxy(dovecot.port, (b"NOTIFY",)) as proxy:
        provider = make_provider(user, proxy.port)
        assert provider.wait(INBOX, 0, ours) is Wake.TIMEOUT
        dovecot.append(user, BOX, letters(1))
        assert provider.wait(INBOX, 1.5, ours) is Wake.TIMEOUT
        append(dovecot, user, 1)
        assert provider.wait(INBOX, 20, ours) is Wake.DOORBELL
        provider.close()
