"""Through whose mailboxes a letter of ours passed, by what is quoted of it: Mail.ru names the mailbox.

Mail.ru shows pictures through its proxy and keeps the proxy's address when the letter is answered or handed
on; `email=` in it is the mailbox that showed it (research/tracking.md 1.3). Another mailbox than the one we
wrote to proves a forward.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice

from desktop_app.domain.bodies import bodies
from desktop_app.domain.wrappers import mailbox_of, unwrap

_WRAPPED = re.compile(r"https?://[^\s\"'<>]*imgsmail\.ru[^\s\"'<>]*", re.IGNORECASE)
MOST_PICTURES = 500


def passed_through(mime: bytes, ours: str) -> list[str]:
    """Mailboxes (lower case) that showed a picture of the tracking server `ours`, in order, each once."""
    found: dict[str, None] = {}
    pages = [one.text() for one in bodies(mime) if one.content_type == "text/html"] if ours else []
    for html in pages:
        for match in islice(_WRAPPED.finditer(html), MOST_PICTURES):
            url = unescape(match[0])
            if unwrap(url).partition("://")[2].startswith(ours.partition("://")[2] + "/o/"):
                found[mailbox_of(url)] = None
    return [one for one in found if one]
