"""What the fake Exchange answers to each operation. Element order is the schema's, which checks it."""

import base64
import itertools
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime

from lxml import etree
from lxml.builder import ElementMaker

from tests.fakes.ews_mailbox import Folder, Item, Mailbox

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
T, M = f"{{{TYPES}}}", f"{{{MESSAGES}}}"
t = ElementMaker(namespace=TYPES, nsmap={"t": TYPES, "m": MESSAGES})
m = ElementMaker(namespace=MESSAGES, nsmap={"t": TYPES, "m": MESSAGES})

_LATER = ("InternetMessageId", "IsRead", "References", "ReplyTo")


class Refused(Exception):
    def __init__(self, code: str, back_off_ms: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.back_off_ms = back_off_ms


class Poisoned(Exception):
    """The whole request fails."""


class Operations:
    """Of one mailbox, or several: `mailboxes` by address. `sent` collects what was submitted."""

    def __init__(self, mailboxes: dict[str, Mailbox]) -> None:
        self.mailboxes = mailboxes
        self.sent: list[bytes] = []
        self.subscriptions: dict[str, list[Folder]] = {}
        self.without_sent_copy = False
        self.no_commit_times = False
        self.no_subscriptions = False
        self.only_drafts = False  # whatever is said of its flags when a letter is saved
        self._numbers = itertools.count(1)

    def answer(self, request: etree._Element) -> etree._Element:
        """The element within the SOAP body."""
        name = etree.QName(request).localname
        messages = list(getattr(self, f"_{name}")(request))
        return m(f"{name}Response", m.ResponseMessages(*messages))

    def failed(self, request: etree._Element, refused: Refused) -> etree._Element:
        name = etree.QName(request).localname
        return m(f"{name}Response", m.ResponseMessages(_error(name, refused)))

    # folders

    def _GetFolder(self, request):
        for place in request.find(f"{M}FolderIds"):
            yield self._each(
                "GetFolder", lambda place=place: m.Folders(self._folder(self._place(place), request))
            )

    def _FindFolder(self, request):
        view = request.find(f"{M}IndexedPageFolderView")
        offset, most = (
            (int(view.get("Offset")), int(view.get("MaxEntriesReturned"))) if view is not None else (0, 999)
        )
        deep = request.get("Traversal") == "Deep"
        for place in request.find(f"{M}ParentFolderIds"):
            root = self._place(place)
            box = self._box_of(root)
            below = [one for one in box.folders.values() if _is_below(one, root, deep)]
            page = below[offset : offset + most]
            folders = t.Folders(*(self._folder(one, request) for one in page))
            root_folder = m.RootFolder(folders, **_paging(offset + len(page), len(below)))
            yield _good("FindFolder", root_folder)

    def _CreateFolder(self, request):
        parent = self._place(request.find(f"{M}ParentFolderId")[0])
        for wanted in request.find(f"{M}Folders"):
            kind = wanted.findtext(f"{T}FolderClass") or "IPF.Note"
            made = self._box_of(parent).make_folder(wanted.findtext(f"{T}DisplayName"), parent, kind=kind)
            yield _good("CreateFolder", m.Folders(t.Folder(t.FolderId(Id=made.id, ChangeKey="AQ=="))))

    def _DeleteFolder(self, request):
        for place in request.find(f"{M}FolderIds"):
            folder = self._place(place)
            self._box_of(folder).remove_folder(folder)
            yield _good("DeleteFolder")

    def _folder(self, folder: Folder, request: etree._Element) -> etree._Element:
        wanted = set(_fields(request))
        full = request.findtext(f".//{T}BaseShape") != "IdOnly"
        parts = [t.FolderId(Id=folder.id, ChangeKey="AQ==")]
        if folder.parent is not None and (full or "folder:ParentFolderId" in wanted):
            parts.append(t.ParentFolderId(Id=folder.parent.id, ChangeKey="AQ=="))
        if full or "folder:FolderClass" in wanted:
            parts += [t.FolderClass(folder.kind)] if folder.kind else []
        if full or "folder:DisplayName" in wanted:
            parts.append(t.DisplayName(folder.name))
        if full or "folder:TotalCount" in wanted:
            parts.append(t.TotalCount(str(len(folder.items))))
        for place in request.iter(f"{T}ExtendedFieldURI"):
            tag = int(place.get("PropertyTag"), 0)
            if tag == 0x670A and not self.no_commit_times:
                at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(milliseconds=folder.changed)
                parts.append(_extended(place, at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")))
            if tag == 0x10F4:
                parts.append(_extended(place, "true" if folder.hidden else "false"))
        if full or "folder:UnreadCount" in wanted:
            parts.append(t.UnreadCount(str(sum(not one.read for one in folder.items.values()))))
        return t.Folder(*parts)

    # items

    def _FindItem(self, request):
        view = request.find(f"{M}IndexedPageItemView")
        offset, most = (
            (int(view.get("Offset")), int(view.get("MaxEntriesReturned"))) if view is not None else (0, 999)
        )
        narrowed = request.find(f"{M}Restriction")
        for place in request.find(f"{M}ParentFolderIds"):
            folder = self._place(place)
            box = self._box_of(folder)
            found = [
                one for one in box.newest_first(folder) if narrowed is None or _matches(one, narrowed[0])
            ]
            page = found[offset : offset + most]
            items = t.Items(*(self._item(one, request, whole=False) for one in page))
            yield _good("FindItem", m.RootFolder(items, **_paging(offset + len(page), len(found))))

    def _GetItem(self, request):
        for place in request.find(f"{M}ItemIds"):
            yield self._each("GetItem", lambda place=place: self._got(place, request))

    def _got(self, place: etree._Element, request: etree._Element) -> etree._Element:
        item = self._stored(place.get("Id"))
        least = len(_fields(request)) <= 4 and not list(request.iter(f"{T}ExtendedFieldURI"))
        mime = request.findtext(f".//{T}IncludeMimeContent") == "true"
        if item.poison and not least:
            raise Poisoned
        if item.error and not least:
            raise Refused(item.error)
        if item.no_mime and mime:
            raise Refused("ErrorMimeContentConversionFailed")
        return m.Items(self._item(item, request, whole=True))

    def _SyncFolderItems(self, request):
        folder = self._place(request.find(f"{M}SyncFolderId")[0])
        state = request.findtext(f"{M}SyncState") or ""
        found = self._box_of(folder).sync(folder, state, int(request.findtext(f"{M}MaxChangesReturned")))
        if found is None:
            raise Refused("ErrorInvalidSyncStateData")
        changes, token, last = found
        told = m.Changes(*(self._change(kind, item, request) for kind, item in changes))
        parts = [m.SyncState(token), m.IncludesLastItemInRange("true" if last else "false"), told]
        yield _good("SyncFolderItems", *parts)

    def _change(self, kind: str, item: Item | str, request: etree._Element) -> etree._Element:
        if isinstance(item, str):
            return t.Delete(t.ItemId(Id=item, ChangeKey="AQ=="))
        if kind == "ReadFlagChange":
            return t.ReadFlagChange(_item_id(item), t.IsRead("true" if item.read else "false"))
        return t(kind, self._item(item, request, whole=False))

    def _CreateItem(self, request):
        where = request.find(f"{M}SavedItemFolderId")
        folder = self._place(where[0]) if where is not None else self._first.known("drafts")
        disposition = request.get("MessageDisposition")
        for wanted in request.find(f"{M}Items"):
            mime = base64.b64decode(wanted.findtext(f"{T}MimeContent") or "")
            tags = dict(_set_tags(wanted))
            if disposition != "SaveOnly":
                self.sent.append(mime)
            kept = _without_bcc(mime)
            read = bool(int(tags.get(0xE07, "1")) & 1)
            parts = [m.Items()]
            if disposition == "SaveOnly" or not self.without_sent_copy:
                at = datetime.fromtimestamp(time.time(), UTC)  # noqa: TID251 - a server has a clock
                draft = disposition == "SaveOnly" and 0xE07 not in tags
                tags.pop(0xE07, None)
                if stamp := tags.pop(0xE06, ""):
                    at = datetime.fromisoformat(stamp)
                box = self._box_of(folder)
                draft = draft or (self.only_drafts and disposition == "SaveOnly")
                made = box.put(folder, kept, at, read=read, came=False, draft=draft, tags=tags)
                made.hidden = message_from_bytes(mime).get_all("Bcc", [])
                parts = [m.Items(t.Message(_item_id(made)))] if disposition == "SaveOnly" else parts
            yield _good("CreateItem", *parts)

    def _UpdateItem(self, request):
        for change in request.find(f"{M}ItemChanges"):
            item = self._stored(change.find(f"{T}ItemId").get("Id"))
            box = self._box_of(item.folder)
            with box.changed:
                for update in change.find(f"{T}Updates"):
                    read = update.findtext(f".//{T}IsRead")
                    if read is not None:
                        box.set_read(item, read in ("true", "1"), by_update=True)
                    tags = {f"t{tag:#x}": value for tag, value in _set_tags(update.find(f"{T}Message"))}
                    if tags:
                        box.set_tags(item, **tags)
            yield _good("UpdateItem", m.Items(t.Message(_item_id(item))), m.ConflictResults(t.Count("0")))

    def _DeleteItem(self, request):
        for place in request.find(f"{M}ItemIds"):
            yield self._each("DeleteItem", lambda place=place: self._deleted(place))

    def _deleted(self, place: etree._Element) -> None:
        item = self._stored(place.get("Id"))
        self._box_of(item.folder).delete(item)

    def _MoveItem(self, request):
        folder = self._place(request.find(f"{M}ToFolderId")[0])
        for place in request.find(f"{M}ItemIds"):
            moved = self._box_of(folder).move(self._stored(place.get("Id")), folder)
            yield _good("MoveItem", m.Items(t.Message(_item_id(moved))))

    def _item(self, item: Item, request: etree._Element, *, whole: bool) -> etree._Element:
        wanted, letter = set(_fields(request)), item.parsed
        values: dict[str, Callable[[], etree._Element | None]] = {
            "item:ItemClass": lambda: t.ItemClass(item.kind),
            "item:Subject": lambda: t.Subject(_decoded(letter["Subject"])) if letter["Subject"] else None,
            "item:Body": lambda: _body_of(letter),
            "item:DateTimeReceived": lambda: (
                t.DateTimeReceived(_second(item.received)) if item.received else None
            ),
            "item:Size": lambda: t.Size(str(len(item.mime) + 900)),
            "item:InReplyTo": lambda: t.InReplyTo(letter["In-Reply-To"]) if letter["In-Reply-To"] else None,
            "item:IsDraft": lambda: t.IsDraft("true" if item.draft else "false"),
            "item:DateTimeSent": lambda: _sent_at(letter),
            "item:DateTimeCreated": lambda: t.DateTimeCreated(_second(item.created)),
        }
        parts: list[etree._Element | None] = []
        if whole and request.findtext(f".//{T}IncludeMimeContent") == "true":
            parts.append(t.MimeContent(base64.b64encode(item.mime).decode(), CharacterSet="UTF-8"))
        parts.append(_item_id(item))
        parts += [make() for name, make in values.items() if name in wanted]
        parts += [
            one
            for place in request.iter(f"{T}ExtendedFieldURI")
            if (one := self._tag(item, place, whole)) is not None
        ]
        later = {
            "message:ToRecipients": lambda: _people("ToRecipients", letter.get_all("To")) if whole else None,
            "message:CcRecipients": lambda: _people("CcRecipients", letter.get_all("Cc")) if whole else None,
            "message:BccRecipients": lambda: _people("BccRecipients", item.hidden) if whole else None,
            "message:From": lambda: _one_person("From", letter["From"]),
            "message:InternetMessageId": lambda: (
                t.InternetMessageId(letter["Message-ID"]) if letter["Message-ID"] else None
            ),
            "message:IsRead": lambda: t.IsRead("true" if item.read else "false"),
            "message:References": lambda: (
                t.References(letter["References"]) if letter["References"] else None
            ),
            "message:ReplyTo": lambda: _people("ReplyTo", letter.get_all("Reply-To")) if whole else None,
        }
        parts += [make() for name, make in later.items() if name in wanted]
        return t(_element_of(item.kind), *(one for one in parts if one is not None))

    def _tag(self, item: Item, place: etree._Element, whole: bool) -> etree._Element | None:
        """The whole header is no property of a table: only GetItem has it."""
        tag = int(place.get("PropertyTag"), 0)
        if tag == 0x7D and item.came and whole:
            return _extended(place, item.head.decode("utf-8", "replace"))
        return _extended(place, item.tags[tag]) if tag in item.tags else None

    # streaming

    def _Subscribe(self, request):
        if self.no_subscriptions:
            raise Refused("ErrorInvalidSubscriptionRequest")
        folders = [self._place(place) for place in request.find(f".//{T}FolderIds")]
        name = base64.b64encode(f"subscription {next(self._numbers)}".encode()).decode()
        self.subscriptions[name] = folders
        yield _good("Subscribe", m.SubscriptionId(name))

    def streaming(
        self, name: str, events: list[tuple[Folder, str, Item]], status: str = "OK"
    ) -> etree._Element:
        """An answer to GetStreamingEvents: what happened, or that nothing did."""
        parts = []
        if name not in self.subscriptions:
            refused = _error("GetStreamingEvents", Refused("ErrorSubscriptionNotFound"))
            refused.append(m.ErrorSubscriptionIds(t.SubscriptionId(name)))
            return m.GetStreamingEventsResponse(m.ResponseMessages(refused))
        if events:
            told = [t.SubscriptionId(name), *(_event(*one) for one in events)]
            parts.append(m.Notifications(t.Notification(*told)))
        parts.append(m.ConnectionStatus(status))
        return m.GetStreamingEventsResponse(m.ResponseMessages(_good("GetStreamingEvents", *parts)))

    # places

    @property
    def _first(self) -> Mailbox:
        return next(iter(self.mailboxes.values()))

    def _place(self, place: etree._Element) -> Folder:
        if place.tag == f"{T}FolderId":
            for box in self.mailboxes.values():
                if place.get("Id") in box.folders:
                    return box.folders[place.get("Id")]
            raise Refused("ErrorFolderNotFound")
        owner = place.findtext(f"{T}Mailbox/{T}EmailAddress")
        if owner is not None and owner not in self.mailboxes:
            raise Refused("ErrorNonExistentMailbox")
        box = self.mailboxes[owner] if owner else self._first
        if box.address in self.closed:
            raise Refused("ErrorAccessDenied")
        try:
            return box.known(place.get("Id"))
        except StopIteration:
            raise Refused("ErrorFolderNotFound") from None

    closed: frozenset[str] = frozenset()  # mailboxes that the one who asks may not open

    def _box_of(self, folder: Folder) -> Mailbox:
        return next(box for box in self.mailboxes.values() if folder.id in box.folders)

    def _stored(self, item_id: str) -> Item:
        for box in self.mailboxes.values():
            if (found := box.item(item_id)) is not None:
                return found
        raise Refused("ErrorItemNotFound")

    def _each(self, name: str, make: Callable[[], etree._Element | None]) -> etree._Element:
        """One message; its refusal is nobody else's."""
        try:
            made = make()
        except Refused as refused:
            return _error(name, refused)
        return _good(name, *([made] if made is not None else []))


def _good(name: str, *parts: etree._Element) -> etree._Element:
    return m(f"{name}ResponseMessage", m.ResponseCode("NoError"), *parts, ResponseClass="Success")


def _error(name: str, refused: Refused) -> etree._Element:
    parts = [m.MessageText("Не получилось."), m.ResponseCode(refused.code), m.DescriptiveLinkKey("0")]
    if refused.back_off_ms:
        parts.append(m.MessageXml(t.Value(str(refused.back_off_ms), Name="BackOffMilliseconds")))
    if name in ("GetItem", "CreateItem", "MoveItem", "UpdateItem"):
        parts.append(m.Items())
    if name in ("GetFolder", "CreateFolder"):
        parts.append(m.Folders())
    return m(f"{name}ResponseMessage", *parts, ResponseClass="Error")


def _fields(request: etree._Element) -> list[str]:
    shape = next((one for one in request if one.tag in (f"{M}ItemShape", f"{M}FolderShape")), None)
    return [one.get("FieldURI") for one in shape.iter(f"{T}FieldURI")] if shape is not None else []


def _set_tags(within: etree._Element | None) -> Iterator[tuple[int, str]]:
    for one in within.iter(f"{T}ExtendedProperty") if within is not None else ():
        yield int(one.find(f"{T}ExtendedFieldURI").get("PropertyTag"), 0), one.findtext(f"{T}Value")


def _extended(place: etree._Element, value: str) -> etree._Element:
    """Spelled in lower case, as Exchange answers."""
    tag = hex(int(place.get("PropertyTag"), 0))
    return t.ExtendedProperty(
        t.ExtendedFieldURI(PropertyTag=tag, PropertyType=place.get("PropertyType")), t.Value(value)
    )


def _matches(item: Item, test: etree._Element) -> bool:
    kind, field = etree.QName(test).localname, test.find(f"{T}FieldURI")
    if kind == "Not":
        return not _matches(item, test[0])
    name, constant = field.get("FieldURI"), test.find(f".//{T}Constant")
    if kind == "Exists" and name == "item:DateTimeReceived":
        return item.received is not None
    if kind == "IsLessThan" and name == "item:DateTimeReceived":
        return item.received is not None and item.received < datetime.fromisoformat(constant.get("Value"))
    if kind == "IsEqualTo" and name == "message:InternetMessageId":
        return item.parsed["Message-ID"] == constant.get("Value")
    raise AssertionError(f"the fake cannot find by {kind} {name}")


def _is_below(folder: Folder, root: Folder, deep: bool) -> bool:
    above = folder.parent
    while above is not None:
        if above is root:
            return True
        above = above.parent if deep else None
    return False


def _paging(end: int, total: int) -> dict[str, str]:
    last = "true" if end >= total else "false"
    return {"IndexedPagingOffset": str(end), "TotalItemsInView": str(total), "IncludesLastItemInRange": last}


def _item_id(item: Item) -> etree._Element:
    return t.ItemId(Id=item.id, ChangeKey="AQ==")


def _element_of(kind: str) -> str:
    return "MeetingRequest" if kind.startswith("IPM.Schedule.Meeting.Request") else "Message"


def _second(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sent_at(letter) -> etree._Element | None:
    return t.DateTimeSent(_second(parsedate_to_datetime(letter["Date"]))) if letter["Date"] else None


def _body_of(letter) -> etree._Element:
    page = next((part for part in letter.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        return t.Body("the words", BodyType="Text")
    text = page.get_payload(decode=True).decode(page.get_content_charset("utf-8"))
    return t.Body(text, BodyType="HTML")


def _decoded(text: str) -> str:
    return str(make_header(decode_header(text)))


def _people(name: str, fields: list[str] | None) -> etree._Element | None:
    people = [_mailbox(who, address) for who, address in getaddresses(fields or [])]
    return t(name, *people) if people else None


def _one_person(name: str, value: str | None) -> etree._Element | None:
    return t(name, _mailbox(*getaddresses([value])[0])) if value else None


def _mailbox(name: str, address: str) -> etree._Element:
    return t.Mailbox(t.Name(_decoded(name) or address), t.EmailAddress(address), t.RoutingType("SMTP"))


def _event(folder: Folder, kind: str, item: Item) -> etree._Element:
    place = [
        t.TimeStamp("2026-11-02T09:00:00Z"),
        _item_id(item),
        t.ParentFolderId(Id=folder.id, ChangeKey="AQ=="),
    ]
    if kind in ("MovedEvent", "CopiedEvent"):
        place += [
            t.OldItemId(Id=item.id, ChangeKey="AQ=="),
            t.OldParentFolderId(Id=folder.id, ChangeKey="AQ=="),
        ]
    return t(kind, *place)


def _without_bcc(mime: bytes) -> bytes:
    head, empty, body = mime.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"bcc:")]
    return b"\r\n".join(lines) + empty + body
