"""A story for every mailbox of Exchange: a client asks, is answered with tracking, clicks, and answers."""

import re
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes, policy
from http.client import HTTPConnection
from urllib.parse import urlsplit

from desktop_app.domain.commands import Send, SetTracking
from desktop_app.domain.facts import OutboxChanged, SyncState
from desktop_app.domain.model import Address, Draft, SignalKind
from tests.fakes.program import Otklik

ANNA = Address("Anna", "anna@zavod.example")
ASKED = (
    b"Message-ID: <1@zavod.example>\r\nFrom: Anna <anna@zavod.example>\r\nTo: marina@linia.example\r\n"
    b"Subject: Prices\r\nDate: Mon, 2 Nov 2026 09:30:00 +0000\r\n\r\nHow much is it?\r\n"
)
_OUTLOOK = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)"
_HTML = '<p>Ten roubles. <a href="https://linia.example/prices">Prices</a></p>'


def tell(otklik: Otklik, tracking, box, inbox, sent, given: list[bytes], is_marked: Callable[[], bool]):
    """The mailbox was read once. `inbox`, `sent`: folders of `box`; `given`: what was submitted.

    `is_marked` says whether the letter of the client bears the marks of an answer.
    """
    with otklik.engine() as engine:
        engine.start()
        engine.call(SetTracking(*tracking))
        otklik.facts.wait_until(lambda: any(one.state == "live" for one in otklik.facts.of(SyncState)))
        [letter] = otklik.read(lambda reader: list(reader.letters()))
        draft = Draft(account=1, to=(ANNA,), subject="Re: Prices", html=_HTML, answers=letter.id)
        number = engine.call(Send(draft, 0))
        otklik.facts.wait_for(
            lambda fact: isinstance(fact, OutboxChanged) and (fact.outbox, fact.state) == (number, "sent")
        )
        [written] = given
        otklik.facts.wait_until(lambda: _pages(sent) == [_HTML], within_s=20)
        otklik.facts.wait_until(is_marked)
        otklik.facts.wait_until(lambda: _waits(otklik) == [True])

        page = message_from_bytes(written, policy=policy.default).get_body(("html",)).get_content()
        [link] = re.findall(r'<a href="([^"]+)"', page)
        _open(link)
        otklik.facts.wait_until(lambda: SignalKind.CLICK in _signals(otklik))
        message_id = message_from_bytes(written)["Message-ID"]
        answer = ASKED.replace(b"<1@", b"<2@").replace(b"Subject: ", b"In-Reply-To: %s\r\nSubject: Re: ")
        now = datetime.fromtimestamp(time.time() + 1, UTC)  # noqa: TID251 - a server has a clock
        box.put(inbox, answer % message_id.encode(), now)
        otklik.facts.wait_until(lambda: SignalKind.REPLY in _signals(otklik))
        otklik.facts.wait_until(lambda: _waits(otklik) == [True, False])
    assert len(given) == 1


def is_instant(text: str) -> bool:
    """As an extended property holds it."""
    return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text) is not None


def _pages(folder) -> list[str]:
    """What its letters say."""
    found = [message_from_bytes(one.mime, policy=policy.default) for one in list(folder.items.values())]
    pages = [one.get_body(("html",)).get_content() for one in found]
    return [page.partition("<body>")[2].partition("</body>")[0] for page in pages]


def _waits(otklik: Otklik) -> list[bool]:
    """Whether each wait is answered, the oldest first."""
    waits = otklik.read(lambda reader: list(reader.waits()))
    return [wait.answered_at is not None for wait in sorted(waits, key=lambda one: one.arrived_at)]


def _signals(otklik: Otklik) -> set[SignalKind]:
    return {row.kind for row in otklik.read(lambda reader: reader.signals())}


def _open(url: str) -> None:
    place = urlsplit(url)
    with closing(HTTPConnection(place.hostname, place.port, timeout=10)) as connection:
        headers = {"User-Agent": _OUTLOOK, "X-Forwarded-For": "203.0.113.7"}
        connection.request("GET", place.path, headers=headers)
        connection.getresponse().read()
