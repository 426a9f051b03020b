"""An answer of the engine may come after the page that asked has been replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject

T = TypeVar("T")


def while_alive(owner: QObject, act: Callable[[T], None]) -> Callable[[T], None]:
    """`act`, but nothing once Qt has deleted `owner`."""

    def guarded(value: T) -> None:
        if shiboken6.isValid(owner):
            act(value)

    return guarded
