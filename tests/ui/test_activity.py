import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent

from desktop_app.domain.commands import CorrectVerdict, ForgetRule, LearnRule, Result, RuleOffer
from desktop_app.domain.errors import DiskFull
from desktop_app.domain.facts import Changed
from desktop_app.domain.likeness import LearnedRule, Likeness
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
    assert "browser" in row.why
    assert not row.faint


def test_in_a_wide_list_the_verdict_stands_near_the_middle_with_its_reason_behind_it(page_of):
    page, _world = page_of(signal())
    narrow = page._delegate._tags(QRect(0, 0, 1000, 56), wide=False)
    wide = page._delegate._tags(QRect(0, 0, 1700, 56), wide=True)
    assert narrow.left() > 700
    assert wide.left() < 850


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


# ── keys, filters, rules ─────────────────────────────────────────────────────────────────────────


RULE = LearnedRule(Likeness("203.0.113.0/24", "browser", "zavod.example"), Verdict.MACHINE)


@pytest.mark.parametrize(("key", "verdict"), [("p", Verdict.HUMAN), ("m", Verdict.SELF), ("ь", Verdict.SELF)])
def test_one_key_corrects_the_current_row_in_either_layout(page_of, key, verdict):
    page, world = page_of(signal(1), signal(2))
    page.list.setCurrentIndex(page.model.index(1, 0))
    pressed = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, key)
    QCoreApplication.sendEvent(page.list, pressed)
    assert world.bridge.calls == [CorrectVerdict(2, verdict)]


def test_a_key_that_would_say_the_same_does_nothing_and_u_takes_back(page_of, qtbot):
    page, world = page_of(signal(1), signal(2, verdict=Verdict.SELF, judged=Verdict.MACHINE))
    page.list.setCurrentIndex(page.model.index(0, 0))
    qtbot.keyClicks(page.list, "bu")
    assert world.bridge.calls == []
    page.list.setCurrentIndex(page.model.index(1, 0))
    qtbot.keyClicks(page.list, "u")
    assert world.bridge.calls == [CorrectVerdict(2, None)]


def test_a_correction_offers_its_rule_in_words_and_one_key_learns_it(page_of, qtbot):
    page, world = page_of(signal(1))
    world.bridge.answers[CorrectVerdict] = Result(RuleOffer(RULE, 14))
    world.bridge.answers[LearnRule] = Result(7)
    page.list.setCurrentIndex(page.model.index(0, 0))
    qtbot.keyClicks(page.list, "m")
    qtbot.waitUntil(page.offer.isVisible)
    said = page.offer.text.text()
    assert "14 earlier ones" in said
    assert "A browser in the network 203.0.113.0/24, letters to zavod.example: a program" in said
    qtbot.keyClicks(page.list, "a")
    qtbot.waitUntil(lambda: len(world.toasts) == 2)
    assert world.bridge.calls[-1] == LearnRule(RULE)
    assert not page.offer.isVisible()
    world.toasts[-1][1]()
    assert world.bridge.calls[-1] == ForgetRule(7)


def test_only_this_one_leaves_it_at_the_correction_and_undoing_it_takes_the_offer_away(page_of, qtbot):
    page, world = page_of(signal(1))
    world.bridge.answers[CorrectVerdict] = lambda command: Result(command.verdict and RuleOffer(RULE, 0))
    page.list.setCurrentIndex(page.model.index(0, 0))
    qtbot.keyClicks(page.list, "m")
    qtbot.waitUntil(page.offer.isVisible)
    assert "all future ones" in page.offer.text.text()
    page.offer.no_button.click()
    assert not page.offer.isVisible()
    qtbot.keyClicks(page.list, "m")
    qtbot.waitUntil(page.offer.isVisible)
    world.toasts[-1][1]()
    qtbot.waitUntil(lambda: not page.offer.isVisible())
    assert not world.bridge.of(LearnRule)


def test_the_feed_is_filtered_by_kind_and_by_words_and_escape_shows_all(page_of, qtbot):
    click = signal(2, kind=SignalKind.CLICK, verdict=Verdict.HUMAN, name="Boris Orlov", link="Prices")
    page, _world = page_of(signal(1), click, signal(3, subject="Terms"))
    page.filter.kind.setCurrentIndex(page.filter.kind.findData("click"))
    assert [one.id for one in page._shown] == [2]
    assert page.filter.by_verdict[Verdict.MACHINE].text() == "Programs  0"
    page.filter.kind.setCurrentIndex(0)
    page.search()
    page.filter.text.setText("anna terms")
    assert [one.id for one in page._shown] == [3]
    page.filter.text.setText("nobody")
    assert page._stack.currentWidget() is page._none
    page._stack.currentWidget().findChild(PrimaryButton).click()
    assert len(page._shown) == 3
    page.filter.text.setText("anna")
    qtbot.keyPress(page, Qt.Key.Key_Escape)
    assert page.filter.is_clear()


def test_what_only_repeats_a_click_is_not_shown_twice(page_of):
    click = signal(1, kind=SignalKind.CLICK, verdict=Verdict.HUMAN)
    inferred = signal(2, verdict=Verdict.HUMAN, reasons=("inferred_click",))
    page, _world = page_of(click, inferred)
    assert [one.id for one in page._shown] == [1]


def test_new_rows_wait_while_the_pointer_is_over_the_feed(page_of):
    page, world = page_of(signal(2), signal(3))
    page.list.hovered_row = 1
    world.reader.put_signals(signal(1), signal(2), signal(3))
    page.changed(Changed(signals=(1,)))
    assert page.model.rowCount() == 2
    assert page.news.text() == "1 new"
    page.list.hovered_row = -1
    page.list.left.emit()
    assert page.model.rowCount() == 3
    assert page.news.isHidden()


def test_the_current_row_stays_the_same_signal_when_newer_ones_come(page_of):
    page, world = page_of(signal(2), signal(3))
    page.list.setCurrentIndex(page.model.index(1, 0))
    world.reader.put_signals(signal(1), signal(2), signal(3))
    page.changed(Changed(signals=(1,)))
    assert page._shown[page.list.currentIndex().row()].id == 3


def test_a_proven_forward_says_who_has_the_letter():
    row = look(signal(kind=SignalKind.FORWARD, verdict=Verdict.HUMAN, link="carl@zavod.example",
                      reasons=("unknown_replier",)), NOW)  # fmt: skip
    assert row.title_rest == "forwarded to carl@zavod.example"
    assert "somebody you did not write to answered it" in row.why
