"""The parts of a letter that hold something, decoded, whatever state the letter is in. Never raises.

`domain.spans` tells where parts lie and refuses what is not certain, because a letter is edited there.
Here a letter is read: what is doubtful is taken as well as it can be.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from email.message import Message

from desktop_app.domain import spans
from desktop_app.domain.charsets import clean, clean_line, decode, guess
from desktop_app.domain.encoded_words import decode_words, unpack_base64

BODY_MAX_BYTES = 8 * 1024 * 1024  # of one text part; longer ones are cut
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_CHARSET_IN_HTML = re.compile(
    rb"<meta[^<>]{1,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Body:
    """A part without parts. `alternative`: number of the multipart/alternative it stands in, 0 for none.

    `name` is what a file is called, as the letter says it; `content_id` without brackets; `size_bytes` of
    the decoded content, about right where it was cut.
    """

    content_type: str
    charset: str
    content: bytes
    attached: bool
    flowed: bool = False
    delsp: bool = False
    alternative: int = 0
    name: str = ""
    content_id: str = ""
    size_bytes: int = 0

    def text(self) -> str:
        """The content as text: line ends are LF, control characters removed."""
        raw = self.content[:BODY_MAX_BYTES]
        charset = self.charset
        if (
            not charset
            and self.content_type == "text/html"
            and (found := _CHARSET_IN_HTML.search(raw[:4096]))
        ):
            charset = found[1].decode("ascii")
        return clean(decode(raw, charset).replace("\r\n", "\n").replace("\r", "\n"))


def bodies(mime: bytes, limit_bytes: int = BODY_MAX_BYTES) -> list[Body]:
    """All of them in order, each content cut at the limit; attached letters (message/rfc822) are one each."""
    mime = mime.lstrip(b"\r\n")
    if b"\n" not in mime:
        mime = mime.replace(b"\r", b"\n")
    try:
        root = spans.parse(mime)
    except (spans.MalformedError, RecursionError):
        return [_whole(mime)]
    found: list[Body] = []
    _collect(mime, root, 0, found, limit_bytes)
    return found or [_whole(mime)]


def _collect(mime: bytes, part: spans.Part, alternative: int, found: list[Body], limit_bytes: int) -> None:
    if part.content_type == "multipart/alternative":
        alternative = part.start
    for child in part.children:
        _collect(mime, child, alternative, found, limit_bytes)
    if not part.children and not part.content_type.startswith("multipart/"):
        found.append(_body(mime, part, alternative, limit_bytes))


def _body(mime: bytes, part: spans.Part, alternative: int, limit_bytes: int) -> Body:
    disposition = part.field("content-disposition").lower()
    encoding = part.field("content-transfer-encoding").strip().lower()
    raw_bytes = part.end - part.start
    content = _decoded(mime[part.start : min(part.end, part.start + 3 * limit_bytes)], encoding)[:limit_bytes]
    return Body(
        content_type=part.content_type or "text/plain",
        charset=part.parameters.get("charset", "") or part.parameters.get("charset*", "").partition("'")[0],
        content=content,
        attached=disposition.startswith("attachment") or "filename" in disposition,
        flowed=part.parameters.get("format", "").lower() == "flowed",
        delsp=part.parameters.get("delsp", "").lower() == "yes",
        alternative=alternative,
        name=_name(part),
        content_id=part.field("content-id").strip().strip("<>"),
        size_bytes=len(content) if len(content) < limit_bytes else _about(raw_bytes, encoding),
    )


def _about(raw_bytes: int, encoding: str) -> int:
    """What is left of so many bytes when the code for mail is undone: 57 of the 78 of a line."""
    return raw_bytes * 57 // 78 if encoding == "base64" else raw_bytes


def _name(part: spans.Part) -> str:
    """RFC 2183 and 2231, encoded words where RFC 2231 was not known, raw bytes where nothing was."""
    fields = Message()
    fields["Content-Type"] = part.field("content-type")
    fields["Content-Disposition"] = part.field("content-disposition")
    try:
        name = fields.get_filename("")
    except (ValueError, LookupError, TypeError):  # parameters that contradict each other
        return ""
    if not name.isascii() and all(char <= "\xff" for char in name):
        name = guess(name.encode("latin-1"))
    return clean_line(decode_words(name))


def _decoded(raw: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return unpack_base64(raw.decode("latin-1"))
    if encoding == "quoted-printable":
        return binascii.a2b_qp(raw)
    return raw


def _whole(mime: bytes) -> Body:
    """A letter whose structure cannot be told: everything below its header, as it stands."""
    end = _HEADER_END.search(mime)
    raw = mime[end.end() :] if end else b""
    html = b"<html" in raw[:BODY_MAX_BYTES].lower() and b"<body" in raw[:BODY_MAX_BYTES].lower()
    return Body("text/html" if html else "text/plain", "", raw, attached=False)
