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
        ("oauth_microsoft_id", '"11111111-2222-3333-4444-55555555555"', "not_a_client_id"),
        ("oauth_microsoft_tenant", '"linia"', "not_a_tenant"),
        ("oauth_microsoft_tenant", '"linia.example/x"', "not_a_tenant"),
        ("oauth_google_id", '"our-id"', "not_a_google_id"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_reason(key, text, reason):
    with pytest.raises(InputError) as caught:
        check(key, text)
    assert caught.value.params["reason"] == reason


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("oauth_microsoft_id", "A1111111-2222-3333-4444-55555555555f"),
        ("oauth_microsoft_tenant", "linia.onmicrosoft.com"),
        ("oauth_microsoft_tenant", "organizations"),
        ("oauth_microsoft_tenant", ""),
        ("oauth_google_id", "123-abc.apps.googleusercontent.com"),
    ],
)
def test_what_it_was_given_by_microsoft_and_google_is_taken(key, value):
    assert check(key, json.dumps(value)) == value
