"""Exchange and Microsoft 365 through the proxy of a company: a small one on loopback that knows CONNECT."""

import contextlib
import ssl
from contextlib import closing

import pytest
import truststore

from desktop_app.domain.errors import AuthRejected, Offline, ServerError, TlsUntrusted, Unsupported
from desktop_app.mail import graph_client, microsoft, oauth
from desktop_app.mail.autoconfig import fetch_https
from desktop_app.mail.autodiscover import offered_schemes
from desktop_app.mail.ews import EwsProvider
from desktop_app.mail.graph import GraphProvider
from desktop_app.mail.probe import test_account as try_account
from desktop_app.mail.proxy import Proxy, proxy_to
from desktop_app.mail.tls import unverified_context
from tests.fakes import ews_server, graph_mailbox
from tests.fakes.connect_proxy import ConnectProxy
from tests.fakes.dovecot import free_ports
from tests.fakes.ews_server import PASSWORD, FakeEws
from tests.fakes.graph_server import TOKEN, FakeGraph
from tests.fakes.loopback_proxy import LoopbackProxy

NAME = "mail.linia.example"  # known to the proxy alone


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch) -> None:
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_proxy".upper(), raising=False)


@pytest.fixture
def fake():
    if reason := ews_server.why_not():
        pytest.skip(reason)
    fake = FakeEws("NTLM", tls=True)
    yield fake
    fake.close()
    fake.check()


@pytest.fixture
def proxies(fake, monkeypatch):
    """Makes proxies that lead to the fake Exchange and are those of the system."""
    with contextlib.ExitStack() as stack:

        def make(scheme: str = "", name: str = "", **more) -> ConnectProxy:
            made = stack.enter_context(ConnectProxy(fake.port, scheme, users=fake.ntlm_users, **more))
            monkeypatch.setenv("HTTPS_PROXY", made.url.replace("//", f"//{name}"))
            return made

        yield make


def settings(fake, **changes):
    return fake.account(ews_url=f"https://{NAME}/EWS/Exchange.asmx", **changes)


def folders(fake, password: str = PASSWORD, **changes):
    with closing(EwsProvider(settings(fake, **changes), lambda: password)) as provider:
        return provider.folders()


def test_exchange_is_reached_through_the_proxy_its_channel_binding_unhurt(fake, proxies) -> None:
    proxy = proxies()
    assert folders(fake)
    assert set(proxy.asked) == {f"{NAME}:443"}
    assert fake.refused == 0


def test_every_step_of_the_trial_goes_through_it(fake, proxies) -> None:
    proxies()
    steps = try_account(settings(fake), PASSWORD)
    assert [(step.step, step.error) for step in steps] == [
        (name, None) for name in ("resolve", "connect", "secure", "sign_in", "folders")
    ]


def test_an_unknown_certificate_behind_it_is_shown(fake, proxies) -> None:
    proxies()
    with pytest.raises(TlsUntrusted) as caught:
        folders(fake, tls_fingerprint="")
    assert caught.value.params["fingerprint"] == fake.fingerprint


@pytest.mark.parametrize("closes", [False, True])
def test_user_and_password_of_its_address_are_shown_to_it(fake, proxies, closes) -> None:
    proxy = proxies("Basic", "petr:p%40ss@", user="petr", password="p@ss")
    proxy.closes = closes
    assert folders(fake)
    assert proxy.refused == fake.asked.count("GetFolder") == 1


@pytest.mark.parametrize("scheme", ["NTLM", "Negotiate"])
def test_it_is_signed_in_to_as_the_domain_wants(fake, proxies, scheme) -> None:
    proxies(scheme, f"linia%5Cmarina:{PASSWORD}@")
    assert folders(fake)
    assert fake.refused == 0


def test_the_sign_in_of_the_system_is_used_where_no_user_is_named(fake, proxies, monkeypatch, tmp_path):
    """As SSPI does on Windows: here a file that the environment names holds the user."""
    (tmp_path / "me").write_text(f"LINIA:marina:{PASSWORD}")
    monkeypatch.setenv("NTLM_USER_FILE", str(tmp_path / "me"))
    proxies("NTLM")
    assert folders(fake)


@pytest.mark.parametrize("scheme", ["Basic", "Negotiate", "NTLM"])
def test_a_sign_in_that_fails_is_no_fault_of_the_mailbox_s_password(fake, proxies, scheme) -> None:
    proxy = proxies(scheme, "petr:wrong@" if scheme != "Negotiate" else "", user="petr", password="right")
    with pytest.raises(Offline) as caught:
        folders(fake)
    assert caught.value.params["reason"] == "proxy_sign_in"
    assert caught.value.params["port"] == proxy.port
    assert fake.asked == []


def test_a_proxy_that_lets_nobody_through_or_is_away_is_told_by_name(fake, proxies, monkeypatch) -> None:
    proxy = proxies()
    proxy.status = 403
    with pytest.raises(Offline) as caught:
        folders(fake)
    assert (caught.value.params["reason"], caught.value.params["port"]) == ("proxy_refused", proxy.port)
    [away] = free_ports(1)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{away}")
    with pytest.raises(Offline) as caught:
        folders(fake)
    assert (caught.value.params["reason"], caught.value.params["port"]) == ("refused", away)


def test_a_wrong_password_of_the_mailbox_stays_its_own(fake, proxies) -> None:
    proxies()
    with pytest.raises(AuthRejected):
        folders(fake, "wrong")
    assert fake.refused == 1


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (NAME, Proxy("proxy.linia.example", 3128)),
        ("inside.linia.example", None),
        ("127.0.0.1", None),
        ("localhost", None),
    ],
)
def test_what_is_inside_or_here_is_reached_straight(monkeypatch, host, expected) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.linia.example:3128")
    monkeypatch.setenv("NO_PROXY", "inside.linia.example")
    assert proxy_to(host) == expected


def test_another_kind_of_proxy_is_told(monkeypatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://proxy.linia.example:1080")
    with pytest.raises(Unsupported) as caught:
        proxy_to(NAME)
    assert caught.value.params == {"what": "proxy", "text": "socks5"}


@pytest.mark.parametrize("said", ["http://me:secret@[::", "http://me:secret@proxy:99999", "http://"])
def test_what_names_no_proxy_is_told_without_its_password(monkeypatch, said) -> None:
    monkeypatch.setenv("HTTPS_PROXY", said)
    with pytest.raises(Unsupported) as caught:
        proxy_to(NAME)
    assert caught.value.params == {"what": "proxy", "text": said.rpartition("@")[2]}


@pytest.fixture
def trusting(monkeypatch) -> None:
    """The certificate of the fake bears another name than the one that the proxy knows."""
    monkeypatch.setattr(truststore, "SSLContext", lambda _kind: unverified_context())


def test_microsoft_is_asked_for_a_sign_in_through_it_too(fake, proxies, trusting) -> None:
    proxy = proxies("NTLM", f"linia%5Cmarina:{PASSWORD}@")
    assert microsoft._Http().get(f"https://{NAME}/x").status_code == 405  # the fake's own answer
    assert set(proxy.asked) == {f"{NAME}:443"}
    proxy.status = 502
    with pytest.raises(Offline) as caught, microsoft.Mapped(microsoft.App("id", "", f"https://{NAME}")):
        microsoft._Http().get(f"https://{NAME}/x")
    assert caught.value.params["reason"] == "proxy_refused"


def test_google_is_asked_for_a_token_through_it_too(fake, proxies, trusting) -> None:
    proxies("NTLM", f"linia%5Cmarina:{PASSWORD}@")
    issuer = oauth.ISSUERS["google"]._replace(token=f"https://{NAME}/x")
    with pytest.raises(ServerError):  # which an Exchange says to that
        oauth.refreshed(oauth.Client(issuer, "id"), oauth.Token("google", "r"), 0)
    assert fake.refused == 0


def test_a_domain_is_asked_about_its_servers_through_it(fake, proxies, trusting) -> None:
    proxy = proxies("NTLM", f"linia%5Cmarina:{PASSWORD}@")
    assert fetch_https(f"https://{NAME}/x") is None
    assert offered_schemes(f"https://{NAME}/x") == []
    assert len(proxy.asked) >= 2
    proxy.status = 502
    assert fetch_https(f"https://{NAME}/x") is None
    assert offered_schemes(f"https://{NAME}/x") == []


class _TlsFront(LoopbackProxy):
    def __init__(self, port: int, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(port)

    def _serve(self, client) -> None:
        super()._serve(self._context.wrap_socket(client, server_side=True))


@pytest.mark.parametrize("scheme", ["", "NTLM"])
def test_microsoft_365_is_reached_through_it_with_the_sign_in_of_the_domain(fake, monkeypatch, scheme):
    """TLS ends in a relay before the fake Graph, which itself speaks plain HTTP."""
    if reason := graph_mailbox.why_not():
        pytest.skip(reason)
    graph = FakeGraph()
    with contextlib.ExitStack() as stack:
        stack.callback(graph.close)
        front = stack.enter_context(_TlsFront(graph.port, fake.context))
        proxy = stack.enter_context(ConnectProxy(front.port, scheme, users=fake.ntlm_users))
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", f"//linia%5Cmarina:{PASSWORD}@"))
        monkeypatch.setattr(graph_client.truststore, "SSLContext", lambda _kind: unverified_context())
        account = graph.account(graph_url="https://graph.microsoft.com")
        with closing(GraphProvider(account, lambda: TOKEN)) as provider:
            assert provider.folders()
        assert set(proxy.asked) == {"graph.microsoft.com:443"}
        proxy.status = 502
        with closing(GraphProvider(account, lambda: TOKEN)) as provider, pytest.raises(Offline) as caught:
            provider.folders()
        assert caught.value.params["reason"] == "proxy_refused"
    graph.check()
