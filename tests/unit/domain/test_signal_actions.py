from desktop_app.domain.model import HOUR, MINUTE
from desktop_app.domain.reply_times import Metric, durations
from desktop_app.domain.signal_actions import Acted, signal_actions


def click(contact, at, next_at, channel="", company=True, account=1):
    following = None if next_at is None else 10 * contact + 1
    return Acted(contact, 10 * contact, at, following, next_at, account, channel, company)


def test_what_follows_a_click_is_timed_and_silence_runs_on():
    found = signal_actions([click(1, HOUR, HOUR + 5 * MINUTE), click(2, 2 * HOUR, None)])
    inside = found.among(None, None, None)
    times = durations(found.samples(inside, 3 * HOUR), Metric.EVERY_REPLY)
    assert times.seconds.tolist() == [300.0, 3600.0]
    assert times.observed.tolist() == [True, False]
    assert found.letters(times.indices) == [20, 10, 11]


def test_filters_leave_what_they_name():
    found = signal_actions(
        [click(1, 1, 2, "Ads"), click(2, 2, 3, company=False, account=2), click(3, 3, 4, "Ads")]
    )
    assert found.among(2, None, None).tolist() == [False, True, False]
    assert found.among(None, "Ads", None).tolist() == [True, False, True]
    assert found.among(None, "", None).tolist() == [False, True, False]
    assert found.among(None, None, False).tolist() == [False, True, False]
