"""Prepare this checkout: system libraries, the virtual environment, the `otklik` command, translations.

Run by the Makefile as `python3 installer/bootstrap.py run|dev`; needs only the standard library. `run`
installs what the program needs, `dev` also what its tests and builds need. A second run changes nothing and
is instant: a stamp in the environment holds the hash of everything that was installed from.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "otklik-stamp.json"
LOCKS = {"run": ROOT / "installer/requirements.txt", "dev": ROOT / "installer/requirements-dev.txt"}
OLDEST_PYTHON = (3, 11)
# Published as source only; a tool of the tests (lifelines) needs it. Everything else is taken as a wheel.
SOURCE_ONLY = "autograd-gamma"

# Measured on a clean Debian 12: what Qt loads to paint without a display ...
OFFSCREEN = [
    "libglib2.0-0", "libegl1", "libgl1", "libx11-6", "libdbus-1-3", "libfontconfig1", "libfreetype6",
    "libxkbcommon0", "fonts-dejavu-core",
]
# ... and what its xcb platform plug-in needs on top of that for a real display.
XCB = [
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0",
    "libxcb-render-util0", "libxcb-render0", "libxcb-shape0", "libxcb-shm0", "libxcb-sync1", "libxcb-util1",
    "libxcb-xfixes0", "libxcb-xkb1", "libxcb1", "libx11-xcb1", "libxkbcommon-x11-0", "libxcb-glx0",
]
BASE = ["ca-certificates", "python3-venv", "tzdata"]
SYSTEM = {
    "run": [*BASE, *OFFSCREEN, *XCB],
    # The tests talk to a real Dovecot, PostgreSQL and nginx that they start themselves, and open real windows
    # under Xvfb; the benchmark of the pixel loads both servers with wrk.
    "dev": [
        *BASE, *OFFSCREEN, *XCB, "xvfb", "xauth", "dovecot-imapd", "openssl", "postgresql-15", "nginx-light",
        "wrk", "swaks", "libnet-ssleay-perl", "caddy",
    ],
}

SERVICES = {
    "dovecot-imapd": ["dovecot.service", "dovecot.socket"],
    "postgresql-15": ["postgresql.service"],
    "nginx-light": ["nginx.service"],
    "caddy": ["caddy.service"],
}

# The guard matters: processes that multiprocessing spawns import this file again.
LAUNCHER = """\
#!{python}
import sys

from desktop_app.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
"""

class SetupError(Exception):
    """A step failed; the text is the one sentence shown to the person."""


def main(arguments: list[str]) -> int:
    """Prepare the checkout for the level named in `arguments`; returns the exit code."""
    level = arguments[0] if arguments else "run"
    if level not in LOCKS:
        print(f"bootstrap: unknown level {level!r}, expected one of: {', '.join(LOCKS)}.", file=sys.stderr)
        return 2
    try:
        install_system_libraries(level)
        if not is_current(level):
            create_environment()
            install_packages(level)
            install_project()
            write_stamp(level)
        compile_translations()
    except SetupError as error:
        print(f"bootstrap: {error}", file=sys.stderr)
        return 1
    return 0


# system libraries


def install_system_libraries(level: str) -> None:
    """Install the Debian packages that are missing, or say which line does it."""
    if not is_debian_12():
        if not STAMP.exists():
            say("this is not Debian 12: system libraries are not checked (listed in installer/bootstrap.py).")
        return
    missing = missing_packages(SYSTEM[level])
    if not missing:
        return
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        line = " ".join(["sudo", *install])
        raise SetupError(f"system packages are missing and only root can install them; run: {line}")
    say(f"installing {len(missing)} system packages: {' '.join(missing)}")
    keep_service_stopped(missing)
    # RUNLEVEL=1: invoke-rc.d leaves a newly installed service (dovecot) stopped where there is no systemd.
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    run(["apt-get", "update", "-qq"], "apt-get could not refresh its package lists.", env=env)
    run(install, "apt-get could not install the system packages.", env=env)


def is_debian_12() -> bool:
    """Whether the package names above are this system's names."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    facts = dict(line.replace('"', "").split("=", 1) for line in lines if "=" in line)
    named = (facts.get("ID"), facts.get("VERSION_ID")) == ("debian", "12")
    return named and shutil.which("dpkg-query") is not None


def missing_packages(wanted: list[str]) -> list[str]:
    """Those of `wanted` that dpkg does not report as installed."""
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *wanted]
    answer = subprocess.run(query, capture_output=True, text=True, check=False)  # exits 1 when one is unknown
    installed = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in wanted if name not in installed]


def keep_service_stopped(packages: list[str]) -> None:
    """On a systemd machine mask services before they are installed: a test tool must not open a server."""
    units = [unit for package, some in SERVICES.items() if package in packages for unit in some]
    if units and Path("/run/systemd/system").exists():
        subprocess.run(["systemctl", "mask", *units], capture_output=True, check=False)


# the virtual environment


def is_current(level: str) -> bool:
    """Whether the environment already holds `level` (dev contains run) from today's lock files."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    have = stamp.get("level")
    return (have in (level, "dev")) and stamp.get("hash") == fingerprint(have) and python_of_venv().exists()


def fingerprint(level: str) -> str:
    """Hash of all that the environment of `level` is made from, and of where the checkout lies."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (LOCKS[level], ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def write_stamp(level: str) -> None:
    """Remember what was installed; written last, so that an interrupted run starts again."""
    STAMP.write_text(json.dumps({"level": level, "hash": fingerprint(level)}), encoding="utf-8")


def create_environment() -> None:
    """Make `.venv`, anew when its Python is gone or too old."""
    STAMP.unlink(missing_ok=True)
    if python_of_venv().exists() and version_of(str(python_of_venv())) >= OLDEST_PYTHON:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    python = find_python()
    say(f"creating .venv with {python}")
    run([python, "-m", "venv", str(VENV)], "the virtual environment could not be made.")


def find_python() -> str:
    """The first Python that is new enough: the system's own, since its updates keep `.venv` working."""
    for name in ("/usr/bin/python3", sys.executable, "python3.13", "python3.12", "python3.11"):
        if shutil.which(name) and version_of(name) >= OLDEST_PYTHON:
            return name
    raise SetupError("no Python 3.11 or newer was found; install python3 and python3-venv.")


def version_of(python: str) -> tuple[int, ...]:
    """Version of an interpreter as (major, minor); (0, 0) when it does not run."""
    ask = [python, "-c", "import sys; print(*sys.version_info[:2])"]
    answer = subprocess.run(ask, capture_output=True, text=True, check=False)
    return tuple(int(part) for part in answer.stdout.split()) if answer.returncode == 0 else (0, 0)


def install_packages(level: str) -> None:
    """Install the lock file of `level`; each file must have the hash that the lock names."""
    lock = LOCKS[level]
    say(f"installing Python packages from {lock.relative_to(ROOT)}")
    options = ["-qq", "--require-hashes", "--only-binary", ":all:", "--no-binary", SOURCE_ONLY]
    install = [str(python_of_venv()), "-m", "pip", "install", *options, "-r", str(lock)]
    run(install, "pip could not install the locked packages.", env=pip_environment())


def pip_environment() -> dict[str, str]:
    """The environment for pip: proxies and certificates stay, extra places to take wheels from do not."""
    env = {name: value for name, value in os.environ.items() if name != "PIP_FIND_LINKS"}
    return {**env, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}


def install_project() -> None:
    """Put the checkout on the environment's path and write the `otklik` command.

    A path file instead of an editable install: it needs no build back end, so the run lock stays small.
    """
    ask = [str(python_of_venv()), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    answer = subprocess.run(ask, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise SetupError("the Python of .venv does not start; remove .venv and try again.")
    (Path(answer.stdout.strip()) / "otklik.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = VENV / "bin/otklik"
    text = LAUNCHER.format(python=python_of_venv())
    command.write_text(text, encoding="utf-8")
    command.chmod(0o755)


def python_of_venv() -> Path:
    """The interpreter of `.venv`."""
    return VENV / "bin/python"


# translations


def compile_translations() -> None:
    """Compile every `resources/i18n/*.ts` whose `.qm` is missing or older."""
    for source in sorted((ROOT / "resources/i18n").glob("*.ts")):
        target = source.with_suffix(".qm")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        compile_one = [str(VENV / "bin/pyside6-lrelease"), "-silent", str(source), "-qm", str(target)]
        run(compile_one, f"{source.name} could not be compiled.")


def run(command: list[str], failure: str, env: dict[str, str] | None = None) -> None:
    """Run a step; when it fails its output is shown, and `failure` after it."""
    try:
        pipe, same = subprocess.PIPE, subprocess.STDOUT
        subprocess.run(command, check=True, cwd=ROOT, env=env, stdout=pipe, stderr=same)
    except subprocess.CalledProcessError as error:
        sys.stderr.buffer.write(error.stdout)
        sys.stderr.flush()
        raise SetupError(failure) from error
    except OSError as error:
        raise SetupError(f"{failure} ({error})") from error


def say(text: str) -> None:
    """One line of progress."""
    print(f"bootstrap: {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
