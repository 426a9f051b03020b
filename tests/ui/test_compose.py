import json

import pytest
import shiboken6
from PySide6.QtCore import QDateTime, QMimeData, Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextListFormat
from PySide6.QtWidgets import QApplication

from desktop_app.domain.commands import FetchText, Result, SaveDraft, Send, UndoSend
from desktop_app.domain.errors import DiskFull, EngineLost
from desktop_app.domain.model import DAY, HOUR, AccountId, Address, Attachment, Draft, LetterId
from desktop_app.settings.schema import Settings
from desktop_app.ui.instants import Instants
from desktop_app.ui.pages import drafting
from desktop_app.ui.pages.compose import ComposeWindow
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.instant_field import InstantField
from tests.fakes.ui_world import NOW, account, letter, make_world

ANNA = Address("Anna Petrova", "anna@zavod.example")


@pytest.fixture
def world(qapp, monkeypatch):
    monkeypatch.setattr(drafting, "SAVE_AFTER_MS", 1)
    world = make_world(Theme(qapp, "light"))
    world.bridge.answers = {Send: Result(7), SaveDraft: Result("draft-1")}
    return world


@pytest.fixture
def opened(world, qtbot):
    windows = []

    def make(draft=None, key=""):
        window = ComposeWindow(world.context, draft, key)
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield make
    for window in windows:
        if shiboken6.isValid(window):
            window._done = True
            window.close()


def written(text="<p>Hello</p>", **changes):
    return Draft(AccountId(1), to=(ANNA,), subject="Prices", html=text, **changes)


def test_a_letter_is_sent_with_a_ten_second_undo(world, opened, qtbot):
    window = opened(written())
    qtbot.keyClick(window.body, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(world.toasts))
    (sent,) = world.bridge.of(Send)
    assert sent.hold_s == 10
    assert (sent.draft.to, sent.draft.subject, sent.draft.html) == ((ANNA,), "Prices", "<p>Hello</p>")


def test_undo_takes_the_letter_back_and_opens_it_again(world, opened, qtbot):
    opened(written()).send()
    qtbot.waitUntil(lambda: bool(world.toasts))
    _text, undo = world.toasts[0]
    undo()
    qtbot.waitUntil(lambda: bool(world.composed))
    assert world.bridge.of(UndoSend)[0].outbox == 7
    assert world.composed[0].html == "<p>Hello</p>"


def test_an_undo_that_comes_too_late_says_so(world, opened, qtbot):
    world.bridge.answers[UndoSend] = Result(error=EngineLost())
    opened(written()).send()
    qtbot.waitUntil(lambda: bool(world.toasts))
    world.toasts[0][1]()
    qtbot.waitUntil(lambda: len(world.toasts) == 2)
    assert world.composed == []


def test_a_letter_that_cannot_be_sent_stays_open_with_the_reason(world, opened, qtbot):
    world.bridge.answers[Send] = Result(error=DiskFull())
    window = opened(written())
    window.send()
    qtbot.waitUntil(lambda: window._notice is not None)
    assert "disk is full" in window._notice.text.text()
    assert window.isVisible()
    assert window.send_button.isEnabled()
    assert window.draft().html == "<p>Hello</p>"


def test_sent_again_after_the_engine_went_it_is_the_same_letter_and_another_one_is_not(world, opened, qtbot):
    world.bridge.answers[Send] = Result(error=EngineLost())
    window = opened(written())
    window.send()
    qtbot.waitUntil(lambda: window._notice is not None)
    window.send()
    qtbot.waitUntil(lambda: len(world.bridge.of(Send)) == 2 and window.send_button.isEnabled())
    other = opened(written("<p>Other</p>"))
    other.send()
    qtbot.waitUntil(lambda: len(world.bridge.of(Send)) == 3)
    first, again, another = (sent.name for sent in world.bridge.of(Send))
    assert first == again != another


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        (Draft(AccountId(1), html="<p>x</p>"), "at least one recipient"),
        (Draft(AccountId(1), to=(Address("", "not an address"),)), "not an e-mail address"),
    ],
)
def test_a_letter_without_good_recipients_is_not_sent(world, opened, draft, text):
    window = opened(draft)
    window.send()
    assert text in window._notice.text.text()
    assert world.bridge.of(Send) == []


def test_an_account_that_only_receives_cannot_send(world, opened):
    world.reader.account_rows = [account(smtp=False)]
    window = opened(written())
    window.send()
    assert "only receives" in window._notice.text.text()


def test_what_is_typed_is_kept_soon_after_and_under_one_key(world, opened, qtbot):
    window = opened()
    qtbot.keyClicks(window.body, "First")
    qtbot.waitUntil(lambda: len(world.bridge.of(SaveDraft)) == 1 and window._keeper.is_kept)
    qtbot.keyClicks(window.body, " and more")
    qtbot.waitUntil(lambda: world.bridge.of(SaveDraft)[-1].draft.html == "<p>First and more</p>")
    keys = [command.key for command in world.bridge.of(SaveDraft)]
    assert keys[0] == ""
    assert set(keys[1:]) == {"draft-1"}


def test_the_draft_is_deleted_once_the_letter_is_in_the_outbox(world, opened, qtbot):
    opened(written(), "draft-9").send()
    qtbot.waitUntil(lambda: SaveDraft("draft-9", None) in world.bridge.calls)
    assert world.bridge.calls.index(SaveDraft("draft-9", None)) > world.bridge.calls.index(
        world.bridge.of(Send)[0]
    )


def test_a_draft_being_saved_while_the_letter_is_sent_is_deleted_afterwards(world, opened, qtbot):
    window = opened(written())
    window._keeper._save()
    window.send()
    qtbot.waitUntil(lambda: SaveDraft("draft-1", None) in world.bridge.calls)


def test_closing_waits_until_the_draft_is_kept(world, opened, qtbot):
    window = opened()
    qtbot.keyClicks(window.body, "Text")
    window.close()
    qtbot.waitUntil(lambda: bool(world.toasts))
    assert world.bridge.of(SaveDraft)[-1].draft.html == "<p>Text</p>"


def test_a_draft_that_cannot_be_kept_keeps_the_window_open(world, opened, qtbot):
    world.bridge.answers[SaveDraft] = Result(error=DiskFull())
    window = opened()
    qtbot.keyClicks(window.body, "Text")
    window.close()
    qtbot.waitUntil(lambda: window._notice is not None)
    assert window.isVisible()
    assert "not saved" in window._notice.text.text()


def test_a_draft_taken_back_is_kept_at_once(world, opened, qtbot):
    opened(written())
    qtbot.waitUntil(lambda: bool(world.bridge.of(SaveDraft)))


def test_a_reply_has_recipient_subject_and_quotation(world, opened, qtbot):
    world.reader.put_letters(letter(5, "RE: Re: Line 4"))
    world.bridge.answers[FetchText] = Result("How much?\n\nThanks")
    window = opened(Draft(AccountId(1), answers=LetterId(5)))
    qtbot.waitUntil(lambda: "How much?" in window.draft().html)
    draft = window.draft()
    assert draft.to == (ANNA,)
    assert draft.subject == "Re: Line 4"
    assert draft.answers == 5
    assert "<blockquote><p>How much?</p><p>Thanks</p></blockquote>" in draft.html
    assert window.body.textCursor().position() == 0


def test_what_the_letter_quotes_itself_is_quoted_deeper(world, opened, qtbot):
    world.reader.put_letters(letter(5))
    world.reader.texts[5] = "Yes\n\nOn 3.11.2025 10:15, Pavel wrote:\n> Shall we?"
    window = opened(Draft(AccountId(1), answers=LetterId(5)))
    qtbot.waitUntil(lambda: "Shall we?" in window.draft().html)
    assert (
        "<blockquote><p>Yes</p><p>On 3.11.2025 10:15, Pavel wrote:</p>"
        "<blockquote><p>Shall we?</p></blockquote></blockquote>"
    ) in window.draft().html


def test_what_was_typed_before_the_quotation_came_is_kept(world, opened, qtbot):
    world.reader.put_letters(letter(5))
    world.bridge.answers[FetchText] = None
    window = opened(Draft(AccountId(1), answers=LetterId(5)))
    qtbot.keyClicks(window.body, "Good morning")
    window.body.append_html("<blockquote><p>old</p></blockquote>")
    qtbot.keyClicks(window.body, ", Anna")
    assert window.draft().html == "<p>Good morning, Anna</p><blockquote><p>old</p></blockquote>"


def test_tracking_is_off_and_explained_without_a_server(world, opened):
    window = opened(written(tracked=True))
    assert not window.tracking.isEnabled()
    assert not window.draft().tracked
    assert "No tracking server" in window.privacy.text.text()


def test_tracking_can_be_switched_off_for_one_letter(qapp, opened, world):
    world.reader.user_settings = {"tracking_url": '"https://t.example"'}
    window = opened(written())
    assert window.draft().tracked
    window.tracking.click()
    assert not window.draft().tracked


@pytest.mark.parametrize("begun", [None, Draft(AccountId(1), to=(ANNA,)), Draft(AccountId(1), answers=12)])
def test_a_letter_or_answer_that_is_begun_is_tracked_as_the_settings_say(opened, world, begun):
    world.reader.user_settings = {"tracking_url": '"https://t.example"', "track_by_default": "false"}
    assert not opened(begun).draft().tracked
    assert opened(written(), "draft-1").draft().tracked


def test_the_signature_is_put_below_an_empty_line(world, opened):
    world.reader.user_settings = {"signature": '"Pavel\\nOtklik"'}
    window = opened()
    assert window.draft().html == "<p><br></p><p>Pavel<br>Otklik</p>"


def test_recipients_become_chips_and_can_be_taken_back(world, opened, qtbot):
    window = opened()
    field = window._heads.to
    qtbot.keyClicks(field._input, "Boris <boris@b.example>,c@c.example ")
    qtbot.keyClick(field._input, Qt.Key.Key_Return)
    assert field.addresses() == (Address("Boris", "boris@b.example"), Address("", "c@c.example"))
    assert field._input.text() == ""
    qtbot.keyClick(field._input, Qt.Key.Key_Backspace)
    assert field._input.text() == "c@c.example"
    assert len(field._chips) == 1


def test_completion_offers_people_written_to_before(world, opened, qtbot):
    world.reader.people = [("Anna Petrova", "anna@zavod.example"), ("", "boris@b.example")]
    field = opened()._heads.to
    qtbot.keyClicks(field._input, "an")
    assert field._names.stringList() == ["Anna Petrova <anna@zavod.example>"]
    field._choose("Anna Petrova <anna@zavod.example>")
    assert field.addresses() == (ANNA,)


def test_files_dropped_on_the_text_are_attached(opened, tmp_path):
    file = tmp_path / "price.pdf"
    file.write_bytes(b"%PDF")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    window = opened()
    window.body.insertFromMimeData(data)
    (attachment,) = window.draft().attachments
    assert (attachment.name, attachment.content_type, attachment.content) == (
        "price.pdf",
        "application/pdf",
        b"%PDF",
    )


def test_a_file_that_cannot_be_read_is_said(opened, tmp_path):
    window = opened()
    window.attachments.add_files([str(tmp_path / "gone.pdf")])
    assert "gone.pdf cannot be attached" in window._notice.text.text()
    assert window.draft().attachments == ()


def test_pasted_markup_is_reduced_to_ours(opened):
    data = QMimeData()
    data.setHtml('<p style="color:red">Red <b>bold</b><img src="http://t.example/p.gif"></p>')
    window = opened()
    window.body.insertFromMimeData(data)
    assert window.draft().html == "<p>Red <b>bold</b></p>"


def test_the_eight_buttons_do_what_they_say(opened, qtbot):
    window = opened()
    body = window.body
    body.toggle_bold()
    qtbot.keyClicks(body, "bold")
    body.toggle_bold()
    body.toggle_italic()
    qtbot.keyClicks(body, "it")
    body.toggle_italic()
    body.toggle_underline()
    qtbot.keyClicks(body, "un")
    body.toggle_underline()
    body.set_link("example.org")
    assert body.html() == '<p><b>bold</b><i>it</i><u>un</u><a href="https://example.org">example.org</a> </p>'
    body.selectAll()
    body.clear_formatting()
    body.toggle_list(QTextListFormat.Style.ListDisc)
    body.moveCursor(QTextCursor.MoveOperation.End)
    assert body.html() == "<ul><li>bolditunexample.org </li></ul>"
    body.toggle_list(QTextListFormat.Style.ListDisc)
    body.toggle_quote()
    assert body.html() == "<blockquote><p>bolditunexample.org </p></blockquote>"
    body.toggle_quote()
    assert body.html() == "<p>bolditunexample.org </p>"


# later, reminders, signatures


def menu_texts(menu):
    return [action.text().split("\t")[0] for action in menu.actions() if action.text()]


def test_send_later_offers_working_mornings_and_sends_then(world, opened, qtbot):
    window = opened(written())
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.body, Qt.Key.Key_Return, keys)
    menu = window.later.menu_shown
    assert menu_texts(menu) == ["Tomorrow", "Monday", "In a week", "Another time…"], "it is 17:00"
    tomorrow = menu.actions()[0]
    tomorrow.trigger()
    qtbot.waitUntil(lambda: bool(world.toasts))
    (sent,) = world.bridge.of(Send)
    assert sent.at == NOW + 16 * HOUR
    assert "will be sent Fri 09:00" in world.toasts[0][0]
    assert world.bridge.of(SaveDraft)[-1].draft is None, "the outbox holds it now"


def test_any_other_time_can_be_chosen_and_free_time_is_said(world, opened, qtbot):
    window = opened(written())
    window.later.ask()
    window.later.menu_shown.actions()[-1].trigger()
    (field,) = window.findChildren(InstantField)
    saturday = QDateTime.fromMSecsSinceEpoch((NOW + 2 * DAY) // 1000)
    field.field.setDateTime(saturday)
    assert "Outside your working hours, which begin Mon 09:00" in field._hint.text()
    qtbot.keyClick(field.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(world.bridge.of(Send)))
    assert world.bridge.of(Send)[0].at == NOW + 2 * DAY


def test_escape_leaves_the_time_and_keeps_the_letter(world, opened, qtbot):
    window = opened(written())
    window.later.ask()
    window.later.menu_shown.actions()[-1].trigger()
    (field,) = window.findChildren(InstantField)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.isHidden()
    assert window.isVisible()
    assert world.bridge.of(Send) == []


def test_a_reminder_goes_with_the_letter_and_can_be_taken_off(world, opened, qtbot):
    window = opened(written())
    window.reminder.choose(3)
    assert window.reminder.isVisible()
    assert window.draft().remind_days == 3
    window.reminder._chip.removed.emit()
    assert not window.reminder.isVisible()
    window.reminder.choose(7)
    window.send()
    assert world.bridge.of(Send)[0].draft.remind_days == 7


def test_each_account_has_its_own_signature(world, opened):
    world.reader.account_rows = [account(), account(2, "sales@otklik.example")]
    world.reader.user_settings["signature"] = json.dumps("Pavel")
    world.reader.user_settings["signatures"] = json.dumps({"sales@otklik.example": "Sales"})
    window = opened()
    assert "Pavel" in window.draft().html
    window._heads._from.setCurrentIndex(1)
    assert "Sales" in window.draft().html
    assert "Pavel" not in window.draft().html
    window.body.insertPlainText("Hello")
    window._heads._from.setCurrentIndex(0)
    html = window.draft().html
    assert "Hello" in html
    assert "Pavel" in html
    assert "Sales" not in html


def test_four_hundred_recipients_are_shown_and_sent(world, opened):
    people = tuple(Address("", f"client{number}@zavod.example") for number in range(400))
    window = opened(Draft(AccountId(1), to=people, subject="Prices", html="<p>x</p>"))
    window.send()
    assert len(world.bridge.of(Send)[0].draft.to) == 400


def test_in_working_time_a_letter_can_go_in_two_hours(qapp):
    instants = Instants(Settings({}, {}), NOW - 7 * HOUR)
    assert instants.to_send()[0] == ("In two hours", NOW - 5 * HOUR)


def test_a_day_off_moves_tomorrow_to_monday(qapp):
    friday = NOW + DAY
    assert [text for text, _ in Instants(Settings({}, {}), friday).to_send()] == ["Monday", "In a week"]


def test_reminders_come_in_working_hours(qapp):
    choices = Instants(Settings({}, {}), NOW).to_remind()
    assert [text for text, _ in choices] == ["Tomorrow", "In three days", "In a week", "In two weeks"]
    assert choices[1][1] == NOW + 16 * HOUR + 3 * DAY, "Sunday is Monday then"


def test_tab_leads_from_the_recipients_to_the_subject_and_back_to_the_copies(opened, qtbot):
    heads = opened()._heads
    heads.to.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert heads.subject.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert heads._more.hasFocus()


def test_a_letter_of_files_alone_that_was_taken_back_is_kept(opened, world, qtbot):
    window = opened(Draft(AccountId(1), subject="Plan", attachments=(Attachment("a.pdf", "x/y", b"1"),)))
    window.close()
    qtbot.waitUntil(lambda: bool(world.bridge.of(SaveDraft)))
    assert world.bridge.of(SaveDraft)[0].draft.attachments[0].name == "a.pdf"
