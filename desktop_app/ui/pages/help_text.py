"""A Markdown text in the window's type and colours: no wider than reads well, in the middle of its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser

from desktop_app.ui.theme import Space, Theme

WIDEST = 760  # about 100 letters
LINE_HEIGHT = 135  # per cent
HEADINGS = {1: "title", 2: "section"}
CELL_PADDING = 6.0


class HelpText(QTextBrowser):
    """`linked(QUrl)`: a link was clicked; nothing is opened by itself."""

    linked = Signal(QUrl)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._markdown = ""
        self.setProperty("kind", "bare")
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(self.linked)
        theme.changed.connect(self._draw_again)

    def show_markdown(self, text: str, anchor: str = "") -> None:
        """From the top, or from the heading that `anchor` names ("start-it" for "Start it")."""
        self._markdown = text
        document = self.document()
        document.setDefaultFont(self._theme.font("body"))
        document.setDocumentMargin(Space.L)
        document.setMarkdown(text)
        block = document.begin()
        while block.isValid():
            self._style(block)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._style_table(frame)
        self._go_to(anchor)

    def _draw_again(self) -> None:
        self.show_markdown(self._markdown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = max((self.width() - self.verticalScrollBar().width() - WIDEST) // 2, 0)
        self.setViewportMargins(side, 0, side, 0)
        self.setLineWrapColumnOrWidth(min(self.viewport().width(), WIDEST))
        super().resizeEvent(event)

    def _style(self, block: QTextBlock) -> None:
        cursor = QTextCursor(block)
        form = block.blockFormat()
        level = form.headingLevel()
        code = form.hasProperty(QTextFormat.Property.BlockCodeFence)
        form.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if level:
            form.setTopMargin(Space.L if level == 1 else Space.XL)
            form.setBottomMargin(Space.S)
        elif code:
            form.setNonBreakableLines(False)
            form.setBackground(self._theme.colour("window"))
            form.setLeftMargin(Space.S)
        elif block.textList():
            form.setBottomMargin(Space.XS if block.next().textList() else Space.M)
        elif not cursor.currentTable():
            form.setBottomMargin(Space.M)
        cursor.setBlockFormat(form)
        pieces = block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            self._style_piece(piece.position(), piece.length(), level)
            pieces += 1

    def _style_piece(self, position: int, length: int, level: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        form = cursor.charFormat()
        if level:
            form.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            form.setFont(self._theme.font(HEADINGS.get(level, "strong")))
        elif form.fontFixedPitch():
            font = QFont("monospace")
            font.setStyleHint(QFont.StyleHint.Monospace)
            font.setPixelSize(self._theme.font("secondary").pixelSize())
            form.setFont(font)
            form.setBackground(QBrush(self._theme.colour("window")))
        form.setForeground(self._theme.colour("accent" if form.isAnchor() else "text"))
        cursor.setCharFormat(form)

    def _style_table(self, table: QTextTable) -> None:
        form = table.format()
        form.setCellPadding(CELL_PADDING)
        form.setCellSpacing(0)
        form.setBorder(1)
        form.setBorderCollapse(True)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderBrush(self._theme.colour("border"))
        form.setBottomMargin(Space.M)
        table.setFormat(form)

    def _go_to(self, anchor: str) -> None:
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)
        block = self.document().begin()
        while anchor and block.isValid():
            if block.blockFormat().headingLevel() and _slug(block.text()) == anchor:
                self.moveCursor(QTextCursor.MoveOperation.End)  # so that the heading comes to the top
                self.setTextCursor(QTextCursor(block))
                self.ensureCursorVisible()
                return
            block = block.next()


def _slug(heading: str) -> str:
    return "".join(one for one in heading.lower().replace(" ", "-") if one.isalnum() or one == "-")
