"""The client card: numbers, addresses, colleagues, why not another; each line opens what it rests on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from desktop_app.domain import commands
from desktop_app.domain.actions import Declined
from desktop_app.domain.commands import Result
from desktop_app.domain.model import Action, Contribution
from desktop_app.store.leads import declined_text
from desktop_app.store.rows import PhoneRow
from desktop_app.ui.leads import sources
from desktop_app.ui.leads.parts import Sentence
from tests.fakes.sample_data import NOW

NUMBER = PhoneRow("+79161234567", "+7 916 123-45-67", "12", 1)


@pytest.fixture
def page(window):
    page = window._pages["leads"]
    page.desk.open()
    return page


@pytest.fixture
def opened(page, monkeypatch):
    """Which letters the card asked to be shown."""
    shown: list[tuple[list[int], str]] = []
    context = page.context._replace(open_letters=lambda some, title: shown.append((list(some), title)))
    monkeypatch.setattr(page.card, "_context", context)
    monkeypatch.setattr(page.card._reach, "_context", context)
    return shown


def texts(widget) -> list[str]:
    found = [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]
    return found + [one.text() for one in widget.findChildren(QPushButton) if not one.isHidden()]


def button(widget, name: str):
    every = [*widget.findChildren(QPushButton), *widget.findChildren(QToolButton)]
    return next(one for one in every if not one.isHidden() and name in (one.text(), one.accessibleName()))


def show(page) -> None:
    page.table.model.forget(None)
    page.desk.show()


# numbers


def test_a_number_is_called_copied_and_leads_to_its_letter(page, reader, engine, opened, monkeypatch):
    called = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: called.append(url.toString()))
    contact = page.table.contact()
    reader.phone_rows[contact] = [NUMBER]
    show(page)
    button(page.card, "Call +7 916 123-45-67 ext. 12").click()
    assert called == ["tel:+79161234567;ext=12"]
    assert engine.command() == commands.Called(contact)
    engine.answer(Result())
    button(page.card, "Copy the number").click()
    assert QGuiApplication.clipboard().text() == "+7 916 123-45-67"
    button(page.card, "from a letter").click()
    assert opened[0][0] == [1]


def test_a_number_is_given_by_hand_and_taken_back(window, page, engine):
    contact = page.table.contact()
    page.card._reach.edit_number()
    field = page.card._reach._field
    QTest.keyClicks(field.line, "8 916 123-45-67")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert engine.command() == commands.SetPhone(contact, "8 916 123-45-67")
    engine.answer(Result())
    window.over.toast.press()
    assert engine.command() == commands.SetPhone(contact, None)
    engine.answer(Result())


# one person, one company


def test_another_address_becomes_the_persons_and_is_parted_again(window, page, reader, engine, qtbot):
    lead, other = page.table.lead(), page.table.model.lead(3)
    page.card._reach.ask_same_person()
    field = page.card._reach._field
    QTest.keyClicks(field.line, other.address)
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert engine.command() == commands.MergePeople((other.address,), lead.address)
    engine.answer(Result())
    qtbot.waitUntil(lambda: window.over.toast is not None and not window.over.toast.isHidden())
    window.over.toast.press()
    assert engine.command() == commands.PartPeople((other.address,))
    engine.answer(Result())
    reader.further[lead.contact] = [other.address]
    show(page)
    assert f"also {other.address}" in texts(page.card)
    button(page.card, f"{other.address} is another person").click()
    assert engine.command() == commands.PartPeople((other.address,))
    engine.answer(Result())


def test_the_card_shows_colleagues_and_the_warmest_of_them_but_not_for_public_mail(
    page, reader, opened, qtbot
):
    asked = []
    page.card._context = page.card._context._replace(open_company=lambda *one: asked.append(one))
    first, *others = page.table.model.ids[:3]
    for contact in (first, *others):
        reader.change(contact, company="zavod.example")
    show(page)
    qtbot.waitUntil(lambda: "3 people at zavod.example; the warmest: 88" in texts(page.card))
    assert reader.lead_rows[others[0]].name in texts(page.card)
    button(page.card, "What happened with all of them").click()
    button(page.card, "Company zavod.example").click()
    assert asked == [("zavod.example", first)] * 2
    reader.change(first, company="")
    show(page)
    assert page.card._colleagues.isHidden()
    assert page.card._company.company.isHidden()


# why


def test_why_not_another_is_said_in_words_and_hidden_again(page, reader):
    declined = (
        Declined(Action.ANSWER, "nobody_waits", {}),
        Declined(Action.CALL_NOW, "no_phone", {}),
        Declined(Action.LET_GO, "follow_ups_few", {"count": 1}),
    )
    reader.change(page.table.contact(), declined=declined_text(declined))
    show(page)
    button(page.card, "Why not another").click()
    shown = texts(page.card)
    assert "Answer: nobody waits for your answer" in shown
    assert "Call now: no phone number is known" in shown
    assert any(one.startswith("Let go: 1 more letter") for one in shown)
    button(page.card, "Why not another").click()
    assert page.card.next_step.declined.isHidden()


def test_each_line_of_why_opens_letters_of_this_contact(page, reader, opened):
    contact = page.table.contact()
    lines = [one for one in page.card.findChildren(Sentence) if one.isVisibleTo(page.card) and one.leads]
    assert len(lines) >= 4
    for line in lines:
        line.pressed.emit()
    assert len(opened) == len(lines)
    for letters, _title in opened:
        assert letters
        assert {reader.letter_rows[one].contact for one in letters} == {contact}


def test_a_line_opens_by_enter_as_by_a_click(page, opened, qtbot):
    line = next(one for one in page.card.findChildren(Sentence) if one.leads and one.text())
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert len(opened) == 2


def test_what_nothing_is_behind_leads_nowhere():
    assert sources.behind_term(Contribution("clicked", 1.0, {}), []) == []
    assert sources.behind_term(Contribution("new_code", 1.0, {}), []) == []


# bad input


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "Предложение " * 500},
        {"name": "\u05d0" * 60 + " \u202eabc\u202c \U0001f469\u200d\U0001f467"},
        {"name": "A\x00\x1b[31m\tB\nC", "subject": "\x07bell"},
        {"name": "", "company": "x" * 300},
        {"last_letter_at": NOW + 10**13, "waiting_since": NOW + 10**12, "last_signal_at": NOW + 10**11},
        {"reason": "a_code_of_tomorrow", "declined": '[["answer", "why_of_tomorrow", {}]]'},
    ],
    ids=["long subject", "right to left", "control characters", "no name", "clock back", "unknown codes"],
)
def test_anything_is_shown_without_harm(page, reader, fields):
    reader.change(page.table.contact(), **fields)
    show(page)
    page.card.next_step.turn_declined()
    picture = page.grab()
    assert picture.width() == page.width()
    assert page.card._name.minimumSizeHint().width() == 0
    assert page.desk.side.width() <= 400


# a short answer


def past_drafts(engine):
    """The next command that is not a draft being kept."""
    while isinstance(command := engine.command(), commands.SaveDraft):
        engine.answer(Result("draft"))
    return command


def test_a_short_answer_is_written_in_the_card_and_can_be_taken_back(window, page, engine, qtbot):
    button(page.card, "Reply").click()
    assert page.card.quick.isVisible()
    qtbot.keyClicks(page.card.quick.field, "In two weeks.")
    qtbot.keyClick(page.card.quick.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sent = past_drafts(engine)
    assert isinstance(sent, commands.Send)
    assert "In two weeks." in sent.draft.html
    engine.answer(Result(7))
    toast = window.over.floating()
    qtbot.waitUntil(toast.isVisible)
    assert not page.card.quick.isVisible()
    toast.press()
    assert past_drafts(engine) == commands.UndoSend(7)
    engine.answer(Result(sent.draft))
    qtbot.waitUntil(lambda: len(window.letters.windows) == 1)


def test_another_client_takes_the_answer_away_but_not_what_was_written(page, engine, qtbot):
    button(page.card, "Reply").click()
    qtbot.keyClicks(page.card.quick.field, "Half a sen")
    page.table.select_row(3)
    page.desk.show()
    assert not page.card.quick.isVisible()
    kept = engine.command()
    assert isinstance(kept, commands.SaveDraft)
    assert "Half a sen" in kept.draft.html


def test_an_empty_answer_is_not_sent(page, engine, qtbot):
    button(page.card, "Reply").click()
    page.card.quick.send()
    assert "Write something first." in texts(page.card.quick)
    assert engine.is_quiet()


def test_an_answer_put_aside_while_it_is_being_kept_is_one_draft(page, engine, qtbot):
    button(page.card, "Reply").click()
    qtbot.keyClicks(page.card.quick.field, "Half")
    page.card.quick._keeper._save()
    first = engine.command()
    qtbot.keyClicks(page.card.quick.field, " a sen")
    page.card.quick.leave()
    engine.answer(Result("draft-1"))
    qtbot.waitUntil(lambda: not engine.is_quiet())
    second = engine.command()
    assert (first.key, second.key) == ("", "draft-1")
    assert "Half a sen" in second.draft.html
    engine.answer(Result("draft-1"))
