"""Encoded words of header fields, RFC 2047: `=?charset?B?...?=` into text, as they are really written."""

from __future__ import annotations

import binascii
import re

from desktop_app.domain.charsets import decode

# The encoded text may hold spaces although RFC 2047 section 2 forbids them; some mailers do not encode them.
_WORD = re.compile(r"=\?([^?\s]*)\?([BbQq])\?([^?]*)\?=")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def decode_words(text: str) -> str:
    """`text` with its encoded words decoded; what cannot be decoded stays as it is. Never raises.

    White space between two encoded words is no part of the text (section 6.2). Neighbours of one charset
    are joined before decoding: many mailers split a character of several bytes between two words.
    """
    if "=?" not in text:
        return text
    pieces: list[str] = []
    pending: list[bytes] = []
    charset = ""
    end = 0
    for word in _WORD.finditer(text):
        between = text[end : word.start()]
        adjacent = bool(pending) and not between.strip()
        if pending and not (adjacent and word[1].lower() == charset):
            pieces.append(decode(b"".join(pending), charset))
            pending.clear()
        if not adjacent:
            pieces.append(between)
        charset = word[1].lower()
        pending.append(_unpacked(word[2], word[3]))
        end = word.end()
    if pending:
        pieces.append(decode(b"".join(pending), charset))
    pieces.append(text[end:])
    return "".join(pieces)


def _unpacked(encoding: str, payload: str) -> bytes:
    raw = payload.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    return unpack_base64(payload)


def unpack_base64(payload: str) -> bytes:
    """Bytes of Base64 with anything foreign in it left out and the padding put right."""
    text = _NOT_BASE64.sub("", payload)
    if len(text) % 4 == 1:
        text = text[:-1]  # one character holds six bits: not a byte
    return binascii.a2b_base64(text + "=" * (-len(text) % 4))
