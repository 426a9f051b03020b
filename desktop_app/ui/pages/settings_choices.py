"""The small cards of the settings: appearance, notifications, writing, help, privacy."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QPlainTextEdit, QSpinBox

from desktop_app.domain import commands
from desktop_app.domain.codes import Micros
from desktop_app.settings.schema import SETTINGS
from desktop_app.ui import do_not_disturb, presenting, times
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconLabelButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.forms import Field, choice
from desktop_app.ui.widgets.switch import Switch
from desktop_app.ui.widgets.texts import Text

SIGNATURE_HEIGHT = 72


class AppearanceCard(Card):
    """Language, theme, density, movement."""

    def __init__(self, context: Context, writer: SettingsWriter) -> None:
        super().__init__(tr("Appearance"))
        self._context, self._writer = context, writer
        system = tr("As the system")
        self.language = choice([("system", system), ("ru", "Русский"), ("en", "English")], "system")
        self.theme = choice([("system", system), ("light", tr("Light")), ("dark", tr("Dark"))], "system")
        self.density = choice([("comfortable", tr("Comfortable")), ("compact", tr("Compact"))], "comfortable")
        self.motion = choice([("system", system), ("none", tr("None"))], "system")
        self._boxes = {
            "language": self.language, "theme": self.theme, "density": self.density, "motion": self.motion
        }  # fmt: skip
        names = (tr("Language"), tr("Theme"), tr("Rows"), tr("Movement"))
        grid = QGridLayout()
        grid.setSpacing(Space.M)
        for number, (name, box) in enumerate(zip(names, self._boxes.values(), strict=True)):
            grid.addWidget(Field(name, box), number // 2, number % 2)
        self.body.addLayout(grid)
        for key, box in self._boxes.items():
            box.activated.connect(lambda _at, key=key: self._put(key))

    def read(self) -> None:
        settings = self._context.settings()
        for key, box in self._boxes.items():
            box.setCurrentIndex(box.findData(settings.text(key)))
            self._writer.lock(key, box)

    def _put(self, key: str) -> None:
        value = str(self._boxes[key].currentData())
        self._writer.put(self, key, value, self.read)
        if key == "theme":
            self._context.theme.choose(value)


class NotificationsCard(Card):
    """Whether, how often at most, and when not."""

    def __init__(self, context: Context, writer: SettingsWriter) -> None:
        super().__init__(tr("Notifications"))
        self._context, self._writer = context, writer
        self.on = Switch(context.theme, tr("Announce opens, clicks and answers"))
        self.per_hour = QSpinBox()
        limits = SETTINGS["notifications_per_hour"]
        self.per_hour.setRange(limits.minimum or 0, limits.maximum or 60)
        self.per_hour.setFixedWidth(72)
        self.per_hour.setAccessibleName(tr("At most in an hour"))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(Text(tr("At most in an hour"), "body"))
        row.addWidget(self.per_hour)
        row.addStretch(1)
        self.add(self.on)
        self.body.addLayout(row)
        self._switches = {
            "target_alerts": Switch(context.theme, tr("Warn before a client waits longer than the target")),
            "weekly_digest": Switch(context.theme, tr("The figures of the last week when a new one begins")),
            "notifications_sound": Switch(context.theme, tr("With a sound")),
            "notifications_working_hours": Switch(context.theme, tr("Only in my working hours")),
            "notifications_quiet_presenting": Switch(context.theme, tr("Quiet while I present")),
        }
        for key, switch in self._switches.items():
            self.add(switch)
            switch.clicked.connect(self._putter(key))
        self._switches["notifications_quiet_presenting"].setVisible(presenting.is_told())
        self.quiet = QuietButton("", self._ask_quiet)
        quiet_row = QHBoxLayout()
        quiet_row.addWidget(self.quiet)
        quiet_row.addStretch(1)
        self.body.addLayout(quiet_row)
        hint = tr("Announced is what a person did, and your reminders. What comes in quiet times waits.")
        self.add(Text(hint, "caption", "secondary", wrap=True))
        self.add(Text(_of_presentations(), "caption", "secondary", wrap=True))
        self.on.clicked.connect(self._put_on)
        self.per_hour.valueChanged.connect(
            lambda value: self._writer.put(self, "notifications_per_hour", value, self.read)
        )

    def read(self) -> None:
        settings = self._context.settings()
        self.on.setChecked(settings.flag("notifications_enabled"))
        self.per_hour.setValue(settings.number("notifications_per_hour"))
        for key, switch in self._switches.items():
            switch.setChecked(settings.flag(key))
            self._writer.lock(key, switch)
        until, now = settings.number("notifications_quiet_until"), self._context.now()
        text = tr("Do not disturb") + "…"
        if until > now:
            text = tr("Quiet until {when}").format(when=times.until(until, now)) + "…"
        self.quiet.setText(text)
        self._writer.lock("notifications_quiet_until", self.quiet)
        self._writer.lock("notifications_enabled", self.on)
        if not self._writer.lock("notifications_per_hour", self.per_hour):
            self.per_hour.setEnabled(self.on.isChecked())

    def _putter(self, key: str) -> Callable[[bool], None]:
        return lambda checked: self._writer.put(self, key, checked, self.read)

    def _ask_quiet(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        do_not_disturb.fill(menu, self._context.settings(), self._context.now(), self._keep_quiet)
        menu.popup(self.quiet.mapToGlobal(QPoint(0, self.quiet.height() + Space.XS)))

    def _keep_quiet(self, until: Micros) -> None:
        command = commands.SetSetting("notifications_quiet_until", str(until))
        self._context.bridge.call(command, while_alive(self, lambda _value: self.read()))

    def _put_on(self, checked: bool) -> None:
        self.per_hour.setEnabled(checked)
        self._writer.put(self, "notifications_enabled", checked, self.read)


class WritingCard(Card):
    """What new letters start with."""

    def __init__(self, context: Context, writer: SettingsWriter) -> None:
        super().__init__(tr("Writing"))
        self._context, self._writer = context, writer
        self.track = Switch(context.theme, tr("Track new letters unless I switch it off"))
        self.signature = QPlainTextEdit()
        self.signature.setFixedHeight(SIGNATURE_HEIGHT)
        self.signature.setTabChangesFocus(True)
        self.whose = choice([("", tr("All mailboxes"))], "")
        self.whose.setAccessibleName(tr("Signature of"))
        self.add(self.track)
        self._of = Field(tr("Signature of"), self.whose)
        self.add(self._of)
        self._field = Field(tr("Signature"), self.signature)
        self.add(self._field)
        self.whose.activated.connect(lambda _at: self._show_signature())
        self.track.clicked.connect(
            lambda checked: self._writer.put(self, "track_by_default", checked, self.read)
        )
        self.signature.textChanged.connect(self._signature_changed)
        self._reading = False

    def read(self) -> None:
        settings = self._context.settings()
        self._reading = True
        self.track.setChecked(settings.flag("track_by_default"))
        self._reading = False
        self._show_accounts()
        if not self.signature.hasFocus():
            self._show_signature()
        self._writer.lock("track_by_default", self.track)
        self._writer.lock("signature", self.signature)

    def _show_accounts(self) -> None:
        """With one account there is nothing to choose."""
        chosen = self.whose.currentData()
        self.whose.clear()
        self.whose.addItem(tr("All mailboxes"), "")
        addresses = list(self._context.reader.mailboxes().values())
        for address in addresses:
            self.whose.addItem(address, address)
        self.whose.setCurrentIndex(max(self.whose.findData(chosen), 0))
        self._of.setVisible(len(addresses) > 1)

    def _show_signature(self) -> None:
        address = str(self.whose.currentData() or "")
        common = self._context.settings().text("signature")
        own = self._own().get(address)
        text = common if not address else str(own or "")
        self._reading = True
        if self.signature.toPlainText() != text:
            self.signature.setPlainText(text)
        self._reading = False
        self.signature.setPlaceholderText(common if address else "")
        self._field.set_hint(tr("Empty: as for all mailboxes.") if address else "")

    def _own(self) -> dict[str, object]:
        own = self._context.settings().value("signatures")
        return dict(own) if isinstance(own, dict) else {}

    def _signature_changed(self) -> None:
        if self._reading:
            return
        text, address = self.signature.toPlainText(), str(self.whose.currentData() or "")
        if not address:
            self._writer.put(self, "signature", text, self.read)
            return
        own = self._own()
        own.pop(address, None)
        self._writer.put(self, "signatures", {**own, **({address: text} if text else {})}, self.read)


class HelpCard(Card):
    """Where to read more."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Help"))
        text = tr(
            "What the figures mean, how tracking works, and how other mail programs send through Otklik."
        )
        self.add(Text(text, "secondary", "secondary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        more = IconLabelButton(context.theme, "help", tr("Open help"), lambda: context.show_page("help"))
        row.addWidget(more)
        row.addStretch(1)
        self.body.addLayout(row)


class PrivacyCard(Card):
    """Plain facts; nothing here can be set."""

    def __init__(self) -> None:
        super().__init__(tr("Privacy"))
        for text in (
            tr("Letters, people and figures stay on this computer. Passwords lie in its password store."),
            tr(
                "The tracking server knows random codes, never names or addresses. Only this computer knows "
                "whose code is whose."
            ),
            tr("Otklik sends nothing to its makers."),
        ):
            self.add(Text(text, "secondary", "secondary", wrap=True))


def _of_presentations() -> str:
    """What this system tells of them."""
    if sys.platform == "win32":
        return tr("A full-screen program or a presentation is noticed by itself.")
    if sys.platform == "linux":
        return tr(
            "On GNOME and KDE Plasma a call, a video or a shared screen is noticed by itself; "
            "elsewhere use the button above."
        )
    return tr("This system does not tell of presentations: use the button above, or the tray's menu.")
