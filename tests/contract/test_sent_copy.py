"""The clean letter takes the place of the marked copy that a server files (mail/imap_sent.py): Dovecot."""

import base64
import contextlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from desktop_app.domain.errors import MailError
from desktop_app.domain.mime import parse_headers
from desktop_app.mail.base import SentCopy
from desktop_app.mail.imap import ImapProvider
from tests.fakes.cutting_proxy import CuttingProxy
from tests.fakes.dovecot import Dovecot
from tests.fakes.mail_world import ARRIVED, make_provider, new_user

pytestmark = pytest.mark.dovecot

TOKEN = "AAcBAgMEBQYHCAkKCwwNDg8Q"
CLEAN = (
    b"Message-ID: <1@linia.example>\r\nFrom: marina@linia.example\r\nTo: anna@zavod.example\r\n"
    b"Date: Thu, 26 Nov 2026 10:00:00 +0000\r\nSubject: Offer\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Good day</p>\r\n"
)
MARKED = CLEAN.replace(b"</p>", b'</p><img src="https://t.linia.example/o/%b">' % TOKEN.encode())


@pytest.fixture
def user(dovecot: Dovecot) -> str:
    return new_user(dovecot)


@pytest.fixture
def provider(dovecot: Dovecot, user: str) -> Iterator[ImapProvider]:
    made = make_provider(user, dovecot.port)
    yield made
    made.close()


def put(dovecot: Dovecot, user: str, *letters: bytes, flags: tuple[str, ...] = ("\\Seen",)) -> None:
    dovecot.append(user, "Sent", [(one, ARRIVED, flags) for one in letters])


def sent(dovecot: Dovecot, user: str) -> list[tuple[bytes, set[str], datetime]]:
    """The letters of Sent that nobody has marked as deleted: bytes, flags, date."""
    with dovecot.connect(user) as client:
        client.select("Sent", readonly=True)
        answer = client.uid("FETCH", "1:*", "(FLAGS INTERNALDATE BODY.PEEK[])")[1]
    found = []
    for line, mime in (part for part in answer if isinstance(part, tuple)):
        flags = set(re.search(rb"FLAGS \((.*?)\)", line)[1].decode().split()) - {"\\Recent"}
        told = re.search(rb'INTERNALDATE "(.*?)"', line)[1].decode().strip()
        when = datetime.strptime(told, "%d-%b-%Y %H:%M:%S %z")
        if "\\Deleted" not in flags:
            found.append((mime, flags, when))
    return found


def test_the_clean_letter_takes_place_flags_and_date_of_every_marked_copy(dovecot, user, provider) -> None:
    other = MARKED.replace(b"<1@", b"<2@")
    put(dovecot, user, MARKED, flags=("\\Seen", "\\Answered", "$Forwarded"))
    put(dovecot, user, MARKED.replace(TOKEN.encode(), TOKEN[::-1].encode()), other)
    assert provider.clean_sent(CLEAN) == SentCopy(clean=True, replaced=2, expected=False)
    assert sent(dovecot, user) == [
        (other, {"\\Seen"}, ARRIVED),
        (CLEAN, {"\\Seen", "\\Answered", "$Forwarded"}, ARRIVED),
    ]
    assert provider.clean_sent(CLEAN).replaced == 0
    assert provider.folders()


def test_a_copy_that_a_mail_program_has_filed_itself_stays_the_only_one(dovecot, user, provider) -> None:
    written_anew = CLEAN.replace(b"Subject: Offer", b"X-Mailer: Thunderbird\r\nSubject: Offer")
    put(dovecot, user, written_anew, MARKED)
    assert provider.clean_sent(CLEAN) == SentCopy(clean=True, replaced=1, expected=False)
    assert [mime for mime, *_ in sent(dovecot, user)] == [written_anew]


def test_marks_in_the_quotes_of_the_letter_itself_are_no_marks(dovecot, user, provider) -> None:
    quote = b'<blockquote><a href="https://t.example/c/%b">x</a></blockquote><p>' % (b"Q" * 24)
    quoting = CLEAN.replace(b"<p>", quote)
    put(dovecot, user, quoting)
    assert provider.clean_sent(quoting) == SentCopy(clean=True, replaced=0, expected=False)
    assert [mime for mime, *_ in sent(dovecot, user)] == [quoting]


def test_nothing_in_sent_is_said_and_nothing_filed(dovecot, user, provider) -> None:
    assert provider.clean_sent(CLEAN) == SentCopy(clean=False, replaced=0, expected=False)
    assert sent(dovecot, user) == []


def test_without_uidplus_only_our_copy_is_marked_deleted_and_nothing_of_others_expunged(
    dovecot, user, provider
) -> None:
    thrown = CLEAN.replace(b"<1@", b"<3@")
    put(dovecot, user, thrown, flags=("\\Deleted",))
    put(dovecot, user, MARKED)
    provider.folders()
    provider._session.capabilities -= {"UIDPLUS"}
    assert provider.clean_sent(CLEAN).replaced == 1
    assert provider.clean_sent(CLEAN) == SentCopy(clean=True, replaced=0, expected=False)
    assert [mime for mime, *_ in sent(dovecot, user)] == [CLEAN]
    with dovecot.connect(user) as client:
        assert client.select("Sent")[1] == [b"3"]


def test_a_line_cut_anywhere_loses_nothing_and_doubles_nothing(dovecot) -> None:
    halfway: set[int] = set()
    whole = conversation_bytes(dovecot)
    for size in range(400, whole, max(1, whole // 16)):
        user = new_user(dovecot)
        put(dovecot, user, MARKED)
        with CuttingProxy(dovecot.port) as proxy:
            proxy.cut_after = size
            cut = make_provider(user, proxy.port)
            with contextlib.suppress(MailError):
                cut.clean_sent(CLEAN)
            cut.close()
        halfway.add(len(sent(dovecot, user)))
        after = make_provider(user, dovecot.port)
        after.clean_sent(CLEAN)
        after.close()
        assert [mime for mime, *_ in sent(dovecot, user)] == [CLEAN], size
    assert halfway == {1, 2}  # before, between the filing and the taking out, after; never none


def conversation_bytes(dovecot: Dovecot) -> int:
    """How much the server says while it is done."""
    user = new_user(dovecot)
    put(dovecot, user, MARKED)
    provider = make_provider(user, dovecot.port)
    provider.folders()
    counted = 0
    take = provider._session.wire.readline

    def readline() -> bytes:
        nonlocal counted
        line = take()
        counted += len(line)
        return line

    provider._session.wire.readline = readline
    provider.clean_sent(CLEAN)
    provider.close()
    return counted + len(MARKED) + 1500


def test_a_letter_written_anew_by_its_server_is_known_by_its_marks(dovecot, user, provider) -> None:
    """As Exchange does: other headers, the text in base64."""
    head, _, body = MARKED.partition(b"\r\n\r\n")
    packed = base64.encodebytes(body).replace(b"\n", b"\r\n")
    put(dovecot, user, head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + packed)
    assert provider.clean_sent(CLEAN).replaced == 1
    assert [parse_headers(mime).message_id for mime, *_ in sent(dovecot, user)] == ["1@linia.example"]
    assert sent(dovecot, user)[0][2] - ARRIVED == timedelta(0)
