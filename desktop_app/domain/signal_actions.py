"""From a client's click to our next letter to them, as columns to be measured (numpy)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.model import AccountId, LetterId, Micros
from desktop_app.domain.reply_times import ABSENT, Samples
from desktop_app.domain.wait_columns import FirstWritten
from desktop_app.domain.worktime import Instants

Mask = NDArray[np.bool_]


class Acted(NamedTuple):
    """One human click: in which letter of ours, and our next letter to that person, if there is one."""

    contact: int
    letter: int
    at: Micros
    next_letter: int | None
    next_at: Micros | None
    account: int
    channel: str
    company: bool
    conversation: int = 0


@dataclass(frozen=True, slots=True)
class SignalActions:
    """Columns of equal length, oldest signal first; `next_letter` 0 and `acted` ABSENT = nothing yet."""

    letter: Instants
    contact: Instants
    conversation: Instants
    at: Instants
    next_letter: Instants
    acted: Instants
    account: Instants
    company: Mask
    channels: tuple[str, ...]

    def among(
        self,
        account: AccountId | None,
        channel: str | None,
        company: bool | None,
        known: bool | None = None,
        written: Callable[[], FirstWritten] | None = None,
    ) -> Mask:
        """What the filters leave; None = all. By `known` only with `written`, which tells who wrote when."""
        fits = np.ones(self.at.shape, np.bool_)
        if account is not None:
            fits &= self.account == account
        if channel is not None:
            fits &= np.array([one == channel for one in self.channels], np.bool_)
        if company is not None:
            fits &= self.company == company
        if known is not None and written is not None:
            fits &= self.of_known_clients(written()) == known
        return fits

    def of_known_clients(self, first: FirstWritten) -> Mask:
        """Those of clients who had written before the click, and in another conversation: as with waits."""
        if not first.contact.size:
            return np.zeros(self.at.shape, np.bool_)
        place = np.minimum(np.searchsorted(first.contact, self.contact), first.contact.size - 1)
        wrote = (first.contact[place] == self.contact) & (first.at[place] < self.at)
        return np.asarray(wrote & (first.conversation[place] != self.conversation), np.bool_)

    def samples(self, inside: Mask, now: Micros) -> Samples:
        """To be measured as "every reply": from the signal to the letter."""
        kept = np.flatnonzero(inside)
        absent = np.full(kept.shape, ABSENT)
        return Samples(
            arrived=self.at[kept],
            seen_low=absent,
            seen_high=absent,
            answered=self.acted[kept],
            first=np.ones(kept.shape, np.bool_),
            indices=kept,
            now=now,
        )

    def letters(self, indices: Instants) -> list[LetterId]:
        """The letter that was clicked and the one that followed, newest signal first."""
        order = indices[np.argsort(-self.at[indices], kind="stable")]
        pairs = np.stack((self.letter[order], self.next_letter[order]), axis=1).ravel()
        return [LetterId(one) for one in pairs[pairs != 0].tolist()]


def signal_actions(clicks: Iterable[Acted]) -> SignalActions:
    """As with waits: all clicks of a person before our next letter to them are one, timed from the first."""
    firsts: dict[tuple[int, int | None], Acted] = {}
    for one in sorted(clicks, key=lambda click: click.at):
        firsts.setdefault((one.contact, one.next_letter), one)
    kept = list(firsts.values())

    def column(values: Iterable[int | None], missing: int = 0) -> Instants:
        return np.array([missing if value is None else value for value in values], np.int64)

    return SignalActions(
        letter=column(one.letter for one in kept),
        contact=column(one.contact for one in kept),
        conversation=column(one.conversation for one in kept),
        at=column(one.at for one in kept),
        next_letter=column(one.next_letter for one in kept),
        acted=column((one.next_at for one in kept), int(ABSENT)),
        account=column(one.account for one in kept),
        company=np.array([one.company for one in kept], np.bool_),
        channels=tuple(one.channel for one in kept),
    )
