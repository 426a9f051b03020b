"""How often an account may be signed in to: a server that lets us in and throws us out is no reason to knock.

The back-off after an error ends with the first sign-in that works, so it says nothing about a line that is
let in, cut and let in again. Providers lock accounts that do this (research/imap.md 3.5).
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from desktop_app.domain.errors import SignedInTooOften

BURST = 2
EVERY_S = 60.0


class LoginLimit:
    """Of one connection: `BURST` successful sign-ins at once, then one each `EVERY_S`. From any thread."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._lock = threading.Lock()
        self._left = float(BURST)
        self._at_s = clock_s()

    def check(self) -> None:
        """Before a sign-in. Raises SignedInTooOften with the seconds to wait."""
        with self._lock:
            self._refill()
            if self._left < 1.0:
                raise SignedInTooOften(after_s=math.ceil((1.0 - self._left) * EVERY_S))

    def spend(self) -> None:
        """A sign-in has worked."""
        with self._lock:
            self._refill()
            self._left = max(0.0, self._left - 1.0)

    def forgive(self) -> None:
        """A person wants it to be tried now."""
        with self._lock:
            self._left = max(self._left, 1.0)

    def _refill(self) -> None:
        now_s = self._clock_s()
        self._left = min(float(BURST), self._left + (now_s - self._at_s) / EVERY_S)
        self._at_s = now_s
