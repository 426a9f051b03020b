"""Reminders of people who have not answered: what cancels one and what does not."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.domain.model import Action
from desktop_app.engine.leads import refresh, refresh_active
from desktop_app.store import people, person, reminders
from desktop_app.store.rows import LeadRow, ReminderRow
from tests.fakes.desk import ANNA, BORIS, DAY, HOUR, NOW, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Our letter to Anna has just been sent; the user wants to be reminded in three days."""
    with closing(Desk(tmp_path / "data")) as one:
        one.send("out@firm.ru")
        one.derive()
        remind(one)
        yield one


def remind(desk: Desk, due: int | None = NOW + 3 * DAY) -> None:
    reminders.put(desk.db, desk.contact(ANNA), NOW, due)
    refresh(desk.db, [desk.contact(ANNA)], desk.now)


def lead(desk: Desk, address: str = ANNA) -> LeadRow:
    with closing(desk.reader()) as reader:
        return reader.leads([desk.contact(address)])[desk.contact(address)]


def after(desk: Desk, days: int) -> LeadRow:
    desk.now = NOW + days * DAY
    refresh_active(desk.db, desk.now)
    return lead(desk)


def test_before_its_day_nothing_is_to_be_done(desk: Desk) -> None:
    assert after(desk, 2).action is Action.WAIT


def test_without_an_answer_it_shows_with_its_reason(desk: Desk) -> None:
    shown = after(desk, 3)
    assert (shown.action, shown.reason) == (Action.WRITE_AGAIN, "reminder")
    assert shown.reason_params == {"since": NOW}


def test_an_answer_of_the_person_cancels_it(desk: Desk) -> None:
    desk.receive("in@client.ru", at=NOW + HOUR, answers="out@firm.ru")
    desk.derive()
    assert after(desk, 3).reason != "reminder"


@pytest.mark.parametrize(
    "answer",
    [
        {"subject": "Автоматический ответ: Offer"},
        {"subject": "Out of office: Offer"},
        {"extra": "Auto-Submitted: auto-replied"},
        {
            "sender": "MAILER-DAEMON@mx.ru",
            "subject": "Undelivered Mail",
            "extra": "Content-Type: multipart/report; report-type=delivery-status",
        },
    ],
    ids=["away", "out of office", "auto-reply", "bounce"],
)
def test_only_a_person_cancels_it(desk: Desk, answer: dict[str, str]) -> None:
    desk.receive("in@client.ru", at=NOW + HOUR, answers="out@firm.ru", **answer)
    desk.derive()
    shown = after(desk, 3)
    assert shown.reason in ("reminder", "bounced"), "a bad address is the more urgent thing to say"
    assert reminders_of(desk) == ReminderRow(NOW, NOW + 3 * DAY)


def reminders_of(desk: Desk) -> ReminderRow | None:
    with closing(desk.reader()) as reader:
        return reader.reminder(desk.contact(ANNA))


def test_a_letter_out_of_the_blue_after_it_cancels_it_too(desk: Desk) -> None:
    desk.receive("in@client.ru", at=NOW + HOUR)
    desk.derive()
    assert after(desk, 3).reason != "reminder"


def test_a_colleague_who_answers_the_letter_cancels_it_for_all(tmp_path: Path) -> None:
    with closing(Desk(tmp_path / "two")) as desk:
        desk.send("out@firm.ru", to=f"{ANNA}, {BORIS}")
        desk.derive()
        reminders.put_for_letter(desk.db, "out@firm.ru", [ANNA, BORIS], NOW, NOW + 3 * DAY)
        assert after(desk, 3).reason == "reminder"
        desk.receive("in@client.ru", sender=BORIS, answers="out@firm.ru")
        desk.derive()
        refresh_active(desk.db, desk.now)
        assert lead(desk).reason != "reminder"


def test_who_called_or_wrote_after_it_was_due_has_done_it(desk: Desk) -> None:
    after(desk, 3)
    people.handled(desk.db, desk.contact(ANNA), desk.now + HOUR)
    assert after(desk, 5).reason != "reminder"


def test_who_was_called_lately_is_not_nudged_again_for_a_day(desk: Desk) -> None:
    people.handled(desk.db, desk.contact(ANNA), NOW + 3 * DAY - HOUR)
    assert after(desk, 3).action is Action.WAIT
    assert after(desk, 4).reason == "reminder"


def test_it_is_announced_once_and_not_while_the_person_sleeps(desk: Desk) -> None:
    after(desk, 3)
    people.snooze(desk.db, desk.contact(ANNA), desk.now + HOUR)
    assert reminders.due(desk.db, desk.now) == []
    people.snooze(desk.db, desk.contact(ANNA), None)
    (told,) = reminders.due(desk.db, desk.now)
    assert (told.contact, told.name, told.subject, told.since) == (
        desk.contact(ANNA),
        lead(desk).name,
        "Offer",
        NOW,
    )
    assert reminders.due(desk.db, desk.now) == []


def test_it_can_be_taken_away(desk: Desk) -> None:
    remind(desk, None)
    assert reminders_of(desk) is None
    assert after(desk, 3).reason != "reminder"


def test_old_ones_are_forgotten(desk: Desk) -> None:
    reminders.purge(desk.db, NOW + 3 * DAY + reminders.KEPT_FOR)
    assert reminders_of(desk) is not None
    reminders.purge(desk.db, NOW + 3 * DAY + reminders.KEPT_FOR + 1)
    assert reminders_of(desk) is None


def test_an_erased_person_has_none(desk: Desk) -> None:
    assert "reminder" in person.held(desk.db, ANNA)
    person.erase(desk.db, ANNA, bytes(32), desk.now)
    assert "reminder" not in person.held(desk.db, ANNA)
