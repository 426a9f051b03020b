"""Recipients as chips, with completion from the people written to before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop_app.domain.model import Address
from desktop_app.ui import address_text
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.flow import FlowLayout
from desktop_app.ui.widgets.texts import Text

Complete = Callable[[str], Sequence[tuple[str, str]]]  # prefix -> (name, address)

CHIP_HEIGHT = 24
LETTERS_TO_COMPLETE = 1
COMMIT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma, Qt.Key.Key_Semicolon)


class RemovableChip(QFrame):
    """A text with a cross. `set_bad` marks what cannot be used."""

    removed = Signal()

    def __init__(self, theme: Theme, text: str, explanation: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "token")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, 0, 2, 0)
        row.setSpacing(2)
        self.label = Text(text, "secondary")
        row.addWidget(self.label)
        cross = IconButton(theme, "x", tr("Remove {name}").format(name=text), self.removed.emit)
        cross.setProperty("kind", "small")
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(cross)
        self.setToolTip(explanation)
        self.setFixedHeight(CHIP_HEIGHT)

    def set_bad(self) -> None:
        self.setProperty("kind", "bad-token")
        self.label.set_tone("bad")


class AddressField(QWidget):
    """A line of chips that grows into more lines. Enter, comma, semicolon, Tab or leaving makes a chip."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, complete: Complete) -> None:
        super().__init__()
        self._theme, self._complete = theme, complete
        self._addresses: list[Address] = []
        self._chips: list[RemovableChip] = []
        self._flow = FlowLayout(self, gap=Space.XS, fill_last=True)
        self._input = _Input(self)
        self._input.setAccessibleName(name)
        self._input.setPlaceholderText(tr("Name or address"))
        self._flow.addWidget(self._input)
        self._names = QStringListModel(self)
        self._input.setCompleter(self._make_completer())
        self._input.textEdited.connect(self._edited)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self._input)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def addresses(self) -> tuple[Address, ...]:
        """What is in the chips and what is still being typed."""
        return (*self._addresses, *address_text.parse(self._input.text()))

    def set_addresses(self, addresses: Sequence[Address]) -> None:
        for at in reversed(range(len(self._chips))):
            self._remove(at)
        for address in addresses:
            self._add(address)

    def invalid(self) -> tuple[Address, ...]:
        return tuple(address for address in self.addresses() if not address_text.is_valid(address))

    def commit(self) -> None:
        """Make chips of what was typed."""
        typed = address_text.parse(self._input.text())
        self._input.clear()
        for address in typed:
            self._add(address)
        if typed:
            self.changed.emit()

    def take_back(self) -> None:
        """Backspace in the empty field: the last chip is text again."""
        if self._addresses:
            last = self._addresses[-1]
            self._remove(len(self._addresses) - 1)
            self._input.setText(address_text.typed(last))
            self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._input.setFocus()
        event.accept()

    def _make_completer(self) -> QCompleter:
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._choose, Qt.ConnectionType.QueuedConnection)
        return completer

    def _edited(self, text: str) -> None:
        prefix = text.strip()
        if any(separator in text for separator in ",;\n") and '"' not in text:
            self.commit()
        elif len(prefix) >= LETTERS_TO_COMPLETE:
            taken = {address.address for address in self._addresses}
            found = [Address(*pair) for pair in self._complete(prefix) if pair[1] not in taken]
            self._names.setStringList([address_text.typed(address) for address in found])
        else:
            self._names.setStringList([])
        self.changed.emit()

    def _choose(self, text: str) -> None:
        self._input.setText(text)
        self.commit()

    def _add(self, address: Address) -> None:
        if address.address in {known.address for known in self._addresses}:
            return
        chip = RemovableChip(self._theme, address_text.shown(address), address.address)
        if not address_text.is_valid(address):
            chip.set_bad()
            chip.setToolTip(tr("This is not an e-mail address."))
        chip.removed.connect(lambda: self._removed(chip))
        self._flow.insert_widget(len(self._chips), chip)
        self._addresses.append(address)
        self._chips.append(chip)
        self._arrange()

    def _removed(self, chip: RemovableChip) -> None:
        self._remove(self._chips.index(chip))
        self.changed.emit()

    def _remove(self, at: int) -> None:
        self._addresses.pop(at)
        chip = self._chips.pop(at)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self._arrange()

    def _arrange(self) -> None:
        self._input.setPlaceholderText("" if self._chips else tr("Name or address"))
        self._flow.invalidate()
        self.updateGeometry()


class _Input(QLineEdit):
    def __init__(self, field: AddressField) -> None:
        super().__init__(field)
        self._field = field
        self.setProperty("kind", "bare")
        self.setMinimumWidth(120)
        self.setFixedHeight(CHIP_HEIGHT)  # in one line with the chips
        self.setFrame(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self.completer().popup()
        if popup.isVisible() and popup.currentIndex().isValid():
            super().keyPressEvent(event)
        elif event.key() in COMMIT_KEYS and not event.modifiers() and self.text().strip():
            self._field.commit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self._field.take_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._field.commit()
