"""Message-IDs out of header fields."""

import pytest

from desktop_app.domain.message_ids import (
    MessageIds,
    answered_ids,
    bare_id,
    own_id,
    parse_ids,
    referred_ids,
)


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("<a@x>", ("a@x",)),
        ("<a@x> <b@x>,<a@x>", ("a@x", "b@x")),
        ("<a@x><b@x>", ("a@x", "b@x")),
        ("<Case@X>", ("Case@X",)),
        ("a@x", ()),  # Mailman 3's web pages write so; no server follows it
        ("Your letter of Monday <a@x>", ("a@x",)),
        ("<long id\t@x>", ("longid@x",)),
        ("<undefined>", ()),
        ("<20250101120000.GA1234>", ("20250101120000.GA1234",)),
        ("<>", ()),
        ("", ()),
    ],
)
def test_ids(written: str, ids: tuple[str, ...]) -> None:
    assert parse_ids(written) == ids


def test_ids_that_could_be_split_in_many_ways_are_read_in_linear_time() -> None:
    assert parse_ids("<a@b@c@d> " * 200 + "<cut off") == ("a@b@c@d",)


@pytest.mark.parametrize(
    ("written", "own"),
    [("<a@x>", "a@x"), ("a@x", "a@x"), ("<two words@x>", "twowords@x"), ("<>", ""), ("", "")],
)
def test_the_letters_own_id(written: str, own: str) -> None:
    assert own_id(written) == own


@pytest.mark.parametrize(
    "written",
    [
        "<a@x> <b@x> <a@x>",
        "<a@x>  <b@x>",
        "<a@x>,<undefined> words",
        "",
        " ".join(f"<{number}@x>" for number in range(500)),
    ],
)
def test_ids_of_many_letters_are_read_like_those_of_one(written: str) -> None:
    known = MessageIds()
    assert known.referred(written) == referred_ids(written)
    assert known.referred(written) == referred_ids(written)


def test_an_id_that_several_letters_name_is_one_text() -> None:
    known = MessageIds()
    assert known.referred("<a@x> <b@x>")[1] is known["<b@x>"]
    with pytest.raises(KeyError):
        known["<a@x> <b@x>"]


def test_of_a_very_long_chain_the_first_and_the_last_are_kept() -> None:
    ids = referred_ids(" ".join(f"<{number}@x>" for number in range(1000)))
    assert len(ids) == 200
    assert ids[:2] == ("0@x", "801@x")
    assert ids[-1] == "999@x"


def test_addresses_of_people_are_no_ids() -> None:
    def people() -> set[str]:
        return {"anna@x"}

    assert answered_ids("Message from Anna <Anna@x> of Monday <one@x>", people) == ("one@x",)
    assert answered_ids("<anna@x> <one@x>", people) == ("anna@x", "one@x")
    assert bare_id("one@x", people) == "one@x"
    assert bare_id("Anna@x", people) == ""
