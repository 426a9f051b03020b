"""A batch of a folder becomes rows in one transaction: letters, places, contacts, folder state."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.model import AccountId, ConversationId, FolderId, Micros, Role
from desktop_app.mail.base import Batch
from desktop_app.store.database import Database


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a batch brought. `new` letters were never met before; `due` conversations wait for derive."""

    new: int = 0
    due: tuple[ConversationId, ...] = ()


def ingest(
    db: Database,
    account: AccountId,
    folder: FolderId,
    role: Role,
    batch: Batch,
    own: object,  # domain.letters.OwnAddresses
    now: Micros,
    last_sync_at: Micros | None,
) -> Ingested:
    """Apply a batch; the same batch twice changes nothing. Raises DiskFull, DatabaseCorrupt.

    `now`: when the server was asked. `last_sync_at`: `Folder.synced_at`, the folder was last known in sync.
    """
    raise NotImplementedError
