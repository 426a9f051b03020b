"""What is held on one person here and at the tracking server, and its erasure."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop_app.domain.addresses import is_address, normalise
from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.model import ContactId, Micros
from desktop_app.engine.marking import Server
from desktop_app.store import person
from desktop_app.store.database import Database

Held = dict[str, list[dict[str, object]]]


@dataclass(frozen=True, slots=True)
class People:
    """`server` gives the tracking server in use now; `tell_server` passes on what it is to erase."""

    db: Database
    server: Callable[[], Server | None]
    tell_server: Callable[[], None]

    def held(self, address: str) -> Held:
        """Everything, by what it is; "server_..." is what the server keeps. InputError, TrackingError."""
        address = checked(address)
        found: Held = dict(person.held(self.db, address))
        server = self.server()
        tokens = person.tokens_of(self.db, address)
        if server is not None and tokens:
            kept = server.registry.held(tokens)
            found |= {f"server_{name}": rows for name, rows in _sections(kept).items() if rows}
        return found

    def erase(self, address: str, now: Micros) -> tuple[ContactId, ...]:
        """Here at once, at the server at once or as soon as it answers. InputError."""
        changed = person.erase(self.db, checked(address), secrets.token_bytes(32), now)
        self.tell_server()
        return changed


def checked(address: str) -> str:
    """In the form that is stored. Raises InputError."""
    address = normalise(address)
    if not is_address(address):
        raise InputError(field="address", reason="bad_address", address=address)
    return address


def _sections(kept: Mapping[str, object]) -> Held:
    hits, links, erased = (kept.get(name) for name in ("hits", "links", "erased"))
    if not (isinstance(hits, list) and isinstance(links, dict) and isinstance(erased, list)):
        raise TrackingError(reason="bad_answer")
    return {
        "hits": [dict(hit) for hit in hits],
        "links": [{"token": token, "target": target} for token, target in links.items()],
        "erased": [{"token": token} for token in erased],
    }
