"""Passwords as they are, tokens renewed once and kept."""

import json
import threading
import time
from dataclasses import replace

import pytest

from desktop_app.domain.errors import ConsentNeeded, InputError, SecretsError
from desktop_app.domain.model import HOUR, SECOND, AccountSettings, Endpoint, Security
from desktop_app.engine.tokens import Tokens, secret_name
from desktop_app.mail import oauth
from desktop_app.mail.oauth import AccessToken, Token
from desktop_app.settings.schema import Settings
from desktop_app.settings.secrets import FileSecrets
from tests.fakes.authorization_server import AuthorizationServer
from tests.fakes.microsoft_authority import CLIENT_ID, MicrosoftAuthority

OUR_ID = "our-id.apps.googleusercontent.com"
NOW = 1_700_000_000 * SECOND
ANNA = AccountSettings("imap", "anna@firma.ru", "anna", Endpoint("127.0.0.1", 993, Security.TLS))


@pytest.fixture
def server(monkeypatch):
    with AuthorizationServer() as server:
        monkeypatch.setitem(oauth.ISSUERS, "google", server.client.issuer)
        yield server


@pytest.fixture
def secrets(tmp_path):
    return FileSecrets(tmp_path / "secrets")


@pytest.fixture
def tokens(secrets, server, tmp_path):
    registered = Settings({"oauth_google_id": f'"{OUR_ID}"'}, {})
    return Tokens(secrets, lambda: registered, lambda: NOW, server.open_page, tmp_path)


def test_a_password_is_shown_as_it_is(tokens, secrets) -> None:
    secrets.set(secret_name(ANNA), "[secret]")
    assert tokens.password(ANNA) == "[secret]"
    assert not isinstance(tokens.password(ANNA), AccessToken)
    assert tokens.shown(ANNA, "[secret]") == "[secret]"


def test_who_is_signed_in_by_the_computer_has_no_password_to_keep(tokens, secrets) -> None:
    signed_in = AccountSettings("ews", "anna@firma.ru", "anna@firma.ru", kerberos=True)
    tokens.keep(signed_in, "")
    assert tokens.password(signed_in) == ""
    assert secrets.get(secret_name(signed_in)) is None


def test_what_was_never_kept_is_said(tokens) -> None:
    with pytest.raises(SecretsError):
        tokens.password(ANNA)


def test_what_signing_in_gives_is_kept_and_shown_without_asking_again(tokens, secrets, server) -> None:
    kept = tokens.sign_in("google", ANNA.address)
    tokens.keep(ANNA, kept)
    assert secrets.get(secret_name(ANNA)) == Token("google", "refresh-1", client=OUR_ID).text()
    assert tokens.password(ANNA) == tokens.shown(ANNA, kept) == "access-1"
    assert isinstance(tokens.password(ANNA), AccessToken)
    assert len(server.asked) == 1


def test_a_token_that_ends_is_renewed_once_for_all_connections(tokens, secrets, server) -> None:
    server.rotates = True
    secrets.set(secret_name(ANNA), Token("google", "old", "a", NOW).text())
    shown: list[str] = []
    threads = [threading.Thread(target=lambda: shown.append(tokens.password(ANNA))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shown == ["access-1"] * 4
    assert [form["refresh_token"] for form in server.asked] == ["old"]
    assert Token.read(secrets.get(secret_name(ANNA))) == Token("google", "refresh-1", client=OUR_ID)


def test_an_issuer_that_does_not_answer_keeps_no_other_mailbox_waiting(tokens, secrets, monkeypatch) -> None:
    secrets.set(secret_name(ANNA), Token("google", "refresh-1", client=OUR_ID).text())
    boris = replace(ANNA, address="boris@firma.ru")
    secrets.set(secret_name(boris), "secret")
    asked, silent = threading.Event(), threading.Event()

    def refreshed(_client, token, _now):
        asked.set()
        assert silent.wait(20)
        return replace(token, access="late", expires_at=NOW + HOUR)

    monkeypatch.setattr(oauth, "refreshed", refreshed)
    waiting = threading.Thread(target=tokens.password, args=(ANNA,))
    waiting.start()
    assert asked.wait(20)
    found: list[str] = []
    other = threading.Thread(target=lambda: found.append(tokens.password(boris)))
    other.start()
    other.join(10)
    in_time = list(found)
    silent.set()
    waiting.join()
    other.join()
    assert in_time == ["secret"]


def test_a_withdrawn_token_asks_for_consent_and_is_kept(tokens, secrets, server) -> None:
    server.status, server.error = 400, "invalid_grant"
    kept = Token("google", "old", "a", NOW).text()
    secrets.set(secret_name(ANNA), kept)
    with pytest.raises(ConsentNeeded):
        tokens.password(ANNA)
    assert secrets.get(secret_name(ANNA)) == kept


def test_who_agrees_again_has_a_new_token_and_a_password_is_left_alone(tokens, secrets) -> None:
    secrets.set(secret_name(ANNA), Token("google", "withdrawn", "a", NOW).text())
    tokens.sign_in_again(ANNA)
    assert tokens.password(ANNA) == "access-1"
    secrets.set(secret_name(ANNA), "secret")
    with pytest.raises(InputError):
        tokens.sign_in_again(ANNA)
    assert secrets.get(secret_name(ANNA)) == "secret"


@pytest.mark.parametrize("issuer", ["microsoft", "nobody"])
def test_without_a_client_id_nobody_is_sent_anywhere(tokens, server, issuer) -> None:
    with pytest.raises(InputError):
        tokens.sign_in(issuer, ANNA.address)
    assert server.visits == []


@pytest.fixture
def microsoft(secrets, tmp_path, monkeypatch):
    with MicrosoftAuthority(tmp_path / "authority") as authority:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.certificate))
        registered = {"oauth_microsoft_id": CLIENT_ID, "oauth_microsoft_authority": authority.url}
        settings = Settings({key: json.dumps(value) for key, value in registered.items()}, {})
        yield (
            authority,
            Tokens(secrets, lambda: settings, lambda: NOW, authority.open_page, tmp_path / "sign-in"),
        )


def test_a_sign_in_of_microsoft_365_is_kept_in_a_sealed_file_and_renewed_there(microsoft, secrets) -> None:
    authority, tokens = microsoft
    of_365 = AccountSettings("graph", "anna@firma.ru", "anna@firma.ru")
    kept = tokens.sign_in("microsoft365", of_365.address)
    assert tokens.shown(of_365, kept) == "access-1"
    authority.lives_s = 60
    tokens.keep(of_365, kept)
    assert len(secrets.get(secret_name(of_365))) < 100
    assert isinstance(tokens.password(of_365), AccessToken)
    by_imap = replace(of_365, kind="imap")
    assert tokens.password(by_imap) == "access-2"
    assert tokens.password(by_imap) == "access-3"
    again = Tokens(secrets, tokens.settings, lambda: NOW, authority.open_page, tokens.folder)
    again.password(by_imap)
    assert authority.refreshed[-1].startswith("refresh-3-")  # what was renewed is what was kept
    tokens.forget(of_365)
    assert list(tokens.folder.iterdir()) == []
    with pytest.raises(SecretsError):
        tokens.password(of_365)


def test_a_sealed_file_that_is_gone_asks_to_sign_in_again_and_that_mends_it(microsoft) -> None:
    _, tokens = microsoft
    of_365 = AccountSettings("graph", "anna@firma.ru", "anna@firma.ru")
    tokens.keep(of_365, tokens.sign_in("microsoft365", of_365.address))
    [file] = tokens.folder.iterdir()
    file.unlink()
    with pytest.raises(ConsentNeeded) as caught:
        tokens.password(of_365)
    assert caught.value.params["reason"] == "cache_lost"
    tokens.sign_in_again(of_365)
    assert tokens.password(of_365)


def test_whoever_begins_anew_ends_the_visit_before(microsoft) -> None:
    authority, tokens = microsoft
    authority.comes = False
    ended: list[str] = []

    def visit() -> None:
        try:
            tokens.sign_in("microsoft365", "anna@firma.ru")
        except ConsentNeeded as error:
            ended.append(str(error.params["reason"]))

    first = threading.Thread(target=visit)
    first.start()
    deadline = time.monotonic() + 10
    while not authority.visits:
        assert time.monotonic() < deadline
    authority.comes = True
    assert tokens.sign_in("microsoft365", "anna@firma.ru")
    first.join(10)
    assert ended == ["cancelled"]


def test_a_code_is_waited_for_and_can_be_given_up(microsoft) -> None:
    authority, tokens = microsoft
    of_365 = AccountSettings("graph", "anna@firma.ru", "anna@firma.ru")
    assert tokens.code().code == "ABCD-1234"
    tokens.keep(of_365, tokens.await_code())
    assert tokens.password(of_365) == "access-1"
    with pytest.raises(ConsentNeeded):
        tokens.await_code()  # it was used
    authority.pending = 9_999
    tokens.code()
    threading.Timer(0.1, tokens.cancel).start()
    with pytest.raises(ConsentNeeded) as caught:
        tokens.await_code()
    assert caught.value.params["reason"] == "cancelled"


def test_an_engine_that_stops_waits_for_nobody(microsoft) -> None:
    authority, tokens = microsoft
    authority.comes = False
    tokens.close()
    with pytest.raises(ConsentNeeded):
        tokens.sign_in("microsoft365", "anna@firma.ru")


def test_who_is_signed_in_stays_so_when_another_registration_is_set(microsoft, secrets) -> None:
    """The new one counts from the next sign-in."""
    authority, tokens = microsoft
    of_365 = AccountSettings("graph", "anna@firma.ru", "anna@firma.ru")
    authority.lives_s = 60
    tokens.keep(of_365, tokens.sign_in("microsoft365", of_365.address))
    other = Settings({"oauth_microsoft_id": '"22222222-2222-2222-2222-222222222222"'}, {})
    later = Tokens(secrets, lambda: other, lambda: NOW, authority.open_page, tokens.folder)
    assert later.password(of_365)
    assert authority.asked[-1]["client_id"] == CLIENT_ID


def test_a_sign_in_kept_before_its_registration_was_is_renewed_by_the_one_that_is_set(
    microsoft, secrets
) -> None:
    authority, tokens = microsoft
    of_365 = AccountSettings("graph", "anna@firma.ru", "anna@firma.ru")
    authority.lives_s = 60
    kept = tokens.sign_in("microsoft365", of_365.address)
    tokens.keep(of_365, json.dumps(json.loads(kept)[:2]))
    assert tokens.password(of_365) == "access-2"


def test_google_renews_by_the_client_that_signed_in(tokens, secrets, server) -> None:
    secrets.set(secret_name(ANNA), Token("google", "old", client="first-id").text())
    tokens.password(ANNA)
    assert [form["client_id"] for form in server.asked] == ["first-id"]


def test_without_a_registration_nothing_is_borrowed(tokens) -> None:
    with pytest.raises(InputError) as caught:
        tokens.sign_in("microsoft365", "anna@firma.ru")
    assert caught.value.params["reason"] == "no_registration"
