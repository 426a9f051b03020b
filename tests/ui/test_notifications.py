"""Notifications: only so many an hour, then one digest; without a tray a toast; a click opens the card."""

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from desktop_app.domain.facts import Alert
from desktop_app.domain.model import HOUR, MINUTE, SignalKind
from desktop_app.settings.schema import Settings
from desktop_app.ui.notifications import Notifications, message
from desktop_app.ui.program import icon_file


def alert(number: int, kind: SignalKind = SignalKind.CLICK) -> Alert:
    return Alert(number, kind, number, f"Person {number}", "Quote", "Prices", number * MINUTE)


class Clock:
    def __init__(self) -> None:
        self.now = HOUR

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def toasts() -> list:
    return []


@pytest.fixture
def user() -> dict[str, str]:
    return {}


@pytest.fixture
def notifications(theme, clock, toasts, user):
    toast = lambda text, act: toasts.append((text, act))  # noqa: E731
    made = Notifications(theme, lambda: Settings(user, {}), clock, toast, icon_file())
    made.start(lambda: None)
    yield made
    made.close()


def test_this_machine_has_no_tray(qapp):
    assert not QSystemTrayIcon.isSystemTrayAvailable()


def test_without_a_tray_a_toast_says_who_did_what_and_opens_the_card(notifications, toasts):
    opened = []
    notifications.opened.connect(opened.append)
    notifications.alert(alert(3))
    text, act = toasts[0]
    assert text == "Person 3 clicked Prices. Quote"
    act()
    assert opened == [3]


def test_after_five_in_an_hour_the_rest_waits_for_one_digest(notifications, toasts, clock):
    for number in range(9):
        clock.now += MINUTE
        notifications.alert(alert(number))
    assert len(toasts) == 5
    clock.now += HOUR
    notifications.say_held()
    assert len(toasts) == 6
    assert toasts[-1][0] == "4 new signals. Person 8 clicked Prices"


def test_a_digest_that_comes_a_moment_early_loses_nothing(notifications, toasts, clock):
    for number in range(7):
        notifications.alert(alert(number))
    clock.now += HOUR - MINUTE
    notifications.say_held()
    assert len(toasts) == 5
    assert notifications._digest.isActive()
    clock.now += MINUTE
    notifications.say_held()
    assert toasts[-1][0] == "2 new signals. Person 6 clicked Prices"


def test_with_a_budget_of_none_nothing_is_said_and_nothing_is_waited_for(notifications, toasts, user):
    user["notifications_per_hour"] = "0"
    notifications.alert(alert(1))
    assert toasts == []
    assert not notifications._digest.isActive()


def test_the_digest_comes_by_itself_when_the_hour_is_over(notifications, toasts, clock):
    for number in range(6):
        notifications.alert(alert(number))
    assert notifications._digest.isActive()
    assert notifications._digest.remainingTime() > 3_500_000


def test_a_budget_of_zero_interrupts_never_but_counts(notifications, toasts, user):
    user["notifications_per_hour"] = "0"
    notifications.alert(alert(1))
    assert toasts == []
    assert notifications.unread == 1


def test_switched_off_means_silent(notifications, toasts, user):
    user["notifications_enabled"] = "false"
    notifications.alert(alert(1))
    assert toasts == []


def test_looking_at_the_window_makes_everything_read(notifications):
    counts = []
    notifications.unread_changed.connect(counts.append)
    notifications.alert(alert(1))
    notifications.alert(alert(2))
    notifications.read()
    assert counts == [1, 2, 0]


@pytest.mark.parametrize("kind", list(SignalKind))
def test_every_kind_of_signal_has_a_headline_with_the_name(kind):
    title, text = message([alert(5, kind)])
    assert "Person 5" in title
    assert text == "Quote"
