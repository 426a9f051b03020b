"""Errors a user can do something about. Everything else is a bug and keeps its traceback.

    AppError                     code + parameters; the words are made in `ui` and `cli`
    ├── MailError
    │   ├── AuthRejected         wrong user or password; stop and ask, never retry
    │   ├── ConsentNeeded        sign in with the provider (url)
    │   ├── Throttled            wait `after_s`
    │   │   └── SignedInTooOften the server lets us in and cuts the line, again and again; wait `after_s`
    │   ├── Offline              no such host, refused, timed out, cut: try again later
    │   ├── StateInvalid         the folder's state means nothing to the server any more
    │   ├── ItemGone             the letter is not there any more
    │   ├── PermissionDenied
    │   ├── TlsUntrusted         certificate not trusted (fingerprint)
    │   ├── Unsupported
    │   └── ServerError          the server answered something it should not (text)
    ├── StoreError
    │   ├── DiskFull
    │   ├── FolderUnusable       the data folder cannot be made or written (path, text)
    │   ├── DatabaseTooNew       written by a newer Otklik
    │   ├── DatabaseCorrupt      kept aside and rebuilt
    │   └── DatabaseBusy         another engine owns this data folder
    ├── TrackingError            the tracking server is unreachable or refused the key
    ├── SecretsError             no keyring, no password in it, or an unusable OTKLIK_SECRETS file
    ├── EngineLost               the engine is gone; the window starts it again
    └── InputError               something typed is not usable (field, reason)
"""

from __future__ import annotations


class AppError(Exception):
    """`code` names the sentence, `params` fill it. Pickles by its class and parameters."""

    code = "app_error"

    def __init__(self, **params: str | float) -> None:
        super().__init__(self.code, params)
        self.params = params

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.params))

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{key}={value}" for key, value in self.params.items())])


def _rebuild(kind: type[AppError], params: dict[str, str | int | float]) -> AppError:
    return kind(**params)


class MailError(AppError):
    code = "mail_error"


class AuthRejected(MailError):
    code = "auth_rejected"


class ConsentNeeded(MailError):
    code = "consent_needed"


class Throttled(MailError):
    code = "throttled"


class SignedInTooOften(Throttled):
    code = "signed_in_too_often"


class Offline(MailError):
    """Parameters: host, port, reason (unknown_host | refused | timeout | cut | unreachable)."""

    code = "offline"


class StateInvalid(MailError):
    code = "state_invalid"


class ItemGone(MailError):
    code = "item_gone"


class PermissionDenied(MailError):
    code = "permission_denied"


class TlsUntrusted(MailError):
    """Parameters: host, fingerprint (SHA-256, hex), reason."""

    code = "tls_untrusted"


class Unsupported(MailError):
    code = "unsupported"


class ServerError(MailError):
    code = "server_error"


class StoreError(AppError):
    code = "store_error"


class DiskFull(StoreError):
    code = "disk_full"


class FolderUnusable(StoreError):
    """Parameters: path, text (the system's words)."""

    code = "folder_unusable"


class DatabaseTooNew(StoreError):
    code = "database_too_new"


class DatabaseCorrupt(StoreError):
    code = "database_corrupt"


class DatabaseBusy(StoreError):
    code = "database_busy"


class TrackingError(AppError):
    """Parameters: reason (unreachable | refused | bad_answer)."""

    code = "tracking_error"


class SecretsError(AppError):
    """Parameters: reason (no_keyring | no_password | unsafe_file | unreadable_file | unwritable_file).

    no_password: none is kept for `address`.
    """

    code = "secrets_error"


class EngineLost(AppError):
    code = "engine_lost"


class InputError(AppError):
    """Parameters: field, reason."""

    code = "input_error"
