"""People's keys: invite, replace a key, take it away, put into a team.

The server keeps only what it needs of a key.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from desktop_app.domain.errors import InputError
from desktop_app.domain.tokens import MAX_KEY_ID, SECRET_BYTES, bearer_digest, key_text, parse_key
from desktop_app.server.storage import KeyRecord, KeyState, Storage

PUBLIC_URL = "public_url"

_NEW = -1


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a person types into the app. `key` is secret and not kept by the server."""

    url: str
    key: str


def invite(
    storage: Storage, name: str, public_url: str = "", team: str = "", *, lead: bool = False
) -> Invitation:
    """Make a key for a person. `public_url` "" takes the one the server was last started with.

    A `lead` reads how fast the members of `team` answer ("" is the team of all who are in no other).

    Raises InputError(field="public_url", reason="unknown"), InputError(field="name", reason="empty").
    """
    url = (public_url or storage.setting(PUBLIC_URL)).rstrip("/")
    if not url:
        raise InputError(field="public_url", reason="unknown")
    if not name.strip():
        raise InputError(field="name", reason="empty")
    return _new_key(
        storage, KeyRecord(0, name.strip(), b"", b"", _NEW, KeyState.ACTIVE, team.strip(), lead), url
    )


def rotate(storage: Storage, name: str, public_url: str = "") -> Invitation:
    """Give a person a new key. The old one signs nobody in any more, its letters go on counting.

    Raises InputError(field="name", reason="no_such_person" | "several_people").
    """
    old = find(storage, name)
    url = (public_url or storage.setting(PUBLIC_URL)).rstrip("/")
    if not url:
        raise InputError(field="public_url", reason="unknown")
    fresh = _new_key(storage, old, url)
    storage.set_state(old.id, KeyState.RETIRED)
    return fresh


def join(storage: Storage, name: str, team: str, *, lead: bool) -> None:
    """Move a person to a team, as its lead or as a member. Raises as `rotate`."""
    storage.team.join(find(storage, name).owner, team.strip(), lead)


def revoke(storage: Storage, name: str, *, keep_rows: bool = False) -> None:
    """Take all keys of a person away: pixels and links answer, nothing is kept. Raises as `rotate`.

    The person's rows are erased too unless `keep_rows`: then the lead sees them until their retention ends.
    """
    owner = find(storage, name).owner
    if not keep_rows:
        storage.team.erase(owner)
    for record in storage.records():
        if record.owner == owner:
            storage.set_state(record.id, KeyState.REVOKED)


def find(storage: Storage, name: str) -> KeyRecord:
    """The active key of a person, by name or by the number that `server list` shows. Raises InputError."""
    active = [one for one in storage.records() if one.state is KeyState.ACTIVE]
    found = [one for one in active if one.name == name.strip() or f"{one.id:04x}" == name.strip()]
    if len(found) != 1:
        raise InputError(field="name", reason="several_people" if found else "no_such_person", name=name)
    return found[0]


def _new_key(storage: Storage, person: KeyRecord, url: str) -> Invitation:
    """`person` with `owner` _NEW gets the number of this first key."""
    while True:
        # Drawn, not counted: a number that is never given twice cannot tell how many people there are.
        number = secrets.randbelow(MAX_KEY_ID + 1)
        text = key_text(number, secrets.token_bytes(SECRET_BYTES))
        key = parse_key(text)
        made = replace(
            person,
            id=number,
            seal=key.seal,
            bearer_digest=bearer_digest(key.bearer),
            owner=number if person.owner == _NEW else person.owner,
        )
        if storage.add_key(made):
            return Invitation(url, text)
