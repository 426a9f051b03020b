"""Signing in somewhere else, as a mailbox in the settings asks for it: waited for, given up, ended."""

import pytest
from PySide6.QtWidgets import QPushButton

from desktop_app.domain.commands import (
    AwaitDeviceCode,
    CancelSignIn,
    DeviceCode,
    GetDeviceCode,
    Result,
    SignInAgain,
)
from desktop_app.domain.errors import ConsentNeeded, Offline
from desktop_app.domain.facts import SyncState
from desktop_app.domain.model import AccountId, AccountKind, AccountSettings
from desktop_app.store.rows import AccountRow
from desktop_app.ui import signing_in
from desktop_app.ui.for_it import is_for_it, letter_to_it
from desktop_app.ui.pages.settings_accounts import AccountPart
from desktop_app.ui.signing_in import SignInView, window_number
from tests.fakes.ui_world import make_world

ME = AccountSettings(AccountKind.GRAPH, "marina@linia.example", "marina@linia.example")
CODE = DeviceCode("https://microsoft.com/devicelogin", "ABCD-1234", 900.0)
LINK = "https://login.example/linia/adminconsent?client_id=the-id"
ENDED = SyncState(AccountId(1), "waiting", error="consent_needed", params=(("reason", "ended"),))


@pytest.fixture
def world(theme):
    return make_world(theme)


@pytest.fixture
def part(world, qtbot):
    made = AccountPart(world.context, AccountRow(AccountId(1), ME))
    qtbot.addWidget(made)
    made.show()
    made.show_state(ENDED)
    return made


def test_a_saved_mailbox_is_signed_in_to_again_with_a_code_on_another_device(part, world, qtbot):
    world.bridge.answers |= {GetDeviceCode: Result(CODE), AwaitDeviceCode: None}
    part.consent.code_button.click()
    qtbot.waitUntil(lambda: part.consent.waiting.code.text() == CODE.code)
    assert world.bridge.of(AwaitDeviceCode) == [AwaitDeviceCode(AccountId(1))]
    part.show_state(SyncState(AccountId(1), "live", 5, 5))
    assert part.consent.isVisible()  # whoever waits goes on seeing the code
    part.consent.waiting.cancel_button.click()
    assert part.consent.idle.isVisible()
    assert len(world.bridge.of(CancelSignIn)) == 1


def test_only_microsoft_gives_codes(world, qtbot):
    imap = AccountSettings(AccountKind.IMAP, ME.address, ME.address)
    made = AccountPart(world.context, AccountRow(AccountId(1), imap))
    qtbot.addWidget(made)
    made.show()
    made.show_state(ENDED)
    assert made.consent.browser_button.isVisible()
    assert not made.consent.code_button.isVisible()


def test_the_browser_is_opened_again_and_only_the_last_answer_counts(part, world, qtbot):
    world.bridge.answers[SignInAgain] = None
    part.consent.browser_button.click()
    part.consent.waiting.again.click()
    assert len(world.bridge.of(SignInAgain)) == 2
    world.bridge.answers[SignInAgain] = Result()
    part.consent.waiting.again.click()
    qtbot.waitUntil(lambda: bool(world.toasts))
    assert world.toasts[0][0] == "You are signed in."
    assert part.consent.isHidden()


def test_what_ends_a_sign_in_is_said_but_not_that_one_gave_it_up(part, world, qtbot):
    world.bridge.answers[SignInAgain] = Result(error=ConsentNeeded(url="", reason="cancelled"))
    part.consent.browser_button.click()
    qtbot.waitUntil(part.consent.idle.isVisible)
    assert world.toasts == []
    silent = Offline(host="login.example", port=443, reason="timeout")
    world.bridge.answers[SignInAgain] = Result(error=silent)
    part.consent.browser_button.click()
    qtbot.waitUntil(lambda: bool(world.toasts))
    assert "does not answer" in world.toasts[0][0]


def test_what_only_it_can_mend_is_a_letter_to_it_also_for_a_saved_mailbox(part, world, qtbot, qapp):
    params = (("reason", "admin"), ("url", LINK))
    part.show_state(SyncState(AccountId(1), "waiting", error="consent_needed", params=params))
    assert part._for_it is not None
    part._for_it.letter_button.click()
    assert LINK in qapp.clipboard().text()
    part.show_state(ENDED)
    assert part._for_it is None
    world.bridge.answers[SignInAgain] = Result(error=ConsentNeeded(url=LINK, reason="not_agreed"))
    part.consent.browser_button.click()
    qtbot.waitUntil(lambda: part._for_it is not None)


def test_a_mailbox_that_is_removed_waits_for_nobody(part, world):
    world.bridge.answers[SignInAgain] = None
    part.consent.browser_button.click()
    part.leave()
    assert len(world.bridge.of(CancelSignIn)) == 1
    part.leave()
    assert len(world.bridge.of(CancelSignIn)) == 1


def test_the_time_left_runs_down(qtbot, monkeypatch):
    monkeypatch.setattr(signing_in, "TICK_MS", 5)
    view = SignInView("Sign in")
    qtbot.addWidget(view)
    view.show()
    view.show_code(DeviceCode("https://m.example", "AB", 0.2))
    assert view.waiting.bar.value() == 1
    qtbot.waitUntil(lambda: view.waiting.bar.value() == 0)
    assert view.waiting.rest.text() == "Less than a minute left"
    view.show_idle()
    assert not view.waiting._timer.isActive()


def test_a_letter_to_it_names_the_link_the_rights_and_the_registration():
    letter = letter_to_it(LINK)
    for word in (LINK, "Mail.ReadWrite", "Mail.Send", "the-id"):
        assert word in letter


@pytest.mark.parametrize(
    ("error", "so"),
    [
        (ConsentNeeded(url=LINK, reason="admin"), True),
        (ConsentNeeded(url="", reason="admin"), False),
        (ConsentNeeded(url=LINK, reason="ended"), False),
        (Offline(url=LINK, reason="admin"), False),
    ],
)
def test_it_is_asked_only_for_what_it_can_mend(error, so):
    assert is_for_it(error) is so


def test_every_button_while_one_waits_can_be_reached_by_keyboard(part, world, qtbot):
    world.bridge.answers |= {GetDeviceCode: Result(CODE), AwaitDeviceCode: None}
    part.consent.code_button.click()
    qtbot.waitUntil(lambda: part.consent.waiting.code.text() == CODE.code)
    buttons = [one for one in part.consent.waiting.findChildren(QPushButton) if one.isVisible()]
    assert {one.text() for one in buttons} == {"Copy the code", "Cancel"}
    assert all(one.focusPolicy() & one.focusPolicy().TabFocus for one in buttons)


def test_only_windows_is_told_a_number_of_the_window(part, monkeypatch):
    assert window_number(part) == 0
    monkeypatch.setattr(signing_in.sys, "platform", "win32")
    assert window_number(part) == int(part.window().winId())


@pytest.mark.parametrize(
    ("settings", "there"),
    [
        (ME, False),
        (AccountSettings(AccountKind.EWS, ME.address, ME.address, kerberos=True), False),
        (AccountSettings(AccountKind.EWS, ME.address, ME.address), True),
    ],
)
def test_a_password_can_be_changed_where_there_is_one(world, qtbot, settings, there):
    made = AccountPart(world.context, AccountRow(AccountId(1), settings))
    qtbot.addWidget(made)
    texts = {one.text() for one in made.findChildren(QPushButton)}
    assert ("Change password" in texts) is there
