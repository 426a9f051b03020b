"""Sign-ins that work are limited; a person may always try."""

import pytest

from desktop_app.domain.errors import SignedInTooOften
from desktop_app.mail.logins import BURST, EVERY_S, LoginLimit


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def used_up(clock: Clock) -> LoginLimit:
    limit = LoginLimit(clock)
    for _ in range(BURST):
        limit.check()
        limit.spend()
    return limit


def test_two_sign_ins_are_free_and_the_third_has_to_wait_a_minute(used_up: LoginLimit) -> None:
    with pytest.raises(SignedInTooOften) as caught:
        used_up.check()
    assert caught.value.params["after_s"] == EVERY_S


def test_the_wait_grows_shorter_as_time_passes(used_up: LoginLimit, clock: Clock) -> None:
    clock.now_s += EVERY_S / 2
    with pytest.raises(SignedInTooOften) as caught:
        used_up.check()
    assert caught.value.params["after_s"] == EVERY_S / 2
    clock.now_s += EVERY_S / 2
    used_up.check()


def test_an_hour_of_rest_gives_no_more_than_the_burst(used_up: LoginLimit, clock: Clock) -> None:
    clock.now_s += 3600
    for _ in range(BURST):
        used_up.check()
        used_up.spend()
    with pytest.raises(SignedInTooOften):
        used_up.check()


def test_looking_costs_nothing(clock: Clock) -> None:
    limit = LoginLimit(clock)
    for _ in range(10):
        limit.check()


def test_a_person_may_try_at_once(used_up: LoginLimit) -> None:
    used_up.forgive()
    used_up.check()
    used_up.spend()
    with pytest.raises(SignedInTooOften):
        used_up.check()
