"""What the window and the command line see."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.domain.errors import DatabaseCorrupt, DatabaseTooNew
from desktop_app.domain.model import AccountId, Direction, SignalKind, Verdict
from desktop_app.engine.leads import refresh
from desktop_app.store import letters, people, signals
from desktop_app.store.files import MAIN
from desktop_app.store.first_reader import Interrupted
from desktop_app.store.lead_order import queries
from desktop_app.store.reader import Reader
from desktop_app.store.rows import CompanyRow, LeadCounts, LeadFilter, LeadSort, Narrow, TimelineItem
from desktop_app.store.signals import Judged
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, ME, NOW, Desk

CLARA = "clara@other.ru"


@pytest.fixture
def reader(desk: Desk) -> Iterator[Reader]:
    """Anna waits for us, we wait for Boris (who clicked), nothing is open with Clara."""
    desk.receive("a@x.ru", sender=f"Anna Петрова <{ANNA}>", subject="Договор поставки", at=NOW - 3 * HOUR)
    desk.send("b@firm.ru", to=f"Boris Ёлкин <{BORIS}>", subject="Prices", at=NOW - 2 * HOUR)
    desk.receive("c@x.ru", sender=f"clara <{CLARA}>", subject="Hello", at=NOW - 40 * DAY)
    desk.send("d@firm.ru", to=CLARA, answers="c@x.ru", at=NOW - 39 * DAY)
    desk.derive()
    click = Judged(
        "b@firm.ru", BORIS, SignalKind.CLICK, "1", NOW - HOUR, Verdict.HUMAN, ("direct",), "Prices"
    )
    refresh(desk.db, signals.rewrite(desk.db, ["b@firm.ru"], [click]).contacts, NOW)
    with closing(desk.reader()) as one:
        yield one


def found(
    desk: Desk,
    reader: Reader,
    which: LeadFilter = LeadFilter.ALL,
    sort: LeadSort = LeadSort.NAME,
    descending: bool = False,
    search: str = "",
) -> list[str]:
    """First names, in the order shown."""
    ids = reader.lead_ids(which, sort, descending, search, NOW)
    rows = reader.leads(ids)
    return [rows[number].name.split()[0].split("@")[0].capitalize() for number in ids]


def test_a_search_is_interrupted_from_another_thread(desk: Desk, reader: Reader) -> None:
    """SQLite ends what it is just reading; what comes between two statements ends at the next one."""
    endless = "WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    ended = []

    def read() -> None:
        with pytest.raises(Interrupted):
            reader._connection.execute(endless).fetchall()
        ended.append(True)

    thread = threading.Thread(target=read)
    thread.start()
    deadline = time.monotonic() + 20
    while thread.is_alive() and time.monotonic() < deadline:
        reader.interrupt()
        thread.join(0.01)
    assert ended == [True]
    with pytest.raises(Interrupted):
        found(desk, reader, search="договоры")
    reader.resume()
    assert found(desk, reader, search="договоры") == ["Anna"]


def test_what_is_found_keeps_the_order_with_those_asleep_last(desk: Desk, reader: Reader) -> None:
    people.snooze(desk.db, desk.contact(ANNA), NOW + DAY)
    assert found(desk, reader) == ["Boris", "Clara", "Anna"]
    assert found(desk, reader, search="client.ru") == ["Boris", "Anna"]
    assert found(desk, reader, LeadFilter.WAITING, search="client.ru") == ["Boris"]
    assert found(desk, reader, LeadFilter.SNOOZED, search="client.ru") == ["Anna"]


def test_leads_are_narrowed_to_an_account_and_counted_within(desk: Desk, reader: Reader) -> None:
    ids = reader.lead_ids(LeadFilter.ALL, LeadSort.NAME, False, "", NOW)
    mine, nobodys = Narrow(account=desk.account), Narrow(account=AccountId(99))
    assert reader.lead_ids(LeadFilter.ALL, LeadSort.NAME, False, "", NOW, mine) == ids
    assert reader.lead_counts(NOW, mine) == reader.lead_counts(NOW)
    assert reader.lead_ids(LeadFilter.ALL, LeadSort.NAME, False, "", NOW, nobodys) == []
    assert reader.lead_counts(NOW, nobodys) == LeadCounts(0, 0, 0, 0, 0, 0)


def test_a_company_has_its_people_and_their_letters_and_a_public_mail_domain_none(
    desk: Desk, reader: Reader
) -> None:
    company = reader.company("client.ru")
    assert company.people == (desk.contact(BORIS), desk.contact(ANNA))
    assert company.warmth == reader.leads([desk.contact(BORIS)])[desk.contact(BORIS)].warmth
    subjects = [item.letter.subject for item in reader.timeline_of(company.people) if item.letter]
    assert subjects == ["Prices", "Договор поставки"]
    assert reader.company("") == CompanyRow("", None, ())


# ── opening ──────────────────────────────────────────────────────────────────────────────────────


def test_no_database_yet(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Reader(tmp_path)


def test_garbage_is_told(desk: Desk) -> None:
    desk.close()
    (desk.folder / MAIN).write_bytes(b"garbage" * 1000)
    with pytest.raises(DatabaseCorrupt):
        Reader(desk.folder)


def test_an_older_file_waits_for_the_engine(desk: Desk) -> None:
    desk.db._connection.pragma("user_version", 0)
    with pytest.raises(FileNotFoundError, match="version"):
        Reader(desk.folder)


def test_a_newer_file_beside_an_older_one_is_told(desk: Desk) -> None:
    desk.db._connection.pragma("user_version", 0)
    desk.db._connection.pragma("user_version", 99, schema="keep")
    with pytest.raises(DatabaseTooNew):
        Reader(desk.folder)


def test_a_reader_cannot_write(desk: Desk, reader: Reader) -> None:
    with pytest.raises(Exception, match="readonly"):
        reader._connection.execute("DELETE FROM letter")


def test_opening_and_reading_a_page_loads_nothing_heavy(desk: Desk, reader: Reader) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from desktop_app.store.reader import Reader\n"
        "from desktop_app.store.rows import LeadFilter, LeadSort\n"
        f"r = Reader(Path({str(desk.folder)!r}))\n"
        "r.leads(r.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, True, '', 0)[:50])\n"
        "print([m for m in ('peewee', 'numpy', 'Stemmer', 'playhouse', 'logging') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    assert answer.stdout.strip() == "[]"


# ── leads ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sort", "descending", "expected"),
    [
        (LeadSort.NAME, False, ["Anna", "Boris", "Clara"]),
        (LeadSort.NAME, True, ["Clara", "Boris", "Anna"]),
        (LeadSort.WARMTH, True, ["Boris", "Anna", "Clara"]),
        (LeadSort.WARMTH, False, ["Boris", "Anna", "Clara"]),
        (LeadSort.SIGNAL, True, ["Boris", "Anna", "Clara"]),
        (LeadSort.WAITING, True, ["Anna", "Boris", "Clara"]),
        (LeadSort.LETTER, True, ["Boris", "Anna", "Clara"]),
        (LeadSort.LETTER, False, ["Clara", "Anna", "Boris"]),
        (LeadSort.ACTION, True, ["Anna", "Boris", "Clara"]),
        (LeadSort.CHANNEL, True, ["Boris", "Anna", "Clara"]),
    ],
)
def test_every_order(
    desk: Desk, reader: Reader, sort: LeadSort, descending: bool, expected: list[str]
) -> None:
    assert found(desk, reader, sort=sort, descending=descending) == expected


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (LeadFilter.ALL, ["Anna", "Boris", "Clara"]),
        (LeadFilter.ANSWER, ["Anna"]),
        (LeadFilter.HOT, ["Boris"]),
        (LeadFilter.WAITING, ["Boris"]),
        (LeadFilter.COLD, []),
        (LeadFilter.SNOOZED, []),
    ],
)
def test_every_filter_and_its_count(
    desk: Desk, reader: Reader, which: LeadFilter, expected: list[str]
) -> None:
    assert found(desk, reader, which) == expected
    assert getattr(reader.lead_counts(NOW), which.value) == len(expected)


@pytest.mark.parametrize("snoozed", [None, ANNA, BORIS, CLARA])
@pytest.mark.parametrize("limit", [1, 2, 3, 9])
def test_the_first_leads_are_the_beginning_of_all(
    desk: Desk, reader: Reader, snoozed: str | None, limit: int
) -> None:
    if snoozed:
        people.snooze(desk.db, desk.contact(snoozed), NOW + HOUR)
    whole = reader.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, True, "", NOW)
    assert reader.first_leads(limit, NOW) == whole[:limit]
    for which in LeadFilter:
        for sort in LeadSort:
            expected = reader.lead_ids(which, sort, False, "", NOW)[:limit]
            assert reader.first_leads(limit, NOW, which, sort, False) == expected


def test_a_snoozed_lead_is_last_and_in_no_other_filter(desk: Desk, reader: Reader) -> None:
    people.snooze(desk.db, desk.contact(ANNA), NOW + HOUR)
    assert found(desk, reader) == ["Boris", "Clara", "Anna"]
    assert found(desk, reader, LeadFilter.ANSWER) == []
    assert found(desk, reader, LeadFilter.SNOOZED) == ["Anna"]
    assert reader.lead_counts(NOW) == LeadCounts(3, 0, 1, 1, 0, 1)
    assert reader.lead_counts(NOW + 2 * HOUR) == LeadCounts(3, 1, 1, 1, 0, 0)


@pytest.mark.parametrize("sort", list(LeadSort))
@pytest.mark.parametrize("descending", [True, False])
def test_the_whole_list_is_walked_along_an_index(desk: Desk, sort: LeadSort, descending: bool) -> None:
    for sql in queries(LeadFilter.ALL, sort, descending):
        plan = desk.db.rows("EXPLAIN QUERY PLAN " + sql)
        assert not any("TEMP B-TREE" in str(row) for row in plan), (sql, plan)


@pytest.mark.parametrize("sort", list(LeadSort))
@pytest.mark.parametrize(
    "which", [LeadFilter.ANSWER, LeadFilter.HOT, LeadFilter.WAITING, LeadFilter.COLD]
)
def test_a_filter_has_its_order_without_a_look_at_the_leads(
    desk: Desk, which: LeadFilter, sort: LeadSort
) -> None:
    for sql in queries(which, sort, descending=True):
        plan = desk.db.rows("EXPLAIN QUERY PLAN " + sql)
        assert any("COVERING INDEX" in str(row) for row in plan), (sql, plan)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("анна", []),
        ("anna", ["Anna"]),
        ("from:anna", ["Anna"]),
        ("от:клар", []),
        ("from:client.ru", ["Anna", "Boris"]),
        ("company:other", ["Clara"]),
        ('компания:"client" prices', ["Boris"]),
        ("company:client from:anna договор", ["Anna"]),
        ("company:client договор hello", []),
        ("channel:ads", []),
        ("from:", ["Anna", "Boris", "Clara"]),
        ("петров", ["Anna"]),
        ("договора", ["Anna"]),
        ("договоры поставка", ["Anna"]),
        ("дого", ["Anna"]),
        ("договор prices", []),
        ("елкин", ["Boris"]),
        ("ёлкин", ["Boris"]),
        ("client.ru", ["Anna", "Boris"]),
        ("PRICE", ["Boris"]),
        ("cl", ["Clara"]),
        ('"*^ OR NOT (', []),
        ("zzz", []),
        ("   ", ["Anna", "Boris", "Clara"]),
    ],
)
def test_search_finds_people_companies_and_subjects(
    desk: Desk, reader: Reader, text: str, expected: list[str]
) -> None:
    assert found(desk, reader, search=text) == expected


def test_search_finds_a_text_that_was_fetched(desk: Desk, reader: Reader) -> None:
    assert found(desk, reader, search="насосов") == []
    letters.save_text(desk.db, desk.letter("a@x.ru"), "Нужны насосы, 20 штук")
    assert found(desk, reader, search="насосов") == ["Anna"]
    assert reader.text(desk.letter("a@x.ru")) == "Нужны насосы, 20 штук"
    assert reader.text(desk.letter("b@firm.ru")) is None


def test_the_timeline_mixes_letters_and_signals_newest_first(desk: Desk, reader: Reader) -> None:
    timeline = reader.timeline(desk.contact(BORIS))
    assert [("signal" if one.signal else "letter", one.at) for one in timeline] == [
        ("signal", NOW - HOUR),
        ("letter", NOW - 2 * HOUR),
    ]
    assert reader.timeline(desk.contact(BORIS), limit=1) == timeline[:1]
    assert isinstance(timeline[0], TimelineItem)


def test_a_note_is_kept_by_address(desk: Desk, reader: Reader) -> None:
    people.set_note(desk.db, desk.contact(ANNA), "Любит чай")
    assert reader.note(desk.contact(ANNA)) == "Любит чай"
    people.set_note(desk.db, desk.contact(ANNA), "")
    assert reader.note(desk.contact(ANNA)) == ""


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("bor", [BORIS]),
        ("ёлк", [BORIS]),
        ("cl", [CLARA]),
        ("a", [ANNA]),
        ("orис", []),
        ("", []),
        ("oris", []),
    ],
)
def test_addresses_are_completed_from_the_beginning_of_a_word(
    reader: Reader, prefix: str, expected: list[str]
) -> None:
    assert [address for _, address in reader.addresses(prefix)] == expected


def test_who_was_written_to_most_comes_first(desk: Desk, reader: Reader) -> None:
    for number in range(3):
        desk.send(f"{number}@firm.ru", to="bo@x.ru")
    desk.derive()
    assert [address for _, address in reader.addresses("bo")] == ["bo@x.ru", BORIS]


# ── letters, waits, signals ──────────────────────────────────────────────────────────────────────


def test_letters_newest_first_within_bounds(reader: Reader) -> None:
    names = [row.message_id for row in reader.letters()]
    assert names == ["b@firm.ru", "a@x.ru", "d@firm.ru", "c@x.ru"]
    assert [row.message_id for row in reader.letters(limit=1)] == names[:1]
    assert [row.message_id for row in reader.letters(since=NOW - DAY)] == names[:2]


def test_letters_and_signals_by_id_in_the_order_asked_for(desk: Desk, reader: Reader) -> None:
    wanted = [desk.letter("a@x.ru"), desk.letter("b@firm.ru")]
    assert [row.id for row in reader.letters_by_id([*wanted, 999])] == wanted
    (signal,) = reader.signals()
    assert reader.signals_by_id([signal.id, 999]) == [signal]
    assert reader.letter(999) is None


def test_waits_within_bounds(desk: Desk, reader: Reader) -> None:
    assert [wait.arrived_at for wait in reader.waits()] == [NOW - 3 * HOUR, NOW - 40 * DAY]
    assert len(reader.waits(since=NOW - DAY)) == 1
    assert len(reader.waits(until=NOW - DAY)) == 1
    assert len(reader.waits(limit=1)) == 1
    desk.receive("cc@x.ru", to="other@client.ru", extra=f"Cc: {ME}")
    desk.derive()
    assert len(reader.waits()) == 3
    assert len(reader.waits(excluded=False)) == 2


def test_conversations_with_their_letters_and_people(desk: Desk, reader: Reader) -> None:
    last = list(reader.conversations())[-1]
    assert (last.subject, last.first_at, last.last_at) == ("Hello", NOW - 40 * DAY, NOW - 39 * DAY)
    assert last.letters == (desk.letter("c@x.ru"), desk.letter("d@firm.ru"))
    assert last.contacts == (desk.contact(CLARA),)
    assert len(list(reader.conversations(since=NOW - DAY))) == 2


def test_sent_letters_with_their_signals(reader: Reader) -> None:
    sent = [(row.message_id, [signal.kind for signal in told]) for row, told in reader.sent()]
    assert sent == [("b@firm.ru", [SignalKind.CLICK]), ("d@firm.ru", [])]
    assert all(row.direction is Direction.OUT for row, _ in reader.sent())


def test_folders_with_what_is_known_of_them(desk: Desk, reader: Reader) -> None:
    desk.synced()
    inbox, sent, archive = reader.folders()
    assert (inbox.path, inbox.letters, inbox.synced_at) == ("INBOX", 2, NOW)
    assert (sent.letters, archive.letters, archive.synced_at) == (2, 0, None)


def test_who_has_waited_long_and_does_not_rest_is_named_the_longest_first(desk: Desk) -> None:
    for number, days in enumerate((50, 40, 60, 2)):
        desk.receive(f"q{number}@else.ru", sender=f"P{number} <p{number}@else.ru>", at=NOW - days * DAY)
    desk.derive()
    people.snooze(desk.db, desk.contact("p1@else.ru"), NOW + DAY)
    with closing(desk.reader()) as reader:
        found = reader.long_waiting(NOW - 30 * DAY, NOW)
    assert found == [desk.contact("p2@else.ru"), desk.contact("p0@else.ru")]
