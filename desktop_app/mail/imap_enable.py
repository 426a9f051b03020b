"""Which extensions are switched on after signing in, and which offers are not believed."""

from __future__ import annotations

import contextlib

from desktop_app.mail.imap_session import Refused, Session

CLIENT_ID = b'ID ("name" "Otklik")'  # 163.com and others refuse mailboxes to nameless clients

# iCloud sends VANISHED for letters that are there (Mailspring-Sync #91, MailKit #1871).
NO_QRESYNC = ("me.com", "icloud.com")


def enable(session: Session, host: str, *, compress: bool) -> None:
    """Before any mailbox is selected: iCloud says no HIGHESTMODSEQ later (Mailspring-Sync #91)."""
    offered = session.capabilities
    if "ID" in offered:
        _ask_politely(session, CLIENT_ID)
    if compress and "COMPRESS=DEFLATE" in offered:
        session.compress()
    if "ENABLE" not in offered:
        return
    if "QRESYNC" in offered and not _is_host_of(host, NO_QRESYNC):
        # Also CONDSTORE (RFC 7162 3.2.3). iCloud under another name answers with an empty ENABLED.
        session.qresync = b"QRESYNC" in _ask_politely(session, b"ENABLE QRESYNC").split()
    if "CONDSTORE" in offered and not session.qresync:
        _ask_politely(session, b"ENABLE CONDSTORE")


def _is_host_of(host: str, domains: tuple[str, ...]) -> bool:
    return f".{host.lower()}".endswith(tuple(f".{domain}" for domain in domains))


def _ask_politely(session: Session, command: bytes) -> bytes:
    """What the server says it has enabled."""
    with contextlib.suppress(Refused):
        lines = [answer.line.upper() for answer in session.run(command)]
        return b" ".join(line[9:] for line in lines if line.startswith(b"* ENABLED"))
    return b""
