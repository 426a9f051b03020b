import json

from desktop_app.domain.targets import Place, Target
from desktop_app.settings.schema import Settings
from desktop_app.settings.targets import Rule, Scope, renamed, rules, target_s, targets, usual, value_of


def settings(locked=None, **user):
    written = {key: json.dumps(value) for key, value in user.items()}
    return Settings(written, {key: json.dumps(value) for key, value in (locked or {}).items()})


def test_by_default_everybody_is_answered_within_a_working_hour():
    assert usual(settings()) == Target(3600.0, working=True)
    assert targets(settings()).is_one
    assert target_s(settings(target_minutes=30)) == 1800.0
    assert usual(settings(target_clock="calendar")).working is False


def test_rules_of_mailboxes_and_channels_hold_and_the_last_of_a_name_counts():
    found = settings(
        target_rules=[
            ["channel", "Ads", 15, "calendar"],
            ["account", "sales@firm.ru", 30, "working"],
            ["channel", "ads", 20, "working"],
        ]
    )
    assert [rule.minutes for rule in rules(found)] == [20, 30]
    assert targets(found).of(Place("sales@firm.ru", "")) == Target(1800.0)
    assert targets(found).of(Place("sales@firm.ru", "ADS")) == Target(1200.0)


def test_what_cannot_be_read_is_left_out_alone():
    bad = [
        7, ["channel"], ["person", "x", 5, "working"], ["channel", "", 5, "working"],
        ["channel", "a", 0, "working"], ["channel", "a", True, "working"], ["channel", "a", 5, "lunar"],
        ["channel", "a", 10**9, "working"], ["channel", 5, 5, "working"],
    ]  # fmt: skip
    good = ["account", " sales@firm.ru ", 5, "working"]
    assert rules(settings(target_rules=[*bad, good])) == [
        Rule(Scope.ACCOUNT, "sales@firm.ru", 5, "working")
    ]


def test_what_is_written_is_what_is_read():
    some = [Rule(Scope.CHANNEL, "Ads", 15, "calendar"), Rule(Scope.ACCOUNT, "a@firm.ru", 30, "working")]
    assert rules(settings(target_rules=value_of(some))) == some


def test_it_may_be_locked_whole():
    found = settings({"target_rules": [["channel", "Ads", 15, "working"]]}, target_rules=[])
    assert rules(found)[0].minutes == 15
    assert found.is_locked("target_rules")


def test_a_channel_with_another_name_keeps_its_target():
    found = settings(target_rules=[["channel", "Ads", 15, "working"], ["account", "ads", 30, "working"]])
    assert renamed(found, Scope.CHANNEL, "ads", "Banners") == [
        ["channel", "Banners", 15, "working"],
        ["account", "ads", 30, "working"],
    ]
    assert renamed(found, Scope.CHANNEL, "Fair", "Show") is None
