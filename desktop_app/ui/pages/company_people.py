"""The people of a company as painted rows: how warm, the last signal, whether they wait for us."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_app.domain.codes import Micros
from desktop_app.store.rows import LeadRow
from desktop_app.ui import times, words
from desktop_app.ui.canvas import PainterCanvas
from desktop_app.ui.leads.row_painter import draw_bar
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.painted_rows import RIGHT, Index, PaintedRows

ROW_HEIGHT = 56
WARMTH_WIDTH = 56
BAR_WIDTH = 40


class PeopleModel(QAbstractListModel):
    """`now` tells how long ago a signal was."""

    def __init__(self, now: Callable[[], Micros]) -> None:
        super().__init__()
        self.now = now
        self._people: Sequence[LeadRow] = ()

    def set_people(self, people: Sequence[LeadRow]) -> None:
        """Keeps the view's place when the same people are only told of anew."""
        same = [one.contact for one in people] == [one.contact for one in self._people]
        if same:
            self._people = people
            if people:
                self.dataChanged.emit(self.index(0), self.index(len(people) - 1))
            return
        self.beginResetModel()
        self._people = people
        self.endResetModel()

    def person(self, row: int) -> LeadRow:
        return self._people[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._people)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            person = self._people[index.row()]
            parts = (person.name, person.address, warmth_of(person), signal_of(person, self.now()),
                     wait_of(person, self.now()))  # fmt: skip
            separator = "\n" if role == Qt.ItemDataRole.ToolTipRole else ", "
            return separator.join(dict.fromkeys(part for part in parts if part))
        return None


class PeopleRows(PaintedRows):
    """Warmth at the left; the name and since when they wait; below it the last signal."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ROW_HEIGHT)

    def paint_row(self, painter: QPainter, rect: QRect, index: Index) -> None:
        model = index.model()
        assert isinstance(model, PeopleModel)
        person, now = model.person(index.row()), model.now()
        inner = rect.adjusted(Space.L, Space.S, -Space.L, -Space.S)
        self._warmth(painter, inner, person)
        texts = inner.adjusted(WARMTH_WIDTH, 0, 0, 0)
        half = texts.height() // 2
        above = QRect(texts.left(), texts.top(), texts.width(), half)
        below = above.translated(0, half)
        width = self.write(painter, above, wait_of(person, now), "secondary-strong", "warn", RIGHT)
        above.setRight(above.right() - (width + Space.S if width else 0))
        self.write(painter, above, person.name, "strong", "text")
        self.write(painter, below, signal_of(person, now) or person.address, "secondary", "secondary")

    def _warmth(self, painter: QPainter, inner: QRect, person: LeadRow) -> None:
        number = "–" if person.warmth is None else str(person.warmth)
        half = inner.height() // 2
        self.write(painter, QRect(inner.left(), inner.top(), BAR_WIDTH, half), number, "strong", "text")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(inner.left(), inner.top() + half + half / 2 - 3, BAR_WIDTH, 6)
        draw_bar(PainterCanvas(painter), place, person.warmth, self._theme)
        painter.restore()


def warmth_of(person: LeadRow) -> str:
    """For a screen reader: the number, else that there is none."""
    if person.warmth is None:
        return words.warmth_name(None)
    return f"{person.warmth} ({words.warmth_name(person.warmth)})"


def signal_of(person: LeadRow, now: Micros) -> str:
    """As "clicked Prices 12 min ago", "" for none."""
    if person.last_signal_kind is None or person.last_signal_at is None:
        return ""
    text = words.signal_ago(person.last_signal_kind, person.last_signal_link, person.last_signal_at, now)
    return text[:1].upper() + text[1:]


def wait_of(person: LeadRow, now: Micros) -> str:
    """As "waits 3 h 10 min", "" when they do not."""
    if person.waiting_since is None:
        return ""
    return tr("waits {time}").format(time=times.short_duration(now - person.waiting_since))
