"""IMAP commands and answers over a `Wire`: several commands may be on their way, answers come one by one."""

from __future__ import annotations

import itertools
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from desktop_app.domain.errors import InputError, ItemGone, ServerError, Unsupported
from desktop_app.mail.imap_uids import UidSet, parse_uids
from desktop_app.mail.imap_wire import LINE_MAX_BYTES, Wire

LITERAL_MAX_BYTES = 1024 * 1024

_LITERAL = re.compile(rb"\{(\d{1,15})\+?\}\r?\n$")
_COUNT = re.compile(rb"\* (\d{1,10}) (EXISTS|EXPUNGE)\b", re.IGNORECASE)
_VANISHED = re.compile(rb"\* VANISHED (?!\(EARLIER\))([\d:,]+)", re.IGNORECASE)
_ESEARCH = re.compile(rb'\* ESEARCH \(TAG "?([^")]*)"?\)(?: UID)?', re.IGNORECASE)
_APPENDED = re.compile(rb"\[APPENDUID \d{1,10} (\d{1,10})\]", re.IGNORECASE)
_BARE_LF = re.compile(rb"(?<!\r)\n")
_NO_MAILBOX = re.compile(r"NONEXISTENT|TRYCREATE|exist|unknown mailbox|no such|not found", re.IGNORECASE)
_PLAIN_TEXT = (b"* OK", b"* NO", b"* BAD", b"* BYE", b"* PREAUTH")


class Refused(Exception):
    """The server answered NO or BAD to a command; `text` with the response code."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(f"{kind} {text}")
        self.kind = kind
        self.text = text


class Ended(ConnectionError):
    """The server said BYE."""


class Answer(NamedTuple):
    """An untagged response: its line, in which `{n}` stands for the n bytes in `literals`."""

    line: bytes
    literals: list[bytes]


class Mailbox(NamedTuple):
    """What EXAMINE or STATUS said; 0 = not said. `modseq` 0 also when the mailbox has none."""

    uidvalidity: int
    uidnext: int
    exists: int
    modseq: int
    unseen: int = 0


class Session:
    """A signed-in connection. `exists` follows the selected mailbox; one thread at a time."""

    def __init__(self, wire: Wire, capabilities: frozenset[str]) -> None:
        self.wire = wire
        self.capabilities = capabilities
        self.exists = 0
        self.selected = ""  # the server's name of the mailbox; "" = none
        self.selections = 0
        self.looked: dict[str, Mailbox] = {}  # the last EXAMINE of each mailbox
        self.qresync = False  # enabled: expunged letters come as VANISHED
        self.notifies: bool | None = None  # NOTIFY: None = not asked for yet, False = it has overflown
        self.idling = False  # the server listens to nothing but DONE now; tests ring only then
        self.resting = False  # nothing was asked since the last IDLE
        self._numbers = itertools.count(1)
        self._sent: deque[bytes] = deque()
        self._ended: dict[bytes, bytes] = {}  # completions that came before their turn

    # commands

    def send(self, command: bytes, *, ahead: bool = False) -> bytes:
        """Send without waiting; returns the tag for `answers`.

        Servers may work on two commands at once (Dovecot does) and mix their answers, so commands that nobody
        waits for any more are finished first; `ahead`: the caller can tell the answers apart.
        """
        while self._sent and not ahead:
            self._drop_answers(self._sent[0])
        tag = b"K%d" % next(self._numbers)
        self.wire.send(tag + b" " + command + b"\r\n")
        self._sent.append(tag)
        self.resting = False
        return tag

    def answers(self, tag: bytes, keep: int = LITERAL_MAX_BYTES) -> Iterator[Answer]:
        """Untagged responses until the command is complete; literals are cut at `keep` bytes.

        Raises Refused and Ended; RuntimeError when a later command has taken over the connection.
        """
        while self.is_open(tag):
            answer = self.read(keep)
            if answer is not None:
                yield answer
        self.finish(tag)

    def is_open(self, tag: bytes) -> bool:
        """Whether answers to a command are still to come; RuntimeError as in `answers`."""
        if tag in self._ended:
            return False
        if tag not in self._sent:
            raise RuntimeError("a later command has taken over this connection")
        return True

    def finish(self, tag: bytes) -> None:
        """Forget a command that is complete. Raises Refused when it failed."""
        self._sent.remove(tag)
        kind, _, text = self._ended.pop(tag).partition(b" ")
        if kind.upper() != b"OK":
            raise Refused(kind.decode("ascii", "replace"), text.decode("utf-8", "replace"))

    def run(self, command: bytes) -> list[Answer]:
        """One command and its answers."""
        return list(self.answers(self.send(command)))

    def read(self, keep: int = LITERAL_MAX_BYTES) -> Answer | None:
        """The next response; None for a completion, which the session keeps."""
        line, literals = self._response(keep)
        if line.startswith(b"* "):
            if line.find(b" FETCH (", 2, 24) < 0:  # by far the most lines
                self._note(line)
            return Answer(line, literals)
        if line.startswith(b"+"):
            return Answer(line, literals)
        tag, _, rest = line.partition(b" ")
        if tag not in self._sent:
            raise ServerError(text="an answer to no question: " + repr(line[:80]))
        self._ended[tag] = rest
        return None

    def examine(
        self, name: str, since: tuple[int, int] | None = None, hear: Callable[[Answer], None] | None = None
    ) -> Mailbox:
        """Select read-only. Raises ItemGone without such a mailbox, Unsupported without lasting UIDs.

        `since` a (uidvalidity, modseq), with QRESYNC: what has changed comes along and goes to `hear`.
        """
        self.selected = ""
        self.selections += 1
        self.exists = 0
        # One parameter only: Purelymail refuses "(CONDSTORE QRESYNC ...)" (purelymail-issues #452).
        extra = b" (CONDSTORE)" if "CONDSTORE" in self.capabilities else b""
        if since is not None and self.qresync:
            extra = b" (QRESYNC (%d %d))" % since
        lines: list[bytes] = []
        try:
            for answer in self.answers(self.send(b"EXAMINE " + quoted(name) + extra)):
                if hear is not None and not answer.line.startswith(b"* OK ["):
                    hear(answer)
                else:
                    lines.append(answer.line)
        except Refused as refusal:
            if _NO_MAILBOX.search(refusal.text):
                raise ItemGone(folder=name) from refusal
            raise
        self.selected = name
        codes = {key: _code(lines, key) for key in (b"UIDVALIDITY", b"UIDNEXT", b"HIGHESTMODSEQ")}
        if not codes[b"UIDVALIDITY"]:
            raise Unsupported(what="uidvalidity")
        modseq = codes[b"HIGHESTMODSEQ"] if extra else 0
        self.looked[name] = Mailbox(codes[b"UIDVALIDITY"], codes[b"UIDNEXT"], self.exists, modseq)
        return self.looked[name]

    def leave(self) -> None:
        """Select nothing any more; does not wait for the answer."""
        if self.selected:
            # CLOSE of an examined mailbox expunges nothing (RFC 9051 6.4.1); pymap 0.36 refuses: no harm.
            self.send(b"UNSELECT" if "UNSELECT" in self.capabilities else b"CLOSE", ahead=True)
            self.selected = ""
            self.selections += 1

    def search(self, *queries: bytes) -> list[UidSet]:
        """UIDs of the selected mailbox for each query; asked at once and as ranges when the server can."""
        if "ESEARCH" not in self.capabilities:
            return [self._search(query) for query in queries]
        tags = [self.send(b"UID SEARCH RETURN (ALL COUNT) " + query, ahead=True) for query in queries]
        lines = [answer.line for tag in tags for answer in self.answers(tag)]
        found = [_ranges(lines, tag) for tag in tags]
        # A server whose ranges and count differ does not mean what RFC 4731 means by ALL: ask it the old way.
        return [
            self._search(query) if uids is None else uids
            for uids, query in zip(found, queries, strict=True)
        ]

    def append(self, name: str, flags: bytes, mime: bytes, arrived: bytes = b"") -> int:
        """Store a letter; bare line feeds become line ends, as RFC 9051 demands.

        `arrived`: a quoted INTERNALDATE, b"" for now. Its UID (UIDPLUS), 0 when the server does not say it.
        """
        data = _BARE_LF.sub(b"\r\n", mime)
        when = b" " + arrived if arrived else b""
        tag = self.send(b"APPEND " + quoted(name) + b" (" + flags + b")" + when + b" {%d}" % len(data))
        while tag not in self._ended:
            answer = self.read()
            if answer is not None and answer.line.startswith(b"+"):
                self.wire.send(data + b"\r\n")
                break
        while self.is_open(tag):
            self.read()
        told = _APPENDED.search(self._ended[tag])
        self.finish(tag)
        return int(told[1]) if told else 0

    def compress(self) -> None:
        """COMPRESS=DEFLATE (RFC 4978) from here on, if the server will: headers shrink to a ninth."""
        try:
            self.run(b"COMPRESS DEFLATE")
        except Refused:
            return
        self.wire.compress()

    # inside

    def _search(self, query: bytes) -> UidSet:
        uids = UidSet()
        for line, _ in self.run(b"UID SEARCH " + query):
            if line[:8].upper() == b"* SEARCH":
                words = line.partition(b"(")[0].split()[2:]  # "(MODSEQ n)" may follow
                uids = uids.union(UidSet.of(_numbers(words)))
        return uids

    def _drop_answers(self, tag: bytes) -> None:
        while tag not in self._ended:
            self.read(keep=0)
        self._sent.remove(tag)
        del self._ended[tag]

    def _response(self, keep: int) -> tuple[bytes, list[bytes]]:
        line = self.wire.readline()
        literals: list[bytes] = []
        if not line.endswith((b"}\r\n", b"}\n")) or line[:9].upper().startswith(_PLAIN_TEXT):
            return line.rstrip(b"\r\n"), literals
        parts: list[bytes] = []
        size = 0
        while found := _LITERAL.search(line):
            literals.append(self.wire.read_cut(int(found[1]), keep))
            parts.append(line.rstrip(b"\r\n"))
            size += len(line) + len(literals[-1])
            if size > LINE_MAX_BYTES:
                raise ServerError(text="a response without end")
            line = self.wire.readline()
        parts.append(line.rstrip(b"\r\n"))
        return b"".join(parts), literals

    def _note(self, line: bytes) -> None:
        """Follow the number of letters; end with BYE."""
        if found := _COUNT.match(line):
            self.exists = int(found[1]) if found[2].upper() == b"EXISTS" else max(0, self.exists - 1)
        elif found := _VANISHED.match(line):
            self.exists = max(0, self.exists - len(parse_uids(found[1])))
        elif line[:5].upper() == b"* BYE":
            raise Ended(line[5:].strip().decode("utf-8", "replace"))


def quoted(name: str) -> bytes:
    """A mailbox name or search string as a quoted string. Raises InputError for what would break the line."""
    try:
        raw = name.encode("latin-1")
    except UnicodeEncodeError as error:
        raise InputError(field="name", reason="not_latin1") from error
    if any(byte in raw for byte in b"\r\n\0"):
        raise InputError(field="name", reason="control_character")
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _code(lines: list[bytes], key: bytes) -> int:
    """The number in a response code such as `* OK [UIDNEXT 5]`; 0 when it did not come."""
    pattern = re.compile(rb"\* OK \[" + key + rb" (\d{1,20})\]", re.IGNORECASE)
    return next((int(found[1]) for line in lines if (found := pattern.match(line))), 0)


def _numbers(words: list[bytes]) -> Iterable[int]:
    try:
        return list(map(int, words))
    except ValueError:
        return [int(word) for word in words if word.isdigit()]


def _ranges(lines: list[bytes], tag: bytes) -> UidSet | None:
    """The ESEARCH answer to one command; None when there is none that can be believed."""
    for line in lines:
        found = _ESEARCH.match(line)
        if found is not None and found[1] == tag:
            words = line[found.end() :].upper().split()
            fields = dict(zip(words[::2], words[1::2], strict=False))
            uids = parse_uids(fields.get(b"ALL", b""))
            return uids if fields.get(b"COUNT") == b"%d" % len(uids) else None
    return None
