"""What only IT can do: the sentence, the link where an administrator agrees, a letter that asks for it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop_app.domain.errors import ConsentNeeded
from desktop_app.ui import problems
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import QuietButton
from desktop_app.ui.widgets.texts import ElidedText, Text

REASONS = ("admin", "not_agreed", "nobody_came")  # with a link where an administrator agrees for all


class ForItNotice(QFrame):
    """For a ConsentNeeded whose `is_for_it`; `text` is its sentence, as of other notices."""

    def __init__(self, error: ConsentNeeded) -> None:
        super().__init__()
        self.setProperty("kind", "warning")
        self.url = str(error.params.get("url", ""))
        self.text = Text(problems.sentence(error), wrap=True)
        link = ElidedText(self.url, "secondary", "secondary")
        self.letter_button = QuietButton(tr("Copy a letter to IT"), self._copy_letter)
        self.link_button = QuietButton(tr("Copy the link for IT"), self._copy_link)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(self.text)
        column.addWidget(link)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.letter_button)
        row.addWidget(self.link_button)
        row.addStretch(1)
        column.addLayout(row)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _copy_letter(self) -> None:
        QGuiApplication.clipboard().setText(letter_to_it(self.url))
        self.letter_button.setText(tr("Copied"))

    def _copy_link(self) -> None:
        QGuiApplication.clipboard().setText(self.url)
        self.link_button.setText(tr("Copied"))


def is_for_it(error: Exception) -> bool:
    """Whether an administrator's agreement, by the link in it, would mend this."""
    return (
        isinstance(error, ConsentNeeded)
        and error.params.get("reason") in REASONS
        and bool(error.params.get("url"))
    )


def letter_to_it(url: str) -> str:
    """To be put into a letter as it is."""
    client_id = parse_qs(urlsplit(url).query).get("client_id", [""])[0]
    return tr(
        "Hello,\n\nI would like to read and send my mail with Otklik, and Microsoft 365 wants an "
        "administrator's consent for it. Please open this link, sign in as an administrator and agree:\n\n"
        "{url}\n\nOtklik asks for delegated permissions only, for the mailbox of whoever signs in: "
        "Mail.ReadWrite, Mail.Send, User.Read, offline_access. It runs on my computer, and letters stay "
        "there. Application (client) ID: {client_id}.\n\nThank you"
    ).format(url=url, client_id=client_id)
