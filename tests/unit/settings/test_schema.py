import json

import pytest

from desktop_app.domain.errors import InputError
from desktop_app.settings.schema import SETTINGS, Settings, check


@pytest.mark.parametrize("key", SETTINGS)
def test_every_default_is_a_value_its_own_rule_accepts(key):
    default = SETTINGS[key].default
    assert check(key, json.dumps(default)) == default


def test_what_the_user_set_wins_over_the_default():
    assert Settings({"target_minutes": "30"}, {}).number("target_minutes") == 30


def test_what_it_has_locked_wins_over_the_user_and_says_so():
    settings = Settings({"theme": '"dark"'}, {"theme": '"light"'})
    assert settings.text("theme") == "light"
    assert settings.is_locked("theme")
    assert not settings.is_locked("language")


def test_a_value_that_does_not_fit_any_more_falls_back_to_the_default():
    assert Settings({"target_minutes": '"soon"'}, {}).number("target_minutes") == 60


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("no_such", "1", "unknown_setting"),
        ("theme", "light", "not_json"),
        ("theme", "1", "wrong_type"),
        ("theme", '"pink"', "not_a_choice"),
        ("target_minutes", "0", "out_of_range"),
        ("target_minutes", "true", "wrong_type"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_reason(key, text, reason):
    with pytest.raises(InputError) as caught:
        check(key, text)
    assert caught.value.params["reason"] == reason
