"""The help inside the window: every shipped text, in both languages, with links that work."""

import pytest
from PySide6.QtCore import QLocale, QUrl
from PySide6.QtGui import QTextTable

from desktop_app.settings.paths import resources
from desktop_app.ui.keys_overlay import KeysOverlay
from desktop_app.ui.pages.help import HelpPage, help_folder, texts
from desktop_app.ui.theme import Theme
from tests.fakes.ui_world import make_world


@pytest.fixture
def page_of(qapp, qtbot):
    def make(language="en"):
        QLocale.setDefault(QLocale(language))
        page = HelpPage(make_world(Theme(qapp, "light")).context)
        qtbot.addWidget(page)
        page.resize(1104, 772)
        page.show()
        return page

    return make


def test_each_language_has_the_same_texts():
    russian, english = (
        {path.name for path in (resources() / "help" / language).glob("*.md")} for language in ("ru", "en")
    )
    assert russian == english


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_text_can_be_read_and_starts_with_its_heading(page_of, language):
    page = page_of(language)
    assert help_folder().name == language
    assert next(iter(page.buttons)) == "window"
    assert len(page.buttons) == len(list(help_folder().glob("*.md")))
    for name, _title in texts(help_folder()):
        page.buttons[name].click()
        first = (help_folder() / f"{name}.md").read_text("utf-8").splitlines()[0].lstrip("# ")
        assert page.text.toPlainText().startswith(first)
        assert page.text.document().begin().charFormat().font().pixelSize() in (13, 20)
        assert page.text.document().size().width() <= page.text.viewport().width()


def test_tables_are_tables_and_code_is_set_apart(page_of):
    page = page_of()
    page.show_text("command-line")
    frames = page.text.document().rootFrame().childFrames()
    assert any(isinstance(frame, QTextTable) for frame in frames)


def test_a_link_between_texts_is_followed_and_marks_its_entry(page_of):
    page = page_of()
    page.show_text("command-line")
    page.text.anchorClicked.emit(QUrl("tracking-server.md"))
    assert page.text.toPlainText().startswith("The tracking server")
    assert page.buttons["tracking-server"].isChecked()


def test_the_english_text_that_a_russian_one_names_opens_at_its_heading(page_of):
    page = page_of("ru")
    page.text.anchorClicked.emit(QUrl("../en/command-line.md#fields"))
    assert page.text.textCursor().block().text() == "Fields"


@pytest.mark.parametrize("address", ["https://example.org/", "../../../pyproject.md", "missing.md"])
def test_a_link_out_of_the_help_opens_nothing(page_of, address):
    page = page_of()
    before = page.text.toPlainText()
    page.text.anchorClicked.emit(QUrl(address))
    assert page.text.toPlainText() == before


def test_the_list_of_keys_leads_to_the_help(window, qtbot):
    window.show_keys()
    window.findChild(KeysOverlay)._go_to_help()
    assert isinstance(window._body.currentWidget(), HelpPage)
    qtbot.waitUntil(lambda: not window.findChildren(KeysOverlay))


def test_in_a_wide_window_the_text_stands_in_the_middle_of_its_card(page_of):
    page = page_of()
    page.resize(1744, 1000)
    text = page.text
    left = text.viewport().x()
    right = text.width() - text.verticalScrollBar().width() - text.viewport().geometry().right() - 1
    assert text.viewport().width() <= 761
    assert left > 100
    assert abs(left - right) <= 2
