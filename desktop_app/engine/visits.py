"""Who is signing in somewhere else, in a browser or on another device, and is waited for."""

from __future__ import annotations

import threading


class Visits:
    """One at a time: whoever begins anew ends the one before. From any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._gone = threading.Event()
        self._closed = False

    def begin(self) -> threading.Event:
        """Set once nobody waits any longer."""
        with self._lock:
            self._gone.set()
            self._gone = threading.Event()
            if self._closed:
                self._gone.set()
            return self._gone

    def end(self) -> None:
        with self._lock:
            self._gone.set()

    def close(self) -> None:
        """For good: the engine stops."""
        with self._lock:
            self._closed = True
            self._gone.set()
