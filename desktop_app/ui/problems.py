"""What is wrong and what to do, in one sentence; and states of accounts, tracking and the outbox in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_app.domain.errors import AppError
from desktop_app.domain.facts import SyncState
from desktop_app.ui.translation import tr
from desktop_app.ui.words import count, fill

if TYPE_CHECKING:
    from desktop_app.store.rows import OutboxRow

Params = Mapping[str, str | int | float]


def sentence(error: AppError) -> str:
    """Never fails: an unknown code gets a general sentence that names the code."""
    return sentence_of(error.code, error.params)


def sentence_of(code: str, params: Params) -> str:
    """As `sentence`, of an error that came as its code and parameters."""
    families = {
        "auth_rejected": _sign_in,
        "consent_needed": _consent,
        "permission_denied": _forbidden,
        "throttled": _busy,
        "offline": _offline,
        "unsupported": _unsupported,
        "secrets_error": _secrets,
        "tracking_error": _tracking_error,
        "input_error": _input,
    }
    reason = str(params.get("what" if code == "unsupported" else "reason", ""))
    by_reason = families[code]().get(reason) if code in families else None
    text = by_reason or _general().get(code) or tr("Something went wrong ({code}).").format(code=code)
    return fill(text, params)


def sync_state(state: SyncState) -> str:
    """One account, without its address: "Connecting", "Reading letters: 1,204 of 20,000"."""
    if state.error:
        return sentence_of(state.error, dict(state.params))
    if state.state == "syncing" and state.total:
        text = tr("Reading letters: {done} of {total}")
        return text.format(done=count(state.done), total=count(state.total))
    return {
        "connecting": tr("Connecting"),
        "syncing": tr("Reading letters"),
        "live": tr("Up to date"),
        "waiting": tr("Waiting before the next try"),
        "stopped": tr("Stopped"),
    }.get(state.state, state.state)


def tracking_state(state: str) -> str:
    return {
        "off": tr("Opens and clicks are off: no tracking server is set."),
        "on": tr("Opens and clicks are on."),
        "unreachable": tr("The tracking server cannot be reached. Signals will arrive later."),
        "refused": tr("The tracking server does not accept your key."),
    }.get(state, state)


def outbox_row(row: OutboxRow) -> str:
    """What has become of a letter, and why, in the server's words where it said some."""
    if row.state == "held" and row.error:
        why = outbox_wait(row.error)
        waits = tr("Waits to be sent")
        return f"{waits}. {why}"
    state = outbox_state(row.state)
    if row.state == "unknown" or not row.error:
        return state
    return f"{state}. {row.refusal if row.error == 'refused' else sentence_of(row.error, {})}".rstrip(". ")


def outbox_wait(error: str) -> str:
    if error == "throttled":
        return tr("The mail server does not take it yet. Otklik tries again by itself.")
    return sentence_of(error, {})


def outbox_state(state: str) -> str:
    return {
        "held": tr("Will be sent in a moment"),
        "sending": tr("Being sent"),
        "sent": tr("Sent"),
        "partly": tr("Sent to some of the recipients, not yet to the others"),
        "rejected": tr("Not accepted by the server"),
        "unknown": tr("May have been sent: the connection broke at the end"),
        "undone": tr("Not sent"),
    }.get(state, state)


def test_step(step: str) -> str:
    """What is tried while an account is tested."""
    return {
        "discover": tr("Ask the domain for its server"),
        "resolve": tr("Find the server"),
        "connect": tr("Open the connection"),
        "secure": tr("Check the certificate"),
        "sign_in": tr("Sign in", "a step of the test"),
        "folders": tr("Read the list of folders"),
        "bell": tr("Be told of new letters"),
        "smtp": tr("Sign in to the outgoing server"),
    }.get(step, step)


def test_detail(detail: str) -> str:
    """What a step of the test has found: codes in words, else as it is."""
    return {
        "tls": tr("TLS"),
        "starttls": tr("STARTTLS"),
        "none": tr("unencrypted, this computer only"),
        "notify": tr("at once, in every folder"),
        "idle": tr("at once in the inbox, each minute elsewhere"),
        "poll": tr("each minute: the server does not ring"),
    }.get(detail, detail)


def _general() -> dict[str, str]:
    return {
        "app_error": tr("Something went wrong."),
        "mail_error": tr("The mail server gave an unexpected answer."),
        "auth_rejected": tr("The server does not accept this user name and password."),
        "consent_needed": tr("Sign in with your mail provider first."),
        "throttled": tr("The server asks for a pause of {after_s} s. Otklik goes on by itself."),
        "signed_in_too_often": tr(
            "The server cuts the connection right after each sign-in. Otklik tries again in {after_s} s."
        ),
        "offline": tr("The mail server cannot be reached. Otklik tries again by itself."),
        "state_invalid": tr("The server has renumbered this folder. It is read again."),
        "item_gone": tr("This letter is no longer on the server."),
        "permission_denied": tr("The server does not allow this."),
        "tls_untrusted": tr("The certificate of {host} cannot be trusted."),
        "unsupported": tr("This server cannot do what Otklik needs."),
        "server_error": tr("The mail server answered with an error: {text}"),
        "store_error": tr("The data folder cannot be used."),
        "folder_unusable": tr("{path} cannot be used: {text}"),
        "disk_full": tr("The disk is full. Nothing was lost. Free some space and Otklik goes on."),
        "database_too_new": tr("These data were written by a newer Otklik. Update this one."),
        "database_corrupt": tr("The database was damaged. It is kept aside and rebuilt from your mailbox."),
        "database_busy": tr("Otklik is already running with this data folder."),
        "tracking_error": tr("The tracking server cannot be used."),
        "secrets_error": tr("The password store of this computer cannot be used."),
        "engine_lost": tr("The background part of Otklik has stopped."),
        "input_error": tr("This cannot be used: {field}"),
    }


def _sign_in() -> dict[str, str]:
    return {
        "app_password": tr(
            "The server wants an app password, not the usual one. Make one in the security settings of your "
            "mail."
        ),
        "maybe_inspected": tr(
            "{host} does not accept this user name and password. If they are right, a program that inspects "
            "encrypted connections may stand in between: ask your IT to let {host} pass."
        ),
        "inspected": tr(
            "{inspector} reads the encrypted connection to {host}, so Exchange refuses even the right "
            "password. Ask your IT to exempt {host}."
        ),
        "disabled": tr("This account is disabled at the server. Ask your IT."),
        "expired": tr("The password has expired. Set a new one in Outlook or Windows first."),
    }


def _consent() -> dict[str, str]:
    return {
        "admin": tr(
            "In your company only IT may agree to this. Send your IT the link; after they have agreed, sign "
            "in again."
        ),
        "not_agreed": tr(
            "Nobody agreed at Microsoft. If it said “Need admin approval”, send your IT the link."
        ),
        "nobody_came": tr(
            "Nobody came back from the browser. If it said “Need admin approval”, send your IT the link."
        ),
        "code_ended": tr("The code has expired. Get a new one."),
        "cancelled": tr("The sign-in was cancelled."),
        "registration": tr(
            "Microsoft does not accept the registration of Otklik. Show this to your IT: {text}"
        ),
        "blocked": tr("The rules of your company do not let this computer in. Show this to your IT: {text}"),
        "ended": tr("The sign-in at Microsoft has ended. Sign in again."),
        "token_refused": tr("Microsoft does not accept the sign-in any more. Sign in again."),
        "no_token": tr("Microsoft 365 takes no passwords here. Sign in with Microsoft."),
        "cache_lost": tr(
            "The sign-in kept on this computer is damaged or gone. Sign in again; no letter is lost."
        ),
    }


def _forbidden() -> dict[str, str]:
    return {
        "graph_refused": tr("Microsoft 365 does not allow this: {text}"),
        "other_mailbox": tr("{user} has signed in, but does not have the mailbox {address}."),
        "not_shared": tr("{user} may not open the mailbox {address}. Your IT gives full access to it."),
        "ews_refused": tr(
            "Exchange at {host} does not let Otklik in. Ask your IT to allow Exchange Web Services for your "
            "mailbox, and the program “{agent}”."
        ),
    }


def _busy() -> dict[str, str]:
    return {
        "moving": tr("Your mailbox is being moved to another server. Otklik goes on by itself afterwards."),
    }


def _unsupported() -> dict[str, str]:
    return {
        "tls": tr("{host} does not speak TLS on port {port}. Try another port, or STARTTLS."),
        "starttls": tr("{host} offers no STARTTLS on port {port}. Try TLS."),
        "password_sign_in": tr("This server takes no passwords, so Otklik cannot sign in."),
        "token_sign_in": tr("This server takes no sign-in by browser. Use a password."),
        "smtp": tr("This mailbox only receives: it has no outgoing server."),
        "uidvalidity": tr("This server does not number its letters, so they cannot be read reliably."),
        "smtputf8": tr("The outgoing server takes only addresses in Latin letters."),
        "8bitmime": tr("The outgoing server takes only letters in plain ASCII."),
        "ews": tr("There are no Exchange Web Services at this address. Ask your IT for the right one."),
        "ews_moved": tr("Your mailbox is at another server now: {url}. Change the address of the server."),
        "autodiscover": tr(
            "{domain} does not tell where its Exchange is. Type the address of the server: your IT knows it. "
            "Outside the office it may need the VPN."
        ),
        "at_microsoft": tr("This mailbox is in Microsoft 365 now. Choose it, and sign in there."),
        "graph_mailbox": tr("This person has no mailbox in Microsoft 365. Ask your IT about the licence."),
        "no_mailbox": tr("Exchange knows no mailbox of this address. Check the address."),
        "exchange_version": tr("This Exchange is too old: Otklik needs Exchange 2013 SP1 or newer."),
        "kerberos": tr("This computer is not signed in to the domain of the server. Use a password."),
        "kind": tr("This kind of mailbox needs a newer Otklik."),
        "proxy": tr("The system names a proxy that Otklik cannot use ({text}): only HTTP proxies will do."),
        "push": tr("This server does not tell of new letters; Otklik asks each minute."),
    }


def _offline() -> dict[str, str]:
    return {
        "unknown_host": tr("There is no server named {host}. Check the spelling and your connection."),
        "refused": tr("{host} refuses the connection on port {port}."),
        "timeout": tr("{host} does not answer. Otklik tries again by itself."),
        "cut": tr("The connection to {host} was cut. Otklik tries again by itself."),
        "unreachable": tr("{host} cannot be reached from here. Check your connection."),
        "proxy_refused": tr("The proxy {host} does not let Otklik through to the mail server. Ask your IT."),
        "proxy_sign_in": tr(
            "The proxy {host} wants a sign-in that this computer does not give it. Ask your IT; a user and "
            "password may stand in the address of the proxy."
        ),
    }


def _secrets() -> dict[str, str]:
    return {
        "no_password": tr("No password is kept for {address}. Enter it again."),
        "no_keyring": tr("This computer has no password store. Name a file in OTKLIK_SECRETS."),
        "unsafe_file": tr("The file named by OTKLIK_SECRETS can be read by others. Make it private first."),
        "unreadable_file": tr("The file named by OTKLIK_SECRETS cannot be read."),
        "unwritable_file": tr("The file named by OTKLIK_SECRETS cannot be written."),
    }


def _tracking_error() -> dict[str, str]:
    return {
        "unreachable": tr("The tracking server cannot be reached."),
        "refused": tr("The tracking server does not accept this key."),
        "no_team": tr("The server is too old to know teams."),
        "bad_answer": tr("This address does not answer like a tracking server."),
        "off": tr("No tracking server is connected."),
    }


def _input() -> dict[str, str]:
    return {**_values(), **_connecting(), **_writing(), **_team_files()}


def _values() -> dict[str, str]:
    """What was set or entered."""
    return {
        "locked": tr("Managed by your organisation"),
        "unknown_setting": tr("There is no setting {field}."),
        "not_json": tr("The value of {field} cannot be read."),
        "wrong_type": tr("The value of {field} is of the wrong sort."),
        "not_a_choice": tr("{field} has no such choice."),
        "out_of_range": tr("The value of {field} is out of range."),
        "bad_address": tr("{address} is not an e-mail address."),
        "account_exists": tr("There is already a mailbox {address}."),
        "no_such_account": tr("This mailbox is no longer here."),
        "always_read": tr("This folder is always read: letters come in here."),
        "no_such_folder": tr("This folder is no longer here."),
        "control_character": tr("There is a character in it that cannot be typed."),
        "not_written": tr("{path} cannot be written: {text}"),
        "bad_intervals": tr("These hours overlap, or end before they begin."),
    }


def _connecting() -> dict[str, str]:
    """Servers, keys and registrations."""
    return {
        "not_an_ews_url": tr("{url} is not the address of a server, such as mail.company.ru."),
        "plain_only_on_loopback": tr(
            "A password may not travel to {host} unencrypted. Choose TLS or STARTTLS."
        ),
        "not_a_fingerprint": tr("A certificate is named by its SHA-256: 64 hexadecimal digits."),
        "not_a_client_id": tr("An application ID is five groups of digits and letters a to f, with hyphens."),
        "not_a_tenant": tr("A directory is named by its ID, or by a domain such as company.ru."),
        "not_a_google_id": tr("A client ID of Google ends in .apps.googleusercontent.com."),
        "no_registration": tr(
            "Microsoft 365 needs a registration of Otklik in your company. Ask your IT for its application "
            "ID; the help, “Microsoft 365”, tells them how."
        ),
        "no_client_id": tr(
            "Otklik has no application ID of {issuer} here, so nobody can sign in by browser. Use a password."
        ),
        "mistyped": tr("The key is mistyped. Copy it once more, whole."),
        "not_a_key": tr("This is not a key of a tracking server."),
        "not_https": tr("The address begins with https://"),
    }


def _writing() -> dict[str, str]:
    """Letters, and to whom."""
    return {
        "nobody": tr("Add at least one recipient."),
        "not_apart": tr("Exchange sends one letter to all whom it names, never to some of them."),
        "receive_only": tr("This mailbox only receives: it has no outgoing server."),
        "no_such_file": tr("This file is not in the letter."),
        "nobody_waits": tr("Nobody waits for an answer there: there is nothing to hand over."),
        "not_a_phone": tr("This is no telephone number: it needs 5 to 15 digits."),
        "same_address": tr("This is the same address already."),
        "no_such_contact": tr("There are no letters with this address."),
        "no_such_letter": tr("This letter is no longer here."),
        "too_late": tr("Too late: the letter has been sent."),
        "not_unknown": tr("What became of this letter is known already."),
    }


def _team_files() -> dict[str, str]:
    """Of colleagues."""
    return {
        "whose": tr("Whose file this is, is not known yet. Its number: {fingerprint}"),
        "not_a_team_file": tr("This is no file of a colleague's rows."),
        "altered": tr("The file was altered after it was signed. Nothing was read."),
        "other_key": tr("Somebody else has signed the earlier files of {name}. Nothing was read."),
        "older": tr("A newer file of {name} was read already."),
        "unreadable": tr("The file {path} cannot be read: {text}."),
        "bad_hours": tr("The working hours in the file make no sense. Nothing was read."),
        "of_the_server": tr("This colleague's rows come from the server."),
    }
