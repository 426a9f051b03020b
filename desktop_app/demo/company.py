"""Half a year of the invented manager's mail, ending now: conversations with clients and what lies between.

`history(seed, now)` is pure: the same arguments give the same bytes. Whoever it concerns is in `History`:
clients that wait for an answer, clients with an open letter, clients the manager writes to this morning.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from desktop_app.demo import noise
from desktop_app.demo.feeder import Post
from desktop_app.demo.mailbox import ARCHIVE, INBOX, SENT
from desktop_app.demo.pen import Conversation, Pen
from desktop_app.demo.people import CHANNELS, CLIENTS, MANAGER, Person
from desktop_app.demo.script import MORNING
from desktop_app.demo.stories import MISSED, Step, Teller
from desktop_app.demo.timing import Clock
from desktop_app.demo.writing import Letter, write
from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND, Micros

DAYS = 182  # a default period of reply speed and the one before it
OPEN_DAYS = 14
# Clients that wait now: the steps before, how long ago the last one was written (hours).
WAITING: tuple[tuple[tuple[str, ...], float], ...] = (
    (("inquiry",), 1.1),
    (("inquiry", "quote", "question"), 2.3),
    (("inquiry", "quote", "discount"), 3.6),
    (("breakdown",), 0.6),
    (("inquiry", "quote", "order"), 7.5),
    (("inquiry",), 22.0),
    (("visit",), 43.0),
)
# Clients with an open letter of ours: the steps, how many days ago the last one was written.
OPEN: tuple[tuple[tuple[str, ...], float], ...] = (
    (("inquiry", "quote"), 1.2),
    (("inquiry", "quote", "discount", "discount_answer"), 2.1),
    (("exhibition",), 3.0),
    (("proposal", "interest", "quote"), 3.9),
    (("proposal", "followup1"), 5.2),
    (("inquiry", "quote", "question", "answer"), 6.3),
    (("proposal",), 7.4),
    (("inquiry", "quote", "order", "contract"), 8.8),
    (("inquiry", "quote", "followup1"), 10.5),
    (("proposal", "followup1", "followup2"), 12.1),
)
NOTHING_MISSED = 0.0  # with whom something happens today nothing was forgotten before
READ_MIN = 9.0  # half of the letters are answered within that many minutes of being read
READ_SPREAD = 1.1  # of the logarithm
_THROUGH_CHANNEL = 0.6  # share of clients who found us by an advertised address
_ARCHIVED_AFTER: Micros = 45 * DAY


@dataclass(frozen=True, slots=True)
class History:
    """`kinds` counts what was written: client, own, auto, away, bounce, receipt, list, calendar ...

    `seen`: (Message-ID, last known unread, first known read), what a program that was there would have kept.
    """

    posts: tuple[Post, ...]
    kinds: Mapping[str, int]
    seen: tuple[tuple[str, Micros, Micros], ...]
    waiting: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(slots=True)
class Pile:
    """Letters as they come, with the kind each is."""

    now: Micros
    posts: list[Post] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    mine: list[tuple[Letter, Person]] = field(default_factory=list)  # ours to clients
    seen: list[tuple[str, Micros, Micros]] = field(default_factory=list)

    def put(self, kind: str, folder: str, mime: bytes, at: Micros, *flags: str) -> None:
        """`flags` with their backslash; what has not come yet is left out."""
        if at < self.now:
            self.posts.append(Post(folder, mime, at, flags))
            self.kinds[kind] += 1


def history(seed: int, now: Micros) -> History:
    """The whole mailbox, oldest first."""
    pile, mine = Pile(now), Clock("Europe/Moscow", "RU")
    order = random.Random(f"{seed}:order")
    rest = [client for client in CLIENTS if client.address not in MORNING]
    order.shuffle(rest)
    waiting, still_open = rest[: len(WAITING)], rest[len(WAITING) : len(WAITING) + len(OPEN)]
    begun = {client: hours for client, (_, hours) in zip(waiting, WAITING, strict=True)}
    for client in CLIENTS:
        quiet = client not in waiting and client not in still_open and client.address not in MORNING
        rng = random.Random(f"{seed}:{client.address}")
        writer = _Writer(pile, client, mine, rng, MISSED if quiet else NOTHING_MISSED)
        until = OPEN_DAYS * DAY + 8 * HOUR if quiet else int((12 + begun.get(client, 0)) * HOUR)
        writer.past(now - until)
    for client, (stages, hours) in zip(waiting, WAITING, strict=True):
        rng = random.Random(f"{seed}:waits:{client.address}")
        _Writer(pile, client, mine, rng).ending(stages, now - int(hours * HOUR) - rng.randrange(240) * SECOND)
    for client, (stages, days) in zip(still_open, OPEN, strict=True):
        rng = random.Random(f"{seed}:open:{client.address}")
        _Writer(pile, client, mine, rng).ending(stages, mine.sometime(now - int(days * DAY), rng))
    noise.add(pile, mine, random.Random(f"{seed}:noise"), DAYS)
    posts = tuple(sorted(pile.posts, key=lambda post: post.arrived_at))
    return History(
        posts,
        dict(pile.kinds),
        tuple(pile.seen),
        tuple(one.address for one in waiting),
        tuple(one.address for one in still_open),
    )


class _Writer:
    """The conversations with one client."""

    def __init__(
        self, pile: Pile, client: Person, mine: Clock, rng: random.Random, missed: float = NOTHING_MISSED
    ) -> None:
        self._pile = pile
        self._client = client
        self._mine = mine
        self._rng = rng
        self._theirs = Clock(client.zone, "RU" if client.lang == "ru" else "")
        self._pen = Pen(mine, rng)
        self._teller = Teller(mine, rng, missed)

    def past(self, until: Micros) -> None:
        """Conversations spread over the half year."""
        rng, now = self._rng, self._pile.now
        new = rng.random() < _THROUGH_CHANNEL
        since = now - (rng.randint(30, DAYS - 2) if new else DAYS) * DAY
        count = max(2, round((until - since) / DAY / rng.uniform(11, 17)))
        starts = sorted(rng.randrange(since, until) for _ in range(count))
        if new:
            starts[0] = since
        for number, start in enumerate(starts):
            opening = "inquiry" if new and number == 0 else ""
            steps = self._teller.tell(self._client, self._theirs, start, until, opening)
            to = rng.choice(list(CHANNELS.values())) if opening else MANAGER.address
            self._lay(Conversation(self._client, to), steps)

    def ending(self, stages: tuple[str, ...], at: Micros) -> None:
        """One conversation whose last letter is written at `at`, the others in the days before."""
        steps: list[Step] = []
        for stage in reversed(stages):
            steps.insert(0, Step(stage, stage in _OURS, at))
            before = at - int(self._rng.uniform(1.0, 2.6) * DAY)
            at = min(
                (self._mine if stage in _OURS else self._theirs).sometime(before, self._rng), at - 20 * MINUTE
            )
        self._lay(Conversation(self._client), steps)

    def _lay(self, conversation: Conversation, steps: list[Step]) -> None:
        for number, step in enumerate(steps):
            letter = self._pen.write(conversation, step.stage, step.mine, step.at)
            if step.mine:
                self._pile.put("own", SENT, write(letter), step.at, "\\Seen")
                self._pile.mine.append((letter, self._client))
                continue
            answer = next((later.at for later in steps[number:] if later.mine), None)
            answered = answer is not None
            arrived = step.at + self._rng.randint(2, 40) * SECOND
            folder = INBOX
            if arrived < self._pile.now - _ARCHIVED_AFTER and self._rng.random() < 0.7:
                folder = ARCHIVE
            flags = tuple(self._flags(arrived, answered))
            self._pile.put("client", folder, write(letter), arrived, *flags)
            if "\\Seen" in flags:
                self._see(letter.message_id, arrived, answer)

    def _see(self, message_id: str, arrived: Micros, answer: Micros | None) -> None:
        """Read some minutes before it is answered, or soon after it came; known to twenty seconds."""
        minutes = math.exp(self._rng.gauss(math.log(READ_MIN), READ_SPREAD))
        if answer is None:
            seen = self._mine.worked(arrived, minutes)
        else:
            seen = max(arrived + 5 * SECOND, answer - int(minutes * MINUTE))
        if seen < self._pile.now:
            low = max(arrived, seen - self._rng.randint(1, 20) * SECOND)
            self._pile.seen.append((message_id, low, seen))

    def _flags(self, arrived: Micros, answered: bool) -> Iterator[str]:
        if answered or arrived < self._pile.now - 5 * HOUR:
            yield "\\Seen"
        if answered:
            yield "\\Answered"


_OURS = frozenset({
    "quote", "answer", "discount_answer", "contract", "noted", "late_answer", "proposal", "exhibition",
    "followup1", "followup2", "followup3", "shipment", "service_due",
})  # fmt: skip
