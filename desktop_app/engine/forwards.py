"""Letters of colleagues that forward something are opened: a client's letter inside begins a wait of ours."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.handovers import forwarded_from
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import DAY, AccountId, LetterId, Micros
from desktop_app.engine.opened import opened, told
from desktop_app.store import handovers
from desktop_app.store.database import Database

READ_BYTES = 64 * 1024
READ_BACK: Micros = 90 * DAY
AT_ONCE = 30


def read_forwards(
    db: Database,
    account: AccountId,
    own: OwnAddresses,
    fetch: Callable[[LetterId], bytes],
    now: Micros,
    limit: int = AT_ONCE,
    stopping: Callable[[], bool] = lambda: False,
) -> bool:
    """Open up to `limit` letters; whether one of them hands a wait over to us: call derive then.

    `fetch` gives the first `READ_BYTES` of a letter; its MailErrors end the round.
    """
    found = False
    wanting = handovers.wanting(db, account, now - READ_BACK, limit)
    for letter, mime in opened(wanting, lambda one: one, fetch, stopping):
        client = told(letter, mime, partial(_client, own), "")
        handovers.note_forward(db, letter, client)
        found = found or client != ""
    return found


def _client(own: OwnAddresses, mime: bytes) -> str:
    """Who wrote what is forwarded to this mailbox; "" when nobody outside did."""
    to_us = any(own.is_mailbox(one.address) for one in parse_headers(mime).to)
    return forwarded_from(mime, own.is_own) if to_us else ""
