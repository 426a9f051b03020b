"""Error codes as English sentences for the console. The window has its own, in two languages."""

from __future__ import annotations

from desktop_app.domain.errors import AppError

_SENTENCES = {
    "auth_rejected": "The server did not accept this user name and password.",
    "consent_needed": "Sign in with your mail provider first: {url}",
    "throttled": "The server asks for a pause of {after_s} s.",
    "state_invalid": "The server has forgotten the state of this folder; it will be read again.",
    "item_gone": "This letter is no longer on the server.",
    "permission_denied": "The server does not allow this.",
    "tls_untrusted": (
        "The certificate of {host} is not trusted ({reason}). If you know it is right, add the account "
        "with --trust {fingerprint}"
    ),
    "unsupported": "This server or setting is not supported: {what}",
    "server_error": "The mail server answered with an error: {text}",
    "disk_full": "The disk is full. Nothing was lost; free some space and try again.",
    "database_too_new": "These data are of a newer Otklik (version {found}, this one knows {known}).",
    "database_corrupt": "The database file is damaged and could not be opened: {path}",
    "database_busy": "Another Otklik is already running with this data folder ({path}).",
    "app_error": "Something went wrong.",
}
_OFFLINE = {
    "unknown_host": "There is no server named {host}. Check the spelling and your connection.",
    "refused": "{host}:{port} refuses the connection. Is the server running, is the port right?",
    "timeout": "{host}:{port} does not answer.",
    "cut": "The connection to {host} was cut.",
    "unreachable": "{host} cannot be reached from here.",
}
_SECRETS = {
    "no_keyring": "There is no keyring on this machine. Name a file (mode 0600) in OTKLIK_SECRETS.",
    "unsafe_file": "The file of OTKLIK_SECRETS can be read by others. Run: chmod 600 {path}",
    "unreadable_file": "The file of OTKLIK_SECRETS cannot be read: {path}",
    "unwritable_file": "The file of OTKLIK_SECRETS cannot be written: {path}",
}
_TRACKING = {
    "unreachable": "The tracking server cannot be reached.",
    "refused": "The tracking server does not accept this key.",
    "bad_answer": "The tracking server gave an answer that makes no sense.",
}
_FAMILIES = {"offline": _OFFLINE, "secrets_error": _SECRETS, "tracking_error": _TRACKING}


def sentence(error: AppError) -> str:
    """Never raises: an unknown code or a missing parameter is shown as it is."""
    family = _FAMILIES.get(error.code)
    text = family.get(str(error.params.get("reason", ""))) if family else _SENTENCES.get(error.code)
    return (text or str(error)).format_map(_Known(error.params))


class _Known(dict[str, str | int | float]):
    def __missing__(self, key: str) -> str:
        return "?"
