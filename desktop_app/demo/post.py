"""The outgoing mail server: takes the manager's letters by SMTP with a password and hands each copy on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from desktop_app.demo.mailbox import HOST, Owner
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import Micros

MAX_BYTES = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Copy:
    """One recipient's copy as his mail program shows it. `links` are (address, text), each address once."""

    recipient: str
    message_id: str
    references: tuple[str, ...]
    subject: str
    sent_at: Micros
    text: str
    pictures: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    mime: bytes


class PostOffice:
    """`port` is known after `start`; `hand_on` is called in the loop for each recipient."""

    def __init__(self, owner: Owner, hand_on: Callable[[Copy], None]) -> None:
        self._owner = owner
        self._hand_on = hand_on
        self._server: asyncio.Server | None = None
        self.port = 0

    async def start(self) -> None:
        """Listen on a free loopback port."""
        self._server = await asyncio.get_running_loop().create_server(self._session, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Stop listening; sessions end with their tasks."""
        if self._server is not None:
            self._server.close()

    async def handle_MAIL(  # noqa: N802 - the name aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Nobody but the manager sends (aiosmtpd's own `auth_required` warns about loopback without TLS)."""
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the same
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Hand the letter on to everybody in the envelope."""
        mime = envelope.original_content or b""
        for recipient in envelope.rcpt_tos:
            self._hand_on(read_copy(mime, recipient.lower()))
        return "250 2.0.0 Queued"

    def _session(self) -> SMTP:
        return SMTP(
            self,
            hostname="mx.linia.example",
            data_size_limit=MAX_BYTES,
            enable_SMTPUTF8=True,
            authenticator=self._check,
            auth_require_tls=False,
        )

    def _check(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        good = isinstance(data, LoginPassword) and (
            data.login.decode("utf-8", "replace") == self._owner.address
            and data.password.decode("utf-8", "replace") == self._owner.password
        )
        return AuthResult(success=good, handled=False)  # aiosmtpd says 535


def read_copy(mime: bytes, recipient: str) -> Copy:
    """Read a letter as its recipient's program does."""
    letter = message_from_bytes(mime, policy=policy.default)
    page = _Page()
    page.feed(_body(letter, "html"))
    return Copy(
        recipient=recipient,
        message_id=_ids(letter, "Message-ID")[0],
        references=tuple(_ids(letter, "References")),
        subject=str(letter["Subject"] or ""),
        sent_at=parse_headers(mime).date or 0,
        text=_body(letter, "plain"),
        pictures=tuple(page.pictures),
        links=tuple(page.links.items()),
        mime=mime,
    )


class _Page(HTMLParser):
    """Pictures from the network and links, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[str] = []
        self.links: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag points to."""
        found = dict(attrs)
        if tag == "img" and (source := found.get("src")):
            self.pictures.append(source)
        if tag == "a":
            self._open = found.get("href") or ""
            self.links.setdefault(self._open, "")

    def handle_data(self, data: str) -> None:
        """Words of the link that is open."""
        if self._open:
            self.links[self._open] += data

    def handle_endtag(self, tag: str) -> None:
        """The link is over."""
        if tag == "a":
            self._open = ""


def _body(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _ids(letter: EmailMessage, name: str) -> list[str]:
    return list(_bracketed(str(letter[name] or ""))) or [""]


def _bracketed(text: str) -> Iterator[str]:
    for piece in text.split("<")[1:]:
        yield piece.partition(">")[0].strip()
