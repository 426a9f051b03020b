"""Real letters of `../shared/data/mail`, unpacked in memory; skips where they are absent."""

import lzma
import re
import tarfile
from collections.abc import Iterator

from tests.paths import shared

LIST = "usrp-users@lists.ettus.com"  # the shared mailbox of the sample
OWNER = "Patchvonbraun@gmail.com"  # whose letters are Sent, the rest is INBOX


def mailbox_letters() -> list[bytes]:
    """The 5,534 letters of usrp-users, complete, as delivered (line ends are LF)."""
    packed = shared("mail/usrp-users.mbox.xz").read_bytes()
    parts = re.split(rb"(?:\A|(?<=\n))From [^\n]*\n", lzma.decompress(packed))[1:]
    return [re.sub(rb"(?m)^>(>*From )", rb"\1", part) for part in parts]


def header_of(letter: bytes) -> bytes:
    """The header with its line ends."""
    return letter[: letter.find(b"\n\n") + 1]


def bounces() -> Iterator[tuple[str, bytes]]:
    """(name, letter): "bsd/lhost-exim-01.eml" and 513 more, LF, CRLF and CR as line ends."""
    for name, content in members("mail/bounces.tar.xz"):
        if name.endswith(".eml"):
            yield name.partition("maildir/")[2], content


def hard_letters() -> Iterator[tuple[str, bytes]]:
    """(name, letter): letters that break parsers, and pictures and sounds that are no letters at all."""
    yield from members("mail/hard-mail.tar.xz")


def members(path: str) -> Iterator[tuple[str, bytes]]:
    """Every file of an archive."""
    with tarfile.open(shared(path)) as archive:
        for member in archive:
            if member.isfile() and (stream := archive.extractfile(member)) is not None:
                yield member.name, stream.read()
