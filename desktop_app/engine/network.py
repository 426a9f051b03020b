"""Noticing that the machine has slept or come to another network, so that nobody waits for a dead line.

Nothing is sent. A connected UDP socket tells which of its addresses the machine would use for the Internet;
the documentation networks of RFC 5737 and RFC 3849, which nobody has, are enough of a destination. Linux also
tells the gateway, which differs where two networks give the same private address.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.domain.model import SECOND, Micros

log = logging.getLogger(__name__)

LOOK_S = 5.0
SLEPT_S = 30.0  # so much later than it was set to wake: the machine slept; a busy one is late by seconds
NOWHERE = (
    (socket.AF_INET, ("192.0.2.1", 9)),
    (socket.AF_INET6, ("2001:db8::1", 9)),
)
GATEWAYS = Path("/proc/net/route")

Changed = Callable[[bool], None]


@dataclass(slots=True)
class Outlook:
    """What was seen last; `look` says whether it has changed. One thread.

    `route` gives the way to the Internet, "" = there is none; `now` is the wall's clock. Linux and macOS stop
    the monotonic one while they sleep, Windows does not.
    """

    route: Callable[[], str]
    now: Callable[[], Micros]
    monotonic_s: Callable[[], float] = time.monotonic
    _route: str = field(default="", init=False)
    _last_route: str = field(default="", init=False)
    _now: Micros = field(default=0, init=False)
    _at_s: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._route = self._last_route = self.route()
        self._now, self._at_s = self.now(), self.monotonic_s()

    def look(self, planned_s: float) -> bool | None:
        """None: as before. False: the network is back. True: it is another, or the machine has slept.

        `planned_s`: how long ago the last look should have been. A line that was only gone for a moment lives
        on over the same route, so its connections are not given up.
        """
        slept = self._has_slept(planned_s)
        before, self._route = self._route, self.route()
        if not self._route:
            return True if slept else None
        moved = slept or self._route != self._last_route
        came_back = not before
        self._last_route = self._route
        return moved if moved or came_back else None

    def _has_slept(self, planned_s: float) -> bool:
        now, at_s = self.now(), self.monotonic_s()
        passed_s = max((now - self._now) / SECOND, at_s - self._at_s)
        self._now, self._at_s = now, at_s
        return passed_s - planned_s > SLEPT_S


class NetworkWatch:
    """A thread that looks every `LOOK_S` and says so to `changed` (True: what is connected leads nowhere)."""

    def __init__(
        self, changed: Changed, now: Callable[[], Micros], route: Callable[[], str] | None = None
    ) -> None:
        self._changed = changed
        self._now = now
        self._route = route or current_route
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="otklik-network", daemon=True)
        self._outlook: Outlook | None = None

    def start(self) -> None:
        self._outlook = Outlook(self._route, self._now)
        self._thread.start()

    def stop(self) -> None:
        """Safe to call twice, and before `start`."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        assert self._outlook is not None
        while not self._stop.wait(LOOK_S):
            moved = self._outlook.look(LOOK_S)
            if moved is not None:
                log.info("the network is %s", "another, or the machine has slept" if moved else "back")
                self._changed(moved)


def current_route() -> str:
    """The machine's addresses towards the Internet and its gateways; "" = no way there."""
    addresses = [address for family, target in NOWHERE if (address := _address(family, target))]
    return " ".join([*addresses, *_gateways()]) if addresses else ""


def _address(family: socket.AddressFamily, target: tuple[str, int]) -> str:
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect(target)
        return str(probe.getsockname()[0])
    return ""


def _gateways() -> list[str]:
    """Linux: interface and gateway of each default route."""
    try:
        lines = GATEWAYS.read_text("ascii").splitlines()[1:]
    except (OSError, UnicodeDecodeError):
        return []
    routes = [line.split() for line in lines]
    return [f"{route[0]}>{route[2]}" for route in routes if len(route) > 2 and route[1] == "00000000"]
