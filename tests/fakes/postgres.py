"""A private PostgreSQL for tests: its own cluster in a temporary folder, reached by a socket only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BINARIES = Path("/usr/lib/postgresql")
OWNER = "postgres"  # the server refuses to run as root


def why_not() -> str:
    """Why there is none here; "" when there is."""
    if _binary("initdb") is None:
        return "PostgreSQL is not installed (apt: postgresql)"
    if os.geteuid() == 0 and _owner() is None:
        return "there is no user postgres, and PostgreSQL does not run as root"
    return ""


class Postgres:
    """`url` names its database. `start` and `stop` as often as a test wants; `remove` at the end."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="otklik-pg-"))
        self.url = f"postgresql://otklik@/postgres?host={self.folder}"
        owner = _owner()
        if os.geteuid() == 0 and owner is not None:
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self.folder.chmod(0o755)
        options = ["--username=otklik", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run("initdb", "-D", str(self._data), *options)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        settings = f"-k {self.folder} -c listen_addresses= -c shared_buffers=16MB"
        where = ["-D", str(self._data), "-l", str(self.folder / "log")]
        self._run("pg_ctl", *where, "-w", "-o", settings, "start")

    def stop(self, mode: str = "fast") -> None:
        """`mode` "immediate" is what a power cut is."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", mode, "stop")

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *arguments: str) -> None:
        binary = _binary(name)
        assert binary is not None
        user = OWNER if os.geteuid() == 0 else None
        subprocess.run(
            [str(binary), *arguments], check=True, user=user, cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip


@contextmanager
def running() -> Iterator[Postgres]:
    """Skips the test where there can be none."""
    if reason := why_not():
        pytest.skip(reason)
    server = Postgres()
    server.start()
    try:
        yield server
    finally:
        server.stop("immediate")
        server.remove()


def _owner() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(OWNER)
    except KeyError:
        return None


def _binary(name: str) -> Path | None:
    found = sorted(BINARIES.glob(f"*/bin/{name}"))
    return found[-1] if found else None
