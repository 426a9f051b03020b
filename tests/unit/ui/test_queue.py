"""The morning queue without its window."""

from desktop_app.domain.model import HOUR, MINUTE, SECOND, Action, ContactId
from desktop_app.ui.leads.queue import LONGEST, USUAL_S, Run, due
from tests.fakes.sample_data import NOW, sample


def leads(*actions):
    rows = sample().lead_rows.values()
    pairs = zip(rows, actions, strict=False)
    return [row._replace(action=action, snoozed_until=None) for row, action in pairs]


def in_queue(rows, **changes):
    return due(rows, NOW, **({"working": True, "handled": ()} | changes))


def test_only_what_can_be_done_now_is_in_it():
    rows = leads(Action.ANSWER, Action.WAIT, Action.CALL_NOW, Action.NONE, Action.RETURN_ON, Action.LET_GO)
    assert in_queue(rows).contacts == (1, 3, 6)


def test_who_sleeps_or_was_dealt_with_today_is_not():
    rows = leads(Action.ANSWER, Action.ANSWER, Action.ANSWER)
    rows[0] = rows[0]._replace(snoozed_until=NOW + HOUR)
    rows[1] = rows[1]._replace(snoozed_until=NOW - HOUR)
    assert in_queue(rows).contacts == (2, 3)
    assert in_queue(rows, handled={ContactId(3)}).contacts == (2,)


def test_nobody_is_called_outside_working_hours():
    rows = leads(Action.CALL_NOW, Action.ANSWER, Action.CALL_TODAY)
    found = in_queue(rows, working=False)
    assert (found.contacts, found.calls) == ((2,), 2)


def test_a_queue_is_no_longer_than_five_minutes_bear():
    row = leads(Action.ANSWER)[0]
    rows = [row._replace(contact=ContactId(number)) for number in range(LONGEST + 7)]
    found = in_queue(rows)
    assert (len(found.contacts), found.more) == (LONGEST, 7)


def test_a_run_goes_on_and_back():
    run = Run((ContactId(1), ContactId(2), ContactId(3)), NOW)
    run.step("called", "a call")
    run.step("skipped")
    assert (run.contact, run.place, run.total) == (3, 3, 3)
    run.back()
    assert run.contact == 2
    assert run.last.token == "a call"
    run.drop()
    assert (run.contact, run.total) == (3, 2)
    run.step("done")
    assert run.contact is None
    assert run.counts() == {"called": 1, "done": 1}
    assert run.handled() == {1, 3}


def test_those_skipped_can_be_gone_through_again():
    run = Run((ContactId(1), ContactId(2)), NOW)
    run.step("skipped")
    run.step("done")
    assert run.skipped() == (1,)


def test_the_estimate_begins_with_the_usual_pace_and_follows_the_own():
    run = Run(tuple(ContactId(number) for number in range(12)), NOW)
    assert run.left_s(NOW) == 12 * USUAL_S
    for _ in range(6):
        run.step("done")
    assert run.left_s(NOW + 6 * 5 * SECOND) < 6 * USUAL_S, "five seconds each"
    assert run.left_s(NOW + 6 * MINUTE) > 6 * USUAL_S, "a minute each"
    assert run.left_s(NOW + 9 * HOUR) <= 6 * 4 * USUAL_S, "a lunch in between is no pace"
