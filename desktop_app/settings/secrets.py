"""Passwords and keys: in the operating system's keyring, or in the one file named by OTKLIK_SECRETS.

The file is for servers and tests, where there is no keyring: a JSON object, mode 0600 (refused
otherwise), replaced atomically. Nothing else in Otklik stores a secret.
"""

from __future__ import annotations

import json
import os
import re
import stat
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from desktop_app.domain.errors import SecretsError

SERVICE = "Otklik"
PART_CHARS = 1000  # Windows keeps 2560 bytes of UTF-16 a secret; a token of Microsoft is longer
_PARTS = re.compile(r"parts:(\d{1,3})")


class Secrets(Protocol):
    """Passwords and keys by name; None for one that is not kept. Raises SecretsError."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None: ...

    def delete(self, name: str) -> None: ...


def open_secrets(environ: Mapping[str, str]) -> Secrets:
    """Raises SecretsError(reason) when neither a safe file nor a keyring is there."""
    path = environ.get("OTKLIK_SECRETS")
    return FileSecrets(Path(path)) if path else KeyringSecrets()


class FileSecrets:
    """The file that OTKLIK_SECRETS names. From any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._load()

    def get(self, name: str) -> str | None:
        with self._lock:
            return self._load().get(name)

    def set(self, name: str, value: str) -> None:
        with self._lock:
            self._save({**self._load(), name: value})

    def delete(self, name: str) -> None:
        with self._lock:
            values = self._load()
            values.pop(name, None)
            self._save(values)

    def _load(self) -> dict[str, str]:
        try:
            mode = self._path.stat().st_mode
        except FileNotFoundError:
            return {}
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise SecretsError(reason="unsafe_file", path=str(self._path))
        try:
            values = json.loads(self._path.read_text("utf-8") or "{}")
        except (OSError, ValueError):
            raise SecretsError(reason="unreadable_file", path=str(self._path)) from None
        if not isinstance(values, dict):
            raise SecretsError(reason="unreadable_file", path=str(self._path))
        return {str(key): str(value) for key, value in values.items()}

    def _save(self, values: dict[str, str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_name(self._path.name + ".new")
        try:
            private = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(private, "w", encoding="utf-8") as file:
                json.dump(values, file)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        except OSError as error:
            raise SecretsError(reason="unwritable_file", path=str(self._path)) from error


class KeyringSecrets:
    """The platform's keyring; imported late, because its back ends are slow to find."""

    def __init__(self) -> None:
        import keyring
        from keyring.backends import fail

        if isinstance(keyring.get_keyring(), fail.Keyring):
            raise SecretsError(reason="no_keyring")

    def get(self, name: str) -> str | None:
        head = self._read(name)
        count = _parts_of(head)
        if not count:
            return head
        parts = [self._read(_part(name, number)) for number in range(count)]
        return None if None in parts else "".join(part or "" for part in parts)

    def set(self, name: str, value: str) -> None:
        """The parts before what counts them: cut off in the middle, the old value is lost at worst."""
        before = _parts_of(self._read(name))
        parts = [value[at : at + PART_CHARS] for at in range(0, len(value), PART_CHARS)]
        if len(parts) < 2:
            parts = []
        for number, part in enumerate(parts):
            self._write(_part(name, number), part)
        self._write(name, f"parts:{len(parts)}" if parts else value)
        for number in range(len(parts), before):
            self._remove(_part(name, number))

    def delete(self, name: str) -> None:
        for number in range(_parts_of(self._read(name))):
            self._remove(_part(name, number))
        self._remove(name)

    def _read(self, name: str) -> str | None:
        import keyring
        import keyring.errors

        try:
            return keyring.get_password(SERVICE, name)
        except keyring.errors.KeyringError:
            raise SecretsError(reason="no_keyring") from None

    def _write(self, name: str, value: str) -> None:
        import keyring
        import keyring.errors

        try:
            keyring.set_password(SERVICE, name, value)
        except keyring.errors.KeyringError:
            raise SecretsError(reason="no_keyring") from None

    def _remove(self, name: str) -> None:
        import keyring
        import keyring.errors

        try:
            keyring.delete_password(SERVICE, name)
        except keyring.errors.PasswordDeleteError:
            return
        except keyring.errors.KeyringError:
            raise SecretsError(reason="no_keyring") from None


def _parts_of(head: str | None) -> int:
    found = _PARTS.fullmatch(head or "")
    return int(found[1]) if found else 0


def _part(name: str, number: int) -> str:
    return f"{name}#{number}"
