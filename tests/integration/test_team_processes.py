"""Two managers' engines, one server, one lead: real processes, and every byte that leaves the managers."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from desktop_app.domain.commands import AddAccount, SetSetting, SetTracking, SyncNow, SyncTeam
from desktop_app.domain.model import AccountSettings, Endpoint, Security
from desktop_app.engine.connection import Caller, connect
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from desktop_app.store.reader import Reader
from tests.fakes.recording_proxy import RecordingProxy

pytestmark = pytest.mark.dovecot

WITHIN_S = 40.0
SUBJECT = "Kotirovki sekretnye"
NOW = datetime.now(UTC).replace(microsecond=0)
SECRET_WORDS = ("zavod", "linia", "kotirovki", "sekretnye", "anna", "petrova", "marina", "boris", "lead", "@")


def letter(number, sender, to, answers=""):
    thread = f"In-Reply-To: <{answers}>\r\nReferences: <{answers}>\r\n" if answers else ""
    return (
        f"Message-ID: <{number}@zavod.example>\r\nFrom: Anna Petrova <{sender}>\r\nTo: {to}\r\n{thread}"
        f"Subject: {SUBJECT}\r\nDate: Mon, 2 Mar 2026 09:30:00 +0000\r\n\r\nHow much is it?\r\n"
    ).encode()


class Engine:
    """An engine in a process of its own and a line to it."""

    def __init__(self, folder, stack):
        folder.mkdir()
        self.data = folder / "data"
        environment = {**os.environ, "OTKLIK_SECRETS": str(folder / "secrets.json")}
        command = [sys.executable, "-m", "desktop_app", "--data", str(self.data), "engine"]
        self.process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
        stack.callback(self.process.wait, 20)
        line = until(lambda: connect(self.data))
        self.caller = stack.enter_context(closing(Caller(line)))
        stack.callback(self.process.terminate)

    def call(self, command):
        return self.caller.call(command)

    def team(self):
        with closing(Reader(self.data)) as reader:
            return {
                one.name: (one.waits.arrived.size, int((one.waits.answered > 0).sum()))
                for one in reader.team()
            }


def until(look):
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)  # another process: nothing rings here
    raise AssertionError("it never came")


def mailbox(dovecot, user, address, letters, answered):
    """`letters` clients wrote; the first `answered` of them have an answer an hour later."""
    dovecot.add_user(user)
    for number in range(letters):
        at = NOW - timedelta(days=number + 1)
        name = f"{user}{number}"
        dovecot.append(user, "INBOX", [(letter(name, f"c{number}@zavod.example", address), at, ())])
        if number < answered:
            answer = letter(f"{name}r", address, f"c{number}@zavod.example", f"{name}@zavod.example")
            dovecot.append(user, "Sent", [(answer, at + timedelta(hours=1), ())])
    here = Endpoint("127.0.0.1", dovecot.port, Security.NONE)
    return AccountSettings("imap", address, user, here)


@pytest.mark.slow  # four processes and two mailboxes
def test_what_two_managers_tell_reaches_the_lead_and_names_nobody(dovecot, tmp_path):
    storage = f"sqlite:///{tmp_path}/server.db"
    with closing(open_storage(storage)) as opened:
        keys = {
            name: invite(opened, name, "https://t.example", lead=name == "Lead").key
            for name in ("Marina", "Boris", "Lead")
        }
    with ExitStack() as stack:
        server = stack.enter_context(ServerProcess(storage))
        proxy = stack.enter_context(RecordingProxy(urlsplit(server.url).port or 0))
        for name, letters, answered in (("Marina", 4, 3), ("Boris", 3, 1)):
            engine = Engine(tmp_path / name, stack)
            user = name.lower()
            account = mailbox(dovecot, f"team{user}", f"{user}@linia.example", letters, answered)
            engine.call(SetTracking(proxy.url, keys[name]))
            engine.call(AddAccount(account, "secret"))
            engine.call(SyncNow(wait=True))
            assert b"/v1/team/rows" not in proxy.said or name == "Boris"  # nobody has agreed yet
            engine.call(SetSetting("team_share", "true"))
            until(lambda engine=engine, letters=letters: engine.call(SyncTeam()).told == letters)
        said = proxy.said
        lead = Engine(tmp_path / "Lead", stack)
        lead.call(SetTracking(server.url, keys["Lead"]))
        until(lambda: lead.call(SyncTeam()).lead)
        assert until(lead.team) == {"Marina": (4, 3), "Boris": (3, 1)}
    assert said.count(b'"arrived"') >= 7
    bodies = b"".join(part.partition(b"\r\n\r\n")[2] for part in said.split(b"PUT /v1/team/rows"))
    for word in SECRET_WORDS:
        assert word.encode() not in bodies.lower(), word
    assert SUBJECT.encode() not in said
    assert b"zavod" not in said
