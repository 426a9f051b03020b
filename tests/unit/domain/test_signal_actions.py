import numpy as np

from desktop_app.domain.model import HOUR, MINUTE
from desktop_app.domain.reply_times import Metric, durations
from desktop_app.domain.signal_actions import Acted, signal_actions
from desktop_app.domain.wait_columns import FirstWritten


def click(contact, at, next_at, channel="", company=True, account=1, conversation=0):
    following = None if next_at is None else 10 * contact + 1
    return Acted(contact, 10 * contact, at, following, next_at, account, channel, company, conversation)


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


def test_a_known_client_has_written_before_the_click_and_in_another_conversation():
    clicks = [
        click(1, 50, None, conversation=7),  # wrote first in 7: it is the one about which he wrote
        click(2, 50, None, conversation=7),  # wrote in 3 before
        click(3, 50, None, conversation=7),  # wrote in 3, but only after the click
        click(9, 50, None, conversation=7),  # never wrote
    ]
    found = signal_actions(clicks)
    first = FirstWritten(np.array([1, 2, 3]), np.array([7, 3, 3]), np.array([10, 20, 60]))
    known = found.among(None, None, None, True, lambda: first)
    assert known.tolist() == [False, True, False, False]
    assert found.among(None, None, None, False, lambda: first).tolist() == [True, False, True, True]
    nobody = FirstWritten(*(np.empty(0, np.int64),) * 3)
    assert not found.among(None, None, None, True, lambda: nobody).any()
