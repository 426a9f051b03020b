from desktop_app.domain.targets import Place, Target, Targets

HOUR = Target(3600.0)
SOME = Targets(HOUR, {"sales@firm.ru": Target(1800.0)}, {"Ads": Target(600.0, working=False)})


def test_the_channel_goes_before_the_mailbox_and_the_mailbox_before_everybody():
    assert SOME.of(Place("sales@firm.ru", "Ads")) == Target(600.0, working=False)
    assert SOME.of(Place("sales@firm.ru", "Fair")) == Target(1800.0)
    assert SOME.of(Place("sales@firm.ru", "")) == Target(1800.0)
    assert SOME.of(Place("olga@firm.ru", "")) == HOUR
    assert SOME.of(Place("", "")) == HOUR


def test_capital_letters_make_no_difference():
    assert SOME.of(Place("Sales@Firm.ru", "")) == Target(1800.0)
    assert SOME.of(Place("", "ADS")) == Target(600.0, working=False)


def test_without_rules_there_is_one_target():
    assert Targets(HOUR).is_one
    assert not SOME.is_one
