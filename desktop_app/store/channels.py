"""Channels: where inbound leads come from, told by the substitution address a letter was sent to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.domain.model import Address, LetterId
from desktop_app.store.database import Database
from desktop_app.store.keep_tables import ChannelAddress
from desktop_app.store.queries import addresses_of


class Inbound(NamedTuple):
    """What is kept of whom an inbound letter was addressed to."""

    letter: LetterId
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    channel: str


def put(db: Database, name: str, addresses: Sequence[str], renames: str = "") -> None:
    """The addresses of channel `name` are exactly these; none removes it. An address has one channel.

    `renames` is the channel whose place it takes, "" = none. Letters that came before:
    `engine.attribution.attribute_history`.
    """
    with db.transaction():
        ChannelAddress.delete().where(ChannelAddress.channel.in_((name, renames))).execute(db.peewee)
        for address in addresses:
            row = ChannelAddress.insert(address=address.strip().lower(), channel=name)
            row.on_conflict_replace().execute(db.peewee)


def by_name(db: Database) -> dict[str, list[str]]:
    """Channel name to its addresses (patterns of `domain.channels.Channel`)."""
    found: dict[str, list[str]] = {}
    sql = "SELECT address, channel FROM keep.channel_address ORDER BY channel, address"
    for address, name in db.rows(sql):
        found.setdefault(name, []).append(address)
    return found


def inbound_after(db: Database, letter: LetterId, limit: int) -> list[Inbound]:
    """Inbound letters with ids above `letter`, ascending."""
    sql = "SELECT id, \"to\", cc, channel FROM letter WHERE id > ? AND direction = 'in' ORDER BY id LIMIT ?"
    rows = db.rows(sql, (letter, limit))
    return [Inbound(found, addresses_of(to), addresses_of(cc), channel) for found, to, cc, channel in rows]


def move_letters(db: Database, moved: Sequence[tuple[str, LetterId]]) -> None:
    """Give letters another channel; their conversations become due for derive."""
    with db.transaction():
        db.executemany("UPDATE letter SET channel = ? WHERE id = ?", moved)
        db.executemany(
            "INSERT OR IGNORE INTO due (conversation) SELECT conversation FROM letter WHERE id = ?",
            [(letter,) for _, letter in moved],
        )
