"""An account without a password: signed in in the browser, renewed, withdrawn, agreed to again."""

import base64
import webbrowser

import pytest

from desktop_app.domain.commands import SetSetting, SignIn, SignInAgain, TestAccount
from desktop_app.domain.model import Endpoint, Security
from desktop_app.mail import oauth
from tests.fakes.authorization_server import AuthorizationServer
from tests.fakes.engine_world import World
from tests.fakes.hostile_imap import HostileImap, Talk, mailbox


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
            engine.call(SetSetting("oauth_google_id", '"our-id"'))
            token = engine.call(SignIn("google", world.settings.address))
            settings = world.settings
            assert settings.imap == Endpoint("127.0.0.1", mail.port, Security.NONE)
            assert [step.error for step in engine.call(TestAccount(settings, token))] == [None] * 5
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
