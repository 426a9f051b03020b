"""Notifications: only so many an hour, then one digest; without a tray a toast; a click opens the card."""

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from desktop_app.domain.facts import Alert, Reminded, TargetNear, TargetsMissed
from desktop_app.domain.model import DAY, HOUR, MINUTE, SignalKind
from desktop_app.settings.schema import Settings
from desktop_app.ui import do_not_disturb, times
from desktop_app.ui.notifications import Notifications, NotSent, WeekNews, message
from desktop_app.ui.program import icon_file
from desktop_app.ui.quiet import Quiet
from tests.fakes.sample_data import NOW


def alert(number: int, kind: SignalKind = SignalKind.CLICK) -> Alert:
    return Alert(number, kind, number, f"Person {number}", "Quote", "Prices", number * MINUTE)


MORNING = NOW - 3 * HOUR  # a Thursday, 9:24


class Clock:
    def __init__(self) -> None:
        self.now = MORNING

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
    def keep_quiet(until: int) -> None:
        user["notifications_quiet_until"] = str(until)

    settings = lambda: Settings(user, {})  # noqa: E731
    quiet = Quiet(settings, clock, lambda: "presenting" in user)
    made = Notifications(theme, settings, clock, toast, icon_file(), keep_quiet, quiet)
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


# quiet


def test_outside_working_hours_all_waits_for_one_digest_in_the_morning(notifications, toasts, clock):
    clock.now = MORNING + 10 * HOUR
    notifications.alert(alert(1))
    clock.now += HOUR
    notifications.alert(alert(2))
    assert toasts == []
    assert notifications.unread == 2, "they are counted all the same"
    assert notifications._digest.isActive()
    clock.now = MORNING + DAY
    notifications.say_held()
    assert [text for text, _act in toasts] == ["2 new signals. Person 2 clicked Prices"]


def test_who_wants_to_hears_them_at_any_time(notifications, toasts, clock, user):
    user["notifications_working_hours"] = "false"
    clock.now = MORNING + 10 * HOUR
    notifications.alert(alert(1))
    assert len(toasts) == 1


def test_nothing_disturbs_a_presentation(notifications, toasts, user, clock):
    user["presenting"] = "true"
    notifications.alert(alert(1))
    assert toasts == []
    del user["presenting"]
    clock.now += MINUTE
    notifications.say_held()
    assert len(toasts) == 1


def test_who_does_not_mind_is_disturbed(notifications, toasts, user):
    user["presenting"], user["notifications_quiet_presenting"] = "true", "false"
    notifications.alert(alert(1))
    assert len(toasts) == 1


def wish(user, clock, name: str) -> None:
    """Choose in the menu "Do not disturb"."""
    until = dict(do_not_disturb.choices(Settings(user, {}), clock.now))[name]
    user["notifications_quiet_until"] = str(until)


def test_an_hour_of_quiet_and_its_end(notifications, toasts, clock, user):
    wish(user, clock, "For an hour")
    notifications.alert(alert(1))
    assert toasts == []
    clock.now += HOUR
    notifications.say_held()
    assert len(toasts) == 1
    wish(user, clock, "For two hours")
    notifications.alert(alert(2))
    first, until = do_not_disturb.choices(Settings(user, {}), clock.now)[0]
    assert first.startswith("Announce again (quiet until")
    assert until == 0
    user["notifications_quiet_until"] = "0"
    notifications.say_held()
    assert len(toasts) == 2


def test_until_tomorrow_is_until_work_begins_then(clock, user):
    until = dict(do_not_disturb.choices(Settings(user, {}), clock.now))["Until tomorrow"]
    local = times.local_time(until)
    assert local.date() == times.local_time(clock.now).date().addDays(1)
    assert local.time().hour() == 9


def test_the_menu_hands_the_choice_over(qapp, clock, user):
    taken = []
    menu = QMenu()
    do_not_disturb.fill(menu, Settings(user, {}), clock.now, taken.append)
    do_not_disturb.fill(menu, Settings(user, {}), clock.now, taken.append)
    assert [one.text() for one in menu.actions()] == [
        "For 30 minutes", "For an hour", "For two hours", "Until tomorrow"
    ]  # fmt: skip
    menu.actions()[1].trigger()
    assert taken == [clock.now + HOUR]


def test_quiet_does_not_spend_the_budget(notifications, toasts, clock, user):
    wish(user, clock, "For an hour")
    for number in range(9):
        notifications.alert(alert(number))
    user["notifications_quiet_until"] = "0"
    notifications.say_held()
    assert [text.split(".")[0] for text, _act in toasts] == ["9 new signals"]
    notifications.alert(alert(10))
    assert len(toasts) == 2


def test_sound_is_off_until_it_is_wanted(notifications, user, monkeypatch):
    beeps = []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(1))
    notifications.alert(alert(1))
    assert beeps == []
    user["notifications_sound"] = "true"
    notifications.alert(alert(2))
    assert beeps == [1]


def test_a_reminder_is_announced_within_the_budget_and_opens_the_card(notifications, toasts):
    opened = []
    notifications.opened.connect(opened.append)
    notifications.alert(Reminded(4, "Anna Petrova", "Quote", MORNING - DAY))
    text, act = toasts[0]
    assert text == "No answer from Anna Petrova: you wanted to be reminded. Quote"
    act()
    assert opened == [4]


def test_a_target_about_to_be_missed_is_announced_once_before_and_once_when_it_is(notifications, toasts):
    for late in (False, True):
        notifications.alert(TargetNear(7, "Anna Petrova", "Quote", MORNING - HOUR, HOUR, late))
    assert [text for text, _act in toasts] == [
        "Anna Petrova will soon have waited 1 h. Quote",
        "Anna Petrova has waited longer than 1 h. Quote",
    ]


def test_a_target_of_the_calendar_says_so(notifications, toasts):
    notifications.alert(TargetNear(7, "Anna Petrova", "Quote", MORNING - HOUR, HOUR, True, working=False))
    assert toasts[0][0] == "Anna Petrova has waited longer than 1 h by the calendar. Quote"


def test_those_missed_while_nothing_ran_are_one_and_lead_to_who_waits(notifications, toasts):
    wanted = []
    notifications.page_wanted.connect(wanted.append)
    notifications.alert(TargetsMissed(3, MORNING - DAY))
    text, act = toasts[0]
    assert text == "3 clients waited longer than your target while Otklik was off. See who waits now"
    act()
    assert wanted == ["speed"]


def test_the_last_week_goes_first_says_when_it_was_said_and_leads_to_its_page(
    notifications, toasts, clock, user
):
    said, wanted = [], []
    notifications.said.connect(said.extend)
    notifications.page_wanted.connect(wanted.append)
    clock.now = MORNING - 3 * HOUR  # before work begins
    week = WeekNews("Last week: half answered within 42 min", "Faster by 12 min, within chance", MORNING)
    notifications.alert(week)
    notifications.alert(alert(4))
    assert notifications.unread == 1, "figures are no signal"
    notifications.read()
    assert (toasts, said) == ([], []), "looking at the window does not take it away"
    notifications.alert(alert(5))
    clock.now = MORNING
    notifications.say_held()
    [(text, act)] = toasts
    assert text == (
        "Last week: half answered within 42 min. Faster by 12 min, within chance. And 1 new signals"
    )
    assert week in said
    act()
    assert wanted == ["week"]


@pytest.mark.parametrize("enabled", ["true", "false"])
def test_a_letter_that_did_not_go_is_said_at_once_whatever_the_quiet(notifications, toasts, user, enabled):
    user |= {"notifications_per_hour": "0", "notifications_enabled": enabled, "presenting": "yes"}
    pages = []
    notifications.page_wanted.connect(pages.append)
    notifications.warn(NotSent("Not sent: Prices", "550 no such user"))
    [(text, act)] = toasts
    assert text == "Not sent: Prices. 550 no such user"
    act()
    assert pages == ["sent"]
