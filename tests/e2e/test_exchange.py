"""A mailbox of Exchange from the command line to a closed wait: the program, the fake held to the schemas."""

import re
import time
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes, policy
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from desktop_app.domain.commands import Send, SetTracking
from desktop_app.domain.facts import OutboxChanged, SyncState
from desktop_app.domain.model import Address, Draft, SignalKind
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from tests.fakes.dovecot import free_ports
from tests.fakes.ews_server import ADDRESS, PASSWORD, USER, FakeEws, why_not
from tests.fakes.program import Otklik

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")

ANNA = Address("Anna", "anna@zavod.example")
ASKED = (
    b"Message-ID: <1@zavod.example>\r\nFrom: Anna <anna@zavod.example>\r\nTo: marina@linia.example\r\n"
    b"Subject: Prices\r\nDate: Mon, 2 Nov 2026 09:30:00 +0000\r\n\r\nHow much is it?\r\n"
)
OUTLOOK = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)"


@pytest.fixture
def exchange():
    fake = FakeEws("NTLM", tls=True)
    yield fake
    fake.close()
    fake.check()


@pytest.fixture
def otklik(tmp_path):
    return Otklik(tmp_path)


@pytest.fixture
def tracking(tmp_path):
    storage = f"sqlite:///{tmp_path}/server.db"
    [port] = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    with closing(open_storage(storage)) as opened:
        key = invite(opened, "Marina", url).key
    process = ServerProcess(storage, trusted_proxies=["127.0.0.1"], port=port)
    process.start()
    yield url, key
    process.stop()


def add(otklik, exchange, *more, password=PASSWORD, code=0):
    return otklik(
        "account", "add", "--kind", "ews", "--address", ADDRESS, "--user", USER, "--ews-url", exchange.url,
        "--trust", exchange.fingerprint, "--password-stdin", *more, stdin=f"{password}\n", code=code,
    )  # fmt: skip


def test_an_account_is_added_tested_and_read_from_the_command_line(otklik, exchange):
    inbox = exchange.mailbox.known("inbox")
    exchange.mailbox.put(inbox, ASKED)
    add(otklik, exchange)
    [account] = otklik.records("account", "list")
    assert (account["kind"], account["user"], account["ews_url"]) == ("ews", USER, exchange.url)
    tested = otklik("account", "test", ADDRESS)
    assert tested.count("ok  ") == 5
    assert "FAIL" not in tested
    assert "FAIL" not in otklik("doctor").partition("folder")[0]
    otklik("sync", "--once")
    [letter] = otklik.records("letters")
    assert (letter["message_id"], letter["direction"]) == ("1@zavod.example", "in")
    [wait] = otklik.records("waits")
    assert wait["answered_at"] is None
    assert exchange.agents == {"Otklik-EWS/1"}


def test_each_trouble_is_one_sentence_and_a_wrong_password_is_shown_once(otklik, exchange):
    add(otklik, exchange, password="wrong")
    said = otklik("account", "test", ADDRESS, code=1)
    assert "did not accept this user name and password" in said
    assert exchange.refused == 1
    otklik("account", "remove", ADDRESS)
    otklik(
        "account", "add", "--kind", "ews", "--address", ADDRESS, "--user", USER, "--ews-url", exchange.url,
        "--password-stdin", stdin=f"{PASSWORD}\n",
    )  # fmt: skip
    said = otklik("account", "test", ADDRESS, code=1)
    assert f"--trust {exchange.fingerprint}" in said
    assert exchange.refused == 1


@pytest.mark.slow
def test_a_tracked_answer_goes_out_is_opened_and_answered_and_its_wait_closes(otklik, exchange, tracking):
    """Slow: three programs. The command line adds, the engine lives, the tracking server counts."""
    box = exchange.mailbox
    asked = box.put(box.known("inbox"), ASKED)
    add(otklik, exchange)
    otklik("sync", "--once")
    with otklik.engine() as engine:
        engine.start()
        engine.call(SetTracking(*tracking))
        otklik.facts.wait_until(lambda: sum(one.state == "live" for one in otklik.facts.of(SyncState)) >= 2)
        [letter] = otklik.read(lambda reader: list(reader.letters()))
        html = '<p>Ten roubles. <a href="https://linia.example/prices">Prices</a></p>'
        draft = Draft(account=1, to=(ANNA,), subject="Re: Prices", html=html, answers=letter.id)
        number = engine.call(Send(draft, 0))
        otklik.facts.wait_for(
            lambda fact: isinstance(fact, OutboxChanged) and (fact.outbox, fact.state) == (number, "sent")
        )
        [sent] = exchange.operations.sent
        otklik.facts.wait_until(lambda: _pages(box.known("sentitems")) == [html], within_s=20)
        otklik.facts.wait_until(lambda: asked.tags.get(0x1081) == "102")
        assert asked.tags[0x1080] == "261"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", asked.tags[0x1082])
        otklik.facts.wait_until(lambda: _waits(otklik) == [True])

        written = message_from_bytes(sent, policy=policy.default).get_body(("html",)).get_content()
        [link] = re.findall(r'<a href="([^"]+)"', written)
        _open(link)
        otklik.facts.wait_until(lambda: SignalKind.CLICK in _signals(otklik))
        message_id = message_from_bytes(sent)["Message-ID"]
        answer = ASKED.replace(b"<1@", b"<2@").replace(b"Subject: ", b"In-Reply-To: %s\r\nSubject: Re: ")
        now = datetime.fromtimestamp(time.time() + 1, UTC)  # noqa: TID251 - a server has a clock
        box.put(box.known("inbox"), answer % message_id.encode(), now)
        otklik.facts.wait_until(lambda: SignalKind.REPLY in _signals(otklik))
        otklik.facts.wait_until(lambda: _waits(otklik) == [True, False])
    assert len(exchange.operations.sent) == 1


def _pages(folder):
    """What its letters say."""
    found = [message_from_bytes(one.mime, policy=policy.default) for one in list(folder.items.values())]
    pages = [one.get_body(("html",)).get_content() for one in found]
    return [page.partition("<body>")[2].partition("</body>")[0] for page in pages]


def _waits(otklik):
    """Whether each wait is answered, the oldest first."""
    waits = otklik.read(lambda reader: list(reader.waits()))
    return [wait.answered_at is not None for wait in sorted(waits, key=lambda one: one.arrived_at)]


def _signals(otklik):
    return {row.kind for row in otklik.read(lambda reader: reader.signals())}


def _open(url):
    place = urlsplit(url)
    with closing(HTTPConnection(place.hostname, place.port, timeout=10)) as connection:
        headers = {"User-Agent": OUTLOOK, "X-Forwarded-For": "203.0.113.7"}
        connection.request("GET", place.path, headers=headers)
        connection.getresponse().read()
