"""The card with those who do not want to be tracked."""

import pytest

from desktop_app.domain.commands import AllowTracking, Result, WithdrawTracking
from desktop_app.domain.errors import InputError
from desktop_app.ui.pages.settings_consent import ConsentCard
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.texts import Text
from tests.fakes.ui_world import PageReader, make_world

ANNA, BORIS = "anna@zavod.example", "boris@zavod.example"


class Reader(PageReader):
    unwilling = ((ANNA, 1, True), (BORIS, 2, False))

    def withdrawn(self):
        return list(self.unwilling)


@pytest.fixture
def card_of(qapp, qtbot):
    def make():
        world = make_world(Theme(qapp, "light"), Reader())
        card = ConsentCard(world.context)
        qtbot.addWidget(card)
        card.read()
        card.show()
        return card, world

    return make


def shown(card):
    return [text.text() for text in card.findChildren(Text)]


def test_everybody_on_the_list_is_shown_and_whom_the_server_does_not_know_yet(card_of):
    card, _world = card_of()
    assert {ANNA, BORIS} <= set(shown(card))
    assert sum("as soon as it answers" in text for text in shown(card)) == 1


def test_a_person_is_added_and_the_field_is_empty_again(card_of, qtbot):
    card, world = card_of()
    assert not card.add_button.isEnabled()
    qtbot.keyClicks(card.address, "olga@zavod.example")
    card.add_button.click()
    assert world.bridge.of(WithdrawTracking) == [WithdrawTracking("olga@zavod.example", "settings")]
    qtbot.waitUntil(lambda: card.address.text() == "")


def test_what_is_no_address_is_said(card_of, qtbot):
    card, world = card_of()
    refused = InputError(field="address", reason="bad_address", address="anna")
    world.bridge.answers[WithdrawTracking] = Result(error=refused)
    qtbot.keyClicks(card.address, "a@")
    card.add_button.click()
    qtbot.waitUntil(lambda: "anna is not an e-mail address." in shown(card))
    assert card.address.text() == "a@"


def test_who_agrees_leaves_the_list(card_of, qtbot):
    card, world = card_of()
    first = next(one for one in card.findChildren(LinkButton) if one.text() == "Has agreed")
    Reader.unwilling = Reader.unwilling[1:]
    try:
        first.click()
        assert world.bridge.of(AllowTracking) == [AllowTracking(ANNA, "settings")]
        qtbot.waitUntil(lambda: ANNA not in shown(card))
    finally:
        Reader.unwilling = ((ANNA, 1, True), (BORIS, 2, False))
