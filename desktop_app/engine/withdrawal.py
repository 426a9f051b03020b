"""A person does not want to be tracked: nothing more is marked, and what was kept is erased everywhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.domain.addresses import is_address
from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.model import ContactId, Micros
from desktop_app.engine.marking import Server
from desktop_app.store import privacy, withdrawn
from desktop_app.store.database import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """`server` gives the tracking server in use now, None when tracking is off."""

    db: Database
    server: Callable[[], Server | None]

    def withdraw(self, address: str, now: Micros, how: str = "") -> tuple[ContactId, ...]:
        """Forget and never mark again; the server is told at once or when it can be reached. InputError."""
        changed = withdrawn.add(self.db, _checked(address), now, how)
        self.tell_server()
        return changed

    def allow(self, address: str, now: Micros, how: str = "", wording: str = "") -> None:
        """The person agreed (again). InputError."""
        withdrawn.remove(self.db, _checked(address), now, how, wording)

    def tell_server(self) -> None:
        """Whatever the server has not been told yet. An unreachable server is told the next time."""
        if self._tell_tasks():
            self._tell_withdrawals()

    def _tell_tasks(self) -> bool:
        """False: it cannot be reached."""
        server = self.server()
        tasks = privacy.asked(self.db.rows) if server is not None else {}
        for task, tokens in tasks.items():
            assert server is not None
            try:
                (server.registry.erase if task == "erase" else server.registry.forget)(tokens)
            except TrackingError as error:
                log.info("the tracking server is to %s something later: %s", task, error)
                return False
            privacy.answered(self.db, tokens)
        return True

    def _tell_withdrawals(self) -> None:
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
