"""The few operations that Otklik asks of Exchange, as XML that the schema accepts; element order matters."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from desktop_app.domain.model import Micros
from desktop_app.mail.ews_times import iso_utc

# Property tags of MS-OXPROPS, as strings of the schema.
HEADERS = "0x7D"  # PidTagTransportMessageHeaders: the letter's header as it came; none on what we wrote
VERB = "0x1081"  # PidTagLastVerbExecuted: 102 replied, 103 replied to all, 104 forwarded
VERB_TIME = "0x1082"  # PidTagLastVerbExecutionTime
ICON = "0x1080"  # PidTagIconIndex: 261 replied, 262 forwarded
FLAG_STATUS = "0x1090"  # PidTagFlagStatus: 2 flagged
MESSAGE_FLAGS = "0xE07"  # PidTagMessageFlags: 1 read, and not 8 = a draft
DELIVERED = "0xE06"  # PidTagMessageDeliveryTime: DateTimeReceived
SUBMITTED = "0x39"  # PidTagClientSubmitTime: DateTimeSent
CHANGED = "0x670A"  # PidTagLocalCommitTimeMax of a folder: when anything in it changed last
HIDDEN = "0x10F4"  # PidTagAttributeHidden

READ = ("message:IsRead", "item:IsDraft")
MARKS = ((VERB, "Integer"), (VERB_TIME, "SystemTime"), (ICON, "Integer"), (FLAG_STATUS, "Integer"))
KINDS = ("item:ItemClass", "item:DateTimeReceived", "item:Size", "item:DateTimeCreated")
WRITTEN = (
    "item:Subject", "item:DateTimeSent", "item:InReplyTo", "message:From", "message:ToRecipients",
    "message:CcRecipients", "message:ReplyTo", "message:InternetMessageId", "message:References",
)  # fmt: skip

REPLIED, FORWARDED = (102, 261), (104, 262)  # verb and icon

SYNC_MAX = 512  # more is refused
PAGE_FOLDERS = 1000


def shape(fields: Iterable[str] = (), tags: Iterable[tuple[str, str]] = (), mime: bool = False) -> str:
    """What is wanted of each item beside its id."""
    paths = "".join(f'<t:FieldURI FieldURI="{field}"/>' for field in fields)
    paths += "".join(_tag(tag, kind) for tag, kind in tags)
    more = f"<t:AdditionalProperties>{paths}</t:AdditionalProperties>" if paths else ""
    whole = "<t:IncludeMimeContent>true</t:IncludeMimeContent>" if mime else ""
    return f"<t:BaseShape>IdOnly</t:BaseShape>{whole}{more}"


def folder_id(remote_id: str) -> str:
    return f"<t:FolderId Id={quoteattr(remote_id)}/>"


def known_folder(name: str, mailbox: str) -> str:
    """One of the folders that every mailbox has, of this mailbox: it may be a shared one."""
    owner = f"<t:Mailbox><t:EmailAddress>{escape(mailbox)}</t:EmailAddress></t:Mailbox>"
    return f'<t:DistinguishedFolderId Id="{name}">{owner}</t:DistinguishedFolderId>'


def get_folders(folders: Iterable[str]) -> str:
    return (
        "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>"
        f"<m:FolderIds>{''.join(folders)}</m:FolderIds></m:GetFolder>"
    )


def find_folders(root: str, offset: int) -> str:
    """Every folder below, with what tells whether anything in it has changed."""
    fields = ("folder:DisplayName", "folder:FolderClass", "folder:ParentFolderId", "folder:TotalCount",
              "folder:UnreadCount")  # fmt: skip
    paths = "".join(f'<t:FieldURI FieldURI="{field}"/>' for field in fields)
    paths += _tag(CHANGED, "SystemTime") + _tag(HIDDEN, "Boolean")
    return (
        '<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape>'
        f"<t:AdditionalProperties>{paths}</t:AdditionalProperties></m:FolderShape>"
        f'<m:IndexedPageFolderView MaxEntriesReturned="{PAGE_FOLDERS}" Offset="{offset}"'
        ' BasePoint="Beginning"/>'
        f"<m:ParentFolderIds>{root}</m:ParentFolderIds></m:FindFolder>"
    )


def sync_items(folder: str, state: str, wanted: str, most: int = SYNC_MAX) -> str:
    known = f"<m:SyncState>{escape(state)}</m:SyncState>" if state else ""
    return (
        f"<m:SyncFolderItems><m:ItemShape>{wanted}</m:ItemShape><m:SyncFolderId>{folder}</m:SyncFolderId>"
        f"{known}<m:MaxChangesReturned>{most}</m:MaxChangesReturned></m:SyncFolderItems>"
    )


def find_items(folder: str, most: int, restriction: str = "", wanted: str = "") -> str:
    """The newest of a folder first."""
    narrowed = f"<m:Restriction>{restriction}</m:Restriction>" if restriction else ""
    wanted = wanted or shape(("item:DateTimeReceived",))
    return (
        f'<m:FindItem Traversal="Shallow"><m:ItemShape>{wanted}</m:ItemShape>'
        f'<m:IndexedPageItemView MaxEntriesReturned="{most}" Offset="0" BasePoint="Beginning"/>{narrowed}'
        '<m:SortOrder><t:FieldOrder Order="Descending"><t:FieldURI FieldURI="item:DateTimeReceived"/>'
        f"</t:FieldOrder></m:SortOrder><m:ParentFolderIds>{folder}</m:ParentFolderIds></m:FindItem>"
    )


def received_before(at: Micros) -> str:
    return (
        '<t:IsLessThan><t:FieldURI FieldURI="item:DateTimeReceived"/><t:FieldURIOrConstant>'
        f'<t:Constant Value="{iso_utc(at)}"/></t:FieldURIOrConstant></t:IsLessThan>'
    )


def never_received() -> str:
    return '<t:Not><t:Exists><t:FieldURI FieldURI="item:DateTimeReceived"/></t:Exists></t:Not>'


def bears_message_id(message_id: str) -> str:
    """Exact, with its angle brackets."""
    return (
        '<t:IsEqualTo><t:FieldURI FieldURI="message:InternetMessageId"/><t:FieldURIOrConstant>'
        f"<t:Constant Value={quoteattr(f'<{message_id}>')}/></t:FieldURIOrConstant></t:IsEqualTo>"
    )


def get_items(ids: Sequence[str], wanted: str) -> str:
    """Answered in the same order, each with an error of its own."""
    return (
        f"<m:GetItem><m:ItemShape>{wanted}</m:ItemShape><m:ItemIds>{_item_ids(ids)}</m:ItemIds></m:GetItem>"
    )


def send_mime(mime: bytes, sent: str) -> str:
    return _create(mime, sent, "SendAndSaveCopy", "")


def save_mime(mime: bytes, folder: str, received: Micros | None = None, sent: Micros | None = None) -> str:
    """As a letter that has been sent and read, not as a draft; the instants as those of another letter."""
    values = [(MESSAGE_FLAGS, "Integer", "1")]
    instants = ((DELIVERED, received), (SUBMITTED, sent))
    values += [(tag, "SystemTime", iso_utc(at)) for tag, at in instants if at is not None]
    return _create(mime, folder, "SaveOnly", "".join(_property(*one) for one in values))


def delete_items(ids: Sequence[str]) -> str:
    """For good, not into the bin."""
    return (
        '<m:DeleteItem DeleteType="HardDelete" SuppressReadReceipts="true">'
        f"<m:ItemIds>{_item_ids(ids)}</m:ItemIds></m:DeleteItem>"
    )


def mark_answered(remote_id: str, verb: int, icon: int, at: Micros) -> str:
    values = (
        (VERB, "Integer", str(verb)),
        (VERB_TIME, "SystemTime", iso_utc(at)),
        (ICON, "Integer", str(icon)),
    )
    changes = "".join(
        f"<t:SetItemField>{_tag(*one[:2])}<t:Message>{_property(*one)}</t:Message></t:SetItemField>"
        for one in values
    )
    return (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"'
        ' SuppressReadReceipts="true"><m:ItemChanges><t:ItemChange>'
        f"{_item_ids([remote_id])}<t:Updates>{changes}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def subscribe(folders: Iterable[str]) -> str:
    events = ("CopiedEvent", "CreatedEvent", "DeletedEvent", "ModifiedEvent", "MovedEvent", "NewMailEvent")
    kinds = "".join(f"<t:EventType>{event}</t:EventType>" for event in events)
    return (
        f"<m:Subscribe><m:StreamingSubscriptionRequest><t:FolderIds>{''.join(folders)}</t:FolderIds>"
        f"<t:EventTypes>{kinds}</t:EventTypes></m:StreamingSubscriptionRequest></m:Subscribe>"
    )


def streaming_events(subscription: str, minutes: int) -> str:
    return (
        "<m:GetStreamingEvents><m:SubscriptionIds>"
        f"<t:SubscriptionId>{escape(subscription)}</t:SubscriptionId></m:SubscriptionIds>"
        f"<m:ConnectionTimeout>{minutes}</m:ConnectionTimeout></m:GetStreamingEvents>"
    )


def _create(mime: bytes, folder: str, disposition: str, more: str) -> str:
    content = base64.b64encode(mime).decode("ascii")
    return (
        f'<m:CreateItem MessageDisposition="{disposition}">'
        f"<m:SavedItemFolderId>{folder}</m:SavedItemFolderId>"
        f'<m:Items><t:Message><t:MimeContent CharacterSet="UTF-8">{content}</t:MimeContent>{more}</t:Message>'
        "</m:Items></m:CreateItem>"
    )


def _property(tag: str, kind: str, value: str) -> str:
    return f"<t:ExtendedProperty>{_tag(tag, kind)}<t:Value>{value}</t:Value></t:ExtendedProperty>"


def _tag(tag: str, kind: str) -> str:
    return f'<t:ExtendedFieldURI PropertyTag="{tag}" PropertyType="{kind}"/>'


def _item_ids(ids: Sequence[str]) -> str:
    return "".join(f"<t:ItemId Id={quoteattr(one)}/>" for one in ids)
