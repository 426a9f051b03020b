"""Waits built from the letters of one conversation (product.md "wait (turn)").

Kept free of numpy: the engine builds waits all the time, statistics about them are `domain.reply_times`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from desktop_app.domain.model import (
    DAY,
    MINUTE,
    NOWHERE,
    Assignment,
    Direction,
    Excluded,
    Kind,
    Letter,
    LetterId,
    Micros,
    Wait,
)

# A list letter counts unless it is excluded: the list of a shared mailbox is our own address.
SPOKEN = (Kind.HUMAN, Kind.LIST)
HELD_UP: Micros = DAY
SAME_ANSWER: Micros = 10 * MINUTE  # a letter lies in the Outbox for a while, and clocks differ
ENDS_BY_HAND = (None, Excluded.NO_ANSWER, Excluded.THANKS)  # which letters may end a wait so
EXCLUDED_BY_KIND = {
    Kind.AUTO: Excluded.AUTO,
    Kind.AWAY: Excluded.AUTO,
    Kind.RECEIPT: Excluded.AUTO,
    Kind.BOUNCE: Excluded.BOUNCE,
    Kind.CALENDAR: Excluded.CALENDAR,
}


def build_waits(letters: Sequence[Letter]) -> list[Wait]:
    """The waits of ONE conversation, oldest first; the order of `letters` does not matter.

    - The first inbound letter that counts opens a wait; further ones, from anybody, belong to it.
    - Our first human letter after it ends it; acknowledgements and out-of-office letters of ours do not.
    - An excluded inbound letter is a row of its own with its reason, never answered.
    - A letter that only thanks or confirms is such a row once we have answered in the conversation and nobody
      waits; else it is a letter like any other.
    - A mark of the mailbox that a letter was answered ends it too, where no letter of ours explains the mark:
      the answer lies in another mailbox, or nowhere any more.
    - A letter marked "needs no answer" ends the open wait unanswered: the wait becomes one excluded row.
    - A wait that was handed over is excluded, or goes on in another mailbox (`domain.handovers`).

    `at` decides what came first, but a letter that names another as its parent comes after it, also when a
    list held the parent up. Otherwise, of letters of one instant (servers know whole seconds only) ours comes
    first and answers nothing.
    """
    ordered = _in_order(letters)
    marks = _unexplained(ordered)
    waits: list[Wait] = []
    block: list[Letter] = []  # the open wait, and our letters that forward something meanwhile
    first = True  # no wait that counts has come yet
    for letter in ordered:
        reason = exclusion(letter)
        marked = _answered_at(block, marks)
        if marked is not None and marked < letter.at:
            waits += _closed(block, None, first=first, answered_at=marked)
            block, first = [], False
        if letter.direction is Direction.OUT:
            if block and ends_wait(letter):
                waits += _closed(block, letter, first=first)
                block, first = [], False
            elif block and letter.forwards_to:
                block.append(letter)
        elif reason is Excluded.NO_ANSWER:
            waits.append(_wait([*_inbound(block), letter], excluded=reason))
            block = []
        elif reason is Excluded.THANKS and (block or first):
            block.append(letter)
        elif reason is not None:
            waits.append(_wait([letter], excluded=reason))
        else:
            block.append(letter)
    if block:
        waits += _closed(block, None, first=first, answered_at=_answered_at(block, marks))
    if len(waits) > 1:
        place = {letter.id: index for index, letter in enumerate(ordered)}
        waits.sort(key=lambda wait: place[wait.first_letter])
    return waits


def exclusion(letter: Letter) -> Excluded | None:
    """Why an inbound letter needs no answer; None = it counts."""
    return letter.excluded or EXCLUDED_BY_KIND.get(letter.kind)


def ends_wait(letter: Letter) -> bool:
    """Whether a letter of ours is a human answer. A forward to a colleague (internal) is none."""
    return (
        letter.direction is Direction.OUT
        and letter.kind in SPOKEN
        and letter.excluded is not Excluded.INTERNAL
    )


def last_of_wait(letters: Sequence[Letter], letter: LetterId) -> LetterId:
    """The letter to mark "needs no answer" so that the whole wait holding `letter` needs none."""
    found, last = False, letter
    for one in _in_order(letters):
        found = found or one.id == letter
        if found and ends_wait(one):
            break
        if found and one.direction is Direction.IN and exclusion(one) in ENDS_BY_HAND:
            last = one.id
    return last


def _unexplained(letters: Sequence[Letter]) -> dict[LetterId, Micros]:
    """When letters of others were answered, where the answer is none of these."""
    marked = [one for one in letters if one.answered_at is not None and one.direction is Direction.IN]
    if not marked:
        return {}
    answers = [one for one in letters if ends_wait(one)]
    named = {parent for one in answers for parent in (*one.in_reply_to, *one.references[-1:])}
    return {
        one.id: at
        for one in marked
        if (at := one.answered_at) is not None
        and at >= one.at
        and one.message_id not in named
        and not any(abs(answer.at - at) <= SAME_ANSWER for answer in answers)
    }


def _answered_at(block: Sequence[Letter], marks: Mapping[LetterId, Micros]) -> Micros | None:
    return min((marks[one.id] for one in block if one.id in marks), default=None) if marks else None


def _in_order(letters: Sequence[Letter]) -> list[Letter]:
    if len(letters) == 1:  # half of all conversations
        return list(letters)
    by_arrival = sorted(letters, key=attrgetter("at"))
    if _is_plain(by_arrival):
        return by_arrival
    came = {letter.message_id: letter.at for letter in letters}
    parents = {letter.id: _parents(letter) for letter in letters}
    at = {letter.id: _not_before(letter.at, parents[letter.id], came) for letter in letters}
    together: dict[Micros, set[str]] = {}
    for letter in letters:
        together.setdefault(at[letter.id], set()).add(letter.message_id)

    def place(letter: Letter) -> tuple[Micros, int, bool, str]:
        named = len(parents[letter.id] & together[at[letter.id]])
        # Not the id last: it says which letter was synchronised first, and that must not matter.
        return at[letter.id], named, letter.direction is Direction.IN, letter.message_id

    return sorted(letters, key=place)


def _is_plain(by_arrival: Sequence[Letter]) -> bool:
    """Whether each letter came at an instant of its own and after those it names: nothing is to be mended."""
    coming = {letter.message_id for letter in by_arrival}
    if len(coming) < len(by_arrival):
        return False
    before = None
    for letter in by_arrival:
        coming.discard(letter.message_id)
        if letter.at == before or not coming.isdisjoint(letter.references + letter.in_reply_to):
            return False
        before = letter.at
    return True


def _parents(letter: Letter) -> set[str]:
    return {*letter.in_reply_to, *letter.references} - {letter.message_id}


def _not_before(at: Micros, parents: Iterable[str], came: Mapping[str, Micros]) -> Micros:
    """A letter comes after what it names. Lists hold letters up for hours; a larger gap is a lying clock."""
    return max((came[one] for one in parents if one in came and at < came[one] <= at + HELD_UP), default=at)


def _closed(
    block: Sequence[Letter], answer: Letter | None, *, first: bool, answered_at: Micros | None = None
) -> list[Wait]:
    """The wait of `block`; when it was handed over to where we see nothing, what came after is one more."""
    letters = _inbound(block)
    if answered_at is not None:  # here, whoever else was asked to
        return [_wait(letters, answered_at=answered_at, first=first)]
    over = _handover(block, letters, answer)
    if over is None:
        return [_wait(letters, answer=answer, first=first)]
    if over.account != NOWHERE:
        held = _wait(letters, answer=answer, first=first)
        return [held._replace(handed_at=over.at, handed_to=over.to, held_by=over.account)]
    before = [letter for letter in letters if letter.at <= over.at or letter is letters[0]]
    after = letters[len(before) :]
    gone = _wait(before, answer=answer, excluded=Excluded.HANDED_OVER, first=first)
    waits = [gone._replace(handed_at=over.at, handed_to=over.to)]
    return [*waits, _wait(after, answer=answer)] if after else waits


def _inbound(block: Sequence[Letter]) -> list[Letter]:
    return [letter for letter in block if letter.direction is Direction.IN]


def _handover(block: Sequence[Letter], letters: Sequence[Letter], answer: Letter | None) -> Assignment | None:
    """The hand-over that stands: what was said by hand, else the first letter that forwards the wait."""
    said = [letter.assigned for letter in letters if letter.assigned is not None]
    if said:
        over = max(said)
        over = over._replace(at=max(over.at, letters[0].at))
        if _is_forwarded_to(over.to, block):
            over = over._replace(account=NOWHERE)  # the forwarded letter begins the wait there
    else:
        ids = {letter.message_id for letter in letters}
        forwards = (one for one in block if one.forwards_to and _parents(one) & ids)
        forward = next(forwards, None)
        if forward is None:
            return None
        over = Assignment(forward.at, forward.forwards_to, forward.responder)
    if not over.to or (answer is not None and (answer.at <= over.at or answer.responder in ("", over.by))):
        return None
    return over


def _is_forwarded_to(colleague: str, block: Sequence[Letter]) -> bool:
    return any(letter.forwards_to == colleague for letter in block if letter.direction is Direction.OUT)


def _wait(
    block: Sequence[Letter],
    *,
    answer: Letter | None = None,
    answered_at: Micros | None = None,
    excluded: Excluded | None = None,
    first: bool = False,
) -> Wait:
    """The wait of `block`; `first`: it is the first of its conversation that counts.

    `answered_at`: by an answer that is not here.
    """
    opening = block[0]
    return Wait(
        conversation=opening.conversation,
        contact=next((who for letter in block for who in (letter.contact, letter.client) if who), None),
        first_letter=opening.id,
        last_letter=block[-1].id,
        arrived_at=opening.at,
        seen_low=opening.seen_low,
        seen_high=opening.seen_high,
        answered_at=max(answer.at, opening.at) if answer else answered_at,
        answer=answer.id if answer else None,
        responder=answer.responder if answer else "",
        excluded=excluded,
        first_of_conversation=first,
    )
