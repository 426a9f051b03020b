"""A mailbox of the fake Exchange: folders, items and who changed what, in memory.

A SyncState stands for the set of items that its holder knows, with their versions, as Exchange's own does:
what came and went in between is not told.
"""

import base64
import itertools
import secrets
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message

DISTINGUISHED = {
    "inbox": "Входящие", "sentitems": "Отправленные", "drafts": "Черновики", "outbox": "Исходящие",
    "junkemail": "Нежелательная почта", "deleteditems": "Удаленные",
}  # fmt: skip
BEGAN = datetime(2026, 11, 2, 9, 0, 0, tzinfo=UTC)


@dataclass(slots=True)
class Item:
    """`error`: the response code that every GetItem answers; `poison`: it fails the whole request."""

    id: str
    folder: "Folder"
    mime: bytes
    received: datetime | None
    created: datetime
    serial: int
    read: bool = False
    draft: bool = False
    kind: str = "IPM.Note"
    came: bool = True  # by transport: then it has its header as it was
    tags: dict[int, str] = field(default_factory=dict)
    version: int = 0
    read_version: int = 0
    error: str = ""
    poison: bool = False
    no_mime: bool = False
    hidden: list[str] = field(default_factory=list)  # Bcc, which its MIME does not name

    @property
    def parsed(self) -> Message:
        return message_from_bytes(self.mime)

    @property
    def head(self) -> bytes:
        return self.mime.replace(b"\r\n", b"\n").partition(b"\n\n")[0].replace(b"\n", b"\r\n") + b"\r\n"


@dataclass(slots=True)
class Folder:
    id: str
    name: str
    parent: "Folder | None" = None
    known: str = ""
    kind: str = "IPF.Note"
    hidden: bool = False
    items: dict[str, Item] = field(default_factory=dict)
    changed: int = 0


class Mailbox:
    """All methods from any thread; `changed` is notified after each change."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.changed = threading.Condition(threading.RLock())
        self._numbers = itertools.count(1)
        self.root = Folder(_id(), "Верх банка сообщений", known="msgfolderroot", kind="")
        self.folders: dict[str, Folder] = {self.root.id: self.root}
        self.states: dict[str, tuple[str, dict[str, tuple[int, int]]]] = {}
        self.events: list[tuple[Folder, str, Item]] = []
        for known, name in DISTINGUISHED.items():
            self.make_folder(name, known=known)
        self.make_folder("Контакты", kind="IPF.Contact")

    def make_folder(
        self, name: str, parent: Folder | None = None, known: str = "", kind: str = "IPF.Note"
    ) -> Folder:
        with self.changed:
            folder = Folder(_id(), name, parent or self.root, known, kind)
            self.folders[folder.id] = folder
            return folder

    def known(self, name: str) -> Folder:
        """Of the whole store, "root", this mailbox has only what is for people."""
        wanted = "msgfolderroot" if name == "root" else name
        return next(folder for folder in self.folders.values() if folder.known == wanted)

    def put(self, folder: Folder, mime: bytes, received: datetime | None = None, **more: object) -> Item:
        """`received` None: a minute after the letter before; pass `came=False` for what was written here."""
        with self.changed:
            number = next(self._numbers)
            at = received or BEGAN + timedelta(minutes=number, milliseconds=number * 37 % 1000)
            item = Item(_id(), folder, mime, at, at, number, **more)
            folder.items[item.id] = item
            self._touch(folder, "CreatedEvent", item)
            return item

    def set_read(self, item: Item, read: bool, *, by_update: bool = False) -> None:
        """By Outlook it is a change of the read flag, by UpdateItem one of the item."""
        with self.changed:
            item.read = read
            if by_update:
                item.version += 1
            else:
                item.read_version += 1
            self._touch(item.folder, "ModifiedEvent", item)

    def set_tags(self, item: Item, **tags: str) -> None:
        """As in t0x1081="102"."""
        with self.changed:
            item.tags |= {int(tag[1:], 16): value for tag, value in tags.items()}
            item.version += 1
            self._touch(item.folder, "ModifiedEvent", item)

    def delete(self, item: Item) -> None:
        with self.changed:
            del item.folder.items[item.id]
            self._touch(item.folder, "DeletedEvent", item)

    def move(self, item: Item, folder: Folder) -> Item:
        """Another id, as in Exchange."""
        with self.changed:
            self.delete(item)
            item.folder, item.id, item.version, item.read_version = folder, _id(), 0, 0
            folder.items[item.id] = item
            self._touch(folder, "MovedEvent", item)
            return item

    def remove_folder(self, folder: Folder) -> None:
        with self.changed:
            for below in [one for one in self.folders.values() if one.parent is folder]:
                self.remove_folder(below)
            del self.folders[folder.id]

    def item(self, item_id: str) -> Item | None:
        return next(
            (folder.items[item_id] for folder in self.folders.values() if item_id in folder.items), None
        )

    def newest_first(self, folder: Folder) -> list[Item]:
        floor = datetime(1970, 1, 1, tzinfo=UTC)
        return sorted(
            folder.items.values(), key=lambda one: (one.received or floor, one.serial), reverse=True
        )

    def sync(
        self, folder: Folder, state: str, most: int
    ) -> tuple[list[tuple[str, Item | str]], str, bool] | None:
        """(kind, item or id) of what changed, the new state, whether that was all; None = no such state."""
        with self.changed:
            known: dict[str, tuple[int, int]] = {}
            if state:
                owner, known = self.states.get(state, ("", {}))
                if owner != folder.id:
                    return None
            changes = list(self._changes(folder, known))
            known = dict(known)
            for _kind, item in changes[:most]:
                if isinstance(item, str):
                    known.pop(item, None)
                else:
                    known[item.id] = (item.version, item.read_version)
            token = base64.b64encode(secrets.token_bytes(24)).decode()
            self.states[token] = (folder.id, known)
            return changes[:most], token, len(changes) <= most

    def forget_states(self) -> None:
        """The mailbox was moved or restored."""
        self.states.clear()

    def _changes(self, folder: Folder, known: dict[str, tuple[int, int]]):
        for item in self.newest_first(folder):
            before = known.get(item.id)
            if before is None:
                yield "Create", item
            elif before[0] != item.version:
                yield "Update", item
            elif before[1] != item.read_version:
                yield "ReadFlagChange", item
        for gone in known.keys() - folder.items.keys():
            yield "Delete", gone

    def _touch(self, folder: Folder, event: str, item: Item) -> None:
        folder.changed += 1
        self.events.append((folder, event, item))
        self.changed.notify_all()


def _id() -> str:
    return base64.b64encode(secrets.token_bytes(90)).decode()
