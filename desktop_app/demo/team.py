"""The manager's colleagues: four sell beside her, each at a pace of his own, and one has left.

Their programs have told the server their rows as real ones do: sealed with the key of each, by HTTP. Two of
them are equally fast and one is slower beyond chance, so that the team's page has both to say.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

from desktop_app.demo.timing import Clock
from desktop_app.domain.model import DAY, SECOND, Micros
from desktop_app.domain.team import Batch, Code, TeamRow, pack
from desktop_app.domain.team_hours import hours_text
from desktop_app.domain.tokens import parse_key
from desktop_app.domain.work_hours import WorkHours
from desktop_app.engine.team_client import TeamClient
from desktop_app.server.invite import invite, revoke
from desktop_app.server.storage import Storage

ZONE, COUNTRY = "Europe/Moscow", "RU"
FIRST = 0.75  # share of letters that begin a conversation
AT_NIGHT = 0.12  # come outside the working hours
READ_MIN = 12.0
MARKED = 25 * DAY  # what is older and unanswered was marked as needing no answer


class Seller(NamedTuple):
    """`weeks` since he began, `gone` since he left; `pace_min`: the median working minutes of an answer.

    `never`: the share of letters left unanswered; `gives`, `takes`: waits that went to, or came from, others.
    """

    name: str
    weeks: int
    letters_a_week: int
    pace_min: float
    never: float
    gives: int = 0
    takes: int = 0
    gone: int = 0


TEAM = (
    Seller("Вера Соколова", 26, 17, 52.0, 0.05, gone=6),
    Seller("Игорь Ветров", 26, 24, 41.0, 0.04, gives=5, takes=2),
    Seller("Надежда Ким", 3, 6, 48.0, 0.0, takes=3),
    Seller("Ольга Седова", 26, 21, 38.0, 0.03, takes=4),
    Seller("Тимур Галеев", 26, 27, 130.0, 0.09, gives=6),
)


def tell(storage: Storage, url: str, seed: int, now: Micros) -> None:
    """Invite everybody, hand the rows over at `url`, take away the key of who left. Raises TrackingError."""
    for seller in TEAM:
        key = parse_key(invite(storage, seller.name, url).key)
        with closing(TeamClient(url, key)) as client:
            told = client.tell(pack(Batch(now, hours_text(_hours()), list(rows(seller, seed, now)))))
        assert told.taken
        if seller.gone:
            revoke(storage, seller.name, keep_rows=True)


def rows(seller: Seller, seed: int, now: Micros) -> Iterator[TeamRow]:
    """The waits of one of them, oldest first; the same arguments give the same rows."""
    rng, clock = random.Random(f"{seed}:{seller.name}"), Clock(ZONE, COUNTRY)
    weeks = seller.weeks - seller.gone
    begun, until = now - seller.weeks * 7 * DAY, now - seller.gone * 7 * DAY
    arrivals = sorted(_arrival(begun, until, clock, rng) for _ in range(weeks * seller.letters_a_week))
    came = [at for at in arrivals if at < until]
    changed = rng.sample(range(len(came)), min(seller.gives + seller.takes, len(came)))
    given, taken = set(changed[: seller.gives]), set(changed[seller.gives :])
    for number, at in enumerate(came):
        row = _row(seller, at, clock, rng, now, given=number in given, taken=number in taken)
        if row.answered is not None or number in given or at > until - MARKED:
            yield row


def _row(
    seller: Seller, at: Micros, clock: Clock, rng: random.Random, now: Micros, *, given: bool, taken: bool
) -> TeamRow:
    answered = clock.reply(at, seller.pace_min, rng)
    read = min(answered - SECOND, clock.worked(at, rng.expovariate(1 / READ_MIN)))
    is_answered = answered < now and rng.random() >= seller.never and not given
    says = {
        Code.FIRST: rng.random() < FIRST,
        Code.NEW: rng.random() < 0.3,
        Code.COMPANY: rng.random() < 0.9,
        Code.CHANNEL: rng.random() < 0.2,
        Code.HANDED_OVER: given,
        Code.TAKEN_OVER: taken,
    }
    return TeamRow(
        id=base64.urlsafe_b64encode(rng.randbytes(16)).decode("ascii").rstrip("="),
        version=1,
        arrived=_second(at),
        seen_low=_second(max(at, read - 20 * SECOND)) if read < now else None,
        seen_high=_second(read) if read < now else None,
        answered=_second(answered) if is_answered else None,
        codes=frozenset(code for code, is_so in says.items() if is_so),
    )


def _arrival(begun: Micros, until: Micros, clock: Clock, rng: random.Random) -> Micros:
    """Mostly while people work."""
    day = begun + rng.randrange(until - begun)
    return day if rng.random() < AT_NIGHT else clock.sometime(day - day % DAY, rng)


def _second(at: Micros) -> Micros:
    return at // SECOND * SECOND


def _hours() -> WorkHours:
    return WorkHours(zone=ZONE, country=COUNTRY)
