"""The order of the list is read beside the window; what the user asks for meanwhile overtakes it."""

import threading

import pytest

from desktop_app.domain.errors import DatabaseCorrupt
from desktop_app.store.rows import LeadFilter, LeadSort, Narrow
from desktop_app.ui.leads.finding import SEARCH_AFTER_MS
from desktop_app.ui.leads.ordering import LONG_FROM, Ordering, Wanted
from desktop_app.ui.pages.leads import LeadsPage
from tests.fakes.fake_reader import FakeReader
from tests.fakes.sample_data import sample
from tests.fakes.ui_world import make_world

BY_WARMTH = Wanted(LeadFilter.ALL, LeadSort.WARMTH, True, "", Narrow())


class SlowReader(FakeReader):
    """Says which thread has read the order, and waits there until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.lead_rows = sample("en").lead_rows
        self.threads: list[str] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def lead_ids(self, *wanted, **named):
        found = super().lead_ids(*wanted, **named)
        self.threads.append(threading.current_thread().name)
        assert self.may_go_on.wait(5)
        return found


@pytest.fixture
def slow() -> SlowReader:
    return SlowReader()


@pytest.fixture
def wanted() -> list[Wanted]:
    return [BY_WARMTH]


@pytest.fixture
def ordering(theme, slow, wanted):
    made = Ordering(make_world(theme, slow).context, lambda: wanted[-1])
    yield made
    slow.may_go_on.set()
    made.close()


def test_an_order_that_is_told_of_is_not_read_in_the_windows_thread(ordering, slow, qtbot):
    with qtbot.waitSignal(ordering.came) as came:
        ordering.soon()
    assert came.args[0].contacts == slow.lead_ids(*BY_WARMTH[:3], "", 0)
    assert slow.threads[0] != threading.current_thread().name


def test_another_question_of_the_user_overtakes_what_is_being_read(ordering, slow, wanted, qtbot):
    came = []
    ordering.came.connect(came.append)
    slow.may_go_on.clear()
    ordering.soon()
    qtbot.waitUntil(lambda: bool(slow.threads))
    wanted.append(BY_WARMTH._replace(sort=LeadSort.NAME, descending=False))
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: bool(came))
    assert [order.wanted.sort for order in came] == [LeadSort.NAME]


def test_typing_on_interrupts_what_is_being_read_for_the_words_before(ordering, slow, wanted, qtbot):
    came = []
    ordering.came.connect(came.append)
    slow.may_go_on.clear()
    ordering.soon()
    qtbot.waitUntil(lambda: bool(slow.threads))
    ordering.at_once()
    assert not slow.interrupted.is_set()  # the same question: only asked again afterwards
    wanted.append(BY_WARMTH._replace(words="anna"))
    ordering.at_once()
    assert slow.interrupted.is_set()
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: bool(came))
    assert came[0].wanted.words == "anna"


def test_what_was_read_before_the_user_asked_is_not_shown_after_it(ordering, slow, qtbot):
    came = []
    ordering.came.connect(came.append)
    slow.may_go_on.clear()
    ordering.soon()
    qtbot.waitUntil(lambda: bool(slow.threads))
    gone = next(iter(slow.lead_rows))
    slow.lead_rows = {number: row for number, row in slow.lead_rows.items() if number != gone}
    slow.may_go_on.set()
    assert gone not in ordering.whole().contacts
    qtbot.waitUntil(lambda: bool(came))
    assert all(gone not in order.contacts for order in came)


def test_many_questions_are_few_readings(ordering, slow, qtbot):
    came = []
    ordering.came.connect(came.append)
    slow.may_go_on.clear()
    ordering.soon()
    qtbot.waitUntil(lambda: bool(slow.threads))
    for _ in range(50):
        ordering.soon()
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: len(came) == 2)
    assert len(slow.threads) == 2


def test_an_order_that_cannot_be_read_is_told(ordering, slow, qtbot):
    slow.failure = DatabaseCorrupt()
    with qtbot.waitSignal(ordering.failed) as failed:
        ordering.soon()
    assert isinstance(failed.args[0], DatabaseCorrupt)


def test_coming_back_to_a_long_list_keeps_its_place_and_selection(make_window, reader, qtbot):
    some = next(iter(reader.lead_rows.values()))
    rows = {number: some._replace(contact=number, name=f"N{number}") for number in range(LONG_FROM + 500)}
    reader.lead_rows = rows
    page = make_window(reader)._pages["leads"]
    assert isinstance(page, LeadsPage)
    qtbot.waitUntil(lambda: page.table.model.is_whole)
    page.table.select_row(LONG_FROM)
    contact, place = page.table.contact(), page.table.list.verticalScrollBar().value()
    gone = page.table.model.ids[5]
    reader.lead_rows = {number: row for number, row in rows.items() if number != gone}
    page.activate()
    qtbot.waitUntil(lambda: gone not in page.table.model.ids)
    assert page.table.contact() == contact
    assert place - 56 <= page.table.list.verticalScrollBar().value() <= place


def test_what_words_find_among_many_people_is_read_beside_the_window(make_window, reader, qtbot, monkeypatch):
    some = next(iter(reader.lead_rows.values()))
    reader.lead_rows = {
        number: some._replace(contact=number, name=f"N{number}") for number in range(LONG_FROM + 5)
    }
    page = make_window(reader)._pages["leads"]
    assert isinstance(page, LeadsPage)
    qtbot.waitUntil(lambda: page.table.model.is_whole)
    page.table.select_row(1000)
    found, asked, threads = page.table.model.ids[7:9], reader.lead_ids, []

    def lead_ids(*wanted, **named):
        threads.append(threading.current_thread())
        return found if wanted[3] else asked(*wanted, **named)

    monkeypatch.setattr(reader, "lead_ids", lead_ids)
    page.finding.field.setText("somebody")
    qtbot.waitUntil(lambda: page.table.model.ids == found)
    assert threading.current_thread() not in threads
    assert page.table.contact() == found[0]
    page.finding.clear()
    page.reload()
    assert len(page.table.model.ids) == LONG_FROM + 5


def test_what_is_typed_and_found_already_does_not_move_the_selection_again(make_window, reader, qtbot):
    """A batch of the synchronisation may bring the order for new words before the pause in typing is over."""
    page = make_window(reader)._pages["leads"]
    assert isinstance(page, LeadsPage)
    qtbot.waitUntil(lambda: page.table.model.is_whole)
    page.finding.field.setText("a")
    page._order_came(page._ordering.whole())
    page.table.select_row(1)
    contact = page.table.contact()
    qtbot.wait(2 * SEARCH_AFTER_MS)
    assert page.table.contact() == contact
