"""Another mail program sends through the engine into a mailbox of Exchange or Microsoft 365."""

import smtplib
from contextlib import contextmanager
from email import message_from_bytes, policy

import pytest

from desktop_app.domain.commands import AddAccount, GetRelay, SetSetting, SetTracking
from desktop_app.engine import sent_copies
from desktop_app.engine.process import Engine
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from desktop_app.settings.secrets import FileSecrets
from tests.fakes import ews_server, graph_mailbox
from tests.fakes.dovecot import free_ports
from tests.fakes.ews_server import FakeEws
from tests.fakes.facts import Facts
from tests.fakes.graph_server import TOKEN, FakeGraph

MARINA, ANNA, BOSS = "marina@linia.example", "anna@zavod.example", "boss@linia.example"
LETTER = (
    b"Message-ID: <1@linia.example>\r\nFrom: marina@linia.example\r\nTo: anna@zavod.example\r\n"
    b"Subject: Offer\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n"
    b'\r\n<p>Good day</p><a href="https://linia.example/prices">Prices</a>\r\n'
)


class World:
    """A mailbox that sends by itself, its engine with tracking and relay."""

    def __init__(self, kind, folder):
        self.ews = kind == "ews"
        self.fake = FakeEws("Basic") if self.ews else FakeGraph()
        self.folder = folder
        self.facts = Facts()
        self.tracking = ""

    @property
    def given(self):
        """What was submitted."""
        return self.fake.operations.sent if self.ews else self.fake.sent

    @property
    def filed(self):
        box = self.fake.mailbox
        folder = box.known("sentitems") if self.ews else box.known["sentitems"]
        return [_page(one.mime) for one in list(folder.items.values())]

    def lose_the_answer(self):
        self.fake.trouble["CreateItem" if self.ews else "send"] = "lost"

    @contextmanager
    def engine(self):
        storage = open_storage(f"sqlite:///{self.folder}/server.db")
        with (
            ServerProcess(f"sqlite:///{self.folder}/server.db") as tracking,
            Engine(self.folder / "data", FileSecrets(self.folder / "secrets")) as engine,
        ):
            self.tracking = tracking.url
            engine.listen(self.facts)
            engine.start()
            engine.call(AddAccount(self.fake.account(), ews_server.PASSWORD if self.ews else TOKEN))
            engine.call(SetTracking(tracking.url, invite(storage, "Marina", tracking.url).key))
            self.facts.state("live")
            [port] = free_ports(1)
            engine.call(SetSetting("relay_port", str(port)))
            engine.call(SetSetting("relay_enabled", "true"))
            yield engine.call(GetRelay())
        storage.close()


@pytest.fixture(params=["ews", "graph"])
def world(request, tmp_path, monkeypatch):
    if reason := (ews_server if request.param == "ews" else graph_mailbox).why_not():
        pytest.skip(reason)
    monkeypatch.setattr(sent_copies, "LOOKS", (0, 1, 2, 3, 4))  # at once
    # As an account whose sign-in is done elsewhere: a token is what stands for the password.
    made = World(request.param, tmp_path)
    yield made
    made.fake.close()
    made.fake.check()


def send(setup, *people, letter=LETTER):
    with smtplib.SMTP("127.0.0.1", setup.port, timeout=30) as client:
        client.login(setup.users[0], setup.password)
        client.sendmail(MARINA, list(people), letter)


def _page(mime):
    return message_from_bytes(mime, policy=policy.default).get_body(("html",)).get_content().strip()


def test_its_letter_goes_out_once_marked_also_to_hidden_people_and_sent_ends_clean(world):
    with world.engine() as setup:
        assert setup.users == (MARINA,)
        send(setup, ANNA, BOSS)
        [mime] = world.given
        assert message_from_bytes(mime)["Bcc"] == BOSS
        page = _page(mime)
        assert f'src="{world.tracking}/o/' in page
        world.facts.wait_until(lambda: world.filed == [_page(LETTER)], within_s=20)
    assert len(world.given) == 1


def test_when_the_answer_is_lost_the_copy_in_sent_is_as_good_and_nothing_goes_twice(world):
    with world.engine() as setup:
        world.lose_the_answer()
        send(setup, ANNA)  # hears 250
        assert world.filed == [_page(LETTER)]
        send(setup, ANNA)  # as a program does that was closed before the answer
        assert len(world.given) == 1
