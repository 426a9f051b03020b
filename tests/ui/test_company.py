"""The page of a company: who of them writes, what happened, figures both ways, the way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop_app.domain import commands
from desktop_app.domain.facts import Changed
from desktop_app.domain.model import Direction, Verdict
from desktop_app.domain.warmth import Rate
from desktop_app.store.company import Asked, CompanyStory
from desktop_app.ui.leads.timeline import describe
from desktop_app.ui.pages import company_figures
from desktop_app.ui.pages.company import CompanyPage

ZAVOD = "zavod.example"


@pytest.fixture
def leads(window, reader):
    """Three of the list are of one company."""
    page = window._pages["leads"]
    for contact in page.table.model.ids[:3]:
        reader.change(contact, company=ZAVOD)
    page.table.model.forget(None)
    page.table.select_row(0)
    page.desk.open()
    return page


@pytest.fixture
def company(window, leads, qtbot) -> CompanyPage:
    QTest.keyClick(leads.table.list, Qt.Key.Key_O)
    page = window._pages["company"]
    qtbot.waitUntil(lambda: page.content is not None and not page.figures.is_busy)
    return page


def test_o_opens_the_company_and_escape_leads_back_to_the_person(window, leads, company, qtbot):
    contact = leads.table.contact()
    assert window._body.currentWidget() is company
    assert company._title.text() == ZAVOD
    assert company.content.model.rowCount() == 3
    assert company.content._title.text() == "3 people write with you"
    QTest.keyClick(company.back, Qt.Key.Key_Escape)
    assert window._body.currentWidget() is leads
    assert leads.table.contact() == contact


def test_in_a_small_window_the_page_scrolls_and_no_figure_is_squeezed(window, company, qtbot):
    window.resize(960, 540)
    card = company.content.letters
    qtbot.waitUntil(lambda: company.content.width() < 860)
    assert card.height() >= card.minimumSizeHint().height()
    assert company.content._people_card.height() < 240


def test_the_timeline_names_who_it_was_and_holds_what_was_not_counted(company, reader):
    items = company.content.timeline.items()
    people = {company.content.model.person(row).contact for row in range(3)}
    names = {reader.lead_rows[one].name for one in people}
    assert {(item.letter or item.signal).contact for item in items} <= people
    incoming = next(one for one in items if one.letter and one.letter.direction is Direction.IN)
    said = describe(incoming, company.content._names)[3]
    assert any(f"From {name}" in said for name in names)
    outgoing = next(one for one in items if one.letter and one.letter.direction is Direction.OUT)
    assert any(name in describe(outgoing, company.content._names)[3] for name in names)
    assert any(one.signal and one.signal.verdict is not Verdict.HUMAN for one in items)
    assert company.content._uncounted
    assert company.content.not_counted.isVisible()


def test_a_person_a_letter_and_a_signal_lead_on(window, company, leads, engine, qtbot):
    person = company.content.model.person(1).contact
    company.content.people.setFocus()
    company.content.people.setCurrentIndex(company.content.model.index(1))
    QTest.keyClick(company.content.people, Qt.Key.Key_Return)
    assert window._body.currentWidget() is leads
    assert leads.table.contact() == person
    window.open_company(ZAVOD, person)
    letter = next(one.letter for one in company.content.timeline.items() if one.letter)
    company.content.timeline.letter_opened.emit(letter)
    assert window.over.panel is not None
    assert isinstance(engine.command(), commands.FetchLetter)
    window.over.close_panel()
    signal = next(one.signal for one in company.content.timeline.items() if one.signal)
    company.content._ask_verdict(signal, company.mapToGlobal(company.rect().center()))
    menu = company.content.findChild(QMenu)
    menu.actions()[1].trigger()
    assert engine.command() == commands.CorrectVerdict(signal.id, Verdict.SELF)
    menu.close()


def test_news_of_its_people_are_shown_and_of_others_not_asked_for(company, reader, qtbot):
    first = company.content.model.person(0)
    reader.change(first.contact, name="Somebody Else")
    company.changed(Changed(contacts=(10**9,)))
    assert not company.figures.is_busy
    company.changed(Changed(contacts=(first.contact,)))
    qtbot.waitUntil(
        lambda: "Somebody Else" in [company.content.model.person(row).name for row in range(3)]
    )


def test_an_address_at_a_public_mail_service_has_no_company(window, leads, reader):
    reader.change(leads.table.contact(), company="")
    leads.table.model.forget(None)
    QTest.keyClick(leads.table.list, Qt.Key.Key_O)
    assert window._body.currentWidget() is leads
    assert "public mail service" in window.over.toast.text.text()


def test_a_company_of_nobody_and_none_at_all_say_what_belongs_here(window, leads, qtbot):
    window.open_company("nobody.example", None)
    page = window._pages["company"]
    qtbot.waitUntil(lambda: not page.figures.is_busy)
    assert page.figures.shown is page.nothing
    page.go_back()
    assert window._body.currentWidget() is leads


def test_a_right_click_offers_everything_that_the_keys_do(leads, window, qtbot):
    place = leads.table.list.visualRect(leads.table.list.currentIndex()).center()
    point = leads.table.list.viewport().mapToGlobal(place)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, point)
    QApplication.sendEvent(leads.table, event)
    menu = leads.findChild(QMenu)
    texts = [one.text() for one in menu.actions() if one.text()]
    assert [text.rpartition("\t")[2] for text in texts] == ["R", "E", "S", "T", "W", "A", "H", "O"]
    menu.actions()[-1].trigger()
    menu.close()
    assert window._body.currentWidget() is window._pages["company"]
    window._pages["company"].figures.close()


# figures


def story(**fields: object) -> CompanyStory:
    empty = CompanyStory(ZAVOD, (), 0, (), (), Rate(), Rate(), ())
    return empty._replace(**fields)


def test_letters_are_counted_with_what_still_waits():
    found = company_figures.letters(story(received=2, asked=(Asked(0, None),), waits=(Asked(0, None),)))
    assert (found.figure, found.detail) == ("3", "2 from them, 1 from you")
    assert found.change == "1 letters wait for your answer"


def test_a_history_of_nothing_is_no_factor():
    assert company_figures.history(Rate(), Rate(10, 100), 0.0).figure == "–"
    assert company_figures.history(Rate(9, 12), Rate(10, 100), 0.7).figure == "×2"
