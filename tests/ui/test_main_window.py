"""The window around the pages: waiting for the database, status in words, panels, bugs and known errors."""

import sys
import threading

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.domain import commands
from desktop_app.domain.commands import Result
from desktop_app.domain.errors import DatabaseTooNew, ItemGone, Offline
from desktop_app.domain.facts import Alert, Changed, Ready, Reminded, SyncState, TrackingState
from desktop_app.domain.model import AccountId, Excluded, SignalKind
from desktop_app.domain.reading import of_text
from desktop_app.settings.schema import Settings
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.program import Program
from desktop_app.ui.widgets.states import Skeleton
from tests.fakes.fake_reader import FakeReader, account
from tests.fakes.sample_data import NOW, sample
from tests.fakes.ui_world import FakeBridge


def test_before_the_database_is_open_there_is_a_skeleton_and_keys_do_no_harm(qtbot, theme, bridge):
    window = MainWindow(theme, bridge, lambda: NOW, lambda one: Settings({}, {}))
    qtbot.addWidget(window)
    window.show()
    assert window.focusWidget() is window  # and no ring stands on a button
    for key in (Qt.Key.Key_C, Qt.Key.Key_Slash, Qt.Key.Key_1, Qt.Key.Key_J):
        QTest.keyClick(window, key)
    window.show_page("settings")
    assert isinstance(window._body.currentWidget(), Skeleton)
    assert window._status.text == "Opening your data"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SyncState(1, "live"), "ivan@otklik.example: up to date"),
        (SyncState(1, "syncing", 1204, 20000), "ivan@otklik.example: Reading letters: 1,204 of 20,000"),
        (SyncState(1, "waiting", error="offline", params=(("host", "m.example"), ("reason", "timeout"))),
         "ivan@otklik.example: m.example does not answer. Otklik tries again by itself."),
    ],
)  # fmt: skip
def test_the_status_line_says_what_the_mailbox_does(window, engine, qtbot, state, words):
    engine.tell(state)
    qtbot.waitUntil(lambda: window._status.text == words)


def test_the_worst_mailbox_speaks_for_all(make_window, reader, engine, qtbot):
    reader.account_rows.append(account("sales@otklik.example")._replace(id=2))
    window = make_window(reader)
    engine.tell(SyncState(1, "live"))
    engine.tell(SyncState(2, "live"))
    qtbot.waitUntil(lambda: window._status.text == "2 mailboxes are up to date")
    engine.tell(SyncState(2, "stopped", error="auth_rejected"))
    refused = "sales@otklik.example: The server does not accept this user name and password."
    qtbot.waitUntil(lambda: window._status.text == refused)


def test_tracking_is_mentioned_only_when_it_is_not_on(window, engine, qtbot):
    engine.tell(TrackingState("off"))
    qtbot.waitUntil(lambda: "no tracking server" in window._status._tracking.text())
    engine.tell(TrackingState("on"))
    qtbot.waitUntil(lambda: window._status._tracking.text() == "")


def test_a_window_that_comes_later_says_what_was_told_before_it(qtbot, theme):
    bridge = FakeBridge()
    bridge.sync_states[AccountId(1)] = SyncState(AccountId(1), "waiting", error="auth_rejected")
    window = MainWindow(theme, bridge, lambda: NOW, lambda _reader: Settings({}, {}))
    qtbot.addWidget(window)
    window._status.set_accounts({AccountId(1): "pavel@otklik.example"})
    assert "does not accept" in window._status.text


def test_a_dead_engine_is_said_in_the_status_line(window, engine, qtbot):
    engine.connection.close()
    qtbot.waitUntil(lambda: "has stopped" in window._status.text)


def test_opening_a_contact_from_outside_finds_it_behind_filter_and_search(window, reader, qtbot):
    page = window._pages["leads"]
    page.finding.field.setText("no such person")
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 0)
    contact = next(iter(reader.lead_rows))
    window.open_contact(contact)
    assert page.table.contact() == contact
    assert page.card.contact == contact


def test_a_text_that_is_not_held_is_fetched_and_a_late_answer_to_another_letter_is_not_shown(
    window, reader, engine, qtbot
):
    first, second = list(reader.letter_rows)[:2]
    reader.texts.clear()
    window.open_letters([first, second], "Letters")
    assert engine.command() == commands.FetchLetter(first)
    late = engine._number
    QTest.keyClick(window.over.panel.list, Qt.Key.Key_Down)
    assert engine.command() == commands.FetchLetter(second)
    engine.connection.send(("result", late, Result(value=of_text("text of the first"))))
    engine.answer(Result(value=of_text("text of the second")))
    qtbot.waitUntil(lambda: window.over.panel.view.document.toPlainText() != "")
    assert window.over.panel.view.document.toPlainText() == "text of the second"


def test_a_text_that_cannot_be_fetched_says_why(window, reader, engine, qtbot):
    reader.texts.clear()
    window.open_letters([next(iter(reader.letter_rows))], "Letters")
    engine.command()
    engine.answer(Result(error=ItemGone()))
    qtbot.waitUntil(lambda: "no longer on the server" in window.over.panel.view.document.placeholderText())


def test_markup_in_a_letter_is_shown_as_text(window, reader):
    letter = next(iter(reader.letter_rows))
    reader.texts[letter] = "<script>alert(1)</script><b>bold</b>"
    window.open_letters([letter], "<b>Letters</b>")
    assert "<script>" in window.over.panel.view.document.toPlainText()
    titles = [label for label in window.over.panel.findChildren(QLabel) if label.text() == "<b>Letters</b>"]
    assert titles[0].textFormat() is Qt.TextFormat.PlainText


def test_a_letter_that_only_thanks_can_be_said_to_need_an_answer(window, reader, engine, qtbot):
    first, second = list(reader.letter_rows)[:2]
    reader.letter_rows[first] = reader.letter_rows[first]._replace(excluded=Excluded.THANKS)
    reader.texts |= {first: "Thanks!", second: "And the price?"}
    window.open_letters([second, first], "Letters")
    needed = window.over.panel.needed
    assert not needed.isVisibleTo(window.over.panel)
    QTest.keyClick(window.over.panel.list, Qt.Key.Key_Down)
    assert needed.isVisibleTo(window.over.panel)
    needed.click()
    marked = next(one for one in iter(engine.command, None) if isinstance(one, commands.MarkNoAnswer))
    assert marked == commands.MarkNoAnswer(first, needs_answer=True)
    assert not needed.isVisibleTo(window.over.panel)


def test_two_thousand_letters_behind_a_figure_are_read_a_page_at_a_time(window, reader, monkeypatch):
    asked = []
    monkeypatch.setattr(
        reader, "letters_by_id", lambda ids: asked.append(len(ids)) or FakeReader.letters_by_id(reader, ids)
    )
    some = list(reader.letter_rows)
    window.open_letters((some * 30)[:2000], "Letters")
    assert max(asked) <= 100
    assert sum(asked) < 500


@pytest.mark.parametrize(
    ("key", "chosen"),
    [("help", ["help"]), ("honesty", ["leads"]), ("week", ["speed"]), ("assistant", []), ("sent", ["sent"])],
)
def test_the_rail_marks_the_page_that_is_shown_or_that_it_belongs_to(window, key, chosen):
    window.show_page("help")
    window.show_page(key)
    assert [one for one, button in window._rail._buttons.items() if button.isChecked()] == chosen


def test_a_toast_leaves_by_itself_and_its_undo_works_once(window):
    undone = []
    window.toast("Hidden", lambda: undone.append(1))
    assert window.over.floating().isVisible()
    window.over.floating().press()
    window.over.floating().press()
    assert undone == [1]
    window.toast("Plain")
    assert not window.over.floating().button.isVisible()
    window.over.floating()._timer.timeout.emit()
    assert not window.over.floating().isVisible()


def test_news_waits_until_what_can_be_taken_back_has_gone(window):
    undone, shown = [], []
    toast = window.over.floating()
    window.toast("Hidden", lambda: undone.append(1))
    toast.tell("Anna opened your letter.", "Show", lambda: shown.append(1))
    assert toast.text.text() == "Hidden"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (undone, toast.text.text()) == ([1], "Anna opened your letter.")
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown == [], "Ctrl+Z takes back; it opens nothing"
    toast.press()
    assert (undone, shown) == ([1], [1])
    assert toast.isHidden()


def test_a_toast_leaves_the_buttons_of_the_queue_and_of_a_selection_free(window):
    page = window._pages["leads"]
    page.table.list.selectAll()
    page.table.setFocus()
    page.many.show_count(5)
    toast = window.over.floating()
    window.toast("Hidden", lambda: None)
    bar = page.many.bar
    assert toast.geometry().bottom() < bar.mapTo(window, bar.rect().topLeft()).y()
    page.table.leave_selection()
    page.begin_queue()
    window.toast("Hidden", lambda: None)
    keys = page.morning.queue.keys
    assert keys.isVisible()
    assert toast.geometry().bottom() < keys.mapTo(window, keys.rect().topLeft()).y()


def test_letters_over_the_page_do_not_cover_what_can_be_undone(window, reader):
    window.toast("Hidden", lambda: None)
    window.open_letters([next(iter(reader.letter_rows))], "Letters")
    toast = window.over.floating()
    edge = toast.button.mapTo(window, toast.button.rect().center())
    assert toast.geometry().right() > window.over.panel.x(), "else they lie side by side"
    assert window.childAt(edge) is toast.button


def test_a_toast_can_be_closed_and_then_undoes_nothing(window):
    undone = []
    window.toast("Hidden", lambda: undone.append(1))
    toast = window.over.floating()
    toast.cross.click()
    toast.press()
    assert not toast.isVisible()
    assert undone == []


def test_a_toast_lies_over_the_status_line_and_beside_the_rail(window):
    window.toast("Hidden", lambda: None)
    toast = window.over.floating().geometry()
    assert window.rect().contains(toast)
    assert toast.bottom() > window.height() - 28
    assert toast.left() > window._rail.width()


def test_pages_behind_the_one_in_front_are_told_of_changes_too(window, bridge, monkeypatch):
    window.show_page("speed")
    window.show_page("help")
    told = []
    for key, page in window._pages.items():
        for name in ("changed", "missed"):
            monkeypatch.setattr(page, name, lambda _fact, key=key, name=name: told.append((key, name)))
    bridge.changed.emit(Changed(contacts=(1,)))
    assert ("speed", "missed") in told
    assert ("help", "changed") in told
    assert len(told) == len(window._pages)


def test_pages_that_were_replaced_hear_nothing_more(window, reader, bridge, theme):
    for key in ("leads", "activity", "sent", "settings", "help"):
        window.show_page(key)
    window.open(reader, lambda: reader)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.choose("dark")
    bridge.outbox_changed.emit(None)
    assert list(window._pages) == ["help"]


def middle(picture):
    """Its mean colour: a single point may lie on a text."""
    smooth = Qt.TransformationMode.SmoothTransformation
    return picture.scaled(1, 1, Qt.AspectRatioMode.IgnoreAspectRatio, smooth).pixelColor(0, 0)


def test_the_theme_can_be_changed_while_the_window_is_open(window, theme):
    theme.choose("dark")
    dark = middle(window.grab().toImage())
    theme.choose("light")
    light = middle(window.grab().toImage())
    assert dark.lightness() < 60
    assert light.lightness() > 200


def test_nothing_is_wider_than_1280_pixels(window):
    assert window.minimumSizeHint().width() <= 1280
    assert window.width() == 1280


# the program


@pytest.fixture
def program(qapp, tmp_path, pipe):
    made = Program(qapp, tmp_path, pipe[0])
    made.start()
    yield made
    made.close()
    made.window.deleteLater()


def test_without_a_database_the_program_waits_for_ready_and_then_reads(
    program, engine, qtbot, monkeypatch, tmp_path
):
    assert program.window.context is None
    reader = sample("en")
    monkeypatch.setattr("desktop_app.ui.program.FirstReader", lambda data: reader)
    monkeypatch.setattr("desktop_app.store.reader.Reader", lambda data: reader)
    engine.tell(Ready())
    qtbot.waitUntil(lambda: program.window.context is not None)
    assert program.window._pages["leads"].table.model.rowCount() > 30


def test_a_rebuilt_database_replaces_the_pages(program, engine, qtbot, monkeypatch):
    first, second = sample("en"), sample("en", count=5)
    readers = iter([first, second])

    def opened(data):  # the leads list reads its order in a thread, with a reader of its own
        return next(readers) if threading.current_thread() is threading.main_thread() else sample("en")

    monkeypatch.setattr("desktop_app.store.reader.Reader", opened)
    engine.tell(Ready())
    qtbot.waitUntil(lambda: program.window.context is not None)
    engine.tell(Ready(recovered=True))
    qtbot.waitUntil(lambda: first.closed)
    assert program.window._pages["leads"].table.model.rowCount() == 5


def test_data_of_a_newer_otklik_are_refused_in_words(qapp, tmp_path, pipe, monkeypatch, qtbot):
    def refuse(data):
        raise DatabaseTooNew(found=9, known=1)

    monkeypatch.setattr("desktop_app.ui.program.FirstReader", refuse)
    program = Program(qapp, tmp_path, pipe[0])
    program.start()
    qtbot.waitUntil(lambda: bool(program.window.findChildren(QLabel)))
    texts = [label.text() for label in program.window.findChildren(QLabel)]
    assert any("newer Otklik" in text for text in texts)
    program.close()


def test_with_data_of_a_newer_otklik_no_engine_is_started(qapp, tmp_path, monkeypatch, qtbot):
    class Started:
        """Where an engine would be started at the first look."""

        looks = 0

        def poll(self, timeout=0.0):
            self.looks += 1
            raise EOFError

        def close(self):
            pass

    def refuse(data):
        raise DatabaseTooNew(found=9, known=1)

    monkeypatch.setattr("desktop_app.ui.program.FirstReader", refuse)
    connection = Started()
    program = Program(qapp, tmp_path, connection, lambda: connection)
    program.start()
    qtbot.waitUntil(lambda: program.notifications is not None)
    program.close()
    assert connection.looks == 0


def test_an_alert_becomes_a_toast_and_opens_the_card(program, engine, qtbot, monkeypatch):
    reader = sample("en")
    reader.user_settings["notifications_working_hours"] = "false"  # whenever this test runs
    monkeypatch.setattr("desktop_app.ui.program.FirstReader", lambda data: reader)
    monkeypatch.setattr("desktop_app.store.reader.Reader", lambda data: reader)
    engine.tell(Ready())
    qtbot.waitUntil(lambda: program.window.context is not None and program.notifications is not None)
    engine.tell(Alert(1, SignalKind.CLICK, 5, "Helen Falk", "Invoice question", "Prices", NOW))
    toast = program.window.over.floating()
    qtbot.waitUntil(toast.isVisible)
    assert toast.text.text() == "Helen Falk clicked Prices. Invoice question"
    toast.press()
    assert program.window._pages["leads"].card.contact == 5


def test_a_reminder_becomes_a_toast_and_opens_the_card(program, engine, qtbot, monkeypatch):
    reader = sample("en")
    reader.user_settings["notifications_working_hours"] = "false"
    monkeypatch.setattr("desktop_app.ui.program.FirstReader", lambda data: reader)
    monkeypatch.setattr("desktop_app.store.reader.Reader", lambda data: reader)
    engine.tell(Ready())
    qtbot.waitUntil(lambda: program.window.context is not None and program.notifications is not None)
    engine.tell(Reminded(5, "Helen Falk", "Invoice question", NOW))
    toast = program.window.over.floating()
    qtbot.waitUntil(toast.isVisible)
    assert "No answer from Helen Falk" in toast.text.text()
    toast.press()
    assert program.window._pages["leads"].card.contact == 5


def test_a_known_error_that_nobody_caught_is_a_sentence(program):
    sys.excepthook(Offline, Offline(host="m.example", reason="timeout"), None)
    assert "m.example does not answer" in program.window.over.floating().text.text()


@pytest.mark.expect_log("a bug")
def test_a_bug_is_logged_whole_and_can_be_copied(program):
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("seven by zero"), None)
    assert program.window.over.floating().isVisible()
    program.window.over.floating().press()
    assert "seven by zero" in QApplication.clipboard().text()


class Watch(QObject):
    """Whether the program has gone on when its window is painted."""

    def __init__(self, program):
        super().__init__()
        self._program = program
        self.seen = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.seen.append(self._program.notifications is not None)
        return False


def test_what_can_wait_comes_after_the_first_paint(qapp, tmp_path, pipe, qtbot):
    program = Program(qapp, tmp_path, pipe[0])
    watch = Watch(program)
    program.start()
    program.window.installEventFilter(watch)
    qtbot.waitUntil(lambda: program.notifications is not None)
    assert watch.seen[0] is False
    program.close()


def test_a_window_that_is_not_painted_goes_on_all_the_same(qapp, tmp_path, pipe, qtbot, monkeypatch):
    monkeypatch.setattr("desktop_app.ui.program.UNPAINTED_MS", 1)
    program = Program(qapp, tmp_path, pipe[0])
    monkeypatch.setattr(program.window, "show", lambda: None)
    program.start()
    qtbot.waitUntil(lambda: program.notifications is not None)
    assert program.bridge._thread.is_alive()
    program.close()
