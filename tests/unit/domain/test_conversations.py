"""Letters into conversations, all at once and as they come in."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.conversations import (
    assign,
    group,
    ids_of,
    outlook_thread,
    probably_answers,
    replies_to,
)
from desktop_app.domain.model import DAY, Direction, Kind


@dataclass(frozen=True)
class Slip:
    message_id: str
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass
class Store:
    """What the database does with assignments."""

    known: dict[str, int] = field(default_factory=dict)
    homes: dict[int, int] = field(default_factory=dict)  # letter number -> conversation
    ids: count = field(default_factory=lambda: count(1))
    twice: bool = False

    def take(self, numbers: Sequence[int], letters: Sequence[Slip]) -> None:
        result = assign([ids_of(one) for one in letters], self.known, lambda: next(self.ids))
        assert not {*result.merges} & {*result.merges.values()}
        assert not {*result.new_ids} & {*self.known}
        self.homes.update(zip(numbers, result.conversations, strict=True))
        self.known.update(result.new_ids)
        for _ in range(2 if self.twice else 1):
            self.known = {one: result.merges.get(home, home) for one, home in self.known.items()}
            self.homes = {number: result.merges.get(home, home) for number, home in self.homes.items()}

    def groups(self) -> set[frozenset[int]]:
        found: dict[int, set[int]] = {}
        for number, home in self.homes.items():
            found.setdefault(home, set()).add(number)
        return {frozenset(one) for one in found.values()}


ID = st.sampled_from([f"{name}@x" for name in "abcdefghijklmnop"])
SLIP = st.builds(Slip, ID, st.lists(ID, max_size=2).map(tuple), st.lists(ID, max_size=3).map(tuple))


@given(st.lists(SLIP, max_size=14), st.data(), st.booleans())
def test_any_order_and_any_batching_gives_the_groups_of_all_at_once(
    letters: list[Slip], data: st.DataObject, twice: bool
) -> None:
    at_once = {frozenset(id(one) for one in members) for members in group(letters)}
    order = data.draw(st.permutations(range(len(letters))))
    store = Store(twice=twice)
    while order:
        size = data.draw(st.integers(1, len(order)))
        batch, order = order[:size], order[size:]
        store.take(batch, [letters[number] for number in batch])
    assert {frozenset(id(letters[number]) for number in members) for members in store.groups()} == at_once


@given(st.lists(SLIP, max_size=10))
def test_the_same_batch_again_changes_nothing(letters: list[Slip]) -> None:
    store = Store()
    store.take(range(len(letters)), letters)
    again = assign([ids_of(one) for one in letters], store.known, lambda: next(store.ids))
    assert again.conversations == [store.homes[number] for number in range(len(letters))]
    assert again.new_ids == {}
    assert again.merges == {}


def test_a_letter_that_links_two_conversations_merges_into_the_older() -> None:
    result = assign([("c", "a", "b")], {"a": 7, "b": 3}, count(10).__next__)
    assert result.conversations == [3]
    assert result.merges == {7: 3}
    assert result.new_ids == {"c": 3}


def test_letters_meet_over_one_nobody_has_seen() -> None:
    first, second = Slip("a", ("lost",)), Slip("b", (), ("lost",))
    assert group([first, second]) == [[first, second]]


def test_a_batch_takes_one_number_per_new_conversation() -> None:
    numbers = count(1)
    result = assign([("a",), ("b", "x"), ("c", "b"), ("d", "c", "x"), ()], {}, numbers.__next__)
    assert result.conversations == [1, 2, 2, 2, 3]
    assert next(numbers) == 4


def test_the_answered_letter_is_the_one_in_in_reply_to() -> None:
    known = {"a": 1, "b": 2, "c": 3}
    assert replies_to(Slip("z", ("b",), ("a", "b", "c")), known) == 2
    assert replies_to(Slip("z", (), ("a", "b")), known) == 2
    assert replies_to(Slip("a", ("a",), ("a",)), known) is None
    assert replies_to(Slip("z"), known) is None


def test_an_earlier_letter_of_the_conversation_is_not_what_was_answered() -> None:
    known = {"a": 1, "b": 2}
    assert replies_to(Slip("z", ("lost",), ("a", "b", "lost")), known) is None
    assert replies_to(Slip("z", (), ("a", "b", "lost")), known) is None


def test_a_chain_of_a_hundred_thousand_letters_is_no_problem() -> None:
    letters = [Slip(str(number), (str(number - 1),)) for number in range(100_000)]
    assert len(group(reversed(letters))) == 1


@dataclass(frozen=True)
class Sheet:
    message_id: str
    conversation: int
    direction: Direction
    subject: str
    arrived_at: int
    in_reply_to: str = ""
    kind: Kind = Kind.HUMAN


OURS = Sheet("ours@firm.ru", 1, Direction.OUT, "Offer", 100 * DAY)
NEWER = Sheet("newer@firm.ru", 2, Direction.OUT, "[sales] RE: Offer", 110 * DAY)
HIS = Sheet("his@client.ru", 3, Direction.IN, "Отв: offer", 120 * DAY)


def test_an_answer_without_ids_probably_answers_our_newest_letter_of_its_subject() -> None:
    assert probably_answers([OURS, NEWER, HIS]) == {HIS.message_id: NEWER}


def test_an_id_without_brackets_says_more_than_a_subject() -> None:
    bare = replace(HIS, in_reply_to=OURS.message_id, subject="another matter")
    assert probably_answers([OURS, NEWER, bare]) == {HIS.message_id: OURS}


def test_what_is_not_even_probable() -> None:
    for his in (
        replace(HIS, subject="Offer"),  # no mark of an answer
        replace(HIS, subject="Re: Hello"),
        replace(HIS, subject="Re:"),
        replace(HIS, arrived_at=141 * DAY),
        replace(HIS, arrived_at=99 * DAY),
        replace(HIS, conversation=1),  # its ids have told already
        replace(HIS, kind=Kind.AWAY),
        replace(HIS, direction=Direction.OUT),
    ):
        assert probably_answers([OURS, NEWER, his]) == {}, his


def test_letters_of_outlook_share_the_first_22_bytes_of_thread_index() -> None:
    first = bytes(range(22))
    answer = first + bytes(5)
    index = b64encode(answer).decode()
    assert (
        outlook_thread(b64encode(first).decode()) == outlook_thread(f"{index[:8]} {index[8:]}") == first.hex()
    )
    for wrong in ("", "no base64!", "QUJD", b64encode(bytes(22)).decode(), b64encode(first + b"x").decode()):
        assert outlook_thread(wrong) == ""
