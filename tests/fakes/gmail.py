"""Gmail's IMAP as it documents itself ("IMAP extensions", X-GM-EXT-1): labels as folders, one All Mail.

No QRESYNC, no NOTIFY; CONDSTORE, LIST-STATUS and SPECIAL-USE are there (research/imap.md 3.3).
"""

import re
from dataclasses import dataclass, field

from desktop_app.mail.imap_uids import parse_uids
from tests.fakes.hostile_imap import HostileImap, Talk

CAPABILITY = (
    "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS ENABLE MOVE CONDSTORE "
    "ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584"
)
FOLDERS = {
    "INBOX": ("\\HasNoChildren", "\\Inbox"),
    "[Gmail]": ("\\HasChildren \\Noselect", ""),
    "[Gmail]/&BBIEQQRP- &BD8EPgRHBEIEMA-": ("\\All \\HasNoChildren", "*"),
    "[Gmail]/&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-": ("\\HasNoChildren \\Sent", "\\Sent"),
    "[Gmail]/&BCcENQRABD0EPgQyBDgEOgQ4-": ("\\Drafts \\HasNoChildren", "\\Draft"),
    "[Gmail]/&BBIEMAQ2BD0EPgQ1-": ("\\HasNoChildren \\Important", "\\Important"),
    "[Gmail]/&BCEEPwQwBDw-": ("\\HasNoChildren \\Junk", "\\Spam"),
    "[Gmail]/&BBoEPgRABDcEOAQ9BDA-": ("\\HasNoChildren \\Trash", "\\Trash"),
    "Clients (new)": ("\\HasNoChildren", "Clients (new)"),
}
ALL_MAIL = "[Gmail]/&BBIEQQRP- &BD8EPgRHBEIEMA-"


@dataclass
class GmailLetter:
    uid: int
    thread: int
    labels: list[str]
    header: bytes
    flags: str
    modseq: int
    arrived: str = "02-Mar-2026 09:30:00 +0000"


@dataclass
class Gmail:
    """`server` is a context manager; `hide_all_mail`: the user does not show All Mail in IMAP."""

    letters: list[GmailLetter] = field(default_factory=list)
    hide_all_mail: bool = False
    on_known: str = "replace"  # what APPEND does with a known Message-ID: "replace" | "keep" the old one
    modseq: int = 100
    uidnext: int = 1

    def add(
        self,
        thread: int,
        labels: list[str],
        header: bytes,
        flags: str = "\\Seen",
        arrived: str = "02-Mar-2026 09:30:00 +0000",
    ) -> None:
        self.letters.append(GmailLetter(self.uidnext, thread, labels, header, flags, 0, arrived))
        self.uidnext += 1
        self.touch(self.letters[-1])

    def touch(self, letter: GmailLetter) -> None:
        """Its flags or labels have changed."""
        self.modseq += 1
        letter.modseq = self.modseq

    def remove(self, letter: GmailLetter) -> None:
        """Deleted for ever."""
        self.modseq += 1
        self.letters.remove(letter)

    def server(self) -> HostileImap:
        handlers = {
            "LIST": self._list,
            "EXAMINE": self._examine,
            "SELECT": self._examine,
            "APPEND": self._append,
            "UID STORE": self._store,
            "UID EXPUNGE": self._expunge,
            "UID MOVE": self._move,
            "UID SEARCH": self._search,
            "UID FETCH": self._fetch,
            "ENABLE": lambda talk, tag, what: talk.send(f"* ENABLED {what}", f"{tag} OK Success"),
            "IDLE": self._idle,
        }
        return HostileImap(handlers, CAPABILITY)

    def in_folder(self, name: str) -> list[GmailLetter]:
        label = FOLDERS[name][1]
        if label == "*":  # what lies in Spam and Trash is nowhere else
            return [one for one in self.letters if not {"\\Spam", "\\Trash"} & set(one.labels)]
        return [one for one in self.letters if label in one.labels]

    def _names(self) -> list[str]:
        return [name for name in FOLDERS if not (self.hide_all_mail and name == ALL_MAIL)]

    def _list(self, talk: Talk, tag: str, arguments: str) -> None:
        for name in self._names():
            talk.send(f'* LIST ({FOLDERS[name][0]}) "/" "{name}"')
            if "STATUS" in arguments and "Noselect" not in FOLDERS[name][0]:
                held = self.in_folder(name)
                unseen = sum("Seen" not in one.flags for one in held)
                figures = f"MESSAGES {len(held)} UIDNEXT {self.uidnext} UIDVALIDITY 7"
                talk.send(f'* STATUS "{name}" ({figures} UNSEEN {unseen} HIGHESTMODSEQ {self.modseq})')
        talk.send(f"{tag} OK Success")

    def _examine(self, talk: Talk, tag: str, arguments: str) -> None:
        talk.selected = re.match(r'"(.*?)"', arguments)[1]
        talk.send(
            f"* {len(self.in_folder(talk.selected))} EXISTS",
            "* OK [UIDVALIDITY 7] UIDs valid.",
            f"* OK [UIDNEXT {self.uidnext}] Predicted next UID.",
            f"* OK [HIGHESTMODSEQ {self.modseq}]",
            f"{tag} OK [READ-ONLY] {talk.selected} selected. (Success)",
        )

    def _search(self, talk: Talk, tag: str, arguments: str) -> None:
        low = re.search(r"(\d+):\*", arguments)
        told = re.search(r'HEADER Message-ID "(.*?)"', arguments)
        wanted = told[1].encode() if told else b""
        uids = [
            one.uid
            for one in self.in_folder(talk.selected)
            if wanted in one.header and (not low or one.uid >= int(low[1]))
        ]
        found = f" ALL {','.join(map(str, uids))}" if uids else ""
        talk.send(f'* ESEARCH (TAG "{tag}") UID COUNT {len(uids)}{found}', f"{tag} OK SEARCH completed")

    def _fetch(self, talk: Talk, tag: str, arguments: str) -> None:
        wanted = parse_uids(arguments.partition(" ")[0].replace("*", str(self.uidnext)).encode())
        since = re.search(r"CHANGEDSINCE (\d+)", arguments)
        for number, one in enumerate(self.in_folder(talk.selected), 1):
            if one.uid in wanted and one.modseq > int(since[1] if since else 0):
                whole = "HEADER" in arguments or "PEEK[]" in arguments
                talk.raw(self._line(number, one, "X-GM-LABELS" in arguments, whole))
        talk.send(f"{tag} OK Success")

    def _line(self, number: int, one: GmailLetter, own: bool, whole: bool) -> bytes:
        """Its own attributes come first; a label with a special character may be a literal."""
        if not whole:
            return b"* %d FETCH (UID %d MODSEQ (%d) FLAGS (%b))\r\n" % (
                number, one.uid, one.modseq, one.flags.encode()
            )  # fmt: skip
        extra = b""
        if own:
            labels = b" ".join(map(_label, one.labels))
            extra = b"X-GM-THRID %d X-GM-LABELS (%b) " % (one.thread, labels)
        return (
            b'* %d FETCH (%bUID %d RFC822.SIZE 900 INTERNALDATE "%b" FLAGS (%b) '
            b"BODY[HEADER.FIELDS (SUBJECT)] {%d}\r\n%b)\r\n"
            % (
                number, extra, one.uid, one.arrived.encode(), one.flags.encode(), len(one.header), one.header
            )
        )  # fmt: skip

    def _append(self, talk: Talk, tag: str, arguments: str) -> None:
        told = re.match(r'"(.*?)" \((.*?)\)(?: "(.*?)")? \{(\d+)\}$', arguments)
        talk.raw(b"+ go ahead\r\n")
        mime = talk.literal(int(told[4]))
        label = FOLDERS[told[1]][1]
        known = [one for one in self.letters if _message_id(one.header) == _message_id(mime)]
        if known and self.on_known == "keep":  # also one in the waste bin: it comes back as it was
            known[0].labels = [label]
            self.touch(known[0])
            talk.send(f"{tag} OK [APPENDUID 7 {known[0].uid}] (Success)")
            return
        for one in known:
            if label in one.labels:
                self.remove(one)
        self.add(99, [label], mime, told[2], told[3])
        talk.send(f"{tag} OK [APPENDUID 7 {self.letters[-1].uid}] (Success)")

    def _named(self, talk: Talk, arguments: str) -> list[GmailLetter]:
        wanted = parse_uids(arguments.partition(" ")[0].encode())
        return [one for one in self.in_folder(talk.selected) if one.uid in wanted]

    def _store(self, talk: Talk, tag: str, arguments: str) -> None:
        for one in self._named(talk, arguments):
            one.flags += " \\Deleted"
        talk.send(f"{tag} OK Success")

    def _expunge(self, talk: Talk, tag: str, arguments: str) -> None:
        """Out of a label a letter goes to the archive; only Spam and Trash forget it."""
        for one in self._named(talk, arguments):
            if {"\\Trash", "\\Spam"} & set(one.labels):
                self.remove(one)
            else:
                one.labels = []
                self.touch(one)
        talk.send(f"{tag} OK Success")

    def _move(self, talk: Talk, tag: str, arguments: str) -> None:
        target = FOLDERS[re.search(r'"(.*?)"', arguments)[1]][1]
        for one in self._named(talk, arguments):
            one.labels, one.uid = [target], self.uidnext
            self.uidnext += 1
            self.touch(one)
        talk.send(f"{tag} OK Success")

    def _idle(self, talk: Talk, tag: str, _: str) -> None:
        talk.raw(b"+ idling\r\n")
        talk.line()
        talk.send(f"{tag} OK IDLE terminated (Success)")


def _message_id(mime: bytes) -> bytes:
    return re.search(rb"Message-ID: (<.*?>)", mime)[1]


def _label(name: str) -> bytes:
    raw = name.encode()
    if "{" in name or "&" in name:
        return b"{%d}\r\n%b" % (len(raw), raw)
    escaped = raw.replace(b"\\", b"\\\\")
    return b'"' + escaped + b'"' if escaped != raw or " " in name else raw
