"""Every wait of a mailbox as columns (numpy): a million of them can be filtered and measured at once.

`store.wait_columns` reads them; a position in them is what charts call an index.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.model import AccountId, Excluded, LetterId, Micros
from desktop_app.domain.reply_times import ABSENT, Samples
from desktop_app.domain.worktime import Instants

REASONS = tuple(Excluded)
COUNTS = -1  # in `reason`: not excluded
NOBODY = 0  # in `contact`, `answer`: there is none

Mask = NDArray[np.bool_]


class FirstWritten(NamedTuple):
    """Columns of equal length, contacts ascending."""

    contact: Instants
    conversation: Instants
    at: Instants


@dataclass(frozen=True, slots=True)
class WaitColumns:
    """Columns of equal length, in no order. Instants are Micros or `reply_times.ABSENT`.

    `reason` is a position in REASONS or COUNTS; `responder` and `channel` are positions in `responders` and
    `channels`; `first` marks the first wait of its conversation that counts; `company` that the client
    writes from a domain of his own and not from a public mail service; `taken` that it came from a colleague
    (domain.handovers).
    """

    first_letter: Instants
    last_letter: Instants
    conversation: Instants
    contact: Instants
    account: Instants
    arrived: Instants
    seen_low: Instants
    seen_high: Instants
    answered: Instants
    answer: Instants
    reason: NDArray[np.int8]
    responder: NDArray[np.int16]
    channel: NDArray[np.int16]
    first: Mask
    company: Mask
    taken: Mask
    responders: tuple[str, ...]
    channels: tuple[str, ...]

    @property
    def counts(self) -> Mask:
        """Which are not excluded."""
        return np.asarray(self.reason == COUNTS, np.bool_)

    def samples(self, now: Micros) -> Samples:
        """Those that count, to be measured; their `indices` are positions here."""
        kept = np.flatnonzero(self.counts)
        return Samples(
            arrived=self.arrived[kept],
            seen_low=self.seen_low[kept],
            seen_high=self.seen_high[kept],
            answered=self.answered[kept],
            first=self.first[kept],
            indices=kept,
            now=now,
        )

    def of_account(self, account: AccountId) -> Mask:
        return np.asarray(self.account == account, np.bool_)

    def of_channel(self, channel: str) -> Mask:
        """"" is what came by no channel."""
        number = self.channels.index(channel) if channel in self.channels else -1
        return np.asarray(self.channel == number, np.bool_)

    def of_responder(self, who: str) -> Mask:
        """What this address answered, "" = a person unknown, and what nobody has: somebody should have."""
        number = self.responders.index(who) if who in self.responders else -1
        mask: Mask = (self.responder == number) | (self.answered == ABSENT)
        return mask

    def answerers(self, inside: Mask) -> list[tuple[str, int]]:
        """Who answered the waits that count of these, and how many; the most first."""
        answered = inside & self.counts & (self.answered != ABSENT)
        numbers = np.bincount(self.responder[np.flatnonzero(answered)])
        found = [(self.responders[at], int(numbers[at])) for at in np.flatnonzero(numbers)]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def of_new_clients(self, first: FirstWritten | None = None) -> Mask:
        """Those in the conversation a client first wrote in. Without a known sender nobody is new.

        `first`: what `first_written` has told, if it is there already.
        """
        first = first or self.first_written()
        if not first.contact.size:
            return np.zeros(0, np.bool_)
        place = np.searchsorted(first.contact, self.contact)
        same = first.conversation[place] == self.conversation
        return np.asarray(same & (self.contact != NOBODY), np.bool_)

    def first_written(self) -> FirstWritten:
        """In which conversation each client wrote first."""
        order = np.argsort(self.arrived, kind="stable")
        contacts, firsts = np.unique(self.contact[order], return_index=True)
        return FirstWritten(contacts, self.conversation[order][firsts], self.arrived[order][firsts])

    def newest_first(self, indices: Instants) -> Instants:
        """Some waits in another order."""
        return indices[np.argsort(-self.arrived[indices], kind="stable")]

    def letters(self, indices: Instants) -> list[LetterId]:
        """The first letter and the answer of some waits, newest wait first."""
        order = self.newest_first(indices)
        pairs = np.stack((self.first_letter[order], self.answer[order]), axis=1).ravel()
        return [LetterId(one) for one in pairs[pairs != NOBODY].tolist()]

    def is_open(self) -> Mask:
        """Who counts and waits for an answer now."""
        still: Mask = self.answered == ABSENT
        return self.counts & still
