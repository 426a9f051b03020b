"""Whether a letter in Sent is the copy that a recipient got: it bears marks that the clean letter has not."""

from __future__ import annotations

import re

from desktop_app.domain.bodies import bodies

_MARK = re.compile(r"/[ocw]/([A-Za-z0-9_-]{24})(?![A-Za-z0-9_-])")


def bears_marks(stored: bytes, clean: bytes) -> bool:
    """Told by tokens in the decoded text, because a server may have written the letter anew.

    Marks in the quotes of the clean letter itself count for nothing. Never raises.
    """
    return bool(_marks(stored) - _marks(clean))


def page_bears_marks(page: str, clean: bytes) -> bool:
    """The same of a letter of which only its page (HTML) was asked for. Never raises."""
    return bool(set(_MARK.findall(page)) - _marks(clean))


def _marks(mime: bytes) -> set[str]:
    pages = (body.text() for body in bodies(mime) if body.content_type == "text/html")
    return {mark for page in pages for mark in _MARK.findall(page)}
