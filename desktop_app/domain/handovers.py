"""A wait that goes over to a colleague: said by hand, or told by the letter that forwards it.

The definition, in product words:

- A wait is handed over at the instant somebody says so, or when our letter forwards a client's letter of the
  wait to colleagues only: it names that letter in References, its subject begins as a forward's does.
- From then on it is not mine: my figures leave it out with the reason "handed over", counted, to be opened;
  it is no answer of mine, and not ignored by me either.
- The colleague's wait begins at that instant, in the colleague's mailbox with the forwarded letter; said by
  hand, in the figures of the mailbox the colleague answers from, when that is one of this computer.
- The client goes on waiting from the arrival of his letter until anybody of ours answers.
- If whoever handed it over, or a person unknown, answers after all, before any colleague does, it was only a
  question: the wait is his from the arrival on. Nobody else is guessed.
- The client's next letter, when the wait went to a mailbox that is not here, begins a wait of mine: what the
  colleague does with it cannot be seen from here. Where it can be seen, there is one wait.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from desktop_app.domain.bodies import bodies
from desktop_app.domain.mailboxes import parse_mailboxes
from desktop_app.domain.text import readable

_FORWARD = re.compile(
    r"\s*(?:\[[^\[\]]{1,60}\]\s*)*"
    r"(?:fwd?|пересл|пер|wg|vs|vl|vb|rv|tr|i|pd|doorst|enc|trs|i̇lt|ilt|továbbítás|转发|轉寄|転送)"
    r"\s*(?:[\[(]\s*\d{1,4}\s*[\])])?\s*[:：]",
    re.IGNORECASE,
)
_FROM = re.compile(r"[>*\s]*(?:from|от|от кого|von|de|від)\s*\*?\s*:\*?\s*(\S.*)", re.IGNORECASE)
_LINES = 200  # a forwarded letter's head stands near the top


def is_forward(subject: str) -> bool:
    """Whether a subject begins as a forward's does ("Fwd:", "FW:", "Пересл:", "[Sales] WG:")."""
    return _FORWARD.match(subject) is not None


def first_colleague(subject: str, to: Sequence[str]) -> str:
    """To whom a letter that only colleagues get forwards something; "" when it does not."""
    return to[0] if to and is_forward(subject) else ""


def forwarded_from(mime: bytes, is_own: Callable[[str], bool]) -> str:
    """The outside address whose letter this one forwards, by the head above the forwarded text; "" = nobody.

    A letter attached whole counts by its own From.
    """
    for part in bodies(mime):
        if part.content_type == "message/rfc822":
            found = _outside(_heads(part.content[:65_536].decode("utf-8", "replace")), is_own)
            if found:
                return found
    return _outside(_heads(readable(mime)), is_own)


def _heads(text: str) -> list[str]:
    return [found[1] for line in text.split("\n")[:_LINES] if (found := _FROM.match(line))]


def _outside(heads: Sequence[str], is_own: Callable[[str], bool]) -> str:
    """Of the newest forwarded letter: what stands below it is older."""
    for head in heads:
        for person in parse_mailboxes(head):
            if "@" in person.address:
                return "" if is_own(person.address) else person.address
    return ""
