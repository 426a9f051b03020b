"""A person in the browser, with a code, or at Windows itself; on fakes of Microsoft and of msal's broker."""

import threading
import time

import msal
import pytest

from desktop_app.domain.errors import ConsentNeeded
from desktop_app.mail import microsoft
from desktop_app.mail.microsoft_sign_in import CodeSignIn, sign_in

ME = "marina@linia.example"


def code_for(app) -> CodeSignIn:
    """With questions that follow each other at once."""
    asked = CodeSignIn(app)
    asked._flow["interval"] = 0
    return asked


def test_a_code_on_another_device_signs_in_too(authority, app) -> None:
    authority.pending = 2
    asked = code_for(app)
    assert (asked.url, asked.code, asked.lives_s) == (
        "https://microsoft.com/devicelogin", "ABCD-1234", 900.0
    )  # fmt: skip
    assert asked.wait().token("graph") == "access-1"
    assert authority.pending == 0


def test_a_network_that_goes_while_a_code_is_waited_for_costs_nothing(authority, app, monkeypatch) -> None:
    asked = code_for(app)
    here = asked._app.authority
    lost = iter([True, True, False])
    ask = microsoft._Http._ask

    def cut(http, method, url, more):
        return ask(http, method, url.replace(here, "https://127.0.0.1:9") if next(lost, False) else url, more)

    monkeypatch.setattr(microsoft._Http, "_ask", cut)
    assert asked.wait().token("graph") == "access-1"


class Patience(threading.Event):
    """Waits for nothing, and remembers for how long it would have."""

    def __init__(self, asked, authority) -> None:
        super().__init__()
        self.asked, self.authority, self.pauses = asked, authority, []

    def wait(self, timeout=None) -> bool:
        self.pauses.append(timeout)
        self.authority.refuses.clear()
        self.asked._flow["latest_attempt_at"] = 0
        return False


def test_who_is_told_to_slow_down_does(authority, app) -> None:
    asked = code_for(app)
    authority.refuses["device"] = ("slow_down", "AADSTS70016: slower")
    patience = Patience(asked, authority)
    assert asked.wait(patience).token("graph") == "access-1"
    assert patience.pauses == [5.0]  # RFC 8628 section 3.5


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (("authorization_declined", "AADSTS65004: declined"), "not_agreed"),
        (("expired_token", "AADSTS70020: the code has expired"), "code_ended"),
        (("access_denied", "AADSTS53003: blocked by Conditional Access"), "blocked"),
    ],
)
def test_what_ends_a_code_is_told_apart(authority, app, error, reason) -> None:
    asked = code_for(app)
    authority.refuses["device"] = error
    with pytest.raises(ConsentNeeded) as caught:
        asked.wait()
    assert caught.value.params["reason"] == reason


def test_a_code_that_nobody_types_ends(authority, app) -> None:
    authority.pending = 9_999
    with pytest.raises(ConsentNeeded) as caught:
        CodeSignIn(app).wait(timeout_s=0.1)
    assert caught.value.params["reason"] == "code_ended"


@pytest.mark.parametrize("how", ["browser", "code"])
def test_whoever_gives_up_is_not_waited_for_any_longer(authority, app, how) -> None:
    """Long before the time of either is over."""
    authority.comes, authority.pending = False, 9_999
    gone = threading.Event()
    threading.Timer(0.05, gone.set).start()
    began = time.monotonic()
    ways = {
        "browser": lambda: sign_in(app, ME, authority.open_page, gone=gone),
        "code": lambda: CodeSignIn(app).wait(gone),
    }
    with pytest.raises(ConsentNeeded) as caught:
        ways[how]()
    assert caught.value.params["reason"] == "cancelled"
    assert time.monotonic() - began < 5


def test_nobody_comes_back_from_the_browser(authority, app) -> None:
    authority.comes = False
    with pytest.raises(ConsentNeeded) as caught:
        sign_in(app, ME, authority.open_page, timeout_s=0.1)
    assert caught.value.params["reason"] == "nobody_came"


# Windows


class Broker:
    """What of msal.PublicClientApplication is asked on Windows; `answer` is a dict or an error to raise."""

    def __init__(self, answer) -> None:
        self.answer = answer
        self.made: list[dict[str, object]] = []
        self.asked: list[tuple[tuple[object, ...], dict[str, object]]] = []

    def __call__(self, client_id, **more):
        """In place of the class: the real one, whose interactive sign-in is ours."""
        self.made.append(more)
        made = self.real(client_id, **{**more, "enable_broker_on_windows": False})
        made.acquire_token_interactive = self._interactive
        return made

    def _interactive(self, *scopes, **more):
        self.asked.append((scopes, more))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def windows(monkeypatch):
    def make(answer) -> Broker:
        broker = Broker(answer)
        broker.real = msal.PublicClientApplication
        monkeypatch.setattr(microsoft, "has_broker", lambda: True)
        monkeypatch.setattr(msal, "PublicClientApplication", broker)
        return broker

    return make


def test_windows_signs_in_above_our_window_without_a_browser(authority, app, windows) -> None:
    broker = windows({"access_token": "by-windows"})
    sign_in(app, ME, authority.open_page, window=4711)
    assert broker.made[-1]["enable_broker_on_windows"] is True
    [((scopes,), more)] = broker.asked
    assert scopes == app.scopes("graph")
    assert more == {"login_hint": ME, "parent_window_handle": 4711}
    assert authority.visits == []


@pytest.mark.parametrize(
    "answer",
    [
        {"error": "broker_error", "error_description": "Status: Status_ApiContractViolation"},
        RuntimeError("WAM is not there"),
        ValueError("MsalRuntime needs the current app to register these redirect_uri"),
    ],
)
def test_where_windows_cannot_the_browser_does(authority, app, windows, answer) -> None:
    broker = windows(answer)
    assert sign_in(app, ME, authority.open_page).token("graph") == "access-1"
    [(_, more)] = broker.asked
    assert more["parent_window_handle"] is broker.real.CONSOLE_WINDOW_HANDLE
    assert len(authority.visits) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"error": "broker_error", "_broker_status": "Response_Status.Status_UserCanceled"}, "cancelled"),
        ({"error": "broker_error", "error_description": "AADSTS65001: not consented"}, "admin"),
        ({"error": "broker_error", "error_description": "AADSTS53000: device not compliant"}, "blocked"),
    ],
)
def test_who_says_no_at_windows_is_not_asked_again_by_the_browser(
    authority, app, windows, answer, reason
) -> None:
    windows(answer)
    with pytest.raises(ConsentNeeded) as caught:
        sign_in(app, ME, authority.open_page)
    assert caught.value.params["reason"] == reason
    assert authority.visits == []


def test_elsewhere_there_is_no_broker(authority, app) -> None:
    assert not microsoft.has_broker()


def test_a_windows_without_the_library_has_none(monkeypatch) -> None:
    monkeypatch.setattr(microsoft.sys, "platform", "win32")
    assert not microsoft.has_broker()  # here it is not installed
