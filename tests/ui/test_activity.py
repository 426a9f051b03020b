import pytest

from desktop_app.domain.commands import CorrectVerdict, Result
from desktop_app.domain.errors import DiskFull
from desktop_app.domain.facts import Changed
from desktop_app.domain.model import MINUTE, SignalKind, Verdict
from desktop_app.store.rows import SignalRow
from desktop_app.ui.pages.activity import ActivityPage
from desktop_app.ui.pages.activity_rows import look
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import PrimaryButton
from tests.fakes.ui_world import NOW, make_world


def signal(number=1, kind=SignalKind.OPEN, verdict=Verdict.MACHINE, judged=None, **changes):
    values = {
        "id": number,
        "kind": kind,
        "at": NOW - number * MINUTE,
        "letter": 10 + number,
        "contact": 20 + number,
        "name": "Anna Petrova",
        "subject": "Prices",
        "verdict": verdict,
        "judged": judged or verdict,
        "reasons": ("named_machine",),
        "link": "",
        "count": 1,
    }
    return SignalRow(**{**values, **changes})


@pytest.fixture
def page_of(qapp, qtbot):
    def make(*signals, accounts=None):
        world = make_world(Theme(qapp, "light"))
        if accounts is not None:
            world.reader.account_rows = accounts
        world.reader.put_signals(*signals)
        page = ActivityPage(world.context)
        qtbot.addWidget(page)
        page.resize(1000, 600)
        page.activate()
        page.show()
        return page, world

    return make


def shown_buttons(page):
    buttons = [*page.corrections.buttons.values(), page.corrections.back]
    return [button.text() for button in buttons if button.isVisible()]


def test_a_row_says_who_what_why_and_when():
    row = look(signal(kind=SignalKind.CLICK, link="Prices", verdict=Verdict.HUMAN, reasons=("browser",)), NOW)
    assert (row.title, row.title_rest) == ("Anna Petrova", "clicked Prices")
    assert row.tag == "A person"
    assert "browser" in row.text
    assert not row.faint


def test_machines_are_faint_and_answers_are_not_judged():
    assert look(signal(), NOW).faint
    answer = look(signal(kind=SignalKind.REPLY, verdict=Verdict.HUMAN), NOW)
    assert answer.tag == ""
    assert answer.text == "Prices"


def test_one_click_says_it_was_a_person_and_undo_takes_it_back(page_of, qtbot):
    page, world = page_of(signal(1), signal(2))
    page.list.setCurrentIndex(page.model.index(1, 0))
    assert shown_buttons(page) == ["It was the client", "It was me"]
    page.corrections.buttons[Verdict.HUMAN].click()
    assert world.bridge.calls == [CorrectVerdict(2, Verdict.HUMAN)]
    qtbot.waitUntil(lambda: bool(world.toasts))
    text, undo = world.toasts[0]
    assert text == "Noted: A person"
    undo()
    assert world.bridge.calls[-1] == CorrectVerdict(2, None)


def test_a_correction_can_be_taken_back_later_and_undo_restores_it(page_of, qtbot):
    page, world = page_of(signal(1, verdict=Verdict.SELF, judged=Verdict.HUMAN))
    page.list.setCurrentIndex(page.model.index(0, 0))
    assert shown_buttons(page) == ["It was a program", "Take my correction back"]
    page.corrections.back.click()
    assert world.bridge.calls == [CorrectVerdict(1, None)]
    qtbot.waitUntil(lambda: bool(world.toasts))
    world.toasts[0][1]()
    assert world.bridge.calls[-1] == CorrectVerdict(1, Verdict.SELF)


def test_a_refused_correction_is_said(page_of, qtbot):
    page, world = page_of(signal(1))
    world.bridge.answers[CorrectVerdict] = Result(error=DiskFull())
    page.list.setCurrentIndex(page.model.index(0, 0))
    page.corrections.buttons[Verdict.HUMAN].click()
    qtbot.waitUntil(lambda: bool(world.toasts))
    assert "disk is full" in world.toasts[0][0]


def test_an_answer_offers_no_correction(page_of):
    page, _world = page_of(signal(1, kind=SignalKind.REPLY, verdict=Verdict.HUMAN))
    page.list.setCurrentIndex(page.model.index(0, 0))
    assert not page.corrections.isVisible()


def test_filters_count_and_choose(page_of):
    page, _world = page_of(signal(1), signal(2, verdict=Verdict.HUMAN), signal(3, verdict=Verdict.HUMAN))
    assert page.filter.by_verdict[Verdict.HUMAN].text() == "People  2"
    page.filter.by_verdict[Verdict.HUMAN].click()
    assert page.model.rowCount() == 2
    page.filter.by_verdict[Verdict.UNKNOWN].click()
    assert page._stack.currentWidget() is page._none


def test_a_click_opens_the_contact_or_else_the_letter(page_of):
    page, world = page_of(signal(1), signal(2, contact=None))
    page.list.clicked.emit(page.model.index(0, 0))
    page.list.clicked.emit(page.model.index(1, 0))
    assert world.shown_contacts == [21]
    assert world.shown_letters == [([12], "Prices")]


def test_new_signals_appear(page_of):
    page, world = page_of(signal(1))
    world.reader.signal_rows[2] = signal(2)
    page.changed(Changed(signals=(2,)))
    assert page.model.rowCount() == 2
    world.reader.signal_rows[3] = signal(3)
    page.changed(Changed(contacts=(1,)))
    assert page.model.rowCount() == 2, "letters alone change nothing here"


def test_an_empty_feed_teaches_and_offers_to_write(page_of):
    page, _world = page_of()
    assert page._stack.currentWidget() is page._empty


def test_without_a_mailbox_it_leads_to_the_assistant(page_of):
    page, world = page_of(accounts=[])
    page._stack.currentWidget().findChild(PrimaryButton).click()
    assert world.shown_pages == ["assistant"]
    assert not any(chip.isVisible() for chip in page.filter.by_verdict.values())
