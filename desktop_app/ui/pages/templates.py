"""Templates: a list with what came of each, and an editor beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.shares import share
from desktop_app.domain.template_fields import FIELDS
from desktop_app.store.rows import TemplateRow
from desktop_app.ui import words
from desktop_app.ui.context import Context
from desktop_app.ui.pages.compose_body import Body, FormattingBar
from desktop_app.ui.table_with_form import EditForm, TableWithForm
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton, IconLabelButton, LinkButton, PrimaryButton, QuietButton
from desktop_app.ui.widgets.cards import Card
from desktop_app.ui.widgets.forms import Field, line
from desktop_app.ui.widgets.page_head import PAGE_MARGIN
from desktop_app.ui.widgets.states import EmptyState
from desktop_app.ui.widgets.texts import ElidedText, Line, SectionTitle, Text

EDITOR_WIDTH = 420
LEAST_WITH_EDITOR = 880  # a list beside it
NAME_WIDTH = 120
TEXT_HEIGHT = 220
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TemplatesView(QWidget):
    """`read` looks again."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._templates: list[TemplateRow] = []
        self.editor = TemplateEditor(context)
        self.desk = TableWithForm(self, context, self.editor, self.read, LEAST_WITH_EDITOR)
        self.editor.save.connect(self._save)
        self.editor.remove.connect(self._remove)
        self.editor.cancel.connect(self.editor.hide)
        self._build()

    def read(self) -> None:
        """All templates with their results."""
        self._templates = self._context.reader.templates()
        if not self._templates:
            self.desk.show(None)
            return
        table = TemplateTable(self._context, self._templates)
        table.edit.connect(self.edit)
        self.desk.show(table)

    def edit(self, template: TemplateRow | None) -> None:
        """Open the editor; None is a new template."""
        self.editor.show_template(template)
        self.editor.show()
        self.editor.name.setFocus()

    def _build(self) -> None:
        add = IconLabelButton(self._context.theme, "plus", tr("New template"), lambda: self.edit(None))
        empty = EmptyState(
            tr("Letters you write again and again"),
            tr(
                "Write one once, with fields such as {first_name}, and insert it into letters. Here "
                "you see how many of those letters were opened, clicked and answered."
            ),
            tr("New template"),
            lambda: self.edit(None),
        )
        assert empty.button is not None
        self.editor.turned.connect(empty.button.setHidden)
        row = self.desk.lay_out([add], [], empty)
        row.setContentsMargins(PAGE_MARGIN, Space.M, 0, 0)
        self.setLayout(row)

    def _save(self, number: int, name: str, subject: str, html: str) -> None:
        self.desk.save(commands.SaveTemplate(number, name, subject, html))

    def _remove(self, number: int) -> None:
        gone = next((one for one in self._templates if one.id == number), None)
        self.editor.hide()
        if gone is None:
            return
        self.desk.ask(commands.RemoveTemplate(number))
        back = commands.SaveTemplate(gone.id, gone.name, gone.subject, gone.html)
        self._context.toast(tr("{name} removed").format(name=gone.name), lambda: self.desk.ask(back))


class TemplateTable(Card):
    """Made anew for new figures. `edit` carries a TemplateRow."""

    edit = Signal(object)

    def __init__(self, context: Context, templates: list[TemplateRow]) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.S)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnMinimumWidth(0, NAME_WIDTH)
        sent = tr("Sent", "how many letters")
        titles = (tr("Template"), sent, tr("Opened by people"), tr("Clicked"), tr("Answered"))
        for column, title in enumerate(titles):
            text = Text(title, "caption", "secondary")
            if column:
                text.setAlignment(RIGHT)
            self._grid.addWidget(text, 0, column)
        for number, template in enumerate(templates):
            self._grid.addWidget(Line(), 2 * number + 1, 0, 1, len(titles) + 1)
            self._add_row(context, 2 * number + 2, template)
        self.body.addLayout(self._grid)
        self.body.addSpacing(Space.XS)
        self.add(Line())
        hint = tr("Shares with their 95 % range, from 10 letters on; opens and clicks of the letters marked.")
        self.add(Text(hint, "caption", "secondary", wrap=True))

    def _add_row(self, context: Context, row: int, template: TemplateRow) -> None:
        name = QWidget()
        column = QVBoxLayout(name)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ElidedText(template.name, "strong"))
        column.addWidget(ElidedText(_below(template), "secondary", "secondary"))
        figures = (
            _two_lines(Text(words.count(template.sent), "strong"), Text("", "caption")),
            _figure(template.opened, template.tracked),
            _figure(template.clicked, template.linked),
            _figure(template.answered, template.sent),
        )
        self._grid.addWidget(name, row, 0)
        for number, figure in enumerate(figures):
            self._grid.addWidget(figure, row, number + 1)
        change = tr("Change {name}").format(name=template.name)
        button = IconButton(context.theme, "compose", change, lambda: self.edit.emit(template))
        self._grid.addWidget(button, row, len(figures) + 1)


class TemplateEditor(EditForm):
    """`save(number, name, subject, html)`; the number of a new one is 0.

    While it is open, to save is the one thing to do on the page: `turned` tells that it has opened or closed.
    """

    save = Signal(int, str, str, str)
    remove = Signal(int)
    cancel = Signal()
    turned = Signal(bool)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setFixedWidth(EDITOR_WIDTH)
        self._number = 0
        self._title = SectionTitle()
        self.name = line(placeholder=tr("Offer after a call"))
        self.subject = line()
        self.text = Body()
        self.text.setProperty("kind", "")  # with a frame, as the lines above it
        self.text.setFixedHeight(TEXT_HEIGHT)
        self._name_field = Field(tr("Name", "of a thing"), self.name)
        self._remove = LinkButton(tr("Remove this template"), lambda: self.remove.emit(self._number))
        for widget in (self._title, self._name_field, Field(tr("Subject"), self.subject)):
            self.add(widget)
        self.add(FormattingBar(context.theme, self.text))
        self.text.setAccessibleName(tr("Text"))
        self.add(self.text)
        fields = QHBoxLayout()
        fields.setSpacing(Space.M)
        for field in FIELDS:
            button = LinkButton("{" + field + "}")
            button.clicked.connect(lambda _checked, field=field: self._insert(field))
            fields.addWidget(button)
        fields.addStretch(1)
        self.body.addLayout(fields)
        hint = tr("Fields are filled from the recipient. In case it is not known: {first_name|colleague}")
        self.add(Text(hint, "caption", "secondary", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(PrimaryButton(tr("Save"), self._try))
        buttons.addWidget(QuietButton(tr("Cancel"), self.cancel.emit))
        buttons.addStretch(1)
        buttons.addWidget(self._remove)
        self.body.addLayout(buttons)

    def show_template(self, template: TemplateRow | None) -> None:
        """None: a new one."""
        self._number = template.id if template else 0
        self._title.setText(tr("Change the template") if template else tr("New template"))
        self.name.setText(template.name if template else "")
        self.subject.setText(template.subject if template else "")
        self.text.set_html(template.html if template else "")
        self._remove.setVisible(template is not None)
        self.show_error("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.turned.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.turned.emit(False)

    def show_error(self, text: str) -> None:
        self._name_field.show_error(text)

    def _insert(self, field: str) -> None:
        self.text.insertPlainText("{" + field + "}")
        self.text.setFocus()

    def _try(self) -> None:
        name = self.name.text().strip()
        self.show_error("" if name else tr("Give the template a name."))
        if name:
            self.save.emit(self._number, name, self.subject.text().strip(), self.text.html())


def result(count: int, n: int) -> tuple[str, str]:
    """The share with its range, and the counts below it; without a share from fewer than ten."""
    if not n:
        return "–", ""
    plain = tr("{count} of {n}").format(count=words.count(count), n=words.count(n))
    found = share(count, n)
    if found is None:
        return plain, ""
    percent = tr("{share} % ({low}–{high})").format(
        share=round(100 * found.value), low=round(100 * found.low), high=round(100 * found.high)
    )
    return percent, plain


def _figure(count: int, n: int) -> QWidget:
    above, below = result(count, n)
    return _two_lines(
        Text(above, "body", "text" if below else "secondary"), Text(below, "caption", "secondary")
    )


def _two_lines(above: Text, below: Text) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for text in (above, below):
        text.setAlignment(RIGHT)
        text.setVisible(bool(text.text()))
        column.addWidget(text)
    return box


def _below(template: TemplateRow) -> str:
    if not (template.counted_opens or template.counted_clicks):
        return template.subject
    counted = tr("%n open(s) without names", "", template.counted_opens)
    return f"{template.subject} · {counted}" if template.subject else counted
