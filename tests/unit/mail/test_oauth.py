"""Signing in through the browser, renewing in time, and what a mail server is told."""

import base64
import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest

from desktop_app.domain.errors import ConsentNeeded, MailError, Offline, ServerError, Throttled, Unsupported
from desktop_app.domain.model import HOUR, MINUTE, SECOND, Endpoint, Security
from desktop_app.mail.imap import ImapProvider
from desktop_app.mail.oauth import (
    ISSUERS,
    AccessToken,
    Client,
    Token,
    oauthbearer,
    refreshed,
    sign_in,
    xoauth2,
)
from tests.fakes.authorization_server import AuthorizationServer
from tests.fakes.dovecot import free_ports
from tests.fakes.hostile_imap import HostileImap, Talk
from tests.fakes.mail_world import account

NOW = 1_700_000_000 * SECOND


def test_a_person_who_agrees_gives_a_token() -> None:
    with AuthorizationServer() as server:
        token = sign_in(server.client, "anna@firma.ru", server.open_page, NOW)
        [visit], [form] = server.visits, server.asked
    assert token == Token("google", "refresh-1", "access-1", NOW + HOUR, "our-id", "our-secret")
    assert (visit["login_hint"], visit["code_challenge_method"]) == ("anna@firma.ru", "S256")
    assert visit["redirect_uri"].startswith("http://127.0.0.1:")
    assert form["redirect_uri"] == visit["redirect_uri"]
    assert (form["client_id"], form["client_secret"]) == ("our-id", "our-secret")


def test_a_person_who_does_not_agree_is_asked_later() -> None:
    with AuthorizationServer() as server:
        server.agrees = False
        with pytest.raises(ConsentNeeded) as caught:
            sign_in(server.client, "anna@firma.ru", server.open_page, NOW)
    assert caught.value.params["text"] == "access_denied"


def test_a_person_who_never_comes_back_is_not_waited_for() -> None:
    with AuthorizationServer() as server, pytest.raises(ConsentNeeded):
        sign_in(server.client, "anna@firma.ru", lambda _: None, NOW, timeout_s=0.1)


def test_another_program_that_knocks_with_a_code_is_turned_away() -> None:
    statuses: list[int] = []

    def knock(redirect: str) -> None:
        for query in ("", "?code=stolen", "?code=stolen&state=guess"):
            try:
                urllib.request.urlopen(redirect + query, timeout=10).close()
            except urllib.error.HTTPError as error:
                statuses.append(error.code)
                error.close()

    with AuthorizationServer() as server:
        threads: list[threading.Thread] = []

        def open_page(url: str) -> None:
            server.agrees = True
            redirect = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["redirect_uri"][0]
            threads.append(threading.Thread(target=lambda: (knock(redirect), server.open_page(url))))
            threads[0].start()

        assert sign_in(server.client, "anna@firma.ru", open_page, NOW).refresh == "refresh-1"
        threads[0].join()
    assert statuses == [404, 404, 404]


def test_a_token_is_renewed_five_minutes_before_it_ends() -> None:
    token = Token("google", "r", "a", NOW + HOUR)
    assert token.is_fresh(NOW + 54 * MINUTE)
    assert not token.is_fresh(NOW + 55 * MINUTE)


@pytest.mark.parametrize("rotates", [False, True], ids=["google", "microsoft"])
def test_a_renewed_token_keeps_its_refresh_token_or_gets_a_new_one(rotates: bool) -> None:
    with AuthorizationServer() as server:
        server.rotates = rotates
        token = refreshed(server.client, Token("google", "kept"), NOW)
    assert token.refresh == ("refresh-1" if rotates else "kept")
    assert token.is_fresh(NOW)


@pytest.mark.parametrize(
    ("status", "error", "raised"),
    [
        (400, "invalid_grant", ConsentNeeded),
        (400, "interaction_required", ConsentNeeded),
        (401, "invalid_client", ServerError),
        (429, "", Throttled),
        (503, "", Throttled),
    ],
)
def test_a_refused_renewal_says_what_to_do(status: int, error: str, raised: type[Exception]) -> None:
    with AuthorizationServer() as server:
        server.status, server.error = status, error
        with pytest.raises(raised):
            refreshed(server.client, Token("google", "r"), NOW)


def test_nobody_there_is_offline() -> None:
    [port] = free_ports(1)
    issuer = ISSUERS["google"]._replace(token=f"http://127.0.0.1:{port}/token")
    with pytest.raises(Offline):
        refreshed(Client(issuer, "id"), Token("google", "r"), NOW)


@pytest.mark.parametrize("status", [200, 400, 500])
def test_what_is_shown_and_logged_of_an_odd_answer_holds_no_token(status: int, monkeypatch) -> None:
    answer = (
        b'{"access_token": "ya29.new", "refresh_token": "1//kept", "secret": "our-secret",'
        b' "expires_in": "soon"}'
    )
    with AuthorizationServer() as server:
        monkeypatch.setattr(server, "answer", lambda _: (status, answer))
        with pytest.raises(MailError) as caught:
            refreshed(server.client, Token("google", "1//kept"), NOW)
    for secret in ("ya29.new", "1//kept", "our-secret"):
        assert secret not in str(caught.value)


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"access_token": 1, "expires_in": "soon"}', b"{}"])
def test_an_answer_that_makes_no_sense_is_a_server_error(answer: bytes, monkeypatch) -> None:
    with AuthorizationServer() as server:
        monkeypatch.setattr(server, "answer", lambda _: (200, answer))
        with pytest.raises(ServerError):
            refreshed(server.client, Token("google", "r"), NOW)


@pytest.mark.parametrize("text", ["secret", "", "[1,2]", '["oauth2"]', '["oauth2",1,2,3,4]', "null", "123"])
def test_a_password_is_not_taken_for_a_token(text: str) -> None:
    assert Token.read(text) is None


def test_a_token_survives_the_keyring() -> None:
    token = Token("microsoft", 'r"\\', "a", NOW)
    assert Token.read(token.text()) == token


# mail servers


def provider(server: HostileImap) -> ImapProvider:
    return ImapProvider(account("anna", server.port), lambda: AccessToken("abc"))


@pytest.mark.parametrize(
    ("offered", "mechanism"),
    [("AUTH=XOAUTH2 AUTH=OAUTHBEARER", "XOAUTH2"), ("AUTH=OAUTHBEARER", "OAUTHBEARER")],
)
def test_the_token_is_shown_instead_of_a_password(offered: str, mechanism: str) -> None:
    said: list[str] = []

    def authenticate(talk: Talk, tag: str, _: str) -> None:
        talk.send("+ ")
        said.append(base64.b64decode(talk.line()).decode())
        talk.send(f"{tag} OK welcome")

    with HostileImap({f"AUTHENTICATE {mechanism}": authenticate}, f"IMAP4rev1 {offered}") as server:
        made = provider(server)
        assert made.folders() == []
        made.close()
        here = Endpoint("127.0.0.1", server.port, Security.TLS)
    assert said == [xoauth2("anna", "abc") if mechanism == "XOAUTH2" else oauthbearer("anna", "abc", here)]


@pytest.mark.parametrize(("mechanism", "answer"), [("XOAUTH2", ""), ("OAUTHBEARER", "AQ==")])
def test_a_refused_token_is_answered_as_the_protocol_wants_and_asks_for_consent(mechanism, answer) -> None:
    said: list[str] = []

    def authenticate(talk: Talk, tag: str, _: str) -> None:
        talk.send("+ ")
        talk.line()
        talk.send("+ " + base64.b64encode(b'{"status":"400","schemes":"Bearer"}').decode())
        said.append(talk.line())
        talk.send(f"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)")

    handlers = {f"AUTHENTICATE {mechanism}": authenticate}
    with HostileImap(handlers, f"IMAP4rev1 AUTH={mechanism}") as server, pytest.raises(ConsentNeeded):
        provider(server).folders()
    assert said == [answer]


def test_a_server_that_takes_no_tokens_is_unsupported() -> None:
    with HostileImap({}, "IMAP4rev1 AUTH=PLAIN") as server, pytest.raises(Unsupported):
        provider(server).folders()
    assert not any("abc" in command for command in server.commands)
