"""A thousand times the sender meets his own picture, and nobody is told of an open.

A real tracking server and real requests; the engine's own pieces mark, pull, judge and alert.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from desktop_app.domain.facts import Alert
from desktop_app.domain.model import HOUR, SECOND, Verdict
from desktop_app.domain.tokens import parse_key
from desktop_app.engine.alerts import Alerts
from desktop_app.engine.marking import Marker, Server
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.engine.signals import Desk, pull
from desktop_app.engine.teaching import Teaching
from desktop_app.engine.tracking_client import TrackingClient
from desktop_app.server.app import now_micros
from desktop_app.store.database import Database
from desktop_app.store.reader import Reader
from tests.fakes.facts import Facts
from tests.integration.test_engine_tracking import CHROME, HTML, OUTLOOK, Tracking

EACH = 200
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 {}"
OFFICE, ABROAD, CLIENT = "85.26.10.7", "93.184.216.7", "188.128.10.7"
ANNA = "anna@zavod.example"


@pytest.fixture
def tracking(tmp_path) -> Iterator[Tracking]:
    tracking = Tracking(tmp_path)
    tracking.start()
    yield tracking
    tracking.stop()


class Sender:
    """The sender's program without its mailboxes. `now` runs ahead of the clock when a test says so."""

    def __init__(self, folder, tracking) -> None:
        self.folder = folder
        self.ahead = 0
        self.db = Database.open(folder, now_micros())
        key = parse_key(tracking.key)
        self.client = TrackingClient(tracking.url, key)
        self.server = Server(tracking.url, key, self.client)
        self.own = OwnNetworks(self.db)
        self.desk = Desk(self.db, self.judged, self.own, self.clock)
        self.marker = Marker(self.db, lambda: self.server)
        self.teaching = Teaching(self.desk, lambda: self.server)
        self.facts = Facts()
        self.alerts = Alerts(self.read, self.facts, self.clock)
        self.line = HTTPConnection("127.0.0.1", tracking.port, timeout=10)

    def close(self) -> None:
        self.alerts.stop()
        self.line.close()
        self.client.close()
        self.db.close()

    def clock(self) -> int:
        return now_micros() + self.ahead

    def read(self, wanted):
        with closing(Reader(self.folder)) as reader:
            return reader.signals_by_id(wanted)

    def judged(self, written) -> None:
        now = self.clock()
        self.alerts.add(written.settled, now)
        self.alerts.add([one for one in written.fresh if one not in written.settled], now + 10 * SECOND)

    def send(self, number: int, quoted: bytes = b"") -> tuple[bytes, bytes]:
        """(the clean letter, the copy Anna gets), two hours ago."""
        message_id = f"m{number}@linia.example"
        history = quoted.partition(b"\r\n\r\n")[2].decode()
        clean = (
            f"Message-ID: <{message_id}>\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: text/html; charset=utf-8\r\n\r\n{HTML}"
            f"<blockquote type=cite>{history}</blockquote>"
        ).encode()
        [copy] = self.marker.copies(clean, message_id, [ANNA], True, now_micros() - 2 * HOUR)
        return clean, copy.mime

    def look_at(self, mime: bytes, agent: str, address: str) -> int:
        """A mail program shows the letter: it loads every picture; how many there were."""
        pictures = re.findall(rb'<img[^>]+src="([^"]+)"', mime)
        for url in pictures:
            self.request("GET", url.decode(), agent, address)
        return len(pictures)

    def request(self, method: str, url: str, agent: str, address: str) -> None:
        headers = {"User-Agent": agent, "X-Forwarded-For": address}
        self.line.request(method, urlsplit(url).path, headers=headers)
        assert self.line.getresponse().read() is not None

    def pull_all(self) -> None:
        while pull(self.client, self.desk, 0):
            pass

    def verdicts(self) -> set[tuple[Verdict, str]]:
        rows = self.db.rows("SELECT verdict, reasons FROM signal")
        return {(Verdict(verdict), reasons) for verdict, reasons in rows}


@pytest.fixture
def sender(tmp_path, tracking) -> Iterator[Sender]:
    made = Sender(tmp_path / "data", tracking)
    made.alerts.start()
    yield made
    made.close()


def test_a_thousand_own_opens_notify_nobody_and_the_clients_one_open_does(sender: Sender) -> None:
    sender.own.see("85.26.10.0/24", sender.clock())
    link = sender.teaching.add_device("Phone", sender.clock())
    sender.request("POST", link.url, PHONE.format("Version/17.5 Safari/604.1"), ABROAD)
    sender.pull_all()
    loaded = opens = 0
    for number in range(EACH):
        clean, marked = sender.send(number)
        # 1 the copy in Sent, looked at in any program
        assert sender.look_at(clean, OUTLOOK, ABROAD) == 0
        # 2 Anna's answer, which quotes the picture, read at the office in a browser
        loaded += sender.look_at(marked, CHROME, OFFICE)
        # 3 our answer to it, and it forwarded to a colleague: the quoted picture is taken out
        _, answer = sender.send(number + EACH, quoted=marked)
        assert sender.look_at(answer, "", OFFICE) == 1
        # 4 a bounce with the whole letter inside, opened at the office in Outlook
        loaded += sender.look_at(marked, OUTLOOK, OFFICE)
        # 5 the answer once more, on the telephone abroad
        loaded += sender.look_at(marked, PHONE.format("Spark/3.1"), ABROAD)
        opens += 5
    sender.pull_all()
    assert (opens, loaded) == (1000, 3 * EACH)
    found = sender.verdicts()
    assert {verdict for verdict, _ in found} == {Verdict.SELF, Verdict.MACHINE}, found
    sender.ahead = 11 * SECOND  # whatever waited to settle has settled
    _, marked = sender.send(2 * EACH)
    sender.look_at(marked, OUTLOOK, CLIENT)
    sender.pull_all()
    sender.facts.wait_for(lambda fact: isinstance(fact, Alert))
    assert len(sender.facts.of(Alert)) == 1


def test_the_alert_of_an_open_in_outlook_hours_after_sending_does_not_wait(sender: Sender) -> None:
    _, marked = sender.send(1)
    sender.look_at(marked, OUTLOOK, CLIENT)
    sender.pull_all()
    sender.facts.wait_for(lambda fact: isinstance(fact, Alert), within_s=2)


def test_the_alert_of_a_browser_waits_for_a_burst_to_show_itself(sender: Sender) -> None:
    _, marked = sender.send(1)
    sender.look_at(marked, CHROME, CLIENT)
    sender.pull_all()
    with pytest.raises(AssertionError, match="never announced"):
        sender.facts.wait_for(lambda fact: isinstance(fact, Alert), within_s=0.5)
    for url in re.findall(rb'href="([^"]+/c/[^"]+)"', marked):
        sender.request("GET", url.decode(), CHROME, CLIENT)
    sender.pull_all()
    assert {verdict for verdict, _ in sender.verdicts()} == {Verdict.MACHINE}
