"""The team's part of the company's server, as the engine sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.team import TeamRow, row_of, seal_of
from desktop_app.domain.tokens import Key
from desktop_app.engine.tracking_client import TrackingClient
from desktop_app.store.team_members import Member

PATH = "/v1/team/rows"
ROWS_LIMIT = 2000


class Told(NamedTuple):
    """`taken` False: `counter` is that of the last batch, this one came too late."""

    taken: bool
    counter: int
    epoch: int


class Answer(NamedTuple):
    """What a lead is told; `rows` with the key of their member."""

    members: Sequence[Member]
    rows: Sequence[tuple[str, TeamRow]]
    cursor: int


class TeamClient:
    """Raises TrackingError as `TrackingClient`; reason="no_team" from a server that is too old."""

    def __init__(self, url: str, key: Key) -> None:
        self._client = TrackingClient(url, key)
        self._seal = key.seal

    def is_lead(self) -> bool:
        """Whether this key reads the team's rows."""
        me = self._client.ask("GET", "/v1/me")
        if "lead" not in me:
            raise TrackingError(reason="no_team")
        return me["lead"] is True

    def tell(self, body: bytes) -> Told:
        """Hand a packed batch over."""
        headers = {"X-Otklik-Seal": seal_of(self._seal, body), "Content-Type": "application/json"}
        answer = self._client.ask("PUT", PATH, content=body, headers=headers, also=(409,))
        counter, epoch = answer.get("counter"), answer.get("epoch")
        if not isinstance(counter, int) or not isinstance(epoch, int):
            raise TrackingError(reason="bad_answer")
        return Told("error" not in answer, counter, epoch)

    def read(self, after: int) -> Answer:
        """The members, and the next rows above the cursor."""
        answer = self._client.ask("GET", PATH, params={"after": after, "limit": ROWS_LIMIT})
        people, rows, cursor = answer.get("people"), answer.get("rows"), answer.get("cursor")
        if not (isinstance(people, list) and isinstance(rows, list) and isinstance(cursor, int)):
            raise TrackingError(reason="bad_answer")
        return Answer([_member(one) for one in people], [_row(one) for one in rows], cursor)

    def erase(self) -> None:
        """Have the server forget everything this person has told."""
        self._client.ask("DELETE", PATH)

    def close(self) -> None:
        """End what waits, from any thread."""
        self._client.close()


def _member(one: object) -> Member:
    if not isinstance(one, dict):
        raise TrackingError(reason="bad_answer")
    owner, name, hours = one.get("owner"), one.get("name"), one.get("hours")
    epoch, told_at = one.get("epoch"), one.get("told_at")
    if (
        isinstance(owner, int)
        and isinstance(name, str)
        and isinstance(hours, str)
        and isinstance(epoch, int)
        and isinstance(told_at, int)
    ):
        return Member(f"server:{owner}", name, hours, epoch, told_at, one.get("left") is True)
    raise TrackingError(reason="bad_answer")


def _row(one: object) -> tuple[str, TeamRow]:
    if not isinstance(one, dict) or not isinstance(one.get("owner"), int):
        raise TrackingError(reason="bad_answer")
    content: Mapping[str, object] = {key: value for key, value in one.items() if key != "owner"}
    try:
        return f"server:{one['owner']}", row_of(content)
    except InputError as error:
        raise TrackingError(reason="bad_answer") from error
