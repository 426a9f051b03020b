"""The card that lets other mail programs send through Otklik."""

import json

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.domain.commands import GetRelay, RelaySetup, RenewRelayPassword, Result, SetSetting
from desktop_app.domain.errors import SecretsError
from desktop_app.ui.pages.settings import SettingsPage
from desktop_app.ui.theme import Theme
from tests.fakes.ui_world import PageReader, make_world

READY = RelaySetup(True, True, 2525, "abcd-efgh-ijkl-mnop", ("marina@linia.example",))


@pytest.fixture
def card_of(qapp, qtbot):
    def make(setup, settings=None, locked=None):
        reader = PageReader(user_settings=settings or {"relay_enabled": "true"})
        world = make_world(Theme(qapp, "light"), reader, locked)
        world.bridge.answers[GetRelay] = setup if isinstance(setup, Result) else Result(setup)
        page = SettingsPage(world.context)
        qtbot.addWidget(page)
        page.resize(1100, 900)
        page.show()
        page.activate()
        pages.append(page)
        return page.relay, world

    pages = []  # a page that nobody holds is gone
    return make


def shown(card):
    return {label: text.text() for label, text in card.values.lines.items()}


def test_the_exact_values_are_shown_for_each_program(card_of, qtbot):
    card, _world = card_of(READY)
    qtbot.waitUntil(card.values.isVisible)
    assert shown(card)["Server"] == "127.0.0.1"
    assert shown(card)["Port"] == "2525"
    assert shown(card)["User"] == "marina@linia.example"
    assert shown(card)["Password"] == "abcd-efgh-ijkl-mnop"
    ways = set()
    for at in range(card.program.count()):
        card.program.setCurrentIndex(at)
        card.program.activated.emit(at)
        ways.add(card.way.text())
        assert shown(card)["Encryption"]
    assert len(ways) == card.program.count()


def test_a_value_is_copied(card_of, qtbot):
    card, _world = card_of(READY)
    qtbot.waitUntil(card.values.isVisible)
    card.values._copy(READY.password)
    assert QApplication.clipboard().text() == READY.password


def test_off_shows_no_values(card_of, qtbot):
    card, world = card_of(READY, {"language": '"en"'})
    assert "by themselves" in card.state.text()
    assert not card.values.isVisible()
    card.on.click()
    [asked] = world.bridge.of(SetSetting)
    assert (asked.key, json.loads(asked.value)) == ("relay_enabled", True)
    qtbot.waitUntil(card.values.isVisible)


@pytest.mark.parametrize(
    ("setup", "said"),
    [
        (RelaySetup(True, False, 2525, "", (), "port_taken"), "uses this port"),
        (RelaySetup(True, False, 2525, "", (), "no_keyring"), "no password store"),
        (RelaySetup(True, True, 2525, "x", ()), "Add a mailbox"),
        (Result(error=SecretsError(reason="no_keyring")), "no password store"),
    ],
)
def test_what_is_wrong_is_said(card_of, qtbot, setup, said):
    card, _world = card_of(setup)
    qtbot.waitUntil(lambda: said in card.state.text())


def test_a_new_password_replaces_the_one_shown(card_of, qtbot):
    card, world = card_of(READY)
    qtbot.waitUntil(card.values.isVisible)
    fresh = RelaySetup(True, True, 2525, "new-password", READY.users)
    world.bridge.answers[RenewRelayPassword] = Result(fresh)
    card.renew_button.click()
    qtbot.waitUntil(lambda: shown(card)["Password"] == "new-password")


def test_what_it_has_locked_cannot_be_changed(card_of):
    card, _world = card_of(READY, locked={"relay_enabled": "true", "relay_port": "2600"})
    assert not card.on.isEnabled()
    assert not card.port.isEnabled()
    assert card.port.value() == 2600
