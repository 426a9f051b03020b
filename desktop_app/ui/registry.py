"""The pages and windows there are. Each is imported when first shown: start-up pays for Leads alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.translation import tr

if TYPE_CHECKING:
    from desktop_app.domain.model import Draft


class Entry(NamedTuple):
    """`key` is what `Context.show_page` takes; `below` puts it at the foot of the rail, `hidden` nowhere.

    `belongs`: the page in the rail that a hidden one is part of.
    """

    key: str
    icon: str
    title: Callable[[], str]
    make: Callable[[Context], Page]
    below: bool = False
    hidden: bool = False
    belongs: str = ""


def entries() -> tuple[Entry, ...]:
    """In the order of the rail and of the keys 1-7."""
    return (
        Entry("leads", "users", lambda: tr("Leads"), _leads),
        Entry("activity", "activity", lambda: tr("Activity"), _activity),
        Entry("speed", "gauge", lambda: tr("Speed"), _speed),
        Entry("team", "team", lambda: tr("Team"), _team),
        Entry("channels", "channels", lambda: tr("Channels"), _channels),
        Entry("sent", "send", lambda: tr("Sent"), _sent),
        Entry("settings", "settings", lambda: tr("Settings"), _settings, below=True),
        Entry("help", "help", lambda: tr("Help"), _help, below=True),
        Entry("company", "users", lambda: tr("Company"), _company, hidden=True, belongs="leads"),
        Entry("week", "gauge", lambda: tr("Last week"), _week, hidden=True, belongs="speed"),
        Entry(
            "honesty", "gauge", lambda: tr("How honest is this score"), _honesty, hidden=True, belongs="leads"
        ),
        Entry("assistant", "plus", lambda: tr("Add a mailbox"), _assistant, hidden=True),
    )


def compose_window(context: Context, draft: Draft | None, key: str = "") -> QWidget:
    """`key` names the stored draft that it is."""
    from desktop_app.ui.pages.compose import ComposeWindow

    return ComposeWindow(context, draft, key)


def _leads(context: Context) -> Page:
    from desktop_app.ui.pages.leads import LeadsPage

    return LeadsPage(context)


def _activity(context: Context) -> Page:
    from desktop_app.ui.pages.activity import ActivityPage

    return ActivityPage(context)


def _speed(context: Context) -> Page:
    from desktop_app.ui.pages.speed import SpeedPage

    return SpeedPage(context)


def _team(context: Context) -> Page:
    from desktop_app.ui.pages.team import TeamPage

    return TeamPage(context)


def _channels(context: Context) -> Page:
    from desktop_app.ui.pages.channels import ChannelsPage

    return ChannelsPage(context)


def _sent(context: Context) -> Page:
    from desktop_app.ui.pages.sent import SentPage

    return SentPage(context)


def _settings(context: Context) -> Page:
    from desktop_app.ui.pages.settings import SettingsPage

    return SettingsPage(context)


def _help(context: Context) -> Page:
    from desktop_app.ui.pages.help import HelpPage

    return HelpPage(context)


def _company(context: Context) -> Page:
    from desktop_app.ui.pages.company import CompanyPage

    return CompanyPage(context)


def _week(context: Context) -> Page:
    from desktop_app.ui.pages.week import WeekPage

    return WeekPage(context)


def _honesty(context: Context) -> Page:
    from desktop_app.ui.pages.honesty import HonestyPage

    return HonestyPage(context)


def _assistant(context: Context) -> Page:
    from desktop_app.ui.pages.assistant import AssistantPage

    return AssistantPage(context)
