"""What is switched on, and where an offer is not believed."""

import pytest

from desktop_app.mail.imap_connection import open_client, sign_in
from desktop_app.mail.imap_enable import enable
from desktop_app.mail.imap_session import Session
from tests.fakes.hostile_imap import HostileImap, Talk
from tests.fakes.mail_world import account

OFFERED = "IMAP4rev1 ID ENABLE CONDSTORE QRESYNC"


def enabled_at(host: str, offered: str = OFFERED) -> tuple[Session, list[str]]:
    def answer(talk: Talk, tag: str, arguments: str) -> None:
        talk.send(f"* ENABLED {arguments}", f"{tag} OK done")

    with HostileImap({"ENABLE": answer}, "IMAP4rev1") as server:
        settings = account("anna", server.port)
        session = sign_in(open_client(settings), settings, "secret")
        session.capabilities = frozenset(offered.split())
        enable(session, host, compress=False)
        session.wire.shutdown()
    return session, [one for one in server.commands if one.startswith(("ENABLE", "ID"))]


def test_qresync_is_enabled_before_any_mailbox_is_selected() -> None:
    session, commands = enabled_at("imap.example.com")
    assert session.qresync
    assert commands == ['ID ("name" "Otklik")', "ENABLE QRESYNC"]


@pytest.mark.parametrize("host", ["imap.mail.me.com", "p02-imap.mail.me.com", "IMAP.iCloud.com"])
def test_icloud_is_not_believed_to_have_qresync(host: str) -> None:
    session, commands = enabled_at(host)
    assert not session.qresync
    assert commands[1:] == ["ENABLE CONDSTORE"]


def test_gmail_has_condstore_only() -> None:
    session, commands = enabled_at("imap.gmail.com", "IMAP4rev1 ENABLE CONDSTORE")
    assert not session.qresync
    assert commands == ["ENABLE CONDSTORE"]


def test_exchange_online_is_asked_for_nothing_it_has_not() -> None:
    session, commands = enabled_at("outlook.office365.com", "IMAP4rev1 IDLE UIDPLUS MOVE")
    assert not session.qresync
    assert commands == []
