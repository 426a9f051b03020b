"""Letters to servers that send them to those whom they name, whatever is said beside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop_app.domain.errors import InputError
from desktop_app.domain.mime import parse_headers

_HEADER_END = re.compile(rb"\r?\n\r?\n")
_BCC = re.compile(rb"^bcc:[^\n]*\n(?:[ \t][^\n]*\n)*", re.IGNORECASE | re.MULTILINE)


def addressed(mime: bytes, recipients: Sequence[str]) -> bytes:
    """The letter with Bcc for those whom it does not name, and for no others, whatever Bcc it came with.

    Raises InputError when it names others openly.
    """
    if not recipients:
        raise InputError(field="recipients", reason="empty")
    headers = parse_headers(mime)
    named = {one.address for one in (*headers.to, *headers.cc)}
    wanted = {one.lower() for one in recipients}
    if named - wanted:
        raise InputError(field="recipients", reason="not_apart")
    hidden = [one for one in recipients if one.lower() not in named]
    end = _HEADER_END.search(mime)
    head_bytes = end.end() if end else len(mime)
    mime = _BCC.sub(b"", mime[:head_bytes]) + mime[head_bytes:]
    return b"Bcc: " + ", ".join(hidden).encode() + b"\r\n" + mime if hidden else mime
