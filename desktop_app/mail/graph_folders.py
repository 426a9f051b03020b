"""The folders of a Microsoft 365 mailbox, what each is for, and what tells of a change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from desktop_app.domain.errors import ItemGone, ServerError
from desktop_app.domain.model import Role
from desktop_app.mail.base import RemoteFolder
from desktop_app.mail.exchange_folders import ROLES, Figures, Listed, in_order, part_of_path
from desktop_app.mail.graph_client import GraphClient
from desktop_app.mail.graph_items import tags_of

CHANGED = "SystemTime 0x670A"  # PidTagLocalCommitTimeMax: when anything in the folder changed last
_EXPAND = f"singleValueExtendedProperties($filter=id eq '{CHANGED}')"
_SELECT = "id,displayName,parentFolderId,childFolderCount,totalItemCount,unreadItemCount,isHidden"
DEPTH_MAX = 20
_NO_ID = re.compile(r"[^A-Za-z0-9_=+\-]")


@dataclass(slots=True)
class FolderList:
    """`expanded` becomes False where the server refuses to tell when a folder changed."""

    client: GraphClient
    roles: dict[str, Role] | None = None
    expanded: bool = True

    def known(self) -> dict[str, Role]:
        """Ids of the folders that every mailbox has. They never change."""
        if self.roles is None:
            found = {}
            for name, role in ROLES.items():
                try:
                    found[id_of(self.client.get(f"/mailFolders/{name}", {"$select": "id"}))] = role
                except ItemGone:
                    if role is Role.INBOX:
                        raise
            self.roles = found
        return self.roles

    def id_of(self, role: Role) -> str:
        """Empty when this mailbox does without."""
        return next((one for one, known in self.known().items() if known is role), "")

    def all(self) -> Listed:
        """Inbox first, then Sent, then by path. One question, and one for each folder that holds others."""
        known = self.known()
        found: list[RemoteFolder] = []
        figures: dict[str, Figures] = {}
        self._below("/mailFolders", (), Role.OTHER, found, figures)
        if all(known.get(folder.remote_id) is not Role.INBOX for folder in found):
            raise ServerError(text="the list of folders has no Inbox")
        return Listed(in_order(found), figures)

    def figures(self, folder: str) -> Figures:
        """Of one folder, now."""
        return _figures(self._ask(f"/mailFolders/{folder}"))

    def _below(
        self,
        path: str,
        above: tuple[str, ...],
        role: Role,
        found: list[RemoteFolder],
        figures: dict[str, Figures],
    ) -> None:
        page = self._ask(path, {"$top": "100"})
        while True:
            for row in rows_of(page):
                self._add(row, above, role, found, figures)
            following = page.get("@odata.nextLink")
            if not isinstance(following, str):
                return
            page = self.client.get(following)

    def _add(
        self,
        row: dict[str, Any],
        above: tuple[str, ...],
        role: Role,
        found: list[RemoteFolder],
        figures: dict[str, Figures],
    ) -> None:
        if row.get("isHidden") is True or "searchFolder" in str(row.get("@odata.type", "")):
            return
        one = id_of(row)
        name = part_of_path(str(row.get("displayName") or "?"))
        mine = self.known().get(one, Role.TRASH if role is Role.TRASH else Role.OTHER)
        found.append(RemoteFolder("/".join((*above, name)), one, mine))
        figures[one] = _figures(row)
        if row.get("childFolderCount") and len(above) < DEPTH_MAX:
            self._below(f"/mailFolders/{one}/childFolders", (*above, name), mine, found, figures)

    def _ask(self, path: str, more: dict[str, str] | None = None) -> dict[str, Any]:
        query = {"$select": _SELECT, **(more or {})}
        if self.expanded:
            try:
                return self.client.get(path, {**query, "$expand": _EXPAND})
            except ServerError:
                self.expanded = False
        return self.client.get(path, query)


def rows_of(page: dict[str, Any]) -> list[dict[str, Any]]:
    """Raises ServerError for an answer without them."""
    rows = page.get("value")
    if not isinstance(rows, list):
        raise ServerError(text="the answer holds no list")
    return [row for row in rows if isinstance(row, dict)]


def id_of(row: dict[str, Any]) -> str:
    """Raises ServerError for what cannot stand in an address."""
    one = row.get("id")
    if not isinstance(one, str) or not one or _NO_ID.search(one):
        raise ServerError(text="the answer holds no id")
    return one


def _figures(row: dict[str, Any]) -> Figures:
    total, unread = row.get("totalItemCount"), row.get("unreadItemCount")
    return Figures(
        total if isinstance(total, int) else 0,
        unread if isinstance(unread, int) else 0,
        tags_of(row).get("systemtime 0x670a", ""),
    )
