"""What the program would have kept had it run in the invented office for half a year: when letters were read.

A mailbox says that a letter is read, never when; Otklik notes it as it happens. The demo begins today, so it
lays these notes into the new data folder before the engine first opens it.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from desktop_app.demo.world import Endpoints
from desktop_app.domain.model import AccountId
from desktop_app.store.database import Database
from desktop_app.store.intake import keep_seen

FIRST_ACCOUNT = AccountId(1)  # the number that a new data folder gives to the account added first


def remember(data: Path, endpoints: Endpoints) -> None:
    """Write the notes. Nobody else may have the folder open. Raises StoreError, OSError."""
    with contextlib.closing(Database.open(data, endpoints.now)) as db, db.transaction():
        keep_seen(db, FIRST_ACCOUNT, endpoints.seen)
