"""Reply times held against targets, where not all waits have the same one (numpy).

A share answered within the target comes from Kaplan-Meier. With several targets each time is taken as a share
of its own target, and the curve is read at 1; with one target that is the same figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.model import AccountId
from desktop_app.domain.reply_times import Durations, in_order
from desktop_app.domain.survival import Floats
from desktop_app.domain.targets import Place, Target, Targets
from desktop_app.domain.wait_columns import Mask, WaitColumns
from desktop_app.domain.worktime import Instants

NO_CHANNEL = -1  # of a conversation that is gone


@dataclass(frozen=True, slots=True)
class Goals:
    """The target of every wait: `number` is its position in `targets`, in the order of the columns."""

    number: NDArray[np.int64]
    targets: tuple[Target, ...]

    def among(self, inside: Mask) -> tuple[Target, ...]:
        """The different targets of some waits; everybody's for none."""
        found = np.flatnonzero(np.bincount(self.number[inside], minlength=1))
        return tuple(self.targets[number] for number in found.tolist()) or self.targets[:1]

    def shares(self, indices: Instants, working: Floats, calendar: Floats) -> Floats:
        """Of each wait the time it took as a share of its target; 1 is still within."""
        number = self.number[indices]
        by_work = np.array([target.working for target in self.targets], np.bool_)[number]
        seconds = np.array([target.seconds for target in self.targets])[number]
        return np.asarray(np.where(by_work, working, calendar) / seconds, np.float64)


def goals_of(columns: WaitColumns, addresses: Mapping[AccountId, str], targets: Targets) -> Goals:
    """`addresses` of the mailboxes; of one that is gone the channel's or everybody's target holds."""
    known: dict[Target, int] = {targets.everybody: 0}
    channels = ("", *columns.channels)  # moved by one: NO_CHANNEL is the first
    size = int(columns.account.max(initial=0)) + 1
    table = np.zeros((size, len(channels)), np.int64)
    for account in np.flatnonzero(np.bincount(columns.account, minlength=1)).tolist():
        address = addresses.get(AccountId(account), "")
        for at, channel in enumerate(channels):
            target = targets.of(Place(address, channel))
            table[account, at] = known.setdefault(target, len(known))
    number = table[columns.account, columns.channel.astype(np.int64) - NO_CHANNEL]
    return Goals(number, tuple(known))


def as_shares(goals: Goals, working: Durations, calendar: Durations) -> Durations:
    """The times of one metric by both clocks as shares of their targets, smallest first."""
    by_index = np.argsort(working.indices), np.argsort(calendar.indices)
    one, other = working.part(by_index[0]), calendar.part(by_index[1])
    shares = goals.shares(one.indices, one.seconds, other.seconds)
    return in_order(shares, one.observed, one.arrived, one.indices, working.left_out)
