"""Waits that go over to colleagues: the definition in `domain.handovers`, sentence by sentence."""

import pytest

from desktop_app.domain.handovers import first_colleague, forwarded_from, is_forward
from desktop_app.domain.model import (
    HOUR,
    NOWHERE,
    AccountId,
    Assignment,
    ContactId,
    ConversationId,
    Direction,
    Excluded,
    Kind,
    Letter,
    LetterId,
)
from desktop_app.domain.turns import build_waits

ME, IVAN, BORIS = "olga@firm.ru", "ivan@firm.ru", "boris@firm.ru"
HERE = AccountId(2)


def letter(number: int, at: int, direction: Direction, **more: object) -> Letter:
    return Letter(
        LetterId(number), ConversationId(7), f"m{number}", direction, Kind.HUMAN, at * HOUR, **more
    )  # type: ignore[arg-type]


def client(number: int, at: int, **more: object) -> Letter:
    return letter(number, at, Direction.IN, contact=ContactId(1), **more)


def ours(number: int, at: int, by: str = ME, **more: object) -> Letter:
    return letter(number, at, Direction.OUT, responder=by, **more)


def forward(number: int, at: int, of: int, to: str = IVAN, **more: object) -> Letter:
    return ours(
        number, at, excluded=Excluded.INTERNAL, references=(f"m{of}",), forwards_to=to, **more
    )


def said(to: str, at: int, account: AccountId = NOWHERE) -> Assignment:
    return Assignment(at * HOUR, to, ME, account)


def told(letters: list[Letter]) -> list[tuple[object, ...]]:
    """First letter, why it does not count, who has it since when, when the client was answered."""
    return [
        (
            wait.first_letter,
            wait.excluded,
            wait.handed_to,
            wait.handed_at and wait.handed_at // HOUR,
            wait.answered_at and wait.answered_at // HOUR,
        )
        for wait in build_waits(letters)
    ]


def test_a_forwarded_wait_is_mine_no_more_and_nobody_calls_it_ignored() -> None:
    assert told([client(1, 1), forward(2, 3, of=1)]) == [(1, Excluded.HANDED_OVER, IVAN, 3, None)]


def test_the_client_goes_on_waiting_from_his_letter_until_the_colleague_answers() -> None:
    letters = [client(1, 1), forward(2, 3, of=1), ours(3, 9, by=IVAN)]
    assert told(letters) == [(1, Excluded.HANDED_OVER, IVAN, 3, 9)]


@pytest.mark.parametrize("by", [ME, ""])
def test_who_answers_himself_after_all_only_asked_his_colleague(by: str) -> None:
    """A person unknown is not guessed to be the colleague."""
    forwarded = forward(2, 3, of=1)
    letters = [client(1, 1), forwarded, ours(3, 9, by=by)]
    assert told(letters) == [(1, None, "", None, 9)]


def test_two_answering_at_once_leave_the_wait_with_the_first_of_them() -> None:
    letters = [client(1, 1), forward(2, 3, of=1), ours(4, 9, by=IVAN), ours(3, 10, by=ME)]
    assert told(letters) == [(1, Excluded.HANDED_OVER, IVAN, 3, 9)]
    letters = [client(1, 1), forward(2, 3, of=1), ours(4, 10, by=IVAN), ours(3, 9, by=ME)]
    assert told(letters) == [(1, None, "", None, 9)]


def test_a_letter_to_a_colleague_that_names_nothing_of_the_wait_hands_nothing_over() -> None:
    stray = forward(2, 3, of=99)
    assert told([client(1, 1), stray]) == [(1, None, "", None, None)]
    answer_to_colleague = ours(2, 3, excluded=Excluded.INTERNAL, references=("m1",))
    assert told([client(1, 1), answer_to_colleague]) == [(1, None, "", None, None)]


def test_the_clients_next_letter_waits_for_me_where_the_colleague_cannot_be_seen() -> None:
    letters = [client(1, 1), forward(2, 3, of=1), client(3, 8)]
    assert told(letters) == [
        (1, Excluded.HANDED_OVER, IVAN, 3, None),
        (3, None, "", None, None),
    ]
    assert [wait.first_of_conversation for wait in build_waits(letters)] == [True, False]


def test_said_by_hand_the_wait_goes_on_in_the_colleagues_mailbox_here() -> None:
    letters = [client(1, 1, assigned=said(IVAN, 4, HERE)), client(2, 6), ours(3, 9, by=IVAN)]
    (wait,) = build_waits(letters)
    assert (wait.excluded, wait.held_by, wait.last_letter) == (None, HERE, 2)
    assert (wait.arrived_at, wait.handed_at, wait.answered_at) == (1 * HOUR, 4 * HOUR, 9 * HOUR)


def test_said_by_hand_to_somebody_elsewhere_it_ends_being_mine() -> None:
    letters = [client(1, 1, assigned=said("Ivan", 4)), client(2, 6)]
    assert told(letters) == [(1, Excluded.HANDED_OVER, "Ivan", 4, None), (2, None, "", None, None)]


def test_forwarded_and_said_by_hand_the_colleagues_wait_counts_once() -> None:
    """The forwarded letter begins it in his own mailbox."""
    letters = [client(1, 1, assigned=said(IVAN, 4, HERE)), forward(2, 5, of=1)]
    assert told(letters) == [(1, Excluded.HANDED_OVER, IVAN, 4, None)]


def test_what_is_said_last_holds_also_against_a_forward() -> None:
    mine = client(1, 1, assigned=said("", 5))
    assert told([mine, forward(2, 3, of=1)]) == [(1, None, "", None, None)]


def test_nothing_said_after_the_answer_moves_the_clock() -> None:
    letters = [client(1, 1, assigned=said(IVAN, 12)), ours(2, 9)]
    assert told(letters) == [(1, None, "", None, 9)]


def test_nobody_has_a_wait_before_it_began() -> None:
    (wait,) = build_waits([client(1, 5, assigned=said(IVAN, 2))])
    assert wait.handed_at == wait.arrived_at == 5 * HOUR


def test_a_wait_that_needs_no_answer_is_not_handed_over() -> None:
    letters = [client(1, 1), forward(2, 3, of=1), client(3, 8, excluded=Excluded.NO_ANSWER)]
    assert told(letters) == [(1, Excluded.NO_ANSWER, "", None, None)]


@pytest.mark.parametrize(
    "subject", ["Fwd: Offer", "FW: Offer", "Fw[2]: Offer", "Пересл: Счёт", "[Sales] WG: Angebot", "TR : Prix"]
)
def test_a_subject_that_begins_as_a_forward_is_one(subject: str) -> None:
    assert is_forward(subject)
    assert first_colleague(subject, [IVAN, BORIS]) == IVAN


@pytest.mark.parametrize("subject", ["", "Re: Offer", "Forwarder wanted", "Re: Fwd: Offer", "Offer: fwd"])
def test_other_subjects_are_none(subject: str) -> None:
    assert not is_forward(subject)
    assert first_colleague(subject, [IVAN]) == ""


def mime(body: str) -> bytes:
    return f"Subject: Fwd: Offer\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}".encode()


def is_own(address: str) -> bool:
    return address.endswith("@firm.ru")


@pytest.mark.parametrize(
    ("body", "client"),
    [
        ("See.\n\n---- Forwarded Message ----\nFrom: Anna <anna@client.ru>\n", "anna@client.ru"),
        ("Ответь, пожалуйста\n\nОт: Анна Петрова <anna@client.ru>\nКому: olga@firm.ru\n", "anna@client.ru"),
        ("> *От кого:* anna@client.ru\n", "anna@client.ru"),
        ("From: Boris <boris@firm.ru>\nFrom: Anna <anna@client.ru>\n", ""),  # the newest is a colleague's
        ("The bus leaves from: platform two\n", ""),
        ("", ""),
    ],
)
def test_the_head_above_the_forwarded_text_says_whose_letter_it_is(body: str, client: str) -> None:
    assert forwarded_from(mime(body), is_own) == client


def test_a_letter_attached_whole_counts_by_its_own_sender() -> None:
    whole = (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\nReceived: from mx\r\nFrom: Anna <anna@client.ru>\r\n"
        b"Subject: x\r\n\r\nhello\r\n--b--\r\n"
    )
    assert forwarded_from(whole, is_own) == "anna@client.ru"
