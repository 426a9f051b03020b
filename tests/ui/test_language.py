"""Another language at once: everything is made anew, and the user stays where he is."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_app.domain import commands
from desktop_app.domain.commands import Result
from desktop_app.domain.facts import Changed
from desktop_app.domain.model import Draft
from desktop_app.settings.paths import resources
from desktop_app.store.rows import LeadFilter
from desktop_app.ui.program import Program
from desktop_app.ui.translation import install, uninstall
from tests.ui.conftest import EngineEnd

RUSSIAN = "Клиенты"


@pytest.fixture
def speak(qapp: QApplication, window) -> Iterator[Callable[[str], None]]:
    """Switch as the program does it."""
    translators = []

    def switch(language: str) -> None:
        uninstall(qapp, translators)
        translators[:] = install(qapp, resources() / "i18n", language)
        window.retranslate()

    yield switch
    uninstall(qapp, translators)
    QLocale.setDefault(QLocale("en"))


def buttons(widget) -> set[str]:
    return {one.text() for one in widget.findChildren(QPushButton) if one.isVisibleTo(widget)}


def test_rail_page_and_numbers_speak_it_and_speak_english_again(window, speak):
    speak("ru")
    assert RUSSIAN in buttons(window._rail)
    assert "Утренняя очередь" in buttons(window._pages["leads"])
    assert window._pages["leads"].locale().language() == QLocale.Language.Russian
    speak("en")
    assert "Leads" in buttons(window._rail)
    assert "Morning queue" in buttons(window._pages["leads"])


def test_the_leads_keep_filter_words_person_and_place(window, speak, qtbot):
    page = window._pages["leads"]
    page.finding.choose(LeadFilter.ALL)
    page.table.select_row(25)
    page.table.list.verticalScrollBar().setValue(900)
    before = page.table.contact(), page.table.anchor()
    window.show_page("settings")
    speak("ru")
    window.show_page("leads")
    assert window._pages["leads"] is not page
    table = window._pages["leads"].table
    assert table.contact() == before[0]
    qtbot.waitUntil(lambda: table.anchor() == before[1])
    page = window._pages["leads"]
    page.finding.field.setText("anna")
    page.finding.changed.emit()
    speak("en")
    assert window._pages["leads"].finding.words == "anna"
    assert len(window._pages["leads"].table.model.ids) < 25


def test_the_settings_stay_at_their_section_and_place(window, speak, qapp):
    window.resize(1280, 500)
    window.show_page("settings")
    page = window._pages["settings"]
    page.tabs.choose("privacy")
    qapp.processEvents()
    bar = page._area.verticalScrollBar()
    bar.setValue(bar.value() + 60)
    speak("ru")
    qapp.processEvents()
    page = window._pages["settings"]
    assert page.tabs.value() == "privacy"
    assert page._area.verticalScrollBar().value() == page._sections["privacy"].y() + 60


def test_a_letter_being_written_goes_on_in_a_new_window_and_none_is_lost(
    window, reader, speak, engine: EngineEnd, qtbot
):
    window.compose(Draft(reader.accounts()[0].id, subject="Offer"))
    first = window.letters.windows[0]
    first.body.setPlainText("Half a letter")
    speak("ru")
    saved = engine.command()
    assert isinstance(saved, commands.SaveDraft)
    engine.answer(Result("key-1"))
    qtbot.waitUntil(lambda: len(window.letters.windows) == 1 and window.letters.windows[0] is not first)
    other = window.letters.windows[0]
    assert "Half a letter" in other.body.toPlainText()
    assert other.draft().subject == "Offer"
    assert other._keeper.key == "key-1"
    assert "Отправить" in buttons(other)
    assert engine.is_quiet()  # nothing is stored twice
    other._done = True
    other.close()


def test_a_message_is_said_beside_the_rail_of_the_new_language(window, speak):
    window.toast("before")
    speak("ru")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.toast("after")
    assert window.over.toast.isVisible()
    assert window.over.toast.x() > window._rail.width()


def test_a_template_half_written_stays_as_it_is_until_it_is_done_with(window, speak):
    window.show_page("sent")
    page = window._pages["sent"]
    page.tabs.choose("templates")
    page.templates.edit(None)
    page.templates.editor.name.setText("Half a name")
    speak("ru")
    assert window._pages["sent"] is page
    assert window._body.currentWidget() is page
    assert page.templates.editor.name.text() == "Half a name"
    page.templates.editor.hide()
    window.show_page("leads")
    window.show_page("sent")
    assert window._pages["sent"] is not page
    assert "Шаблоны" in buttons(window._pages["sent"])


def test_status_and_unread_are_told_in_the_new_frame(window, speak):
    window.set_unread(3)
    speak("ru")
    assert any(text.endswith("  3") for text in buttons(window._rail))


def test_the_tour_of_the_queue_goes_on(window, speak, qtbot):
    page = window._pages["leads"]
    page.begin_queue()
    speak("ru")
    qtbot.waitUntil(lambda: window._pages["leads"].morning.is_open)


def test_the_program_follows_the_setting_at_once(qapp, tmp_path, pipe, engine, reader, monkeypatch, qtbot):
    monkeypatch.setattr("desktop_app.ui.program.FirstReader", lambda data: reader)
    monkeypatch.setattr("desktop_app.store.reader.Reader", lambda data: reader)
    reader.user_settings["language"] = '"en"'
    program = Program(qapp, tmp_path, pipe[0])
    program.start()
    qtbot.waitUntil(lambda: program.window.context is not None)
    reader.user_settings["language"] = '"ru"'
    engine.tell(Changed(everything=True))
    qtbot.waitUntil(lambda: RUSSIAN in buttons(program.window))
    program.close()
    program.window.deleteLater()
