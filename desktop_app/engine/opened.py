"""Letters opened one after the other, for what their headers do not say."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from desktop_app.domain.errors import ItemGone, PermissionDenied, ServerError, Unsupported
from desktop_app.domain.model import LetterId

T = TypeVar("T")
log = logging.getLogger(__name__)


def opened(
    letters: Iterable[T],
    number: Callable[[T], LetterId],
    fetch: Callable[[LetterId], bytes],
    stopping: Callable[[], bool],
) -> Iterator[tuple[T, bytes]]:
    """Each with what `fetch` gives, b"" for one that is gone or that the server cannot give.

    Such a letter is not asked for again. Raises the other MailErrors of `fetch`: they end the round.
    """
    for one in letters:
        if stopping():
            return
        try:
            mime = fetch(number(one))
        except (ItemGone, PermissionDenied, ServerError, Unsupported) as error:
            log.info("letter %d stays unread: %s", number(one), error)
            mime = b""
        yield one, mime


def told(letter: LetterId, mime: bytes, read: Callable[[bytes], T], nothing: T) -> T:
    """What `read` finds in `mime`; never raises: one letter must not stop the mailbox."""
    if not mime:
        return nothing
    try:
        return read(mime)
    except Exception:
        log.warning("letter %d of %d bytes could not be read", letter, len(mime), exc_info=True)
        return nothing
