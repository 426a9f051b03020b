"""The registration at Microsoft and Google: kept when a line is left, checked, locked by IT by name."""

import json

import pytest

from desktop_app.domain.commands import Result, SetSetting
from desktop_app.domain.errors import InputError
from desktop_app.settings.schema import Settings, check
from desktop_app.ui.pages.settings_sign_in import GOOGLE_ID, GOOGLE_SECRET, ID, TENANT, SignInCard
from tests.fakes.ui_world import make_world

GUID = "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def world(theme):
    return make_world(theme)


@pytest.fixture
def card(world, qtbot):
    made = SignInCard(world.context)
    qtbot.addWidget(made)
    made.show()
    made.read()
    return made


def leave(card, qtbot, key, text):
    edit = card.edits[key]
    edit.clear()
    qtbot.keyClicks(edit, text)
    edit.editingFinished.emit()


def below(card, key):
    return card.fields[key]._below.text()


def test_what_it_told_is_kept_when_the_line_is_left(card, world, qtbot):
    leave(card, qtbot, ID, f" {GUID} ")
    assert world.bridge.calls == [SetSetting(ID, json.dumps(GUID))]
    qtbot.waitUntil(lambda: bool(world.toasts))
    assert "next sign-in" in world.toasts[0][0]
    card.edits[TENANT].editingFinished.emit()
    assert len(world.bridge.calls) == 1  # nothing has changed there


def test_what_cannot_be_right_is_said_at_its_line_and_stays_typed(card, world, qtbot):
    def answer(command):
        try:
            check(command.key, command.value)
        except InputError as error:
            return Result(error=error)
        return Result()

    world.bridge.answers[SetSetting] = answer
    for key, text, words in (
        (ID, "my id", "five groups"),
        (TENANT, "no tenant", "by a domain"),
        (GOOGLE_ID, GUID, "googleusercontent"),
    ):
        leave(card, qtbot, key, text)
        qtbot.waitUntil(lambda key=key, words=words: words in below(card, key))
        card.read()
        assert card.edits[key].text() == text
    assert world.toasts == []
    leave(card, qtbot, GOOGLE_ID, "1-a.apps.googleusercontent.com")
    assert below(card, GOOGLE_ID) == ""


def test_what_it_has_locked_says_who_did(theme, qtbot, world):
    locked = {ID: json.dumps(GUID), GOOGLE_SECRET: '"x"'}
    settings = Settings({TENANT: '"linia.example"'}, locked, "IT of Linia, ext. 1234")
    card = SignInCard(world.context._replace(settings=lambda: settings))
    qtbot.addWidget(card)
    card.show()
    card.read()
    assert card.edits[ID].text() == GUID
    assert not card.edits[ID].isEnabled()
    assert below(card, ID) == "Managed by IT of Linia, ext. 1234"
    assert card.edits[TENANT].isEnabled()
    assert card.edits[TENANT].text() == "linia.example"
    assert card.edits[GOOGLE_SECRET].echoMode() is card.edits[GOOGLE_SECRET].EchoMode.Password


def test_what_it_has_to_register_is_one_click_away(card, world):
    from desktop_app.ui.widgets.buttons import LinkButton

    card.findChild(LinkButton).click()
    assert world.shown_pages == ["help"]
