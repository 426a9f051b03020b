"""A mailbox of Microsoft 365 in memory, told as Graph tells it; answers are held to the published CSDL."""

import base64
import functools
import itertools
import lzma
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formataddr, getaddresses

from lxml import etree

from tests.paths import SHARED

CSDL = SHARED / "data" / "graph" / "cleanMetadata-v1.0.xml.xz"
ADDRESS = "marina@linia.example"
ARRIVED = datetime(2024, 2, 29, 12, 30, 15, tzinfo=UTC)
_EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
_PLAIN = {"String": str, "Boolean": bool, "Int32": int, "Int64": int, "DateTimeOffset": str, "Binary": str}


def why_not() -> str:
    """ "" when the fake can be held to the metadata."""
    return "" if CSDL.exists() else f"no metadata of Graph in {CSDL}"


@functools.cache
def _types() -> dict[str, dict[str, str]]:
    """Type -> property -> its type, inherited ones too."""
    root = etree.fromstring(lzma.decompress(CSDL.read_bytes()))
    [schema] = [one for one in root.iter(f"{_EDM}Schema") if one.get("Namespace") == "microsoft.graph"]
    own = {}
    for one in schema:
        if one.tag in (f"{_EDM}EntityType", f"{_EDM}ComplexType"):
            kinds = (f"{_EDM}Property", f"{_EDM}NavigationProperty")
            own[one.get("Name")] = (
                one.get("BaseType"),
                {p.get("Name"): p.get("Type") for p in one if p.tag in kinds},
            )

    def whole(name: str) -> dict[str, str]:
        base, properties = own[name]
        return (whole(base.rpartition(".")[2]) if base else {}) | properties

    return {name: whole(name) for name in own}


def properties(kind: str) -> dict[str, str]:
    return _types()[kind]


def faults_of(kind: str, value: object, where: str = "") -> list[str]:
    """What the metadata would not let pass."""
    where = where or kind
    if isinstance(value, dict) and "@odata.type" in value:
        kind = str(value["@odata.type"]).removeprefix("#microsoft.graph.")
    if not isinstance(value, dict):
        return [f"{where} is no object"]
    found = []
    for name, one in value.items():
        if name.startswith("@") or "@odata" in name:
            continue
        told = properties(kind).get(name)
        if told is None:
            found.append(f"{where} has no {name}")
        else:
            found += _faults_of_value(told, one, f"{where}.{name}")
    return found


def _faults_of_value(told: str, value: object, where: str) -> list[str]:
    if value is None:
        return []
    if told.startswith("Collection("):
        if not isinstance(value, list):
            return [f"{where} is no list"]
        return [fault for one in value for fault in _faults_of_value(told[11:-1], one, where)]
    space, _, name = told.rpartition(".")
    if space == "Edm":
        return [] if type(value) is _PLAIN[name] else [f"{where} is no {name}: {value!r}"]
    if name in _types():
        return faults_of(name, value, where)
    return [] if isinstance(value, str) else [f"{where} is no {name}"]


@dataclass(eq=False)
class Item:
    id: str
    mime: bytes
    folder: "Folder"
    serial: int
    received: datetime
    read: bool = False
    draft: bool = False
    flagged: bool = False
    was_sent: bool = False
    tags: dict[str, str] = field(default_factory=dict)  # "integer 0x1081" -> value
    message_id: str = ""  # set apart from the MIME
    hidden: list[dict[str, object]] = field(default_factory=list)  # Bcc, not in the MIME of what was sent


@dataclass(eq=False)
class Folder:
    id: str
    name: str
    parent: "Folder | None" = None
    hidden: bool = False
    items: dict[str, Item] = field(default_factory=dict)
    log: list[tuple[int, str, str]] = field(default_factory=list)


class Mailbox:
    """`forgets_returns`: a letter that is moved out and back is not told of, as happens."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.forgets_returns = False
        self.root = Folder("root", "Top")
        self.folders: dict[str, Folder] = {}
        self.known = {
            name: self.add_folder(title)
            for name, title in (
                ("inbox", "Входящие"), ("sentitems", "Отправленные"), ("drafts", "Черновики"),
                ("deleteditems", "Удалённые"), ("junkemail", "Нежелательная"), ("outbox", "Исходящие"),
            )
        }  # fmt: skip

    @property
    def sequence(self) -> int:
        """The number of the last change."""
        return max((folder.log[-1][0] for folder in self.folders.values() if folder.log), default=0)

    def add_folder(self, name: str, parent: Folder | None = None, *, hidden: bool = False) -> Folder:
        folder = Folder(f"AAMkF{next(self._numbers)}=", name, parent or self.root, hidden)
        self.folders[folder.id] = folder
        return folder

    def folder(self, name: str) -> Folder | None:
        return self.known.get(name.lower()) or self.folders.get(name)

    def item(self, one: str) -> Item | None:
        return next((f.items[one] for f in self.folders.values() if one in f.items), None)

    def put(
        self,
        folder: Folder,
        mime: bytes,
        received: datetime | None = None,
        *,
        read=False,
        draft=False,
        sent=False,
    ) -> Item:
        number = next(self._numbers)
        at = received or ARRIVED + timedelta(seconds=number)
        item = Item(f"AAkALgA{number}_-=", mime, folder, number, at, read, draft, was_sent=sent)
        folder.items[item.id] = item
        self._note(folder, item.id, "create")
        return item

    def set_read(self, item: Item, read: bool) -> None:
        item.read = read
        self._note(item.folder, item.id, "read")

    def set_tags(self, item: Item, tags: dict[str, str]) -> None:
        item.tags |= tags
        self._note(item.folder, item.id, "update")

    def delete(self, item: Item) -> None:
        del item.folder.items[item.id]
        self._note(item.folder, item.id, "remove")

    def move(self, item: Item, to: Folder) -> None:
        """Its id stays."""
        self.delete(item)
        returns = any(one == item.id for _, one, _ in to.log)
        item.folder = to
        to.items[item.id] = item
        if not (returns and self.forgets_returns):
            self._note(to, item.id, "create")

    def changed_since(self, folder: Folder, sequence: int) -> list[tuple[str, str]]:
        """Id and the kind of what happened to it: whole | read | removed."""
        kinds: dict[str, set[str]] = {}
        for number, one, kind in folder.log:
            if number > sequence:
                kinds.setdefault(one, set()).add(kind)
        return [
            (one, "removed" if one not in folder.items else "read" if what == {"read"} else "whole")
            for one, what in kinds.items()
            if one in folder.items or "remove" in what
        ]

    def newest_first(self, folder: Folder) -> list[str]:
        return [one.id for one in sorted(folder.items.values(), key=lambda one: (one.received, one.serial))][
            ::-1
        ]

    def _note(self, folder: Folder, one: str, kind: str) -> None:
        folder.log.append((next(self._numbers), one, kind))


def message_json(item: Item) -> dict[str, object]:
    """All properties that we ever give; expanded ones too."""
    read = message_from_bytes(item.mime, policy=policy.default)
    raw = message_from_bytes(item.mime)
    stamp = _stamp(item.received)
    found: dict[str, object] = {
        "id": item.id, "parentFolderId": item.folder.id, "receivedDateTime": stamp, "createdDateTime": stamp,
        "sentDateTime": stamp, "lastModifiedDateTime": stamp, "conversationId": f"AAQkC{item.serial}",
        "isRead": item.read, "isDraft": item.draft, "subject": str(read["Subject"] or ""),
        "flag": {"flagStatus": "flagged" if item.flagged else "notFlagged"},
        "internetMessageId": item.message_id or str(raw["Message-ID"] or f"<made-{item.serial}@x.example>"),
        "from": (_people(raw, "From") or [None])[0], "sender": (_people(raw, "From") or [None])[0],
        "toRecipients": _people(raw, "To"), "ccRecipients": _people(raw, "Cc"),
        "replyTo": _people(raw, "Reply-To"), "bccRecipients": item.hidden or _people(raw, "Bcc"),
        "body": _page(raw),
    }  # fmt: skip
    if not item.draft and not item.was_sent:
        rows = [{"name": name, "value": " ".join(str(value).split())} for name, value in raw.items()]
        found["internetMessageHeaders"] = rows
    return found


def tags_json(item: Item) -> dict[str, str]:
    """Extended properties by id in lower case."""
    raw = message_from_bytes(item.mime)
    linked = {"string 0x1042": raw["In-Reply-To"], "string 0x1039": raw["References"]}
    return {k: str(v) for k, v in linked.items() if v} | {"integer 0xe08": str(len(item.mime))} | item.tags


def folder_json(mailbox: Mailbox, folder: Folder) -> dict[str, object]:
    return {
        "id": folder.id, "displayName": folder.name, "parentFolderId": folder.parent.id,
        "childFolderCount": len(children(mailbox, folder)), "isHidden": folder.hidden,
        "totalItemCount": len(folder.items),
        "unreadItemCount": sum(not item.read for item in folder.items.values()),
    }  # fmt: skip


def children(mailbox: Mailbox, folder: Folder) -> list[Folder]:
    return [one for one in mailbox.folders.values() if one.parent is folder]


def _people(raw, field_name: str) -> list[dict[str, object]]:
    pairs = getaddresses([str(one) for one in raw.get_all(field_name, [])])
    return [{"emailAddress": {"name": name or address, "address": address}} for name, address in pairs]


def _page(raw) -> dict[str, object]:
    page = next((part for part in raw.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        return {"contentType": "text", "content": "the words"}
    text = page.get_payload(decode=True).decode(page.get_content_charset("utf-8"))
    return {"contentType": "html", "content": text}


def mime_of(said: dict) -> bytes:
    """A message that was told by its properties, as the MIME that the server would make of it."""
    made = EmailMessage(policy=policy.SMTP)
    made["Message-ID"], made["Subject"] = said["internetMessageId"], said["subject"]
    for name, key in (("To", "toRecipients"), ("Cc", "ccRecipients"), ("From", "from")):
        rows = [said[key]] if key == "from" else said[key]
        people = [one["emailAddress"] for one in rows]
        if people:
            made[name] = ", ".join(formataddr((one.get("name", ""), one["address"])) for one in people)
    for row in said["singleValueExtendedProperties"]:
        if row["id"] == "String 0x1042":
            made["In-Reply-To"] = row["value"]
    kind = {"text": "plain"}.get(said["body"]["contentType"], "html")
    made.set_content(said["body"]["content"], subtype=kind)
    made.make_mixed()  # files may be put on later
    for file in said.get("attachments", []):
        kind, _, sub = file["contentType"].partition("/")
        made.add_attachment(
            base64.b64decode(file["contentBytes"]), maintype=kind, subtype=sub, filename=file["name"],
            cid=f"<{file['contentId']}>" if "contentId" in file else None,
        )  # fmt: skip
    return made.as_bytes()


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
