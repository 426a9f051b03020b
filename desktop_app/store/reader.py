"""Read-only door to the database for the window and the command line: apsw alone, no peewee."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from desktop_app.domain.codes import (
    AccountId,
    LetterId,
    Micros,
    SignalId,
    Verdict,
)
from desktop_app.store import queries
from desktop_app.store.first_reader import FirstReader
from desktop_app.store.handover_reader import HandoverReader
from desktop_app.store.people_reader import PeopleReader
from desktop_app.store.rows import (
    AccountRow,
    ChannelRow,
    ConsentRow,
    ConversationRow,
    FolderRow,
    LetterRow,
    OutboxRow,
    PrivacyRuleRow,
    SignalRow,
    TemplateRow,
    WaitRow,
)

if TYPE_CHECKING:
    from desktop_app.domain.honesty import Told
    from desktop_app.domain.privacy import Applied, Policy
    from desktop_app.domain.signal_actions import SignalActions
    from desktop_app.domain.team_report import Person
    from desktop_app.domain.wait_columns import WaitColumns
    from desktop_app.store.learned_rows import DeviceRow, RuleRow
    from desktop_app.store.shown import Fit


class Reader(FirstReader, PeopleReader, HandoverReader):
    """All that can be read."""

    # ── letters, waits, signals ──────────────────────────────────────────────────────────────

    def letters(self, since: Micros | None = None, limit: int | None = None) -> Iterator[LetterRow]:
        """Newest first."""
        where = "WHERE l.arrived_at >= ? ORDER BY l.arrived_at DESC, l.id DESC LIMIT ?"
        yield from self._letters(queries.LETTERS + where, (_since(since), _limit(limit)))

    def letter(self, letter: LetterId) -> LetterRow | None:
        """None when there is no such letter (any more)."""
        return next(self._letters(queries.LETTERS + "WHERE l.id = ?", (letter,)), None)

    def letters_by_id(self, letters: Sequence[LetterId]) -> list[LetterRow]:
        """In the order asked for; those that are gone are left out."""
        where = "WHERE l.id IN (SELECT value FROM json_each(?))"
        found = {row.id: row for row in self._letters(queries.LETTERS + where, (json.dumps(letters),))}
        return [found[letter] for letter in letters if letter in found]

    def text(self, letter: LetterId) -> str | None:
        """The readable text when it has been fetched; None otherwise."""
        found = self._connection.execute("SELECT text FROM letter_text WHERE letter = ?", (letter,)).get
        return None if found is None else str(found)

    def conversations(
        self, since: Micros | None = None, limit: int | None = None
    ) -> Iterator[ConversationRow]:
        """The one with the newest letter first; `since` bounds its newest letter."""
        where = "WHERE v.last_at >= ? ORDER BY v.last_at DESC, v.id DESC LIMIT ?"
        for row in self._connection.execute(queries.CONVERSATIONS + where, (_since(since), _limit(limit))):
            yield queries.conversation_row(row)

    def waits(
        self,
        since: Micros | None = None,
        until: Micros | None = None,
        limit: int | None = None,
        excluded: bool = True,
    ) -> list[WaitRow]:
        """Newest first; `since`/`until` bound the arrival. `excluded` False: only those that count."""
        where = (
            "WHERE w.arrived_at >= ? AND w.arrived_at < ? AND (? OR w.excluded IS NULL)"
            " ORDER BY w.arrived_at DESC, w.first_letter DESC LIMIT ?"
        )
        bounds = (_since(since), _FOREVER if until is None else until, excluded, _limit(limit))
        rows = map(queries.wait_row, self._connection.execute(queries.WAITS + where, bounds))
        turns = (one for row in rows for one in queries.turns_of(row))
        return [one for one in turns if excluded or one.excluded is None]

    def waits_by_id(self, waits: Sequence[int]) -> list[WaitRow]:
        """In the order asked for, as they count now; those that are gone are left out."""
        where = "WHERE w.first_letter IN (SELECT value FROM json_each(?))"
        rows = self._connection.execute(queries.WAITS + where, (json.dumps(waits),))
        found = {row.id: queries.turns_of(row)[-1] for row in map(queries.wait_row, rows)}
        return [found[wait] for wait in waits if wait in found]

    def wait_columns(self) -> WaitColumns:
        """Every wait, as numpy columns in no order: for figures of a whole mailbox."""
        from desktop_app.store import wait_columns

        return wait_columns.read(self._connection)

    def team(self) -> list[Person]:
        """Everybody whose wait rows lie here, with all of them."""
        from desktop_app.store.team_reader import people  # numpy: not for the first paint

        return people(self._connection)

    def signal_actions(self) -> SignalActions:
        """Human clicks, each with our next letter to that person, as numpy columns."""
        from desktop_app.store import signal_actions

        return signal_actions.read(self._connection)

    def signals(self, since: Micros | None = None, limit: int | None = None) -> list[SignalRow]:
        """Newest first, all verdicts."""
        where = "WHERE s.at >= ? ORDER BY s.at DESC, s.id DESC LIMIT ?"
        return self._signals(where, (_since(since), _limit(limit)))

    def signals_by_id(self, signals: Sequence[SignalId]) -> list[SignalRow]:
        """In the order asked for; those that are gone are left out."""
        where = "WHERE s.id IN (SELECT value FROM json_each(?))"
        found = {row.id: row for row in self._signals(where, (json.dumps(signals),))}
        return [found[signal] for signal in signals if signal in found]

    def sent(self, limit: int = 500) -> list[tuple[LetterRow, tuple[SignalRow, ...]]]:
        """Our human letters, newest first, each with its signals."""
        where = (
            "WHERE l.direction = 'out' AND l.kind = 'human' AND coalesce(l.excluded, '') <> 'internal'"
            " ORDER BY l.arrived_at DESC LIMIT ?"
        )
        letters = list(self._letters(queries.LETTERS + where, (limit,)))
        where = "WHERE s.letter IN (SELECT value FROM json_each(?)) ORDER BY s.at, s.id"
        by_letter: dict[LetterId, list[SignalRow]] = {}
        for signal in self._signals(where, (json.dumps([row.id for row in letters]),)):
            if signal.letter is not None:
                by_letter.setdefault(signal.letter, []).append(signal)
        return [(row, tuple(by_letter.get(row.id, ()))) for row in letters]

    # ── the rest ─────────────────────────────────────────────────────────────────────────────

    def channels(self) -> list[ChannelRow]:
        """By name."""
        rows = self._connection.execute(queries.CHANNELS)
        return [ChannelRow(name, tuple(json.loads(texts)), leads, last) for name, texts, leads, last in rows]

    def mailboxes(self) -> dict[AccountId, str]:
        """The address of each account, in the order they were added."""
        sql = "SELECT id, settings ->> 'address' FROM keep.account ORDER BY id"
        return dict(self._connection.execute(sql))

    def accounts(self) -> list[AccountRow]:
        """In the order they were added."""
        from desktop_app.store import accounts

        rows = self._connection.execute("SELECT id, settings FROM keep.account ORDER BY id")
        return [AccountRow(number, accounts.decode(text)) for number, text in rows]

    def folders(self) -> list[FolderRow]:
        """Of all accounts."""
        rows = self._connection.execute(queries.FOLDERS)
        return [queries.folder_row(row) for row in rows]

    def outbox(self) -> list[OutboxRow]:
        """Letters not yet sent, or needing the user: held, sending, partly, rejected, unknown."""
        where = "WHERE o.state IN ('held', 'sending', 'partly', 'rejected', 'unknown') ORDER BY 6, 1"
        return [queries.outbox_row(row) for row in self._connection.execute(queries.OUTBOX + where)]

    def drafts(self) -> list[tuple[str, bytes]]:
        """(key, serialised draft); decode with `store.drafts.decode`."""
        rows = self._connection.execute("SELECT key, body FROM keep.draft ORDER BY key")
        return [(key, body.encode()) for key, body in rows]

    def withdrawn(self) -> list[tuple[str, Micros, bool]]:
        """Who does not want to be tracked: address, since when, whether the server knows; newest first."""
        sql = "SELECT address, at, pending = 0 FROM keep.withdrawn ORDER BY at DESC, address"
        return [(address, at, bool(known)) for address, at, known in self._connection.execute(sql)]

    def privacy_rules(self, search: str = "") -> list[PrivacyRuleRow]:
        """Exceptions of addresses and domains, the newest first."""
        from desktop_app.store import privacy

        return privacy.rules(self._connection.execute, search)

    def account_modes(self) -> dict[str, str]:
        """The privacy modes of accounts, by address; those without one are missing."""
        from desktop_app.store import privacy

        found = privacy.account_modes(self._connection.execute)
        return {address: mode.value for address, mode in found.items()}

    def privacy(self, addresses: Sequence[str], account: str, policy: Policy) -> dict[str, Applied]:
        """How much may be noticed of each of these addresses (lower case), and why."""
        from desktop_app.domain.privacy import applied
        from desktop_app.store import privacy

        known = privacy.known(self._connection.execute, addresses, account)
        return {who: applied(who, account, known, policy) for who in addresses}

    def consents(self, address: str = "") -> list[ConsentRow]:
        """The register, newest first; of one person or of all."""
        from desktop_app.store import privacy

        return privacy.consents(self._connection.execute, address)

    def last_open(self, address: str) -> Micros | None:
        """The day of the last open of somebody of whom only that is kept."""
        from desktop_app.store import privacy

        return privacy.last_open(self._connection.execute, address)

    def templates(self) -> list[TemplateRow]:
        """By name, with their results."""
        from desktop_app.store import templates

        return templates.all_templates(self._connection.execute)

    def blind(self, addresses: Sequence[str]) -> set[str]:
        """Those of these people (lower case) whose mail never loads pictures: silence means nothing there."""
        from desktop_app.store import trackability

        sql = "SELECT id, address FROM contact WHERE address IN (SELECT value FROM json_each(?))"
        people = dict(self._connection.execute(sql, (json.dumps(list(addresses)),)))
        return {people[one] for one in trackability.blind(self._connection.execute, people.keys())}

    def rules(self) -> list[RuleRow]:
        """What corrections taught, newest first."""
        from desktop_app.domain.likeness import Likeness
        from desktop_app.store.learned_rows import RuleRow

        columns = "id, network, family, domain, verdict, created_at"
        sql = f"SELECT {columns} FROM keep.rule ORDER BY created_at DESC, id DESC"
        rows = self._connection.execute(sql)
        return [
            RuleRow(number, Likeness(*likeness), Verdict(verdict), at)
            for number, *likeness, verdict, at in rows
        ]

    def devices(self) -> list[DeviceRow]:
        """The user's own devices, in the order they were added."""
        from desktop_app.store.learned_rows import DeviceRow

        sql = "SELECT token, name, agent, created_at, seen_at FROM keep.device ORDER BY created_at, token"
        return [DeviceRow(*row) for row in self._connection.execute(sql)]

    def warmth_log(self, since: Micros) -> tuple[list[Told], int]:
        """Lines of day lists from `since` on whose fate is known, oldest first; how many wait for theirs."""
        from desktop_app.store import shown

        query = self._connection.execute
        return shown.told(shown.lines(query, since)), shown.open_lines(query)

    def warmth_fit(self) -> Fit | None:
        """The user's own weights as they were last learnt, whether they are used or not."""
        from desktop_app.store import shown

        return shown.last_fit(self._connection.execute)


_FOREVER = 2**63 - 1


def _since(since: Micros | None) -> Micros:
    return -_FOREVER if since is None else since


def _limit(limit: int | None) -> int:
    return -1 if limit is None else limit
