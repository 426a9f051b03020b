"""The two menus beside the search field: channel and mailbox; saved views, columns, export."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.store.rows import LeadSort, Narrow
from desktop_app.ui import problems
from desktop_app.ui.context import Context
from desktop_app.ui.leads import views
from desktop_app.ui.leads.columns import Shares
from desktop_app.ui.leads.header import title
from desktop_app.ui.leads.views import View
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.texts import Text

NAME_WIDTH = 240
NUMBERED = 9


class Choosing(QObject):
    """Builds menus anew each time. `current()` is what the page shows; `show(view)` makes it show another.

    `narrowed(narrow)`: the user chose a channel or a mailbox.
    """

    def __init__(
        self,
        context: Context,
        current: Callable[[], View],
        show: Callable[[View], None],
        narrowed: Callable[[Narrow], None],
        export: Callable[[], None],
    ) -> None:
        super().__init__()
        self._context, self._current, self._show = context, current, show
        self._narrowed, self._export = narrowed, export
        self._menu: QMenu | None = None
        self._field: NameField | None = None

    # ── menus ────────────────────────────────────────────────────────────────────────────────────
    def narrow_menu(self, point: QPoint) -> QMenu:
        """Channels and mailboxes to narrow the list to."""
        menu, narrow = self._new_menu(), self._current().narrow
        channels = [row.name for row in self._context.reader.channels()]
        _caption(menu, tr("Channel"))
        self._choice(menu, tr("All channels"), narrow._replace(channel=""), not narrow.channel)
        for name in channels:
            self._choice(menu, name, narrow._replace(channel=name), narrow.channel == name)
        mailboxes = self._context.reader.mailboxes()
        if len(mailboxes) > 1:
            menu.addSeparator()
            _caption(menu, tr("Mailbox"))
            self._choice(menu, tr("All mailboxes"), narrow._replace(account=None), narrow.account is None)
            for number, address in mailboxes.items():
                self._choice(menu, address, narrow._replace(account=number), narrow.account == number)
        menu.popup(point)
        return menu

    def views_menu(self, point: QPoint, parent: QWidget) -> QMenu:
        """Saved views, what to do with the one shown, columns, export."""
        menu, current, saved = self._new_menu(), self._current(), self._saved()
        shown = next((one for one in saved if one._replace(name="") == current._replace(name="")), None)
        if saved:
            _caption(menu, tr("Saved views"))
        for number, view in enumerate(saved, 1):
            key = f"\tAlt+{number}" if number <= NUMBERED else ""
            entry = _checkable(menu, f"{view.name}{key}", view is shown)
            entry.triggered.connect(lambda _checked, one=view: self._show(one))
        if shown is not None:
            menu.addAction(tr("Rename this view…"), lambda: self.ask_name(point, parent, shown))
            menu.addAction(tr("Delete this view"), lambda: self.delete(shown))
        else:
            menu.addAction(tr("Save this view…"), lambda: self.ask_name(point, parent, None))
        menu.addSeparator()
        self._columns(menu.addMenu(tr("Columns")))
        menu.addAction(tr("Export as CSV…") + "\tCtrl+Shift+E", self._export)
        menu.addAction(tr("How honest is this score"), lambda: self._context.show_page("honesty"))
        menu.popup(point)
        return menu

    def show_number(self, number: int) -> bool:
        """Alt and a digit; False when there is no such view."""
        saved = self._saved()
        if not 0 < number <= len(saved):
            return False
        self._show(saved[number - 1])
        return True

    # ── saving ───────────────────────────────────────────────────────────────────────────────────
    def ask_name(self, point: QPoint, parent: QWidget, before: View | None) -> NameField:
        """A field at `point`; Enter keeps the view under that name."""
        field = NameField(parent, before.name if before else "", self._namer(before))
        field.move(parent.mapFromGlobal(point))
        field.show()
        field.raise_()
        field.line.setFocus()
        self._field = field
        return field

    def delete(self, view: View) -> None:
        before = self._saved()
        text = tr("The view {name} is deleted.").format(name=view.name)
        self._put(views.without(before, view.name), before, text)

    def keep_columns(self, shown: Shares) -> None:
        """Their order and widths are remembered."""
        self._set("lead_columns", views.columns_text(self._context.settings(), shown))

    def _namer(self, before: View | None) -> Callable[[str], None]:
        def keep(name: str) -> None:
            saved = self._saved()
            if before is None:
                after = views.with_view(saved, self._current()._replace(name=name))
                text = tr("The view {name} is saved.")
            else:
                after, text = views.renamed(saved, before.name, name), tr("The view is called {name} now.")
            self._put(after, saved, text.format(name=name))

        return keep

    def _put(self, after: Sequence[View], before: Sequence[View], text: str) -> None:
        self._set("lead_views", views.views_text(after))
        self._context.toast(text, lambda: self._set("lead_views", views.views_text(before)))

    def _set(self, key: str, value: str) -> None:
        self._context.bridge.call(commands.SetSetting(key, value), failed=self._failed)

    def _failed(self, error: AppError) -> None:
        self._context.toast(problems.sentence(error), None)

    # ── parts ────────────────────────────────────────────────────────────────────────────────────
    def _columns(self, menu: QMenu) -> None:
        hidden = views.hidden_columns(self._context.settings())
        for column in views.HIDEABLE:
            entry = _checkable(menu, title(column), column not in hidden)
            entry.triggered.connect(lambda _checked, one=column: self._toggle(one))

        menu.addSeparator()
        usual = menu.addAction(tr("Usual widths and order"), lambda: self._set("lead_columns", "[]"))
        usual.setEnabled(bool(self._context.settings().value("lead_columns")))

    def _toggle(self, column: LeadSort) -> None:
        hidden = views.hidden_columns(self._context.settings()) ^ {column}
        self._set("lead_hidden_columns", json.dumps(sorted(hidden)))

    def _choice(self, menu: QMenu, text: str, narrow: Narrow, on: bool) -> None:
        entry = _checkable(menu, text, on)
        entry.triggered.connect(lambda _checked: self._narrowed(narrow))

    def _saved(self) -> list[View]:
        return views.saved_views(self._context.settings())

    def _new_menu(self) -> QMenu:
        self._menu = QMenu()
        return self._menu


class NameField(QFrame):
    """Enter takes the name, Escape does not."""

    def __init__(self, parent: QWidget, name: str, take: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setProperty("kind", "floating")
        self._take = take
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        line.setSpacing(Space.S)
        self.line = QLineEdit(name)
        self.line.setMaxLength(views.NAME_MAX)
        self.line.setFixedWidth(NAME_WIDTH)
        self.line.setAccessibleName(tr("Name of the view"))
        self.line.selectAll()
        line.addWidget(Text(tr("Name of the view"), "secondary", "secondary"))
        line.addWidget(self.line)
        self.line.returnPressed.connect(self._done)
        self.line.editingFinished.connect(self.deleteLater)
        self.adjustSize()

    def _done(self) -> None:
        name = " ".join(self.line.text().split())
        if name:
            self._take(name)
        self.hide()


def _caption(menu: QMenu, text: str) -> None:
    entry = menu.addAction(text)
    entry.setEnabled(False)


def _checkable(menu: QMenu, text: str, on: bool) -> QAction:
    entry = menu.addAction(text)
    entry.setCheckable(True)
    entry.setChecked(on)
    return entry
