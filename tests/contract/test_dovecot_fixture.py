"""The private Dovecot serves what the provider tests rely on."""

import imaplib
from datetime import UTC, datetime

import pytest
from imapclient import IMAPClient, imap_utf7

from tests.fakes.dovecot import Dovecot, why_not

pytestmark = pytest.mark.dovecot

LETTER = b"From: Anna <anna@client.example>\r\nTo: me@firm.example\r\nSubject: price\r\n\r\nHow much?\r\n"
ARRIVED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def user(dovecot: Dovecot, request: pytest.FixtureRequest) -> str:
    name = request.node.name.replace("[", "-").replace("]", "")
    dovecot.add_user(name, "a pass:word")
    return name


def test_plain_login(dovecot: Dovecot, user: str) -> None:
    with dovecot.connect(user) as client:
        assert client.state == "AUTH"


def test_starttls_login(dovecot: Dovecot, user: str) -> None:
    with imaplib.IMAP4("localhost", dovecot.port) as client:
        client.starttls(dovecot.tls_context())
        assert client.login(user, dovecot.passwords[user])[0] == "OK"


def test_tls_login(dovecot: Dovecot, user: str) -> None:
    context = dovecot.tls_context()
    with imaplib.IMAP4_SSL("127.0.0.1", dovecot.tls_port, ssl_context=context) as client:
        assert client.login(user, dovecot.passwords[user])[0] == "OK"


def test_a_wrong_password_is_refused_and_a_changed_one_counts_at_once(dovecot: Dovecot, user: str) -> None:
    old = dovecot.passwords[user]
    dovecot.add_user(user, "other")
    with imaplib.IMAP4(dovecot.host, dovecot.port) as client:
        with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
            client.login(user, old)
        assert client.login(user, "other")[0] == "OK"


def test_an_appended_letter_comes_back_whole_with_its_date_and_flags(dovecot: Dovecot, user: str) -> None:
    dovecot.append(user, "INBOX", [(LETTER, ARRIVED, ("\\Seen",)), (LETTER, ARRIVED, ())])
    with dovecot.connect(user) as client:
        assert client.select("INBOX") == ("OK", [b"2"])
        _, data = client.fetch("1", "(FLAGS INTERNALDATE BODY.PEEK[])")
    (head, mime), *_ = data
    assert mime == LETTER
    assert b"\\Seen" in head
    assert imaplib.Internaldate2tuple(head) == (*ARRIVED.astimezone().timetuple()[:8], 0)


def test_a_russian_folder_is_made_on_append(dovecot: Dovecot, user: str) -> None:
    dovecot.append(user, "Клиенты/Новые", [(LETTER, ARRIVED, ())])
    box = imap_utf7.encode("Клиенты/Новые").decode()
    with dovecot.connect(user) as client:
        assert client.select(f'"{box}"') == ("OK", [b"1"])


def test_it_offers_what_real_servers_offer(dovecot: Dovecot, user: str) -> None:
    with dovecot.connect(user) as client:
        offered = set(client.capability()[1][0].decode().split())
    assert {"CONDSTORE", "QRESYNC", "IDLE", "SPECIAL-USE", "LIST-EXTENDED", "UIDPLUS", "MOVE"} <= offered


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "")
@pytest.mark.parametrize("mail_format", ["maildir", "mdbox"])
def test_a_second_instance_keeps_its_mail_over_a_restart_and_names_sent_in_russian(mail_format: str) -> None:
    server = Dovecot(sent="Отправленные", mail_format=mail_format)
    server.start()
    try:
        server.add_user("ivan")
        server.append("ivan", "Отправленные", [(LETTER, ARRIVED, ())])
        port = server.port
        server.stop(keep=True)
        server.start()
        assert server.port == port
        with IMAPClient(server.host, server.port, ssl=False) as client:
            client.login("ivan", server.passwords["ivan"])
            assert client.find_special_folder(b"\\Sent") == "Отправленные"
            assert client.select_folder("Отправленные")[b"EXISTS"] == 1
    finally:
        server.stop()
