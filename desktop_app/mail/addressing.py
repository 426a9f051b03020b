"""Letters to servers that send them to those whom they name, whatever is said beside."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.domain.errors import InputError
from desktop_app.domain.mime import parse_headers


def addressed(mime: bytes, recipients: Sequence[str]) -> bytes:
    """The letter with Bcc for those whom it does not name. Raises InputError when it names others."""
    if not recipients:
        raise InputError(field="recipients", reason="empty")
    headers = parse_headers(mime)
    named = {one.address for one in (*headers.to, *headers.cc)}
    wanted = {one.lower() for one in recipients}
    if named - wanted:
        raise InputError(field="recipients", reason="not_apart")
    hidden = [one for one in recipients if one.lower() not in named]
    return b"Bcc: " + ", ".join(hidden).encode() + b"\r\n" + mime if hidden else mime
