"""How what is remembered of a folder between two syncs becomes opaque bytes, and comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from desktop_app.domain.errors import StateInvalid
from desktop_app.mail.exchange_folders import Figures

VERSION = 1

_S = TypeVar("_S")


def encoded(state: Any) -> bytes:  # noqa: ANN401 - any of the two dataclasses
    return json.dumps({"v": VERSION, **asdict(state)}, separators=(",", ":")).encode()


def decoded(state: bytes, make: Callable[[dict[str, Any]], _S]) -> _S:
    """Raises StateInvalid for what another version, or nobody, wrote."""
    try:
        fields = json.loads(state)
        if fields.pop("v") != VERSION:
            raise StateInvalid
        fields["figures"] = Figures(*fields["figures"]) if fields["figures"] else None
        return make(fields)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StateInvalid from error
