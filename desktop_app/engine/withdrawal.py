"""A person does not want to be tracked: nothing more is marked, and what was kept is erased everywhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.domain.addresses import is_address
from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.model import ContactId, Micros
from desktop_app.engine.marking import Server
from desktop_app.store import withdrawn
from desktop_app.store.database import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """`server` gives the tracking server in use now, None when tracking is off."""

    db: Database
    server: Callable[[], Server | None]

    def withdraw(self, address: str, now: Micros) -> tuple[ContactId, ...]:
        """Forget and never mark again; the server is told at once or when it can be reached. InputError."""
        changed = withdrawn.add(self.db, _checked(address), now)
        self.tell_server()
        return changed

    def allow(self, address: str) -> None:
        """The person agreed (again)."""
        withdrawn.remove(self.db, _checked(address))

    def tell_server(self) -> None:
        """Whatever the server has not been told yet. An unreachable server is told the next time."""
        for address, tokens in withdrawn.pending(self.db).items():
            server = self.server()
            if server is None:
                return  # its tokens make no hits that could come here
            try:
                if tokens:
                    server.registry.erase(tokens)
            except TrackingError as error:
                log.info("the tracking server does not know of a withdrawal yet: %s", error)
                return
            withdrawn.told(self.db, address, tokens)


def _checked(address: str) -> str:
    address = address.strip().lower()
    if not is_address(address):
        raise InputError(field="address", reason="bad_address", address=address)
    return address
