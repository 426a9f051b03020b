"""Letters opened in a row: those that cannot be had say nothing, the line's own errors end the round."""

import pytest

from desktop_app.domain.errors import ItemGone, Offline, PermissionDenied, ServerError, Unsupported
from desktop_app.engine.opened import opened, told


def in_a_row(fetch, letters=(1, 2, 3), stopping=lambda: False):
    return list(opened(letters, lambda one: one, fetch, stopping))


@pytest.mark.parametrize("error", [ItemGone(), PermissionDenied(), ServerError(), Unsupported()])
def test_a_letter_that_cannot_be_had_is_empty_and_the_next_is_opened(error):
    def fetch(letter):
        if letter == 2:
            raise error
        return b"text"

    assert in_a_row(fetch) == [(1, b"text"), (2, b""), (3, b"text")]


def test_without_a_line_the_round_ends_after_what_was_opened():
    def fetch(letter):
        if letter == 2:
            raise Offline
        return b"text"

    found = opened([1, 2, 3], lambda one: one, fetch, lambda: False)
    assert next(found) == (1, b"text")
    with pytest.raises(Offline):
        next(found)


def test_a_stop_is_heard_before_each_letter():
    asked = []

    def fetch(letter):
        asked.append(letter)
        return b"text"

    assert in_a_row(fetch, stopping=lambda: bool(asked)) == [(1, b"text")]
    assert asked == [1]


def test_what_cannot_be_read_says_nothing_and_stops_nobody(caplog):
    def fails(_mime):
        raise ValueError

    assert told(7, b"text", fails, "nothing") == "nothing"
    assert "letter 7 of 4 bytes could not be read" in caplog.text


def test_of_an_empty_letter_nothing_is_read():
    assert told(7, b"", lambda _mime: "something", "nothing") == "nothing"
    assert told(7, b"text", lambda mime: mime.decode(), "nothing") == "text"
