"""Heads of HTTP/1.1 messages: what the parser leaves to check, and how an answer begins (RFC 9112)."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

Fields = list[tuple[bytes, bytes]]

_VERSIONS = ("1.0", "1.1")
_PHRASES = {one.value: f"{one.value} {one.phrase}".encode("ascii") for one in HTTPStatus}


class RefusedError(Exception):
    """The request is refused with this status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def head_of(status: int, date: bytes, fields: bytes, last: bool, length: int | None) -> bytes:
    """Status line and fields; `fields` each with its CRLF."""
    size = b"" if length is None else b"content-length: %d\r\n" % length
    end = b"connection: close\r\n\r\n" if last else b"\r\n"
    return b"HTTP/1.1 %b\r\ndate: %b\r\n%b%b%b" % (_PHRASES[status], date, fields, size, end)


def check(fields: Fields, version: str, most_bytes: int) -> bool:
    """Whether a body follows. Raises what is refused although the parser takes it."""
    if version not in _VERSIONS:
        raise RefusedError(505)
    hosts, has_body, size = 0, False, 0
    for name, value in fields:
        size += len(name) + len(value)
        if name == b"host":
            hosts += 1
        elif name == b"content-length":
            has_body = has_body or value.strip() != b"0"
        elif name == b"transfer-encoding":
            has_body = True
            if version == "1.0" or value.strip().lower() != b"chunked":  # RFC 9112 section 6.1
                raise RefusedError(400)
        elif name == b"expect" and value.lower() != b"100-continue":
            raise RefusedError(417)
    if size > most_bytes:
        raise RefusedError(431)
    if hosts > 1 or (not hosts and version == "1.1"):
        raise RefusedError(400)
    return has_body


def origin_form(target: bytes) -> bytes:
    """A request may name the whole address, as to a proxy (RFC 9112 section 3.2.2); only its path counts."""
    if target.startswith(b"/"):
        return target
    if target.lower().startswith((b"http://", b"https://")):
        try:
            parts = urlsplit(target)
        except ValueError as error:
            raise RefusedError(400) from error
        return (parts.path or b"/") + (b"?" + parts.query if parts.query else b"")
    raise RefusedError(400)
