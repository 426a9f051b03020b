"""An account without a password: signed in in the browser, renewed, withdrawn, agreed to again."""

import base64
import io
import signal
import sys
import webbrowser
from contextlib import closing

import pytest

from desktop_app.cli.main import run
from desktop_app.cli.parser import parser
from desktop_app.domain.commands import SetSetting, SignIn, SignInAgain, TestAccount
from desktop_app.domain.model import Endpoint, Security
from desktop_app.engine.process import clock
from desktop_app.mail import oauth
from desktop_app.store.reader import Reader
from tests.fakes.authorization_server import AuthorizationServer
from tests.fakes.engine_world import World
from tests.fakes.hostile_imap import HostileImap, Talk, mailbox

OUR_ID = "our-id.apps.googleusercontent.com"


class TokenMail(HostileImap):
    """An empty mailbox for whoever shows the token `good`."""

    def __init__(self) -> None:
        self.good = "access-1"
        handlers = {
            "AUTHENTICATE XOAUTH2": self._authenticate,
            "EXAMINE": mailbox(0, 1),
            "LIST": lambda talk, tag, _: talk.send('* LIST () "/" INBOX', f"{tag} OK done"),
        }
        super().__init__(handlers, "IMAP4rev1 AUTH=XOAUTH2")

    def _authenticate(self, talk: Talk, tag: str, _: str) -> None:
        talk.send("+ ")
        shown = base64.b64decode(talk.line()).decode()
        if f"Bearer {self.good}\x01" in shown:
            talk.send(f"{tag} OK welcome")
            return
        talk.send("+ eyJzdGF0dXMiOiI0MDAifQ==")
        assert talk.line() == ""
        talk.send(f"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials")


@pytest.fixture
def issuer(monkeypatch):
    with AuthorizationServer() as server:
        monkeypatch.setitem(oauth.ISSUERS, "google", server.client.issuer)
        monkeypatch.setattr(webbrowser, "open", server.open_page)
        yield server


def test_a_mailbox_is_signed_in_to_and_again_when_the_consent_ends(issuer, tmp_path) -> None:
    with TokenMail() as mail:
        world = World(mail, "marina", tmp_path)
        with world.engine() as engine:
            engine.call(SetSetting("oauth_google_id", f'"{OUR_ID}"'))
            token = engine.call(SignIn("google", world.settings.address))
            settings = world.settings
            assert settings.imap == Endpoint("127.0.0.1", mail.port, Security.NONE)
            assert [step.error for step in engine.call(TestAccount(settings, token))] == [None] * 6
            account = world.add(engine, token)
            world.facts.state("live")
        mail.good = "access-2"
        issuer.status, issuer.error = 400, "invalid_grant"  # withdrawn
        again = len(world.facts.all)
        with world.engine() as engine:
            world.facts.state("waiting", "consent_needed", again)
            issuer.status = 200
            live = len(world.facts.all)
            engine.call(SignInAgain(account))
            world.facts.state("live", since=live)
    assert not any(command.startswith("LOGIN") for command in mail.commands)


class Console(io.StringIO):
    """Standard output; whoever reads an address there opens it."""

    def __init__(self, open_page) -> None:
        super().__init__()
        self._open_page = open_page

    def write(self, text: str) -> int:
        if text.startswith("http"):
            self._open_page(text)
        return super().write(text)


class CommandLine:
    """`otklik` in this process, for a token mailbox; `said` is what it wrote to both streams."""

    def __init__(self, world, open_page, monkeypatch) -> None:
        self.world, self.said = world, Console(open_page)
        monkeypatch.setenv("OTKLIK_SECRETS", str(world.secrets))
        monkeypatch.setattr(sys, "stdout", self.said)
        monkeypatch.setattr(sys, "stderr", self.said)

    def run(self, *words) -> int:
        return run(parser().parse_args([*map(str, words)]), self.world.data, clock())

    def add(self, *words) -> int:
        imap = f"127.0.0.1:{self.world.settings.imap.port}"
        place = ("--address", self.world.settings.address, "--imap", imap, "--imap-security", "none")
        return self.run("account", "add", *place, "--sign-in", "google", *words)

    def accounts(self):
        with closing(Reader(self.world.data)) as reader:
            return reader.accounts()


def test_the_command_line_signs_in_by_browser_and_the_account_is_read(issuer, tmp_path, monkeypatch) -> None:
    with TokenMail() as mail:
        world = World(mail, "marina", tmp_path)
        console = CommandLine(world, issuer.open_page, monkeypatch)
        assert console.add("--client-id", OUR_ID, "--client-secret", "our-secret") == 0
        assert [visit["login_hint"] for visit in issuer.visits] == [world.settings.address]
        mail.good = "access-2"  # what was got at the sign-in has ended with that program: each renews
        assert console.run("account", "test", world.settings.address) == 0
        mail.good = "access-3"
        assert console.run("sync", "--once") == 0
    kept = world.secrets.read_text("utf-8")
    assert "refresh-" in kept
    assert "access-" not in kept
    assert [form["client_secret"] for form in issuer.asked] == ["our-secret"] * len(issuer.asked)


def test_the_command_line_says_what_it_needs_to_sign_in_by_browser(issuer, tmp_path, monkeypatch) -> None:
    with TokenMail() as mail:
        console = CommandLine(World(mail, "marina", tmp_path), issuer.open_page, monkeypatch)
        assert console.add() == 1
    assert "There is no application ID of google." in console.said.getvalue()


@pytest.mark.parametrize("how", ["refused", "nobody_came", "interrupted"])
def test_who_does_not_agree_saves_nothing(issuer, tmp_path, monkeypatch, how) -> None:
    issuer.agrees = False
    browser = {
        "refused": issuer.open_page,
        "nobody_came": lambda _url: None,
        "interrupted": lambda _url: signal.raise_signal(signal.SIGINT),
    }[how]
    with TokenMail() as mail:
        world = World(mail, "marina", tmp_path)
        with world.engine():  # there are data
            pass
        console = CommandLine(world, browser, monkeypatch)
        code = console.add("--client-id", OUR_ID, "--timeout", "1")
        assert console.accounts() == []
    assert (code, mail.commands) == (130 if how == "interrupted" else 1, [])
    assert "othing was saved." in console.said.getvalue()
