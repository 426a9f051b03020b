"""The pages and windows there are. Each is imported when first shown: start-up pays for Leads alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop_app.domain.model import Draft
from desktop_app.ui.context import Context
from desktop_app.ui.page import Page
from desktop_app.ui.translation import tr


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is what `Context.show_page` takes; `below` puts it at the foot of the rail, `hidden` nowhere."""

    key: str
    icon: str
    title: Callable[[], str]
    make: Callable[[Context], Page]
    below: bool = False
    hidden: bool = False


def entries() -> tuple[Entry, ...]:
    """In the order of the rail and of the keys 1-7."""
    return (Entry("leads", "users", lambda: tr("Leads"), _leads),)


def compose_window(context: Context, draft: Draft | None) -> QWidget:
    from desktop_app.ui.pages.compose import ComposeWindow

    return ComposeWindow(context, draft)


def _leads(context: Context) -> Page:
    from desktop_app.ui.pages.leads import LeadsPage

    return LeadsPage(context)
