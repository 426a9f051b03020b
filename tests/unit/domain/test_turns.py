"""Waits of one conversation, by example and against the definition read literally."""

import subprocess
import sys
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import turns
from desktop_app.domain.model import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    ContactId,
    ConversationId,
    Direction,
    Excluded,
    Kind,
    Letter,
    LetterId,
    Wait,
)
from desktop_app.domain.turns import build_waits, exclusion, last_of_wait

ANNA, BORIS = ContactId(1), ContactId(2)


def inbound(number, at, contact=ANNA, **more):
    return letter(number, at, direction=Direction.IN, contact=contact, **more)


def outbound(number, at, **more):
    return letter(number, at, direction=Direction.OUT, responder="we@firm.example", **more)


def letter(number, at, *, kind=Kind.HUMAN, **more):
    return Letter(
        id=LetterId(number), conversation=ConversationId(7), message_id=f"m{number}", kind=kind, at=at, **more
    )


def test_a_wait_starts_at_the_first_letter_and_ends_with_our_first_answer():
    letters = [
        inbound(1, 10 * HOUR, seen_low=10 * HOUR, seen_high=11 * HOUR),
        outbound(2, 12 * HOUR),
        outbound(3, 13 * HOUR),
    ]
    assert build_waits(letters) == [
        Wait(
            conversation=ConversationId(7),
            contact=ANNA,
            first_letter=LetterId(1),
            last_letter=LetterId(1),
            arrived_at=10 * HOUR,
            seen_low=10 * HOUR,
            seen_high=11 * HOUR,
            answered_at=12 * HOUR,
            answer=LetterId(2),
            responder="we@firm.example",
            first_of_conversation=True,
        )
    ]


def test_letters_of_several_people_before_our_answer_belong_to_one_wait():
    (wait,) = build_waits([inbound(1, 1), inbound(2, 5, contact=BORIS), inbound(3, 9), outbound(4, 20)])
    assert (wait.first_letter, wait.last_letter, wait.arrived_at, wait.answered_at) == (1, 3, 1, 20)
    assert wait.contact == ANNA


def test_an_unknown_first_sender_takes_the_first_known_one():
    (wait,) = build_waits([inbound(1, 1, contact=None), inbound(2, 2, contact=BORIS)])
    assert wait.contact == BORIS


def test_a_wait_without_answer_stays_open():
    (wait,) = build_waits([outbound(1, 1), inbound(2, 5)])
    assert (wait.first_letter, wait.answered_at, wait.answer, wait.responder) == (2, None, None, "")


def test_acknowledgements_and_absence_notes_of_ours_do_not_stop_the_clock():
    letters = [
        inbound(1, 1),
        outbound(2, 2, kind=Kind.AUTO),
        outbound(3, 3, kind=Kind.AWAY),
        outbound(4, 9),
    ]
    (wait,) = build_waits(letters)
    assert (wait.answered_at, wait.answer) == (9, 4)


def test_a_forward_to_a_colleague_does_not_stop_the_clock():
    (wait,) = build_waits([inbound(1, 1), outbound(2, 2, excluded=Excluded.INTERNAL), outbound(3, 9)])
    assert wait.answer == 3


def test_only_the_first_wait_that_counts_is_the_first_of_the_conversation():
    letters = [
        inbound(1, 1, kind=Kind.AUTO, excluded=Excluded.AUTO),
        inbound(2, 2),
        outbound(3, 3),
        inbound(4, 4),
        outbound(5, 5),
    ]
    assert [wait.first_of_conversation for wait in build_waits(letters)] == [False, True, False]


def test_each_excluded_letter_is_a_row_with_its_reason_and_leaves_the_open_wait_alone():
    letters = [
        inbound(1, 1),
        inbound(2, 2, kind=Kind.AUTO, excluded=Excluded.AUTO),
        inbound(3, 3, excluded=Excluded.CC_ONLY),
        inbound(4, 4),
        outbound(5, 9),
    ]
    waits = build_waits(letters)
    assert [(wait.first_letter, wait.last_letter, wait.excluded, wait.answered_at) for wait in waits] == [
        (1, 4, None, 9),
        (2, 2, Excluded.AUTO, None),
        (3, 3, Excluded.CC_ONLY, None),
    ]


def test_machine_letters_never_count_even_when_nobody_said_why():
    kinds = {Kind.AUTO, Kind.AWAY, Kind.RECEIPT, Kind.BOUNCE, Kind.CALENDAR}
    assert all(exclusion(inbound(1, 1, kind=kind)) is not None for kind in kinds)


def test_letters_of_a_shared_mailbox_count_although_a_list_delivered_them():
    (wait,) = build_waits([inbound(1, 1, kind=Kind.LIST), outbound(2, 2, kind=Kind.LIST)])
    assert (wait.excluded, wait.answer) == (None, 2)


def test_thanks_are_excluded_only_after_an_answer_and_while_nobody_waits():
    thanks = {"excluded": Excluded.THANKS}
    letters = [inbound(1, 1, **thanks), inbound(2, 2), outbound(3, 3), inbound(4, 4, **thanks), inbound(5, 5)]
    waits = build_waits([*letters, inbound(6, 6, **thanks)])
    assert [(one.first_letter, one.last_letter, one.excluded, one.answer) for one in waits] == [
        (1, 2, None, 3),
        (4, 4, Excluded.THANKS, None),
        (5, 6, None, None),
    ]
    assert last_of_wait([*letters, inbound(6, 6, **thanks)], LetterId(5)) == 6


def test_marking_needs_no_answer_closes_the_whole_wait_but_not_the_next_one():
    letters = [inbound(1, 1), inbound(2, 2, excluded=Excluded.NO_ANSWER), inbound(3, 3)]
    waits = build_waits(letters)
    assert [(wait.first_letter, wait.last_letter, wait.excluded) for wait in waits] == [
        (1, 2, Excluded.NO_ANSWER),
        (3, 3, None),
    ]


def test_the_letter_to_mark_is_the_last_one_of_its_wait():
    letters = [inbound(1, 1), inbound(2, 2), outbound(3, 3), inbound(4, 4)]
    assert [last_of_wait(letters, LetterId(number)) for number in (1, 2, 4)] == [2, 2, 4]


def test_a_letter_of_ours_at_the_same_second_answers_only_what_it_names():
    unrelated = build_waits([inbound(1, SECOND), outbound(2, SECOND)])
    answer = build_waits([inbound(2, SECOND), outbound(1, SECOND, in_reply_to=("m2",))])
    assert [wait.answered_at for wait in unrelated] == [None]
    assert [wait.answered_at for wait in answer] == [SECOND]


def test_an_answer_that_came_before_a_letter_held_up_on_its_way_still_answers_it():
    held = inbound(1, 100 * MINUTE)
    answer = outbound(2, 93 * MINUTE, in_reply_to=("m1",))
    [wait] = build_waits([held, answer])
    assert (wait.answer, wait.answered_at) == (2, held.at)


def test_a_clock_that_lies_by_days_does_not_put_an_answer_last():
    lying = inbound(1, 900 * DAY)
    answer = outbound(2, 1 * DAY, in_reply_to=("m1",))
    assert [wait.answer for wait in build_waits([lying, answer])] == [None]


def test_the_engine_builds_and_scores_without_numpy():
    modules = ("turns", "timetable", "warmth", "actions", "channels")
    imports = "; ".join(f"import desktop_app.domain.{name}" for name in modules)
    program = f"import sys; {imports}; sys.exit('numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_nothing_waits_in_an_empty_conversation():
    assert build_waits([]) == []


KINDS = st.sampled_from([Kind.HUMAN] * 4 + list(Kind))
REASONS = st.sampled_from([None] * 6 + list(Excluded))


@st.composite
def conversations(draw):
    letters = []
    for number in range(draw(st.integers(0, 14))):
        at = draw(st.integers(0, 12)) * SECOND
        if draw(st.booleans()):
            letters.append(inbound(number, at, kind=draw(KINDS), excluded=draw(REASONS)))
        else:
            letters.append(outbound(number, at, kind=draw(KINDS)))
    return letters


@given(conversations(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(letters, random: Random):
    shuffled = random.sample(letters, len(letters))
    assert build_waits(shuffled) == build_waits(letters)


@given(conversations())
def test_no_inbound_letter_is_lost(letters):
    waits = build_waits(letters)
    came = {one.id: one for one in letters if one.direction is Direction.IN}
    alone = {wait.first_letter for wait in waits if wait.excluded not in (None, Excluded.NO_ANSWER)}
    shared = [wait for wait in waits if wait.excluded in (None, Excluded.NO_ANSWER)]
    for number, one in came.items():
        in_another = any(wait.arrived_at <= one.at <= came[wait.last_letter].at for wait in shared)
        if exclusion(one) is Excluded.THANKS:
            assert in_another or number in alone
        elif exclusion(one) in (None, Excluded.NO_ANSWER):
            assert in_another
        else:
            assert number in alone


@given(conversations())
def test_an_answer_is_the_first_human_letter_of_ours_after_the_arrival(letters):
    distinct = [one._replace(at=one.at * 100 + one.id) for one in letters if one.excluded is None]
    ours = sorted(
        one.at
        for one in distinct
        if one.direction is Direction.OUT and one.kind in (Kind.HUMAN, Kind.LIST)
    )
    for wait in build_waits(distinct):
        later = [at for at in ours if at > wait.arrived_at]
        assert wait.answered_at == (later[0] if later and wait.excluded is None else None)


@given(conversations())
def test_waits_that_count_never_overlap(letters):
    counted = [wait for wait in build_waits(letters) if wait.excluded is None]
    for earlier, later in pairwise(counted):
        assert earlier.answered_at <= later.arrived_at
    assert [wait.first_of_conversation for wait in counted] == [index == 0 for index in range(len(counted))]


# what the mailbox marks as answered


def answers(waits):
    return [(wait.first_letter, wait.answered_at, wait.answer) for wait in waits]


def test_a_mark_ends_a_wait_whose_answer_lies_nowhere_here():
    [wait] = build_waits([inbound(1, 10 * HOUR, answered_at=12 * HOUR)])
    assert (wait.answered_at, wait.answer, wait.responder) == (12 * HOUR, None, "")


def test_what_comes_after_the_marked_answer_waits_anew_and_a_later_answer_is_of_that():
    letters = [inbound(1, 10 * HOUR, answered_at=12 * HOUR), inbound(2, 13 * HOUR), outbound(3, 15 * HOUR)]
    waits = build_waits(letters)
    assert answers(waits) == [(1, 12 * HOUR, None), (2, 15 * HOUR, 3)]
    assert [wait.first_of_conversation for wait in waits] == [True, False]


def test_the_first_mark_of_a_wait_counts():
    letters = [inbound(1, 10 * HOUR, answered_at=14 * HOUR), inbound(2, 11 * HOUR, answered_at=12 * HOUR)]
    assert answers(build_waits(letters)) == [(1, 12 * HOUR, None)]


def test_a_mark_that_a_letter_of_ours_explains_adds_nothing():
    """By what it names, hours later than the mark (it lay in an Outbox), or by its time."""
    late = outbound(3, 15 * HOUR, in_reply_to=("m1",))
    letters = [inbound(1, 10 * HOUR, answered_at=12 * HOUR), inbound(2, 13 * HOUR), late]
    assert answers(build_waits(letters)) == [(1, 15 * HOUR, 3)]
    soon = outbound(3, 12 * HOUR + 5 * MINUTE)
    assert answers(build_waits([letters[0], soon])) == [(1, 12 * HOUR + 5 * MINUTE, 3)]


def test_a_wait_that_went_to_a_colleague_and_was_answered_here_after_all_is_answered_here():
    forward = outbound(
        2, 11 * HOUR, excluded=Excluded.INTERNAL, forwards_to="boris@firm.example", in_reply_to=("m1",)
    )
    [wait] = build_waits([inbound(1, 10 * HOUR, answered_at=13 * HOUR), forward])
    assert (wait.answered_at, wait.excluded, wait.handed_to) == (13 * HOUR, None, "")


def test_a_mark_older_than_its_letter_is_of_a_clock_that_lies():
    assert answers(build_waits([inbound(1, 10 * HOUR, answered_at=9 * HOUR)])) == [(1, None, None)]


@given(st.permutations(range(6)), st.lists(st.integers(0, 40), min_size=6, max_size=6))
def test_marks_never_depend_on_the_order_in_which_letters_came_here(order, marks):
    letters = [
        outbound(at, at * HOUR)
        if at % 3 == 2
        else inbound(at, at * HOUR, answered_at=marks[at] * HOUR // 4 or None)
        for at in range(6)
    ]
    waits = build_waits(letters)
    assert build_waits([letters[one] for one in order]) == waits
    assert all(wait.answered_at is None or wait.answered_at >= wait.arrived_at for wait in waits)


def some_of(letters):
    return st.lists(st.sampled_from(letters), max_size=2)


@given(conversations(), st.data())
def test_plain_conversations_need_no_closer_look_and_come_out_the_same(letters, data):
    letters = [
        one._replace(
            at=one.at + data.draw(st.integers(0, 1)) * one.id,
            references=tuple(other.message_id for other in data.draw(some_of(letters))),
        )
        for one in letters
    ]
    quick = build_waits(letters)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turns, "_is_plain", lambda _letters: False)
        assert build_waits(letters) == quick
