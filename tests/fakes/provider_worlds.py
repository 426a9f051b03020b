"""A mailbox at a server, seen from both sides: what others do to it, and the provider that is to follow.

One class for each kind of account; tests/contract/test_every_provider.py runs on all of them. `places` are
positions in the Inbox, the oldest letter is 0; those that are not there are ignored.
"""

import contextlib
import itertools
import re
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple, Protocol, Self

import pytest

from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import Flags, Role
from desktop_app.mail import ews, ews_reading, ews_sync, graph, graph_sync, imap_sync
from desktop_app.mail import ews_requests as ask
from desktop_app.mail.base import (
    Batch,
    FlagsChanged,
    Gone,
    Provider,
    RemoteFolder,
    Reset,
    Sender,
    Upsert,
    Wake,
)
from desktop_app.mail.ews import EwsProvider
from desktop_app.mail.ews_send import EwsSender
from desktop_app.mail.ews_times import instant
from desktop_app.mail.graph import GraphProvider
from desktop_app.mail.graph_send import GraphSender
from desktop_app.mail.imap import ImapProvider
from desktop_app.mail.logins import LoginLimit
from tests.fakes.cutting_proxy import CuttingProxy
from tests.fakes.dovecot import Dovecot
from tests.fakes.ews_mailbox import Item
from tests.fakes.ews_server import PASSWORD, FakeEws
from tests.fakes.graph_mailbox import Item as GraphItem
from tests.fakes.graph_server import TOKEN, FakeGraph
from tests.fakes.mail_world import account, expunge, new_user, uids_at

ARRIVED = datetime(2024, 2, 29, 12, 30, 15, tzinfo=UTC)
numbers = itertools.count(1)


class Seen(NamedTuple):
    """What is compared of a letter."""

    message_id: str
    subject: str
    flags: Flags


class Follower:
    """What a store would hold. Changes of letters it does not hold are ignored, as the store does."""

    def __init__(self) -> None:
        self.letters: dict[str, Seen] = {}
        self.state = b""
        self.resets = 0
        self.order: list[str] = []

    def apply(self, batch: Batch) -> None:
        for change in batch.changes:
            match change:
                case Upsert(remote_id, header, flags):
                    read = parse_headers(header)
                    self.letters[remote_id] = Seen(read.message_id, read.subject, flags)
                    self.order.append(remote_id)
                case FlagsChanged(remote_id, flags):
                    if remote_id in self.letters:
                        self.letters[remote_id] = self.letters[remote_id]._replace(flags=flags)
                case Gone(remote_ids):
                    for remote_id in remote_ids:
                        self.letters.pop(remote_id, None)
                case Reset():
                    self.letters.clear()
                    self.resets += 1
        self.state = batch.state
        assert 0 <= batch.done <= batch.total


class World(Protocol):
    shown: int  # how often a password was asked for

    def provider(self, password: str = "", limit: LoginLimit | None = None) -> Provider:
        """A new one; "" = the right password."""

    def sender(self) -> Sender: ...
    def put(self, count: int, *, seen: bool = False) -> list[bytes]: ...
    def put_mime(self, mime: bytes) -> None: ...
    def mark(self, places: set[int], seen: bool) -> None: ...
    def answer(self, places: set[int]) -> None: ...
    def remove(self, places: set[int]) -> None: ...
    def move(self, places: set[int]) -> None: ...
    def here(self) -> dict[str, Seen]:
        """What the server has in the Inbox, by remote id."""

    def sent(self) -> list[bytes]:
        """What the server has in Sent."""

    def cut_after(self, size: int | None) -> None:
        """Lines opened from now on break after so many bytes from the server."""

    def cut_all(self) -> None: ...
    def forget(self) -> None:
        """Make the server forget what it knew of synchronised folders."""

    def stop(self) -> None: ...
    def start(self) -> None: ...
    def close(self) -> None:
        """Raises when something was wrong at the server's side."""


def letter(number: int) -> bytes:
    return (
        b"From: Anna <anna@example.com>\r\nTo: marina@linia.example\r\nSubject: letter %d\r\n"
        b"X-Not-Asked: 1\r\nMessage-ID: <%d@example.com>\r\n\r\nHello\r\n" % (number, number)
    )


def fresh(count: int) -> list[bytes]:
    return [letter(number) for number in itertools.islice(numbers, count)]


class ImapWorld:
    """On a real Dovecot."""

    def __init__(self, dovecot: Dovecot) -> None:
        self._dovecot = dovecot
        self._user = new_user(dovecot)
        self._proxy = CuttingProxy(dovecot.port)
        self.shown = 0

    def provider(self, password: str = "", limit: LoginLimit | None = None) -> Provider:
        def show() -> str:
            self.shown += 1
            return password or "secret"

        return ImapProvider(account(self._user, self._proxy.port), show, limit)

    def sender(self) -> Sender:
        pytest.skip("SMTP is another server's: tests/unit/mail/test_smtp.py")

    def put(self, count: int, *, seen: bool = False) -> list[bytes]:
        made = fresh(count)
        self._dovecot.append(
            self._user, "INBOX", [(one, ARRIVED, ["\\Seen"] if seen else []) for one in made]
        )
        return made

    def put_mime(self, mime: bytes) -> None:
        self._dovecot.append(self._user, "INBOX", [(mime, ARRIVED, [])])

    def mark(self, places: set[int], seen: bool) -> None:
        self._store(places, "+FLAGS" if seen else "-FLAGS", "(\\Seen)")

    def answer(self, places: set[int]) -> None:
        self._store(places, "+FLAGS", "(\\Answered)")

    def remove(self, places: set[int]) -> None:
        expunge(self._dovecot, self._user, places)

    def move(self, places: set[int]) -> None:
        with self._dovecot.connect(self._user) as client:
            client.create("Archive")
            client.select("INBOX")
            if chosen := uids_at(client, places):
                client.uid("MOVE", chosen, "Archive")

    def here(self) -> dict[str, Seen]:
        return {f"{validity}.{uid}": seen for validity, uid, seen, _ in self._read("INBOX")}

    def sent(self) -> list[bytes]:
        return [mime for *_, mime in self._read("Sent")]

    def cut_after(self, size: int | None) -> None:
        self._proxy.cut_after = size

    def cut_all(self) -> None:
        self._proxy.cut_all()

    def forget(self) -> None:
        pytest.skip("UIDVALIDITY: tests/contract/test_provider.py")

    def stop(self) -> None:
        pytest.skip("stopping a Dovecot: tests/contract/test_provider.py")

    def start(self) -> None:
        pass

    def close(self) -> None:
        self._proxy.__exit__()

    def _store(self, places: set[int], how: str, flags: str) -> None:
        with self._dovecot.connect(self._user) as client:
            client.select("INBOX")
            if chosen := uids_at(client, places):
                client.uid("STORE", chosen, how, flags)

    def _read(self, folder: str) -> Iterator[tuple[int, int, Seen, bytes]]:
        with self._dovecot.connect(self._user) as client:
            if client.select(folder, readonly=True)[0] != "OK":
                return
            validity = int(client.response("UIDVALIDITY")[1][0])
            for part in client.uid("FETCH", "1:*", "(FLAGS BODY.PEEK[])")[1]:
                if isinstance(part, tuple):
                    line, mime = part
                    told = re.search(rb"FLAGS \((.*?)\)", line)[1].decode().split()
                    flags = Flags(
                        "\\Seen" in told, "\\Answered" in told, "\\Flagged" in told, "\\Draft" in told
                    )
                    yield validity, int(re.search(rb"UID (\d+)", line)[1]), _seen(mime, flags), mime


class FakeWorld:
    """On a fake of ours whose mailbox lies in this process."""

    token = ""  # the right password
    kind: Callable[..., Provider]
    sends: Callable[..., Sender]

    def __init__(self, fake: FakeEws | FakeGraph) -> None:
        self.shown = 0
        self.fake = fake
        self._proxy = CuttingProxy(fake.port)
        url = fake.url.replace(str(fake.port), str(self._proxy.port))
        self.settings = fake.account(**{self.address: url})

    @property
    def box(self):
        return self.fake.mailbox

    def provider(self, password: str = "", limit: LoginLimit | None = None) -> Provider:
        def show() -> str:
            self.shown += 1
            return password or self.token

        return self.kind(self.settings, show, limit)

    def sender(self) -> Sender:
        return self.sends(self.settings, lambda: self.token)

    def put(self, count: int, *, seen: bool = False) -> list[bytes]:
        made = fresh(count)
        for mime in made:
            self.box.put(self._inbox, mime, read=seen)
        return made

    def put_mime(self, mime: bytes) -> None:
        self.box.put(self._inbox, mime)

    def remove(self, places: set[int]) -> None:
        for _, item in self._at(places):
            self.box.delete(item)

    def sent(self) -> list[bytes]:
        return [item.mime for item in self.folder("sentitems").items.values()]

    def cut_after(self, size: int | None) -> None:
        self._proxy.cut_after = size

    def cut_all(self) -> None:
        self._proxy.cut_all()

    def stop(self) -> None:
        self.fake.stop()
        self._proxy.cut_all()

    def start(self) -> None:
        self.fake.restart()

    def close(self) -> None:
        self._proxy.__exit__()
        self.fake.close()
        self.fake.check()

    @property
    def _inbox(self):
        return self.folder("inbox")

    def _at(self, places: set[int]) -> list[tuple[int, Item | GraphItem]]:
        items = sorted(self._inbox.items.values(), key=lambda one: one.serial)
        return [(place, items[place]) for place in sorted(places) if place < len(items)]


class EwsWorld(FakeWorld):
    """On the fake Exchange, whose every word is held to the schemas."""

    token, kind, sends, address = PASSWORD, EwsProvider, EwsSender, "ews_url"

    def __init__(self, *schemes: str, tls: bool = False) -> None:
        super().__init__(FakeEws(*schemes, tls=tls))

    def folder(self, name: str):
        return self.box.known(name)

    def mark(self, places: set[int], seen: bool) -> None:
        for place, item in self._at(places):
            if item.read != seen:
                self.box.set_read(item, seen, by_update=bool(place % 2))

    def answer(self, places: set[int]) -> None:
        for place, item in self._at(places):
            by_verb = {"t0x1081": "103", "t0x1082": "2026-11-20T10:30:15Z"}
            self.box.set_tags(item, **(by_verb if place % 2 else {"t0x1080": "261"}))

    def move(self, places: set[int]) -> None:
        for place, item in self._at(places):
            moved = self.box.move(item, self.folder("deleteditems"))
            if place % 2:
                self.box.move(moved, self._inbox)  # and back: the same letter under another id

    def here(self) -> dict[str, Seen]:
        return {item.id: _seen(item.mime, _flags(item)) for item in self._inbox.items.values()}

    def forget(self) -> None:
        self.box.forget_states()


class GraphWorld(FakeWorld):
    """On the fake Graph, whose every word is held to the published metadata."""

    token, kind, sends, address = TOKEN, GraphProvider, GraphSender, "graph_url"

    def __init__(self) -> None:
        super().__init__(FakeGraph())

    def folder(self, name: str):
        return self.box.known[name]

    def mark(self, places: set[int], seen: bool) -> None:
        for _, item in self._at(places):
            if item.read != seen:
                self.box.set_read(item, seen)

    def answer(self, places: set[int]) -> None:
        for place, item in self._at(places):
            by_verb = {"integer 0x1081": "103", "systemtime 0x1082": "2026-11-20T10:30:15Z"}
            self.box.set_tags(item, by_verb if place % 2 else {"integer 0x1080": "261"})

    def move(self, places: set[int]) -> None:
        for place, item in self._at(places):
            self.box.move(item, self.folder("deleteditems"))
            if place % 2:
                self.box.move(item, self._inbox)  # and back: under the same id

    def here(self) -> dict[str, Seen]:
        return {item.id: _seen(item.mime, _graph_flags(item)) for item in self._inbox.items.values()}

    def forget(self) -> None:
        self.fake.forget_rounds()


@contextlib.contextmanager
def small_pages() -> Iterator[None]:
    """So that a few letters are many batches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imap_sync, "WINDOWS", (3, 5))
        for module, name, value in (
            (ews_sync, "FIRST_LETTERS", 3),
            (ews_sync, "CHANGES", 2),
            (ews_sync, "PAGE", 4),
            (ews_sync, "LOOK_EVERY", 2),
            (ews_sync, "CHUNK", 3),
            (ews_reading, "CHUNK", 3),
            (ask, "SYNC_MAX", 5),
            (ews, "SETTLED_S", 0.0),
            (graph_sync, "FIRST_LETTERS", 3),
            (graph_sync, "PAGE", 2),
            (graph, "POLL_S", 0.2),
        ):
            patch.setattr(module, name, value)
        yield


def inbox_of(provider: Provider) -> RemoteFolder:
    return next(folder for folder in provider.folders() if folder.role is Role.INBOX)


def follow(provider: Provider, follower: Follower | None = None, batches: int | None = None) -> Follower:
    """Synchronise the Inbox, to the end or so many batches."""
    follower = follower or Follower()
    with contextlib.closing(provider.sync(inbox_of(provider), follower.state)) as found:
        for number, batch in enumerate(found):
            if number == batches:
                break
            follower.apply(batch)
    return follower


class ringing:  # noqa: N801 - reads like a function
    """Waits in a thread; `outcome` holds what `wait` returned or raised."""

    def __init__(self, provider: Provider, inbox: RemoteFolder, timeout_s: float = 60.0) -> None:
        self.outcome: list[Wake | Exception] = []
        self.cancel, self._theirs = socket.socketpair()
        self._begun = threading.Event()
        self._call: Callable[[], Wake] = lambda: provider.wait(inbox, timeout_s, self)
        self._thread = threading.Thread(target=self._wait)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(20)
        with contextlib.suppress(OSError):
            self.cancel.send(b"x")
        self._thread.join(20)
        self.cancel.close()
        self._theirs.close()

    def fileno(self) -> int:
        """As a `Cancel`: it is asked for by whoever is about to wait on it."""
        self._begun.set()
        return self._theirs.fileno()

    def begun(self) -> None:
        """Until the provider waits."""
        assert self._begun.wait(20), "nobody waits"

    def _wait(self) -> None:
        try:
            self.outcome.append(self._call())
        except Exception as error:  # noqa: BLE001 - looked at by the test
            self.outcome.append(error)


def _seen(mime: bytes, flags: Flags) -> Seen:
    read = parse_headers(mime)
    return Seen(read.message_id, read.subject, flags)


def _flags(item: Item) -> Flags:
    by_verb = item.tags.get(0x1081) in ("102", "103")
    answered = by_verb or item.tags.get(0x1080) == "261"
    at = instant(item.tags[0x1082]) if by_verb else None
    return Flags(item.read, answered, item.tags.get(0x1090) == "2", item.draft, at)


def _graph_flags(item: GraphItem) -> Flags:
    tags = item.tags
    by_verb = tags.get("integer 0x1081") in ("102", "103")
    answered = by_verb or tags.get("integer 0x1080") == "261"
    at = instant(tags["systemtime 0x1082"]) if by_verb else None
    return Flags(item.read, answered, item.flagged, item.draft, at)
