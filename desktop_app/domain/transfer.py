"""Edit the text inside a transfer-encoded body (RFC 2045 section 6) and touch nothing else of it.

An edit replaces `start:end` of the decoded text. In 7bit, 8bit and quoted-printable the bytes around an edit
stay as they are; base64 has to be encoded anew from the edited text, with the same line length.
"""

from __future__ import annotations

import binascii
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

_PLAIN = ("", "7bit", "8bit", "binary")
_ESCAPE = re.compile(rb"=(?:[0-9A-Fa-f]{2}|[ \t]*(?:\r?\n|\Z))")
_WHITE = re.compile(rb"[\r\n\t ]+")
_UNSAFE_IN_QP = re.compile(rb"[^!-<>-~ ]")
_UNITS = re.compile(rb"=[0-9A-F]{2}|[^=]")
_LINE_LIMIT = 998  # RFC 5322 2.1.1
_QP_CHUNK = 72


class Edit(NamedTuple):
    """Put `text` in the place of `start:end` of the decoded body."""

    start: int
    end: int
    text: bytes


def decode(body: bytes, encoding: str) -> bytes | None:
    """Give the text of a body; None when the encoding is not known or the body breaks its rules."""
    if encoding in _PLAIN:
        return body
    if encoding == "quoted-printable":
        return _ESCAPE.sub(_escaped_byte, body)
    if encoding == "base64":
        try:
            return binascii.a2b_base64(_WHITE.sub(b"", body), strict_mode=True)
        except binascii.Error:
            return None
    return None


def apply(text: bytes, edits: Sequence[Edit]) -> bytes:
    """Make the edits (in order, not overlapping) in decoded text."""
    pieces, place = [], 0
    for edit in edits:
        pieces += [text[place : edit.start], edit.text]
        place = edit.end
    return b"".join([*pieces, text[place:]])


def splice(body: bytes, encoding: str, edits: Sequence[Edit], eol: bytes) -> bytes:
    """Make the edits in the encoded body. The encoding must be one that `decode` knew."""
    if encoding in _PLAIN:
        return apply(body, [_with_short_lines(body, edit, eol) for edit in edits])
    if encoding == "quoted-printable":
        return _splice_quoted(body, edits, eol)
    text = decode(body, encoding)
    if text is None:
        raise ValueError(f"cannot edit a body in {encoding!r}")
    return _base64(apply(text, edits), body, eol)


def _escaped_byte(escape: re.Match[bytes]) -> bytes:
    token = escape[0]
    # "=3D" is a byte; anything else that matched is a soft line break.
    return bytes((int(token[1:], 16),)) if len(token) == 3 and token[1] not in b" \t\r\n" else b""


def _with_short_lines(body: bytes, edit: Edit, eol: bytes) -> Edit:
    """Put an inserted tag on a line of its own where it would make a line too long for SMTP."""
    if edit.start != edit.end:
        return edit
    line_start = body.rfind(b"\n", 0, edit.start) + 1
    line_end = body.find(b"\n", edit.end)
    length = (len(body) if line_end < 0 else line_end) - line_start + len(edit.text)
    return edit._replace(text=eol + edit.text + eol) if length > _LINE_LIMIT else edit


def _splice_quoted(body: bytes, edits: Sequence[Edit], eol: bytes) -> bytes:
    decoded, encoded = _offsets(body)

    def place(offset: int) -> int:
        piece = bisect_right(decoded, offset) - 1
        return encoded[piece] + offset - decoded[piece]

    moved = []
    for edit in edits:
        start = place(edit.start)
        at_line_start = start == 0 or body[start - 1 : start] == b"\n"
        moved.append(Edit(start, place(edit.end), _quoted(edit.text, at_line_start, eol)))
    return apply(body, moved)


def _offsets(body: bytes) -> tuple[list[int], list[int]]:
    """Pairs of offsets (decoded, encoded) from where both run evenly until the next pair."""
    decoded, encoded, lost = [0], [0], 0
    for escape in _ESCAPE.finditer(body):
        width = len(_escaped_byte(escape))
        start = escape.start() - lost
        if width:
            decoded.append(start)
            encoded.append(escape.start())
        lost += len(escape[0]) - width
        if width or escape[0].endswith(b"\n"):  # nothing may be put after a last "=" without its line end
            decoded.append(start + width)
            encoded.append(escape.end())
    return decoded, encoded


def _quoted(text: bytes, at_line_start: bool, eol: bytes) -> bytes:
    """Write ASCII text between two soft line breaks, so that no line around it grows."""
    if not text:
        return b""
    safe = _UNSAFE_IN_QP.sub(lambda byte: b"=%02X" % byte[0][0], text)
    lines, line = [], b""
    for unit in _UNITS.findall(safe):
        if len(line) + len(unit) > _QP_CHUNK:
            lines.append(line)
            line = b""
        line += unit
    soft = b"=" + eol
    return (b"" if at_line_start else soft) + soft.join([*lines, line]) + soft


def _base64(text: bytes, model: bytes, eol: bytes) -> bytes:
    """Encode with the line length and the last line end of the `model`."""
    first = model.lstrip().split(b"\n", 1)[0].strip()
    width = len(first) if 4 <= len(first) <= 76 and len(first) % 4 == 0 and b"\n" in model.strip() else 76
    step = width // 4 * 3
    lines = [binascii.b2a_base64(text[at : at + step], newline=False) for at in range(0, len(text), step)]
    return eol.join(lines) + (eol if model.endswith(b"\n") else b"")
