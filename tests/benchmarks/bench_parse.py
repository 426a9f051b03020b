"""Headers of real letters read by us and by Python's own parser (policy compat32), in turns, in one run."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import TypeVar

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.letters import describe
from desktop_app.domain.mime import FIELDS, parse_headers
from tests import samples
from tests.benchmarks.result import Result
from tests.paths import SHARED

ROUNDS = 5
Item = TypeVar("Item")

WANTED = {name.lower().encode() for name in FIELDS}
PARSER = BytesHeaderParser()


def run() -> Iterable[Result]:
    if not (SHARED / "data/mail/usrp-users.mbox.xz").exists():
        return
    blocks = [as_asked(samples.header_of(letter)) for letter in samples.mailbox_letters()]
    own = OwnAddresses(samples.OWNER, [samples.LIST])
    headers = [parse_headers(block) for block in blocks]
    ours, theirs, judging = [], [], []
    for _ in range(ROUNDS):
        theirs.append(cost_us(by_email, blocks))
        ours.append(cost_us(parse_headers, blocks))
        judging.append(cost_us(lambda one: describe(one, own, in_sent_folder=False), headers))
    ratio = statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))
    yield Result("parse_headers_to_email", round(ratio, 3), 0.5, "lower", "ratio", len(blocks))
    yield Result("parse_headers", round(statistics.median(ours), 1), 40, "lower", "us", len(blocks))
    yield Result("describe", round(statistics.median(judging), 1), 20, "lower", "us", len(blocks))


def cost_us(call: Callable[[Item], object], items: Sequence[Item]) -> float:
    """Processor time per item."""
    begin = time.process_time()
    for item in items:
        call(item)
    return (time.process_time() - begin) / len(items) * 1e6


def by_email(block: bytes) -> object:
    """What it takes to get the same fields."""
    message = PARSER.parsebytes(block)
    people = [
        getaddresses([str(value) for value in message.get_all(name, [])])
        for name in ("From", "To", "Cc", "Reply-To")
    ]
    subject = str(make_header(decode_header(message["Subject"])))
    ids = [message["Message-ID"], message["In-Reply-To"], message["References"]]
    return people, subject, parsedate_to_datetime(message["Date"]), ids


def as_asked(header: bytes) -> bytes:
    """The fields a server would send, in its order, with CRLF."""
    kept: list[bytes] = []
    wanted = False
    for line in header.splitlines():
        if line[:1] not in (b" ", b"\t"):
            wanted = line.partition(b":")[0].lower() in WANTED
        if wanted:
            kept.append(line)
    return b"\r\n".join([*kept, b"", b""])
