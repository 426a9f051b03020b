"""Signing a person in at Microsoft: by Windows itself, in the browser, or with a code on another device.

https://learn.microsoft.com/en-us/entra/identity-platform/scenario-desktop-acquire-token-interactive
https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-device-code
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from desktop_app.domain.errors import ConsentNeeded, Offline, ServerError
from desktop_app.domain.model import AccountKind
from desktop_app.mail.failures import shorten
from desktop_app.mail.microsoft import Account, App, Mapped, is_final, token_of
from desktop_app.mail.oauth import VISIT_S, Doorstep

log = logging.getLogger(__name__)


def sign_in(
    app: App,
    address: str,
    open_page: Callable[[str], object],
    timeout_s: float = VISIT_S,
    gone: threading.Event | None = None,
    kind: str = AccountKind.GRAPH,
    window: int = 0,
) -> Account:
    """Blocks until the person has agreed, or `gone` is set. Raises as `Account.token`.

    On Windows by its own sign-in, above the `window` of this number (which only the person can end), where
    that is to be had; else in the system's browser, which comes back to this machine at any port (RFC 8252),
    with a code that is good with our verifier only (PKCE).
    """
    gone = gone or threading.Event()
    account = Account(app, "")
    if account.by_windows and _has_signed_in_by_windows(account, address, kind, window):
        return account
    with Mapped(app), Doorstep("") as doorstep:
        flow = account.msal.initiate_auth_code_flow(
            app.scopes(kind),
            redirect_uri=f"http://localhost:{doorstep.server_port}",
            login_hint=address,
            prompt="select_account",
            response_mode="form_post",
        )
        doorstep.state = flow["state"]
        open_page(flow["auth_uri"])
        doorstep.wait(timeout_s, gone)
        if not doorstep.query:
            raise _nobody(app, gone)
        try:
            found = account.msal.acquire_token_by_auth_code_flow(flow, doorstep.query)
        except ValueError as error:
            raise ServerError(text=shorten(str(error))) from error
    token_of(app, found)
    return account


class CodeSignIn:
    """A code that the person types at `url`, on any device. Construction asks for it and may raise as
    `Account.token`; it is good for `lives_s`.
    """

    def __init__(self, app: App, kind: str = AccountKind.GRAPH) -> None:
        self._app = app
        self._account = Account(app, "")
        with Mapped(app):
            self._flow = self._account.msal.initiate_device_flow(app.scopes(kind))
            if "user_code" not in self._flow:
                token_of(app, self._flow)
        self.url = str(self._flow["verification_uri"])
        self.code = str(self._flow["user_code"])
        self.lives_s = float(self._flow["expires_in"])
        self._ends = time.monotonic() + self.lives_s

    def wait(self, gone: threading.Event | None = None, timeout_s: float | None = None) -> Account:
        """Blocks until it was typed and agreed to, or `gone` is set. Raises as `Account.token`.

        A network that goes meanwhile costs nothing: the code lives on at Microsoft.
        """
        gone = gone or threading.Event()
        ends = self._ends if timeout_s is None else min(self._ends, time.monotonic() + timeout_s)
        while time.monotonic() < ends and not gone.is_set():
            if self._is_agreed():
                return self._account
            pause_s = float(self._flow["interval"])  # which msal makes longer when we are told to slow down
            gone.wait(max(0.0, min(pause_s, ends - time.monotonic())))
        raise _nobody(self._app, gone, "code_ended")

    def _is_agreed(self) -> bool:
        """Raises what ends the waiting."""
        try:
            with Mapped(self._app):
                found = self._account.msal.acquire_token_by_device_flow(
                    self._flow, exit_condition=lambda _flow: True
                )
        except Offline:
            return False
        if found.get("error") in ("authorization_pending", "slow_down"):
            return False
        token_of(self._app, found)
        return True


def _has_signed_in_by_windows(account: Account, address: str, kind: str, window: int) -> bool:
    """False: it has to be the browser. Raises ConsentNeeded where the browser would say the same."""
    app = account.app
    handle = window or account.msal.CONSOLE_WINDOW_HANDLE
    try:
        with Mapped(app):
            found = account.msal.acquire_token_interactive(
                app.scopes(kind), login_hint=address, parent_window_handle=handle
            )
    except (ConsentNeeded, RuntimeError) as error:  # a registration without the broker's redirect; no broker
        log.info("Windows cannot sign in: %s", error)
        return False
    if "UserCancel" in str(found.get("_broker_status", "")):
        raise ConsentNeeded(url="", reason="cancelled")
    if "access_token" not in found and not is_final(app, found):
        log.info("Windows cannot sign in: %s", shorten(str(found.get("error_description", ""))))
        return False
    token_of(app, found)
    return True


def _nobody(app: App, gone: threading.Event, reason: str = "nobody_came") -> ConsentNeeded:
    if gone.is_set():
        return ConsentNeeded(url="", reason="cancelled")
    return ConsentNeeded(url=app.admin_url, reason=reason)
