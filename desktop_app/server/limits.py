"""How often one source may do something in a minute. Whoever does it more often is still answered."""

from __future__ import annotations

from collections.abc import Callable, Hashable

MINUTE_S = 60.0
MOST_SOURCES = 100_000


class PerMinute:
    """Counts in whole minutes; only in memory, so that addresses never reach a disk."""

    def __init__(self, most: int, clock_s: Callable[[], float], most_sources: int = MOST_SOURCES) -> None:
        self._most = most
        self._clock_s = clock_s
        self._most_sources = most_sources
        self._counts: dict[Hashable, int] = {}
        self._since_s = clock_s()

    def take(self, source: Hashable) -> bool:
        """Count one more; False when it is one too many. With too many sources all new ones are."""
        now_s = self._clock_s()
        if now_s - self._since_s >= MINUTE_S:
            self._counts.clear()
            self._since_s = now_s
        count = self._counts.get(source, 0)
        if count >= self._most or (not count and len(self._counts) >= self._most_sources):
            return False
        self._counts[source] = count + 1
        return True
