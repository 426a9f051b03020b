"""A letter being read: what is shown, what is never loaded, and how its files are kept."""

import base64
import time

import pytest
from PySide6.QtCore import QBuffer, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFileDialog, QLabel

from desktop_app.domain.commands import FetchLetter, Result, SaveFile
from desktop_app.domain.errors import InputError, ItemGone, Offline
from desktop_app.domain.reading import Reading, read_letter
from desktop_app.ui.letter_document import EXPAND, QUOTE_PX
from desktop_app.ui.letter_view import FILES_SHOWN, LetterView
from desktop_app.ui.widgets.buttons import IconLabelButton, QuietButton
from tests.fakes.ui_world import PageReader, letter, make_world


def html_letter(html: str) -> Reading:
    return read_letter(f"Content-Type: text/html; charset=utf-8\n\n{html}".encode())


@pytest.fixture
def world(theme):
    reader = PageReader()
    reader.put_letters(letter(1), letter(2))
    return make_world(theme, reader)


@pytest.fixture
def letters(world):
    return list(world.reader.letter_rows.values())


@pytest.fixture
def view(world, qtbot):
    view = LetterView(world.context)
    qtbot.addWidget(view)
    view.resize(480, 600)
    view.show()
    return view


def shown(world, view, letter, reading, qtbot) -> LetterView:
    world.bridge.answers[FetchLetter] = Result(reading)
    view.show_letter(letter)
    qtbot.waitUntil(lambda: view.document._reading is reading)
    return view


def notes(view: LetterView) -> list[str]:
    return [one.text() for one in view.findChildren(QLabel) if one.isVisible() and one.text()]


def test_html_is_laid_out(world, view, letters, qtbot):
    reading = html_letter("<h1>Price</h1><table><tr><th>A<th>B<tr><td>1<td>2</table><p>Bye <b>now</b></p>")
    shown(world, view, letters[0], reading, qtbot)
    text = view.document.toPlainText()
    assert [one for one in text.split("\n") if one] == ["Price", "A", "B", "1", "2", "Bye now"]
    assert view.document.document().rootFrame().childFrames()


def test_empty_lines_are_as_high_as_in_a_browser(world, view, letters, qtbot):
    html = "<div>one<br></div><div><br></div><div><br></div><div>two</div>"
    shown(world, view, letters[0], html_letter(html), qtbot)
    assert view.document.toPlainText() == "one\n\ntwo"


def test_quoted_text_is_folded_until_it_is_asked_for(world, view, letters, qtbot):
    reading = html_letter(
        "<p>Yes</p><div class=gmail_quote>Anna wrote:<blockquote>Shall we?</blockquote></div>"
    )
    shown(world, view, letters[0], reading, qtbot)
    assert "Shall we?" not in view.document.toPlainText()
    assert "Show quoted text" in view.document.toPlainText()
    view.document.anchorClicked.emit(QUrl(EXPAND))
    assert "Shall we?" in view.document.toPlainText()
    assert "Show quoted text" not in view.document.toPlainText()


def test_a_letter_that_only_quotes_is_unfolded(world, view, letters, qtbot):
    shown(world, view, letters[0], Reading("<p></p>", "<p>Old</p>"), qtbot)
    assert "Old" in view.document.toPlainText()


def test_nothing_but_the_letters_own_pictures_is_loaded(world, view, letters, qtbot, tmp_path):
    image = QImage(3000, 100, QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    data = base64.b64encode(buffer.data().data()).decode()
    local = tmp_path / "local.png"
    image.save(str(local))
    reading = html_letter(
        f'<img src="data:image/png;base64,{data}"><img src="file://{local}"><img src="https://x.ru/a.png">'
    )
    shown(world, view, letters[0], reading, qtbot)
    document = view.document
    kind = QTextDocument.ResourceType.ImageResource
    assert document.loadResource(kind, QUrl("picture:data0")).width() == 3000
    for name in (str(local), f"file://{local}", "https://x.ru/a.png", "qrc:/x", "/etc/hostname"):
        assert document.loadResource(kind, QUrl(name)).isNull()
    assert document.loadResource(QTextDocument.ResourceType.StyleSheetResource, QUrl(str(local))).isNull()
    assert document.document().idealWidth() <= view.width()
    assert notes(view) == ["2 pictures are not loaded: the sender would see that you read this."]


def test_what_is_no_picture_leaves_no_gap(world, view, letters, qtbot):
    shown(world, view, letters[0], Reading('<p>x<img src="picture:k"></p>', pictures={"k": b"no"}), qtbot)
    assert view.document.toPlainText() == "x"


def test_a_picture_that_claims_to_be_huge_is_not_unpacked(world, view, letters, qtbot):
    header = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + (200_000).to_bytes(4, "big") * 2
    reading = Reading(
        '<img src="picture:k">', pictures={"k": header + bytes.fromhex("0802000000") + bytes(400)}
    )
    shown(world, view, letters[0], reading, qtbot)
    assert view.document.toPlainText() == ""


def test_a_link_says_where_it_leads_and_opens_in_the_browser(world, view, letters, qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    shown(
        world, view, letters[0], html_letter('<a href="https://evil.example/?a=1&amp;b=2">bank.ru</a>'), qtbot
    )
    cursor = QTextCursor(view.document.document())
    cursor.setPosition(3)
    target = cursor.charFormat().anchorHref()
    view.document.anchorClicked.emit(QUrl(target))
    assert opened == ["https://evil.example/?a=1&b=2"]


def test_a_mail_address_is_written_to_from_here(world, view, letters, qtbot):
    shown(world, view, letters[0], html_letter('<a href="mailto:a%2Bb@x.ru?subject=x">write</a>'), qtbot)
    view.document.anchorClicked.emit(QUrl("mailto:a%2Bb@x.ru?subject=x"))
    assert [one.address for one in world.composed[0].to] == ["a+b@x.ru"]


def test_a_file_is_saved_where_the_user_says(world, view, letters, qtbot, monkeypatch, tmp_path):
    mime = b'Content-Type: application/pdf; name="price.pdf"\nContent-Disposition: attachment\n\n%PDF'
    shown(world, view, letters[0], read_letter(mime), qtbot)
    target = str(tmp_path / "here.pdf")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (target, ""))
    chip = view._files.findChildren(IconLabelButton)[0]
    assert "price.pdf" in chip.text()
    chip.click()
    assert world.bridge.of(SaveFile) == [SaveFile(letters[0].id, 0, target)]
    qtbot.waitUntil(lambda: world.toasts != [])
    assert target in world.toasts[0][0]
    world.bridge.answers[SaveFile] = Result(
        error=InputError(field="path", reason="not_written", path=target, text="No space left")
    )
    chip.click()
    qtbot.waitUntil(lambda: len(world.toasts) == 2)
    assert world.toasts[1][0] == f"{target} cannot be written: No space left"


def test_a_hundred_files_do_not_cover_the_letter(world, view, letters, qtbot):
    part = b"--b\nContent-Disposition: attachment; filename=x.txt\n\nx\n"
    mime = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n" + part * 100 + b"--b--"
    shown(world, view, letters[0], read_letter(mime), qtbot)
    assert len(view._files.findChildren(IconLabelButton)) == FILES_SHOWN
    assert "and 88 more" in notes(view)


def test_the_rest_of_a_long_letter_is_fetched_when_it_is_asked_for(world, view, letters, qtbot):
    shown(world, view, letters[0], Reading("<p>begin</p>", whole=False), qtbot)
    whole = Reading("<p>begin and end</p>")
    world.bridge.answers[FetchLetter] = Result(whole)
    view.findChildren(QuietButton)[0].click()
    qtbot.waitUntil(lambda: "end" in view.document.toPlainText())
    assert world.bridge.of(FetchLetter)[-1] == FetchLetter(letters[0].id, whole=True)


def test_what_is_held_is_shown_while_the_server_cannot_be_reached(world, view, letters, qtbot):
    world.reader.texts[letters[0].id] = "Price 100\n\nOn 3.11.2025 10:15, Anna wrote:\n> How much?"
    world.bridge.answers[FetchLetter] = Result(error=Offline())
    view.show_letter(letters[0])
    assert "Price 100" in view.document.toPlainText()
    assert "How much?" not in view.document.toPlainText()
    qtbot.waitUntil(lambda: any("Shown without pictures" in one for one in notes(view)))


def test_a_letter_that_is_gone_says_so(world, view, letters, qtbot):
    world.bridge.answers[FetchLetter] = Result(error=ItemGone())
    view.show_letter(letters[0])
    qtbot.waitUntil(lambda: "no longer on the server" in view.document.placeholderText())


def test_a_letter_looked_at_again_is_not_fetched_again(world, view, letters, qtbot):
    first = Reading("<p>first</p>")
    shown(world, view, letters[0], first, qtbot)
    shown(world, view, letters[1], Reading("<p>second</p>"), qtbot)
    view.show_letter(letters[0])
    assert "first" in view.document.toPlainText()
    assert len(world.bridge.of(FetchLetter)) == 2


def test_the_dark_look_changes_a_letter_that_is_open(world, view, letters, qtbot, theme):
    shown(world, view, letters[0], html_letter('<p>x <a href="https://x.ru">y</a></p>'), qtbot)
    theme.choose("dark")
    try:
        assert theme.colour("accent").name() in view.document._style()
        assert view.document.toPlainText() == "x y"
    finally:
        theme.choose("light")


def test_each_level_of_a_quote_stands_further_in_with_a_bar_of_its_own(world, view, letters, qtbot):
    html = "<p>Mine</p><blockquote>hers<blockquote>mine before</blockquote></blockquote><p>Mine again</p>"
    shown(world, view, letters[0], html_letter(html), qtbot)
    document = view.document
    blocks = {}
    block = document.document().begin()
    while block.isValid():
        blocks[block.text()] = block
        block = block.next()
    picture = document.viewport().grab().toImage()
    bar = world.context.theme.colour("strong-border")

    def bars(text: str) -> int:
        box = document._box(blocks[text])
        row = round(box.center().y())
        places = [x for x in range(round(box.left()), picture.width()) if picture.pixelColor(x, row) == bar]
        return len({x // QUOTE_PX for x in places})

    assert [bars(text) for text in ("Mine", "hers", "mine before")] == [0, 1, 2]
    assert blocks["hers"].blockFormat().leftMargin() == QUOTE_PX


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>" * 30 + "<p>a</p>" * 20_000,
        ("<blockquote>a" * 6 + "</blockquote>" * 6) * 3000,
        ("<div>" * 45 + "a" + "</div>" * 45) * 400,
        "<table><tr><td>a</td><td>b</td></tr><tr><td>a</td><td>b</td></tr></table>" * 1000,
        "<ul><li>" * 20_000,
        "a" * 100_000,
    ],
    ids=["quotes", "many quotes", "divisions", "tables", "lists", "one word"],
)
def test_no_letter_stops_the_window(world, view, letters, qtbot, html):
    """Against as much ordinary text, in processor time: 20 times was 300 before."""
    plain, hostile = html_letter("<p>some words</p>" * 5_000), html_letter(html)
    times = []
    for reading in (plain, hostile):
        begin = time.thread_time()
        view.document.show_reading(reading)
        view.document.document().size()
        times.append(time.thread_time() - begin)
    assert times[1] < 20 * times[0]
