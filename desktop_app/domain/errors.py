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
    """Of a mail server, or of the line to it."""

    code = "mail_error"


class AuthRejected(MailError):
    """Wrong user or password: ask, never retry. Parameters: reason, host, text (the server's words)."""

    code = "auth_rejected"


class ConsentNeeded(MailError):
    """A person or an administrator has to agree. Parameters: url ("" = by signing in again), reason, text."""

    code = "consent_needed"


class Throttled(MailError):
    """Parameters: after_s (seconds to wait), text (the server's words), sometimes reason."""

    code = "throttled"


class SignedInTooOften(Throttled):
    """It lets us in and cuts the line, again and again. Parameters: after_s."""

    code = "signed_in_too_often"


class Offline(MailError):
    """Parameters: host, port, reason (unknown_host | refused | timeout | cut | unreachable)."""

    code = "offline"


class StateInvalid(MailError):
    """Of a folder: it is read from the beginning. Parameters: reason or text."""

    code = "state_invalid"


class ItemGone(MailError):
    """A letter or folder is not there any more. Parameters: one of letter, folder, remote_id, text."""

    code = "item_gone"


class PermissionDenied(MailError):
    """Parameters: reason (other_mailbox | not_shared | graph_refused | ews_refused) with its own, or text."""

    code = "permission_denied"


class TlsUntrusted(MailError):
    """Parameters: host, fingerprint (SHA-256, hex), reason."""

    code = "tls_untrusted"


class Unsupported(MailError):
    """Parameters: what the server cannot do, with what belongs to it (host, port, text)."""

    code = "unsupported"


class ServerError(MailError):
    """An answer that should not have come. Parameters: text (the server's words), status."""

    code = "server_error"


class StoreError(AppError):
    """Of the data folder and its files."""

    code = "store_error"


class DiskFull(StoreError):
    """Nothing is lost: what was being written is not there."""

    code = "disk_full"


class FolderUnusable(StoreError):
    """Parameters: path, text (the system's words)."""

    code = "folder_unusable"


class DatabaseTooNew(StoreError):
    """Parameters: file, found and known (versions)."""

    code = "database_too_new"


class DatabaseCorrupt(StoreError):
    """Kept aside and rebuilt. Parameters: path."""

    code = "database_corrupt"


class DatabaseBusy(StoreError):
    """Another engine owns the data folder. Parameters: path."""

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
    """The engine is gone; the window starts it again."""

    code = "engine_lost"


class InputError(AppError):
    """Parameters: field, reason."""

    code = "input_error"
