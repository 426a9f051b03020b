"""Address fields into names and addresses: RFC 5322 section 3.4 and what is really written there.

Own reader, because `email.utils.getaddresses` answers differently from one Python to the next (3.11.10
and 3.12.6 made it strict: one odd recipient and the whole field is lost).
"""

from __future__ import annotations

import re
from functools import lru_cache

from desktop_app.domain.charsets import clean, clean_line
from desktop_app.domain.encoded_words import decode_words
from desktop_app.domain.model import Address

MAILBOXES_MAX = 2000
NAME_MAX = 200
_ADDRESS_MAX = 320  # 64 + "@" + 255, RFC 5321 section 4.5.3.1

# Nearly all mailboxes: a name without anything special, or in quotes, and <address>; or an address alone.
_USUAL = re.compile(
    r'\s*(?:(?:"([^"\\<>]*)"|([^"<>,;:()\\@\[\]]*?))\s*<([^<>\s,;:"()\\]*)>|([^\s<>,;:"()\\\[\]]+@[^\s<>,;:"()\\\[\]]+))'
    r"\s*(?:,|\Z)"
)
_TOKEN = re.compile(
    r"(?P<word>=\?[^?\s]*\?[BbQq]\?[^?]*\?=)"  # an encoded word is one token, commas inside and all
    r'|"(?P<quoted>(?:[^"\\]|\\.)*)(?:"|\Z)'
    r"|<(?P<angle>[^<>]*)(?:>|\Z)"
    r"|(?P<open>\()"
    r"|(?P<mark>[,;:])"
    r"|(?P<atom>[^\s\",;:<(]+)",
    re.DOTALL,
)
_COMMENT_PART = re.compile(r"[^()\\]+|\\.|[()]|\\", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@lru_cache(maxsize=4096)  # a mailbox is written to and by the same few: nine of ten fields came before
def parse_mailboxes(value: str) -> tuple[Address, ...]:
    """The mailboxes of one field, in order; members of groups too. Never raises.

    Addresses are lower-case. One without "@" is kept as written ("mailer-daemon"), one that is missing is "".
    """
    found: list[Address] = []
    if not value.isprintable():
        value = clean(value)
    position = 0
    while position < len(value):
        usual = _USUAL.match(value, position)
        if usual is None:
            return tuple(_by_tokens(value)[:MAILBOXES_MAX])
        quoted, plain, angle, bare = usual.groups()
        if bare:
            found.append(Address("", bare.lower()[:_ADDRESS_MAX]))
        elif angle or quoted or plain:
            found.append(Address(_name(quoted or plain or ""), angle.lower()[:_ADDRESS_MAX]))
        position = usual.end()
    return tuple(found[:MAILBOXES_MAX])


def _name(text: str) -> str:
    name = clean_line(decode_words(text))
    if len(name) > 2 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()  # Outlook quotes with ' inside of "
    return name[:NAME_MAX]


class _Mailbox:
    """One mailbox while its tokens come in; a word goes with whether white space stood before it."""

    __slots__ = ("angle", "comments", "trailing", "words")

    def __init__(self, words: list[tuple[str, bool]] | None = None) -> None:
        self.words = words or []
        self.angle: str | None = None
        self.trailing: list[tuple[str, bool]] = []  # behind the angle brackets
        self.comments: list[str] = []

    def finished(self) -> Address | None:
        phrase = "".join(
            (" " if spaced else "") + word for word, spaced in self.words or self.trailing
        ).strip()
        if self.angle is not None:
            address = self.angle.rpartition(":")[2]  # "<@relay:user@host>", an obsolete route
            return self._address(phrase, address) if address or phrase else None
        if not phrase:
            return None
        if "@" in phrase:
            return self._bare(phrase)
        if "=?" in phrase or " " in phrase:
            return self._address(phrase, "")  # a name that lost its address
        return self._address("", phrase)

    def _bare(self, phrase: str) -> Address:
        """An address without brackets: "user @ host" of old, "Name user@host" of the careless."""
        compact = re.sub(r"\s*([@.])\s*", r"\1", phrase)
        *name, address = compact.split(" ") if " " in compact else [compact]
        if "@" not in address:
            address = next(word for word in compact.split(" ") if "@" in word)
            name = [word for word in compact.split(" ") if word != address]
        return self._address(" ".join(name), address)

    def _address(self, name: str, address: str) -> Address:
        words = name or " ".join(self.comments)
        bare = "".join(clean_line(address).split()).strip("'\"").lower()
        return Address(_name(words), bare[:_ADDRESS_MAX])


def _by_tokens(value: str) -> list[Address]:
    """Quoted strings, comments, groups, routes, semicolons instead of commas, brackets never closed."""
    found: list[Address] = []
    mailbox = _Mailbox()
    position = 0
    for _ in range(len(value) + 1):
        token = _TOKEN.search(value, position)
        if token is None:
            break
        spaced = token.start() > position
        position = token.end()
        if token["open"]:
            comment, position = _comment(value, position)
            mailbox.comments.append(comment)
        elif token["mark"] in (",", ";"):
            found.extend(filter(None, [mailbox.finished()]))
            mailbox = _Mailbox()
        elif token["mark"] == ":":
            mailbox = _Mailbox()  # what came before is the name of a group
        elif token["angle"] is not None:
            if mailbox.angle is not None:  # "a <a@x> b <b@x>": the comma was forgotten
                found.extend(filter(None, [mailbox.finished()]))
                mailbox = _Mailbox(mailbox.trailing)
            mailbox.angle = token["angle"]
        else:
            word = _ESCAPED.sub(r"\1", token["quoted"]) if token["quoted"] is not None else token[0]
            (mailbox.words if mailbox.angle is None else mailbox.trailing).append((word, spaced))
        if len(found) > MAILBOXES_MAX:
            break
    return [*found, *filter(None, [mailbox.finished()])]


def _comment(value: str, position: int) -> tuple[str, int]:
    """The text of a comment, which may hold others, and where it ends."""
    depth = 1
    parts: list[str] = []
    for part in _COMMENT_PART.finditer(value, position):
        depth += {"(": 1, ")": -1}.get(part[0], 0)
        if depth == 0:
            return "".join(parts), part.end()
        parts.append(part[0])
    return "".join(parts), len(value)
