"""Sent stays clean where the server files what it sends: by the composer, and by swaks through the relay."""

import shutil
import subprocess
import time
from contextlib import contextmanager

import pytest

from desktop_app.domain.commands import AddAccount, GetRelay, Send, SetSetting, SetTracking
from desktop_app.domain.model import AccountSettings, Address, Draft, Endpoint, Security
from desktop_app.engine import sent_copies
from desktop_app.engine.process import Engine
from desktop_app.mail import imap
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from desktop_app.settings.secrets import FileSecrets
from tests.fakes.dovecot import free_ports
from tests.fakes.filing_upstream import FilingUpstream
from tests.fakes.mail_world import ARRIVED, new_user

pytestmark = pytest.mark.dovecot

MARINA, ANNA, BORIS = "marina@linia.example", "anna@zavod.example", "boris@zavod.example"
LETTER = (
    b"Message-ID: <1@linia.example>\nFrom: marina@linia.example\nTo: anna@zavod.example\n"
    b"Subject: Offer\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
    b'\n<p>Good day</p><a href="https://linia.example/prices">Prices</a>\n'
)


@pytest.fixture
def box(dovecot, monkeypatch, tmp_path):
    monkeypatch.setattr(imap, "_KEEPS_SENT", ("127.0.0.1",))
    soon = tuple(round(look / 60) for look in sent_copies.LOOKS)  # a second for a minute
    monkeypatch.setattr(sent_copies, "LOOKS", soon)
    return Box(dovecot, tmp_path)


class Box:
    """A mailbox whose submission server files what it takes, and the engine that sends by it."""

    def __init__(self, dovecot, folder):
        self.dovecot = dovecot
        self.folder = folder
        self.user = new_user(dovecot)
        self.upstream = FilingUpstream(dovecot, self.user, ARRIVED)
        self.account = 0

    @contextmanager
    def tracked_engine(self):
        storage = open_storage(f"sqlite:///{self.folder}/server.db")
        self.upstream.start()
        secrets = FileSecrets(self.folder / "secrets")
        try:
            with (
                ServerProcess(f"sqlite:///{self.folder}/server.db") as tracking,
                Engine(self.folder / "data", secrets) as engine,
            ):
                engine.start()
                imap_at = Endpoint("127.0.0.1", self.dovecot.port, Security.NONE)
                smtp_at = Endpoint("127.0.0.1", self.upstream.port, Security.NONE)
                settings = AccountSettings("imap", MARINA, self.user, imap_at, smtp_at)
                self.account = engine.call(AddAccount(settings, "secret"))
                engine.call(SetTracking(tracking.url, invite(storage, "Marina", tracking.url).key))
                yield engine
        finally:
            self.upstream.stop()
            storage.close()

    def sent(self):
        with self.dovecot.connect(self.user) as client:
            client.select("Sent", readonly=True)
            answer = client.uid("FETCH", "1:*", "(BODY.PEEK[])")[1]
        return [part[1] for part in answer if isinstance(part, tuple)]

    def wait_until_sent_is(self, right):
        deadline = time.monotonic() + 20
        while not right(self.sent()):
            assert time.monotonic() < deadline, self.sent()


def one_clean(letters):
    return len(letters) == 1 and b"/o/" not in letters[0] and b"/c/" not in letters[0]


@pytest.mark.skipif(shutil.which("swaks") is None, reason="swaks is not installed (apt: swaks)")
def test_a_letter_of_swaks_goes_tracked_and_the_copy_its_server_files_becomes_clean(box):
    (box.folder / "letter.eml").write_bytes(LETTER)
    with box.tracked_engine() as engine:
        [port] = free_ports(1)
        engine.call(SetSetting("relay_port", str(port)))
        engine.call(SetSetting("relay_enabled", "true"))
        setup = engine.call(GetRelay())
        command = [
            "swaks", "--server", f"127.0.0.1:{port}", "--auth", "PLAIN", "--auth-user", setup.users[0],
            "--auth-password", setup.password, "--from", MARINA, "--to", f"{ANNA},{BORIS}",
            "--data", f"@{box.folder}/letter.eml",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout
        assert all(b"/o/" in box.upstream.copies(who)[0] for who in (ANNA, BORIS))
        box.wait_until_sent_is(one_clean)
    [kept] = box.sent()
    assert kept.rstrip() == LETTER.replace(b"\n", b"\r\n").rstrip()


def test_a_letter_of_the_composer_lies_in_sent_once_and_clean(box):
    with box.tracked_engine() as engine:
        people = (Address("", ANNA), Address("", BORIS))
        engine.call(Send(Draft(box.account, people, subject="Offer", html="<p>Good day</p>"), hold_s=0))
        box.upstream.wait_for(2)
        assert all(b"/o/" in mime for mime in box.upstream.copies())
        box.wait_until_sent_is(one_clean)
