"""The Leads page: order, filters, search, keys, and a list that stays where it is."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHoverEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop_app.domain import commands
from desktop_app.domain.commands import Result
from desktop_app.domain.errors import DatabaseCorrupt
from desktop_app.domain.facts import Changed
from desktop_app.domain.model import (
    DAY,
    HOUR,
    Action,
    ConversationId,
    Direction,
    LetterId,
    SignalKind,
    Verdict,
)
from desktop_app.store.rows import LeadFilter, LeadSort, WaitRow
from desktop_app.ui.leads.delegate import _whole
from desktop_app.ui.leads.finding import FIELD_EDGES, SEARCH_WIDTH
from desktop_app.ui.leads.model import LeadModel
from desktop_app.ui.leads.order import risen
from desktop_app.ui.leads.ordering import FIRST_ROWS
from desktop_app.ui.pages.leads import LeadsPage
from tests.fakes.fake_reader import FakeReader
from tests.fakes.sample_data import NOW, sample


@pytest.fixture
def page(window):
    return window._pages["leads"]


def names(page: LeadsPage) -> list[str]:
    model = page.table.model
    return [model.lead(row).name for row in range(model.rowCount())]


def selected(page: LeadsPage) -> str:
    return page.table.lead().name


def press(widget, text: str, key: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    """A key as a layout gives it: `text` is what it produces there."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))


# order, filters, search


def test_the_warmest_comes_first_and_those_without_an_open_letter_last(page, reader):
    warmths = [page.table.model.lead(row).warmth for row in range(page.table.model.rowCount())]
    known = [one for one in warmths if one is not None]
    assert known == sorted(known, reverse=True)
    assert warmths[len(known) :] == [None] * (len(warmths) - len(known))


@pytest.mark.parametrize("sort", list(LeadSort))
def test_each_title_sorts_and_a_second_click_turns_the_order_round(page, reader, qtbot, sort):
    page.table.header.set_list_width(1200)  # wide enough for every column
    place = dict(page.table.header.places())[sort].center()
    click = lambda: qtbot.mouseClick(page.table.header, Qt.MouseButton.LeftButton, pos=place)  # noqa: E731
    page.table.header.chosen.emit(LeadSort.NAME if sort is not LeadSort.NAME else LeadSort.WARMTH, False)
    click()
    first = list(page.table.model.ids)
    click()
    second = list(page.table.model.ids)
    descending = page._descending
    assert page._sort is sort
    assert second == reader.lead_ids(LeadFilter.ALL, sort, descending, "", NOW)
    assert first == reader.lead_ids(LeadFilter.ALL, sort, not descending, "", NOW)
    assert first != second


def test_the_titles_can_be_walked_by_keyboard(page, reader):
    header = page.table.header
    header.set_list_width(1200)
    QTest.keyClick(header, Qt.Key.Key_Right)
    assert header.accessibleName() == "Name; in order of Warmth"
    QTest.keyClick(header, Qt.Key.Key_Return)
    assert page.table.model.ids == reader.lead_ids(LeadFilter.ALL, LeadSort.NAME, False, "", NOW)
    QTest.keyClick(header, Qt.Key.Key_Space)
    assert page.table.model.ids == reader.lead_ids(LeadFilter.ALL, LeadSort.NAME, True, "", NOW)
    for _step in range(20):
        QTest.keyClick(header, Qt.Key.Key_Right)
    assert header.accessibleName() == "Next step; in order of Name"


def test_a_row_tells_what_is_cut_off(page):
    index = page.table.model.index(0, 0)
    lead = page.table.model.lead(0)
    assert _whole(index, NOW).splitlines()[:2] == [lead.name, lead.company or lead.address]
    assert lead.subject in _whole(index, NOW)


def test_every_title_can_be_clicked_and_the_channel_is_a_column_of_wide_lists(page):
    narrow = {LeadSort.CHANNEL}
    for width, missing in ((660, narrow), (704, narrow), (1140, set()), (1344, set())):
        page.table.header.set_list_width(width)
        places = page.table.header.places()
        assert {sort for sort, _place in places} == set(LeadSort) - missing
        edges = sorted((place.left(), place.right()) for _sort, place in places)
        assert all(before[1] < after[0] + 16 for before, after in pairwise(edges))
        assert edges[-1][1] <= width


@pytest.mark.parametrize("which", [LeadFilter.ANSWER, LeadFilter.HOT, LeadFilter.WAITING, LeadFilter.COLD])
def test_a_filter_shows_its_leads_and_counts_them_before_it_is_pressed(page, reader, qtbot, which):
    qtbot.mouseClick(page.finding.chips[which], Qt.MouseButton.LeftButton)
    count = getattr(reader.lead_counts(NOW), which.value)
    assert page.table.model.rowCount() == count > 0
    assert page.finding.chips[which].text().endswith(f"  {count}")


def test_the_search_narrows_the_list_and_escape_gives_all_back(page, qtbot):
    before = page.table.model.rowCount()
    page.search()
    QTest.keyClicks(page.finding.field, "tehnomash")
    qtbot.waitUntil(lambda: 0 < page.table.model.rowCount() < before)
    assert {page.table.model.lead(row).company for row in range(page.table.model.rowCount())} == {
        "tehnomash.example"
    }
    QTest.keyClick(page.finding.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.table.model.rowCount() == before)
    assert page.table.list.hasFocus()


def test_a_search_without_a_hit_says_so_and_offers_to_clear_it(page, qtbot):
    page.finding.field.setText("nobody is called like this")
    qtbot.waitUntil(lambda: page._stack.count() == 2)
    state = page._stack.currentWidget()
    assert "Nothing found" in [label.text() for label in state.findChildren(QLabel)]
    state.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: page._stack.count() == 1)


# keys


def test_j_and_k_and_the_arrows_move(page):
    order = names(page)
    press(page.table.list, "j", Qt.Key.Key_J)
    assert selected(page) == order[1]
    QTest.keyClick(page.table.list, Qt.Key.Key_Down)
    assert selected(page) == order[2]
    press(page.table.list, "k", Qt.Key.Key_K)
    assert selected(page) == order[1]


def test_keys_work_by_their_place_in_the_russian_layout(page, engine):
    order = names(page)
    press(page.table.list, "о", 0x041E)  # the key J
    assert selected(page) == order[1]
    press(page.table.list, "л", 0x041B)  # the key K
    assert selected(page) == order[0]
    press(page.table.list, "у", 0x0423)  # the key E
    assert isinstance(engine.command(), commands.Snooze)


@pytest.mark.parametrize(
    ("text", "key", "modifiers"),
    [
        ("/", Qt.Key.Key_Slash, Qt.KeyboardModifier.NoModifier),
        (".", Qt.Key.Key_Period, Qt.KeyboardModifier.NoModifier),  # the slash key, Russian layout
        ("\x0b", Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
        ("\x0b", 0x041B, Qt.KeyboardModifier.ControlModifier),  # Ctrl and the key K, Russian layout
    ],
)
def test_slash_and_ctrl_k_go_to_the_search(page, text, key, modifiers):
    press(page.table.list, text, key, modifiers)
    assert page.finding.field.hasFocus()


@pytest.mark.parametrize("narrowed", [False, True])
@pytest.mark.parametrize("width", [720, 1100, 1280, 1920])
def test_what_the_search_is_for_is_never_cut(window, page, qapp, width, narrowed):
    page.finding.show_narrow("A channel with a long name" if narrowed else "")
    window.resize(width, 800)
    qapp.processEvents()
    field = page.finding.field
    text = field.placeholderText()
    assert text
    assert field.fontMetrics().horizontalAdvance(text) <= field.width() - FIELD_EDGES
    if width >= 1280 and not narrowed:
        assert text.startswith("Search people and letters")
        assert field.width() == SEARCH_WIDTH


def test_letters_typed_into_the_search_are_no_commands(page, engine, qtbot):
    page.search()
    QTest.keyClicks(page.finding.field, "jersc")
    assert page.finding.field.text() == "jersc"
    assert engine.is_quiet()


def test_r_writes_an_answer_to_the_last_letter_of_the_client(page):
    drafts = []
    page.acting._context = page.context._replace(compose=drafts.append)
    press(page.table.list, "r", Qt.Key.Key_R)
    letter = page.context.reader.letter(drafts[0].answers)
    assert letter.direction == "in"
    assert letter.contact == page.table.contact()


@pytest.fixture
def two_waits(page, reader):
    """Who waits in two conversations, and has written about a third thing since, which was answered."""
    contact = page.table.contact()
    last = max(
        (one for one in reader.letter_rows.values() if one.contact == contact), key=lambda one: one.arrived_at
    )._replace(direction=Direction.IN)
    old, new, answered = (LetterId(9_000 + number) for number in range(3))
    for number, letter in enumerate((old, new, answered)):
        at = last.arrived_at + (number + 1) * HOUR
        reader.letter_rows[letter] = last._replace(id=letter, arrived_at=at, subject=f"Letter {number}")
    reader.wait_rows = [
        WaitRow(
            number, ConversationId(number), contact, "", "", letter, letter, last.arrived_at, None, None,
            NOW if letter == answered else None, None, "", None, True, "",
        )
        for number, letter in enumerate((old, new, answered))
    ]  # fmt: skip
    reader.change(contact, waiting_since=NOW - 90 * DAY, action=Action.ANSWER)
    page.table.model.forget(None)
    return old, new


def test_r_answers_the_newest_letter_that_waits_not_one_that_was_answered(page, two_waits):
    drafts = []
    page.acting._context = page.context._replace(compose=drafts.append)
    press(page.table.list, "r", Qt.Key.Key_R)
    assert drafts[0].answers == two_waits[1]


def test_e_marks_each_conversation_in_which_the_client_waits(page, engine, two_waits):
    press(page.table.list, "e", Qt.Key.Key_E)
    assert engine.command() == commands.Together(
        tuple(commands.MarkNoAnswer(letter, False) for letter in two_waits)
    )


def test_the_queue_shows_the_letter_that_waits_and_leads_to_the_others(page, window, two_waits):
    contact = page.table.contact()
    page.begin_queue()
    while page.morning.queue.lead.contact != contact:
        press(page.morning.queue, "n", Qt.Key.Key_N)
    person = page.morning.queue.person
    assert person._letter.id == two_waits[1]
    assert person._others.text() == "2 letters wait for an answer"
    person._others.click()
    assert window.over.panel._model._ids == list(reversed(two_waits))


def test_e_is_done_with_a_waiting_client_and_ctrl_z_takes_it_back(page, window, reader, engine, qtbot):
    page.finding.choose(LeadFilter.ANSWER)
    contact = page.table.contact()
    press(page.table.list, "e", Qt.Key.Key_E)
    command = engine.command()
    assert isinstance(command, commands.MarkNoAnswer)
    assert not command.needs_answer
    assert reader.letter(command.letter).contact == contact
    engine.answer(Result())
    assert window.over.floating().isVisible()
    press(page.table.list, "\x1a", Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert engine.command() == commands.MarkNoAnswer(command.letter, True)


def test_s_offers_times_and_snoozes_until_the_chosen_one(page, engine):
    contact = page.table.contact()
    press(page.table.list, "s", Qt.Key.Key_S)
    menu = page.acting._menu
    assert menu.isVisible()
    menu.actions()[1].trigger()
    command = engine.command()
    assert command.contact == contact
    assert 0 < command.until - NOW < 36 * 3600 * 1_000_000
    menu.close()


def test_question_mark_and_f1_show_the_keys_and_any_key_closes_them(page, window, qtbot):
    from desktop_app.ui.keys_overlay import KeysOverlay

    for text, key in (("?", Qt.Key.Key_Question), ("", Qt.Key.Key_F1)):
        modifiers = Qt.KeyboardModifier.ShiftModifier if text else Qt.KeyboardModifier.NoModifier
        press(page.table.list, text, key, modifiers)
        overlay = window.findChildren(KeysOverlay)[-1]
        assert overlay.isVisible()
        QTest.keyClick(overlay, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not window.findChildren(KeysOverlay))


# what changes under the user


def test_a_new_order_keeps_the_selected_contact_and_the_topmost_row(page, reader, qtbot):
    page.table.select_row(20)
    page.table.list.verticalScrollBar().setValue(15 * 56 + 10)
    contact, top = page.table.contact(), page.table.model.ids[page.table.list.rowAt(0)]
    y = page.table.list.rowViewportPosition(page.table.list.rowAt(0))
    last = page.table.model.ids[-1]
    reader.change(last, warmth=99)
    page.changed(Changed(contacts=(last,)))
    qtbot.waitUntil(lambda: page.table.model.ids[0] == last)
    assert page.table.contact() == contact
    assert page.table.model.ids[page.table.list.rowAt(0)] == top
    assert page.table.list.rowViewportPosition(page.table.list.rowAt(0)) == y


def test_after_a_deed_the_next_lead_is_at_hand_and_the_row_goes_even_under_the_pointer(
    page, reader, engine, monkeypatch, qtbot
):
    monkeypatch.setattr(page.table, "_pointer_inside", lambda: True)
    page.table.select_row(3)
    done, following = page.table.model.ids[3:5]
    press(page.table.list, "e", Qt.Key.Key_E)
    assert page.table.contact() == following
    reader.change(done, snoozed_until=NOW + DAY)
    page.changed(Changed(contacts=(done,)))
    qtbot.waitUntil(lambda: page.table.model.ids[3] == following)
    assert page.table.contact() == following
    reader.change(page.table.model.ids[-2], warmth=99)
    page.changed(Changed(contacts=(page.table.model.ids[-2],)))
    qtbot.waitUntil(lambda: page.table._waiting_order is not None)


def test_under_the_pointer_rows_stay_and_a_chip_counts_those_that_rose(page, reader, monkeypatch, qtbot):
    monkeypatch.setattr(page.table, "_pointer_inside", lambda: True)
    order = list(page.table.model.ids)
    for contact in order[-3:]:
        reader.change(contact, warmth=95)
    page.changed(Changed(contacts=tuple(order[-3:])))
    qtbot.waitUntil(page.finding.new_chip.isVisible)
    assert page.table.model.ids == order
    assert page.finding.new_chip.text().startswith("3 ")
    QApplication.sendEvent(page.table.list.viewport(), QEvent(QEvent.Type.Leave))
    assert set(page.table.model.ids[:3]) == set(order[-3:])
    assert not page.finding.new_chip.isVisible()


def test_the_chip_applies_the_new_order_at_once(page, reader, monkeypatch, qtbot):
    monkeypatch.setattr(page.table, "_pointer_inside", lambda: True)
    last = page.table.model.ids[-1]
    reader.change(last, warmth=95)
    page.changed(Changed(contacts=(last,)))
    qtbot.waitUntil(page.finding.new_chip.isVisible)
    qtbot.mouseClick(page.finding.new_chip, Qt.MouseButton.LeftButton)
    assert page.table.model.ids[0] == last


def test_a_row_that_changed_in_place_is_read_again(page, reader):
    contact = page.table.model.ids[4]
    reader.change(contact, subject="A new subject")
    page.changed(Changed(contacts=(contact,)))
    assert page.table.model.lead(4).subject == "A new subject"


def test_a_fact_from_the_engine_reaches_the_list(page, reader, engine, qtbot):
    last = page.table.model.ids[-1]
    reader.change(last, warmth=99)
    engine.tell(Changed(contacts=(last,)))
    qtbot.waitUntil(lambda: page.table.model.ids[0] == last)


def test_risen_counts_new_and_higher_rows_among_the_changed_ones_only():
    assert risen([1, 2, 3], [3, 1, 2], {3}) == 1
    assert risen([1, 2, 3], [3, 1, 2], {1, 2}) == 0
    assert risen([1, 2, 3], [4, 1, 2, 3], {4, 1}) == 1


# reading


class CountingReader(FakeReader):
    """Counts pages: rows are read in pages when they are looked at, never all."""

    pages = 0

    def leads(self, contacts):
        self.pages += 1
        assert len(contacts) <= 500
        return super().leads(contacts)


def test_only_the_pages_looked_at_are_read(qapp, reader):
    counting = CountingReader()
    some = next(iter(reader.lead_rows.values()))
    counting.lead_rows = {number: some._replace(contact=number) for number in range(1000)}
    model = LeadModel(counting, lambda: NOW)
    model.set_ids(list(range(1000)))
    for row in (0, 5, 31, 32, 900):
        assert model.lead(row).contact == row
    assert counting.pages == 3


def test_scrolled_up_the_rows_above_are_read_together(qapp, reader):
    counting = CountingReader()
    some = next(iter(reader.lead_rows.values()))
    counting.lead_rows = {number: some._replace(contact=number) for number in range(1000)}
    model = LeadModel(counting, lambda: NOW)
    model.set_ids(list(range(1000)))
    for row in range(500, 436, -1):
        assert model.lead(row).contact == row
    assert counting.pages == 3


def test_the_first_frame_needs_the_beginning_of_the_order_the_rest_follows(make_window, reader, qtbot):
    some = next(iter(reader.lead_rows.values()))
    reader.lead_rows = {number: some._replace(contact=number, name=f"N{number}") for number in range(1000)}
    window = make_window(reader)
    page = LeadsPage(window.context)
    qtbot.addWidget(page)
    page.activate()
    model = page.table.model
    assert (len(model.ids), model.rowCount()) == (FIRST_ROWS, 1000)  # the scroll bar is right from the start
    assert model.lead(0).name == "N0"
    assert model.lead(999) is None
    page.show()
    qtbot.waitUntil(lambda: len(model.ids) == 1000)
    assert page.table.contact() == model.ids[0]


def test_a_contact_that_is_gone_is_an_empty_row_not_an_error(page, reader, qtbot):
    gone = page.table.model.ids[2]
    del reader.lead_rows[gone]
    page.table.model.forget([gone])
    page.table.list.viewport().repaint()
    assert page.table.model.lead(2) is None


# the card


def test_the_card_says_who_why_and_what_to_do(page, qtbot):
    qtbot.waitUntil(lambda: page.card.contact is not None)
    labels = [label for label in page.card.findChildren(QLabel) if label.isVisible()]
    texts = [label.text().replace("\u00a0", " ") for label in labels]
    assert "Anna Petrova" in texts
    assert "Much warmer than usual: clicked Prices 12 min ago." in texts
    assert "clicked Prices, 12 min ago" in texts
    assert "×4.1" in texts
    assert any("Not counted" in text and "mail scanner" in text for text in texts)


def test_terms_that_change_nothing_are_not_shown(page, qtbot):
    qtbot.waitUntil(lambda: page.card.contact is not None)
    texts = [label.text() for label in page.card.findChildren(QLabel) if label.isVisible()]
    assert not any(text in ("×1", "×1.0") for text in texts)


def test_a_narrow_window_hides_the_card_until_a_row_is_opened(page, window, qtbot):
    window.resize(1000, 700)
    assert not page.card.isVisible()
    QTest.keyClick(page.table.list, Qt.Key.Key_Return)
    assert page.card.isVisible()
    QTest.keyClick(page.card, Qt.Key.Key_Escape)
    assert not page.card.isVisible()


def test_a_note_is_kept_when_the_contact_changes(page, engine, qtbot):
    qtbot.waitUntil(lambda: page.card.contact is not None)
    first = page.card.contact
    page.card._note.setPlainText("Asks for a discount")
    press(page.table.list, "j", Qt.Key.Key_J)
    qtbot.waitUntil(lambda: page.card.contact != first)
    assert engine.command() == commands.SetNote(first, "Asks for a discount")


def test_a_signal_is_corrected_with_one_choice_and_undone(page, engine, window, qtbot):
    qtbot.waitUntil(lambda: page.card.contact is not None)
    signal = next(item.signal for item in page.card._items if item.signal is not None)
    page.card._correct(signal, Verdict.SELF)
    assert engine.command() == commands.CorrectVerdict(signal.id, Verdict.SELF)
    engine.answer(commands.Result())
    qtbot.waitUntil(window.over.floating().isVisible)
    window.over.floating().press()
    assert engine.command() == commands.CorrectVerdict(signal.id, None)


def test_a_click_on_a_letter_opens_its_text(page, window, qtbot):
    qtbot.waitUntil(lambda: page.card.contact is not None)
    timeline = page.card._timeline
    row = next(number for number, item in enumerate(timeline.items()) if item.letter is not None)
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(80, row * 44 + 20))
    assert "Thank you for the offer" in window.over.panel.view.document.toPlainText()
    QTest.keyClick(window.over.panel, Qt.Key.Key_Escape)
    assert window.over.panel is None


def test_the_first_lead_is_selected_when_leads_arrive_later(make_window, qtbot):
    empty = FakeReader()
    window = make_window(empty)
    page = window._pages["leads"]
    assert page.table.contact() is None
    empty.lead_rows = sample("en").lead_rows
    page.changed(Changed(everything=True))
    qtbot.waitUntil(lambda: page.table.contact() is not None)
    assert page.table.contact() == page.table.model.ids[0]
    qtbot.waitUntil(lambda: page.card.contact == page.table.model.ids[0])


def test_selecting_by_itself_leaves_the_cursor_in_the_search(page, qtbot):
    page.search()
    page.finding.field.setText("falk")
    qtbot.waitUntil(lambda: page.table.model.rowCount() < 10)
    assert page.table.contact() is not None
    assert page.finding.field.hasFocus()


def test_when_the_selected_lead_leaves_the_next_one_is_selected(page):
    page.table.select_row(3)
    order = list(page.table.model.ids)
    page.table.show_order(order[:3] + order[4:])
    assert page.table.contact() == order[4]
    page.table.show_order(order[:2])
    assert page.table.contact() == order[1]


def test_where_nobody_is_found_there_is_no_empty_card(page, qtbot):
    assert page.desk.side.isVisible()
    page.finding.field.setText("zzzz")
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 0)
    assert not page.desk.side.isVisible()


def test_the_story_can_be_walked_by_keyboard(page, window, qtbot):
    qtbot.waitUntil(lambda: page.card.contact is not None)
    timeline = page.card._timeline
    row = next(number for number, item in enumerate(timeline.items()) if item.letter is not None)
    for _step in range(row):
        QTest.keyClick(timeline, Qt.Key.Key_Down)
    assert timeline.items()[row].letter.subject in timeline.accessibleDescription()
    QTest.keyClick(timeline, Qt.Key.Key_Return)
    assert window.over.panel is not None


# pointer


def test_the_button_of_a_row_does_the_next_step(page, qtbot, engine):
    row = next(
        number
        for number in range(page.table.model.rowCount())
        if page.table.model.lead(number).action is Action.LET_GO
    )
    page.table.list.scrollTo(page.table.model.index(row, 0))
    place = page.table.list.visualRect(page.table.model.index(row, 0))
    spot = QPoint(place.right() - 60, place.center().y())
    qtbot.mouseClick(page.table.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    command = engine.command()
    assert isinstance(command, commands.Snooze)
    assert command.contact == page.table.model.ids[row]


# empty and broken


def test_the_step_to_come_back_later_hides_the_lead_until_that_day(page, reader, engine):
    contact = page.table.contact()
    reader.change(contact, action=Action.RETURN_ON, reason="away_until", reason_params={"until": NOW + 99})
    page.acting.act(reader.lead_rows[contact])
    assert engine.command() == commands.Snooze(contact, NOW + 99)


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_card_needs_no_more_width_than_it_has(page, window, qtbot, width):
    window.resize(width, 800)
    qtbot.waitUntil(lambda: page.card.contact is not None)
    body = page.card._scroll.widget()
    assert body.minimumSizeHint().width() <= page.card._scroll.viewport().width()


def test_without_a_mailbox_the_page_says_how_to_begin(make_window):
    page = make_window(FakeReader())._pages["leads"]
    texts = [label.text() for label in page._stack.currentWidget().findChildren(QLabel)]
    assert "Your clients will be here" in texts


def test_a_database_that_cannot_be_read_is_a_sentence_and_a_way_on(page, reader, qtbot):
    reader.failure = DatabaseCorrupt()
    page.reload()
    notice = page._stack.currentWidget()
    assert any("damaged" in label.text() for label in notice.findChildren(QLabel))
    reader.failure = None
    notice.findChild(QPushButton).click()
    assert page._stack.count() == 1


def test_a_screen_reader_hears_what_the_row_shows(page):
    index = page.table.model.index(0, 0)
    spoken = page.table.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert "Anna Petrova" in spoken
    assert "warmth 88" in spoken
    assert "clicked Prices, 12 min ago" in spoken
    assert page.table.model.lead(0).last_signal_kind is SignalKind.CLICK


def test_the_row_under_the_pointer_is_known_until_the_pointer_leaves(page, qtbot):
    view = page.table.list
    for row, kind in ((3, QEvent.Type.HoverEnter), (5, QEvent.Type.HoverMove)):
        spot = QPointF(view.visualRect(page.table.model.index(row, 0)).center())
        QApplication.sendEvent(view.viewport(), QHoverEvent(kind, spot, spot, spot))
        assert view.hovered_row == row
    QApplication.sendEvent(view.viewport(), QHoverEvent(QEvent.Type.HoverLeave, spot, spot, spot))
    assert view.hovered_row == -1


# density


def test_the_height_of_the_rows_follows_its_setting_at_once(make_window, reader, monkeypatch):
    window = make_window(reader)
    page = window._pages["leads"]
    monkeypatch.setattr(reader, "settings", lambda: {"density": '"compact"'})
    page.table.list.verticalScrollBar().setValue(3 * 56)
    top = page.table.model.lead(page.table.list.rowAt(0)).contact
    page.changed(Changed(everything=True))
    assert page.table.list.verticalHeader().defaultSectionSize() == 40
    assert page.table.model.lead(page.table.list.rowAt(0)).contact == top
    monkeypatch.setattr(reader, "settings", dict)
    page.activate()
    assert page.table.list.verticalHeader().defaultSectionSize() == 56
