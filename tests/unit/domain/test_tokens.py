import random
import re
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.errors import InputError
from desktop_app.domain.tokens import (
    SECRET_BYTES,
    bearer_digest,
    bearer_key,
    check,
    claimed_key,
    key_text,
    new_token,
    parse_key,
)

SEAL = bytes(range(32))
key_ids = st.integers(0, 0xFFFF)
randoms = st.binary(min_size=8, max_size=8)


@given(key_ids, randoms)
def test_a_token_is_24_url_safe_characters_and_names_its_key(key_id: int, random: bytes) -> None:
    token = new_token(SEAL, key_id, random)
    assert re.fullmatch(r"[A-Za-z0-9_-]{24}", token)
    assert check(token, {key_id: SEAL}) == key_id


@given(key_ids, randoms, st.integers(0, 23), st.sampled_from("ABab09_-"))
def test_a_token_with_another_character_is_refused(key_id, random, place, other):
    token = new_token(SEAL, key_id, random)
    changed = token[:place] + other + token[place + 1 :]
    accepted = check(changed, dict.fromkeys((key_id, claimed_key(changed) or 0), SEAL))
    assert accepted == (key_id if changed == token else None)


@given(st.text(max_size=40))
def test_text_that_is_no_token_is_refused_without_an_error(text: str) -> None:
    assert check(text, {0: SEAL}) is None


def test_a_token_of_another_key_or_secret_is_refused() -> None:
    token = new_token(SEAL, 7, b"12345678")
    assert check(token, {8: SEAL}) is None
    assert check(token, {7: bytes(32)}) is None


def test_base64_padding_and_line_ends_are_no_second_spelling_of_a_token() -> None:
    token = new_token(SEAL, 7, b"12345678")
    assert check(token + "\n", {7: SEAL}) is None
    assert check(token + "==", {7: SEAL}) is None


def test_a_hundred_thousand_invented_tokens_are_all_refused() -> None:
    seals = dict.fromkeys(range(0x10000), SEAL)  # the worst case: every key number exists
    forged = (new_token(bytes(32), number & 0xFFFF, number.to_bytes(8, "big")) for number in range(100_000))
    assert not any(check(token, seals) is not None for token in forged)


@given(key_ids, st.binary(min_size=32, max_size=32))
def test_a_key_survives_being_wrapped_and_indented_by_a_mail_program(key_id: int, secret: bytes) -> None:
    text = key_text(key_id, secret)
    key = parse_key(f"  {text[:20]}\r\n\t{text[20:]} \n")
    assert key == parse_key(text)
    assert key.id == key_id
    assert bearer_key(key.bearer) == key_id


@given(st.integers(5, 55), st.sampled_from("Aa0_-"))
def test_one_mistyped_character_of_a_key_is_noticed(place: int, other: str) -> None:
    text = key_text(3, SEAL)
    changed = text[:place] + other + text[place + 1 :]
    if changed == text:
        return
    with pytest.raises(InputError) as caught:
        parse_key(changed)
    assert caught.value.params == {"field": "key", "reason": "mistyped"}


@pytest.mark.parametrize("text", ["", "hello", "OTK1_abc", "https://track.example/"])
def test_text_that_is_no_key_is_told_apart_from_a_mistyped_one(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_key(text)
    assert caught.value.params["reason"] == "not_a_key"


@given(st.text(max_size=80))
def test_no_text_breaks_the_key_parser(text: str) -> None:
    with pytest.raises(InputError):
        parse_key(text)
    with pytest.raises(InputError):
        parse_key("otk1_" + text)


def test_what_the_server_keeps_tells_neither_the_bearer_nor_the_secret() -> None:
    secret = bytes(range(100, 132))
    key = parse_key(key_text(3, secret))
    kept = key.seal + bearer_digest(key.bearer)
    assert secret not in kept
    assert key.bearer.encode() not in kept
    assert key.seal.hex() not in key.bearer


def test_of_a_million_invented_tokens_none_is_accepted() -> None:
    """All claim the right key, so only the seal stands between them and a hit."""
    chance = random.Random(11)
    key = parse_key(key_text(7, bytes(SECRET_BYTES)))
    seals = {7: key.seal}
    number = (7).to_bytes(2, "big")
    invented = (urlsafe_b64encode(number + chance.randbytes(16)).decode() for _ in range(1_000_000))
    assert not any(check(token, seals) is not None for token in invented)
