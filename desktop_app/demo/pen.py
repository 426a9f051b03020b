"""Puts a step of a story into words: subject, text, signature, quoted history, files, addresses."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from desktop_app.demo import files, goods, letters_en, letters_ru
from desktop_app.demo.people import COMPANY_DOMAIN, MANAGER, MANAGER_EN, MANAGER_PHONE, Person
from desktop_app.demo.phrases import Stage, worded
from desktop_app.demo.timing import Clock, date_en, date_ru
from desktop_app.demo.writing import STYLES, File, Letter
from desktop_app.domain.model import Address, Micros

_DAYS_RU = ("в понедельник", "во вторник", "в среду", "в четверг", "в пятницу")
_DAYS_EN = ("on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday")
_WITH_OFFER = frozenset({"quote", "late_answer"})
_WITH_PAPER = frozenset({"contract", "spares_answer", "documents_answer"})
_PICTURED = re.compile(r"[Фф]ото|[Pp]hoto")

MARINA = Address(MANAGER.name, MANAGER.address)
MARINA_EN = Address(MANAGER_EN, MANAGER.address)


@dataclass(slots=True)
class Conversation:
    """A conversation while it is written. `to` is the address the client found us at."""

    client: Person
    to: str = MANAGER.address
    machine: str = ""
    subject: str = ""
    last: Letter | None = None
    ids: list[str] = field(default_factory=list)


class Pen:
    """Everything random comes from `rng`, so that a seed gives the same letters."""

    def __init__(self, clock: Clock, rng: random.Random) -> None:
        self._clock = clock
        self._rng = rng

    def write(self, conversation: Conversation, stage: str, mine: bool, at: Micros) -> Letter:
        """The next letter of the conversation; it becomes its last."""
        client, found_at, rng = conversation.client, conversation.to, self._rng
        texts = (letters_ru if client.lang == "ru" else letters_en).STAGES[stage]
        slots = self._slots(conversation, at)
        paragraphs = tuple(worded(one, slots, rng) for one in rng.choice(texts.bodies))
        style = STYLES["manager" if mine else client.reader]
        letter = Letter(
            sender=self._manager(client) if mine else Address(client.name, client.address),
            to=(Address(client.name, client.address) if mine else _us(conversation),),
            subject=self._subject(conversation, texts, slots, style.prefix),
            paragraphs=tuple(filter(None, paragraphs)),
            at=at,
            message_id=self.new_id(COMPANY_DOMAIN if mine else client.address.partition("@")[2]),
            style=style,
            signature=self._signature(client, mine),
            chain=tuple(conversation.ids[-8:]),
            quoted=conversation.last if conversation.last and rng.random() < 0.75 else None,
            files=self._files(stage, paragraphs, slots["number"]),
            headers=() if mine or found_at == MANAGER.address else (("X-Original-To", found_at),),
            zone="Europe/Moscow" if mine else client.zone,
        )
        conversation.last, conversation.to = letter, MANAGER.address
        conversation.ids.append(letter.message_id)
        return letter

    def new_id(self, domain: str) -> str:
        """A Message-ID without brackets."""
        return f"{self._rng.getrandbits(72):018x}@{domain}"

    def _slots(self, conversation: Conversation, at: Micros) -> dict[str, str]:
        client, rng = conversation.client, self._rng
        if not conversation.machine:
            conversation.machine = client.machine if rng.random() < 0.7 else rng.choice(list(goods.MACHINES))
        machine = goods.MACHINES[conversation.machine]
        russian = client.lang == "ru"
        price = int(
            (machine.rub if russian else machine.eur) * rng.choice((0.94, 0.96, 0.98, 1.0, 1.0, 1.03))
        )
        price = round(price, -4 if russian else -2)
        ahead = rng.randint(5, 16)
        return {
            "me": MANAGER.name.split()[0] if russian else MANAGER_EN.split()[0],
            "who": client.first,
            "company": client.company,
            "goods": client.goods,
            "machine": machine.ru if russian else machine.en,
            "machine_gen": machine.ru_genitive,
            "model": machine.model_ru if russian else machine.model_en,
            "page": machine.page,
            "price": f"{price:,}".replace(",", " ") if russian else f"{price:,}",
            "speed": str(
                max(1, machine.speed - rng.choice((0, 0, 5, 10)) if machine.speed > 20 else machine.speed)
            ),
            "weeks": _weeks(machine.weeks + rng.randint(-1, 2), russian),
            "qty": str(rng.choice((4, 6, 10, 20, 30, 40, 60))),
            "percent": str(rng.choice((3, 4, 5, 7, 8))),
            "part": rng.choice(goods.PARTS_RU if russian else goods.PARTS_EN),
            "number": str(rng.randint(104, 968)),
            "day": rng.choice(_DAYS_RU if russian else _DAYS_EN),
            "date": (date_ru if russian else date_en)(self._clock, at, ahead),
            "а": "а" if client.woman else "",
        }

    def _subject(self, conversation: Conversation, texts: Stage, slots: dict[str, str], prefix: str) -> str:
        if not conversation.subject:
            conversation.subject = worded(self._rng.choice(texts.subjects), slots, self._rng)
            return conversation.subject
        return prefix + conversation.subject

    def _signature(self, client: Person, mine: bool) -> tuple[str, ...]:
        if mine and client.lang == "ru":
            return (MANAGER.name, MANAGER.role, MANAGER_PHONE)
        if mine:
            return (MANAGER_EN, "Sales Manager, Linia Packaging", MANAGER_PHONE)
        return (client.name, f"{client.role}, {client.company}", client.phone)

    @staticmethod
    def _manager(client: Person) -> Address:
        return MARINA if client.lang == "ru" else MARINA_EN

    @staticmethod
    def _files(stage: str, paragraphs: tuple[str, ...], number: str) -> tuple[File, ...]:
        if stage in _WITH_OFFER:
            return (files.pdf(f"КП-{number}.pdf", f"Offer {number}"),)
        if stage in _WITH_PAPER:
            return (files.pdf(f"Document-{number}.pdf", f"Document {number}"),)
        if stage in ("breakdown", "fixed") and _PICTURED.search(" ".join(paragraphs)):
            return (files.photo(f"IMG_{number}.png"),)
        return ()


def _us(conversation: Conversation) -> Address:
    """Whoever writes to an address from an advertisement does not know the manager's name."""
    if conversation.to != MANAGER.address:
        return Address("", conversation.to)
    return Address(MANAGER.name if conversation.client.lang == "ru" else MANAGER_EN, conversation.to)


def _weeks(count: int, russian: bool) -> str:
    """A number of weeks with its noun; counts here are below twenty."""
    if not russian:
        return f"{count} week{'' if count == 1 else 's'}"
    return f"{count} {'неделя' if count == 1 else 'недели' if count < 5 else 'недель'}"
