"""The program as a user starts it: every trouble is one sentence, exit code 1, and nothing is lost."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import apsw
import pytest

from desktop_app.cli.parser import parser
from desktop_app.domain.commands import AddAccount
from desktop_app.domain.model import AccountSettings, Endpoint, Security
from desktop_app.domain.tokens import RANDOM_BYTES, new_token, parse_key
from desktop_app.engine.process import Engine
from desktop_app.engine.tracking_client import TrackingClient
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store.reader import Reader
from tests.fakes.dovecot import Dovecot, free_ports, why_not
from tests.fakes.engine_world import DAY, letter

pytestmark = pytest.mark.dovecot

ADDRESS = "marina@linia.example"
LISTINGS = ("letters", "conversations", "waits", "signals", "leads", "channels")
PROGRESS = re.compile(r"\d+ of \d+ letters")
PIPE_S = 60


class Otklik:
    """One person's data folder, and the account of a Dovecot user."""

    def __init__(self, folder: Path, server: Dovecot, user: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.server = server
        self.user = user
        self.environment = {
            **os.environ, "OTKLIK_SECRETS": str(folder / "secrets"), "PYTHONWARNINGS": "error",
            "COLUMNS": "200",
        }  # fmt: skip

    def command(self, *arguments):
        return [sys.executable, "-m", "desktop_app", "--data", str(self.data), *map(str, arguments)]

    def run(self, *arguments, stdin="", **changes):
        environment = {key: value for key, value in (self.environment | changes).items() if value is not None}
        return subprocess.run(
            self.command(*arguments), input=stdin, text=True, encoding="utf-8", capture_output=True,
            timeout=PIPE_S, check=False, env=environment,
        )  # fmt: skip

    def works(self, *arguments, **options):
        """What it printed."""
        ended = self.run(*arguments, **options)
        assert ended.returncode == 0, ended.stderr
        assert without_progress(ended.stderr) == [] or arguments[0] == "account", ended.stderr
        return ended.stdout

    def fails(self, *arguments, **options):
        """The one sentence it said."""
        ended = self.run(*arguments, **options)
        said = without_progress(ended.stderr)
        assert ended.returncode == 1, (ended.stdout, ended.stderr)
        assert len(said) == 1, ended.stderr
        assert said[0].startswith("otklik: "), said
        assert re.search(r"[.?]$|(--trust|chmod|read:|written:|sqlite:) ?\S+( \S+)?$", said[0]), said
        assert not re.search(r"[a-z]_[a-z]|Traceback|Error\b", said[0].replace(str(self.folder), "")), said
        return said[0]

    def add(self, port=0, security="none", password="secret", *more):
        return self.works(
            "account", "add", "--address", ADDRESS, "--user", self.user,
            "--imap", f"127.0.0.1:{port or self.server.port}", "--imap-security", security,
            "--password-stdin", *more, stdin=f"{password}\n",
        )  # fmt: skip

    def have(self, port=0, security=Security.NONE, password="secret", address=ADDRESS):
        """The account, added without the second that starting a program takes."""
        imap = Endpoint("127.0.0.1", port or self.server.port, security)
        with self.engine() as engine:
            engine.call(AddAccount(AccountSettings("imap", address, self.user, imap), password))

    def engine(self):
        return Engine(self.data, FileSecrets(self.folder / "secrets"))

    def remove(self):
        self.works("account", "remove", ADDRESS)

    def put(self, *numbers):
        self.server.append(self.user, "INBOX", [(letter(number), DAY, ()) for number in numbers])

    def ids(self):
        with closing(Reader(self.data)) as reader:
            return Counter(row.message_id.partition("@")[0] for row in reader.letters())


def without_progress(text):
    return [line for line in text.splitlines() if not PROGRESS.fullmatch(line)]


@pytest.fixture
def otklik(dovecot, request, tmp_path):
    user = re.sub(r"[^a-z0-9]+", "-", request.node.name)[-40:].strip("-")
    dovecot.add_user(user)
    return Otklik(tmp_path, dovecot, user)


@pytest.fixture
def synced(otklik):
    """With two letters, read."""
    otklik.put(1, 2)
    otklik.have()
    with otklik.engine() as engine:
        assert engine.sync_once() == []
    return otklik


# ── accounts that do not work ────────────────────────────────────────────────────────────────────


def test_a_wrong_password(otklik):
    otklik.put(1)
    otklik.have(password="wrong")
    assert "did not accept this user name and password" in otklik.fails("sync", "--once")
    otklik.remove()
    otklik.add()
    otklik.works("sync", "--once")
    assert otklik.ids() == Counter("1")


def test_a_host_that_does_not_exist(otklik):
    otklik.works(
        "account", "add", "--address", ADDRESS, "--imap", "mail.invalid:993", "--password-stdin", stdin="x\n"
    )
    assert "There is no server named mail.invalid" in otklik.fails("sync", "--once")


def test_a_port_that_refuses(otklik):
    [port] = free_ports(1)
    otklik.have(port)
    assert f"127.0.0.1:{port} refuses the connection" in otklik.fails("sync", "--once")


def test_a_port_that_speaks_no_tls(otklik):
    otklik.have(security=Security.TLS)
    assert "does not speak TLS" in otklik.fails("sync", "--once")


def test_a_certificate_of_nobody_is_refused_until_it_is_trusted_by_name(otklik):
    otklik.put(1)
    otklik.have(otklik.server.tls_port, Security.TLS)
    said = otklik.fails("sync", "--once")
    fingerprint = said.rpartition("--trust ")[2].strip()
    assert re.fullmatch("[0-9a-f]{64}", fingerprint), said
    otklik.remove()
    otklik.add(otklik.server.tls_port, "tls", "secret", "--trust", fingerprint)
    otklik.works("sync", "--once")
    assert otklik.ids() == Counter("1")


def test_what_is_typed_wrong_is_shown(otklik):
    add = ("account", "add", "--imap", "127.0.0.1:143", "--imap-security", "none", "--password-stdin")
    assert "'marina' is not an e-mail address" in otklik.fails(*add, "--address", "marina", stdin="x\n")
    add += ("--address", ADDRESS)
    assert "'mail:x' is not HOST:PORT" in otklik.fails(*add, "--imap", "mail:x", stdin="x\n")
    assert "SHA-256" in otklik.fails(*add, "--trust", "abc", stdin="x\n")
    otklik.works(*add, "--imap", "192.0.2.1:143", stdin="x\n")
    assert "may not travel to 192.0.2.1" in otklik.fails("sync", "--once")
    assert "already an account" in otklik.fails(*add, stdin="x\n")
    assert "no such account" in otklik.fails("account", "remove", "other@linia.example")
    assert otklik.run("account", "add").returncode == 2
    assert otklik.run("letters", "--since", "yesterday").returncode == 2


def test_one_account_s_trouble_is_not_another_s(synced):
    synced.have(port=1, address="oleg@linia.example")
    synced.put(3)
    assert synced.fails("sync", "--once").startswith("otklik: oleg@linia.example: 127.0.0.1:1 refuses")
    assert synced.ids() == Counter("123")


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "")
def test_a_server_that_dies_in_the_middle_of_a_synchronisation(tmp_path):
    server = Dovecot()
    server.start()
    try:
        server.add_user("marina")
        many = [str(number) for number in range(4000)]
        server.fill("marina", [(letter(number), DAY) for number in many])
        otklik = Otklik(tmp_path, server, "marina")
        otklik.have()
        with subprocess.Popen(
            otklik.command("sync", "--once"), stderr=subprocess.PIPE, text=True, env=otklik.environment
        ) as sync:
            first = sync.stderr.readline()
            assert PROGRESS.fullmatch(first.strip()), first
            server.stop(keep=True, at_once=True)
            [said] = without_progress(sync.stderr.read())
            assert sync.wait(30) == 1
        assert re.match(r"otklik: marina@linia\.example: .* (was cut|refuses the connection)", said)
        server.start()
        assert 0 < sum(otklik.ids().values()) < len(many)
        otklik.works("sync", "--once")
        assert otklik.ids() == Counter(many)
    finally:
        server.stop()


def test_an_interrupted_synchronisation_ends_quietly_and_goes_on_later(otklik):
    otklik.server.fill(otklik.user, [(letter(number), DAY) for number in range(4000)])
    otklik.have()
    with subprocess.Popen(
        otklik.command("sync", "--once"), stderr=subprocess.PIPE, text=True, env=otklik.environment
    ) as sync:
        sync.stderr.readline()
        sync.send_signal(signal.SIGINT)
        assert without_progress(sync.stderr.read()) == []
        assert sync.wait(30) == 130
    otklik.works("sync", "--once")
    assert otklik.ids() == Counter(str(number) for number in range(4000))


# ── data that cannot be used ─────────────────────────────────────────────────────────────────────


def test_a_data_folder_that_cannot_be_made(otklik):
    (otklik.folder / "file").write_text("")
    otklik.data = otklik.folder / "file" / "data"
    for program in (("sync", "--once"), ("engine",), ("account", "test", ADDRESS)):
        assert "cannot be used: Not a directory" in otklik.fails(*program) or program[0] == "account"
    assert "no data" in otklik.fails("letters")
    said = otklik.run("doctor")
    assert (said.returncode, said.stderr) == (0, "")


def test_a_data_folder_that_cannot_be_written(synced, small_disk):
    """As root nothing else stops a program from writing."""
    shutil.copytree(synced.data, small_disk.folder / "data")
    small_disk.remount("ro")
    synced.data = small_disk.folder / "data"
    for program in (("sync", "--once"), ("engine",)):
        assert "cannot be used: Read-only file system" in synced.fails(*program)
    small_disk.remount("rw")
    synced.works("sync", "--once")
    assert synced.ids() == Counter("12")


@pytest.mark.parametrize("name", ["otklik.db", "keep.db"])
def test_data_of_a_newer_program(synced, name):
    found = set_version(synced.data / name, 99)
    for program in (("sync", "--once"), ("letters", "--json"), ("engine",), ("account", "list")):
        assert f"newer Otklik ({name} is of version 99" in synced.fails(*program)
    set_version(synced.data / name, found)
    synced.works("sync", "--once")
    assert synced.ids() == Counter("12")


def set_version(path, version):
    """The one it had."""
    with closing(apsw.Connection(str(path))) as connection:
        found = connection.pragma("user_version")
        connection.pragma("user_version", version)
    return found


def test_garbage_instead_of_the_database_is_set_aside_and_built_again(synced):
    spoil(synced.data / "otklik.db")
    assert "damaged" in synced.fails("letters")
    synced.works("sync", "--once")
    assert synced.ids() == Counter("12")
    assert len(list(synced.data.glob("otklik.db.corrupt-*"))) == 1


def test_garbage_instead_of_what_cannot_be_rebuilt_gives_way_to_the_backup(synced):
    spoil(synced.data / "keep.db")
    assert "damaged" in synced.fails("account", "list")
    synced.put(3)
    synced.works("sync", "--once")
    assert synced.ids() == Counter("123")
    assert ADDRESS in synced.works("account", "list")
    assert len(list(synced.data.glob("keep.db.corrupt-*"))) == 1


def test_an_account_survives_the_loss_of_the_file_on_the_day_it_was_added(otklik):
    otklik.put(1)
    otklik.add()
    spoil(otklik.data / "keep.db")
    otklik.works("sync", "--once")
    assert otklik.ids() == Counter("1")


def spoil(path):
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(b"\x00garbage" * 5000)


class SmallDisk:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self._mount("-t", "tmpfs", "-o", "size=8m", "tmpfs")

    def remount(self, options):
        self._mount("-o", f"remount,{options}")

    def end(self):
        subprocess.run(["umount", str(self.folder)], check=True, capture_output=True)

    def _mount(self, *arguments):
        subprocess.run(["mount", *arguments, str(self.folder)], check=True, capture_output=True)


@pytest.fixture
def small_disk(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    try:
        disk = SmallDisk(tmp_path / "disk")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("nothing may be mounted here")
    yield disk
    disk.end()


def test_a_disk_that_fills_up_in_the_middle(otklik, small_disk):
    otklik.data = small_disk.folder / "data"
    many = [str(number) for number in range(6000)]
    otklik.server.fill(otklik.user, [(letter(number, subject="Prices " * 40), DAY) for number in many])
    otklik.have()
    small_disk.remount("size=3m")
    assert "The disk is full" in otklik.fails("sync", "--once")
    assert 0 < sum(otklik.ids().values()) < len(many)
    small_disk.remount("size=64m")
    otklik.works("sync", "--once")
    assert otklik.ids() == Counter(many)


def test_a_disk_that_is_full_already(synced, small_disk):
    shutil.copytree(synced.data, small_disk.folder / "data")
    synced.data = small_disk.folder / "data"
    ballast = small_disk.folder / "ballast"
    with pytest.raises(OSError, match="No space"):
        ballast.write_bytes(b"x" * 9_000_000)
    synced.put(3)
    for program in (("sync", "--once"), ("letters",), ("engine",)):
        assert "The disk is full" in synced.fails(*program)
    ballast.unlink()
    synced.works("sync", "--once")
    assert synced.ids() == Counter("123")


# ── secrets ──────────────────────────────────────────────────────────────────────────────────────


def test_a_machine_without_a_keyring(otklik):
    add = ("account", "add", "--address", ADDRESS, "--imap", "127.0.0.1:1", "--password-stdin")
    assert "no keyring on this machine" in otklik.fails(*add, stdin="x\n", OTKLIK_SECRETS=None)
    assert "no keyring on this machine" in otklik.fails("sync", "--once", OTKLIK_SECRETS=None)


def test_a_file_of_secrets_that_others_can_read(synced):
    secrets = synced.folder / "secrets"
    secrets.chmod(0o644)
    assert f"chmod 600 {secrets}" in synced.fails("sync", "--once")
    assert f"chmod 600 {secrets}" in synced.fails("engine")
    secrets.chmod(0o600)
    synced.works("sync", "--once")


def test_a_file_of_secrets_that_is_none(synced):
    secrets = synced.folder / "secrets"
    kept = secrets.read_text()
    secrets.write_text("no json")
    assert "cannot be read" in synced.fails("sync", "--once")
    secrets.unlink()
    said = synced.fails("sync", "--once")
    assert f"No password is kept for {ADDRESS}" in said
    secrets.write_text(kept)
    secrets.chmod(0o600)
    synced.works("sync", "--once")


# ── what is printed ──────────────────────────────────────────────────────────────────────────────


def test_every_listing_is_one_json_object_a_line(synced):
    for program in LISTINGS:
        records = [json.loads(line) for line in synced.works(program, "--json").splitlines()]
        assert all(isinstance(record, dict) for record in records)
        assert len(records) == {"letters": 2, "conversations": 2, "waits": 2, "leads": 1}.get(program, 0)
    accounts = [json.loads(line) for line in synced.works("account", "list", "--json").splitlines()]
    assert [account["address"] for account in accounts] == [ADDRESS]
    assert len(synced.works("letters", "--json", "--limit", "1").splitlines()) == 1
    assert len(synced.works("replies", "--json").splitlines()) > 4
    assert "secret" not in synced.works("account", "list", "--json")


@pytest.mark.parametrize("program", ["letters --json", "letters", "leads --json", "account list", "doctor"])
def test_a_reader_that_goes_away_is_no_trouble(synced, program):
    words = " ".join(synced.command(*program.split()))
    for reader in ("head -1", "true"):
        ended = subprocess.run(
            ["bash", "-c", f"{words} | {reader}; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True,
            timeout=PIPE_S, check=False, env=synced.environment,
        )  # fmt: skip
        assert (ended.returncode, ended.stderr) == (0, "")


def test_a_long_listing_into_a_reader_that_wants_one_line(otklik):
    otklik.server.fill(otklik.user, [(letter(number), DAY) for number in range(3000)])
    otklik.have()
    with otklik.engine() as engine:
        engine.sync_once()
    words = " ".join(otklik.command("letters", "--json"))
    ended = subprocess.run(
        ["bash", "-c", f"{words} | head -1; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True,
        timeout=PIPE_S, check=False, env=otklik.environment,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["account"] == 1


@pytest.mark.parametrize("console", ["ascii", "koi8-r", "cp1251"])
def test_a_console_of_another_alphabet_breaks_nothing(otklik, console):
    subject = "Цена \U0001f600 漢"
    mime = letter(1).replace(b"Subject: Prices", f"Subject: {subject}".encode())
    otklik.server.append(otklik.user, "INBOX", [(mime, DAY, ())])
    otklik.have()
    with otklik.engine() as engine:
        engine.sync_once()
    ended = subprocess.run(
        otklik.command("letters"), capture_output=True, timeout=PIPE_S, check=False,
        env=otklik.environment | {"PYTHONIOENCODING": console},
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, b"")
    record = json.loads(otklik.works("letters", "--json", PYTHONIOENCODING=console))
    assert record["subject"] == subject


# ── doctor ───────────────────────────────────────────────────────────────────────────────────────


def test_the_doctor_finds_a_good_state_good(synced):
    said = synced.works("doctor")
    assert "FAIL" not in said
    for words in ("the database opens", "folder INBOX (inbox): 2 letters", "sign in", "no tracking server"):
        assert words in said


def test_the_doctor_of_an_empty_folder_says_how_to_begin(otklik):
    assert "otklik account add" in otklik.works("doctor")


def test_the_doctor_names_what_does_not_work_and_still_looks_at_the_rest(synced):
    synced.have(port=1, address="oleg@linia.example")
    secrets = json.loads((synced.folder / "secrets").read_text())
    del secrets[f"mail:{ADDRESS}"]
    (synced.folder / "secrets").write_text(json.dumps(secrets))
    ended = synced.run("doctor")
    bad = [line for line in ended.stdout.splitlines() if line.startswith("FAIL")]
    assert (ended.returncode, ended.stderr) == (1, "")
    assert len(bad) == 2, bad
    assert "No password is kept" in bad[0]
    assert "oleg@linia.example: connect: 127.0.0.1:1 refuses" in bad[1]


# ── beside a running engine ──────────────────────────────────────────────────────────────────────


@contextmanager
def engine_of(otklik):
    with subprocess.Popen(otklik.command("engine"), env=otklik.environment) as engine:
        try:
            wait_for((otklik.data / "engine.json").exists)
            yield engine
        finally:
            engine.terminate()
        assert engine.wait(20) == 0


def wait_for(true, within_s=20):
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)  # files of another process have no doorbell


def test_beside_a_running_engine_everything_works_through_it(otklik):
    otklik.put(1)
    with engine_of(otklik):
        otklik.add()
        otklik.works("sync", "--once")
        assert otklik.ids() == Counter("1")
        otklik.put(2)
        otklik.works("sync", "--once")  # waits until the engine has looked
        assert otklik.ids() == Counter("12")
        assert "FAIL" not in otklik.works("doctor")
        assert "already running" in otklik.fails("engine")
        otklik.remove()
        otklik.add(password="wrong")
        assert "did not accept" in otklik.fails("sync", "--once")


# ── the tracking server ──────────────────────────────────────────────────────────────────────────


@contextmanager
def server_of(otklik, port):
    command = otklik.command(
        "serve", "--listen", f"127.0.0.1:{port}", "--storage", otklik.folder / "server.db",
        "--public-url", f"http://127.0.0.1:{port}",
    )  # fmt: skip
    with subprocess.Popen(command, env=otklik.environment, stderr=subprocess.PIPE, text=True) as server:
        try:
            wait_for(lambda: answers(port))
            yield server
        finally:
            server.terminate()
        assert server.wait(20) == 0
        assert server.stderr.read() == ""


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def get(port, path):
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers={"User-Agent": "Thunderbird/128.5.0"})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


def test_a_server_of_one_command_invites_opens_and_leads_on(otklik):
    [port] = free_ports(1)
    with server_of(otklik, port):
        url, text = otklik.works(
            "server", "invite", "Marina", "--storage", otklik.folder / "server.db",
            "--public-url", f"http://127.0.0.1:{port}",
        ).split()  # fmt: skip
        key = parse_key(text)
        tokens = [new_token(key.seal, key.id, os.urandom(RANDOM_BYTES)) for _ in range(2)]
        with closing(TrackingClient(url, key)) as client:
            client.register({tokens[1]: "https://linia.example/prices"})
            status, headers, body = get(port, f"/o/{tokens[0]}")
            assert (status, headers["Content-Type"], body[:6]) == (200, "image/gif", b"GIF89a")
            status, headers, _ = get(port, f"/c/{tokens[1]}")
            assert (status, headers["Location"]) == (302, "https://linia.example/prices")
            found = [(hit.kind, hit.token) for hit in client.hits(0, 5)]
            assert found == [("open", tokens[0]), ("click", tokens[1])]
        said = otklik.fails(
            "serve", "--listen", f"127.0.0.1:{port}", "--storage", otklik.folder / "other.db",
            "--public-url", "http://127.0.0.1",
        )  # fmt: skip
        assert f"127.0.0.1:{port}" in said


def test_a_server_that_cannot_start_says_why(otklik):
    spoiled = otklik.folder / "spoiled.db"
    spoiled.write_bytes(b"garbage" * 1000)
    serve = ("serve", "--public-url", "http://127.0.0.1", "--storage")
    assert "not a database" in otklik.fails(*serve, spoiled)
    assert "cannot be used" in otklik.fails(*serve, otklik.folder / "spoiled.db" / "server.db")
    assert "is not HOST:PORT" in otklik.fails(*serve, otklik.folder / "server.db", "--listen", "nonsense")
    assert "PostgreSQL cannot be used" in otklik.fails(*serve, "postgresql://127.0.0.1:1/otklik")
    proxy = ("--listen", "127.0.0.1:1", "--trusted-proxy", "nobody")
    assert "'nobody' is not an address or range" in otklik.fails(*serve, otklik.folder / "server.db", *proxy)
    invite = ("server", "invite", " ", "--public-url", "http://127.0.0.1", "--storage")
    assert "name is empty" in otklik.fails(*invite, otklik.folder / "server.db")


# ── help ─────────────────────────────────────────────────────────────────────────────────────────


def test_every_program_explains_itself(otklik, capsys):
    assert "PROGRAM" in otklik.works("--help")
    for words in programs(parser()):
        with pytest.raises(SystemExit) as ended:
            parser().parse_args([*words, "--help"])
        assert ended.value.code == 0
        shown = capsys.readouterr().out
        assert f"usage: otklik {' '.join(words)}" in " ".join(shown.split())


def programs(top, words=()):
    for action in top._actions:
        for name, below in (action.choices or {}).items() if hasattr(action, "_name_parser_map") else ():
            yield (*words, name)
            yield from programs(below, (*words, name))


def test_without_a_display_the_window_says_so(otklik):
    said = otklik.fails(QT_QPA_PLATFORM=None, DISPLAY=None, WAYLAND_DISPLAY=None)
    assert "no display" in said
