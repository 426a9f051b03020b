"""A mailbox of Microsoft 365 from the command line to a closed wait: the program, fakes of Microsoft."""

import json
import re
import time
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes, policy
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from desktop_app.domain.commands import Send, SetSetting, SetTracking
from desktop_app.domain.facts import OutboxChanged, SyncState
from desktop_app.domain.model import Address, Draft, SignalKind
from desktop_app.mail import graph
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from tests.fakes.dovecot import free_ports
from tests.fakes.graph_mailbox import ADDRESS, Mailbox, why_not
from tests.fakes.graph_server import FakeGraph
from tests.fakes.microsoft_authority import CLIENT_ID, MicrosoftAuthority
from tests.fakes.program import Otklik

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")

ANNA = Address("Anna", "anna@zavod.example")
ASKED = (
    b"Message-ID: <1@zavod.example>\r\nFrom: Anna <anna@zavod.example>\r\nTo: marina@linia.example\r\n"
    b"Subject: Prices\r\nDate: Mon, 2 Nov 2026 09:30:00 +0000\r\n\r\nHow much is it?\r\n"
)
OUTLOOK = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)"


@pytest.fixture
def microsoft():
    fake = FakeGraph()
    fake.tokens = {f"access-{number}" for number in range(1, 30)}
    yield fake
    fake.close()
    fake.check()


@pytest.fixture
def authority(tmp_path, monkeypatch):
    with MicrosoftAuthority(tmp_path / "authority") as made:
        monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
        yield made


@pytest.fixture
def otklik(tmp_path, microsoft, authority):
    made = Otklik(tmp_path)
    with made.engine() as engine:
        engine.call(SetSetting("oauth_microsoft_authority", json.dumps(authority.url)))
        engine.call(SetSetting("oauth_microsoft_graph", json.dumps(microsoft.url)))
    return made


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


def add(otklik, *more, code=0):
    kind = ("--kind", "graph", "--address", ADDRESS, "--device-code")
    return otklik("account", "add", *kind, *more, code=code)


def test_an_account_is_added_by_a_code_tested_and_read_and_no_token_lies_open(otklik, microsoft) -> None:
    microsoft.mailbox.put(microsoft.mailbox.known["inbox"], ASKED)
    said = add(otklik, "--client-id", CLIENT_ID, "--tenant", "linia.example")
    assert "ABCD-1234" in said
    [account] = otklik.records("account", "list")
    assert (account["kind"], account["address"]) == ("graph", ADDRESS)
    tested = otklik("account", "test", ADDRESS)
    assert tested.count("ok  ") == 4
    assert "FAIL" not in tested
    otklik("sync", "--once")
    [letter] = otklik.records("letters")
    assert (letter["message_id"], letter["direction"]) == ("1@zavod.example", "in")
    [wait] = otklik.records("waits")
    assert wait["answered_at"] is None
    lying = b"".join(path.read_bytes() for path in otklik.data.rglob("*") if path.is_file())
    kept = otklik.secrets.read_bytes()
    assert b"refresh-" not in lying + kept
    assert b"access-" not in lying + kept
    [sealed] = (otklik.data / "sign-in").iterdir()
    sealed.write_bytes(b"damaged")
    assert "Sign in again" in otklik("account", "test", ADDRESS, code=1)
    otklik("account", "remove", ADDRESS)
    assert not list((otklik.data / "sign-in").iterdir())


def test_a_shared_mailbox_is_added_by_the_sign_in_of_whoever_may_open_it(otklik, microsoft, authority):
    sales = "sales@linia.example"
    box = microsoft.others[sales] = Mailbox()
    box.put(box.known["inbox"], ASKED.replace(b"marina@", b"sales@"))
    otklik(
        "account", "add", "--kind", "graph", "--address", sales, "--user", ADDRESS, "--device-code",
        "--client-id", CLIENT_ID,
    )  # fmt: skip
    assert "Mail.ReadWrite.Shared" in authority.asked[0]["scope"]
    assert "FAIL" not in otklik("account", "test", sales)
    otklik("sync", "--once")
    [wait] = otklik.records("waits")
    assert wait["answered_at"] is None
    microsoft.others.clear()
    assert "may not open the mailbox" in otklik("account", "test", sales, code=1)


def test_what_it_and_the_person_must_do_is_said(otklik, authority) -> None:
    assert "tells IT what to register" in add(otklik, code=1)
    authority.refuses["device"] = (
        "invalid_grant",
        "AADSTS65001: The user or administrator has not consented",
    )
    said = add(otklik, "--client-id", CLIENT_ID, code=1)
    assert f"{authority.url}/organizations/adminconsent?client_id={CLIENT_ID}" in said
    assert otklik.records("account", "list") == []


@pytest.mark.slow
def test_a_tracked_answer_goes_out_is_opened_and_answered_and_its_wait_closes(
    otklik, microsoft, tracking, monkeypatch
) -> None:
    """Slow: three programs. The command line adds, the engine lives, the tracking server counts."""
    monkeypatch.setattr(graph, "POLL_S", 0.2)
    box = microsoft.mailbox
    asked = box.put(box.known["inbox"], ASKED)
    add(otklik, "--client-id", CLIENT_ID)
    otklik("sync", "--once")
    with otklik.engine() as engine:
        engine.start()
        engine.call(SetTracking(*tracking))
        otklik.facts.wait_until(lambda: any(one.state == "live" for one in otklik.facts.of(SyncState)))
        [letter] = otklik.read(lambda reader: list(reader.letters()))
        html = '<p>Ten roubles. <a href="https://linia.example/prices">Prices</a></p>'
        draft = Draft(account=1, to=(ANNA,), subject="Re: Prices", html=html, answers=letter.id)
        number = engine.call(Send(draft, 0))
        otklik.facts.wait_for(
            lambda fact: isinstance(fact, OutboxChanged) and (fact.outbox, fact.state) == (number, "sent")
        )
        [sent] = microsoft.sent
        otklik.facts.wait_until(lambda: _pages(box.known["sentitems"]) == [html], within_s=20)
        otklik.facts.wait_until(lambda: asked.tags.get("integer 0x1081") == "102")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", asked.tags["systemtime 0x1082"])
        otklik.facts.wait_until(lambda: _waits(otklik) == [True])

        written = message_from_bytes(sent, policy=policy.default).get_body(("html",)).get_content()
        [link] = re.findall(r'<a href="([^"]+)"', written)
        _open(link)
        otklik.facts.wait_until(lambda: SignalKind.CLICK in _signals(otklik))
        message_id = message_from_bytes(sent)["Message-ID"]
        answer = ASKED.replace(b"<1@", b"<2@").replace(b"Subject: ", b"In-Reply-To: %s\r\nSubject: Re: ")
        now = datetime.fromtimestamp(time.time() + 1, UTC)  # noqa: TID251 - a server has a clock
        box.put(box.known["inbox"], answer % message_id.encode(), now)
        otklik.facts.wait_until(lambda: SignalKind.REPLY in _signals(otklik))
        otklik.facts.wait_until(lambda: _waits(otklik) == [True, False])
    assert len(microsoft.sent) == 1
    assert microsoft.most_at_once <= 4


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
