"""What machines write lies in a real Dovecot; the engine reads it, and the manager sees what to do."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from desktop_app.domain.commands import AddAccount
from desktop_app.domain.model import (
    DAY,
    HOUR,
    SECOND,
    AccountSettings,
    Action,
    Endpoint,
    LetterId,
    Micros,
    Security,
    SignalKind,
    Verdict,
)
from desktop_app.engine.process import Engine
from desktop_app.engine.reports import READ_BYTES
from desktop_app.mail.base import RemoteFolder
from desktop_app.mail.imap import ImapProvider
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadFilter, LeadRow, LeadSort, SignalRow
from tests.fakes.dovecot import Dovecot

pytestmark = pytest.mark.dovecot

ME = "marina@linia.example"
ANNA, BORIS, DINA, VERA, CARL = (
    f"{name}@zavod.example" for name in ("anna", "boris", "dina", "vera", "carl")
)
SENT_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NOW: Micros = int(SENT_AT.timestamp()) * SECOND + 2 * HOUR

OURS = """\
Message-ID: <to-{name}@linia.example>
From: Marina <marina@linia.example>
To: {name}@zavod.example
Subject: Prices
Date: Mon, 2 Mar 2026 09:30:00 +0000

Our prices.
{ballast}
"""

# As Postfix writes it: neither In-Reply-To nor References, the letter that came back below the report.
DELIVERY_REPORT = """\
Return-Path: <>
Date: Mon, 2 Mar 2026 09:31:00 +0000 (UTC)
From: MAILER-DAEMON@mx.linia.example (Mail Delivery System)
Subject: {subject}
To: marina@linia.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="8C1B1A0.1772443860/mx.linia.example"
Message-Id: <{number}@mx.linia.example>

This is a MIME-encapsulated message.

--8C1B1A0.1772443860/mx.linia.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.linia.example.

<{name}@zavod.example>: host mx.zavod.example[192.0.2.7] said: {diagnostic}

--8C1B1A0.1772443860/mx.linia.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.linia.example
X-Postfix-Sender: rfc822; marina@linia.example
Arrival-Date: Mon,  2 Mar 2026 09:30:00 +0000 (UTC)

Final-Recipient: rfc822; {name}@zavod.example
Action: {action}
Status: {status}
Remote-MTA: dns; mx.zavod.example
Diagnostic-Code: smtp; {diagnostic}

--8C1B1A0.1772443860/mx.linia.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

{original}
--8C1B1A0.1772443860/mx.linia.example--
"""

# As Exchange writes it: without Original-Message-ID, the words in base64.
READ_RECEIPT = """\
From: =?utf-8?B?0JHQvtGA0LjRgQ==?= <{name}@zavod.example>
To: Marina <marina@linia.example>
Subject: =?utf-8?B?0J/RgNC+0YfRgtC10L3Qvjog?=Prices
Thread-Topic: Prices
Date: Mon, 2 Mar 2026 10:02:11 +0000
Message-ID: <receipt-{name}@zavod.example>
In-Reply-To: <to-{name}@linia.example>
X-MS-Has-Attach:
Content-Type: multipart/report;
\tboundary="_000_receipt_"; report-type=disposition-notification
MIME-Version: 1.0

--_000_receipt_
Content-Type: multipart/alternative; boundary="_002_receipt_"

--_002_receipt_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

0JLQsNGI0LUg0YHQvtC+0LHRidC10L3QuNC1INCx0YvQu9C+INC/0YDQvtGH0YLQtdC90L4u

--_002_receipt_--

--_000_receipt_
Content-Type: message/disposition-notification

Reporting-UA: [192.0.2.9]; Microsoft Exchange Server
Final-recipient: RFC822; {name}@zavod.example
Disposition: {disposition}

--_000_receipt_--
"""

# "Здравствуйте! Я в отпуске по 15 марта включительно. По срочным вопросам пишите в отдел продаж."
OUT_OF_OFFICE = """\
From: =?utf-8?B?0JLQtdGA0LA=?= <vera@zavod.example>
To: Marina <marina@linia.example>
Subject: =?utf-8?B?0JDQstGC0L7QvNCw0YLQuNGH0LXRgdC60LjQuSDQvtGC0LLQtdGCOiA=?=Prices
Date: Mon, 2 Mar 2026 09:30:05 +0000
Message-ID: <away@zavod.example>
In-Reply-To: <to-vera@linia.example>
X-Auto-Response-Suppress: All
Auto-Submitted: auto-generated
Content-Type: multipart/alternative; boundary="_000_away_"
MIME-Version: 1.0

--_000_away_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

0JfQtNGA0LDQstGB0YLQstGD0LnRgtC1ISDQryDQsiDQvtGC0L/Rg9GB0LrQtSDQv9C+IDE1INC8
0LDRgNGC0LAg0LLQutC70Y7Rh9C40YLQtdC70YzQvdC+LiDQn9C+INGB0YDQvtGH0L3Ri9C8INCy
0L7Qv9GA0L7RgdCw0Lwg0L/QuNGI0LjRgtC1INCyINC+0YLQtNC10Lsg0L/RgNC+0LTQsNC2Lg==

--_000_away_
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PGh0bWw+PGJvZHk+PHA+Li4uPC9wPjwvYm9keT48L2h0bWw+

--_000_away_--
"""

BOUNCED = {
    "name": "anna",
    "number": 1,
    "subject": "Undelivered Mail Returned to Sender",
    "action": "failed",
    "status": "5.1.1",
    "diagnostic": "550 5.1.1 User unknown",
}
LATE = {
    "name": "carl",
    "number": 2,
    "subject": "Delivery Status Notification",
    "action": "delayed",
    "status": "4.4.1",
    "diagnostic": "450 4.4.1 No answer from host",
}


def ours(name: str, size: int = 0) -> str:
    """What Marina wrote; with `size` so many bytes follow."""
    return OURS.format(name=name, ballast=("x" * 70 + "\n") * (size // 71))

numbers = count(1)


class World:
    """Marina's mailbox, and an engine that synchronises it when told to."""

    def __init__(self, server: Dovecot, user: str, folder: Path) -> None:
        self.now = NOW
        self.data = folder / "data"
        self.engine = Engine(self.data, FileSecrets(folder / "secrets"), lambda: self.now)
        self._server = server
        self._user = user
        imap = Endpoint(server.host, server.port, Security.NONE)
        self.engine.call(AddAccount(AccountSettings("imap", ME, user, imap), "secret"))

    def put(self, folder: str, *letters: str, at: datetime = SENT_AT) -> None:
        wire = [(text.replace("\n", "\r\n").encode(), at, ("\\Seen",)) for text in letters]
        self._server.append(self._user, folder, wire)

    def sync(self) -> None:
        assert self.engine.sync_once() == []

    def signals(self) -> list[SignalRow]:
        with closing(Reader(self.data)) as reader:
            return reader.signals()

    def told(self) -> list[tuple[SignalKind, str, LetterId | None, Verdict]]:
        return [(one.kind, one.name, one.letter, one.verdict) for one in self.signals()]

    def lead(self, address: str) -> LeadRow:
        with closing(Reader(self.data)) as reader:
            ids = reader.lead_ids(LeadFilter.ALL, LeadSort.NAME, True, "", self.now)
            return next(row for row in reader.leads(ids).values() if row.address == address)

    def letter(self, message_id: str) -> LetterId:
        with closing(Reader(self.data)) as reader:
            return next(row.id for row in reader.letters() if row.message_id == message_id)


@pytest.fixture
def world(dovecot: Dovecot, tmp_path: Path) -> Iterator[World]:
    user = f"reports-{next(numbers)}"
    dovecot.add_user(user)
    made = World(dovecot, user, tmp_path)
    yield made
    made.engine.close()


def test_a_delivery_report_without_references_finds_the_letter_and_the_wrong_address(world: World) -> None:
    returned = ours("anna", 3 * READ_BYTES)
    world.put("Sent", returned, ours("boris"))
    world.put("INBOX", DELIVERY_REPORT.format(original=returned, **BOUNCED))
    world.sync()
    [(kind, name, letter, verdict)] = world.told()
    assert (kind, name, verdict) == (SignalKind.BOUNCE, ANNA, Verdict.MACHINE)
    assert letter == world.letter("to-anna@linia.example")
    shown = world.lead(ANNA)
    assert (shown.action, shown.last_signal_kind) == (Action.FIX_ADDRESS, SignalKind.BOUNCE)
    assert world.lead(BORIS).action is Action.WAIT


def test_a_report_that_the_letter_is_late_asks_for_nothing(world: World) -> None:
    world.put("Sent", ours("carl"))
    world.put("INBOX", DELIVERY_REPORT.format(original=ours("carl"), **LATE))
    world.sync()
    assert world.told() == []
    assert world.lead(CARL).action is Action.WAIT


@pytest.mark.parametrize(
    ("disposition", "kind", "verdict"),
    [
        ("automatic-action/MDN-sent-automatically; displayed", SignalKind.RECEIPT, Verdict.UNKNOWN),
        ("manual-action/MDN-sent-manually; displayed", SignalKind.RECEIPT, Verdict.HUMAN),
        ("manual-action/MDN-sent-automatically; deleted", SignalKind.DELETED, Verdict.HUMAN),
    ],
)
def test_a_receipt_of_exchange_counts_only_when_sent_by_hand(
    world: World, disposition: str, kind: SignalKind, verdict: Verdict
) -> None:
    world.put("Sent", ours("dina"))
    world.put("INBOX", READ_RECEIPT.format(name="dina", disposition=disposition))
    world.sync()
    assert world.told() == [(kind, "Борис", world.letter("to-dina@linia.example"), verdict)]
    shown = world.lead(DINA)
    assert (shown.last_signal_kind is kind) == (verdict is Verdict.HUMAN)
    assert any(one.code == "opened" for one in shown.contributions) == (
        (kind, verdict) == (SignalKind.RECEIPT, Verdict.HUMAN)
    )


def test_out_of_office_in_russian_sets_the_day_to_write_again(world: World) -> None:
    world.put("Sent", ours("vera"))
    world.put("INBOX", OUT_OF_OFFICE)
    world.sync()
    assert [(one.kind, one.name) for one in world.signals()] == [(SignalKind.AWAY, "Вера")]
    back = int(datetime(2026, 3, 16, 9, tzinfo=UTC).timestamp()) * SECOND  # in the morning, where he writes
    found = world.lead(VERA)
    assert (found.action, found.reason_params) == (Action.RETURN_ON, {"until": back})
    world.now += 10 * DAY
    world.sync()
    age = next(one.params["hours"] for one in world.lead(VERA).contributions if one.code == "letter_age")
    assert float(age) < 1, "her absence does not count against the letter"
    world.now = back + HOUR // 3  # the letter is open for ten minutes more
    world.sync()
    assert world.lead(VERA).action is Action.WAIT


def test_each_letter_is_fetched_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []
    real = ImapProvider.fetch

    def counted(provider: ImapProvider, folder: RemoteFolder, remote_id: str, limit_bytes: int) -> bytes:
        fetched.append(folder.path)
        return real(provider, folder, remote_id, limit_bytes)

    monkeypatch.setattr(ImapProvider, "fetch", counted)
    world.put("Sent", ours("anna"), ours("vera"))
    report = DELIVERY_REPORT.format(original=ours("anna"), **BOUNCED)
    world.put("INBOX", OUT_OF_OFFICE, report)
    world.put("Archive", report)  # the same letter in two places
    world.put("INBOX", report.replace("<1@mx", "<old@mx"), at=datetime(2025, 6, 1, tzinfo=UTC))
    world.sync()
    world.sync()
    assert sorted(fetched) == ["INBOX", "INBOX"]
