"""Half a year of invented mail: the same for a seed, believable in number and time, nobody real."""

import re
import statistics
from collections import Counter, defaultdict
from email import message_from_bytes, policy
from email.utils import getaddresses

import pytest

from desktop_app.demo.company import OPEN, WAITING, history
from desktop_app.demo.mailbox import ARCHIVE, INBOX, SENT
from desktop_app.demo.people import CHANNELS, CLIENTS, MANAGER
from desktop_app.demo.script import MORNING
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import DAY, HOUR, MINUTE
from desktop_app.domain.timetable import Timetable
from desktop_app.domain.work_hours import Interval, WorkHours

NOW = 1_795_698_000_000_000  # a Thursday afternoon
ADDRESSES = {client.address for client in CLIENTS}


@pytest.fixture(scope="module")
def past():
    return history(7, NOW)


@pytest.fixture(scope="module")
def letters(past):
    """(post, headers), oldest first, of the folders that are synced."""
    return [
        (post, parse_headers(post.mime.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"))
        for post in past.posts
        if post.folder in (INBOX, SENT, ARCHIVE)
    ]


def test_a_seed_gives_the_same_bytes_and_another_seed_others(past):
    assert history(7, NOW).posts == past.posts
    assert history(8, NOW).posts != past.posts


def test_there_is_as_much_as_a_manager_gets_in_half_a_year(past):
    assert 1200 <= len(past.posts) <= 2400
    assert all(NOW - 187 * DAY < post.arrived_at < NOW for post in past.posts)
    for kind in ("away", "bounce", "receipt", "calendar", "list", "auto", "internal", "cc"):
        assert past.kinds[kind] >= 5, kind


@pytest.mark.parametrize(
    "now", [NOW + hours * HOUR for hours in (12, 60, 80)], ids=["night", "saturday", "sunday"]
)
def test_it_can_be_made_at_any_hour(now):
    made = history(3, now)
    assert len(made.waiting) == len(WAITING)
    assert max(post.arrived_at for post in made.posts) < now


def test_every_header_reads_cleanly(letters):
    for _, headers in letters:
        assert not headers.bad
        assert headers.sender.address
        assert headers.subject
        assert not re.search(r"[\[\]{}]|\?=", headers.subject.replace("[#", "").replace("]", "")), (
            headers.subject
        )


def test_every_text_is_whole(past):
    for post in past.posts:
        body = message_from_bytes(post.mime, policy=policy.default).get_body(("plain",))
        if body is not None:
            assert not re.search(r"[{}⟦⟧\ufffd]|<[a-z0-9-]+:", body.get_content()), body.get_content()


def test_message_ids_are_unique(letters):
    ids = Counter(headers.message_id for _, headers in letters)
    assert ids.most_common(1)[0][1] == 1


def test_nobody_has_a_real_address(past):
    for post in past.posts:
        letter = message_from_bytes(post.mime, policy=policy.compat32)
        fields = [value for name in ("From", "To", "Cc") for value in letter.get_all(name, [])]
        for _, address in getaddresses([str(field) for field in fields]):
            assert address.endswith(".example"), address


def test_answers_name_a_letter_that_exists(letters):
    known = {headers.message_id for _, headers in letters}
    for _, headers in letters:
        assert set(headers.in_reply_to) <= known


def test_a_conversation_has_at_most_thirteen_letters(letters):
    """Twelve of the story, and perhaps a machine's answer to one of them."""
    roots, sizes = {}, Counter()
    for _, headers in letters:
        parent = headers.in_reply_to[0] if headers.in_reply_to else None
        root = roots.get(parent, headers.message_id)
        roots[headers.message_id] = root
        sizes[root] += 1
    assert max(sizes.values()) <= 15
    assert statistics.mean(sizes.values()) > 1.8


def test_a_reply_takes_a_median_of_about_forty_working_minutes(letters):
    hours = WorkHours(lunch=Interval(13 * 60, 14 * 60))
    table, arrived, taken = Timetable(hours), {}, []
    for post, headers in letters:
        if headers.sender.address in ADDRESSES:
            arrived[headers.message_id] = post.arrived_at
        if headers.sender.address == MANAGER.address and headers.in_reply_to:
            start = arrived.get(headers.in_reply_to[0])
            if start is not None:
                taken.append(table.between(start, post.arrived_at) / MINUTE)
    assert len(taken) > 200
    assert 20 < statistics.median(taken) < 70
    assert statistics.quantiles(taken, n=10)[-1] > 150  # a tail


def test_who_is_to_wait_waits_and_hardly_anybody_else(past, letters):
    last, answered = {}, set()
    for post, headers in letters:
        if post.folder == SENT:
            answered.update(headers.in_reply_to)
    for post, headers in letters:
        if post.folder != SENT and headers.sender.address in ADDRESSES and not headers.extra.keys() & MACHINE:
            last[headers.sender.address] = (post, headers)
    for address in past.waiting:
        post, headers = last[address]
        assert post.arrived_at > NOW - 2 * DAY
        assert headers.message_id not in answered
        assert "\\Answered" not in post.flags
    assert not set(past.waiting) & set(MORNING)


MACHINE = {"auto-submitted", "precedence", "content-class", "x-failed-recipients"}


def test_who_owes_us_an_answer_got_our_letter_within_two_weeks(past, letters):
    assert len(past.open) == len(OPEN)
    for address in past.open:
        ours = [
            post.arrived_at for post, headers in letters if [one.address for one in headers.to] == [address]
        ]
        assert NOW - 15 * DAY < max(ours) < NOW - HOUR


def test_leads_come_through_every_channel(letters):
    found = Counter()
    for _, headers in letters:
        for one in headers.to:
            found[one.address] += one.address in CHANNELS.values()
    assert all(found[address] >= 3 for address in CHANNELS.values())


def test_both_languages_write(letters):
    subjects = defaultdict(int)
    for post, headers in letters:
        subjects[headers.subject.isascii()] += post.folder == SENT
    assert min(subjects.values()) > 60
