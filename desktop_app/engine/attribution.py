"""Channels set later count for the letters that came before: history is attributed again.

Only To and Cc of old letters are kept, so a letter that was attributed by Delivered-To when it arrived keeps
its channel for as long as that channel exists.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.domain.channels import Channel, attribute
from desktop_app.domain.model import Address, Headers, LetterId
from desktop_app.store import channels
from desktop_app.store.database import Database

PAGE = 2000


def attribute_history(db: Database) -> int:
    """Bring the channels of inbound letters up to date; conversations that change become due. How many."""
    named = [Channel(name, tuple(addresses)) for name, addresses in channels.by_name(db).items()]
    changed, after = 0, LetterId(0)
    while page := channels.inbound_after(db, after, PAGE):
        after = page[-1].letter
        moved = [(now, one.letter) for one in page if (now := _channel(one, named)) != one.channel]
        channels.move_letters(db, moved)
        changed += len(moved)
    return changed


def _channel(letter: channels.Inbound, named: Sequence[Channel]) -> str:
    addressed = Headers("", "", Address("", ""), to=letter.to, cc=letter.cc)
    if match := attribute(addressed, named):
        return match.channel
    return letter.channel if any(letter.channel == one.name for one in named) else ""
