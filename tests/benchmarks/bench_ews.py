"""What a letter of Exchange costs the client: its processor time and its requests, beside exchangelib's.

1,000 letters with headers as after some servers, on the fake, which runs in a process of its own. Both read
the same: who, to whom, which letter it answers, when, read or not. They run in turn; the median counts.
"""

import multiprocessing
import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from email.utils import format_datetime

from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import AccountKind, AccountSettings, Role
from desktop_app.engine.account import POLL_S
from desktop_app.mail import ews, ews_sync
from desktop_app.mail.base import Upsert
from desktop_app.mail.ews import EwsProvider
from desktop_app.mail.ews_stream import MINUTES
from tests.benchmarks.result import Result
from tests.fakes.ews_mailbox import BEGAN
from tests.fakes.ews_server import ADDRESS, PASSWORD, USER, FakeEws, why_not

LETTERS = 1000
ROUNDS = 5
HOUR_S = 3600


def run() -> Iterable[Result]:
    if why_not():
        return
    with server() as (url, asked):
        settings = AccountSettings(AccountKind.EWS, ADDRESS, USER, ews_url=url)
        ours, theirs, requests, their_requests = [], [], 0, 0
        for _ in range(ROUNDS):
            seconds, requests = counted(asked, lambda: read_by_provider(settings))
            ours.append(seconds)
            seconds, their_requests = counted(asked, lambda: read_by_exchangelib(url))
            theirs.append(seconds)
        mine = statistics.median(ours) / LETTERS * 1e6
        library = statistics.median(theirs) / LETTERS * 1e6
        yield Result("ews_cpu", round(mine, 1), 200.0, "lower", "us/letter", ROUNDS)
        yield Result("ews_cpu_exchangelib", round(library, 1), 1200.0, "lower", "us/letter", ROUNDS)
        yield Result("ews_cpu_ratio", round(mine / library, 3), 0.25, "lower", "of exchangelib", ROUNDS)
        per_100 = round(requests / LETTERS * 100, 2)
        yield Result("ews_requests", per_100, 2.0, "lower", "per 100 letters", LETTERS)
        yield Result(
            "ews_requests_exchangelib",
            their_requests / LETTERS * 100,
            3.0,
            "lower",
            "per 100 letters",
            LETTERS,
        )
        yield Result("ews_first", first_letters(settings), 1000.0, "lower", "ms to 50 letters", ROUNDS)
        yield Result("ews_idle", idle(settings, asked), 70.0, "lower", "requests/h", 10)


def counted(asked, read) -> tuple[float, int]:
    """Processor seconds of this process, and requests."""
    before = asked()
    began = time.process_time()
    read()
    return time.process_time() - began, asked() - before


def read_by_provider(settings: AccountSettings) -> None:
    with closing(EwsProvider(settings, lambda: PASSWORD)) as provider:
        inbox = next(folder for folder in provider.folders() if folder.role is Role.INBOX)
        found = [
            one for batch in provider.sync(inbox, b"") for one in batch.changes if isinstance(one, Upsert)
        ]
    read = [parse_headers(one.header) for one in found]
    assert len({one.message_id for one in read}) == LETTERS


def read_by_exchangelib(url: str) -> None:
    """Its own way: SyncFolderItems for ids, then the fields that we need, a hundred letters at a time."""
    from exchangelib import BASIC, DELEGATE, Account, Configuration, Credentials, Version
    from exchangelib.protocol import close_connections
    from exchangelib.version import EXCHANGE_2013_SP1

    fields = (
        "subject", "sender", "author", "to_recipients", "cc_recipients", "reply_to", "message_id",
        "in_reply_to", "references", "datetime_sent", "datetime_received", "is_read", "size", "item_class",
        "headers",
    )  # fmt: skip
    config = Configuration(
        service_endpoint=url, credentials=Credentials(USER, PASSWORD), auth_type=BASIC,
        version=Version(build=EXCHANGE_2013_SP1),
    )  # fmt: skip
    account = Account(ADDRESS, config=config, autodiscover=False, access_type=DELEGATE)
    changes = list(account.inbox.sync_items(only_fields=["datetime_received"], max_changes_returned=512))
    items = account.fetch((item for _, item in changes), only_fields=fields)
    assert len({item.message_id for item in items}) == LETTERS
    close_connections()


def first_letters(settings: AccountSettings) -> float:
    """From nothing to the newest letters, by the clock."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with closing(EwsProvider(settings, lambda: PASSWORD)) as provider:
            inbox = next(folder for folder in provider.folders() if folder.role is Role.INBOX)
            batches = provider.sync(inbox, b"")
            assert next(batches).done == ews_sync.FIRST_LETTERS
            batches.close()
        times.append(time.perf_counter() - began)
    return round(statistics.median(times) * 1000, 1)


def idle(settings: AccountSettings, asked) -> float:
    """An hour of a mailbox in which nothing happens: what each minute brings, and the doorbell's line."""
    ews.SETTLED_S = 0.0  # as after a minute
    with closing(EwsProvider(settings, lambda: PASSWORD)) as provider:
        states = {}
        for folder in provider.folders():
            for batch in provider.sync(folder, b""):
                states[folder.remote_id] = batch.state
        before, rounds = asked(), 10
        for _ in range(rounds):
            folders = provider.folders()
            assert provider.caps.exact
            assert all(
                provider.is_current(one, states.get(one.remote_id, b""))
                for one in folders
                if one.role is Role.INBOX
            )
        each = (asked() - before) / rounds
    doorbell = 2 * HOUR_S / (MINUTES * 60)  # Subscribe and GetStreamingEvents
    return round(each * HOUR_S / POLL_S + doorbell, 1)


@contextmanager
def server() -> Iterator[tuple[str, object]]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,))
    process.start()

    def asked() -> int:
        ours.send("asked")
        return ours.recv()

    try:
        yield ours.recv(), asked
    finally:
        ours.send("stop")
        process.join()


def serve(pipe) -> None:
    fake = FakeEws("Basic", held_to_schemas=False)
    inbox = fake.mailbox.known("inbox")
    for number in range(LETTERS):
        fake.mailbox.put(inbox, letter(number))
    pipe.send(fake.url)
    while pipe.recv() == "asked":
        pipe.send(len(fake.asked))
    fake.close()


def letter(number: int) -> bytes:
    """With the header that a letter has after some servers, about 3 KB."""
    trace = b"".join(
        b"Received: from mx%d.zavod.example (10.0.%d.7) by mail.linia.example (10.4.0.12) with SMTP\r\n"
        b" Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.1.2507.6; %d\r\n"
        % (hop, hop, number)
        for hop in range(8)
    )
    sent = format_datetime(BEGAN + timedelta(minutes=number)).encode()
    return trace + (
        b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=zavod.example; s=mail; bh=%s;\r\n b=%s\r\n"
        b"Message-ID: <%d@zavod.example>\r\nFrom: =?utf-8?b?0JDQvdC90LA=?= <anna%d@zavod.example>\r\n"
        b"To: marina@linia.example, b%d@linia.example\r\nCc: c@linia.example\r\nSubject: Prices of lot %d\r\n"
        b"Date: %s\r\nIn-Reply-To: <%d@linia.example>\r\nReferences: <1@linia.example> <%d@linia.example>\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHow much is it?\r\n"
        % (b"A" * 44, b"B" * 340, number, number % 90, number, number, sent, number, number)
    )
