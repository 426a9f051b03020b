"""Header fields of a letter into `Headers`: fast for the usual, patient with the broken. Never raises.

Measured against `email` (policy compat32) over 5,534 real letters: the same From, To, Cc, Date, Subject
and ids at a fraction of its time (tests/benchmarks/bench_parse.py, tests/unit/domain/test_real_letters.py).
Many letters at once are read in half the time by `domain.header_reader`.
"""

from __future__ import annotations

from functools import lru_cache, partial
from hashlib import blake2b

from desktop_app.domain.charsets import clean_line, guess
from desktop_app.domain.dates import parse_date, zone_minutes
from desktop_app.domain.encoded_words import decode_words
from desktop_app.domain.mailboxes import parse_mailboxes
from desktop_app.domain.message_ids import answered_ids, bare_id, own_id, referred_ids
from desktop_app.domain.model import Address, Headers

# What is asked from the server: BODY.PEEK[HEADER.FIELDS (...)]. Few on purpose: the server repeats the
# list for every letter (research/imap.md 2.2).
FIELDS: tuple[str, ...] = (
    "MESSAGE-ID", "SUBJECT", "FROM", "SENDER", "REPLY-TO", "TO", "CC", "DATE", "IN-REPLY-TO", "REFERENCES",
    "DELIVERED-TO", "X-ORIGINAL-TO", "X-ORIGINAL-FROM", "CONTENT-TYPE", "AUTO-SUBMITTED", "PRECEDENCE",
    "LIST-ID", "LIST-UNSUBSCRIBE", "RETURN-PATH", "X-FAILED-RECIPIENTS", "X-AUTOREPLY",
    "X-AUTO-RESPONSE-SUPPRESS", "X-MS-EXCHANGE-INBOX-RULES-LOOP", "CONTENT-CLASS",
    "X-MICROSOFT-ORIGINAL-MESSAGE-ID", "THREAD-INDEX",
)  # fmt: skip

HEADER_MAX_BYTES = 256 * 1024
SUBJECT_MAX = 500
EXTRA_MAX = 2000

_WANTED = frozenset(name.lower() for name in FIELDS)
SPELLINGS = {
    spelled: name.lower() for name in FIELDS for spelled in (name.title(), name.title().replace("Id", "ID"))
}
_EXTRA = _WANTED - {
    "message-id", "subject", "from", "reply-to", "to", "cc", "date", "in-reply-to", "references",
    "delivered-to",
}  # fmt: skip
# Differ between copies of one letter, so they are no part of what makes up a missing Message-ID.
_TRACES = frozenset({"delivered-to", "x-original-to", "return-path"})

_NOBODY = Address("", "")


def parse_headers(raw: bytes) -> Headers:
    """Read a header block, or a complete letter up to its empty line. Never raises.

    A letter without Message-ID gets a stable one, made from its header: `<hash>@missing.otklik`.
    """
    block, cut = _block(raw)
    fields = _fields(block)
    senders = _mailboxes(fields, "from")
    answers = fields.get("in-reply-to", [])
    people = partial(_people, fields)
    return Headers(
        message_id=_message_id(fields, block),
        subject=clean_line(decode_words(fields["subject"][0]))[:SUBJECT_MAX] if "subject" in fields else "",
        sender=senders[0] if senders else _NOBODY,
        to=_mailboxes(fields, "to"),
        cc=_mailboxes(fields, "cc"),
        reply_to=_mailboxes(fields, "reply-to"),
        date=parse_date(fields["date"][0]) if "date" in fields else None,
        in_reply_to=answered_ids(" ".join(answers), people) if answers else (),
        references=referred_ids(" ".join(fields["references"])) if "references" in fields else (),
        delivered_to=_delivered_to(fields),
        extra={
            name: (values[0] if values[0].isprintable() else clean_line(values[0]))[:EXTRA_MAX]
            for name, values in fields.items()
            if name in _EXTRA
        },
        bad=cut or not senders,
        bare_reply_to=bare_id(answers[0], people) if answers else "",
    )


def writer_zone(raw: bytes) -> int:
    """Minutes east of UTC where a letter was written, as its Date says; 0 when it does not. Never raises."""
    dates = _fields(_block(raw)[0]).get("date", [""])
    return zone_minutes(dates[0])


def other_spelling(spelled: str) -> str:
    """The name of a wanted field written in an unusual way, "" for any other."""
    name = spelled.rstrip().lower()
    return name if name in _WANTED else ""


@lru_cache(maxsize=1024)  # the same few on every letter of a mailbox
def bare_address(value: str) -> str:
    """Of Delivered-To and its like: lower-case, no brackets."""
    return clean_line(value).strip("<> ").lower()


def _block(raw: bytes) -> tuple[bytes, bool]:
    """The header, its lines ended by LF, and whether it had to be cut."""
    head = raw[: HEADER_MAX_BYTES + 4].lstrip(b"\r\n")
    # Line ends of the Macintosh of old were CR alone.
    head = head.replace(b"\r", b"" if b"\n" in head else b"\n")
    block, end, _ = head.partition(b"\n\n")
    return block, not end and len(raw) > HEADER_MAX_BYTES


def _fields(block: bytes) -> dict[str, list[str]]:
    """Wanted fields by lower-case name, unfolded."""
    text = block.decode("latin-1")
    plain = text.isascii() and "\x1b" not in text  # asked once for all fields: 2 us less a letter
    fields: dict[str, list[str]] = {}
    for line in text.replace("\n ", " ").replace("\n\t", " ").split("\n"):
        spelled, _, value = line.partition(":")
        name = SPELLINGS.get(spelled) or other_spelling(spelled)
        if not name:
            continue
        value = value.strip() if plain else _readable(value.strip())
        if name in fields:
            fields[name].append(value)
        else:
            fields[name] = [value]
    return fields


def _readable(value: str) -> str:
    """Characters for bytes that were not ASCII (RFC 6532, or a mailer that never heard of MIME)."""
    return value if value.isascii() and "\x1b" not in value else guess(value.encode("latin-1"))


def _mailboxes(fields: dict[str, list[str]], name: str) -> tuple[Address, ...]:
    values = fields.get(name)
    if values is None:
        return ()
    if len(values) == 1:
        return parse_mailboxes(values[0])
    return tuple(one for value in values for one in parse_mailboxes(value))


def _message_id(fields: dict[str, list[str]], block: bytes) -> str:
    for value in fields.get("message-id", ()):
        if own := own_id(value):
            return own
    return _synthetic_id(fields, block)


def _synthetic_id(fields: dict[str, list[str]], block: bytes) -> str:
    """The same for every copy of the letter, for the fields alone and for the whole letter."""
    named = sorted((name, *values) for name, values in fields.items() if name not in _TRACES)
    material = repr(named).encode() if named else block
    return f"{blake2b(material, digest_size=16).hexdigest()}@missing.otklik"


def _people(fields: dict[str, list[str]]) -> set[str]:
    return {one.address for name in ("from", "to", "cc") for one in _mailboxes(fields, name)}


def _delivered_to(fields: dict[str, list[str]]) -> tuple[str, ...]:
    values = (*fields.get("delivered-to", ()), *fields.get("x-original-to", ()))
    return tuple(dict.fromkeys(filter(None, map(bare_address, values))))
