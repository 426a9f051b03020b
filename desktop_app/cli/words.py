"""Error codes as English sentences for the console. The window has its own, in two languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop_app.domain.errors import AppError
from desktop_app.domain.reach import CERTIFICATE_SOON_DAYS, MOST_CLOCK_S, Reach

_SENTENCES = {
    "mail_error": "The mail server cannot be used.",
    "signed_in_too_often": (
        "The server cuts the connection right after each sign-in. The next try is in {after_s} s."
    ),
    "state_invalid": "The server has forgotten the state of this folder; it will be read again.",
    "item_gone": "This letter is no longer on the server.",
    "tls_untrusted": (
        "The certificate of {host} is not trusted ({reason}). If you know it is right, add the account "
        "with --trust {fingerprint}"
    ),
    "server_error": "The mail server answered with an error: {text}",
    "store_error": "The data could not be read or written ({text}).",
    "disk_full": "The disk is full. Nothing was lost; free some space and try again.",
    "folder_unusable": "{path} cannot be used: {text}.",
    "database_too_new": (
        "These data are of a newer Otklik ({file} is of version {found}, this one knows {known}). "
        "Update this one."
    ),
    "database_corrupt": (
        "The database is damaged. `otklik sync --once` keeps it aside and builds a new one from the mailbox."
    ),
    "database_busy": "Another Otklik is already running with the data folder {path}.",
    "engine_lost": "The running Otklik ended before it had answered. Try again.",
    "input_error": "This cannot be used for {field}: {reason}",
    "app_error": "Something went wrong; the log file in the data folder says more.",
}
_CONSENT = {
    "": "Sign in with your mail provider first: {url}",
    "admin": ("Your company lets only an administrator agree to this. Send this address to your IT: {url}"),
    "not_agreed": (
        "Nobody agreed, so nothing was saved. If Microsoft said “Need admin approval”, send this address to "
        "your IT: {url}"
    ),
    "nobody_came": (
        "Nobody came back from the browser in time, so nothing was saved. If Microsoft said “Need admin "
        "approval”, send this address to your IT: {url}"
    ),
    "code_ended": "The code has ended, so nothing was saved. Start anew for another one.",
    "cancelled": "The sign-in was given up; nothing was saved.",
    "registration": "Microsoft does not accept the registration of Otklik. Your IT should look at: {text}",
    "blocked": "The rules of your company do not let this computer in. Ask your IT: {text}",
    "ended": "The sign-in at Microsoft has ended. Sign in again.",
    "token_refused": "Microsoft does not accept the sign-in any more. Sign in again.",
    "no_token": "Microsoft 365 takes no passwords here. Sign in with Microsoft.",
    "cache_lost": "The sign-in kept on this computer is damaged or gone. Sign in again; no letter is lost.",
}
_AUTH = {
    "": "The server did not accept this user name and password.",
    "app_password": "The server wants an app password, not the usual one. Make one at your mail provider.",
    "maybe_inspected": (
        "{host} did not accept this user name and password. If they are right, a program that inspects TLS "
        "may stand in between: exempt {host} there."
    ),
    "inspected": (
        "{inspector} reads the TLS connection to {host}, so Exchange refuses even the right password "
        "(extended protection). Exempt {host} there."
    ),
    "disabled": "This account is disabled at the server.",
    "expired": "The password has expired. Set a new one first.",
}
_FORBIDDEN = {
    "": "The server does not allow this.",
    "ews_refused": (
        "Exchange at {host} answers 403: allow EWS for the mailbox (Set-CASMailbox -EwsEnabled) and the "
        "agent {agent} (EwsAllowList)."
    ),
    "graph_refused": "Microsoft 365 does not allow this: {text}",
    "other_mailbox": "{user} has signed in, who does not have the mailbox {address}.",
    "not_shared": "{user} may not open the mailbox {address}. IT gives full access (and Send As) to it.",
}
_BUSY = {
    "": "The server asks for a pause of {after_s} s.",
    "moving": "The mailbox is being moved to another server; it goes on by itself.",
}
_OFFLINE = {
    "": "The server cannot be reached.",
    "unknown_host": "There is no server named {host}. Check the spelling and your connection.",
    "refused": "{host}:{port} refuses the connection. Is the server running, is the port right?",
    "timeout": "{host}:{port} does not answer.",
    "cut": "The connection to {host}:{port} was cut.",
    "unreachable": "{host} cannot be reached from here.",
    "proxy_refused": "The proxy {host}:{port} does not let Otklik through to the mail server.",
    "proxy_sign_in": (
        "The proxy {host}:{port} wants a sign-in that this computer does not give it. Set HTTPS_PROXY with "
        "user and password, or ask IT."
    ),
}
_UNSUPPORTED = {
    "": "This server cannot do what Otklik needs: {what}",
    "tls": "{host}:{port} does not speak TLS. Is the port right? Other ports want `starttls`.",
    "starttls": "{host}:{port} offers no STARTTLS. Is the port right?",
    "password_sign_in": "The server offers no sign-in with a password.",
    "token_sign_in": "The server offers no sign-in by way of a browser.",
    "smtp": "This account has no server for sending.",
    "uidvalidity": "The server does not number its letters, so they cannot be synchronised.",
    "ews": "There are no Exchange Web Services at this address of {host} ({text}).",
    "ews_moved": "The mailbox is at another server now. Add the account again with --ews-url {url}",
    "autodiscover": "{domain} does not tell where its Exchange is. Name it with --ews-url.",
    "at_microsoft": "The mailbox {address} is in Microsoft 365 now. Add it with --kind graph.",
    "no_mailbox": "Exchange knows no mailbox of this address ({text}).",
    "exchange_version": "This Exchange is too old: 2013 SP1 or newer is needed.",
    "kerberos": "This computer has no Kerberos ticket for the server. Use a password. ({text})",
    "graph_mailbox": "Microsoft 365 has no mailbox of this person (no licence, or it is on-premises): {text}",
    "kind": "This kind of account needs a newer Otklik: {text}",
    "proxy": "The system names a proxy that Otklik cannot use ({text}): only HTTP proxies will do.",
    "smtputf8": "The server for sending takes no addresses beyond ASCII.",
    "8bitmime": "The server for sending takes no letters beyond ASCII.",
}
_SECRETS = {
    "": "Passwords cannot be kept on this machine.",
    "no_keyring": "There is no keyring on this machine. Name a file (mode 0600) in OTKLIK_SECRETS.",
    "no_password": "No password is kept for {address}. Remove the account and add it again.",
    "unsafe_file": "The file of OTKLIK_SECRETS can be read by others. Run: chmod 600 {path}",
    "unreadable_file": "The file of OTKLIK_SECRETS cannot be read: {path}",
    "unwritable_file": "The file of OTKLIK_SECRETS cannot be written: {path}",
}
_TRACKING = {
    "": "The tracking server cannot be used.",
    "unreachable": "The tracking server cannot be reached.",
    "refused": "The tracking server does not accept this key.",
    "no_team": "The tracking server is too old to know teams.",
    "bad_answer": "The tracking server gave an answer that makes no sense.",
    "off": "No tracking server is connected.",
}
_INPUT = {
    "account_exists": "There is already an account {address}.",
    "not_agreed": "Nobody agreed in the browser, so nothing was saved.",
    "no_such_file": "This file is not in the letter.",
    "not_written": "The file {path} cannot be written: {text}.",
    "no_server_found": "No server was found for {address}. Name one with --imap HOST:PORT.",
    "always_read": "This folder is always read: letters come in here.",
    "no_such_folder": "There is no such folder. `otklik account folders ADDRESS` shows those there are.",
    "bad_address": "{address!r} is not an e-mail address.",
    "bad_intervals": 'These hours are not usable: each interval is ["HH:MM", "HH:MM"], none overlap.',
    "control_character": "The {field} holds a character that cannot be typed.",
    "declined": "Nothing was erased.",
    "empty": "The {field} is empty.",
    "ends_before_it_starts": "The {field} ends before it starts.",
    "needs_both_files": "A certificate needs both files: --cert and --key.",
    "exists": "There is a file {path} already; it is not overwritten.",
    "locked": "The setting {field} is managed by your organisation.",
    "mistyped": "The key is mistyped: copy it once more, whole.",
    "not_a_client_id": "This is no application ID of Microsoft: 00000000-0000-0000-0000-000000000000.",
    "not_a_tenant": "This is no directory of Microsoft: its ID, or a domain such as company.ru.",
    "not_a_google_id": "This is no client ID of Google: it ends in .apps.googleusercontent.com.",
    "no_client_id": "There is no application ID of {issuer}. Name yours with --client-id, or use a password.",
    "no_registration": (
        "Microsoft 365 needs a registration of Otklik in your company: name its ID with --client-id (and "
        "--tenant). The help, “Microsoft 365”, tells IT what to register."
    ),
    "no_data_yet": "There are no data in {path} yet. Start with `otklik account add`.",
    "no_backup": "The file {path} is no whole backup of a tracking server.",
    "no_company": "An address at a public mail service, or no domain: there is no company behind it.",
    "no_reminder": "There is no reminder of this person. `otklik remind list` shows those there are.",
    "no_such_company": "Nobody of this company has written, and no letter went there.",
    "no_such_letter": "There is no such letter. `otklik later list` shows those there are.",
    "past": "This instant has passed.",
    "no_such_contact": "There are no letters with this address.",
    "nobody_waits": "Nobody waits for an answer there: there is nothing to hand over.",
    "no_such_member": "Nobody called {name!r} has told you rows.",
    "not_a_phone": "This is no telephone number: it needs 5 to 15 digits.",
    "same_address": "This is the same address already.",
    "no_such_person": "Nobody called {name!r} has a key in use. `otklik server list` shows who has.",
    "no_such_account": "There is no such account. `otklik account list` shows those there are.",
    "nobody": "The letter is addressed to nobody.",
    "not_a_choice": "This is not among the choices for {field}.",
    "not_a_date": "The {field} are not dates such as 2026-11-26.",
    "not_a_fingerprint": "A certificate is named by its SHA-256: 64 hexadecimal digits.",
    "not_a_key": "This is not a key of a tracking server.",
    "not_an_ews_url": "{url!r} is not the address of an Exchange: https://HOST/EWS/Exchange.asmx.",
    "not_a_network": "{text!r} is not an address or range such as 10.0.0.0/8.",
    "not_host_port": "{text!r} is not HOST:PORT.",
    "not_http": "The public address must begin with http:// or https://.",
    "not_https": "The address of a tracking server must begin with https://.",
    "not_json": "The value for {field} is not JSON.",
    "not_latin1": "The {field} holds a character that this server cannot be told.",
    "not_printable_ascii": "The {field} holds a character beyond printable ASCII.",
    "not_unknown": "What became of this letter is known already.",
    "out_of_range": "The value for {field} is too small or too large.",
    "not_a_file": "This storage is no file; use the backup of its database.",
    "several_people": "Several people are called {name!r}. Use the number from `otklik server list`.",
    "unusable_certificate": "The certificate or its key cannot be used: {text}",
    "plain_only_on_loopback": "A password may not travel to {host} unencrypted. Use tls or starttls.",
    "not_apart": "Exchange sends a letter to all whom it names, never to some of them.",
    "receive_only": "This account only receives: it has no server for sending.",
    "too_late": "It is too late: the letter is already on its way.",
    "public_url unknown": "Say with --public-url how recipients reach the server.",
    "unknown": "The {field} {value} is not known.",
    "unknown_scheme": "Data of the tracking server lie in sqlite:///PATH or postgresql://USER@HOST/DATABASE",
    "unknown_setting": "There is no setting {field}.",
    "not_a_team_file": "This is no file of a colleague's rows.",
    "altered": "The file was changed after it was signed. Nothing was read.",
    "other_key": "Somebody else has signed the earlier files of {name}. Nothing was read.",
    "older": "A newer file of {name} was read already.",
    "whose": "Name the owner of the file with --name. Compare its number by telephone first: {fingerprint}",
    "unreadable": "The file {path} cannot be read: {text}.",
    "bad_hours": "The working hours in the file make no sense. Nothing was read.",
    "of_the_server": "This colleague's rows come from the server.",
    "wrong_type": "The value for {field} is of the wrong type.",
}
_FAMILIES = {
    "auth_rejected": ("reason", _AUTH),
    "consent_needed": ("reason", _CONSENT),
    "offline": ("reason", _OFFLINE),
    "permission_denied": ("reason", _FORBIDDEN),
    "throttled": ("reason", _BUSY),
    "unsupported": ("what", _UNSUPPORTED),
    "secrets_error": ("reason", _SECRETS),
    "tracking_error": ("reason", _TRACKING),
    "input_error": ("reason", _INPUT),
}


def sentence(error: AppError) -> str:
    """Never raises: what has no sentence of its own gets that of its family; a missing parameter is "?"."""
    return sentence_of(error.code, error.params)


def sentence_of(code: str, params: Mapping[str, str | int | float]) -> str:
    """The same for an error that was kept."""
    return (_of_family(code, params) or _SENTENCES.get(code) or code).format_map(_Known(params))


def _of_family(code: str, params: Mapping[str, str | int | float]) -> str | None:
    parameter, family = _FAMILIES.get(code, ("", {}))
    reason = str(params.get(parameter, ""))
    return family.get(f"{params.get('field', '')} {reason}") or family.get(reason) or family.get("")


class _Known(dict[str, str | int | float]):
    def __missing__(self, key: str) -> str:
        return "?"


def reach_findings(reach: Reach) -> Iterator[tuple[bool, str]]:
    """Whether recipients reach the tracking server, one finding a line."""
    if reach.here:
        yield False, f"public address {reach.url}, asked from here: {_REACH[reach.here]}"
    else:
        yield True, f"public address {reach.url}: a picture asked for from here comes from this server"
    if reach.there == "unknown":
        yield True, "the tracking server is of an older version: it cannot ask itself from outside"
    elif reach.there:
        # Routers often do not let a server reach itself from inside: no failure while it works from here.
        yield not reach.here, f"public address, asked by the server itself: {_REACH[reach.there]}"
    else:
        yield True, "public address, asked by the server itself: it works"
    days = reach.certificate_days
    if days is not None:
        ends = f"ends in {days} days" if days >= 0 else "has ended"
        yield days >= CERTIFICATE_SOON_DAYS, f"the certificate of the tracking server {ends}"
    if abs(reach.clock_s) > MOST_CLOCK_S:
        side = "ahead of" if reach.clock_s > 0 else "behind"
        yield False, f"the clock of the tracking server is {abs(reach.clock_s)} s {side} this computer's"


_REACH = {
    "name": "the name is not known to the DNS",
    "refused": "nothing listens there",
    "timeout": "no answer in time; a firewall may be in between",
    "certificate": "the certificate is not trusted",
    "unreachable": "it cannot be reached",
    "other_server": "something else answers there, not this tracking server",
}
