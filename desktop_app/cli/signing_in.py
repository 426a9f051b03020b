"""`otklik account add --sign-in google|microsoft`, `--kind graph`: the person agrees in a browser."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.door import Door, open_reader
from desktop_app.cli.timing import settings_of
from desktop_app.domain.commands import SetSetting
from desktop_app.domain.errors import ConsentNeeded, InputError
from desktop_app.domain.model import AccountKind, Micros
from desktop_app.engine.tokens import registered_app
from desktop_app.mail import oauth
from desktop_app.settings.policy import locked_settings, policy_file
from desktop_app.settings.schema import Settings, check

if TYPE_CHECKING:
    from desktop_app.mail.microsoft import App


@dataclass(frozen=True, slots=True)
class Consent:
    """`password` is a token, to be used as one. `client` of the command line is to be kept: it renews."""

    password: str
    client: oauth.Client | None
    app: App | None = None

    def keep_client(self, door: Door) -> None:
        if self.app is not None:
            door.call(SetSetting("oauth_microsoft_id", json.dumps(self.app.client_id)))
            door.call(SetSetting("oauth_microsoft_tenant", json.dumps(self.app.tenant)))
        if self.client is None:
            return
        name = f"oauth_{self.client.issuer.name}"
        door.call(SetSetting(f"{name}_id", json.dumps(self.client.id)))
        if self.client.secret:
            door.call(SetSetting(f"{name}_secret", json.dumps(self.client.secret)))


def sign_in(arguments: argparse.Namespace, data: Path, now: Micros) -> Consent:
    """Blocks until the person has agreed; Ctrl+C ends it. Raises InputError, MailError."""
    if arguments.kind == AccountKind.GRAPH:
        return _microsoft_365(arguments, data)
    issuer = arguments.sign_in
    named = bool(arguments.client_id)
    if named:
        check(f"oauth_{issuer}_id", json.dumps(arguments.client_id))
    client = (
        oauth.Client(oauth.ISSUERS[issuer], arguments.client_id, arguments.client_secret)
        if named
        else _registered(issuer, data)
    )
    try:
        token = oauth.sign_in(client, arguments.address.strip(), _show, now, arguments.timeout)
    except ConsentNeeded as error:
        raise InputError(field="sign_in", reason="not_agreed") from error
    except KeyboardInterrupt:
        print("Nothing was saved.", file=sys.stderr)
        raise
    return Consent(token.text(), client if named else None)


def _microsoft_365(arguments: argparse.Namespace, data: Path) -> Consent:
    from desktop_app.mail import microsoft, microsoft_sign_in

    settings = _settings(data)
    if arguments.client_id:
        check("oauth_microsoft_id", json.dumps(arguments.client_id))
        check("oauth_microsoft_tenant", json.dumps(arguments.tenant))
        named = {
            "oauth_microsoft_id": json.dumps(arguments.client_id),
            "oauth_microsoft_tenant": json.dumps(arguments.tenant),
        }
        app = registered_app(settings.with_values(named))
    else:
        app = registered_app(settings)
    address = arguments.address.strip().lower()
    who = (arguments.user or address).strip()
    asking = app.of(who.lower() != address)
    try:
        if arguments.device_code:
            asked = microsoft_sign_in.CodeSignIn(asking)
            _show_code(asked.url, asked.code)
            account = asked.wait(timeout_s=arguments.timeout)
        else:
            account = microsoft_sign_in.sign_in(asking, who, _show, arguments.timeout)
    except KeyboardInterrupt:
        print("Nothing was saved.", file=sys.stderr)
        raise
    return Consent(microsoft.packed(account), None, app if arguments.client_id else None)


def _show_code(address: str, code: str) -> None:
    print(f"Open {address} in any browser and type {code}. Ctrl+C ends the waiting.", flush=True)


def _show(address: str) -> None:
    hint = "Open this address in a browser on this computer and agree. Ctrl+C ends the waiting."
    print(hint, file=sys.stderr)
    print(address, flush=True)


def _registered(issuer: str, data: Path) -> oauth.Client:
    settings = _settings(data)
    client_id = settings.text(f"oauth_{issuer}_id")
    if not client_id:
        raise InputError(field="issuer", reason="no_client_id", issuer=issuer)
    secret = settings.text("oauth_google_secret") if issuer == "google" else ""
    return oauth.Client(oauth.ISSUERS[issuer], client_id, secret)


def _settings(data: Path) -> Settings:
    """What IT has set counts before there are any data."""
    try:
        with open_reader(data) as reader:
            return settings_of(reader)
    except InputError:
        return Settings({}, locked_settings(policy_file()))
