"""Templates in a letter being written: a menu of them, and their fields filled from the recipient."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QMenu

from desktop_app.domain.addresses import company
from desktop_app.domain.model import Address
from desktop_app.domain.template_fields import filled, first_name
from desktop_app.store.reader import Reader
from desktop_app.store.rows import TemplateRow
from desktop_app.ui.context import Context
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton


class FilledTemplate(NamedTuple):
    """`warning` names the fields that could not be filled, "" when all were."""

    subject: str
    html: str
    warning: str


class TemplateButton(IconButton):
    """Opens a menu of the templates; an empty one leads to where they are made."""

    def __init__(self, context: Context, chosen: Callable[[TemplateRow], None]) -> None:
        super().__init__(context.theme, "note", tr("Insert a template"), self._ask)
        self._context, self._chosen = context, chosen

    def _ask(self) -> None:
        menu = QMenu(self)
        for template in self._context.reader.templates():
            menu.addAction(template.name, lambda template=template: self._chosen(template))
        if not menu.actions():
            menu.addAction(tr("No templates yet. They are made under Sent.")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(tr("Templates…"), lambda: self._context.show_page("sent"))
        menu.popup(self.mapToGlobal(self.rect().topLeft()))


def fill(template: TemplateRow, person: Address | None, reader: Reader) -> FilledTemplate:
    """For this recipient; a name that the letter does not give is looked up among the contacts."""
    name = person.name if person else ""
    if person and not name:
        found = (known for known, address in reader.addresses(person.address, 1) if address == person.address)
        name = next(found, "")
    values = {
        "name": "" if "@" in name else name,
        "first_name": first_name(name),
        "company": company(person.address) if person else "",
        "my_name": next((row.settings.name for row in reader.accounts()), ""),
    }
    subject = filled(template.subject, values, html=False)
    html = filled(template.html, values, html=True)
    missing = dict.fromkeys((*subject.missing, *html.missing))
    warning = ""
    if missing:
        names = ", ".join(f"[{field}]" for field in missing)
        warning = tr("Not known for this recipient, fill in by hand: {names}").format(names=names)
    return FilledTemplate(subject.text, html.text, warning)
