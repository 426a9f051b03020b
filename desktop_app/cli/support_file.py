"""What `otklik doctor --bundle` writes for whoever helps: numbers and codes, nothing of anybody's letters.

Nothing is blacked out here: only what is known to be harmless gets in. Addresses, names, subjects, folders,
servers of one's own, texts of servers, and secrets have no way into it. Of the log it takes when, how bad,
from which part, which known error, and where in the program; never what was said.
"""

from __future__ import annotations

import builtins
import inspect
import json
import os
import platform
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from desktop_app.cli.records import iso
from desktop_app.domain import errors
from desktop_app.domain.errors import AppError, FolderUnusable, InputError
from desktop_app.domain.model import AccountSettings, Endpoint, Micros
from desktop_app.mail.discovery import KNOWN_SERVICES
from desktop_app.settings.schema import SETTINGS, Settings
from desktop_app.store.files import KEEP, KEEP_VERSION, MAIN, MAIN_VERSION

Facts = Mapping[str, object]

LOG_TAIL_BYTES = 256 * 1024
PACKAGES = (
    *("PySide6-Essentials", "apsw", "peewee", "imapclient", "lxml", "pyspnego", "msal", "httpx", "keyring"),
)

_CODES = frozenset(
    kind.code for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, AppError)
)
_REASONS = ("reason", "what", "after_s", "port", "field")
_CODE = re.compile(r"[a-z0-9_]{1,40}")
_HEAD = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)[,\d]* (DEBUG|INFO|WARNING|ERROR|CRITICAL) ([\w.]{1,80}): (.*)"
)
_FRAME = re.compile(r'\s+File ".*?(desktop_app|site-packages)[/\\]([\w/\\.]+\.py)", line (\d+), in ([\w<>]+)')
_RAISED = re.compile(r"([\w.]{1,80})(?:: |$)")
_OTHERS = ("apsw", "httpx", "imapclient", "imaplib", "peewee", "smtplib", "sqlite3", "ssl")


def write(target: Path, data: Path, findings: Sequence[Facts], log: Path, now: Micros) -> None:
    """Raises InputError when there is such a file already, FolderUnusable."""
    parts = {
        "machine.json": _machine(now),
        "data.json": _files(data),
        "findings.json": list(findings),
        "log.json": list(_log(log)),
    }
    try:
        with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as bundle:
            for name, part in parts.items():
                bundle.writestr(name, json.dumps(part, indent=1, ensure_ascii=True))
    except FileExistsError:
        raise InputError(field="bundle", reason="exists", path=str(target)) from None
    except OSError as error:
        raise FolderUnusable(path=str(target), text=error.strerror or str(error)) from error


def error_facts(error: AppError | None) -> dict[str, object]:
    """Its code and what is a code in it; {} when there is none."""
    if error is None:
        return {}
    return {"error": error.code, **_harmless(error.params)}


def kept_error_facts(code: str, params: Mapping[str, str | int | float]) -> dict[str, object]:
    """The same for an error that was kept; "" = none."""
    return {"error": code, **_harmless(params)} if code else {}


def account_facts(settings: AccountSettings) -> dict[str, object]:
    """How it is reached; of the server the provider when everybody knows it."""
    known = {"kind": str(settings.kind), "incoming": _place(settings.server)}
    smtp = {"outgoing": _place(settings.smtp)} if settings.smtp else {}
    return {**known, **smtp, "trusted_by_hand": bool(settings.tls_fingerprint)}


def settings_facts(settings: Settings) -> dict[str, object]:
    """Switches, numbers and choices; of texts and lists only whether they differ from the default."""
    found: dict[str, object] = {}
    for key, one in SETTINGS.items():
        value = settings.value(key)
        plain = one.kind in (bool, int) or bool(one.choices)
        found[key] = value if plain else ("default" if value == one.default else "set")
    return found


def _harmless(params: Mapping[str, str | int | float]) -> dict[str, object]:
    kept = {name: value for name, value in params.items() if name in _REASONS}
    return {
        name: value
        for name, value in kept.items()
        if isinstance(value, int | float) or _CODE.fullmatch(value)
    }


def _place(endpoint: Endpoint) -> dict[str, object]:
    hosts = {place.host for one in KNOWN_SERVICES for place in (one.imap, one.smtp)}
    host = endpoint.host if endpoint.host in hosts else "own"
    return {"host": host, "port": endpoint.port, "security": str(endpoint.security)}


def _machine(now: Micros) -> dict[str, object]:
    return {
        "at": iso(now),
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "packages": {name: _version(name) for name in ("otklik", *PACKAGES)},
        "versions": {MAIN: MAIN_VERSION, KEEP: KEEP_VERSION},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _files(data: Path) -> dict[str, object]:
    """Sizes of the files that are ours by name."""
    ours = [data / name for name in (MAIN, f"{MAIN}-wal", KEEP, f"{KEEP}-wal", "otklik.log", "engine.json")]
    return {path.name: path.stat().st_size for path in ours if path.exists()}


def _log(path: Path) -> Iterator[Facts]:
    """The last lines, each without what it says."""
    if not path.exists():
        return
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LOG_TAIL_BYTES))
        lines = file.read().decode("utf-8", "replace").splitlines()
    yield from _told(lines)


def _told(lines: Iterable[str]) -> Iterator[Facts]:
    for line in lines:
        if head := _HEAD.match(line):
            at, level, part, said = head.groups()
            part = part if part.startswith("desktop_app.") else part.partition(".")[0]
            codes = [word for word in re.findall(r"[a-z_]+", said) if word in _CODES]
            yield {"at": at, "level": level, "part": part, "codes": codes}
        elif frame := _FRAME.match(line):
            yield {"file": f"{frame[1]}/{frame[2]}", "line": int(frame[3]), "in": frame[4]}
        elif (raised := _RAISED.match(line)) and _is_exception(raised[1]):
            yield {"raised": raised[1]}


def _is_exception(name: str) -> bool:
    package, _, kind = name.rpartition(".")
    if package:
        return package.partition(".")[0] in ("desktop_app", *_OTHERS)
    return isinstance(found := getattr(builtins, kind, None), type) and issubclass(found, BaseException)
