"""What a server with QRESYNC (RFC 7162 3.2.5) tells by itself when a mailbox is selected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from desktop_app.domain.model import Flags
from desktop_app.mail.imap_fetch import parse_item
from desktop_app.mail.imap_flags import CHANGES_MAX, Changes
from desktop_app.mail.imap_session import Answer
from desktop_app.mail.imap_state import FolderState
from desktop_app.mail.imap_uids import UidSet, parse_uids

_VANISHED = re.compile(rb"\* VANISHED (?:\(EARLIER\) )?([\d:,]+)", re.IGNORECASE)


class News:
    """Letters that vanished, and the flags of those that came or changed since the modseq asked for.

    `believed`: what was told agrees with the number of letters, so nothing else has to be asked. A server may
    have forgotten what was expunged long ago, or tell nonsense.
    """

    def __init__(self) -> None:
        self.vanished = UidSet()
        self.believed = False
        self._flags: dict[int, Flags] = {}
        self._shared: dict[Flags, Flags] = {}  # a million changed letters share sixteen values

    def hear(self, answer: Answer) -> None:
        """Any response; what is no news is nobody's business here."""
        if found := _VANISHED.match(answer.line):
            self.vanished = self.vanished.union(parse_uids(found[1]))
        elif (item := parse_item(answer)) is not None and item.flags is not None:
            self._flags[item.uid] = self._shared.setdefault(item.flags, item.flags)

    def arrived(self, state: FolderState) -> UidSet:
        """Letters that are not known yet."""
        return UidSet.of(self._flags).upwards(state.uidnext).without(state.known)

    def flag_changes(
        self, state: FolderState, modseq: int, told: UidSet
    ) -> Iterator[tuple[Changes, FolderState]]:
        """As `imap_flags.flag_changes`, without asking."""
        changes = [(uid, flags) for uid, flags in self._flags.items() if uid in told]
        while len(changes) > CHANGES_MAX:
            yield changes[:CHANGES_MAX], state
            changes = changes[CHANGES_MAX:]
        if state.modseq != modseq or changes:
            yield changes, replace(state, modseq=modseq)
