import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QPushButton

from desktop_app.domain.commands import (
    AddAccount,
    AwaitDeviceCode,
    CancelSignIn,
    DeviceCode,
    Discover,
    GetDeviceCode,
    Result,
    SetSetting,
    SignIn,
    TestAccount,
    TestStep,
)
from desktop_app.domain.errors import (
    AuthRejected,
    ConsentNeeded,
    EngineLost,
    InputError,
    Offline,
    PermissionDenied,
    Throttled,
    TlsUntrusted,
    Unsupported,
)
from desktop_app.domain.facts import SyncState
from desktop_app.domain.model import AccountId, AccountKind, AccountSettings, Endpoint, Security
from desktop_app.ui.assistant import Assistant
from desktop_app.ui.assistant_kinds import GRAPH_STEPS
from desktop_app.ui.theme import Theme
from tests.fakes.ui_world import FakeBridge, account

FOUND = account().settings
GOOD = [TestStep(step) for step in ("resolve", "connect", "secure", "sign_in", "folders", "smtp")]


@pytest.fixture
def bridge(qapp):
    bridge = FakeBridge()
    bridge.answers = {Discover: Result([FOUND]), TestAccount: Result(GOOD), AddAccount: Result(3)}
    return bridge


@pytest.fixture
def window(qapp, bridge, qtbot):
    window = Assistant(Theme(qapp, "light"), bridge, FOUND.address)
    qtbot.addWidget(window)
    window.address_step._password.setText("secret")
    window.show()
    yield window
    window.leave()
    window.close()


def go(window, qtbot, step=2):
    window.address_step._button.click()
    qtbot.waitUntil(lambda: window.step == step)


def said(window):
    return window.servers_step._notice.text.text() if window.servers_step._notice else ""


def test_address_servers_letters(window, bridge, qtbot):
    go(window, qtbot)
    assert bridge.of(Discover)[0].address == FOUND.address
    qtbot.waitUntil(window.servers_step._add.isEnabled)
    assert bridge.of(TestAccount) == [TestAccount(FOUND, "secret")]
    assert all(window.servers_step.results.state(step.step) == "done" for step in GOOD)
    with qtbot.waitSignal(window.added) as added:
        window.servers_step._add.click()
    assert added.args == [3]
    assert bridge.of(AddAccount) == [AddAccount(FOUND, "secret")]
    assert window.step == 3


def test_whoever_is_only_looking_is_shown_the_demo_in_a_window_of_its_own(window, monkeypatch):
    started = []
    monkeypatch.setattr(
        QProcess, "startDetached", lambda program, words: (started.append((program, words)), (True, 7))[1]
    )
    window.address_step.demo_button.click()
    assert started == [(sys.executable, ["-m", "desktop_app", "demo"])]
    assert window.address_step.demo_button.isHidden()


def test_a_step_that_is_higher_than_the_window_scrolls_and_is_not_squeezed(window, bridge, qtbot):
    window.resize(500, 300)
    window.show()
    go(window, qtbot)
    step = window.servers_step
    assert step.height() >= step.minimumSizeHint().height() > 300


def test_in_a_low_window_what_went_wrong_is_brought_into_sight(window, bridge, qtbot):
    window.resize(500, 300)
    bridge.answers[TestAccount] = Result([*GOOD[:3], TestStep("sign_in", AuthRejected())])
    go(window, qtbot)
    bar = window._areas[window.servers_step].verticalScrollBar()
    qtbot.waitUntil(lambda: window.servers_step.has_notice and bar.value() == bar.maximum() > 0)


def test_the_first_letters_show_progress_rest_time_and_end(window, bridge, qtbot):
    go(window, qtbot)
    qtbot.waitUntil(window.servers_step._add.isEnabled)
    window.servers_step._add.click()
    qtbot.waitUntil(lambda: window.step == 3)
    bridge.sync_state.emit(SyncState(AccountId(3), "syncing", 100, 1000))
    assert window.sync_step.bar.maximum() == 1000
    assert window.sync_step.bar.value() == 100
    assert "not known yet" in window.sync_step.rest.text()
    bridge.sync_state.emit(SyncState(AccountId(8), "syncing", 999, 1000))
    assert window.sync_step.bar.value() == 100, "another account's news"
    window.sync_step.show_state(SyncState(AccountId(3), "syncing", 500, 1000), 185.0)
    assert window.sync_step.rest.text() == "About 3 min left"
    bridge.sync_state.emit(SyncState(AccountId(3), "live", 900, 900))
    assert window.sync_step.state.text() == "Done: 900 letters are here."
    with qtbot.waitSignal(window.closed):
        window.sync_step.button.click()


def test_signing_in_in_the_browser_stands_for_the_password(qapp, bridge, qtbot):
    bridge.answers[SignIn] = Result("a token")
    window = Assistant(Theme(qapp, "light"), bridge, FOUND.address, ["google"])
    qtbot.addWidget(window)
    window.show()
    assert list(window.address_step.issuer_buttons) == ["google", "microsoft"]
    window.address_step.issuer_buttons["google"].click()
    qtbot.waitUntil(lambda: window.step == 2)
    assert bridge.of(SignIn) == [SignIn("google", FOUND.address)]
    qtbot.waitUntil(window.servers_step._add.isEnabled)
    assert bridge.of(TestAccount) == [TestAccount(FOUND, "a token")]
    window.leave()
    window.close()


def test_who_does_not_agree_in_the_browser_is_told_and_may_try_again(qapp, bridge, qtbot):
    bridge.answers[SignIn] = Result(error=ConsentNeeded(url="", text="access_denied"))
    window = Assistant(Theme(qapp, "light"), bridge, FOUND.address, ["google"])
    qtbot.addWidget(window)
    window.show()
    button = window.address_step.issuer_buttons["google"]
    button.click()
    qtbot.waitUntil(button.isEnabled)
    assert "Sign in" in window.address_step._address_field._below.text()
    assert window.step == 1
    window.leave()
    window.close()


OF_365 = AccountSettings(AccountKind.GRAPH, FOUND.address, FOUND.address)


@pytest.fixture
def registered(qapp, bridge, qtbot):
    window = Assistant(Theme(qapp, "light"), bridge, FOUND.address, ["microsoft"])
    qtbot.addWidget(window)
    window.show()
    yield window
    window.leave()
    window.close()


def test_signing_in_with_microsoft_is_a_mailbox_of_microsoft_365(registered, bridge, qtbot):
    bridge.answers[SignIn] = Result('["msal", "{}"]')
    bridge.answers[TestAccount] = Result([TestStep(one) for one in GRAPH_STEPS])
    registered.address_step.issuer_buttons["microsoft"].click()
    qtbot.waitUntil(lambda: bool(bridge.of(TestAccount)) and registered.servers_step._add.isEnabled())
    assert bridge.of(SignIn) == [SignIn("microsoft365", FOUND.address)]
    assert bridge.of(TestAccount) == [TestAccount(OF_365, '["msal", "{}"]')]
    assert registered.servers_step.user_field._below.text().startswith("For a shared mailbox")
    assert not registered.servers_step.microsoft.registration.isVisible()


def test_where_only_it_may_agree_the_link_for_it_is_copied(registered, bridge, qtbot, qapp):
    link = "https://login.example/linia/adminconsent?client_id=1"
    bridge.answers[SignIn] = Result(error=ConsentNeeded(url=link, reason="admin"))
    registered.address_step.issuer_buttons["microsoft"].click()
    qtbot.waitUntil(lambda: registered.servers_step._notice is not None)
    assert registered.step == 2
    notice = registered.servers_step._notice
    notice.link_button.click()
    assert qapp.clipboard().text() == link
    notice.letter_button.click()
    assert link in qapp.clipboard().text()
    assert "Application (client) ID: 1." in qapp.clipboard().text()
    bridge.answers[SignIn] = Result('["msal", "{}"]')
    bridge.answers[TestAccount] = Result([TestStep(one) for one in GRAPH_STEPS])
    registered.servers_step.microsoft.view.browser_button.click()
    qtbot.waitUntil(registered.servers_step._add.isEnabled)
    assert registered.servers_step._notice is None


def test_what_it_has_registered_is_typed_once_and_kept(window, bridge, qtbot):
    bridge.answers[Discover] = Result([OF_365, FOUND])
    bridge.answers[SignIn] = Result(error=InputError(field="issuer", reason="no_registration"))
    go(window, qtbot)
    panel = window.servers_step.microsoft
    assert bridge.of(TestAccount) == []  # nothing to try before somebody signs in
    panel.view.browser_button.click()
    qtbot.waitUntil(lambda: window.servers_step._notice is not None)
    assert bridge.of(SetSetting) == []
    bridge.answers[SignIn] = Result('["msal", "{}"]')
    bridge.answers[SetSetting] = Result(None)
    panel.client_id.setText(" the-id ")
    panel.tenant.setText("linia.example")
    panel.view.browser_button.click()
    qtbot.waitUntil(lambda: len(bridge.of(TestAccount)) == 1)
    assert bridge.of(SetSetting) == [
        SetSetting("oauth_microsoft_id", '"the-id"'),
        SetSetting("oauth_microsoft_tenant", '"linia.example"'),
    ]


def test_microsoft_is_offered_always_and_google_where_it_knows_us(window, bridge, qtbot):
    assert list(window.address_step.issuer_buttons) == ["microsoft"]
    window.address_step._password.clear()
    window.address_step.issuer_buttons["microsoft"].click()
    assert window.step == 2  # what IT has registered is asked for there
    assert window.servers_step.microsoft.registration.isVisible()
    assert bridge.calls == []


def test_what_it_cannot_have_told_is_said_at_its_line(window, bridge, qtbot):
    window.address_step.issuer_buttons["microsoft"].click()
    panel = window.servers_step.microsoft
    refused = InputError(field="oauth_microsoft_id", reason="not_a_client_id")
    bridge.answers[SetSetting] = Result(error=refused)
    panel.client_id.setText("the id")
    panel.view.code_button.click()
    qtbot.waitUntil(lambda: "five groups" in panel.registration._below.text())
    assert bridge.of(GetDeviceCode) == []
    qtbot.keyClicks(panel.client_id, "x")
    assert panel.registration._below.isHidden()


CODE = DeviceCode("https://microsoft.com/devicelogin", "ABCD-1234", 900.0)


def test_a_code_is_shown_waited_for_and_signs_in(registered, bridge, qtbot, qapp):
    bridge.answers |= {SignIn: None, GetDeviceCode: Result(CODE), CancelSignIn: Result()}
    registered.address_step.issuer_buttons["microsoft"].click()
    view = registered.servers_step.microsoft.view
    assert view.waiting.isVisible()
    assert "browser" in view.waiting.text.text()
    view.waiting.cancel_button.click()
    assert bridge.of(CancelSignIn)
    assert view.idle.isVisible()
    bridge.answers[AwaitDeviceCode] = lambda _command: Result('["msal", "{}"]')
    bridge.answers[TestAccount] = Result([TestStep(one) for one in GRAPH_STEPS])
    view.code_button.click()
    qtbot.waitUntil(lambda: view.waiting.code.text() == "ABCD-1234")
    assert view.waiting.page.text() == CODE.url
    assert view.waiting.rest.text() == "About 15 min left"
    view.waiting.copy_button.click()
    assert qapp.clipboard().text() == "ABCD-1234"
    qtbot.waitUntil(registered.servers_step._add.isEnabled)
    assert bridge.of(TestAccount) == [TestAccount(OF_365, '["msal", "{}"]')]
    assert view.idle.isVisible()


def test_a_shared_mailbox_is_opened_by_whoever_signs_in(registered, bridge, qtbot):
    bridge.answers |= {SignIn: None, GetDeviceCode: Result(CODE), AwaitDeviceCode: None}
    registered.address_step.issuer_buttons["microsoft"].click()
    view = registered.servers_step.microsoft.view
    view.waiting.cancel_button.click()
    registered.servers_step.user.setText("marina@otklik.example")
    view.browser_button.click()
    assert bridge.of(SignIn)[-1] == SignIn("microsoft365", "marina@otklik.example", shared=True)
    view.waiting.cancel_button.click()
    view.code_button.click()
    assert bridge.of(GetDeviceCode) == [GetDeviceCode(shared=True)]
    assert registered.servers_step.settings().is_shared


def test_who_chooses_another_kind_is_not_waited_for_and_shows_no_token_to_it(registered, bridge, qtbot):
    bridge.answers |= {SignIn: Result('["msal", "{}"]'), CancelSignIn: Result()}
    bridge.answers[TestAccount] = Result([TestStep(one) for one in GRAPH_STEPS])
    registered.address_step.issuer_buttons["microsoft"].click()
    step = registered.servers_step
    assert step.results.isHidden()  # the room is the sign-in's
    qtbot.waitUntil(step._add.isEnabled)
    assert not step.results.isHidden()
    step.choose_kind(AccountKind.EWS)
    step._again.click()
    assert bridge.of(TestAccount)[-1].password == ""
    bridge.answers[SignIn] = None
    step.choose_kind(AccountKind.GRAPH)
    step.microsoft.view.browser_button.click()
    step.choose_kind(AccountKind.IMAP)
    assert len(bridge.of(CancelSignIn)) == 1
    assert not step.results.isHidden()


def test_a_code_that_ends_is_said_and_another_can_be_had(registered, bridge, qtbot):
    bridge.answers |= {SignIn: None, GetDeviceCode: Result(CODE)}
    bridge.answers[AwaitDeviceCode] = Result(error=ConsentNeeded(url="", reason="code_ended"))
    registered.address_step.issuer_buttons["microsoft"].click()
    registered.servers_step.microsoft.view.cancel.emit()
    registered.servers_step.microsoft.view.code_button.click()
    qtbot.waitUntil(lambda: bool(said(registered)))
    assert "Get a new one" in said(registered)
    assert registered.servers_step.microsoft.view.idle.isVisible()


@pytest.mark.parametrize("how", ["leave", "back"])
def test_who_leaves_the_assistant_is_not_waited_for(registered, bridge, how):
    bridge.answers |= {SignIn: None, CancelSignIn: Result()}
    registered.address_step.issuer_buttons["microsoft"].click()
    if how == "leave":
        registered.leave()
    else:
        registered.servers_step._back.click()
        assert registered.step == 1
    assert len(bridge.of(CancelSignIn)) == 1
    registered.leave()
    assert len(bridge.of(CancelSignIn)) == 1  # nobody waits any more


def test_who_waits_for_google_can_give_it_up(qapp, bridge, qtbot):
    bridge.answers |= {SignIn: None, CancelSignIn: Result()}
    window = Assistant(Theme(qapp, "light"), bridge, FOUND.address, ["google"])
    qtbot.addWidget(window)
    window.show()
    window.address_step.issuer_buttons["google"].click()
    assert window.address_step.cancel_button.isVisible()
    window.address_step.cancel_button.click()
    assert len(bridge.of(CancelSignIn)) == 1
    assert window.address_step.issuer_buttons["google"].isEnabled()
    assert not window.address_step.cancel_button.isVisible()
    window.leave()
    window.close()


def test_a_mailbox_that_has_moved_to_microsoft_is_one_click_away(window, bridge, qtbot):
    bridge.answers[Discover] = Result([EXCHANGE, OF_365, FOUND])
    moved = Unsupported(what="at_microsoft", address=FOUND.address)
    bridge.answers[TestAccount] = Result([TestStep("discover", moved)])
    go(window, qtbot)
    qtbot.waitUntil(lambda: bool(said(window)))
    window.servers_step._notice.findChild(QPushButton).click()
    assert window.servers_step.kind.currentData() == "graph"
    assert window.servers_step.microsoft.isVisible()
    assert window.servers_step._notice is None


@pytest.mark.parametrize(
    ("address", "word"),
    [("a@yandex.ru", "Yandex"), ("a@gmail.com", "Google"), ("a@firma.ru", "Gmail, Yandex")],
)
def test_the_hint_names_the_password_that_the_provider_wants(window, qtbot, address, word):
    window.address_step._address.clear()
    qtbot.keyClicks(window.address_step._address, address)
    assert word in window.address_step._password_field._below.text()


def test_a_typing_error_is_said_at_the_field_and_nothing_is_asked(window, bridge):
    window.address_step._address.setText("pavel")
    window.address_step._button.click()
    assert "not an e-mail address" in window.address_step._address_field._below.text()
    window.address_step._address.setText("pavel@b.example")
    window.address_step._password.clear()
    window.address_step._button.click()
    assert "password is missing" in window.address_step._password_field._below.text()
    assert bridge.calls == []


def test_a_failed_search_is_said_and_can_be_repeated(window, bridge, qtbot):
    bridge.answers[Discover] = Result(error=InputError(field="address", reason="bad_address", address="anna"))
    window.address_step._button.click()
    qtbot.waitUntil(window.address_step._button.isEnabled)
    assert window.step == 1
    assert "not an e-mail address" in window.address_step._address_field._below.text()


def test_with_nothing_found_the_fields_wait_for_the_user(window, bridge, qtbot):
    bridge.answers[Discover] = Result([])
    go(window, qtbot)
    assert bridge.of(TestAccount) == []
    window.servers_step.imap.host.setText("mail.otklik.example")
    window.servers_step.imap.security.setCurrentIndex(1)
    window.servers_step.imap.security.activated.emit(1)
    window.servers_step._again.click()
    (asked,) = bridge.of(TestAccount)
    assert asked.settings.imap == Endpoint("mail.otklik.example", 143, Security.STARTTLS)
    assert asked.settings.smtp is None
    assert asked.settings.user == FOUND.address


def test_a_wrong_password_is_said_and_adding_stays_off(window, bridge, qtbot):
    bridge.answers[TestAccount] = Result([*GOOD[:3], TestStep("sign_in", AuthRejected())])
    go(window, qtbot)
    qtbot.waitUntil(lambda: bool(said(window)))
    assert "does not accept" in said(window)
    assert window.servers_step.results.state("secure") == "done"
    assert window.servers_step.results.state("sign_in") == "failed"
    assert window.servers_step.results.state("folders") == ""
    assert not window.servers_step._add.isEnabled()


def test_the_password_is_typed_again_and_what_stands_in_the_fields_stays(window, bridge, qtbot):
    bridge.answers[Discover] = Result([EXCHANGE])
    bridge.answers[TestAccount] = Result([*EXCHANGE_GOOD[:4], TestStep("sign_in", AuthRejected())])
    go(window, qtbot)
    qtbot.waitUntil(lambda: bool(said(window)))
    window.servers_step.user.setText("LINIA\\marina")
    window.servers_step._notice.findChild(QPushButton).click()
    assert window.step == 1
    window.address_step._password.setText("right")
    bridge.answers[TestAccount] = Result(EXCHANGE_GOOD[1:])
    go(window, qtbot)
    qtbot.waitUntil(window.servers_step._add.isEnabled)
    asked = bridge.of(TestAccount)[-1]
    assert (asked.password, asked.settings.user, asked.settings.ews_url) == ("right", "LINIA\\marina", URL)
    assert len(bridge.of(Discover)) == 1


def test_an_untrusted_certificate_is_shown_and_trusted_only_when_the_user_says_so(window, bridge, qtbot):
    untrusted = TlsUntrusted(host="imap.otklik.example", fingerprint="ab12", reason="self_signed")

    def test(command):
        trusted = command.settings.tls_fingerprint == "ab12"
        return Result(GOOD if trusted else [*GOOD[:2], TestStep("secure", untrusted)])

    bridge.answers[TestAccount] = test
    go(window, qtbot)
    qtbot.waitUntil(lambda: bool(said(window)))
    assert "AB:12" in said(window).replace("\u200b", "")
    window.servers_step.trust.emit(untrusted)
    qtbot.waitUntil(window.servers_step._add.isEnabled)
    window.servers_step._add.click()
    assert bridge.of(AddAccount) == [AddAccount(replace(FOUND, tls_fingerprint="ab12"), "secret")]


def test_editing_a_server_takes_back_that_it_was_tested(window, bridge, qtbot):
    go(window, qtbot)
    qtbot.waitUntil(window.servers_step._add.isEnabled)
    qtbot.keyClicks(window.servers_step.imap.host, "x")
    assert not window.servers_step._add.isEnabled()


def test_an_account_that_cannot_be_added_keeps_step_two_with_the_reason(window, bridge, qtbot):
    bridge.answers[AddAccount] = Result(error=Offline(host="imap.otklik.example", port=993, reason="timeout"))
    go(window, qtbot)
    qtbot.waitUntil(window.servers_step._add.isEnabled)
    window.servers_step._add.click()
    qtbot.waitUntil(lambda: bool(said(window)))
    assert "does not answer" in said(window)
    assert window.step == 2


def test_a_test_that_does_not_come_about_is_said(window, bridge, qtbot):
    bridge.answers[TestAccount] = Result(error=EngineLost())
    go(window, qtbot)
    qtbot.waitUntil(lambda: bool(said(window)))
    assert "has stopped" in said(window)


def test_an_answer_to_an_earlier_question_is_dropped(window, bridge, qtbot):
    go(window, qtbot)
    bridge.answers[TestAccount] = Result([TestStep("resolve", Offline(host="x", reason="unknown_host"))])
    window.servers_step._again.click()
    qtbot.waitUntil(lambda: bool(said(window)))
    assert window.servers_step.results.state("resolve") == "failed"


def test_several_ways_can_be_chosen_from(window, bridge, qtbot):
    other = replace(FOUND, imap=Endpoint("mail.otklik.example", 143, Security.STARTTLS), smtp=None)
    bridge.answers[Discover] = Result([FOUND, other])
    go(window, qtbot)
    window.servers_step.found.setCurrentIndex(1)
    window.servers_step.found.activated.emit(1)
    assert window.servers_step.settings().imap == other.imap
    assert window.servers_step.settings().smtp is None


EXCHANGE = AccountSettings(AccountKind.EWS, FOUND.address, FOUND.address)
URL = "https://mail.linia.example/EWS/Exchange.asmx"
EXCHANGE_GOOD = [TestStep("discover", detail=URL), *GOOD[:5]]


def rows(window):
    return [step for step, name in window.servers_step.results._names.items() if not name.isHidden()]


def test_an_exchange_is_recognised_its_server_found_and_added(window, bridge, qtbot):
    bridge.answers[Discover] = Result([EXCHANGE, FOUND])
    bridge.answers[TestAccount] = Result(EXCHANGE_GOOD)
    go(window, qtbot)
    assert window.servers_step.kind.currentData() == "ews"
    qtbot.waitUntil(window.servers_step._add.isEnabled)
    assert bridge.of(TestAccount) == [TestAccount(EXCHANGE, "secret")]
    assert window.servers_step.exchange.url.text() == URL
    window.servers_step._add.click()
    assert bridge.of(AddAccount) == [AddAccount(replace(EXCHANGE, ews_url=URL), "secret")]


def test_the_kind_of_mailbox_can_be_chosen_and_a_host_is_enough(window, bridge, qtbot):
    go(window, qtbot)
    step = window.servers_step
    step.kind.setCurrentIndex(step.kind.findData("ews"))
    step.kind.activated.emit(step.kind.currentIndex())
    assert step.exchange.isVisible()
    assert not step.imap_panel.isVisible()
    assert rows(window) == ["discover", "resolve", "connect", "secure", "sign_in", "folders"]
    assert not step._add.isEnabled()
    assert "DOMAIN" in step.user_field._below.text()
    qtbot.keyClicks(step.exchange.url, "mail.linia.example")
    assert rows(window) == ["resolve", "connect", "secure", "sign_in", "folders"]
    step.user.setText("LINIA\\marina")
    bridge.answers[TestAccount] = Result(EXCHANGE_GOOD[1:])
    qtbot.waitUntil(step._again.isEnabled)
    step._again.click()
    asked = bridge.of(TestAccount)[-1].settings
    assert (asked.kind, asked.user, asked.ews_url) == ("ews", "LINIA\\marina", URL)
    assert asked.imap is None
    step.kind.setCurrentIndex(step.kind.findData("imap"))
    step.kind.activated.emit(step.kind.currentIndex())
    assert step.settings().imap == FOUND.imap


def test_who_is_signed_in_by_the_computer_needs_no_password(window, bridge, qtbot):
    bridge.answers[TestAccount] = Result(EXCHANGE_GOOD)
    window.address_step._password.clear()
    window.address_step.no_password_button.click()
    qtbot.waitUntil(lambda: window.step == 2)
    assert bridge.of(TestAccount) == [TestAccount(replace(EXCHANGE, kerberos=True), "")]
    assert window.servers_step.exchange.kerberos.isChecked()
    assert bridge.of(Discover) == []


def test_a_server_that_was_found_stays_when_a_later_step_fails(window, bridge, qtbot):
    """Or an accepted certificate would never come to the server itself."""
    untrusted = TlsUntrusted(host="mail.linia.example", fingerprint="ab12", reason="self_signed")
    bridge.answers[Discover] = Result([EXCHANGE])
    bridge.answers[TestAccount] = Result([*EXCHANGE_GOOD[:3], TestStep("secure", untrusted)])
    go(window, qtbot)
    qtbot.waitUntil(lambda: bool(said(window)))
    assert window.servers_step.exchange.url.text() == URL
    bridge.answers[TestAccount] = Result(EXCHANGE_GOOD[1:])
    window.servers_step.trust.emit(untrusted)
    assert bridge.of(TestAccount)[-1].settings == replace(EXCHANGE, ews_url=URL, tls_fingerprint="ab12")
    qtbot.waitUntil(window.servers_step._add.isEnabled)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (AuthRejected(reason="maybe_inspected", host="mail.linia.example"), "inspects encrypted connections"),
        (AuthRejected(reason="inspected", host="mail.linia.example", inspector="ESET"), "ESET reads"),
        (PermissionDenied(reason="ews_refused", host="m.linia", agent="Otklik-EWS/1"), "Otklik-EWS/1"),
        (Unsupported(what="autodiscover", domain="linia.example"), "Type the address"),
        (Unsupported(what="ews_moved", url=URL), URL),
        (Unsupported(what="kerberos"), "Use a password"),
        (Throttled(after_s=300, reason="moving"), "being moved"),
        (Throttled(after_s=12), "12 s"),
    ],
)
def test_each_trouble_of_exchange_says_what_to_do(window, bridge, qtbot, error, words):
    bridge.answers[Discover] = Result([EXCHANGE])
    bridge.answers[TestAccount] = Result([TestStep("discover", error)])
    go(window, qtbot)
    qtbot.waitUntil(lambda: bool(said(window)))
    assert words in said(window)
    assert not window.servers_step._add.isEnabled()
