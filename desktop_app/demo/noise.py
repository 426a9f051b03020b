"""The mail that needs no answer, or is no mail of a client: it has to be told apart and not be counted."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from desktop_app.demo import letters_noise as texts
from desktop_app.demo import reports
from desktop_app.demo.goods import MACHINES
from desktop_app.demo.mailbox import ARCHIVE, DRAFTS, INBOX, SENT, SPAM, TRASH
from desktop_app.demo.pen import MARINA, Conversation, Pen
from desktop_app.demo.people import CLIENTS, COLLEAGUES, MANAGER, Person
from desktop_app.demo.script import MORNING
from desktop_app.demo.timing import Clock, date_en, date_ru
from desktop_app.demo.writing import STYLES, Letter, write
from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND, Address, Micros

DEAD: tuple[tuple[str, str, str], ...] = (
    ("Антон Власов", "a.vlasov@teplodom.example", "«Теплодом»"),
    ("Отдел закупок", "zakupki@rybtrest.example", "«Рыбтрест»"),
    ("Нина Галкина", "galkina@sladkiy-mir.example", "«Сладкий мир»"),
    ("Peter Hall", "phall@oldmill-cereals.example", "Old Mill Cereals"),
    ("Виктор Седов", "sedov@agro-yug.example", "«Агро-Юг»"),
    ("Laura Stein", "l.stein@stein-pasta.example", "Stein Pasta"),
)
HANDED_OVER_DAYS = (2, 18, 31, 47, 72, 110)


class Pile(Protocol):
    """Where letters are put (`demo.company.Pile`)."""

    now: Micros
    mine: list[tuple[Letter, Person]]

    def put(self, kind: str, folder: str, mime: bytes, at: Micros, *flags: str) -> None: ...


def add(pile: Pile, clock: Clock, rng: random.Random, days: int) -> None:
    """Everything beside the conversations with clients, over the last `days` days."""
    pen = Pen(clock, rng)
    hand = _Hand(pile, clock, rng, pen, days)
    parts = (_newsletters, _notices, _internal, _cc_only, _bounces, _calendar, _aways, _receipts, _aside)
    for part in (*parts, _handed_over):
        part(hand)


class _Hand:
    """What every part needs."""

    def __init__(self, pile: Pile, clock: Clock, rng: random.Random, pen: Pen, days: int) -> None:
        self.pile = pile
        self.clock = clock
        self.rng = rng
        self.pen = pen
        self.days = days

    def some_day(self) -> Micros:
        """A moment of work in the range, in the past."""
        at = self.clock.sometime(self.pile.now - self.rng.randrange(1, self.days) * DAY, self.rng)
        return min(at, self.pile.now - 3 * HOUR)

    def letter(
        self, sender: Address, subject: str, text: str, at: Micros, style: str = "gmail", to: Address = MARINA
    ) -> Letter:
        """A letter that answers nothing."""
        new_id = self.pen.new_id(sender.address.partition("@")[2])
        return Letter(sender, (to,), subject, (text,), at, new_id, STYLES[style])

    def folder(self, at: Micros) -> str:
        """Where a letter that old lies."""
        return ARCHIVE if at < self.pile.now - 45 * DAY and self.rng.random() < 0.7 else INBOX


def _newsletters(hand: _Hand) -> None:
    for number, (sender, list_id, subjects, text) in enumerate(texts.NEWSLETTERS):
        for week in range(hand.days // 7):
            at = hand.pile.now - week * 7 * DAY - (number * 29 + 5) * HOUR - hand.rng.randrange(3000) * SECOND
            subject = hand.rng.choice(subjects).format(n=412 - week)
            mime = reports.newsletter(hand.letter(sender, subject, text, at), list_id)
            seen = () if at > hand.pile.now - 4 * DAY or hand.rng.random() < 0.12 else ("\\Seen",)
            hand.pile.put("list", hand.folder(at), mime, at, *seen)


def _notices(hand: _Hand) -> None:
    for _ in range(26):
        sender, subject, text = hand.rng.choice(texts.NOTICES)
        number, at = hand.rng.randint(20_400, 88_900), hand.some_day()
        letter = hand.letter(sender, subject.format(n=number), text.format(n=number), at)
        hand.pile.put("auto", hand.folder(at), reports.ticket(letter), at, "\\Seen")


def _internal(hand: _Hand) -> None:
    for _ in range(34):
        who, subject, first, answer = hand.rng.choice(texts.INTERNAL)
        colleague, company = COLLEAGUES[who], hand.rng.choice(CLIENTS[:26]).company
        address, at = Address(colleague.name, colleague.address), hand.some_day()
        opened = replace(
            hand.letter(
                address, subject.format(company=company), first.format(company=company), at, "outlook"
            ),
            signature=(colleague.name, f"{colleague.role}, «Линия»"),
        )
        hand.pile.put("internal", hand.folder(at), write(opened), at, "\\Seen", "\\Answered")
        if hand.rng.random() < 0.7:
            later = hand.clock.reply(at, 30, hand.rng)
            back = hand.letter(
                MARINA, "Re: " + opened.subject, answer.format(company=company), later, "manager", address
            )
            back = replace(back, chain=(opened.message_id,), quoted=opened)
            hand.pile.put("internal", SENT, write(back), later, "\\Seen")


def _handed_over(hand: _Hand) -> None:
    """What is for the service to answer goes there: the manager's clock stops, the client's does not."""
    service = Address(COLLEAGUES[0].name, COLLEAGUES[0].address)
    lately = {client.address for letter, client in hand.pile.mine if letter.at > hand.pile.now - 14 * DAY}
    quiet = [one for one in CLIENTS[:26] if one.address not in lately and one.address not in MORNING]
    for days in HANDED_OVER_DAYS:
        client = hand.rng.choice(quiet)
        at = hand.clock.sometime(hand.pile.now - days * DAY, hand.rng)
        letter = hand.pen.write(Conversation(client, machine=client.machine), "breakdown", mine=False, at=at)
        later, subject = hand.clock.reply(at, 20, hand.rng), "Fwd: " + letter.subject
        passed_on = hand.letter(MARINA, subject, texts.HANDED_OVER, later, "manager", service)
        passed_on = replace(passed_on, chain=(letter.message_id,), quoted=letter)
        hand.pile.put("client", hand.folder(at), write(letter), at, "\\Seen")
        hand.pile.put("internal", SENT, write(passed_on), later, "\\Seen")


def _cc_only(hand: _Hand) -> None:
    for client in hand.rng.sample(CLIENTS, 12):
        russian, at = client.lang == "ru", hand.some_day()
        subject, text = hand.rng.choice(texts.CC_ONLY) if russian else texts.CC_ONLY_EN
        carrier = texts.CARRIER
        letter = replace(
            hand.letter(Address(client.name, client.address), subject, text, at, client.reader),
            to=(carrier,),
            cc=(MARINA,),
            signature=(client.name, f"{client.role}, {client.company}", client.phone),
            zone=client.zone,
        )
        hand.pile.put("cc", hand.folder(at), write(letter), at, "\\Seen")


def _bounces(hand: _Hand) -> None:
    for name, address, company in DEAD:
        russian = not name.isascii()
        model = hand.rng.choice([one for one in CLIENTS if (one.lang == "ru") == russian])
        nobody, at = replace(model, name=name, address=address, company=company), hand.some_day()
        letter = hand.pen.write(Conversation(nobody), "proposal", mine=True, at=at)
        mime = write(letter)
        hand.pile.put("own", SENT, mime, at, "\\Seen")
        back = at + hand.rng.randint(8, 90) * SECOND
        new_id = hand.pen.new_id("mx.linia.example")
        report = reports.bounce(new_id, back, MARINA, address, mime, letter.message_id)
        hand.pile.put("bounce", hand.folder(back), report, back, "\\Seen")


def _calendar(hand: _Hand) -> None:
    for number, client in enumerate(hand.rng.sample(CLIENTS, 14)):
        russian, at, machine = client.lang == "ru", hand.some_day(), MACHINES[client.machine]
        subject = hand.rng.choice(texts.INVITES_RU if russian else texts.INVITES_EN).format(
            model=machine.model_ru if russian else machine.model_en, goods=client.goods
        )
        them, starts = Address(client.name, client.address), hand.clock.sometime(at + 3 * DAY, hand.rng)
        if number % 2:
            asked = hand.letter(them, subject, subject, at, client.reader)
            hand.pile.put(
                "calendar", hand.folder(at), reports.invitation(asked, starts, "REQUEST"), at, "\\Seen"
            )
            continue
        ours = hand.letter(MARINA, subject, subject, at, "manager", them)
        hand.pile.put("calendar", SENT, reports.invitation(ours, starts, "REQUEST"), at, "\\Seen")
        word = "Принято: " if russian else "Accepted: "
        later = hand.clock.reply(at, 60, hand.rng)
        yes = replace(hand.letter(them, word + subject, word + subject, later), chain=(ours.message_id,))
        hand.pile.put(
            "calendar", hand.folder(later), reports.invitation(yes, starts, "REPLY"), later, "\\Seen"
        )


def _aways(hand: _Hand) -> None:
    for letter, client in _ours(hand, 14, lambda _: True):
        at = letter.at + hand.rng.randint(3, 50) * SECOND
        hand.pile.put(
            "away",
            hand.folder(at),
            reports.away(away_note(letter, client, at, hand.clock, hand.pen)),
            at,
            "\\Seen",
        )


def away_note(letter: Letter, client: Person, at: Micros, clock: Clock, pen: Pen) -> Letter:
    """An absence note of `client` in answer to our `letter`."""
    russian = client.lang == "ru"
    until = (date_ru if russian else date_en)(clock, at, 9)
    text = (texts.AWAY_RU[len(client.address) % 2] if russian else texts.AWAY_EN[0]).format(date=until)
    subject = ("Автоматический ответ: " if russian else "Automatic reply: ") + letter.subject
    return Letter(
        Address(client.name, client.address),
        (MARINA,),
        subject,
        (text,),
        at,
        pen.new_id(client.address.partition("@")[2]),
        STYLES[client.reader],
        chain=(letter.message_id,),
        signature=(client.name, client.company, client.phone),
        zone=client.zone,
    )


def _receipts(hand: _Hand) -> None:
    for number, (letter, client) in enumerate(_ours(hand, 12, lambda one: bool(one.files))):
        at = hand.clock.reply(letter.at, 90, hand.rng)
        deleted = number % 4 == 3
        word = (
            ("Не прочитано: " if deleted else "Прочитано: ")
            if client.lang == "ru"
            else ("Not read: " if deleted else "Read: ")
        )
        note = hand.letter(
            Address(client.name, client.address), word + letter.subject, word + letter.subject, at
        )
        hand.pile.put("receipt", hand.folder(at), reports.receipt(note, letter, deleted), at, "\\Seen")


def _ours(hand: _Hand, count: int, which: Callable[[Letter], bool]) -> list[tuple[Letter, Person]]:
    """Some of our letters to clients, not the newest ones."""
    found = [pair for pair in hand.pile.mine if which(pair[0]) and pair[0].at < hand.pile.now - 2 * DAY]
    return hand.rng.sample(found, min(count, len(found)))


def _aside(hand: _Hand) -> None:
    """Folders that are not synced: spam, trash, drafts."""
    for _ in range(12):
        sender, subject, text = hand.rng.choice(texts.SPAM)
        at = hand.some_day()
        hand.pile.put("spam", SPAM, write(hand.letter(sender, subject, text, at)), at)
    for sender, list_id, subjects, text in texts.NEWSLETTERS:
        at = hand.some_day()
        mime = reports.newsletter(hand.letter(sender, subjects[0].format(n=301), text, at), list_id)
        hand.pile.put("trash", TRASH, mime, at, "\\Seen")
    client, at = CLIENTS[0], hand.pile.now - 40 * MINUTE
    draft = hand.letter(
        MARINA,
        "Расчёт окупаемости",
        "Игорь, добрый день! Считаю окупаемость,",
        at,
        "manager",
        Address(client.name, client.address),
    )
    hand.pile.put("draft", DRAFTS, write(draft), at, "\\Seen", "\\Draft")
    assert draft.sender.address == MANAGER.address
