"""Addresses of pictures as four webmail services wrap them; quoted mail keeps the wrapper.

Gmail puts the original after `#`, Yandex and Yahoo percent-code it in `url=`, Mail.ru codes it in base64
with `~` for `=` and without a scheme in `url171=` (or another number), and may wrap twice.
"""

from __future__ import annotations

import re
from base64 import b64decode
from urllib.parse import parse_qsl, urlsplit

_MAX_NESTING = 5
_MAILRU_FIELD = re.compile(r"url\d+")


def unwrap(url: str) -> str:
    """Give the address of the picture itself; the same text when it is not wrapped."""
    for _ in range(_MAX_NESTING):
        inner = _once(url)
        if inner is None:
            return url
        url = inner
    return url


def mailbox_of(url: str) -> str:
    """Through whose mailbox a quoted picture passed, lower case. Only Mail.ru says; "" = not told."""
    for _ in range(_MAX_NESTING):
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        if (parts.hostname or "").lower() == "proxy.imgsmail.ru":
            return dict(parse_qsl(parts.query)).get("email", "").strip().lower()
        inner = _once(url)
        if inner is None:
            return ""
        url = inner
    return ""


def _once(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:  # "http://[broken"
        return None
    if host.endswith(".googleusercontent.com") and parts.fragment:
        return parts.fragment
    fields = dict(parse_qsl(parts.query))
    if host == "resize.yandex.net" or host.endswith(".yusercontent.com"):
        return fields.get("url")
    if host == "proxy.imgsmail.ru":
        return _mailru(fields)
    return None


def _mailru(fields: dict[str, str]) -> str | None:
    coded = next((value for name, value in fields.items() if _MAILRU_FIELD.fullmatch(name)), None)
    if coded is None:
        return None
    try:
        # parse_qsl reads "+" as a space, and base64 has "+" in its alphabet.
        bare = b64decode(coded.replace(" ", "+").replace("~", "="), validate=True).decode("utf-8")
    except ValueError:  # not base64, or not text
        return None
    return bare if "://" in bare else f"{'https' if fields.get('is_https') == '1' else 'http'}://{bare}"
