"""The next action: each rule, and which rule goes first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.actions import Standing, changes_at, declined, hours_matter, next_action
from desktop_app.domain.model import DAY, HOUR, MINUTE, Action, SignalKind

NOW = 1000 * DAY
LATE = Standing(waiting_since=NOW - 4 * HOUR, waited_s=4 * 3600)
BOUNCED = Standing(bounced_at=NOW - DAY)
AWAY = Standing(away_until=NOW + DAY)
HOT_NOW = Standing(
    warmth=50,
    last_human=NOW - 29 * MINUTE,
    last_human_kind=SignalKind.CLICK,
    last_human_link="Prices",
    phone_known=True,
    open_since=NOW - DAY,
)
HOT_RECENT = replace(HOT_NOW, last_human=NOW - 47 * HOUR)
TO_ANSWER = Standing(waiting_since=NOW - MINUTE, waited_s=60)
READ_AND_SILENT = Standing(warmth=15, open_since=NOW - 80 * HOUR, opened_at=NOW - 50 * HOUR)
TIRED = Standing(warmth=5, open_since=NOW - 80 * HOUR, follow_ups=3)
SILENT = Standing(warmth=15, open_since=NOW - HOUR)


def chosen(standing):
    return next_action(standing, NOW)[:2]


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (LATE, (Action.ANSWER, "client_waits")),
        (BOUNCED, (Action.FIX_ADDRESS, "bounced")),
        (AWAY, (Action.RETURN_ON, "away_until")),
        (HOT_NOW, (Action.CALL_NOW, "hot_signal_now")),
        (replace(HOT_NOW, phone_known=False), (Action.WRITE_NOW, "hot_signal_now")),
        (replace(HOT_NOW, within_hours=False), (Action.CALL_TODAY, "hot_recent")),
        (HOT_RECENT, (Action.CALL_TODAY, "hot_recent")),
        (replace(HOT_NOW, within_hours=False, opens_at=NOW + HOUR), (Action.CALL_TODAY, "hot_off_hours")),
        (replace(HOT_NOW, nudged_at=NOW - 2 * HOUR), (Action.WAIT, "waiting")),
        (replace(HOT_NOW, nudged_at=NOW - 25 * HOUR), (Action.CALL_NOW, "hot_signal_now")),
        (replace(HOT_NOW, nudged_at=NOW - HOUR, waiting_since=NOW), (Action.ANSWER, "client_wrote")),
        (TO_ANSWER, (Action.ANSWER, "client_wrote")),
        (READ_AND_SILENT, (Action.WRITE_AGAIN, "silent_after_open")),
        (TIRED, (Action.LET_GO, "three_follow_ups")),
        (SILENT, (Action.WAIT, "waiting")),
        (replace(SILENT, remind_at=NOW), (Action.WRITE_AGAIN, "reminder")),
        (replace(SILENT, remind_at=NOW + 1), (Action.WAIT, "waiting")),
        (replace(SILENT, remind_at=NOW, nudged_at=NOW - HOUR), (Action.WAIT, "waiting")),
        (replace(TO_ANSWER, remind_at=NOW), (Action.ANSWER, "client_wrote")),
        (replace(AWAY, remind_at=NOW), (Action.RETURN_ON, "away_until")),
        (replace(HOT_NOW, remind_at=NOW), (Action.CALL_NOW, "hot_signal_now")),
        (Standing(), (Action.NONE, "nothing_open")),
    ],
)
def test_each_standing_has_its_action_and_reason(standing, expected):
    assert chosen(standing) == expected


def test_the_rules_go_in_their_order():
    everything = Standing(
        waiting_since=NOW - 4 * HOUR,
        waited_s=4 * 3600,
        bounced_at=NOW - DAY,
        away_until=NOW + DAY,
        warmth=90,
        last_human=NOW - MINUTE,
        phone_known=True,
        open_since=NOW - 80 * HOUR,
        opened_at=NOW - 50 * HOUR,
        follow_ups=3,
    )
    taken_away = (
        {"waited_s": 0.0},
        {"bounced_at": None},
        {"away_until": None},
        {"last_human": NOW - DAY},
        {"warmth": 49},
        {"waiting_since": None},
        {"opened_at": None},
        {"follow_ups": 2},
        {"open_since": None},
    )
    found = [chosen(everything)[0]]
    for change in taken_away:
        everything = replace(everything, **change)
        found.append(chosen(everything)[0])
    assert found == [
        Action.ANSWER,
        Action.FIX_ADDRESS,
        Action.RETURN_ON,
        Action.CALL_NOW,
        Action.CALL_TODAY,
        Action.ANSWER,
        Action.WRITE_AGAIN,
        Action.LET_GO,
        Action.WAIT,
        Action.NONE,
    ]


def test_a_wait_within_the_target_is_not_late():
    assert chosen(replace(LATE, waited_s=3600))[1] == "client_wrote"
    assert chosen(replace(LATE, waited_s=901, target_s=900))[1] == "client_waits"


def test_the_edges_of_the_windows():
    assert chosen(replace(HOT_NOW, last_human=NOW - 30 * MINUTE))[1] == "hot_recent"
    assert chosen(replace(HOT_NOW, last_human=NOW - 49 * HOUR))[1] == "waiting"
    assert chosen(replace(HOT_NOW, warmth=49))[1] == "waiting"
    assert chosen(replace(HOT_NOW, warmth=None))[1] == "waiting"
    assert chosen(replace(AWAY, away_until=NOW))[1] == "nothing_open"
    assert chosen(replace(READ_AND_SILENT, opened_at=NOW - 47 * HOUR))[1] == "waiting"
    assert chosen(replace(TIRED, open_since=NOW - HOUR))[1] == "waiting"


def test_after_three_days_of_silence_the_number_of_follow_ups_decides():
    long_ago = replace(READ_AND_SILENT, opened_at=NOW - 100 * HOUR, open_since=NOW - 110 * HOUR)
    assert chosen(long_ago)[1] == "silent_after_open"
    assert chosen(replace(long_ago, follow_ups=3))[1] == "three_follow_ups"
    assert chosen(replace(READ_AND_SILENT, follow_ups=3))[1] == "silent_after_open"


def test_the_reason_carries_what_its_sentence_needs():
    assert next_action(HOT_NOW, NOW).params == {"kind": "click", "link": "Prices", "at": NOW - 29 * MINUTE}
    assert next_action(LATE, NOW).params["waited_s"] == 4 * 3600
    assert next_action(AWAY, NOW).params == {"until": NOW + DAY}


def why_not(standing):
    return {one.action: one.why for one in declined(standing, NOW)}


@pytest.mark.parametrize(
    ("standing", "action", "why"),
    [
        (HOT_NOW, Action.ANSWER, "nobody_waits"),
        (replace(HOT_NOW, phone_known=False), Action.CALL_NOW, "no_phone"),
        (replace(HOT_NOW, within_hours=False), Action.CALL_NOW, "off_hours"),
        (HOT_RECENT, Action.CALL_NOW, "signal_old"),
        (replace(HOT_NOW, warmth=20), Action.CALL_NOW, "not_hot"),
        (replace(HOT_NOW, nudged_at=NOW - HOUR), Action.CALL_NOW, "one_a_day"),
        (replace(HOT_NOW, nudged_at=NOW - HOUR), Action.WRITE_AGAIN, "one_a_day"),
        (SILENT, Action.CALL_NOW, "no_signal"),
        (SILENT, Action.WRITE_AGAIN, "not_read"),
        (replace(SILENT, opened_at=NOW - HOUR), Action.WRITE_AGAIN, "read_lately"),
        (SILENT, Action.LET_GO, "follow_ups_few"),
        (replace(TIRED, opened_at=NOW - 99 * HOUR), Action.WRITE_AGAIN, "follow_ups_many"),
        (Standing(), Action.CALL_NOW, "no_open_letter"),
    ],
)
def test_it_is_said_why_not_another_action(standing, action, why):
    assert why_not(standing)[action] == why


def test_the_next_action_is_not_among_those_that_are_declined():
    for standing in (LATE, HOT_NOW, READ_AND_SILENT, TIRED):
        assert next_action(standing, NOW).action not in why_not(standing)


INSTANTS = st.none() | st.integers(NOW - 30 * DAY, NOW + 30 * DAY)


STANDINGS = st.builds(
    Standing,
    waiting_since=INSTANTS,
    waited_s=st.floats(0, 1e7),
    bounced_at=INSTANTS,
    away_until=INSTANTS,
    warmth=st.none() | st.integers(0, 100),
    last_human=INSTANTS,
    open_since=INSTANTS,
    opened_at=INSTANTS,
    follow_ups=st.integers(0, 9),
    nudged_at=INSTANTS,
    remind_at=INSTANTS,
    within_hours=st.booleans(),
)


@given(STANDINGS)
def test_there_is_always_one_action_and_nobody_is_called_without_a_signal(standing):
    found = next_action(standing, NOW)
    if found.action in (Action.CALL_NOW, Action.WRITE_NOW, Action.CALL_TODAY):
        assert standing.warmth >= 50
        assert standing.last_human <= NOW
    if standing.waiting_since is not None:
        assert found.action not in (Action.WAIT, Action.NONE, Action.LET_GO, Action.WRITE_AGAIN)


def seen(standing, at):
    """What a person sees of it; how long somebody has waited is the caller's to watch."""
    told = next_action(standing, at)
    params = {key: value for key, value in told.params.items() if key != "waited_s"}
    return told.action, told.reason, params, [one[:2] for one in declined(standing, at)]


@given(STANDINGS, st.floats(0, 1))
def test_nothing_changes_by_time_alone_before_the_instant_that_is_told(standing, part):
    until = changes_at(standing, NOW)
    last = NOW + 100 * DAY if until is None else until - 1
    assert until is None or until > NOW
    assert seen(standing, last) == seen(standing, NOW)
    assert seen(standing, NOW + int((last - NOW) * part)) == seen(standing, NOW)


@given(STANDINGS)
def test_working_hours_matter_only_where_somebody_is_hot(standing):
    if not hours_matter(standing, NOW):
        opened = replace(standing, within_hours=True, opens_at=None)
        closed = replace(standing, within_hours=False, opens_at=NOW + HOUR)
        assert seen(opened, NOW) == seen(closed, NOW)
