"""The invented clients at work: they open, click, answer, forward, are away, or are not there."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace

from desktop_app.demo import reports
from desktop_app.demo.feeder import Post
from desktop_app.demo.mailbox import INBOX
from desktop_app.demo.noise import away_note
from desktop_app.demo.pen import MARINA, Conversation, Pen
from desktop_app.demo.people import CHANNELS, CLIENTS, COMPANY_DOMAIN, MANAGER, Person
from desktop_app.demo.post import Copy
from desktop_app.demo.readers import COLLEAGUE, READERS, SCANNER_ADDRESS, SCANNER_AGENT, Reader, address_of
from desktop_app.demo.script import CALM, CALM_S, HABITS, MORNING, NEW_LEAD, ONLY, Act, Beat
from desktop_app.demo.timing import Clock
from desktop_app.demo.web import Web
from desktop_app.demo.writing import STYLES, Letter, write
from desktop_app.domain.model import Address, Micros

log = logging.getLogger(__name__)

BOUNCE_AFTER_S = 4.0
Deliver = Callable[[Post], Awaitable[None]]
Told = Callable[[Act, str], None]


class Clients:
    """For one event loop. `told` hears what was done by whom, after it was done."""

    def __init__(
        self, web: Web, deliver: Deliver, clock: Callable[[], Micros], seed: int, told: Told
    ) -> None:
        self._web = web
        self._deliver = deliver
        self._clock = clock
        self._told = told
        self._rng = random.Random(f"{seed}:live")
        self._hours = Clock("Europe/Moscow", "RU")
        self._pen = Pen(self._hours, self._rng)
        self._people = {client.address: client for client in CLIENTS}
        self._copies: dict[str, list[Copy]] = {}
        self._scripted = set(MORNING)
        self._live = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def receive(self, copy: Copy) -> None:
        """A copy has arrived; what its recipient does with it begins when the script runs."""
        if copy.recipient in self._people:
            self._copies.setdefault(copy.recipient, []).append(copy)
            self._begin(self._react(self._people[copy.recipient], copy))
        elif copy.recipient.partition("@")[2] != COMPANY_DOMAIN:
            self._begin(self._unknown(copy))

    def go_live(self) -> None:
        """Start the script; a second time does nothing."""
        if not self._live.is_set():
            self._live.set()
            self._begin(self._calm())

    async def stop(self) -> None:
        """End whatever they are about to do."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def act(self, address: str, beat: Beat) -> None:
        """Do one thing with the newest letter. Raises KeyError when there is none."""
        await self.play(self._people[address], beat, self._copies[address][-1])

    async def play(self, client: Person, beat: Beat, copy: Copy) -> None:
        """Do one thing, over the network."""
        match beat.act:
            case Act.OPEN:
                await self._open(READERS[client.reader], client.address, copy)
            case Act.CLICK:
                await self._click(client, copy, beat.link)
            case Act.SCAN:
                await self._scan(copy)
            case Act.PREFETCH:
                await self._open(READERS["apple"], client.address, copy)
            case Act.ANSWER:
                await self._write(self._answer(client, copy, beat.text))
            case Act.FORWARD:
                await self._forward(client, copy, beat.text)
            case Act.AWAY:
                note = away_note(_as_letter(copy), client, self._clock(), self._hours, self._pen)
                await self._put(reports.away(note))
            case Act.BOUNCE:
                await self._bounce(copy)
        self._told(beat.act, client.address)

    # ── when ─────────────────────────────────────────────────────────────────────────────────

    async def _react(self, client: Person, copy: Copy) -> None:
        beats, stretch = self._plan(client.address)
        await self._live.wait()
        passed = 0.0
        for beat in beats:
            await asyncio.sleep(beat.after_s * stretch - passed)
            passed = beat.after_s * stretch
            await self.play(client, beat, copy)

    def _plan(self, address: str) -> tuple[tuple[Beat, ...], float]:
        if address in self._scripted:
            self._scripted.discard(address)
            return MORNING[address][1], 1.0
        habits = [beats for _, beats in HABITS]
        return self._rng.choices(habits, [share for share, _ in HABITS])[0], self._rng.uniform(1.0, 3.0)

    async def _unknown(self, copy: Copy) -> None:
        await self._live.wait()
        await asyncio.sleep(BOUNCE_AFTER_S)
        await self._bounce(copy)
        self._told(Act.BOUNCE, copy.recipient)

    async def _calm(self) -> None:
        """For ever: now and then somebody does something."""
        while True:
            await asyncio.sleep(self._rng.uniform(*CALM_S))
            if self._rng.random() < NEW_LEAD or not self._copies:
                await self._write(self._inquiry())
                continue
            address = self._rng.choice(sorted(self._copies))
            weights = [weight for weight, _ in CALM]
            beat = self._rng.choices([beat for _, beat in CALM], weights)[0]
            client = self._people[address]
            if ONLY.get(beat.act, client.reader) != client.reader:
                beat = Beat(0, Act.OPEN)
            await self.play(client, beat, self._copies[address][-1])

    def _begin(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(_kept(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ── what ─────────────────────────────────────────────────────────────────────────────────

    async def _open(self, reader: Reader, who: str, copy: Copy) -> None:
        for picture in copy.pictures if reader.opens else ():
            await self._web.fetch(picture, reader.opens, reader.proxy or address_of(who))

    async def _click(self, client: Person, copy: Copy, number: int) -> None:
        if copy.links:
            url, _ = copy.links[number % len(copy.links)]
            await self._web.fetch(url, READERS[client.reader].clicks, address_of(client.address))

    async def _scan(self, copy: Copy) -> None:
        """A mail filter: asks for the first link's head, then takes the picture and all links at once."""
        targets = [*copy.pictures, *(url for url, _ in copy.links)]
        for url, _ in copy.links[:1]:
            await self._web.fetch(url, SCANNER_AGENT, SCANNER_ADDRESS, "HEAD")
        await asyncio.gather(*(self._web.fetch(url, SCANNER_AGENT, SCANNER_ADDRESS) for url in targets))

    async def _forward(self, client: Person, copy: Copy, stage: str) -> None:
        """A colleague in another place opens the client's copy, then writes himself."""
        domain = client.address.partition("@")[2]
        russian = client.lang == "ru"
        colleague = replace(
            client,
            name="Виктор Панов" if russian else "Victor Payne",
            address=f"v.panov@{domain}" if russian else f"v.payne@{domain}",
            role="закупка оборудования" if russian else "Equipment Buyer",
            reader="thunderbird",
            woman=False,
        )
        await self._open(COLLEAGUE, colleague.address, copy)
        await self._write(self._answer(colleague, copy, stage))

    def _answer(self, client: Person, copy: Copy, stage: str) -> Letter:
        conversation = Conversation(client, machine=client.machine, subject=_without_prefix(copy.subject))
        conversation.ids.extend(one for one in (*copy.references, copy.message_id) if one)
        conversation.last = _as_letter(copy)
        return self._pen.write(conversation, stage, mine=False, at=self._clock())

    def _inquiry(self) -> Letter:
        """Somebody writes of his own accord, often to an advertised address."""
        client = self._rng.choice([one for one in CLIENTS if one.address not in self._copies])
        to = self._rng.choice([MANAGER.address, *CHANNELS.values()])
        return self._pen.write(Conversation(client, to), "inquiry", mine=False, at=self._clock())

    async def _bounce(self, copy: Copy) -> None:
        self._copies.pop(copy.recipient, None)  # it lies in nobody's mailbox
        report = reports.bounce(
            self._pen.new_id("mx.linia.example"),
            self._clock(),
            MARINA,
            copy.recipient,
            copy.mime,
            copy.message_id,
        )
        await self._put(report)

    async def _write(self, letter: Letter) -> None:
        await self._put(write(letter))

    async def _put(self, mime: bytes) -> None:
        await self._deliver(Post(INBOX, mime, self._clock()))


async def _kept(work: Awaitable[None]) -> None:
    """One client's mishap does not end the demo, but is told."""
    try:
        await work
    except Exception:
        log.exception("a client of the demo could not go on")


def _as_letter(copy: Copy) -> Letter:
    """The copy as the letter that is quoted and answered."""
    lines = tuple(line for line in copy.text.splitlines() if line.strip())[:12]
    to = (Address("", copy.recipient),)
    return Letter(MARINA, to, copy.subject, lines, copy.sent_at, copy.message_id, STYLES["manager"])


def _without_prefix(subject: str) -> str:
    while subject[:3].lower() == "re:":
        subject = subject[3:].lstrip()
    return subject
