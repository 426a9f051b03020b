"""The morning queue, gone through by keyboard alone."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.domain import commands
from desktop_app.domain.commands import Result
from desktop_app.domain.errors import InputError
from desktop_app.domain.facts import Changed, SyncState
from desktop_app.domain.model import HOUR, UNTIL_REPLY, AccountId, Action, Direction, Draft
from desktop_app.store.morning import Kept
from desktop_app.store.rows import ReminderRow
from desktop_app.ui.leads.morning import _day
from desktop_app.ui.widgets.texts import Text
from tests.fakes.sample_data import NOW
from tests.ui.conftest import EngineEnd

NO = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
# What the same keys produce in the Russian layout.
RUSSIAN = {"q": "й", "a": "ф", "c": "с", "s": "ы", "d": "в", "n": "т", "z": "я"}


@pytest.fixture
def page(window):
    page = window._pages["leads"]
    page.activateWindow()
    page.table.setFocus()
    return page


@pytest.fixture
def few(reader):
    """Five leads with something to do: two who wait, a call, a letter that is due, one to let go."""
    wanted = [Action.ANSWER, Action.ANSWER, Action.CALL_NOW, Action.WRITE_AGAIN, Action.LET_GO]
    rows = list(reader.lead_rows.values())
    reader.lead_rows = {}
    for row, action in zip(rows, wanted, strict=False):
        waiting = NOW - HOUR if action is Action.ANSWER else None
        reader.lead_rows[row.contact] = row._replace(action=action, waiting_since=waiting, snoozed_until=None)
    for row in rows[5:9]:
        reader.lead_rows[row.contact] = row._replace(action=Action.WAIT, waiting_since=None)
    return reader


class Aside(EngineEnd):
    """Takes what is kept of the queue by itself: `kept` has all of it, `command` gives the others."""

    def __init__(self, connection):
        super().__init__(connection)
        self.kept = []

    def command(self):
        while isinstance(command := super().command(), commands.KeepMorning):
            self._take(command)
        return command

    def is_quiet(self):
        while not super().is_quiet():
            command = super().command()
            if not isinstance(command, commands.KeepMorning):
                return False
            self._take(command)
        return True

    def _take(self, command):
        self.kept.append(command)
        self.answer(Result())


@pytest.fixture
def engine(engine):
    return Aside(engine.connection)


def focused():
    return QApplication.focusWidget()


def press(text, modifiers=NO):
    """To whatever has the focus, as a real key."""
    key = ord(text.upper())
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(focused(), QKeyEvent(kind, key, modifiers, text))


def texts(widget):
    return [one.text() for one in widget.findChildren(Text) if one.isVisible() and one.text()]


def answer_fetches(engine):
    """The next command that is not a fetch of a text."""
    while isinstance(command := engine.command(), commands.FetchText | commands.SaveDraft):
        engine.answer(Result("Hello" if isinstance(command, commands.FetchText) else "draft"))
    return command


@pytest.mark.parametrize("layout", ["latin", "russian"])
def test_the_whole_queue_by_keyboard_alone(few, page, engine, qtbot, layout):
    def type_key(letter, modifiers=NO):
        press(RUSSIAN[letter] if layout == "russian" else letter, modifiers)

    type_key("q")
    queue = page.morning.queue
    assert queue.isVisible()
    order = [queue.lead.contact]
    assert "1 of 5" in queue._progress.text()

    # A: answered in place, Ctrl+Enter sends
    type_key("a")
    qtbot.waitUntil(queue.person.reply.field.hasFocus)
    qtbot.keyClicks(focused(), "In two weeks.")
    qtbot.keyClick(focused(), Qt.Key.Key_Return, CONTROL)
    sent = answer_fetches(engine)
    assert isinstance(sent, commands.Send)
    assert "In two weeks." in sent.draft.html
    assert sent.draft.answers is not None
    engine.answer(Result(7))
    qtbot.waitUntil(lambda: "2 of 5" in queue._progress.text())
    order.append(queue.lead.contact)

    type_key("d")  # the other who waits needs no answer
    assert isinstance(answer_fetches(engine), commands.MarkNoAnswer)
    engine.answer(Result())
    assert queue.lead.action is Action.CALL_NOW
    order.append(queue.lead.contact)
    type_key("c")
    assert answer_fetches(engine) == commands.Called(order[2])
    engine.answer(Result())
    order.append(queue.lead.contact)
    type_key("s")
    put_off = answer_fetches(engine)
    engine.answer(Result())
    assert (put_off.contact, put_off.until_reply) == (order[3], False)
    assert put_off.until > NOW
    order.append(queue.lead.contact)
    assert queue.lead.action is Action.LET_GO
    type_key("d")
    assert answer_fetches(engine) == commands.Snooze(order[4], UNTIL_REPLY, until_reply=True)
    engine.answer(Result())

    assert len(set(order)) == 5
    assert queue.lead is None
    said = " ".join(texts(queue))
    assert "The queue is through" in said
    for word in ("answered", "called", "done", "let go", "put off"):
        assert word in said
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert not queue.isVisible()
    assert page.table.list.hasFocus() or page.table.hasFocus()


def test_everything_can_be_taken_back_one_after_the_other(few, page, engine, qtbot):
    page.begin_queue()
    queue = page.morning.queue
    first = queue.lead.contact
    press("n")
    second = queue.lead.contact
    press("d")
    answer_fetches(engine)
    engine.answer(Result())
    press("я", CONTROL)  # Ctrl+Z in the Russian layout
    undone = answer_fetches(engine)
    engine.answer(Result())
    assert undone.needs_answer is True
    assert queue.lead.contact == second
    press("z", CONTROL)
    assert queue.lead.contact == first
    press("z", CONTROL)
    assert "nothing to take back" in " ".join(texts(queue))


def test_an_answer_taken_back_is_written_on(few, page, engine, qtbot):
    page.begin_queue()
    queue = page.morning.queue
    first = queue.lead.contact
    press("a")
    qtbot.keyClicks(focused(), "Wrong")
    qtbot.keyClick(focused(), Qt.Key.Key_Return, CONTROL)
    answer_fetches(engine)
    engine.answer(Result(7))
    qtbot.waitUntil(lambda: queue.lead.contact != first)
    press("z", CONTROL)
    assert answer_fetches(engine) == commands.UndoSend(7)
    engine.answer(Result(Draft(1)))
    qtbot.waitUntil(lambda: queue.lead.contact == first)
    assert queue.person.reply.field.toPlainText() == "Wrong"


def test_an_answer_that_has_gone_cannot_be_taken_back_and_that_is_said(few, page, engine, qtbot):
    page.begin_queue()
    queue = page.morning.queue
    press("a")
    qtbot.keyClicks(focused(), "Good")
    qtbot.keyClick(focused(), Qt.Key.Key_Return, CONTROL)
    answer_fetches(engine)
    engine.answer(Result(7))
    qtbot.waitUntil(lambda: "2 of 5" in queue._progress.text())
    press("z", CONTROL)
    answer_fetches(engine)
    engine.answer(Result(error=InputError(field="outbox", reason="too_late")))
    qtbot.waitUntil(lambda: "Too late" in " ".join(texts(queue)))
    assert "2 of 5" in queue._progress.text()


def test_a_card_that_lies_over_the_list_of_a_narrow_window_makes_way(few, page, window):
    window.resize(960, 540)
    page.desk.open()
    assert page.card.isVisible()
    page.begin_queue()
    assert not page.card.isVisible()


def test_escape_leaves_and_keeps_the_place(few, page):
    page.begin_queue()
    press("n")
    second = page.morning.queue.lead.contact
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not page.morning.queue.isVisible()
    press("q")
    assert page.morning.queue.lead.contact == second
    assert "2 of 5" in page.morning.queue._progress.text()


def test_escape_from_the_answer_stays_in_the_queue_and_keeps_the_text(few, page, engine, qtbot):
    page.begin_queue()
    press("a")
    qtbot.keyClicks(focused(), "Half a sen")
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert page.morning.queue.isVisible()
    assert page.morning.queue.hasFocus()
    while not isinstance(command := engine.command(), commands.SaveDraft):
        engine.answer(Result("x"))
    assert "Half a sen" in command.draft.html


def test_keys_of_the_page_below_do_nothing_there(few, page, engine):
    page.begin_queue()
    for letter in "erthjkxfvw1":
        press(letter)
    assert page.isVisible()
    assert page.morning.queue.isVisible()
    assert "1 of 5" in page.morning.queue._progress.text()


def test_who_answered_meanwhile_is_left_out(few, page, engine):
    page.begin_queue()
    queue = page.morning.queue
    order = queue._run._contacts
    few.change(order[1], action=Action.WAIT, waiting_since=None)
    press("n")
    assert queue.lead.contact == order[1] or "2 of 4" in queue._progress.text()
    assert "2 of 4" in queue._progress.text()


def test_news_about_the_shown_lead_does_not_take_what_is_being_written(few, page, qtbot):
    page.begin_queue()
    queue = page.morning.queue
    press("a")
    qtbot.keyClicks(focused(), "Dear")
    few.change(queue.lead.contact, name="Another Name")
    page.changed(Changed((queue.lead.contact,)))
    assert queue.person.reply.field.toPlainText() == "Dear"
    assert "Another Name" in texts(queue)


def test_shift_s_offers_other_instants(few, page, engine):
    page.begin_queue()
    first = page.morning.queue.lead.contact
    press("S", SHIFT)
    menu = page.acting._menu
    next(one for one in menu.actions() if one.text().startswith("In a week")).trigger()
    assert answer_fetches(engine).contact == first
    menu.close()


def test_an_empty_queue_says_so(reader, page):
    for contact in list(reader.lead_rows):
        reader.change(contact, action=Action.WAIT)
    page.begin_queue()
    assert "Nothing to do now" in texts(page.morning.queue)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not page.morning.queue.isVisible()


def test_a_reminder_that_is_done_is_taken_away_and_comes_back(few, page, engine):
    contact = next(one for one, row in few.lead_rows.items() if row.action is Action.WRITE_AGAIN)
    row = few.lead_rows[contact]._replace(reason="reminder", reason_params={"since": NOW})
    few.lead_rows = {contact: row}
    few.reminder_rows[contact] = ReminderRow(NOW - 9 * HOUR, NOW)
    page.begin_queue()
    assert any("You wanted to be reminded" in text for text in texts(page.morning.queue))
    press("d")
    done = (commands.Remind(contact, None), commands.Called(contact))
    assert answer_fetches(engine) == commands.Together(done)
    engine.answer(Result())
    press("z", CONTROL)
    back = (commands.Remind(contact, NOW, NOW - 9 * HOUR), commands.Called(contact, undo=True))
    assert answer_fetches(engine) == commands.Together(back)


def test_the_button_begins_it_too_and_w_reminds(few, page, engine):
    page.finding.queue_button.click()
    assert page.morning.queue.isVisible()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    page.table.select_row(0)
    contact = page.table.contact()
    press("w")
    menu = page.acting._menu
    menu.actions()[1].trigger()
    asked = answer_fetches(engine)
    assert isinstance(asked, commands.Remind)
    assert asked.contact == contact
    assert asked.at > NOW
    menu.close()


def test_who_waits_is_shown_with_his_last_letter(few, page):
    page.begin_queue()
    letter = page.morning.queue.person._letter
    assert letter.direction is Direction.IN
    assert letter.contact == page.morning.queue.lead.contact


def kept_by(engine) -> commands.KeepMorning:
    assert engine.is_quiet()
    return engine.kept[-1]


def test_the_place_is_kept_at_each_step_and_with_each_step_taken_back(few, page, engine):
    press("q")
    first = page.morning.queue.lead.contact
    press("c")
    assert isinstance(engine.command(), commands.Called)
    engine.answer(Result())
    kept = kept_by(engine)
    assert (kept.day, len(kept.queue), kept.queue[0]) == (_day(NOW), 5, (first, "called"))
    assert [kind for _, kind in kept.queue[1:]] == [""] * 4
    press("n")
    assert kept_by(engine).queue[1][1] == "skipped"
    press("z", CONTROL)
    assert kept_by(engine).queue[1][1] == ""


def test_after_a_restart_of_the_same_day_the_queue_goes_on(few, page, engine):
    order = list(few.lead_rows)[:5]
    started, kinds = NOW - HOUR, ["called", "skipped", "", "", ""]
    few.morning_kept = Kept(started, tuple(zip(order, kinds, strict=True)), frozenset({99}))
    press("q")
    assert page.morning.queue.lead.contact == order[2]
    assert any(text.startswith("3 of 5") for text in texts(page.morning.queue))
    press("n")
    kept = kept_by(engine)
    assert (kept.started_at, kept.handled) == (started, (99,))
    press("z", CONTROL)
    press("z", CONTROL)
    assert page.morning.queue.lead.contact == order[1]  # skipping needs nothing to be undone
    press("z", CONTROL)
    # The call was said before the restart.
    assert "There is nothing to take back." in texts(page.morning.queue)


def test_who_was_dealt_with_today_does_not_come_again_after_a_restart(few, page, engine):
    order = list(few.lead_rows)[:5]
    few.morning_kept = Kept(NOW - HOUR, tuple((one, "done") for one in order), frozenset())
    press("q")
    assert page.morning.queue.lead is None
    assert any("Today you have dealt with 5 people." in text for text in texts(page.morning.queue))


def test_who_comes_while_nobody_is_in_the_queue_appears_there_by_himself(few, page, engine):
    rows, few.lead_rows = few.lead_rows, {}
    press("q")
    queue = page.morning.queue
    assert queue.lead is None
    few.lead_rows = rows
    page.changed(Changed(contacts=tuple(rows)))
    assert queue.lead is not None
    assert "1 of 5" in queue._progress.text()


def test_while_letters_are_being_read_the_empty_queue_says_so_in_full(few, page, window, qtbot):
    few.lead_rows = {}
    window._bridge.sync_states[AccountId(1)] = SyncState(AccountId(1), "syncing", 10, 20)
    press("q")
    text = page.morning.queue._ending.text
    assert text.text() == "Letters are still being read. Whoever waits comes here by himself."
    window._bridge.sync_states.clear()
    page.changed(Changed(everything=True))
    assert "no call or letter is due" in text.text()
    qtbot.waitUntil(lambda: text.height() >= text.heightForWidth(text.width()))
