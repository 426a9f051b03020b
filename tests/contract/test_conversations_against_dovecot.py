"""Our conversations beside those of a real server: Dovecot's THREAD=REFS over a real mailbox."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from desktop_app.domain.conversations import group
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import Headers
from tests import samples
from tests.fakes.dovecot import Dovecot

pytestmark = [pytest.mark.dovecot, pytest.mark.slow, pytest.mark.timeout(600)]  # 5,534 APPENDs

ARRIVED = datetime(2026, 1, 1, tzinfo=UTC)


def test_real_letters_have_the_companions_that_dovecot_gives_them(dovecot: Dovecot) -> None:
    blocks = [samples.header_of(letter) for letter in samples.mailbox_letters()]
    threads = dovecot_threads(dovecot, blocks)
    ours = our_groups([parse_headers(block) for block in blocks])
    assert len(threads) == len(ours) == len(blocks)
    alike = sum(threads[number] == ours[number] for number in ours)
    print(f"same companions: {alike} of {len(blocks)} letters, {alike / len(blocks):.4%}")
    assert alike >= 0.995 * len(blocks)


def our_groups(letters: list[Headers]) -> dict[int, frozenset[int]]:
    """Number of each letter, from 1 -> numbers of its conversation."""
    numbers = {id(letter): number for number, letter in enumerate(letters, start=1)}
    groups = [frozenset(numbers[id(one)] for one in members) for members in group(letters)]
    return {number: members for members in groups for number in members}


def dovecot_threads(dovecot: Dovecot, blocks: list[bytes]) -> dict[int, frozenset[int]]:
    dovecot.add_user("threads")
    letters = ((block.replace(b"\n", b"\r\n") + b"\r\n", ARRIVED, ()) for block in blocks)
    dovecot.append("threads", "INBOX", letters)
    with dovecot.connect("threads") as client:
        client.select("INBOX", readonly=True)
        _, (answer,) = client.thread("REFS", "UTF-8", "ALL")
    threads = [frozenset(map(int, re.findall(rb"\d+", thread))) for thread in top_level(answer)]
    return {number: members for members in threads for number in members}


def top_level(answer: bytes) -> Iterator[bytes]:
    """The outermost parentheses."""
    depth = start = 0
    for place, byte in enumerate(answer):
        if byte == ord("("):
            start = place if depth == 0 else start
            depth += 1
        elif byte == ord(")"):
            depth -= 1
            if depth == 0:
                yield answer[start : place + 1]
