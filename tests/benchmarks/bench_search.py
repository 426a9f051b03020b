"""Search over 100,000 people and 1,000,000 letters, of which each fifth has its text.

What each letter typed costs: names, companies, words of subjects and texts in Russian and English as often
as they occur, two of them together, an operator. Each is answered whole, in the order of the list, with its
first page. Processor time. The share is that of the index of letters in the bytes it was made of.
"""

import itertools
import json
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from desktop_app.domain.model import MINUTE
from desktop_app.store import leads, search
from desktop_app.store.database import Database
from desktop_app.store.leads import LeadLine
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadFilter, LeadSort
from tests.benchmarks import bench_lead_page
from tests.benchmarks.bench_lead_page import NOW, SEED
from tests.benchmarks.result import Result

LETTERS = 1_000_000
A_TEXT_IN = 5  # letters
TEXT_WORDS, SUBJECT_WORDS = 40, 4
ASKED = 15  # times eleven phrases, each typed letter by letter
PAGE = 200
AT_ONCE = 20_000
P99_MS, SHARE = 50.0, 0.25
ME = "pavel@otklik.example"
# fmt: off
BEGINS = (
    "про", "пре", "при", "по", "за", "от", "до", "рас", "вы", "об",
    "pro", "pre", "con", "re", "in", "ex", "de", "com", "sub", "trans",
)
MIDDLES = (
    "став", "говор", "вод", "каз", "плат", "мет", "чис", "стро", "куп", "дел", "нос", "ход", "лож", "прос",
    "вет", "мер", "рез", "тек", "вид", "бор",
    "pos", "ject", "vert", "duct", "port", "mit", "form", "tract", "cept", "fer", "sist", "scrib", "tend",
    "vis", "pend", "clud", "press", "serv", "fin", "cess",
)
ENDS = (
    "ка", "ки", "ить", "ение", "ения", "ный", "ного", "ов", "ами", "ом", "у",
    "al", "ed", "ing", "ion", "ions", "or", "ive", "s", "ment", "able",
)
FIRST = (
    "Анна", "Иван", "Пётр", "Мария", "Олег", "Ольга", "Инна", "Борис",
    "Anna", "John", "Peter", "Maria", "Oleg", "Boris", "Inna", "Alex",
)
ROOTS = (
    "петр", "иван", "сидор", "кузнец", "смирн", "попов", "волк",
    "morris", "smith", "john", "brown", "clark", "adam", "vog", "stein",
)
# fmt: on
LAST = [root + middle + end for root in ROOTS for middle in MIDDLES[::3] for end in ("ов", "ин", "er", "son")]
HOSTS = ("gmail.com", "mail.ru", "yandex.ru")
COMMON = ("предложение", "счёт", "договор", "оплата", "price", "offer", "contract", "invoice", "доставка")


def run() -> Iterable[Result]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words = Words(random.Random(SEED))
        with closing(Database.open(folder, NOW)) as db:
            people = fill(db, words)
            text = text_bytes(db)
            share = index_bytes(db) / text
        yield Result("search_index_share", round(share, 3), SHARE, "lower", "of the text", text)
        with closing(Reader(folder)) as reader:
            ask(reader, "Анна")  # the stems are loaded
            cost = sorted(ask(reader, text) for text in typed(words, people))
    for part, goal in ((0.5, P99_MS), (0.99, P99_MS), (1.0, 2 * P99_MS)):
        at = min(int(len(cost) * part), len(cost) - 1)
        name = f"search_p{part * 100:.0f}_ms"
        yield Result(name, round(cost[at] * 1e3, 1), goal, "lower", "ms", len(cost))


def ask(reader: Reader, text: str) -> float:
    started = time.thread_time()
    reader.leads(reader.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, True, text, NOW)[:PAGE])
    return time.thread_time() - started


class Words:
    """Some words are used often, most seldom."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        parts = itertools.product(BEGINS, MIDDLES, ENDS)
        found = ["".join(some) for some in parts if len({part.isascii() for part in some}) == 1]
        dice.shuffle(found)
        self._all = [*COMMON, *found]
        self._weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(self._all))))

    def some(self, count: int) -> str:
        return " ".join(self.dice.choices(self._all, cum_weights=self._weights, k=count))


def typed(words: Words, people: list[LeadLine]) -> Iterator[str]:
    """What stands in the field after each letter."""
    dice = random.Random(SEED)
    for _ in range(ASKED):
        person = dice.choice(people)
        first, last = person.name.split()
        for phrase in (
            last, first, person.name, person.address, person.company, words.some(1), words.some(2),
            f"{first} {words.some(1)}", f"{words.some(1)} {last}", f"company:{person.company}", "gmail.com",
        ):  # fmt: skip
            yield from (phrase[:end] for end in range(1, len(phrase) + 1))


def fill(db: Database, words: Words) -> list[LeadLine]:
    """Everybody's leads and letters, found as the engine makes them findable."""
    people = list(persons(words.dice))
    with db.transaction():
        leads.write(db, people, {})
        rows = ((one.contact, one.address, one.name) for one in people)
        db.executemany("INSERT INTO contact (id, address, name, name_at) VALUES (?, ?, ?, 0)", rows)
        for first in range(1, LETTERS + 1, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, LETTERS + 1))
            letters(db, words, people, numbers)
    while search.index_new(db, AT_ONCE):
        pass
    return people


def persons(dice: random.Random) -> Iterator[LeadLine]:
    for line in bench_lead_page.lines():
        name = f"{dice.choice(FIRST)} {dice.choice(LAST).capitalize()}"
        middle, end = dice.choice(MIDDLES[20:]), dice.choice(ENDS[11:])
        host = dice.choice(HOSTS) if dice.random() < 0.4 else f"{dice.choice(BEGINS[10:])}{middle}{end}.ru"
        company = "" if host in HOSTS else host
        address = f"{dice.choice(ROOTS[7:])}.{line.contact}@{host}"
        who = {"name": name, "name_key": leads.name_key(name), "address": address, "company": company}
        yield line._replace(**who)


def letters(db: Database, words: Words, people: list[LeadLine], numbers: range) -> None:
    found, recipients, texts = [], [], []
    mine = json.dumps([["Павел", ME]], ensure_ascii=False)
    for number in numbers:
        who, out = words.dice.choice(people), number % 2
        at = NOW - (LETTERS - number) * MINUTE
        him = json.dumps([[who.name, who.address]], ensure_ascii=False)
        subject = ("Re: " if number % 3 else "") + words.some(SUBJECT_WORDS)
        side = ("out", "Павел", ME, him, None) if out else ("in", who.name, who.address, mine, who.contact)
        direction, name, address, to, contact = side
        known = (number, f"{number}@x", number // 3, direction)
        found.append((*known, subject, name, address, to, at, at, contact))
        if out:
            recipients.append((number, who.contact, at))
        if number % A_TEXT_IN == 0:
            texts.append((number, words.some(TEXT_WORDS)))
    db.executemany(_LETTER, found)
    db.executemany(_RECIPIENT, recipients)
    db.executemany("INSERT INTO letter_text VALUES (?, ?)", texts)


def text_bytes(db: Database) -> int:
    return db.number(_HEADERS) + db.number("SELECT sum(octet_length(text)) FROM letter_text")


def index_bytes(db: Database) -> int:
    """Its blocks and the row that each letter has in it; the pages of both are all but full."""
    return db.number("SELECT sum(length(block)) FROM letter_search_data") + db.number(_ROWS)


_HEADERS = """
SELECT sum(octet_length(subject) + octet_length(sender_name) + octet_length(sender_address)
    + octet_length("to") + octet_length(cc)) FROM letter
"""
_ROWS = "SELECT sum(length(sz) + length(origin) + 6) FROM letter_search_docsize"  # 6: key and header
_LETTER = """
INSERT INTO letter (id, account, message_id, conversation, direction, kind, subject, sender_name,
    sender_address, "to", cc, sent_at, arrived_at, in_reply_to, reference_ids, size, contact, responder,
    channel, bad)
VALUES (?, 1, ?, ?, ?, 'human', ?, ?, ?, ?, '', ?, ?, '', '', 1000, ?, '', '', 0)
"""
_RECIPIENT = "INSERT INTO recipient (letter, contact, account, at, human) VALUES (?, ?, 1, ?, 1)"
