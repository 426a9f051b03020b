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
        uids = [one.uid for one in self.in_folder(talk.selected) if not low or one.uid >= int(low[1])]
        found = f" ALL {','.join(map(str, uids))}" if uids else ""
        talk.send(f'* ESEARCH (TAG "{tag}") UID COUNT {len(uids)}{found}', f"{tag} OK SEARCH completed")

    def _fetch(self, talk: Talk, tag: str, arguments: str) -> None:
        wanted = parse_uids(arguments.partition(" ")[0].replace("*", str(self.uidnext)).encode())
        since = re.search(r"CHANGEDSINCE (\d+)", arguments)
        for number, one in enumerate(self.in_folder(talk.selected), 1):
            if one.uid in wanted and one.modseq > int(since[1] if since else 0):
                talk.raw(self._line(number, one, "X-GM-LABELS" in arguments, "HEADER" in arguments))
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

    def _idle(self, talk: Talk, tag: str, _: str) -> None:
        talk.raw(b"+ idling\r\n")
        talk.line()
        talk.send(f"{tag} OK IDLE terminated (Success)")


def _label(name: str) -> bytes:
    raw = name.encode()
    if "{" in name or "&" in name:
        return b"{%d}\r\n%b" % (len(raw), raw)
    escaped = raw.replace(b"\\", b"\\\\")
    return b'"' + escaped + b'"' if escaped != raw or " " in name else raw
