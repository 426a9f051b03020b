"""How long something will still take, judged by the last half minute. No Qt, no clock."""

from __future__ import annotations

from collections import deque

WINDOW_S = 30.0
AT_LEAST_S = 5.0  # sooner, the guess would jump about


class RestTime:
    """Give it what is done at which second; it says what is left."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def add(self, at_s: float, done: int) -> None:
        """`at_s` from any monotonic clock. Going back (a folder is read anew) starts the judging again."""
        if self._samples and done < self._samples[-1][1]:
            self._samples.clear()
        self._samples.append((at_s, done))
        while len(self._samples) > 2 and at_s - self._samples[0][0] > WINDOW_S:
            self._samples.popleft()

    def left_s(self, total: int) -> float | None:
        """Seconds, or None while nothing honest can be said."""
        if len(self._samples) < 2:
            return None
        (first_at, first), (last_at, last) = self._samples[0], self._samples[-1]
        span_s = last_at - first_at
        if span_s < AT_LEAST_S or last <= first:
            return None
        return max(0.0, (total - last) * span_s / (last - first))
