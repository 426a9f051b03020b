"""A real Exchange server: OTKLIK_EWS_TEST_URL, _USER, _PASSWORD and, where the user is no address, _ADDRESS.

Everything happens in folders of our own, made for the run and deleted after it; nothing is sent, and neither
the Inbox nor Sent is touched. OTKLIK_EWS_TEST_TRUST: the SHA-256 of a certificate that is not the system's.
"""

import base64
import os
import secrets
from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import etree

from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import AccountKind, AccountSettings, Flags, Role
from desktop_app.mail import ews_requests as ask
from desktop_app.mail.base import Provider, RemoteFolder, Sender
from desktop_app.mail.ews import EwsProvider
from desktop_app.mail.ews_client import EwsClient
from desktop_app.mail.logins import LoginLimit
from tests.fakes.provider_worlds import Seen, fresh

T = "{http://schemas.microsoft.com/exchange/services/2006/types}"
NAME = "OTKLIK_EWS_TEST_"


def named() -> tuple[AccountSettings, str] | None:
    """The server to try and its password; None when the environment names none."""
    url = os.environ.get(f"{NAME}URL", "")
    if not url:
        return None
    user = os.environ[f"{NAME}USER"]
    address = os.environ.get(f"{NAME}ADDRESS", user)
    trust = os.environ.get(f"{NAME}TRUST", "")
    settings = AccountSettings(AccountKind.EWS, address, user, ews_url=url, tls_fingerprint=trust)
    return settings, os.environ[f"{NAME}PASSWORD"]


class _OwnFolders(EwsProvider):
    """Takes a folder of the test for the Inbox, and sees no other."""

    def __init__(self, settings: AccountSettings, password, inbox: str, sent: str) -> None:
        super().__init__(settings, password, None, lambda: sent)
        self._inbox = inbox

    def folders(self) -> list[RemoteFolder]:
        return [replace(one, role=Role.INBOX) for one in super().folders() if one.remote_id == self._inbox]


class RealEwsWorld:
    """See `provider_worlds.World`. What a server of other people cannot be asked for is skipped."""

    def __init__(self, settings: AccountSettings, password: str) -> None:
        self.shown = 0
        self._settings = settings
        self._password = password
        self._client = EwsClient(settings, lambda: password)
        root = ask.known_folder("msgfolderroot", settings.address)
        name = f"Otklik test {secrets.token_hex(4)}"
        self._top = self._make_folder(root, name)
        self._inbox, self._aside, self._sent = (
            self._make_folder(ask.folder_id(self._top), one) for one in ("inbox", "aside", "sent")
        )

    def provider(self, password: str = "", limit: LoginLimit | None = None) -> Provider:
        if password or limit is not None:
            pytest.skip("a wrong password, or many right ones, may lock the account of a real server")

        def show() -> str:
            self.shown += 1
            return self._password

        return _OwnFolders(self._settings, show, self._inbox, self._sent)

    def sender(self) -> Sender:
        pytest.skip("nothing is sent by a real server")

    def put(self, count: int, *, seen: bool = False) -> list[bytes]:
        made = fresh(count)
        for mime in made:
            self._put(mime, seen)
        return made

    def put_mime(self, mime: bytes) -> None:
        self._put(mime, False)

    def mark(self, places: set[int], seen: bool) -> None:
        field, value = '<t:FieldURI FieldURI="message:IsRead"/>', f"<t:IsRead>{str(seen).lower()}</t:IsRead>"
        for _, one in self._at(places):
            self._update(one, f"<t:SetItemField>{field}<t:Message>{value}</t:Message></t:SetItemField>")

    def answer(self, places: set[int]) -> None:
        tag = '<t:ExtendedFieldURI PropertyTag="0x1081" PropertyType="Integer"/>'
        value = f"<t:ExtendedProperty>{tag}<t:Value>102</t:Value></t:ExtendedProperty>"
        for _, one in self._at(places):
            self._update(one, f"<t:SetItemField>{tag}<t:Message>{value}</t:Message></t:SetItemField>")

    def remove(self, places: set[int]) -> None:
        for _, one in self._at(places):
            self._client.call_one(
                f'<m:DeleteItem DeleteType="HardDelete"><m:ItemIds><t:ItemId Id="{one}"/></m:ItemIds>'
                "</m:DeleteItem>"
            )

    def move(self, places: set[int]) -> None:
        for place, one in self._at(places):
            moved = self._move(one, self._aside)
            if place % 2:
                self._move(moved, self._inbox)

    def here(self) -> dict[str, Seen]:
        found = {}
        for item in self._items(self._inbox):
            mime = base64.b64decode(item.findtext(f"{T}MimeContent"))
            read = parse_headers(mime)
            answered = item.findtext(f"{T}ExtendedProperty/{T}Value") == "102"
            flags = Flags(item.findtext(f"{T}IsRead") == "true", answered)
            found[item.find(f"{T}ItemId").get("Id")] = Seen(read.message_id, read.subject, flags)
        return found

    def sent(self) -> list[bytes]:
        return [base64.b64decode(item.findtext(f"{T}MimeContent")) for item in self._items(self._sent)]

    def cut_after(self, size: int | None) -> None:
        """A line to another machine is not ours to cut."""

    def cut_all(self) -> None:
        pytest.skip("a line to another machine is not ours to cut")

    def forget(self) -> None:
        pytest.skip("a real server does not forget on demand")

    def stop(self) -> None:
        pytest.skip("a real server is not ours to stop")

    def start(self) -> None:
        pass

    def close(self) -> None:
        self._client.call_one(
            f'<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds>{ask.folder_id(self._top)}</m:FolderIds>'
            "</m:DeleteFolder>"
        )
        self._client.close()

    def _make_folder(self, parent: str, name: str) -> str:
        kind = "<t:FolderClass>IPF.Note</t:FolderClass>"
        made = self._client.call_one(
            f"<m:CreateFolder><m:ParentFolderId>{parent}</m:ParentFolderId><m:Folders><t:Folder>{kind}"
            f"<t:DisplayName>{name}</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>"
        )
        return next(made.iter(f"{T}FolderId")).get("Id")

    def _put(self, mime: bytes, seen: bool) -> None:
        request = ask.save_mime(mime, ask.folder_id(self._inbox))
        self._client.call_one(
            request if seen else request.replace("<t:Value>1</t:Value>", "<t:Value>0</t:Value>")
        )

    def _update(self, one: str, change: str) -> None:
        self._client.call_one(
            '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges>'
            f'<t:ItemChange><t:ItemId Id="{one}"/><t:Updates>{change}</t:Updates></t:ItemChange>'
            "</m:ItemChanges></m:UpdateItem>"
        )

    def _move(self, one: str, folder: str) -> str:
        moved = self._client.call_one(
            f"<m:MoveItem><m:ToFolderId>{ask.folder_id(folder)}</m:ToFolderId>"
            f'<m:ItemIds><t:ItemId Id="{one}"/></m:ItemIds></m:MoveItem>'
        )
        return next(moved.iter(f"{T}ItemId")).get("Id")

    def _ids(self, folder: str) -> list[str]:
        message = self._client.call_one(ask.find_items(ask.folder_id(folder), 1000))
        return [one.get("Id") for one in message.iter(f"{T}ItemId")]

    def _items(self, folder: str) -> Iterator[etree._Element]:
        wanted = ask.shape(("message:IsRead",), ((ask.VERB, "Integer"),), mime=True)
        for one in self._ids(folder):
            yield self._client.call_one(ask.get_items([one], wanted)).find(f".//{T}Message")

    def _at(self, places: set[int]) -> list[tuple[int, str]]:
        """By the numbers that `fresh` gives, the oldest first."""
        known = {one: int(seen.message_id.partition("@")[0]) for one, seen in self.here().items()}
        items = sorted(known, key=known.__getitem__)
        return [(place, items[place]) for place in sorted(places) if place < len(items)]
