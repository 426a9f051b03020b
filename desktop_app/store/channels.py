"""Channels: where inbound leads come from, told by the substitution address a letter was sent to."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.store.database import Database
from desktop_app.store.tables import ChannelAddress


def put(db: Database, name: str, addresses: Sequence[str]) -> None:
    """The addresses of channel `name` are exactly these; none removes it. An address has one channel.

    Letters that came before keep the channel they came by.
    """
    with db.transaction():
        ChannelAddress.delete().where(ChannelAddress.channel == name).execute(db.peewee)
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
