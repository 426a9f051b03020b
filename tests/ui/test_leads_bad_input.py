"""Leads with letters that nobody expects, and a database that is made anew under the open page."""

from contextlib import closing

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.domain.facts import Changed, Ready
from desktop_app.domain.model import Address, Direction
from desktop_app.store.files import KEEP, MAIN
from desktop_app.ui.program import Program
from tests.fakes.desk import ANNA, BORIS, Desk

MANY = tuple(Address(f"Recipient {number}" * 3, f"r{number}@crowd.example") for number in range(400))


@pytest.fixture
def page(window):
    return window._pages["leads"]


def letter_of_the_first(page, reader):
    """A letter of the lead that is shown."""
    page.table.select_row(0)
    page.desk.open()
    return next(one for one in reader.letter_rows.values() if one.contact == page.table.contact())


# letters


@pytest.mark.parametrize("direction", list(Direction))
def test_a_letter_to_400_people_widens_nothing(window, page, reader, direction):
    letter = letter_of_the_first(page, reader)
    reader.letter_rows[letter.id] = letter._replace(to=MANY, direction=direction)
    page.changed(Changed(contacts=frozenset({letter.contact})))
    page.desk.show()
    window.open_letters([letter.id], "Letters")
    assert window.grab().width() == window.width()
    assert window.over.panel.minimumSizeHint().width() <= window.over.panel.width()
    assert window.minimumSizeHint().width() <= 1280
    page.acting.reply(page.table.lead())
    draft = window.letters.windows[-1].draft()
    assert len(draft.to) == 1  # an answer goes to one, not to the crowd
    window.letters.windows[-1].close()


def test_400_people_who_write_are_400_rows(page, reader):
    first = reader.lead_rows[page.table.contact()]
    for number, who in enumerate(MANY):
        reader.lead_rows[1000 + number] = first._replace(
            contact=1000 + number, name=who.name, address=who.address
        )
    page.reload()
    assert page.table.model.rowCount() > 400
    QTest.keyClick(page.table.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.table.selected_count() == page.table.model.rowCount()
    page.grab()


def test_a_letter_to_oneself_is_shown_like_any_other(window, page, reader):
    letter = letter_of_the_first(page, reader)
    own = reader.account_rows[0].settings.address
    reader.letter_rows[letter.id] = letter._replace(sender=Address("", own), to=(Address("", own),))
    reader.change(letter.contact, address=own, name=own, company="")
    page.changed(Changed(contacts=frozenset({letter.contact})))
    page.desk.show()
    window.open_letters([letter.id], "Letters")
    window.grab()
    assert page.card.contact == letter.contact
    assert page.table.lead().address == own


# the database is made anew


@pytest.fixture
def program(qapp, tmp_path, pipe, qtbot, engine):
    """Over two real clients, in real files; Boris is selected."""
    fill(tmp_path / "data", (ANNA, BORIS))
    made = Program(qapp, tmp_path / "data", pipe[0])
    made.start()
    engine.tell(Ready())
    qtbot.waitUntil(lambda: "leads" in made.window._pages)
    page = made.window._pages["leads"]
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 2)
    page.show_contact(next(one for one in page.table.model.ids if address(page, one) == BORIS))
    yield made
    made.close()
    made.window.deleteLater()


def fill(folder, people) -> None:
    with closing(Desk(folder)) as desk:
        for number, who in enumerate(people):
            desk.receive(f"{number}@x", sender=who)
        desk.derive()


def make_anew(data, people) -> None:
    """The files are replaced while they are read; the numbers of the people are others now."""
    fresh = data.parent / "fresh"
    fill(fresh, people)
    for name in (MAIN, KEEP):
        for end in ("", "-wal", "-shm"):
            old = data / (name + end)
            if old.exists():
                old.rename(data / (name + end + ".old"))
        (fresh / name).replace(data / name)


def address(page, contact) -> str:
    return page.context.reader.leads([contact])[contact].address


def test_files_replaced_under_the_page_show_the_old_rows_until_the_engine_is_ready(program, engine, tmp_path):
    page = program.window._pages["leads"]
    make_anew(tmp_path / "data", ("carl@client.ru", BORIS, ANNA))
    page.changed(Changed(everything=True))
    page.reload()
    page.grab()
    assert page.table.lead().address == BORIS


def test_a_database_made_anew_shows_its_own_people_and_none_of_the_old(program, engine, tmp_path, qtbot):
    before = program.window._pages["leads"]
    before.many.show_count(2)
    before.table.list.selectAll()
    make_anew(tmp_path / "data", ("carl@client.ru",))
    engine.tell(Ready(recovered=True))
    qtbot.waitUntil(lambda: program.window._pages["leads"] is not before)
    page = program.window._pages["leads"]
    qtbot.waitUntil(lambda: page.table.lead() is not None)
    assert page.table.lead().address == "carl@client.ru"
    assert page.table.selected_count() == 1
    page.desk.open()
    assert page.card.contact == page.table.contact()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    page.grab()


def test_an_empty_database_made_anew_leaves_no_card_and_fills_as_letters_come(
    program, engine, tmp_path, qtbot
):
    before = program.window._pages["leads"]
    make_anew(tmp_path / "data", ())
    engine.tell(Ready(recovered=True))
    qtbot.waitUntil(lambda: program.window._pages["leads"] is not before)
    page = program.window._pages["leads"]
    assert page.table.contact() is None
    assert page.desk.side.isHidden()
    for key in (Qt.Key.Key_R, Qt.Key.Key_E, Qt.Key.Key_S, Qt.Key.Key_H, Qt.Key.Key_T, Qt.Key.Key_J):
        QTest.keyClick(page.table.list, key)
    page.grab()
    assert engine.is_quiet()


def test_a_note_half_written_is_not_kept_under_a_number_of_the_old_database(program, engine, tmp_path, qtbot):
    before = program.window._pages["leads"]
    note = before.card._note
    note.setFocus()
    note.setPlainText("Wants a discount")
    make_anew(tmp_path / "data", ("carl@client.ru", ANNA, BORIS))
    engine.tell(Ready(recovered=True))
    qtbot.waitUntil(lambda: program.window._pages["leads"] is not before)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert engine.is_quiet()


def test_a_letter_being_written_outlives_the_old_database(program, engine, tmp_path, qtbot):
    before = program.window._pages["leads"]
    before.acting.reply(before.table.lead())
    written = program.window.letters.windows[-1]
    make_anew(tmp_path / "data", ())
    engine.tell(Ready(recovered=True))
    qtbot.waitUntil(lambda: program.window._pages["leads"] is not before)
    assert written._context.reader.addresses("bo")
    written.close()
