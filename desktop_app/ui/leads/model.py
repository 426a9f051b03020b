"""The list of leads: all ids in order, rows read page by page when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.domain.codes import ContactId, Micros
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadRow
from desktop_app.ui import words
from desktop_app.ui.translation import tr

PAGE = 32  # more than most windows show: a jump reads one, 0.3 ms
KEPT_ROWS = 64 * PAGE

Index = QModelIndex | QPersistentModelIndex


class LeadModel(QAbstractTableModel):
    """One column. `lead(row)` is what the delegate draws."""

    def __init__(self, reader: Reader, now: Callable[[], Micros]) -> None:
        super().__init__()
        self._reader = reader
        self._now = now
        self._ids: list[ContactId] = []
        self._count = 0
        self._rows: dict[ContactId, LeadRow] = {}

    @property
    def ids(self) -> list[ContactId]:
        return self._ids

    @property
    def is_whole(self) -> bool:
        """False: `ids` is only the beginning."""
        return len(self._ids) >= self._count

    def set_ids(self, ids: list[ContactId], count: int = 0) -> None:
        """A new order. Views lose their current row; the page puts it back by contact.

        `count`: how many rows there are when `ids` is only their beginning; the others are empty.
        """
        self.beginResetModel()
        self._ids = ids
        self._count = max(count, len(ids))
        self.endResetModel()

    def forget(self, contacts: Iterable[ContactId] | None) -> None:
        """These rows changed (None: all); they are read again when they are drawn."""
        if contacts is None:
            self._rows.clear()
        else:
            for contact in contacts:
                self._rows.pop(contact, None)

    def lead(self, row: int) -> LeadRow | None:
        """None for a contact that is gone since the order was read, and for one not known yet."""
        if row >= len(self._ids):
            return None
        contact = self._ids[row]
        if contact not in self._rows:
            self._read_page(row)
        return self._rows.get(contact)

    def row_of(self, contact: ContactId) -> int | None:
        try:
            return self._ids.index(contact)
        except ValueError:
            return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            lead = self.lead(index.row())
            return None if lead is None else self._spoken(lead)
        return None

    def _read_page(self, row: int) -> None:
        """From a row on; when the one below is known already it is scrolled up, and those above are next."""
        below = self._ids[row + 1] if row + 1 < len(self._ids) else None
        start = max(0, row - PAGE + 1) if below in self._rows else row
        if len(self._rows) > KEPT_ROWS:
            self._rows.clear()
        self._rows.update(self._reader.leads(self._ids[start : start + PAGE]))

    def _spoken(self, lead: LeadRow) -> str:
        """For screen readers: what the row shows."""
        parts = [lead.name, lead.company, words.warmth_name(lead.warmth)]
        if lead.warmth is not None:
            parts.append(tr("warmth {warmth}").format(warmth=lead.warmth))
        if lead.last_signal_kind is not None and lead.last_signal_at is not None:
            signal = (lead.last_signal_kind, lead.last_signal_link, lead.last_signal_at)
            parts.append(words.signal_ago(*signal, self._now()))
        parts.append(words.action(lead.action))
        return ", ".join(part for part in parts if part)
