"""Letters of colleagues that forward something are opened: a client's letter inside begins a wait of ours."""

from __future__ import annotations

import logging
from collections.abc import Callable

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.errors import ItemGone, PermissionDenied, ServerError, Unsupported
from desktop_app.domain.handovers import forwarded_from
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import DAY, AccountId, LetterId, Micros
from desktop_app.store import handovers
from desktop_app.store.database import Database

log = logging.getLogger(__name__)

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
    for letter in handovers.wanting(db, account, now - READ_BACK, limit):
        if stopping():
            break
        try:
            mime = fetch(letter)
        except (ItemGone, PermissionDenied, ServerError, Unsupported) as error:
            log.info("letter %d stays unread: %s", letter, error)
            mime = b""
        client = _client(letter, mime, own)
        handovers.note_forward(db, letter, client)
        found = found or client != ""
    return found


def _client(letter: LetterId, mime: bytes, own: OwnAddresses) -> str:
    """Who wrote what is forwarded to this mailbox; "" when nobody outside did. Never raises."""
    try:
        to_us = any(own.is_mailbox(one.address) for one in parse_headers(mime).to)
        return forwarded_from(mime, own.is_own) if to_us else ""
    except Exception:  # one letter must not stop the mailbox
        log.warning("letter %d of %d bytes could not be read", letter, len(mime), exc_info=True)
        return ""
