"""Team rows by signed file, where there is no server: written by a member, read by the lead.

A file holds all rows of its person. Which name a key speaks for is settled by its first file; after that no
other key speaks for the name, and no older file replaces a newer one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.commands import TeamFileDone
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import Micros
from desktop_app.domain.team import Batch, pack
from desktop_app.domain.team_file import MOST_BYTES, TeamFile, fingerprint, read
from desktop_app.domain.team_hours import hours_of, hours_text
from desktop_app.engine.preferences import preferences
from desktop_app.engine.team import RETENTION, SHARE, draw
from desktop_app.engine.team_signing import checked, sign
from desktop_app.settings.hours import work_hours
from desktop_app.settings.secrets import Secrets
from desktop_app.settings.whole_file import write_whole
from desktop_app.store import team, team_members
from desktop_app.store.database import Database
from desktop_app.store.team_members import Member


@dataclass(frozen=True, slots=True)
class TeamFiles:
    """The own rows as a signed file, and the files of colleagues."""

    db: Database
    secrets: Secrets
    clock: Callable[[], Micros]

    def export(self, path: str) -> TeamFileDone:
        """Write all own rows. Raises InputError(field="file", reason="not_written"), SecretsError.

        Where IT has decided that nothing is told, nothing is: InputError(reason="locked").
        """
        wanted = preferences(self.db)
        if wanted.is_locked(SHARE) and not wanted.flag(SHARE):
            raise InputError(field=SHARE, reason="locked")
        now = self.clock()
        rows = team.all_rows(self.db, now - RETENTION, draw)
        content = sign(self.secrets, pack(Batch(now, hours_text(work_hours(wanted)), rows)))
        write_whole(Path(path), [content], "file", 0o600)  # for its owner's eyes
        return TeamFileDone("", len(rows), fingerprint(read(content).public_key))

    def take(self, path: str, name: str) -> TeamFileDone:
        """Read a member's file. `name`: whose it is, "" = as known from the last one.

        Raises InputError(field="file", reason): unreadable, not_a_team_file, altered, whose (with
        `fingerprint`: a key that is not known yet, and no name), other_key, older.
        """
        file = checked(_read(Path(path)))
        batch = file.batch()
        hours_of(batch.hours)
        who = self._whose(file, name.strip())
        key = f"file:{file.public_key}"
        known = {one.key: one for one in team_members.members(self.db)}
        if key in known and batch.counter < known[key].counter:
            raise InputError(field="file", reason="older", name=who)
        with self.db.transaction():
            team_members.trust(self.db, file.public_key, who)
            member = Member(key, who, batch.hours, 1, min(batch.counter, self.clock()), False, batch.counter)
            team_members.replace_rows(self.db, member, batch.rows)
        return TeamFileDone(who, len(batch.rows), fingerprint(file.public_key))

    def forget(self, key: str) -> None:
        """A member whose files were read, or who has left; another one of the server tells on: InputError."""
        known = {one.key: one for one in team_members.members(self.db)}
        if not key.startswith("file:") and not (key in known and known[key].left):
            raise InputError(field="member", reason="of_the_server")
        team_members.forget(self.db, key)

    def _whose(self, file: TeamFile, name: str) -> str:
        trusted = team_members.trusted(self.db)
        if known := trusted.get(file.public_key):
            return known
        if not name:
            raise InputError(field="file", reason="whose", fingerprint=fingerprint(file.public_key))
        if name.casefold() in {one.casefold() for one in trusted.values()}:
            raise InputError(field="file", reason="other_key", name=name)
        return name


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(field="file", reason="not_a_team_file")
        return path.read_bytes()
    except OSError as error:
        text = error.strerror or str(error)
        raise InputError(field="file", reason="unreadable", path=str(path), text=text) from error
