"""An invented month of a sales manager, in Russian or English. The same every time."""

from __future__ import annotations

from desktop_app.domain.model import (
    DAY,
    HOUR,
    MINUTE,
    AccountId,
    Action,
    Address,
    ContactId,
    Contribution,
    ConversationId,
    Direction,
    Kind,
    LetterId,
    Micros,
    SignalId,
    SignalKind,
    Verdict,
)
from desktop_app.store.rows import ChannelRow, LeadRow, LetterRow, SignalRow, WaitRow
from tests.fakes.fake_reader import FakeReader, account

NOW: Micros = 1_795_680_000 * 1_000_000 + 24 * MINUTE - HOUR  # a Thursday, 12:24 in Yekaterinburg
DOMAINS = [
    "zavod-press.example",
    "tehnomash.example",
    "stroyinvest.example",
    "polimer.example",
    "agrosnab.example",
]
NAMES = {
    "ru": "Анна Петрова, Сергей Волков, Мария Лебедева, Дмитрий Орлов, Елена Соколова, Павел Зайцев, "
    "Ольга Константинопольская, Игорь Ким, Наталья Белова, Алексей Громов, Юлия Фомина",
    "en": "Anna Petrova, Sergey Volkov, Maria Lebedeva, Dmitry Orlov, Helen Falk, Paul Hunter, "
    "Olga Constantinopolskaya, Igor Kim, Natalie Bell, Alex Stone, Julia Foster",
}
SUBJECTS = {
    "ru": "Расчёт линии 4, Договор поставки, Коммерческое предложение на пресс-формы, Сроки отгрузки, "
    "Вопрос по счёту",
    "en": "Quote for line 4, Supply contract, Commercial offer for press moulds, Delivery dates, "
    "Invoice question",
}
LINKS = {"ru": "Цены, Каталог 2026, Договор", "en": "Prices, Catalogue 2026, Contract"}
CHANNELS = {"ru": "Сайт, Реклама, Партнёры", "en": "Website, Ads, Partners"}
TEXT = {
    "ru": "Добрый день!\n\nСпасибо за предложение. Подскажите, пожалуйста, сроки отгрузки и есть ли скидка "
    "при заказе двух линий?\n\nС уважением,\n{name}",
    "en": "Hello,\n\nThank you for the offer. Could you tell us the delivery dates, and is there a discount "
    "when we order two lines?\n\nKind regards,\n{name}",
}


def sample(language: str = "en", count: int = 42) -> FakeReader:
    """A reader with `count` contacts."""
    reader = FakeReader()
    reader.account_rows.append(account())
    for number in range(count):
        _person(reader, number, language)
    channels = CHANNELS[language].split(", ")
    reader.channel_rows.extend(
        ChannelRow(name, (f"promo{number}@otklik.example",), 20 - 6 * number, NOW - HOUR)
        for number, name in enumerate(channels)
    )
    return reader


def _person(reader: FakeReader, number: int, language: str) -> None:
    texts = (NAMES, SUBJECTS, LINKS, CHANNELS)
    names, subjects, links, channels = (one[language].split(", ") for one in texts)
    contact = ContactId(number + 1)
    name = names[number % len(names)]
    domain = DOMAINS[number % len(DOMAINS)] if number % 7 else ""
    subject = subjects[number % len(subjects)]
    address = f"person{number}@{domain or 'mail.example'}"
    warmth = max(2, 88 - number * 4) if number < 24 else None
    waiting = NOW - int((number + 1) ** 2 * 11 * MINUTE) if number % 4 == 1 else None
    letters = _letters(reader, contact, name, address, subject, language, waiting)
    kind, at = _signals(reader, contact, name, subject, letters[-1], links[number % 3], number)
    action, reason, params = _next(number, waiting, warmth, kind, links[number % 3], at)
    reader.lead_rows[contact] = LeadRow(
        contact=contact,
        name=name,
        address=address,
        company=domain,
        warmth=warmth,
        lift=None if warmth is None else round(4 * warmth / (100 - warmth), 2),
        action=action,
        reason=reason,
        reason_params=params,
        waiting_since=waiting,
        last_signal=SignalId(number * 10) if kind else None,
        last_signal_kind=kind,
        last_signal_at=at,
        last_signal_link=links[number % 3] if kind is SignalKind.CLICK else "",
        last_letter_at=reader.letter_rows[letters[-1]].arrived_at,
        subject=subject,
        channel=channels[number % 3] if number % 2 else "",
        snoozed_until=NOW + DAY if number in (38, 39) else None,
        contributions=_terms(links[number % 3], number) if warmth is not None else (),
    )


def _letters(
    reader: FakeReader,
    contact: ContactId,
    name: str,
    address: str,
    subject: str,
    language: str,
    waiting: Micros | None,
) -> list[LetterId]:
    made = []
    base = contact * 100
    start = NOW - (contact % 9 + 1) * 20 * HOUR
    for step in range(4 + contact % 3):
        incoming = step % 2 == 0
        at = start + step * 5 * HOUR + contact * MINUTE
        if waiting is not None and step == 4:
            at = waiting
        person = Address(name, address)
        mine = Address("Иван" if language == "ru" else "Ivan", "ivan@otklik.example")
        letter = LetterId(base + step)
        reader.letter_rows[letter] = LetterRow(
            id=letter,
            account=AccountId(1),
            message_id=f"{letter}@example",
            conversation=ConversationId(contact),
            direction=Direction.IN if incoming else Direction.OUT,
            kind=Kind.HUMAN,
            subject=subject if step == 0 else f"Re: {subject}",
            sender=person if incoming else mine,
            to=(mine,) if incoming else (person,),
            cc=(),
            sent_at=at,
            arrived_at=min(at, NOW - 3 * MINUTE),
            seen_low=None,
            seen_high=None,
            in_reply_to="",
            replies_to=None,
            size=4000,
            contact=contact,
            excluded=None,
            places=("INBOX",),
        )
        reader.texts[letter] = TEXT[language].format(name=name)
        made.append(letter)
    return made


def _signals(
    reader: FakeReader,
    contact: ContactId,
    name: str,
    subject: str,
    letter: LetterId,
    link: str,
    number: int,
) -> tuple[SignalKind | None, Micros | None]:
    kinds = (SignalKind.CLICK, SignalKind.OPEN, SignalKind.REOPEN, SignalKind.REPLY, SignalKind.OPEN, None)
    kind = SignalKind.BOUNCE if number == 11 else kinds[number % 6]
    at = NOW - 12 * MINUTE if number == 0 else NOW - int(number**2.1 * 14 * MINUTE) - 25 * MINUTE

    def add(
        offset: int, what: SignalKind, when: Micros, verdict: Verdict, reasons: tuple[str, ...], hits: int
    ) -> None:
        signal = SignalId(number * 10 + offset)
        text = link if what is SignalKind.CLICK else ""
        reader.signal_rows[signal] = SignalRow(
            signal, what, when, letter, contact, name, subject, verdict, verdict, reasons, text, hits
        )

    if kind is not None:
        add(0, kind, at, Verdict.HUMAN, ("mail_proxy",) if kind is SignalKind.OPEN else (), 1)
        add(1, SignalKind.OPEN, at - 20 * MINUTE, Verdict.HUMAN, ("mail_proxy",), 2)
        add(2, SignalKind.OPEN, at - 26 * HOUR, Verdict.MACHINE, ("named_machine",), 2)
        add(3, SignalKind.CLICK, at - 26 * HOUR, Verdict.MACHINE, ("named_machine",), 3)
    return kind, at if kind is not None else None


def _next(
    number: int,
    waiting: Micros | None,
    warmth: int | None,
    kind: SignalKind | None,
    link: str,
    at: Micros | None,
) -> tuple[Action, str, dict[str, str | int | float]]:
    signal: dict[str, str | int | float] = {"kind": str(kind or ""), "link": link, "at": at or 0}
    if waiting is not None:
        return Action.ANSWER, "client_waits", {"since": waiting, "waited_s": 7200, "target_s": 3600}
    if kind is SignalKind.BOUNCE:
        return Action.FIX_ADDRESS, "bounced", {"at": at or 0}
    if number == 0:
        return Action.CALL_NOW, "hot_signal_now", signal
    if warmth is not None and warmth >= 50 and kind is not None:
        return Action.CALL_TODAY, "hot_recent", signal
    return _quiet(number, warmth)


def _quiet(number: int, warmth: int | None) -> tuple[Action, str, dict[str, str | int | float]]:
    if number % 5 == 3 and warmth is not None:
        return Action.WRITE_AGAIN, "silent_after_open", {"opened_at": NOW - 3 * DAY, "sent_at": NOW - 4 * DAY}
    if number % 5 == 4 and warmth is not None:
        return Action.LET_GO, "three_follow_ups", {"count": 3}
    if warmth is not None:
        return Action.WAIT, "waiting", {"since": NOW - 9 * HOUR}
    return Action.NONE, "nothing_open", {}


def _terms(link: str, number: int) -> tuple[Contribution, ...]:
    return (
        Contribution("clicked", 1.41, {"link": link, "links": 1, "hours": 0.2 + number, "at": NOW - HOUR}),
        Contribution("answers_you", 0.79, {"answered": 8, "letters": 13, "rate": 0.62}),
        Contribution("letter_age", 0.44 - number / 20, {"hours": 4.0 + 3 * number}),
        Contribution("opened", 0.31, {"count": 2, "hours": 0.5 + number, "at": NOW - HOUR}),
        Contribution("recipients", -0.10, {"count": 3}),
        Contribution("answers_all", 0.01, {"rate": 0.6}),
    )


def waits(reader: FakeReader) -> list[WaitRow]:
    """Open waits of the sample, for pages about reply times."""
    return [
        WaitRow(
            id=lead.contact,
            conversation=ConversationId(lead.contact),
            contact=lead.contact,
            name=lead.name,
            subject=lead.subject,
            first_letter=LetterId(lead.contact * 100),
            last_letter=LetterId(lead.contact * 100),
            arrived_at=lead.waiting_since,
            seen_low=None,
            seen_high=None,
            answered_at=None,
            answer=None,
            responder="",
            excluded=None,
            first_of_conversation=False,
            channel=lead.channel,
        )
        for lead in reader.lead_rows.values()
        if lead.waiting_since is not None
    ]
