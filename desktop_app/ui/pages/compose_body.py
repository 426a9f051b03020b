"""The body of a letter: a text editor with eight buttons, whose HTML is `ui.rich_text`'s."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeySequence,
    QShortcut,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextListFormat,
)
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QTextEdit, QWidget

from desktop_app.ui import rich_text
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton


class Body(QTextEdit):
    """Rich text reduced to what every mail client draws; files dropped on it go to `dropped`."""

    dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bare")
        self.setAccessibleName(tr("Text of the letter"))
        self.setTabChangesFocus(True)
        self.setAcceptRichText(True)
        self.document().setDocumentMargin(Space.XS)

    def html(self) -> str:
        return rich_text.to_html(self.document())

    def set_html(self, html: str) -> None:
        """A stored draft; the cursor goes to the start."""
        self.setHtml(rich_text.for_editor(html))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def append_html(self, html: str) -> None:
        """At the end, while somebody may be typing at the start: the cursor stays where it is."""
        position = self.textCursor().position()
        self.setHtml(rich_text.for_editor(self.html() + html))
        cursor = self.textCursor()
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasUrls() and all(url.isLocalFile() for url in source.urls()):
            self.dropped.emit([url.toLocalFile() for url in source.urls()])
        elif source.hasHtml():
            self.textCursor().insertHtml(rich_text.clean(source.html()))
        else:
            self.insertPlainText(source.text())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml() or source.hasUrls()

    # formatting

    def toggle_bold(self) -> None:
        bold = self.fontWeight() >= QFont.Weight.DemiBold
        self.setFontWeight(QFont.Weight.Normal if bold else QFont.Weight.Bold)

    def toggle_italic(self) -> None:
        self.setFontItalic(not self.fontItalic())

    def toggle_underline(self) -> None:
        self.setFontUnderline(not self.fontUnderline())

    def toggle_list(self, style: QTextListFormat.Style) -> None:
        cursor = self.textCursor()
        items = cursor.currentList()
        if items is not None and items.format().style() == style:
            items.remove(cursor.block())
            form = self.textCursor().blockFormat()
            form.setIndent(0)  # Qt moves the indent of the list into the paragraph
            cursor.setBlockFormat(form)
        else:
            cursor.createList(style)

    def toggle_quote(self) -> None:
        cursor = self.textCursor()
        form = cursor.blockFormat()
        quoted = bool(form.property(QTextFormat.Property.BlockQuoteLevel))
        form.setProperty(QTextFormat.Property.BlockQuoteLevel, 0 if quoted else 1)
        form.setLeftMargin(0 if quoted else rich_text.QUOTE_MARGIN)
        cursor.setBlockFormat(form)

    def set_link(self, address: str) -> None:
        """A link on the selected words, or the address itself where nothing is selected."""
        target = address if "://" in address or ":" in address else f"https://{address}"
        form = QTextCharFormat()
        form.setAnchor(True)
        form.setAnchorHref(target)
        form.setForeground(self.palette().link())
        form.setFontUnderline(True)
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.mergeCharFormat(form)
        else:
            cursor.insertText(address, form)
            cursor.insertText(" ", QTextCharFormat())

    def clear_formatting(self) -> None:
        cursor = self.textCursor()
        if not cursor.hasSelection():
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.setCharFormat(QTextCharFormat())
        self.setCurrentCharFormat(QTextCharFormat())

    def selected_link(self) -> str:
        return self.textCursor().charFormat().anchorHref()


class FormattingBar(QWidget):
    """Eight buttons, three of them with the usual keys."""

    def __init__(self, theme: Theme, body: Body) -> None:
        super().__init__()
        self._body = body
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        decimal, disc = QTextListFormat.Style.ListDecimal, QTextListFormat.Style.ListDisc
        self._bold = self._add(row, theme, "bold", tr("Bold"), body.toggle_bold, "Ctrl+B")
        self._italic = self._add(row, theme, "italic", tr("Italic"), body.toggle_italic, "Ctrl+I")
        self._underline = self._add(
            row, theme, "underline", tr("Underlined"), body.toggle_underline, "Ctrl+U"
        )
        self._add(row, theme, "link", tr("Link"), self._ask_for_link)
        self._list = self._add(row, theme, "list", tr("List"), lambda: body.toggle_list(disc))
        self._numbers = self._add(
            row, theme, "list-ordered", tr("Numbered list"), lambda: body.toggle_list(decimal)
        )
        self._quote = self._add(row, theme, "quote", tr("Quotation"), body.toggle_quote)
        self._add(row, theme, "eraser", tr("Remove formatting"), body.clear_formatting)
        row.addStretch(1)
        body.cursorPositionChanged.connect(self._show_state)
        body.currentCharFormatChanged.connect(self._show_state)

    def _add(
        self, row: QHBoxLayout, theme: Theme, icon: str, name: str, act: Callable[[], None], keys: str = ""
    ) -> IconButton:
        def press() -> None:
            act()
            self._body.setFocus()
            self._show_state()

        button = IconButton(theme, icon, name, press)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if keys:
            QShortcut(QKeySequence(keys), self._body, press, context=Qt.ShortcutContext.WidgetShortcut)
            button.setToolTip(
                f"{name}  {QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}"
            )
        row.addWidget(button)
        return button

    def _ask_for_link(self) -> None:
        known = self._body.selected_link() or "https://"
        address, given = QInputDialog.getText(self, tr("Link"), tr("Address of the page"), text=known)
        if given and address.strip() not in {"", "https://"}:
            self._body.set_link(address.strip())

    def _show_state(self) -> None:
        form = self._body.currentCharFormat()
        items = self._body.textCursor().currentList()
        style = items.format().style() if items is not None else None
        quoted = self._body.textCursor().blockFormat().property(QTextFormat.Property.BlockQuoteLevel)
        for button, on in (
            (self._bold, form.fontWeight() >= QFont.Weight.DemiBold),
            (self._italic, form.fontItalic()),
            (self._underline, form.fontUnderline() and not form.isAnchor()),
            (self._list, style == QTextListFormat.Style.ListDisc),
            (self._numbers, style == QTextListFormat.Style.ListDecimal),
            (self._quote, bool(quoted)),
        ):
            button.setCheckable(True)
            button.setChecked(on)
