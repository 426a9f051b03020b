"""Writes letters as the mail programs of the invented people do: charsets, encodings, HTML, quoted history.

Made by hand, not by `email`: a thousand letters at every start have to take milliseconds, and real programs
disagree about charset and encoding, which a generator would even out.
"""

from __future__ import annotations

import base64
import html
import quopri
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

from desktop_app.demo.phrases import as_html, as_text
from desktop_app.domain.model import SECOND, Address, Micros


@dataclass(frozen=True, slots=True)
class Style:
    """How a mail program writes. `charset` gives way to UTF-8 for what it cannot hold."""

    charset: str
    encoding: str  # "base64" | "quoted-printable" | "8bit"
    with_html: bool
    program: str  # X-Mailer, "" = says nothing
    prefix: str = "Re: "


STYLES: dict[str, Style] = {
    "outlook": Style("windows-1251", "base64", True, "Microsoft Outlook 16.0", "RE: "),
    "gateway": Style("utf-8", "base64", True, "Microsoft Outlook 16.0", "RE: "),
    "thunderbird": Style("utf-8", "8bit", False, ""),
    "gmail": Style("utf-8", "quoted-printable", True, ""),
    "yandex": Style("utf-8", "base64", True, "Yamail [ http://yandex.example ] 5.0"),
    "apple": Style("utf-8", "quoted-printable", True, "Apple Mail (2.3774)"),
    "plain": Style("koi8-r", "base64", False, "The Bat! (v10.5)"),
    "manager": Style("utf-8", "quoted-printable", True, ""),
}


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter before it is bytes. `chain`: References, oldest first; `quoted` the letter answered."""

    sender: Address
    to: tuple[Address, ...]
    subject: str
    paragraphs: tuple[str, ...]
    at: Micros
    message_id: str
    style: Style
    signature: tuple[str, ...] = ()
    cc: tuple[Address, ...] = ()
    chain: tuple[str, ...] = ()
    quoted: Letter | None = None
    files: tuple[File, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    zone: str = "Europe/Moscow"


def write(letter: Letter) -> bytes:
    """The letter with CRLF line ends."""
    letter = replace(letter, style=_able(letter))
    body = _body(letter)
    if letter.files:
        body = multipart("mixed", boundary(letter.message_id, "m"), [body, *map(attached, letter.files)])
    return b"\r\n".join([*_head(letter), b"MIME-Version: 1.0", body])


def head(letter: Letter) -> list[bytes]:
    """The header lines without Content-Type, for reports that bring a body of their own."""
    return [*_head(letter), b"MIME-Version: 1.0"]


def entity(content_type: str, content: bytes, encoding: str = "", *extra: str) -> bytes:
    """Content header, empty line, encoded content."""
    lines = [f"Content-Type: {content_type}", *extra]
    if encoding:
        lines.append(f"Content-Transfer-Encoding: {encoding}")
    return "\r\n".join([*lines, "", ""]).encode() + encoded(content, encoding)


def multipart(subtype: str, mark: str, parts: Sequence[bytes], parameters: str = "") -> bytes:
    """Entities one after the other between boundaries."""
    line = mark.encode()
    opening = f'Content-Type: multipart/{subtype}; boundary="{mark}"{parameters}\r\n\r\n'.encode()
    return opening + b"".join(b"--%b\r\n%b\r\n" % (line, part) for part in parts) + b"--%b--\r\n" % line


def boundary(message_id: str, which: str) -> str:
    """The same for the same letter, so that a seed gives the same bytes."""
    return f"=_{which}{blake2b(message_id.encode(), digest_size=9).hexdigest()}"


def attached(file: File) -> bytes:
    """A file as an entity; its name as RFC 2047 in both places, as most programs write it."""
    name = _words(file.name, "utf-8")
    kind = f'{file.content_type}; name="{name}"'
    return entity(kind, file.content, "base64", f'Content-Disposition: attachment; filename="{name}"')


def text_part(text: str, style: Style) -> bytes:
    """A plain text entity in the style's charset and encoding."""
    return entity(
        f"text/plain; charset={style.charset}", text.encode(style.charset, "replace"), style.encoding
    )


def encoded(content: bytes, encoding: str) -> bytes:
    """The content in a transfer encoding, CRLF line ends."""
    if encoding == "base64":
        return base64.encodebytes(content).replace(b"\n", b"\r\n")
    unix = content.replace(b"\r\n", b"\n")
    if encoding == "quoted-printable":
        unix = quopri.encodestring(unix)
    return unix.replace(b"\n", b"\r\n")


def mailbox(person: Address, charset: str = "utf-8") -> str:
    """A name and an address for a header."""
    if not person.name:
        return person.address
    name = f'"{person.name}"' if person.name.isascii() else _words(person.name, charset)
    return f"{name} <{person.address}>"


def _able(letter: Letter) -> Style:
    """The style, with UTF-8 when its charset lacks a letter."""
    everything = "".join([letter.subject, *letter.paragraphs, *letter.signature, letter.sender.name])
    quoted = letter.quoted
    if quoted:
        everything += "".join([quoted.sender.name, *quoted.paragraphs])
    try:
        everything.encode(letter.style.charset)
    except UnicodeEncodeError:
        return replace(letter.style, charset="utf-8")
    return letter.style


def _head(letter: Letter) -> list[bytes]:
    charset = letter.style.charset
    when = datetime.fromtimestamp(letter.at // SECOND, UTC).astimezone(ZoneInfo(letter.zone))
    fields = [
        ("Date", format_datetime(when)),
        ("From", mailbox(letter.sender, charset)),
        ("To", ", ".join(mailbox(person, charset) for person in letter.to)),
        ("Cc", ", ".join(mailbox(person, charset) for person in letter.cc)),
        ("Subject", _words(letter.subject, charset)),
        ("Message-ID", f"<{letter.message_id}>"),
        ("In-Reply-To", f"<{letter.chain[-1]}>" if letter.chain else ""),
        ("References", "\r\n ".join(f"<{one}>" for one in letter.chain)),
        ("X-Mailer", letter.style.program),
        *letter.headers,
    ]
    return [f"{name}: {value}".encode() for name, value in fields if value]


def _body(letter: Letter) -> bytes:
    style = letter.style
    text = text_part(_text(letter), style)
    if not style.with_html:
        return text
    page = f'<html><head><meta charset="{style.charset}"></head><body>{_page(letter)}</body></html>'
    rich = entity(
        f"text/html; charset={style.charset}", page.encode(style.charset, "xmlcharrefreplace"), style.encoding
    )
    return multipart("alternative", boundary(letter.message_id, "a"), [text, rich])


def _text(letter: Letter) -> str:
    parts = [as_text(list(letter.paragraphs))]
    if letter.signature:
        parts.append("-- \n" + "\n".join(letter.signature))
    if letter.quoted:
        lines = as_text(list(letter.quoted.paragraphs)).splitlines()
        parts.append(_attribution(letter.quoted) + "\n" + "\n".join(f"> {line}".rstrip() for line in lines))
    return "\n\n".join(parts) + "\n"


def _page(letter: Letter) -> str:
    parts = [as_html(list(letter.paragraphs))]
    if letter.signature:
        parts.append(f"<p>--<br>{'<br>'.join(map(html.escape, letter.signature))}</p>")
    if letter.quoted:
        quoted = as_html(list(letter.quoted.paragraphs))
        opened = html.escape(_attribution(letter.quoted))
        parts.append(f'<div>{opened}</div><blockquote type="cite">{quoted}</blockquote>')
    return "\n".join(parts)


def _attribution(quoted: Letter) -> str:
    when = datetime.fromtimestamp(quoted.at // SECOND, UTC).astimezone(ZoneInfo("Europe/Moscow"))
    word = "пишет" if any("а" <= letter <= "я" for letter in quoted.sender.name.lower()) else "wrote"
    return f"{when:%d.%m.%Y %H:%M}, {quoted.sender.name} <{quoted.sender.address}> {word}:"


def _words(text: str, charset: str) -> str:
    """RFC 2047 encoded words, each whole in itself; plain ASCII stays."""
    if text.isascii():
        return text
    words: list[str] = []
    for start in range(0, len(text), 18):
        raw = text[start : start + 18].encode(charset, "replace")
        words.append(f"=?{charset}?B?{base64.b64encode(raw).decode()}?=")
    return "\r\n ".join(words)
