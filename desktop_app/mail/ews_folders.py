"""The folders of an Exchange mailbox that hold letters, what each is for, and what tells of a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.domain.errors import ItemGone, ServerError
from desktop_app.domain.model import Role
from desktop_app.mail import ews_requests as ask
from desktop_app.mail import ews_soap
from desktop_app.mail.base import RemoteFolder
from desktop_app.mail.ews_client import EwsClient
from desktop_app.mail.ews_items import TRUE, tags_of
from desktop_app.mail.ews_soap import Element, M, T, text_of
from desktop_app.mail.exchange_folders import ROLES, Figures, Listed, in_order, part_of_path

ROOT = "msgfolderroot"
# Contacts, calendars and notes have other classes; so have RSS feeds and the history of conversations, whose
# classes begin like these.
_OF_LETTERS = frozenset({"", "ipf.note", "ipf.imap"})


@dataclass(frozen=True, slots=True)
class Known:
    """Ids of the folders that every mailbox has, by our roles, and of their root. They never change."""

    root: str
    roles: dict[str, Role]

    def id_of(self, role: Role) -> str:
        """Empty when this mailbox does without."""
        return next((one for one, known in self.roles.items() if known is role), "")


def known_folders(client: EwsClient, mailbox: str) -> Known:
    """Of `mailbox`. Raises MailError, PermissionDenied for a mailbox that one may not open."""
    names = (ROOT, *ROLES)
    answers = client.call(ask.get_folders(ask.known_folder(name, mailbox) for name in names))
    root = _id(ews_soap.check(answers[0]), "FolderId")
    if len(answers) != len(names):
        raise ServerError(text="an answer for each folder was expected")
    roles = {}
    for name, answer in zip(names[1:], answers[1:], strict=True):
        try:
            roles[_id(ews_soap.check(answer), "FolderId")] = ROLES[name]
        except ItemGone:  # a shared mailbox has no Outbox before somebody opens it
            continue
    return Known(root, roles)


def list_folders(client: EwsClient, known: Known) -> Listed:
    """Inbox first, then Sent, then by path."""
    found = list(_rows(client, known.root))
    parents = {row.id: row for row in found}
    folders = []
    for row in found:
        if row.hidden or row.kind.lower() not in _OF_LETTERS:
            continue
        line = _line(row, parents)
        role = known.roles.get(row.id, Role.OTHER)
        if Role.TRASH in (known.roles.get(one.id) for one in line):
            role = Role.TRASH  # what is thrown away with its folder lies in a folder there
        folders.append(RemoteFolder("/".join(one.name for one in line), row.id, role))
    return Listed(in_order(folders), {row.id: row.figures for row in found})


class _Row(NamedTuple):
    id: str
    parent: str
    name: str
    kind: str
    hidden: bool
    figures: Figures


def _rows(client: EwsClient, root: str) -> list[_Row]:
    rows: list[_Row] = []
    while True:
        message = client.call_one(ask.find_folders(ask.folder_id(root), len(rows)))
        page = message.find(f"{M}RootFolder")
        folders = page.find(f"{T}Folders") if page is not None else None
        fresh = [_row(folder) for folder in folders] if folders is not None else []
        rows += fresh
        if not fresh or page is None or page.get("IncludesLastItemInRange", "true") != "false":
            return rows


def _row(folder: Element) -> _Row:
    tags = tags_of(folder)
    figures = Figures(
        _number(folder, "TotalCount"), _number(folder, "UnreadCount"), tags.get(ask.CHANGED, "")
    )
    return _Row(
        _id(folder, "FolderId"),
        _id(folder, "ParentFolderId"),
        part_of_path(text_of(folder, f"{T}DisplayName")),
        text_of(folder, f"{T}FolderClass"),
        tags.get(ask.HIDDEN, "").lower() in TRUE,
        figures,
    )


def _line(row: _Row, parents: dict[str, _Row]) -> list[_Row]:
    """From the top of the mailbox to the folder."""
    line = [row]
    while (above := parents.get(line[0].parent)) is not None and above not in line:
        line.insert(0, above)
    return line


def _id(element: Element, name: str) -> str:
    found = next(element.iter(f"{T}{name}"), None)
    return str(found.get("Id", "")) if found is not None else ""


def _number(folder: Element, name: str) -> int:
    text = text_of(folder, f"{T}{name}")
    return int(text) if text.isdigit() else 0
