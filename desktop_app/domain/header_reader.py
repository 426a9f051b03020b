"""The headers of many letters at once: `domain.mime.parse_headers` in half its time, with the same answers.

The letters of a mailbox share most of their lines (From, To, List-Id, Return-Path ...): each is read once.
A header with anything unusual in it (bytes that are not ASCII, control characters, a second Message-ID) goes
the patient way. Both read all of our samples alike (tests/unit/domain/test_header_reader.py).
"""

from __future__ import annotations

from functools import lru_cache

from desktop_app.domain.charsets import clean_line
from desktop_app.domain.dates import DateReader
from desktop_app.domain.encoded_words import decode_words
from desktop_app.domain.mailboxes import parse_mailboxes
from desktop_app.domain.message_ids import MessageIds, answered_ids, bare_id
from desktop_app.domain.mime import (
    EXTRA_MAX,
    HEADER_MAX_BYTES,
    SPELLINGS,
    SUBJECT_MAX,
    bare_address,
    other_spelling,
    parse_headers,
)
from desktop_app.domain.model import Address, Headers

_NOBODY = Address("", "")
_OF_ONE_LETTER = frozenset({"message-id", "date", "in-reply-to", "references"})
_PEOPLE = frozenset({"from", "to", "cc", "reply-to"})
_MAY_REPEAT = frozenset(
    {"return-path", "list-id", "list-unsubscribe", "precedence", "content-type", "sender", "auto-submitted"}
)


class HeaderReader:
    """One for the letters of one batch: it remembers their lines, however many they are."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[str, str]] = {}
        self._names = dict(SPELLINGS)
        self._dates = DateReader()
        self._ids = MessageIds()

    def read(self, raw: bytes) -> Headers:
        """The same as `parse_headers`."""
        if len(raw) <= HEADER_MAX_BYTES:
            try:
                return self._headers(self._fields(raw))
            except (UnicodeDecodeError, _Unusual):
                pass  # one of a hundred letters at most
        return parse_headers(raw)

    def _headers(self, fields: dict[str, str]) -> Headers:
        """Takes out of the fields what has a place of its own; the rest are `extra`."""
        take = fields.pop
        try:
            own = self._ids[take("message-id", "")]
        except KeyError as error:
            raise _Unusual from error
        senders = parse_mailboxes(take("from", ""))
        to = parse_mailboxes(take("to", ""))
        cc = parse_mailboxes(take("cc", ""))
        written = take("date", None)
        answers = take("in-reply-to", None)
        references = take("references", None)
        answered, bare = self._answered(answers, senders, to, cc) if answers is not None else ((), "")
        return Headers(
            own,
            take("subject", ""),
            senders[0] if senders else _NOBODY,
            to,
            cc,
            parse_mailboxes(take("reply-to", "")),
            self._dates.read(written) if written is not None else None,
            answered,
            self._ids.referred(references) if references is not None else (),
            _delivered_to(take("delivered-to", ""), fields.get("x-original-to", "")),
            fields,
            not senders,
            bare,
        )

    def _answered(self, value: str, *people: tuple[Address, ...]) -> tuple[tuple[str, ...], str]:
        """What a letter answers, with and without brackets. `people` write and get it."""
        try:
            return (self._ids[value],), ""
        except KeyError:
            pass

        def addresses() -> set[str]:
            return {one.address for field in people for one in field}

        return answered_ids(value, addresses), bare_id(value, addresses)

    def _fields(self, raw: bytes) -> dict[str, str]:
        """Fields by lower-case name, unfolded. Those of people and ids as written, the others decoded."""
        text = raw.decode("ascii").rstrip()
        if raw.endswith(b"\r\n"):
            lines = text.replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n")
        else:
            lines = text.replace("\n ", " ").replace("\n\t", " ").split("\n")
        known = self._lines.get
        pairs = [known(line) or self._read(line) for line in lines]
        fields = dict(pairs)
        return fields if len(fields) == len(pairs) else _repeated(pairs)

    def _read(self, line: str) -> tuple[str, str]:
        """Name and value of a line that no letter had before."""
        spelled, _, value = line.partition(":")
        name = self._names.get(spelled) or self._learn(spelled)
        value = value.strip()
        if not value.isprintable():
            raise _Unusual
        if name in _OF_ONE_LETTER:
            return name, value
        if name not in _PEOPLE:
            if len(value) > EXTRA_MAX:
                raise _Unusual
            if name == "subject":
                value = clean_line(decode_words(value))[:SUBJECT_MAX]
            elif name == "delivered-to":
                value = bare_address(value)
        if len(line) <= EXTRA_MAX and not (name == "content-type" and "boundary" in value):
            self._lines[line] = name, value
        return name, value

    def _learn(self, spelled: str) -> str:
        """An unusual spelling of a wanted name."""
        name = other_spelling(spelled) if spelled.isprintable() else ""
        if not name:
            raise _Unusual
        self._names[spelled] = name
        return name


class _Unusual(Exception):
    """To be read by `parse_headers`."""


def _repeated(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Several servers on the way may have written Delivered-To; of other fields the first counts."""
    fields: dict[str, str] = {}
    for name, value in pairs:
        if name not in fields:
            fields[name] = value
        elif name == "delivered-to":
            fields[name] += f"\n{value}"
        elif name not in _MAY_REPEAT:
            raise _Unusual
    return fields


@lru_cache(maxsize=1024)
def _delivered_to(addresses: str, original: str) -> tuple[str, ...]:
    """`addresses`: one a line."""
    return tuple(dict.fromkeys(filter(None, (*addresses.split("\n"), bare_address(original)))))
