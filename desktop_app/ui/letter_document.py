"""The document of a letter: safe HTML in the window's type and colours, its pictures fitted in.

Nothing is loaded from anywhere: pictures are those that `Reading` brings along, and every other name is
answered with nothing.
"""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import QCursor, QHelpEvent, QImage, QImageReader, QPainter, QPaintEvent, QTextBlock
from PySide6.QtWidgets import QTextBrowser, QToolTip

from desktop_app.domain.reading import Reading
from desktop_app.ui.theme import Space, Theme
from desktop_app.ui.translation import tr

EXPAND = "otklik:quoted"
BAR_PX = 2
QUOTE_PX = BAR_PX + Space.M  # a quote stands so far in
PICTURE_MAX = 4000  # pixels a side; larger ones are read smaller
DECODED_MAX_MB = 128
_PICTURE = re.compile(r'<img src="picture:([^"]*)"(?: width="(\d+)")?(?: height="(\d+)")?>')
# A line break at the end of a block is none in browsers, and one alone is an empty line; Qt makes one more.
_LAST_BREAK = re.compile(r"(?<!>)<br>\s*(?=</(?:p|div|li|td)>)")
_EMPTY_LINES = re.compile(r"(?:<(?:p|div)>(?:\s|&nbsp;|<br>)*+</(?:p|div)>\s*+){2,}")
_EMPTY_LINE = re.compile(r"<(?:p|div)>\s*<br>\s*</(?:p|div)>")
EMPTY_LINE = '<p style="-qt-paragraph-type:empty;"><br></p>'


class LetterDocument(QTextBrowser):
    """`linked(str)`: a link was clicked, nothing is opened by itself."""

    linked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._reading: Reading | None = None
        self._expanded = False
        self._images: dict[str, QImage] = {}
        self.setProperty("kind", "bare")
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAccessibleName(tr("Text of the letter"))
        self.anchorClicked.connect(self._clicked)
        self.highlighted.connect(self._show_target)
        theme.changed.connect(self._draw)

    def show_reading(self, reading: Reading) -> None:
        """From the top, quoted text folded."""
        self._reading = reading
        self._expanded = not _words(reading.html) and bool(reading.history)
        self._images = {key: _decoded(content) for key, content in (reading.pictures or {}).items()}
        self._draw()
        self.verticalScrollBar().setValue(0)

    def clear_reading(self) -> None:
        self._reading = None
        self._images = {}
        self.clear()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Only pictures of this letter; never a file, never the network."""
        key = (name.toString() if isinstance(name, QUrl) else name).removeprefix("picture:")
        return self._images.get(key, QImage())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, and a bar beside each level of a quote: Qt draws no line beside a paragraph.

        A table around each quote would have one, and cost four times as much at every level.
        """
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        colour = self._theme.colour("strong-border")
        block = self.cursorForPosition(QPoint(0, 0)).block()
        while block.isValid():
            box = self._box(block)
            if box.top() > self.viewport().height():
                break
            following = block.next()
            ends = self._box(following).top() if following.isValid() else box.bottom()
            for level in range(_level(block)):
                goes_on = following.isValid() and _level(following) > level and ends > box.top()
                height = (ends if goes_on else box.bottom()) - box.top()
                painter.fillRect(QRectF(box.left() + level * QUOTE_PX, box.top(), BAR_PX, height), colour)
            block = following
        painter.end()

    def _box(self, block: QTextBlock) -> QRectF:
        """Where it stands in the viewport."""
        box = self.document().documentLayout().blockBoundingRect(block)
        return box.translated(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_target(QUrl(self.anchorAt(event.pos())))
            return True
        return super().event(event)

    def _draw(self) -> None:
        if self._reading is None:
            return
        place = self.verticalScrollBar().value()
        document = self.document()
        document.setDefaultFont(self._theme.font("body"))
        document.setDocumentMargin(Space.M)
        document.setDefaultStyleSheet(self._style())
        self.setHtml(self._html(self._reading))
        self.verticalScrollBar().setValue(place)

    def _html(self, reading: Reading) -> str:
        parts = [reading.html]
        if reading.history and self._expanded:
            parts.append(f"<hr>{reading.history}")
        if reading.history and not self._expanded:
            text = escape(tr("Show quoted text"))
            parts.append(f'<p><a href="{EXPAND}">{text}</a></p>')
        html = "".join(parts).replace("<table>", self._table())
        rule = f'<hr style="background-color: {self._theme.colour("border").name()};">'
        html = html.replace("<hr>", rule)
        html = _LAST_BREAK.sub("", html)
        html = _EMPTY_LINE.sub(EMPTY_LINE, _EMPTY_LINES.sub("<p><br></p>", html))
        return _PICTURE.sub(self._picture, html)

    def _style(self) -> str:
        secondary = self._theme.colour("secondary").name()
        return f"""
p, div, li, td {{ line-height: 130%; }}
p {{ margin-top: 0px; margin-bottom: {Space.S}px; }}
h3 {{ font-size: 16px; font-weight: 600; }} h4 {{ font-size: 14px; font-weight: 600; }}
a {{ color: {self._theme.colour("accent").name()}; text-decoration: none; }}
th {{ font-weight: 600; background-color: {self._theme.colour("hover").name()}; }}
pre, code {{ font-family: monospace; }}
blockquote {{ color: {secondary}; margin: 0px 0px 0px {QUOTE_PX}px; }}"""

    def _table(self) -> str:
        border = self._theme.colour("strong-border").name()
        return (
            '<table border="1" cellspacing="0" cellpadding="6" style="border-style: solid;'
            f' border-collapse: collapse; border-color: {border}; margin-bottom: {Space.S}px;">'
        )

    def _picture(self, found: re.Match[str]) -> str:
        """As large as the letter wants it, never wider than the window."""
        image = self._images.get(found[1])
        if image is None or image.isNull():
            return ""
        natural = image.size()
        wanted = natural
        if found[2] and found[3]:
            wanted = QSize(int(found[2]), int(found[3]))
        elif found[2] or found[3]:
            factor = int(found[2] or found[3]) / max(1, natural.width() if found[2] else natural.height())
            wanted = QSize(round(natural.width() * factor), round(natural.height() * factor))
        room = max(120, self.viewport().width() - 3 * Space.L)
        if wanted.width() > room:
            wanted = wanted.scaled(room, wanted.height(), Qt.AspectRatioMode.KeepAspectRatio)
        return f'<img src="picture:{found[1]}" width="{wanted.width()}" height="{max(1, wanted.height())}">'

    def _clicked(self, url: QUrl) -> None:
        if url.toString() == EXPAND:
            self._expanded = True
            self._draw()
        else:
            self.linked.emit(bytes(url.toEncoded().data()).decode("ascii", "replace"))

    def _show_target(self, url: QUrl) -> None:
        """Where a link really leads, whatever its words say; hosts in the form that cannot be imitated."""
        text = "" if url.isEmpty() or url.toString() == EXPAND else bytes(url.toEncoded().data()).decode()
        QToolTip.showText(QCursor.pos() + QPoint(0, Space.L), escape(text[:500]), self)


def _level(block: QTextBlock) -> int:
    """How many quotes a paragraph stands in."""
    return round(block.blockFormat().leftMargin()) // QUOTE_PX


def _decoded(content: bytes) -> QImage:
    """A null image when it is none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    QImageReader.setAllocationLimit(DECODED_MAX_MB)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > PICTURE_MAX:
        reader.setScaledSize(size.scaled(PICTURE_MAX, PICTURE_MAX, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _words(html: str) -> bool:
    """Whether there is anything to see."""
    return "<img" in html or bool(re.sub(r"<[^>]*>|&nbsp;|\s", "", html))
