"""The manager's mailbox: a real IMAP server (pymap, in memory) on a free loopback port.

pymap knows IDLE, UIDPLUS, MOVE, MULTIAPPEND and LITERAL+, no CONDSTORE. It has no special-use attributes
(RFC 6154) of its own; they are added here, so that «Отправленные» is told from its attribute and not from
its name. Letters come in by APPEND over the socket like anybody's (`demo.feeder`).
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxSet
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.listtree import ListEntry, ListTree
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

HOST = "127.0.0.1"
INBOX = "INBOX"
SENT = "Отправленные"
ARCHIVE = "Архив"
SPAM = "Спам"
TRASH = "Корзина"
DRAFTS = "Черновики"
FOLDERS = (INBOX, SENT, ARCHIVE, SPAM, TRASH, DRAFTS)

_SPECIAL_USE = {SENT: b"Sent", ARCHIVE: b"Archive", SPAM: b"Junk", TRASH: b"Trash", DRAFTS: b"Drafts"}


@dataclass(frozen=True, slots=True)
class Owner:
    address: str
    password: str


class Mailbox:
    """One user's mailbox; `port` is known after `start`. For one event loop."""

    def __init__(self, owner: Owner) -> None:
        self.owner = owner
        self.port = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen; the folders exist, empty."""
        config = _Config(Namespace(passlib_cfg=None, proxy_protocol=None), self.owner)
        config.apply_context()
        config.set_cache[self.owner.address] = (await _folders(), FilterSet())
        login = Login(config)
        user = UserMetadata(config, self.owner.address, password=self.owner.password)
        await login.demo_user_identity.set(user)
        greet = ProxyProtocolReader(ProxyProtocolVersion.get(None)).get_callback(IMAPServer(login, config))
        self._server = await asyncio.start_server(greet, HOST, 0, limit=_LINE_MAX_BYTES)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Stop listening. Connections end with their tasks: waiting for them would never end in IDLE."""
        if self._server is not None:
            self._server.close()


_LINE_MAX_BYTES = 1 << 20


class _Config(Config):
    """No TLS and no hashing: loopback only, and every start would pay for it."""

    def __init__(self, args: Namespace, owner: Owner) -> None:
        super().__init__(
            args,
            demo_data=False,
            demo_user=owner.address,
            demo_password=owner.password,
            host=HOST,
            port=0,
            tls_enabled=False,
            reject_dnsbl=False,
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),  # else a pool of threads that nothing ends
        )

    @property
    def greeting(self) -> bytes:
        """Without pymap's look-up of this machine's name, which may ask a name server."""
        return b"Otklik demo mailbox"


class _Folders(MailboxSet):
    async def list_mailboxes(self) -> ListTree:
        """Every folder, as a tree whose entries carry special-use attributes."""
        return _Tree(self.delimiter).update(INBOX, *self._set.keys())


class _Tree(ListTree):
    __slots__ = ()

    def list_matching(self, ref_name: str, filter_: str) -> Iterable[ListEntry]:
        """As pymap's, with attributes."""
        for entry in super().list_matching(ref_name, filter_):
            yield _Entry(entry.name, entry.exists, entry.marked, entry.has_children)


class _Entry(ListEntry):
    @property
    def attributes(self) -> Sequence[bytes]:
        """RFC 6154 names beside those of RFC 3348."""
        special = _SPECIAL_USE.get(self.name)
        return [*super().attributes, *([special] if special else [])]


async def _folders() -> MailboxSet:
    folders = _Folders()
    for name in FOLDERS[1:]:
        await folders.add_mailbox(name)
        await folders.set_subscribed(name, True)
    return folders
