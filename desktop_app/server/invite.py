"""Invite a person: make a key, keep what the server needs of it, hand the rest over."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from desktop_app.domain.errors import InputError
from desktop_app.domain.tokens import MAX_KEY_ID, SECRET_BYTES, bearer_digest, key_text, parse_key
from desktop_app.server.storage import KeyRecord, Storage

PUBLIC_URL = "public_url"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a person types into the app. `key` is secret and not kept by the server."""

    url: str
    key: str
    key_id: int


def invite(storage: Storage, name: str, public_url: str = "") -> Invitation:
    """Make a key for a person. `public_url` "" takes the one the server was last started with.

    Raises InputError(field="public_url", reason="unknown"), InputError(field="name", reason="empty").
    """
    url = (public_url or storage.setting(PUBLIC_URL)).rstrip("/")
    if not url:
        raise InputError(field="public_url", reason="unknown")
    if not name.strip():
        raise InputError(field="name", reason="empty")
    while True:
        # Drawn, not counted: a number that is never given twice cannot tell how many people there are.
        number = secrets.randbelow(MAX_KEY_ID + 1)
        text = key_text(number, secrets.token_bytes(SECRET_BYTES))
        key = parse_key(text)
        if storage.add_key(KeyRecord(number, name.strip(), key.seal, bearer_digest(key.bearer))):
            return Invitation(url, text, number)
