"""Signing in at Microsoft, on a fake authority that keeps to PKCE."""

import pytest

from desktop_app.domain.errors import ConsentNeeded, Offline, ServerError, Throttled
from desktop_app.mail.microsoft import Account, packed, unpacked
from desktop_app.mail.microsoft_sign_in import sign_in
from tests.fakes.microsoft_authority import CLIENT_ID

ME = "marina@linia.example"


def test_who_agrees_in_the_browser_is_signed_in_and_asked_for_no_more_than_mail(authority, app) -> None:
    account = sign_in(app, ME, authority.open_page)
    assert account.token("graph") == "access-1"
    [visit] = authority.visits
    assert visit["login_hint"] == ME
    assert visit["code_challenge_method"] == "S256"
    assert visit["redirect_uri"].startswith("http://localhost:")
    rights = {one.rpartition("/")[2] for one in visit["scope"].split()}
    assert rights == {"Mail.ReadWrite", "Mail.Send", "User.Read", "offline_access", "openid", "profile"}


def test_for_a_shared_mailbox_the_rights_to_those_of_others_are_asked_for_and_kept(authority, app) -> None:
    text, by = unpacked(packed(sign_in(app.of(True), ME, authority.open_page)))
    [visit] = authority.visits
    rights = {one.rpartition("/")[2] for one in visit["scope"].split()}
    assert {"Mail.ReadWrite.Shared", "Mail.Send.Shared"} < rights
    assert Account(by, text).token("graph") == "access-1"
    assert unpacked('["msal", "text", "id", "common", "https://a", "https://g"]').app.shared == ""


def test_what_is_packed_signs_in_again_and_for_imap_too_without_a_person(
    authority, app
) -> None:
    text, by = unpacked(packed(sign_in(app, ME, authority.open_page)))
    assert by == app
    assert len(text) > 2560  # what Windows would not keep
    account = Account(app, text)
    assert account.token("graph") == "access-1"
    assert not account.has_changed
    assert account.token("imap") == "access-2"
    assert "outlook.office.com/IMAP" in authority.asked[-1]["scope"]
    assert account.has_changed
    assert len(authority.visits) == 1


def test_a_token_that_ends_is_renewed_silently(authority, app) -> None:
    authority.lives_s = 60
    account = sign_in(app, ME, authority.open_page)
    assert account.token("graph") == "access-2"
    assert [one[:9] for one in authority.refreshed] == ["refresh-1"]


@pytest.mark.parametrize(
    ("where", "error", "said", "reason"),
    [
        ("authorize", "consent_required", "AADSTS90094: an administrator of Linia has set a policy", "admin"),
        ("authorize", "access_denied", "AADSTS65004: User declined to consent", "not_agreed"),
        ("code", "invalid_grant", "AADSTS65001: The user or administrator has not consented", "admin"),
        ("code", "invalid_client", "AADSTS7000218: client_assertion or client_secret", "registration"),
        ("code", "access_denied", "AADSTS53003: blocked by Conditional Access", "blocked"),
        ("refresh", "invalid_grant", "AADSTS50173: the grant has expired", "ended"),
    ],
)
def test_each_refusal_is_told_apart(authority, app, where, error, said, reason) -> None:
    authority.lives_s = 60
    authority.refuses[where] = (error, said)
    with pytest.raises(ConsentNeeded) as caught:
        sign_in(app, ME, authority.open_page).token("graph")
    assert caught.value.params["reason"] == reason
    if reason == "admin":
        url = f"{authority.url}/linia.example/adminconsent?client_id={CLIENT_ID}"
        assert caught.value.params["url"] == url


def test_a_busy_or_odd_authority_is_no_refusal(authority, app) -> None:
    authority.refuses["code"] = ("temporarily_unavailable", "AADSTS90033: try again later")
    with pytest.raises(Throttled):
        sign_in(app, ME, authority.open_page)
    authority.refuses["code"] = ("strange", "?")
    with pytest.raises(ServerError):
        sign_in(app, ME, authority.open_page)


def test_an_authority_that_is_not_there_is_offline(app, authority) -> None:
    with pytest.raises(Offline):
        Account(app._replace(authority="https://127.0.0.1:9"), "")


def test_garbage_instead_of_a_sign_in_asks_for_it_again(app) -> None:
    with pytest.raises(ConsentNeeded) as caught:
        Account(app, "{garbage")
    assert caught.value.params["reason"] == "cache_lost"
    assert unpacked("secret") is None
    assert unpacked("[1]") is None
    assert unpacked('["msal", "{}"]') == ("{}", None)  # of an Otklik that kept no registration with it
