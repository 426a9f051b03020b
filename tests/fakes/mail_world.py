"""A user of a real Dovecot, and the provider that reads their mail: what the contract tests share."""

import imaplib
import itertools
import re
import socket
import threading
import time
from datetime import UTC, datetime

from desktop_app.domain.errors import TlsUntrusted
from desktop_app.domain.mime import FIELDS
from desktop_app.domain.model import AccountSettings, Endpoint, Role, Security
from desktop_app.mail.base import RemoteFolder, Wake
from desktop_app.mail.imap import ImapProvider
from desktop_app.mail.imap_fetch import parse_flags, parse_internal_date
from tests.fakes.dovecot import Dovecot
from tests.fakes.mirror import Held, Mirror

INBOX = RemoteFolder("INBOX", "INBOX", Role.INBOX)
ARRIVED = datetime(2024, 2, 29, 12, 30, 15, tzinfo=UTC)
# As Yandex and Mail.ru are; Dovecot itself cannot be without.
POOR = (b"CONDSTORE", b"QRESYNC", b"ESEARCH", b"IDLE", b"ENABLE")

numbers = itertools.count(1)


def new_user(dovecot: Dovecot) -> str:
    name = f"user{next(numbers)}"
    dovecot.add_user(name)
    return name


def account(
    user: str, port: int, security: Security = Security.NONE, fingerprint: str = ""
) -> AccountSettings:
    imap = Endpoint("127.0.0.1", port, security)
    return AccountSettings("imap", f"{user}@example.com", user, imap, tls_fingerprint=fingerprint)


def make_provider(
    user: str, port: int, security: Security = Security.NONE, dovecot: Dovecot | None = None
) -> ImapProvider:
    fingerprint = ""
    if security is not Security.NONE:
        try:
            ImapProvider(account(user, port, security), lambda: "").folders()
        except TlsUntrusted as error:
            fingerprint = str(error.params["fingerprint"])
    return ImapProvider(account(user, port, security, fingerprint), lambda: "secret")


def port_for(dovecot: Dovecot, security: Security) -> int:
    return dovecot.tls_port if security is Security.TLS else dovecot.port


def letters(count: int, flags: tuple[str, ...] | list[str] = ()) -> list[tuple[bytes, datetime, list[str]]]:
    return [
        (
            b"From: Anna <anna@example.com>\r\nTo: boris@example.com\r\nSubject: letter %d\r\n"
            b"X-Not-Asked: 1\r\nMessage-ID: <%d@example.com>\r\n\r\nHello\r\n" % (number, number),
            ARRIVED,
            list(flags),
        )
        for number in itertools.islice(numbers, count)
    ]


def append(dovecot: Dovecot, user: str, count: int, flags: list[str] | tuple[str, ...] = ()) -> list:
    made = letters(count, flags)
    dovecot.append(user, "INBOX", made)
    return made


def uids_at(client: imaplib.IMAP4, places: set[int]) -> str:
    uids = client.uid("SEARCH", "ALL")[1][0].split()
    return b",".join(uids[place] for place in sorted(places) if place < len(uids)).decode()


def expunge(dovecot: Dovecot, user: str, places: set[int]) -> None:
    with dovecot.connect(user) as client:
        client.select("INBOX")
        if chosen := uids_at(client, places):
            client.uid("STORE", chosen, "+FLAGS", "(\\Deleted)")
            client.expunge()


def time_of_next_validity(client: imaplib.IMAP4, name: str) -> None:
    """Make the mailbox again until its UIDVALIDITY, which counts seconds, differs."""
    client.create(name)


def synced(provider: ImapProvider, folder: RemoteFolder = INBOX) -> Mirror:
    mirror = Mirror()
    for batch in provider.sync(folder, b""):
        mirror.apply(batch)
    return mirror


def on_server(dovecot: Dovecot, user: str, folder: str = "INBOX") -> dict[str, object]:
    """Read by imaplib, another reader than ours, and held against Upserts in full."""
    with dovecot.connect(user) as client:
        client.select(f'"{folder}"', readonly=True)
        validity = int(client.response("UIDVALIDITY")[1][0])
        found: dict[str, object] = {}
        items = f"(FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})])"
        for part in client.uid("FETCH", "1:*", items)[1]:
            if isinstance(part, tuple):
                line, header = part
                uid = int(re.search(rb"UID (\d+)", line)[1])
                flags = parse_flags(re.search(rb"FLAGS \((.*?)\)", line)[1])
                when = parse_internal_date(re.search(rb'INTERNALDATE "(.*?)"', line)[1])
                size = int(re.search(rb"RFC822.SIZE (\d+)", line)[1])
                found[f"{validity}.{uid}"] = Held(header, flags, when, size)
    return found


class waiting:  # noqa: N801 - reads like a function
    """Wait in a thread while the body runs; what `wait` returned is in the list, what it raised is raised."""

    def __init__(self, provider: ImapProvider) -> None:
        self._provider = provider
        self._outcome: list[Wake] = []
        self._errors: list[Exception] = []
        self._ours, self._theirs = socket.socketpair()
        self._thread = threading.Thread(target=self._wait)

    def __enter__(self) -> list[Wake]:
        self._thread.start()
        self._until_idle()
        return self._outcome

    def __exit__(self, *_: object) -> None:
        self._thread.join(20)
        self._theirs.send(b"x")
        self._thread.join(20)
        self._ours.close()
        self._theirs.close()
        if self._errors:
            raise self._errors[0]

    def _wait(self) -> None:
        try:
            self._outcome.append(self._provider.wait(INBOX, 60, self._ours))
        except Exception as error:  # noqa: BLE001 - raised in the test's thread
            self._errors.append(error)

    def _until_idle(self) -> None:
        """Until IDLE was sent: an event before it would ring too, but prove less."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            session = self._provider._session
            if session is not None and session.idling:
                return
            time.sleep(0.01)
