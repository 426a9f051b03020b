"""Judging hits: its time for each, and who is taken for whom when filters and people are played again.

Filters: letters of 5 to 10 links; the burst begins as 836 observed ones did (66 % at 20-60 s after sending,
28 % at 1-5 min, the rest before or after), all links within a second or two, an open before it at median 9 s
(research/tracking.md 1.1). They wear browsers' names, from addresses that no list knows. People: one or two
links at least 3 s apart, minutes to days after sending, from one client, sometimes in the delivery window.
"""

import csv
import math
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND, Hit, TokenMeaning, Verdict
from desktop_app.domain.signals import signals_of
from desktop_app.domain.verdicts import judge
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.engine.signals import Desk
from desktop_app.store import signals
from desktop_app.store.database import Database
from tests.benchmarks.result import Result
from tests.paths import SHARED

AGENTS = "data/tracking/user-agents.csv"
HITS = 1_000_000
LETTERS = 20_000
SENT = 1_700_000_000 * SECOND
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/{}.0.0.0 Safari/537.36"
)
OUTLOOK = (
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; "
    "Microsoft Outlook 16.0.{}; ms-office; MSOffice 16)"
)
GMAIL = (
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
)
Letter = tuple[list[Hit], dict[str, TokenMeaning]]


def run() -> Iterable[Result]:
    yield from speed()
    yield from replay()


def speed() -> Iterator[Result]:
    letters = list(many_letters(random.Random(1)))
    count = sum(len(hits) for hits, _ in letters)
    began = time.process_time()
    for hits, meanings in letters:
        signals_of(hits, judge(hits, meanings), meanings)
    took_s = time.process_time() - began
    yield Result("verdict_us_per_hit", round(took_s / count * 1e6, 2), 20, "lower", "us", count)
    yield Result("rejudged_million_hits_s", round(rejudge(letters) / count * 1e6, 1), 60, "lower", "s", count)


def rejudge(letters: list[Letter]) -> float:
    """CPU seconds for all of history when the rules changed: read, judge, compare, write."""
    with tempfile.TemporaryDirectory() as folder, closing(Database.open(Path(folder), SENT)) as db:
        with db.transaction():
            signals.add_tokens(db, [one for _, meanings in letters for one in meanings.values()])
            signals.store_hits(db, [hit for hits, _ in letters for hit in hits], 1)
        desk = Desk(db, lambda written: None, OwnNetworks(db), lambda: SENT)
        began = time.process_time()
        desk.keep_rules()
        return time.process_time() - began


def replay() -> Iterator[Result]:
    chance = random.Random(2)
    machines = [judged(gateway(chance, number), "click") for number in range(LETTERS)]
    caught = [verdict is Verdict.MACHINE for letter in machines for verdict in letter]
    before = [judged(gateway(chance, number), "open") for number in range(LETTERS)]
    opens = [verdict is Verdict.HUMAN for letter in before for verdict in letter]
    yield Result("gateway_clicks_machine", share(caught), 0.97, "higher", "share", len(caught))
    yield Result("gateway_opens_human", share(opens), 0.01, "lower", "share", len(opens))
    people = [judged(person(chance, number), "") for number in range(LETTERS)]
    hit = [verdict is Verdict.MACHINE for letter in people for verdict in letter]
    yield Result("people_taken_for_machines", share(hit), 0.005, "lower", "share", len(hit))


def judged(letter: Letter, kind: str) -> list[Verdict]:
    hits, meanings = letter
    found = judge(hits, meanings)
    return [found[hit.id].verdict for hit in hits if kind in ("", hit.kind)]


def share(found: list[bool]) -> float:
    return round(sum(found) / len(found), 5)


def many_letters(chance: random.Random) -> Iterator[Letter]:
    """Hits as they come: mostly people and webmail proxies, one letter in five behind a filter."""
    made = 0
    number = 0
    texts = agents()
    while made < HITS:
        letter = gateway(chance, number) if chance.random() < 0.2 else visits(chance, number, texts)
        number += 1
        made += len(letter[0])
        yield letter


def agents() -> list[str]:
    """Texts that were really seen; on a machine without the file, three of them."""
    path = SHARED / AGENTS
    if not path.exists():
        return [OUTLOOK.format(17328), CHROME.format(131), GMAIL]
    with path.open(encoding="utf-8", newline="") as file:
        return [row["user_agent"] for row in csv.DictReader(file) if row["user_agent"]]


def meanings_of(number: int, links: int) -> dict[str, TokenMeaning]:
    who = f"p{number}@zavod{number % 97}.example"
    opened = TokenMeaning(f"{number}-o", f"m{number}@x", who, "open", links=links, sent_at=SENT)
    clicked = [
        TokenMeaning(f"{number}-{at}", f"m{number}@x", who, "click", f"https://x/{at}", "", links, SENT)
        for at in range(links)
    ]
    return {one.token: one for one in (opened, *clicked)}


def visits(chance: random.Random, number: int, texts: list[str]) -> Letter:
    """A letter that is looked at again and again, by several programs."""
    meanings = meanings_of(number, 3)
    tokens = list(meanings)
    own = chance.sample(texts, 2)
    at = SENT + chance.randrange(10 * MINUTE)
    hits = []
    for which in range(chance.randrange(1, 20)):
        at += chance.randrange(SECOND, DAY)
        token = tokens[0] if chance.random() < 0.8 else chance.choice(tokens)
        kind = meanings[token].kind
        network = f"85.26.{chance.randrange(4)}.0/24"
        hits.append(Hit(number * 100 + which, at, kind, token, chance.choice(own), network, ()))
    return hits, meanings


def gateway(chance: random.Random, number: int) -> Letter:
    """An open, then all links at once."""
    meanings = meanings_of(number, chance.randrange(5, 11))
    opened, *links = meanings
    start = SENT + burst_start(chance)
    networks = [f"20.{number % 250}.{chance.randrange(250)}.0/24" for _ in range(chance.choice((1, 1, 2, 3)))]
    agent = CHROME.format(chance.randrange(100, 132))
    before = SENT + round(min(9 * math.exp(chance.gauss(0, 0.82)), 300) * SECOND)
    hits = [Hit(number * 100, min(before, start), "open", opened, agent, networks[0], ())]
    span = SECOND if chance.random() < 0.8 else 2 * SECOND
    times = sorted(start + chance.randrange(span) for _ in links)
    for at, (when, token) in enumerate(zip(times, links, strict=True), 1):
        hits.append(Hit(number * 100 + at, when, "click", token, agent, chance.choice(networks), ()))
    return hits, meanings


def burst_start(chance: random.Random) -> int:
    drawn = chance.random()
    if drawn < 0.664:
        return chance.randrange(20 * SECOND, 60 * SECOND)
    if drawn < 0.664 + 0.283:
        return chance.randrange(MINUTE, 5 * MINUTE)
    if drawn < 0.664 + 0.283 + 0.005:
        return chance.randrange(SECOND, 10 * SECOND)
    return chance.choice((chance.randrange(10 * SECOND, 20 * SECOND), chance.randrange(5 * MINUTE, HOUR)))


def person(chance: random.Random, number: int) -> Letter:
    """Opens, and reads one or two links a few seconds apart."""
    meanings = meanings_of(number, chance.randrange(1, 11))
    opened, *links = meanings
    at = SENT + round(math.exp(chance.gauss(math.log(3600), 2)) * SECOND) + 5 * SECOND
    network = f"85.{number % 250}.{chance.randrange(250)}.0/24"
    client = chance.choice((OUTLOOK.format(chance.randrange(9999)), CHROME.format(131), GMAIL))
    hits = [Hit(number * 100, at, "open", opened, client, network, ())]
    browser = CHROME.format(chance.randrange(100, 132))
    for which, token in enumerate(islice(chance.sample(links, len(links)), chance.randrange(3)), 1):
        at += 3 * SECOND + round(chance.expovariate(1 / 20) * SECOND)
        hits.append(Hit(number * 100 + which, at, "click", token, browser, network, ()))
    return hits, meanings
