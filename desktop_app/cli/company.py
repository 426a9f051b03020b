"""`otklik company`: a company's people, how fast both sides answer, and what happened with all of them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from desktop_app.cli import records
from desktop_app.cli.door import open_reader
from desktop_app.cli.timing import settings_of
from desktop_app.domain.addresses import company, normalise
from desktop_app.domain.company import Pace, pace
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import Micros
from desktop_app.domain.reply_figures import Grade
from desktop_app.domain.warmth import SHIPPED, company_weight
from desktop_app.store.company import CompanyStory
from desktop_app.store.reader import Reader
from desktop_app.store.rows import LeadRow, TimelineItem


def run(arguments: argparse.Namespace, data: Path, now: Micros) -> int:
    """InputError: nobody of that domain writes, or it serves everybody."""
    wanted = normalise(arguments.domain)
    domain = company(wanted if "@" in wanted else f"x@{wanted}")
    if not domain:
        raise InputError(field="domain", reason="no_company")
    with open_reader(data) as reader:
        story = reader.company_story(domain, now)
        if not story.people:
            raise InputError(field="domain", reason="no_such_company")
        people = reader.contacts()
        weight = _weight(reader, story)
    items = story.items[: arguments.limit]
    if arguments.json:
        for record in _records(story, items, people, weight, now):
            print(json.dumps(record, ensure_ascii=False))
    else:
        print("\n".join(_lines(story, items, weight, now)))
    return 0


def _weight(reader: Reader, story: CompanyStory) -> float:
    fit = reader.warmth_fit()
    personal = settings_of(reader).flag("warmth_personal") and fit is not None and fit.used
    return company_weight(story.rate, story.user, fit.weights if personal and fit else SHIPPED)


def _records(
    story: CompanyStory,
    items: tuple[TimelineItem, ...],
    people: records.People,
    weight: float,
    now: Micros,
) -> Iterator[records.Record]:
    """First the company, then its people, then what happened, newest first."""
    yield {
        "company": story.company,
        "people": len(story.people),
        "letters_in": story.received,
        "letters_out": len(story.asked),
        "they_answer": _pace(pace(story.asked, now)),
        "we_answer": _pace(pace(story.waits, now)),
        "answered_within_week": story.rate.answered,
        "letters_known": story.rate.letters,
        "log_odds": round(weight, 4),
    }
    for person in story.people:
        yield {"person": records.lead(person)}
    for item in items:
        if item.letter is not None:
            yield {"letter": records.letter(item.letter, people)}
        elif item.signal is not None:
            yield {"signal": records.signal(item.signal, people)}


def _pace(found: Pace) -> records.Record:
    """Seconds of the calendar. No figure below ten answers, nor where more than half are unanswered."""
    told = found.grade is not Grade.LIST
    return {
        "median_s": found.median.value if told else None,
        "low_s": found.median.low if told else None,
        "high_s": found.median.high if told else None,
        "answered": found.answered,
        "letters": found.n,
    }


def _lines(
    story: CompanyStory, items: tuple[TimelineItem, ...], weight: float, now: Micros
) -> Iterator[str]:
    yield f"{story.company}: {story.received} letters from them, {len(story.asked)} from us"
    yield f"they answer: {_words(pace(story.asked, now))}"
    yield f"we answer: {_words(pace(story.waits, now))}"
    yield f"in the warmth: {story.rate.answered} of {story.rate.letters} answered in a week, {weight:+.2f}"
    for person in story.people:
        yield "\t".join(("person", *_person(person)))
    for item in items:
        yield "\t".join(_item(item))


def _words(found: Pace) -> str:
    count = f"{found.answered} of {found.n} answered"
    if found.grade is Grade.LIST or found.median.value is None:
        return count
    return f"half within {found.median.value / 3600:.1f} h, {count}"


def _person(person: LeadRow) -> tuple[str, ...]:
    waits = f"waits since {records.iso(person.waiting_since)}" if person.waiting_since else "-"
    warmth = "-" if person.warmth is None else str(person.warmth)
    return person.address, _flat(person.name), warmth, person.last_signal_kind or "-", waits


def _item(item: TimelineItem) -> tuple[str, ...]:
    at = records.iso(item.at) or "-"
    if item.letter is not None:
        letter = item.letter
        return at, letter.direction.value, letter.kind.value, _flat(letter.subject)
    signal = item.signal
    assert signal is not None
    return at, signal.kind.value, signal.verdict.value, _flat(signal.name)


def _flat(text: str) -> str:
    """One line, whatever a client has written."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
