"""Mailboxes added in the assistant as a person does it: the real assistant and engine, and fakes of servers.

What goes wrong on the way is read in both languages.
"""

import json
import time
import webbrowser
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton

from desktop_app.domain.commands import SetSetting
from desktop_app.domain.model import AccountKind
from desktop_app.engine import account_desk
from desktop_app.engine.connection import Hub, connect
from desktop_app.engine.process import Engine, _result
from desktop_app.mail import ews_auth
from desktop_app.settings.paths import resources
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store.reader import Reader
from desktop_app.ui.assistant import Assistant
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import install, uninstall
from tests.fakes import ews_server, graph_mailbox
from tests.fakes.ews_server import ADDRESS, PASSWORD, USER, FakeEws
from tests.fakes.graph_server import FakeGraph
from tests.fakes.mail_world import ARRIVED, account, new_user
from tests.fakes.microsoft_authority import CLIENT_ID
from tests.fakes.provider_worlds import fresh

WAIT_MS = 15_000
SECONDS = 10.0  # "the first letters within seconds", on a machine that does other things too


class Desk:
    """An engine with its connection, and an assistant at the other end of it."""

    def __init__(self, engine, bridge, theme, data, qtbot) -> None:
        self.engine, self.bridge, self.data, self.qtbot = engine, bridge, data, qtbot
        self._theme = theme

    def open(self, *issuers: str) -> Assistant:
        self.assistant = Assistant(self._theme, self.bridge, ADDRESS, issuers)
        self.qtbot.addWidget(self.assistant)
        self.assistant.show()
        return self.assistant

    @property
    def servers(self):
        return self.assistant.servers_step

    @property
    def said(self) -> str:
        return self.servers._notice.text.text().replace("\u200b", "") if self.servers._notice else ""

    def until(self, condition) -> None:
        self.qtbot.waitUntil(condition, timeout=WAIT_MS)

    def press(self) -> None:
        """The button beside what was said."""
        self.servers._notice.findChild(QPushButton).click()

    def type_exchange(self, url: str, password: str) -> None:
        self.assistant.address_step._password.setText(password)
        self.assistant.address_step._button.click()
        self.until(lambda: self.assistant.step == 2)
        self.servers.choose_kind(AccountKind.EWS)
        self.servers.exchange.url.setText(url)
        self.servers.user.setText(USER)
        self.servers._again.click()

    def test_again(self) -> str:
        """What is said after it."""
        self.until(self.servers._again.isEnabled)
        self.servers._again.click()
        self.until(self.servers._again.isEnabled)
        return self.said

    def add(self, letters: int) -> None:
        """The last button, and the letters of the third step."""
        self.until(self.servers._add.isEnabled)
        began = time.monotonic()
        self.servers._add.click()
        self.until(lambda: self.assistant.sync_step.state.text() == f"Done: {letters} letters are here.")
        assert time.monotonic() - began < SECONDS
        reader = Reader(self.data)
        assert len(list(reader.letters())) == letters
        reader.close()


@contextmanager
def running(data, secrets):
    with Engine(data, FileSecrets(secrets)) as engine, ThreadPoolExecutor(4) as pool:
        hub = Hub(data, lambda command, answer: pool.submit(lambda: answer(_result(engine, command))), list)
        engine.listen(hub.tell)
        engine.start()
        yield engine
        hub.close()
        engine.stop()


@pytest.fixture
def desk(tmp_path, qapp, qtbot, monkeypatch):
    found = []
    monkeypatch.setattr(account_desk, "discover", lambda _address: found)
    monkeypatch.setattr(webbrowser, "open", lambda url: pages.append(url) or browse[0](url))
    pages, browse = [], [lambda _url: None]
    with running(tmp_path / "data", tmp_path / "secrets") as engine:
        bridge = Bridge(connect(tmp_path / "data"))
        bridge.start()
        made = Desk(engine, bridge, Theme(qapp, "light"), tmp_path / "data", qtbot)
        made.browse, made.pages, made.found = browse, pages, found
        yield made
        made.assistant.leave()
        bridge.close()


@pytest.fixture
def exchange():
    if reason := ews_server.why_not():
        pytest.skip(reason)
    fake = FakeEws("NTLM", tls=True)
    yield fake
    fake.close()
    fake.check()


def test_an_exchange_by_a_typed_address_its_certificate_a_wrong_password_and_its_letters(desk, exchange):
    for mime in fresh(3):
        exchange.mailbox.put(exchange.mailbox.known("inbox"), mime)
    desk.open()
    desk.type_exchange(exchange.url, "wrong")
    desk.until(lambda: bool(desk.said))
    pairs = ":".join(exchange.fingerprint.upper()[at : at + 2] for at in range(0, 64, 2))
    assert pairs in desk.said
    assert exchange.refused == 0  # nothing secret was said to a stranger
    desk.press()
    desk.until(lambda: "does not accept this user name and password" in desk.said)
    desk.press()
    assert desk.assistant.step == 1
    desk.assistant.address_step._password.setText(PASSWORD)
    desk.assistant.address_step._button.click()
    desk.add(letters=3)
    assert exchange.refused == 1, "once: a server locks accounts that keep knocking"

    exchange.stop()  # the VPN goes
    desk.until(lambda: desk.bridge.sync_states[1].error == "offline")
    exchange.restart()
    desk.engine._refresh_network(moved=True)
    desk.until(lambda: desk.bridge.sync_states[1].state == "live" and not desk.bridge.sync_states[1].error)
    assert exchange.refused == 1


def test_an_imap_mailbox_that_was_found_a_wrong_password_and_its_letters(desk, dovecot):
    user = new_user(dovecot)
    dovecot.append(user, "INBOX", [(mime, ARRIVED, ()) for mime in fresh(3)])
    desk.found.append(replace(account(user, dovecot.port), address=ADDRESS))
    desk.open()
    for password in ("wrong", "secret"):
        desk.assistant.address_step._password.setText(password)
        desk.assistant.address_step._button.click()
        if password == "wrong":
            desk.until(lambda: "does not accept this user name and password" in desk.said)
            desk.press()
    desk.add(letters=3)


MOVED = "https://m2.linia.example/EWS/Exchange.asmx"
# What happens at the server, and what is said of it, English and Russian.
TROUBLES = (
    (lambda fake: fake.trouble.update(GetFolder=403), "program “Otklik-EWS/1”", "программу «Otklik-EWS/1»"),
    (lambda fake: setattr(fake, "location", MOVED), f"server now: {MOVED}", f"сервере: {MOVED}"),
    (
        lambda fake: fake.trouble.update(GetFolder="ErrorMailboxMoveInProgress"),
        "is being moved to another server",
        "переносят на другой сервер",
    ),
    (
        lambda fake: fake.trouble.update(GetFolder="ErrorNonExistentMailbox"),
        "no mailbox of this address",
        "не знает ящика с таким адресом",
    ),
)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_each_trouble_of_an_exchange_is_one_sentence_that_says_what_to_do(
    desk, exchange, qapp, monkeypatch, language
):
    translators = install(qapp, resources() / "i18n", language)
    try:
        at = 1 if language == "en" else 2
        desk.open()
        desk.type_exchange(exchange.url, PASSWORD)
        desk.until(lambda: bool(desk.said))
        desk.press()  # the certificate is right
        desk.until(desk.servers._add.isEnabled)
        for trouble in TROUBLES:
            trouble[0](exchange)
            assert trouble[at] in desk.test_again()
            exchange.location = ""
        assert desk.test_again() == ""
        exchange.stop()
        said = desk.test_again()  # a VPN that drops is no wrong password
        assert {"en": "refuses the connection", "ru": "отклоняет подключение"}[language] in said
        assert {"en": "password", "ru": "парол"}[language] not in said
        exchange.restart()
        monkeypatch.setattr(ews_auth, "end_point", lambda _certificate: b"tls-server-end-point:" + b"0" * 32)
        said = desk.test_again()  # an antivirus stands in between: even the right password is refused
        assert {"en": "inspects encrypted", "ru": "проверяет защищённые"}[language] in said
        assert exchange.refused == 1
    finally:
        uninstall(qapp, translators)


@pytest.fixture
def microsoft(desk, authority):
    if reason := graph_mailbox.why_not():
        pytest.skip(reason)
    fake = FakeGraph()
    fake.tokens = {f"access-{number}" for number in range(1, 30)}
    known = {"id": CLIENT_ID, "authority": authority.url, "graph": fake.url}
    for name, value in known.items():
        desk.engine.call(SetSetting(f"oauth_microsoft_{name}", json.dumps(value)))
    yield fake
    fake.close()
    fake.check()


@pytest.mark.parametrize("how", ["browser", "code"])
def test_a_mailbox_of_microsoft_365_in_the_browser_or_by_a_code_and_its_letters(
    desk, microsoft, authority, how
):
    for mime in fresh(3):
        microsoft.mailbox.put(microsoft.mailbox.known["inbox"], mime)
    view = desk.open("microsoft").servers_step.microsoft.view
    if how == "browser":
        desk.browse[0] = authority.open_page
    desk.assistant.address_step.issuer_buttons["microsoft"].click()
    if how == "code":
        desk.until(lambda: bool(desk.pages))
        view.waiting.cancel_button.click()
        authority.pending = 1
        view.code_button.click()
        desk.until(lambda: view.waiting.code.text() == "ABCD-1234")
        assert view.waiting.page.text() == "https://microsoft.com/devicelogin"
    desk.add(letters=3)
    assert len(desk.pages) == 1


def test_consent_that_is_missing_and_a_sign_in_that_is_given_up(desk, microsoft, authority, qapp):
    authority.refuses["authorize"] = ("consent_required", "AADSTS90094: an administrator must agree")
    desk.browse[0] = authority.open_page
    view = desk.open("microsoft").servers_step.microsoft.view
    desk.assistant.address_step.issuer_buttons["microsoft"].click()
    desk.until(lambda: bool(desk.said))
    desk.servers._notice.letter_button.click()
    link = f"{authority.url}/organizations/adminconsent?client_id={CLIENT_ID}"
    assert link in qapp.clipboard().text()
    desk.browse[0] = lambda _url: None  # nobody comes back
    view.browser_button.click()
    desk.until(lambda: len(desk.pages) == 2)
    desk.assistant.leave()  # and the window goes: the engine waits for nobody
    desk.until(desk.engine._tokens._visits._gone.is_set)
    assert desk.said == ""
