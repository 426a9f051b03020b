"""Templates: written, inserted with their fields filled, removed with an undo; their results."""

import pytest

from desktop_app.domain.commands import RemoveTemplate, SaveTemplate
from desktop_app.domain.model import AccountId, Address, Draft
from desktop_app.store.rows import TemplateRow
from desktop_app.ui.pages.compose import ComposeWindow
from desktop_app.ui.pages.compose_templates import fill
from desktop_app.ui.pages.templates import TemplatesView, TemplateTable, result
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import PrimaryButton
from desktop_app.ui.widgets.states import Notice
from tests.fakes.ui_world import NOW, make_world

OFFER = TemplateRow(
    3, "Offer", "For {company}", "<p>Hi {first_name|colleague}, {name}</p>", NOW, 40, 40, 12, 40, 4, 9, 0, 0
)
ANNA = Address("Anna <Petrova>", "anna@zavod.ru")


@pytest.fixture
def world(qapp):
    made = make_world(Theme(qapp, "light"))
    made.reader.template_rows = [OFFER]
    return made


@pytest.fixture
def view(world, qtbot):
    made = TemplatesView(world.context)
    qtbot.addWidget(made)
    made.read()
    made.show()
    return made


def test_shares_are_told_with_their_range_and_only_from_ten_letters_on():
    assert result(12, 40) == ("30 % (18–45)", "12 of 40")
    assert result(3, 9) == ("3 of 9", "")
    assert result(0, 0) == ("–", "")


def test_a_new_template_is_saved(view, world):
    view.edit(None)
    view.editor._try()
    assert world.bridge.calls == []
    view.editor.name.setText("Reminder")
    view.editor._insert("first_name")
    view.editor._try()
    [command] = world.bridge.of(SaveTemplate)
    assert (command.number, command.name) == (0, "Reminder")
    assert "{first_name}" in command.html


def test_while_the_first_template_is_written_saving_it_is_the_one_thing_to_do(view, world):
    world.reader.template_rows = []
    view.read()
    offered = [button for button in view.findChildren(PrimaryButton) if button.isVisible()]
    assert [button.text() for button in offered] == ["New template"]
    offered[0].click()
    shown = [button.text() for button in view.findChildren(PrimaryButton) if button.isVisible()]
    assert shown == ["Save"]
    view.editor.cancel.emit()
    assert offered[0].isVisible()


def test_in_a_narrow_window_the_list_makes_room_for_the_editor(view):
    view.resize(780, 480)
    view.edit(None)
    assert view.desk.stack.isHidden()
    assert view.editor.geometry().right() < view.width()
    view.editor.hide()
    assert not view.desk.stack.isHidden()
    view.edit(None)
    view.resize(1100, 480)
    assert not view.desk.stack.isHidden()


def test_a_template_is_changed_and_removed_with_an_undo_that_keeps_its_number(view, world):
    view.findChildren(TemplateTable)[0].edit.emit(OFFER)
    assert view.editor.subject.text() == "For {company}"
    view.editor.remove.emit(OFFER.id)
    assert world.bridge.calls == [RemoveTemplate(3)]
    world.toasts[-1][1]()
    assert world.bridge.of(SaveTemplate) == [SaveTemplate(3, "Offer", OFFER.subject, OFFER.html)]


def test_without_templates_the_page_teaches(world, view):
    world.reader.template_rows = []
    view.read()
    assert view.desk.stack.currentIndex() == 1


def test_fields_are_filled_safely_and_what_is_not_known_stays_in_sight(world):
    known = fill(OFFER, ANNA, world.reader)
    assert known.subject == "For zavod.ru"
    assert known.html == "<p>Hi Anna, Anna &lt;Petrova&gt;</p>"
    assert known.warning == ""
    stranger = fill(OFFER, Address("", "info@gmail.com"), world.reader)
    assert stranger.subject == "For [company]"
    assert stranger.html == "<p>Hi colleague, [name]</p>"
    assert "[company], [name]" in stranger.warning


def test_a_template_goes_into_the_letter_before_what_is_written_and_is_counted_with_it(world, qtbot):
    window = ComposeWindow(world.context, Draft(AccountId(1), to=(ANNA,), html="<p>already here</p>"))
    qtbot.addWidget(window)
    window._insert_template(OFFER)
    draft = window.draft()
    assert draft.template == OFFER.id
    assert draft.subject == "For zavod.ru"
    assert draft.html.index("Hi Anna") < draft.html.index("already here")
    assert not window.findChildren(Notice)
