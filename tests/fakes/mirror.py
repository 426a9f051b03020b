"""What a store would hold: batches applied one after another, nothing else known."""

from typing import NamedTuple

from desktop_app.domain.model import Flags
from desktop_app.mail.base import Batch, FlagsChanged, Gone, Reset, Upsert


class Held(NamedTuple):
    header: bytes
    flags: Flags
    arrived_at: int
    size: int


class Mirror:
    """`letters` by remote id; `state` of the last batch applied."""

    def __init__(self) -> None:
        self.letters: dict[str, Held] = {}
        self.state = b""
        self.resets = 0

    def apply(self, batch: Batch) -> None:
        for change in batch.changes:
            match change:
                case Upsert(remote_id, header, flags, arrived_at, size):
                    self.letters[remote_id] = Held(header, flags, arrived_at, size)
                case FlagsChanged(remote_id, flags):
                    self.letters[remote_id] = self.letters[remote_id]._replace(flags=flags)
                case Gone(remote_ids):
                    for remote_id in remote_ids:
                        del self.letters[remote_id]
                case Reset():
                    self.letters.clear()
                    self.resets += 1
        self.state = batch.state
        assert batch.done == len(self.letters) <= batch.total
