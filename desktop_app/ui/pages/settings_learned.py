"""Own devices, which never count as a client's, and what corrections taught; all of it can be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.likeness import LearnedRule
from desktop_app.store.learned_rows import DeviceRow, RuleRow
from desktop_app.ui import problems, reasons, times
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import LinkButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.forms import Field, line
from desktop_app.ui.widgets.qr_view import QrView
from desktop_app.ui.widgets.texts import ElidedText, Text


class DevicesCard(Card):
    """A device is known once its link was opened there and the button pressed."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Your devices"))
        self._context = context
        self._link: commands.DeviceLink | None = None
        self.name = line(placeholder=tr("My phone"))
        self.name.setMaxLength(60)
        self._field = Field(tr("A device on which you read your mail"), self.name)
        self.add_button = QuietButton(tr("Show its link"), self._add)
        hint = tr("What your own devices load never counts as a client who opened your letter.")
        self.add(Text(hint, "caption", "secondary", wrap=True))
        self.rows = QVBoxLayout()
        self.rows.setSpacing(Space.XS)
        self.body.addLayout(self.rows)
        self.add(self._field)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.add(self._link_box())
        self.name.textEdited.connect(lambda _text: self._ready())
        self.name.returnPressed.connect(self._add)
        self._ready()

    def read(self) -> None:
        """Devices as they are; a link that was opened meanwhile is not shown any more."""
        devices = self._context.reader.devices()
        if self._link is not None and any(
            one.token == self._link.token and one.seen_at is not None for one in devices
        ):
            self._show_link(None)
        _clear(self.rows)
        for device in devices:
            self.rows.addWidget(self._row(device))
        self._ready()

    def _link_box(self) -> QWidget:
        self.link_box = QWidget()
        column = QVBoxLayout(self.link_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        text = tr("Point the device's camera at the code, or open the link there, and press the button.")
        column.addWidget(Text(text, wrap=True))
        self.code = QrView(tr("QR code of the link"))
        column.addWidget(self.code)
        row = QHBoxLayout()
        self.address = ElidedText("")
        row.addWidget(self.address, 1)
        row.addWidget(LinkButton(tr("Copy the link"), self._copy))
        column.addLayout(row)
        self.link_box.hide()
        return self.link_box

    def _row(self, device: DeviceRow) -> QWidget:
        if device.seen_at is None:
            state = tr("its link has not been opened yet")
        else:
            state = tr("known since {date}").format(date=times.date(device.seen_at, self._context.now()))
        return _line(device.name, state, tr("Remove"), lambda: self._remove(device))

    def _ready(self) -> None:
        on = bool(self._context.settings().text("tracking_url"))
        self.name.setEnabled(on)
        self.add_button.setEnabled(on and bool(self.name.text().strip()))
        self._field.set_hint("" if on else tr("Connect the tracking server first."))

    def _add(self) -> None:
        if not self.add_button.isEnabled():
            return

        def done(link: object) -> None:
            assert isinstance(link, commands.DeviceLink)
            self.name.clear()
            self._show_link(link)
            self.read()

        def failed(error: AppError) -> None:
            self._field.show_error(problems.sentence(error))

        command = commands.AddDevice(self.name.text())
        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))

    def _remove(self, device: DeviceRow) -> None:
        def done(_value: object) -> None:
            if self._link is not None and self._link.token == device.token:
                self._show_link(None)
            self.read()

        def failed(error: AppError) -> None:
            self._field.show_error(problems.sentence(error))

        command = commands.RemoveDevice(device.token)
        self._context.bridge.call(command, while_alive(self, done), while_alive(self, failed))

    def _show_link(self, link: commands.DeviceLink | None) -> None:
        self._link = link
        self.link_box.setVisible(link is not None)
        self.code.show_text(link.url if link else "")
        self.address.setText(link.url if link else "")

    def _copy(self) -> None:
        if self._link is not None:
            QGuiApplication.clipboard().setText(self._link.url)
            self._context.toast(tr("The link is copied."), None)


class LearnedCard(Card):
    """Each rule in words; to remove one judges all it had judged as before, and can itself be undone."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Learnt from your corrections"))
        self._context = context
        self.nothing = Text(
            tr("Nothing yet. Say in Activity what a signal really was, and Otklik offers to learn from it."),
            "secondary",
            "secondary",
            wrap=True,
        )
        self.rows = QVBoxLayout()
        self.rows.setSpacing(Space.XS)
        self.add(self.nothing)
        self.body.addLayout(self.rows)

    def read(self) -> None:
        """The rules in force, newest first."""
        rules = self._context.reader.rules()
        _clear(self.rows)
        for rule in rules:
            self.rows.addWidget(self._row(rule))
        self.nothing.setVisible(not rules)

    def _row(self, rule: RuleRow) -> QWidget:
        text = reasons.rule_sentence(rule.likeness, rule.verdict)
        since = times.date(rule.created_at, self._context.now())
        return _line(text, since, tr("Remove"), lambda: self._remove(rule))

    def _remove(self, rule: RuleRow) -> None:
        back = commands.LearnRule(LearnedRule(rule.likeness, rule.verdict))

        def removed(_value: object) -> None:
            self.read()
            self._context.toast(tr("Removed. All it judged is judged as before."), undo)

        def undo() -> None:
            self._call(back, lambda _value: self.read())

        self._call(commands.ForgetRule(rule.id), removed)

    def _call(
        self, command: commands.ForgetRule | commands.LearnRule, then: Callable[[object], None]
    ) -> None:
        def failed(error: AppError) -> None:
            self._context.toast(problems.sentence(error), None)

        self._context.bridge.call(command, while_alive(self, then), while_alive(self, failed))


def _line(text: str, detail: str, button: str, act: Callable[[], None]) -> QWidget:
    """A text, what is known of it below, and what can be done with it at the right."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(Text(text, wrap=True))
    column.addWidget(Text(detail, "caption", "secondary"))
    row.addLayout(column, 1)
    row.addWidget(LinkButton(button, act))
    return box


def _clear(rows: QVBoxLayout) -> None:
    while item := rows.takeAt(0):
        if (row := item.widget()) is not None:
            row.deleteLater()
