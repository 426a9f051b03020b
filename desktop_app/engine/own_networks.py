"""Where this program itself was seen to come from, so that the user's own opens never count.

The tracking server says with each answer from which /24 or /48 the request came. A visit is kept from its
first to its last answer; it is written down only now and then, for the rules allow for a quarter of an hour.
"""

from __future__ import annotations

import json
import threading

from desktop_app.domain.model import MINUTE, Micros
from desktop_app.domain.verdicts import OwnNetwork
from desktop_app.store import settings
from desktop_app.store.database import Database

KEY = "own_networks"
ONE_VISIT: Micros = 30 * MINUTE  # without an answer for longer: somebody else may have had the address
WRITE_EVERY: Micros = 10 * MINUTE
VISITS_KEPT = 500


class OwnNetworks:
    """From any thread."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lock = threading.Lock()
        self._visits = _read(db)
        self._written_at: Micros = 0

    def see(self, network: str, now: Micros) -> None:
        """The server saw us come from there; "" tells nothing."""
        if not network:
            return
        with self._lock:
            last = self._visits[-1] if self._visits else None
            if last is not None and last.network == network and now - last.until <= ONE_VISIT:
                self._visits[-1] = last._replace(until=now)
                if now - self._written_at < WRITE_EVERY:
                    return
            else:
                self._visits = [*self._visits[-VISITS_KEPT + 1 :], OwnNetwork(network, now, now)]
            self._written_at = now
            settings.put(self._db, KEY, json.dumps(self._visits))

    def all(self) -> tuple[OwnNetwork, ...]:
        with self._lock:
            return tuple(self._visits)


def _read(db: Database) -> list[OwnNetwork]:
    """What cannot be read is no loss: the next answer tells again."""
    try:
        rows = json.loads(settings.all_settings(db).get(KEY, "[]"))
        return [OwnNetwork(str(network), int(since), int(until)) for network, since, until in rows]
    except (ValueError, TypeError, RecursionError):
        return []
