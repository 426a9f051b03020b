"""How a person can be reached: numbers with the letters they come from, and further addresses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.store.rows import LeadRow, PhoneRow
from desktop_app.ui import problems, words
from desktop_app.ui.context import Context
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, LinkButton
from desktop_app.ui.widgets.texts import ElidedText, Text

SHOWN_NUMBERS = 3
FIELD_WIDTH = 300


class Reach(QWidget):
    """`called()`: the user has pressed a number."""

    called = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._lead: LeadRow | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._field: AskField | None = None

    def show_lead(self, lead: LeadRow) -> None:
        """Reads numbers and addresses anew."""
        self._lead = lead
        self._clear()
        phones = self._context.reader.phones(lead.contact)
        for number, phone in enumerate(phones[:SHOWN_NUMBERS]):
            self._column.addWidget(self._number(phone, changeable=number == 0))
        if not phones:
            add = LinkButton(tr("Add a phone number"), self.edit_number)
            add.setProperty("small", True)
            self._column.addLayout(_alone(add))
        for address in self._context.reader.further_addresses(lead.contact):
            self._column.addWidget(self._address(address))

    # ── asking ───────────────────────────────────────────────────────────────────────────────────
    def edit_number(self) -> None:
        assert self._lead is not None
        phones = self._context.reader.phones(self._lead.contact)
        before = _shown(phones[0]) if phones else ""
        self._ask(tr("Phone number; empty for none"), before, self.set_number)

    def ask_same_person(self) -> None:
        self._ask(tr("Another address of this person"), "", self.merge, complete=True)

    # ── acting ───────────────────────────────────────────────────────────────────────────────────
    def set_number(self, text: str) -> None:
        assert self._lead is not None
        lead = self._lead
        by_hand = [one for one in self._context.reader.phones(lead.contact) if one.letter is None]
        before = by_hand[0].number if by_hand else None
        self._send(commands.SetPhone(lead.contact, text))
        said = tr("The number of {name} is kept.") if text else tr("{name} has no number now.")
        undo = commands.SetPhone(lead.contact, before)
        self._context.toast(said.format(name=words.short(lead.name)), lambda: self._send(undo))

    def merge(self, text: str) -> None:
        """`text`: an address, or enough of a name or address to find one."""
        assert self._lead is not None
        lead = self._lead
        found = [address for _name, address in self._context.reader.addresses(text)]
        address = text.lower() if text.lower() in found or not found else found[0]
        if address == lead.address:
            return
        undo = commands.PartPeople((address,))
        said = tr("{address} is {name} from now on.").format(address=address, name=words.short(lead.name))

        def done(_value: object) -> None:
            self._context.toast(said, lambda: self._send(undo))

        self._context.bridge.call(commands.MergePeople((address,), lead.address), done, self._failed)

    def part(self, address: str) -> None:
        assert self._lead is not None
        back = commands.MergePeople((address,), self._lead.address)
        self._send(commands.PartPeople((address,)))
        self._context.toast(
            tr("{address} is a person of its own again.").format(address=address), lambda: self._send(back)
        )

    def _call(self, number: str, extension: str) -> None:
        QDesktopServices.openUrl(QUrl(f"tel:{number}" + (f";ext={extension}" if extension else "")))
        self.called.emit()

    def _copy(self, number: str) -> None:
        QGuiApplication.clipboard().setText(number)
        self._context.toast(tr("{number} is copied.").format(number=number), None)

    def _send(self, command: commands.Command) -> None:
        self._context.bridge.call(command, failed=self._failed)

    def _failed(self, error: AppError) -> None:
        self._context.toast(problems.sentence(error), None)

    # ── parts ────────────────────────────────────────────────────────────────────────────────────
    def _number(self, phone: PhoneRow, *, changeable: bool) -> QWidget:
        row, line = _row()
        theme = self._context.theme
        shown = _shown(phone)
        call = LinkButton(shown, lambda: self._call(phone.number, phone.extension))
        call.setAccessibleName(tr("Call {number}").format(number=shown))
        call.setToolTip(tr("Call with the program for tel: links"))
        line.addWidget(call)
        line.addWidget(IconButton(theme, "copy", tr("Copy the number"), lambda: self._copy(phone.shown)))
        if changeable:
            line.addWidget(IconButton(theme, "pencil", tr("Change the number"), self.edit_number))
        line.addStretch(1)
        if phone.letter is not None:
            letter = phone.letter
            title = tr("Where the number is from")
            source = LinkButton(
                tr("from a letter"), lambda: self._context.open_letters([letter], title)
            )
            source.setProperty("small", True)
            line.addWidget(source)
        else:
            line.addWidget(Text(tr("by hand"), "caption", "secondary"))
        return row

    def _address(self, address: str) -> QWidget:
        row, line = _row()
        text = tr("also {address}").format(address=address)
        line.addWidget(ElidedText(text, "secondary", "secondary"), 1)
        name = tr("{address} is another person").format(address=address)
        line.addWidget(IconButton(self._context.theme, "x", name, lambda: self.part(address)))
        return row

    def _ask(self, label: str, before: str, take: Callable[[str], None], *, complete: bool = False) -> None:
        window = self.window()
        field = AskField(window, label, before, take)
        if complete:
            field.complete_from(lambda prefix: [one for _n, one in self._context.reader.addresses(prefix)])
        point = self.mapTo(window, self.rect().topLeft())
        x = min(point.x(), window.width() - field.width() - Space.S)
        field.move(max(Space.S, x), point.y() + self.height() + Space.XS)
        field.show()
        field.raise_()
        field.line.setFocus()
        self._field = field

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            for widget in (item.widget(), *_widgets(item.layout())):
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()


class AskField(QFrame):
    """One line over the window; Enter takes it, Escape or another place leaves it."""

    def __init__(self, window: QWidget, label: str, before: str, take: Callable[[str], None]) -> None:
        super().__init__(window)
        self.setProperty("kind", "floating")
        self._take = take
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.M)
        column.setSpacing(Space.XS)
        self.line = QLineEdit(before)
        self.line.setFixedWidth(FIELD_WIDTH)
        self.line.setAccessibleName(label)
        self.line.selectAll()
        column.addWidget(Text(label, "secondary", "secondary"))
        column.addWidget(self.line)
        self.line.returnPressed.connect(self._done)
        self.line.editingFinished.connect(self._leave)
        self._candidates: Callable[[str], list[str]] | None = None
        self.adjustSize()

    def complete_from(self, candidates: Callable[[str], list[str]]) -> None:
        """Addresses for what is typed."""
        self._candidates = candidates
        self.line.textEdited.connect(self._offer)

    def _offer(self, text: str) -> None:
        if self._candidates is not None:
            completer = QCompleter(self._candidates(text), self)
            completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            self.line.setCompleter(completer)
            completer.complete()

    def _done(self) -> None:
        self._take(" ".join(self.line.text().split()))
        self.hide()

    def _leave(self) -> None:
        completer = self.line.completer()
        if completer is None or not completer.popup().isVisible():
            self.hide()
            self.deleteLater()


def _shown(phone: PhoneRow) -> str:
    extension = tr("ext. {number}").format(number=phone.extension) if phone.extension else ""
    return f"{phone.shown} {extension}".strip()


def _row() -> tuple[QWidget, QHBoxLayout]:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(Space.XS)
    return row, line


def _alone(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(widget)
    line.addStretch(1)
    return line


def _widgets(layout: object) -> list[QWidget]:
    if not isinstance(layout, QHBoxLayout):
        return []
    return [item.widget() for number in range(layout.count()) if (item := layout.itemAt(number)) is not None]
