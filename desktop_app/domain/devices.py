"""What a User-Agent text says of the device: enough to tell the sender's own telephone from a reader's.

Mail programs and browsers of one device name the same system in their first brackets, as in
"(iPhone; CPU iPhone OS 17_5 like Mac OS X)"; what stands around it is the program's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_BRACKETS = re.compile(r"\(([^()]*)\)")
_APPLE = re.compile(r"(iPhone|iPad|Macintosh).*?OS (?:X )?([\d_.]+)")
_ANDROID = re.compile(r"Android ([\d.]+)(?:; (?:[a-z]{2}-[a-z]{2}; )?([^;)]+))?", re.IGNORECASE)
_WINDOWS = re.compile(r"Windows NT ([\d.]+)")


class OwnDevice(NamedTuple):
    """A device of the sender's own, as it was seen when its link was opened. `network`: /24 or /48."""

    network: str
    agent: str


@lru_cache(maxsize=4096)
def device_of(agent: str) -> str:
    """Name the device as closely as the text does, e.g. "iPhone 17.5", "Android 14 SM-S918B"; "" = none."""
    found = _BRACKETS.search(agent)
    system = found[1] if found else ""
    if apple := _APPLE.search(system):
        return f"{apple[1]} {apple[2].replace('_', '.')}"
    if android := _ANDROID.search(system):
        model = (android[2] or "").split(" Build/")[0].strip()
        return f"Android {android[1]} {model}".rstrip()
    if windows := _WINDOWS.search(system):
        return f"Windows {windows[1]}"
    return "Linux" if "Linux" in system or "X11" in system else ""


def is_same(one: OwnDevice, network: str, agent: str) -> bool:
    """Whether a request came from this device: its network, and its program or its system."""
    if network != one.network:
        return False
    device = device_of(agent)
    return agent == one.agent or (device != "" and device == device_of(one.agent))
