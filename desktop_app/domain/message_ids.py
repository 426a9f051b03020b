"""Message-IDs in header fields: the letter's own, those it answers, those it refers to. Never raises."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from desktop_app.domain.charsets import clean_line

REFERENCES_MAX = 200
ID_MAX = 512

# The first part ends at the first "@": with a choice, many ids in a row could be read in 2^n ways.
_ONE_ID = re.compile(r"<[!-;=?A-~]{1,250}@[!-;=?-~]{1,250}>")
_USUAL_IDS = re.compile(rf"{_ONE_ID.pattern}(?: {_ONE_ID.pattern})*")
_BARE_ID = re.compile(r"[^\s<>@\"(),:;\[\]]{1,250}@[^\s<>@\"(),:;]{1,250}")
_BRACKETED = re.compile(r"<([^<>]*)>")


def usual_id(value: str) -> str:
    """The id of a field that is one id in brackets and nothing else, "" for any other field."""
    return value[1:-1] if _ONE_ID.fullmatch(value) else ""


class MessageIds(dict[str, str]):
    """Ids of many letters by how they are written, "<id>": those of a conversation name one another.

    KeyError for what is no usual id. That an id is the same text each time makes every later look-up cheaper.
    """

    def __missing__(self, written: str) -> str:
        own = usual_id(written)
        if not own:
            raise KeyError(written)
        self[written] = own
        return own

    def referred(self, value: str) -> tuple[str, ...]:
        """The same as `referred_ids`."""
        try:
            ids = tuple(dict.fromkeys(map(self.__getitem__, value.split(" "))))
        except KeyError:
            return referred_ids(value)
        return ids if len(ids) <= REFERENCES_MAX else _ends(ids)


def own_id(value: str) -> str:
    """The id of a Message-ID field however it is written, "" when there is none."""
    if usual := usual_id(value):
        return usual
    bracketed = _BRACKETED.search(value)
    return clean_line("".join((bracketed[1] if bracketed else value.strip("<> ")).split()))[:ID_MAX]


def parse_ids(value: str) -> tuple[str, ...]:
    """Message-IDs of a field, without their brackets, each once, in order. Words around them are let go.

    What stands without brackets is no id (RFC 5322 section 3.6.4): servers that group letters, and with them
    the webmail that people see beside us, do not follow it either (but see `Headers.bare_reply_to`). An id
    needs "@" or some length, since "<undefined>" and the like would join what does not belong together.
    """
    if _USUAL_IDS.fullmatch(value):
        return tuple(dict.fromkeys(value[1:-1].split("> <")))
    ids = ("".join(one.split()) for one in _BRACKETED.findall(clean_line(value)))
    return tuple(
        dict.fromkeys(one[:ID_MAX] for one in ids if ("@" in one and len(one) > 2) or len(one) >= 16)
    )


def referred_ids(value: str) -> tuple[str, ...]:
    """Of References: from the oldest to the one answered; of very long chains the first and the last ones."""
    ids = parse_ids(value)
    return ids if len(ids) <= REFERENCES_MAX else _ends(ids)


def answered_ids(value: str, people: Callable[[], Container[str]]) -> tuple[str, ...]:
    """Of In-Reply-To. RFC 822 allowed words: "Message from Anna <anna@x> of Monday <id@x>".

    The addresses of `people`, who write and get the letter, are no ids.
    """
    ids = parse_ids(value)
    if len(ids) > 1 and _BRACKETED.sub("", value).strip():
        named = people()
        ids = tuple(one for one in ids if one.lower() not in named) or ids
    return ids


def bare_id(value: str, people: Callable[[], Container[str]]) -> str:
    """The whole field is one id that lacks its brackets, and nobody's address; "" for any other."""
    if "<" in value or not _BARE_ID.fullmatch(value) or value.lower() in people():
        return ""
    return value


def _ends(ids: tuple[str, ...]) -> tuple[str, ...]:
    return (ids[0], *ids[1 - REFERENCES_MAX :])
