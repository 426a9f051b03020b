"""Sets of UIDs as ranges: a full mailbox of a million letters is one range, and packs into a few bytes."""

from __future__ import annotations

import re
import struct
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, pairwise
from operator import sub

UID_MAX = 2**32 - 1

_RANGE = re.compile(rb"(\d{1,20})(?::(\d{1,20}))?")


class UidSet:
    """An immutable set. `bounds` is [a, b, c, d ...], strictly ascending: a <= uid < b or c <= uid < d ..."""

    __slots__ = ("_size", "bounds")

    def __init__(self, bounds: list[int] | None = None) -> None:
        self.bounds = bounds or []
        self._size = sum(self.bounds[1::2]) - sum(self.bounds[0::2])

    @classmethod
    def of(cls, uids: Iterable[int]) -> UidSet:
        """From single UIDs in any order; what is no UID (RFC 9051: 1 to 2^32-1) is left out."""
        found = sorted(uids)  # what is named twice makes no jump
        found = found[bisect_left(found, 1) : bisect_right(found, UID_MAX)]
        if not found:
            return cls()
        jumps = [bound for low, high in pairwise(found) if high - low > 1 for bound in (low + 1, high)]
        return cls([found[0], *jumps, found[-1] + 1])

    @classmethod
    def span(cls, low: int, high: int) -> UidSet:
        """All of low..high, both included; empty when there are none."""
        low, high = max(1, low), min(UID_MAX, high)
        return cls([low, high + 1]) if low <= high else cls()

    def __len__(self) -> int:
        return self._size

    def __bool__(self) -> bool:
        return bool(self.bounds)

    def __contains__(self, uid: int) -> bool:
        return bisect_right(self.bounds, uid) % 2 == 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UidSet) and self.bounds == other.bounds

    def __hash__(self) -> int:
        return hash(tuple(self.bounds))

    def __iter__(self) -> Iterator[int]:
        for low, high in self.ranges():
            yield from range(low, high + 1)

    def __repr__(self) -> str:
        return f"UidSet({self.text().decode()})"

    def ranges(self) -> Iterator[tuple[int, int]]:
        """(low, high) pairs, both included, ascending."""
        for low, end in zip(self.bounds[0::2], self.bounds[1::2], strict=True):
            yield low, end - 1

    def union(self, other: UidSet) -> UidSet:
        """In either; cheap when one lies wholly above the other."""
        if not self or not other:
            return self or other
        low, high = (self, other) if self.bounds[0] <= other.bounds[0] else (other, self)
        if low.bounds[-1] < high.bounds[0]:
            return UidSet(low.bounds + high.bounds)
        if low.bounds[-1] == high.bounds[0]:
            return UidSet(low.bounds[:-1] + high.bounds[1:])
        return UidSet(self._others().common(other._others()).bounds[1:-1])

    def common(self, other: UidSet) -> UidSet:
        """In both; in the time of the one with fewer ranges."""
        few, many = (self, other) if len(self.bounds) <= len(other.bounds) else (other, self)
        bounds: list[int] = []
        for low, end in zip(few.bounds[0::2], few.bounds[1::2], strict=True):
            first, last = bisect_right(many.bounds, low), bisect_left(many.bounds, end)
            if first % 2:
                bounds.append(low)
            bounds += many.bounds[first:last]
            if last % 2:
                bounds.append(end)
        return UidSet(bounds)

    def without(self, other: UidSet) -> UidSet:
        """In this one only."""
        return self.common(other._others()) if self and other else self

    def differing(self, other: UidSet) -> UidSet:
        """In one of the two only: their bounds but for those that they share."""
        return UidSet(sorted(set(self.bounds).symmetric_difference(other.bounds)))

    def overlaps(self, low: int, high: int) -> bool:
        """Whether any of low..high is in it."""
        at = bisect_right(self.bounds, low)
        return at % 2 == 1 or (at < len(self.bounds) and self.bounds[at] <= high)

    def split(self, count: int) -> tuple[UidSet, UidSet]:
        """The `count` highest, and the rest."""
        at = len(self.bounds)
        while at and count:
            low, end = self.bounds[at - 2], self.bounds[at - 1]
            if end - low > count:
                cut = end - count
                return UidSet([cut, *self.bounds[at - 1 :]]), UidSet([*self.bounds[: at - 1], cut])
            count -= end - low
            at -= 2
        return UidSet(self.bounds[at:]), UidSet(self.bounds[:at])

    def upwards(self, uid: int) -> UidSet:
        """Those >= `uid`."""
        at = bisect_right(self.bounds, uid)
        return UidSet([uid, *self.bounds[at:]] if at % 2 else self.bounds[at:])

    def below(self, uid: int) -> UidSet:
        """Those < `uid`."""
        at = bisect_right(self.bounds, uid - 1)
        return UidSet([*self.bounds[:at], uid] if at % 2 else self.bounds[:at])

    def text(self) -> bytes:
        """As an IMAP sequence-set."""
        return b",".join(b"%d" % a if a == b else b"%d:%d" % (a, b) for a, b in self.ranges())

    def pack(self) -> bytes:
        """For the folder state: distances, deflated."""
        steps = map(sub, self.bounds, chain((0,), self.bounds))
        return zlib.compress(struct.pack(f"<{len(self.bounds)}I", *steps), 1)

    @classmethod
    def unpack(cls, data: bytes) -> UidSet:
        """Inverse of `pack`. Raises ValueError."""
        try:
            raw = zlib.decompress(data)
            bounds = list(accumulate(struct.unpack(f"<{len(raw) // 4}I", raw)))
        except (zlib.error, struct.error) as error:
            raise ValueError("not a packed set of UIDs") from error
        if len(bounds) % 2:
            raise ValueError("a range without end")
        return cls(bounds)

    def _others(self) -> UidSet:
        """All numbers from 0 on, past the highest UID, that are not in it: never empty, so never special."""
        return UidSet([0, *self.bounds, UID_MAX + 2])


def parse_uids(text: bytes) -> UidSet:
    """A sequence-set as servers write it: unordered, `5:3` allowed, `*` and nonsense left out."""
    singles: list[int] = []
    spans: list[tuple[int, int]] = []
    for found in _RANGE.finditer(text):
        low, high = int(found[1]), int(found[2] or found[1])
        if low == high:
            singles.append(low)
        else:
            spans.append((min(low, high), max(low, high)))
    bounds: list[int] = []
    for first, last in sorted(spans):
        low, high = max(1, first), min(UID_MAX, last)
        if bounds and low <= bounds[-1]:
            bounds[-1] = max(bounds[-1], high + 1)
        elif low <= high:
            bounds += (low, high + 1)
    return UidSet.of(singles).union(UidSet(bounds))
