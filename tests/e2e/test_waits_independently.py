"""The real mailbox, judged a second time by other means: conversations, waits, answers, leads and figures.

Shares no code with the product: headers by Python's own email package, the rules as product.md words them,
Kaplan-Meier and its intervals from the formulas. The program is asked over its command line, and for the
figures of the page by what the page asks. It sees another mailbox than in test_real_mailbox.py: all letters
unread in INBOX, his own too, nothing in Sent.
"""

import json
import math
import os
import re
import subprocess
import sys
from base64 import b64decode
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes
from email.utils import getaddresses, parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest

from desktop_app.domain.reply_times import Clock, Metric, Start
from desktop_app.domain.work_hours import WorkHours
from desktop_app.store.reader import Reader
from desktop_app.ui.speed_records import Query
from desktop_app.ui.speed_report import SpeedDesk
from tests.samples import LIST, OWNER, header_of, mailbox_letters

pytestmark = pytest.mark.dovecot

USER = "independent"
HIM = OWNER.lower()
OURS = {HIM, LIST}
HOUR_S = 3600
REPLIES = ("replies", "--clock", "calendar", "--start", "arrival")
Z95 = 1.959963984540054
# Russian holidays, moved and shortened days of 2021-2026 lie inside these (month, day) windows, nowhere else.
UNUSUAL_DAYS = [
    ((1, 1), (1, 12)),
    ((2, 20), (2, 28)),
    ((3, 5), (3, 10)),
    ((4, 25), (5, 15)),
    ((6, 9), (6, 16)),
    ((11, 1), (11, 8)),
    ((12, 25), (12, 31)),
]
# Some with more, some with less than half of the waits answered.
MONTHS = [("2021-08", "2021-09"), ("2022-03", "2022-04"), ("2022-08", "2022-09"), ("2024-09", "2024-10")]


# the second opinion


@dataclass(frozen=True)
class Mail:
    id: str
    at: int
    writer: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    has_to: bool
    answers: tuple[str, ...]
    references: tuple[str, ...]
    outlook: str  # what Thread-Index shares with all letters of a conversation, "" without one

    @property
    def is_his(self):
        return self.writer == HIM

    @property
    def counts(self):
        """Inbound, and not only a copy; a letter without any To came through the list to everybody."""
        only_copied = self.has_to and not OURS.intersection(self.to) and bool(OURS.intersection(self.cc))
        return not self.is_his and not only_copied


@dataclass(frozen=True)
class Turn:
    first: Mail
    last: Mail
    answer: Mail | None
    people: frozenset[str]

    @property
    def took_s(self):
        return None if self.answer is None else max(0, self.answer.at - self.first.at)


def read(raw):
    head = message_from_bytes(header_of(raw) + b"\n")

    def addresses(name):
        lines = [" ".join(str(value).split()) for value in head.get_all(name, [])]
        return tuple(address.lower() for _, address in getaddresses(lines) if "@" in address)

    def ids(name):
        return tuple(re.findall(r"<([^<>]+)>", " ".join(str(one) for one in head.get_all(name, []))))

    def instant(text):
        return int(parsedate_to_datetime(" ".join(text.split())).timestamp())

    writer = addresses("From")[0]
    if writer == LIST:  # "Anna via USRP-users": the list put itself into From
        writer = next(one for one in addresses("Reply-To") if one != LIST)
    return Mail(
        id=str(head["Message-ID"]).strip().strip("<>"),
        at=instant(str(head.get_all("Received")[0]).rpartition(";")[2]),
        writer=writer,
        to=addresses("To"),
        cc=addresses("Cc"),
        has_to="To" in head,
        answers=ids("In-Reply-To"),
        references=ids("References"),
        outlook=b64decode("".join(str(head["Thread-Index"]).split()))[:22].hex()
        if "Thread-Index" in head
        else "",
    )


def by_conversation(mails):
    """Each letter with all it can be reached from over ids, also ids of letters that are not here."""
    near = defaultdict(set)
    for mail in mails.values():
        for other in filter(None, (*mail.answers, *mail.references, mail.outlook)):
            near[mail.id].add(other)
            near[other].add(mail.id)
    found, done = [], set()
    for start in mails:
        if start in done:
            continue
        reached, todo = {start}, [start]
        while todo:
            fresh = near[todo.pop()] - reached
            reached |= fresh
            todo += fresh
        done |= reached
        found.append(in_order([mails[one] for one in reached if one in mails]))
    return found


def in_order(conversation):
    """By arrival; a letter comes after the one it names, even when a list held that one up for some hours."""
    at = {mail.id: mail.at for mail in conversation}

    def not_before(mail):
        named = (at.get(one, 0) for one in (*mail.answers, *mail.references) if one != mail.id)
        return max(mail.at, *(one for one in named if one <= mail.at + 24 * 3600), 0)

    return sorted(conversation, key=lambda mail: (not_before(mail), mail.at != not_before(mail)))


def answered_by(mail, mails):
    """The letter in the mailbox that In-Reply-To names, if any."""
    return next((one for one in mail.answers if one in mails and one != mail.id), None)


def turns_of(conversation):
    turns, block = [], []
    for mail in conversation:
        if mail.counts:
            block.append(mail)
        elif mail.is_his and block:
            turns.append((block, mail))
            block = []
    if block:
        turns.append((block, None))
    return [Turn(one[0], one[-1], answer, frozenset(mail.writer for mail in one)) for one, answer in turns]


def kaplan_meier(observations):
    """[(time, share still waiting, lower, upper)]; `observations`: (seconds, answered?)."""
    steps, at_risk, share, greenwood = [], len(observations), 1.0, 0.0
    ends = defaultdict(lambda: [0, 0])
    for seconds, answered in observations:
        ends[seconds][not answered] += 1
    for seconds in sorted(ends):
        answered, open_still = ends[seconds]
        if answered:
            share *= 1 - answered / at_risk
            greenwood += answered / (at_risk * (at_risk - answered))
            spread = Z95 * math.sqrt(greenwood) / abs(math.log(share))
            steps.append((seconds, share, share ** math.exp(spread), share ** math.exp(-spread)))
        at_risk -= answered + open_still
    return steps


def reaches(steps, column, level):
    """When a curve comes down to the level; the middle while it lies on it."""
    for number, step in enumerate(steps):
        if step[column] <= level + 1e-9:
            lies_on_it = abs(step[column] - level) <= 1e-9 and number + 1 < len(steps)
            return (step[0] + steps[number + 1][0]) / 2 if lies_on_it else step[0]
    return None


def figures(turns, now):
    observations = [(one.took_s if one.answer else now - one.first.at, bool(one.answer)) for one in turns]
    steps = kaplan_meier(observations)
    _, share, low, high = [step for step in steps if step[0] <= HOUR_S][-1]
    found = {
        "n": len(turns),
        "answered": sum(answered for _, answered in observations),
        "within_target": 1 - share,
        "within_target_low": 1 - high,
        "within_target_high": 1 - low,
    }
    for name, level in (("median_s", 0.5), ("p75_s", 0.25), ("p90_s", 0.1)):
        for ending, column in (("", 1), ("_low", 2), ("_high", 3)):
            found[name + ending] = reaches(steps, column, level)
    return found


def local_zone():
    """The computer's own zone, which working hours are in when nobody has set another."""
    return ZoneInfo(os.environ["TZ"])  # tests/conftest.py


def usual_days(start, end):
    """All days from start to end; None when one may be a holiday, moved or shortened."""
    days = [start.date() + timedelta(number) for number in range((end.date() - start.date()).days + 1)]
    unusual = any(low <= (day.month, day.day) <= high for day in days for low, high in UNUSUAL_DAYS)
    return None if unusual else days


def worked_s(days, start, end):
    """Monday to Friday, 9:00-13:00 and 14:00-18:00."""
    total = 0.0
    for day in days:
        for opens, closes in ((9, 13), (14, 18)) if day.weekday() < 5 else ():
            late = max(start, at_hour(day, opens, start.tzinfo)).astimezone(UTC)
            early = min(end, at_hour(day, closes, start.tzinfo)).astimezone(UTC)
            total += max(0.0, (early - late).total_seconds())
    return total


def local(text, zone):
    return datetime.fromisoformat(text).astimezone(zone)


def at_hour(day, hour, zone):
    return datetime.combine(day, time(hour), zone)


# the program


@pytest.fixture(scope="module")
def copies():
    """Every letter as it is in the mailbox, with what it says."""
    return [(raw, read(raw)) for raw in mailbox_letters()]


@pytest.fixture(scope="module")
def mails(copies):
    """By Message-ID; of copies the one that came first."""
    found = {}
    for _, mail in copies:
        if mail.id not in found or mail.at < found[mail.id].at:
            found[mail.id] = mail
    return found


@pytest.fixture(scope="module")
def conversations(mails):
    return by_conversation(mails)


@pytest.fixture(scope="module")
def turns(conversations):
    return [turn for conversation in conversations for turn in turns_of(conversation)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("otklik")


@pytest.fixture(scope="module")
def records(dovecot, folder, copies):
    """What a command of the synchronised program prints, as records."""
    dovecot.add_user(USER)
    dovecot.fill(USER, [(raw, datetime.fromtimestamp(mail.at, UTC)) for raw, mail in copies])

    def run(*arguments, stdin=""):
        ended = subprocess.run(
            [sys.executable, "-m", "desktop_app", "--data", str(folder / "data"), *arguments],
            input=stdin, text=True, capture_output=True, timeout=120, check=False,
            env={**os.environ, "OTKLIK_SECRETS": str(folder / "secrets")},
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr[-2000:]
        return [json.loads(line) for line in ended.stdout.splitlines() if "--json" in arguments]

    run(
        "account", "add", "--kind", "imap", "--address", OWNER, "--user", USER, "--own", LIST,
        "--imap", f"127.0.0.1:{dovecot.port}", "--imap-security", "none", "--password-stdin",
        stdin="secret\n",
    )  # fmt: skip
    run("sync", "--once")
    return lambda *arguments: run(*arguments, "--json")


@pytest.fixture(scope="module")
def letters(records):
    return {letter["id"]: letter for letter in records("letters")}


@pytest.fixture(scope="module")
def waits(records):
    return records("waits")


def seconds(text):
    return datetime.fromisoformat(text).timestamp()


# the comparison


def test_each_letter_has_the_same_writer_addressees_and_arrival(mails, letters):
    told = {
        letter["message_id"]: (
            letter["from"], set(letter["to"]), set(letter["cc"]), seconds(letter["arrived_at"]),
            letter["direction"] == "out", letter["excluded"],
        )
        for letter in letters.values()
    }  # fmt: skip
    expected = {
        mail.id: (
            mail.writer, set(mail.to), set(mail.cc), mail.at,
            mail.is_his, None if mail.counts or mail.is_his else "cc_only",
        )
        for mail in mails.values()
    }  # fmt: skip
    assert told == expected


def test_the_conversations_hold_the_same_letters(conversations, records, letters):
    rows = records("conversations")
    told = {frozenset(letters[one]["message_id"] for one in row["letters"]) for row in rows}
    assert len(told) == len(rows)
    assert told == {frozenset(mail.id for mail in conversation) for conversation in conversations}


def test_the_counted_waits_and_their_answers_are_the_same(turns, waits, letters):
    def name(letter):
        return letters[letter]["message_id"] if letter else None

    told = Counter(
        (name(wait["first_letter"]), name(wait["last_letter"]), name(wait["answer"]), wait["calendar_s"])
        for wait in waits
        if wait["excluded"] is None
    )
    assert told == Counter(
        (turn.first.id, turn.last.id, turn.answer.id if turn.answer else None, turn.took_s) for turn in turns
    )
    assert {wait["responder"] for wait in waits if wait["answer"]} == {HIM}
    assert (len(turns), sum(turn.answer is not None for turn in turns)) == (2521, 985)  # both took all in


def test_each_excluded_letter_is_one_row_with_its_reason(mails, waits, letters):
    excluded = [wait for wait in waits if wait["excluded"]]
    told = Counter((letters[wait["first_letter"]]["message_id"], wait["excluded"]) for wait in excluded)
    not_ours = [mail for mail in mails.values() if not mail.is_his and not mail.counts]
    assert told == Counter((mail.id, "cc_only") for mail in not_ours)


def test_working_time_is_the_part_of_usual_weeks_inside_office_hours(waits):
    zone = local_zone()
    compared = 0
    for wait in waits:
        if wait["answer"] is None:
            continue
        start, end = (local(wait[name], zone) for name in ("arrived_at", "answered_at"))
        if days := usual_days(start, end):
            office = end.weekday() < 5 and (9 <= end.hour < 13 or 14 <= end.hour < 18)
            assert (wait["working_s"], wait["off_hours"]) == (worked_s(days, start, end), not office), wait
            compared += 1
    assert compared > 700


def test_a_letter_answers_the_one_its_in_reply_to_names(mails, letters):
    told = {letter["message_id"]: letter["replies_to"] for letter in letters.values()}
    direct = {mail.id: parent for mail in mails.values() if (parent := answered_by(mail, mails))}
    assert len(direct) > 2700
    assert {one: told[one] and letters[told[one]]["message_id"] for one in direct} == direct


def test_each_direct_answer_to_a_letter_of_his_is_a_signal(mails, records, letters):
    told = {(letters[one["letter"]]["message_id"], seconds(one["at"])) for one in records("signals")}
    inbound = [mail for mail in mails.values() if not mail.is_his]
    parents = {mail: parent for mail in inbound if (parent := answered_by(mail, mails))}
    direct = {(parent, mail.at) for mail, parent in parents.items() if mails[parent].is_his}
    assert len(direct) > 400
    assert direct <= told
    # What remains refers to a letter that is not in the mailbox, and to one of his as an ancestor.
    vague = {
        (one, mail.at)
        for mail in inbound
        if mail not in parents
        for one in mail.references
        if one in mails and mails[one].is_his
    }
    assert told - direct <= vague


def test_the_leads_are_everybody_who_wrote_or_was_written_to(mails, turns, records):
    last, waiting = defaultdict(int), {}
    for mail in mails.values():
        for person in set(mail.to) - OURS if mail.is_his else {mail.writer}:
            last[person] = max(last[person], mail.at)
    for turn in turns:
        if turn.answer is None:
            waiting[turn.first.writer] = min(turn.first.at, waiting.get(turn.first.writer, turn.first.at))
    leads = {lead["contact"]: lead for lead in records("leads")}
    assert {person: seconds(lead["last_letter_at"]) for person, lead in leads.items()} == last
    shown = {person: lead["waiting_since"] for person, lead in leads.items()}
    assert all(shown[person] and seconds(shown[person]) <= since for person, since in waiting.items())
    in_a_wait = {person for turn in turns if turn.answer is None for person in turn.people}
    assert {person for person, since in shown.items() if since} <= in_a_wait


@pytest.mark.parametrize("metric", ["every_reply", "first_reply"])
def test_the_figures_of_the_whole_mailbox_agree(turns, conversations, records, metric):
    assert_figures_agree(records(*REPLIES), metric, turns, conversations)


@pytest.mark.parametrize(("begin", "end"), MONTHS)
def test_the_figures_of_a_month_agree(turns, conversations, records, begin, end):
    asked = (*REPLIES, "--from", f"{begin}-01", "--to", f"{end}-01")
    low, high = (seconds(f"{month}-01T00:00:00+00:00") for month in (begin, end))
    inside = [turn for turn in turns if low <= turn.first.at < high]
    assert_figures_agree(records(*asked), "every_reply", inside, conversations)


# the page: what it shows is asked of the program, what it must be is computed here


PAGE_METRICS = ["every_reply", "first_reply"]
QUARTER = ("2022-03", "2022-06")
MICROS = 1_000_000


@pytest.fixture(scope="module")
def page(folder, records):
    """`ask(metric, begin, end)`: the report of the page and what stands beside it."""
    now = 1_795_694_400 * MICROS  # 26 November 2026: all of the mailbox lies before it
    hours = WorkHours(zone="UTC", country="")

    def ask(metric, begin=None, end=None):
        dates = None if begin is None else (round(begin) * MICROS, round(end) * MICROS)
        query = Query(None, Clock.CALENDAR, Start.ARRIVAL, HOUR_S, metric=Metric(metric), dates=dates)
        with closing(Reader(folder / "data")) as reader:
            desk = SpeedDesk()
            shown = desk.report(query, hours, now, reader, 0)
            return shown, desk.beside(query, hours, shown.now, reader, 0)

    return ask


def month(text):
    return seconds(f"{text}-01T00:00:00+00:00")


@pytest.mark.parametrize("metric", PAGE_METRICS)
@pytest.mark.parametrize("months", [None, QUARTER, *MONTHS])
def test_every_figure_of_the_page_agrees(page, turns, conversations, metric, months):
    low, high = (0, math.inf) if months is None else (month(one) for one in months)
    shown, beside = page(metric, *(() if months is None else (low, high)))
    now = shown.now / MICROS
    inside = [turn for turn in turns if low <= turn.first.at < high]
    timed = inside
    if metric == "first_reply":
        firsts = {found[0].first.id for one in conversations if (found := turns_of(one))}
        timed = [turn for turn in inside if turn.first.id in firsts]
    expected = figures(timed, now)
    told = shown.figures
    estimates = {"median_s": told.median, "p75_s": told.p75, "p90_s": told.p90, "within_target": told.within}
    assert (told.n, told.answered) == (expected["n"], expected["answered"])
    for name, estimate in estimates.items():
        wanted = [expected[name], expected[f"{name}_low"], expected[f"{name}_high"]]
        for one, other in zip(estimate, wanted, strict=True):
            assert one == (other if other is None else pytest.approx(other, rel=1e-9)), name
    answered = sum(turn.answer is not None for turn in inside)
    assert (beside.coverage.part, beside.coverage.whole) == (answered, len(inside))
    assert tuple(beside.coverage.estimate) == pytest.approx(wilson(answered, len(inside)), rel=1e-9)


def test_who_waits_now_and_what_is_not_counted_agree(page, turns, mails):
    shown, beside = page("every_reply")
    waiting = sorted((turn for turn in turns if turn.answer is None), key=lambda turn: turn.first.at)
    assert len(shown.waiting.letters) == len(waiting)
    assert shown.waiting.late == sum(shown.now / MICROS - turn.first.at > HOUR_S for turn in waiting)
    assert shown.waiting.longest_s == pytest.approx(shown.now / MICROS - waiting[0].first.at)
    copied = [mail for mail in mails.values() if not mail.is_his and not mail.counts]
    assert {reason.value: len(letters) for reason, letters in shown.excluded.items()} == {
        "cc_only": len(copied)
    }
    # Nobody has opened anything since the mailbox was first seen: no opening is known, none is guessed.
    assert beside.after_open.figures.n == 0
    assert beside.notice.figures.answered == 0


@pytest.mark.parametrize("metric", PAGE_METRICS)
def test_the_months_and_the_bars_of_the_page_agree(page, turns, conversations, metric):
    shown, _beside = page(metric, *(month(one) for one in QUARTER))
    inside = [turn for turn in turns if month(QUARTER[0]) <= turn.first.at < month(QUARTER[1])]
    if metric == "first_reply":
        firsts = {found[0].first.id for one in conversations if (found := turns_of(one))}
        inside = [turn for turn in inside if turn.first.id in firsts]
    weeks = Counter(
        (day := datetime.fromtimestamp(turn.first.at, UTC).date()) - timedelta(days=day.weekday())
        for turn in inside
    )
    assert {step.begin: step.n for step in shown.steps} == dict(weeks)
    cells = Counter(
        (at.weekday(), at.hour) for turn in inside for at in [datetime.fromtimestamp(turn.first.at, UTC)]
    )
    assert {(cell.weekday, cell.hour): cell.n for cell in shown.cells} == dict(cells)
    took = [turn.took_s for turn in inside if turn.answer is not None]
    for one in shown.distribution.bins:
        high = math.inf if one.high_s is None else one.high_s
        assert len(one.indices) == sum(one.low_s <= value < high for value in took)


def wilson(part, whole):
    """(p + z2/2n -+ z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n), Wilson 1927."""
    share, z2 = part / whole, Z95**2
    middle = share + z2 / (2 * whole)
    width = Z95 * math.sqrt(share * (1 - share) / whole + z2 / (4 * whole**2))
    return share, (middle - width) / (1 + z2 / whole), (middle + width) / (1 + z2 / whole)


def assert_figures_agree(told, metric, turns, conversations):
    [record] = [one for one in told if one["metric"] == metric]
    if metric == "first_reply":
        firsts = {found[0].first.id for one in conversations if (found := turns_of(one))}
        turns = [turn for turn in turns if turn.first.id in firsts]
    expected = figures(turns, seconds(record["as_of"]))
    for name, value in expected.items():
        assert record[name] == (value if value is None else pytest.approx(value, rel=1e-9)), name


def test_kaplan_meier_of_a_textbook_sample():
    """Freireich 1963, the treated group: Kalbfleisch & Prentice 2002, table 1.1; S(10) = 0.753, median 23."""
    weeks = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
    steps = kaplan_meier([(float(week.strip("+")), "+" not in week) for week in weeks.split()])
    assert next(share for at, share, *_ in steps if at == 10) == pytest.approx(0.7529, abs=1e-4)
    assert reaches(steps, 1, 0.5) == 23


def test_a_turn_ends_with_the_first_answer():
    mail = Mail("a", 1, "anna@firm.example", (LIST,), (), True, (), (), "")
    later, answer = replace(mail, id="b", at=2), replace(mail, id="c", at=3, writer=HIM)
    copy = replace(mail, id="d", at=4, to=("ivan@firm.example",), cc=(LIST,))
    [turn] = turns_of([mail, later, answer, replace(answer, id="e", at=5), copy])
    assert (turn.first.id, turn.last.id, turn.answer.id, turn.took_s) == ("a", "b", "c", 2)
