"""What stands in the place of an empty list of leads: why it is empty and what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.errors import AppError
from desktop_app.store.rows import LeadFilter
from desktop_app.ui import problems, words
from desktop_app.ui.context import Context
from desktop_app.ui.leads.finding import Finding
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.states import EmptyState, Notice


def why_empty(context: Context, finding: Finding, *, anybody: bool) -> EmptyState:
    """`anybody`: there are leads, whatever is filtered and searched."""
    if finding.words:
        return nothing_found(finding.field.clear)
    if anybody:
        return nobody_in(finding.which, lambda: finding.choose(LeadFilter.ALL))
    if context.reader.accounts():
        return still_reading(lambda: context.show_page("settings"))
    return no_mailbox(lambda: context.show_page("assistant"))


def nothing_found(clear: Callable[[], None]) -> EmptyState:
    return EmptyState(
        tr("Nothing found"),
        tr("No person and no letter contains these words."),
        tr("Clear the search"),
        clear,
    )


def nobody_in(which: LeadFilter, show_all: Callable[[], None]) -> EmptyState:
    return EmptyState(words.lead_filter(which), _nobody(which), tr("Show all leads"), show_all)


def still_reading(look: Callable[[], None]) -> EmptyState:
    return EmptyState(
        tr("No leads yet"),
        tr("Everybody you write with appears here as soon as the first letters are read."),
        tr("How far reading is"),
        look,
    )


def no_mailbox(connect: Callable[[], None]) -> EmptyState:
    return EmptyState(
        tr("Your clients will be here"),
        tr("Connect your mailbox. Otklik reads it and shows whom to answer first and who is interested."),
        tr("Connect a mailbox"),
        connect,
    )


def unreadable(error: AppError, again: Callable[[], None]) -> QWidget:
    """Why the list could not be read."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
    column.addWidget(Notice(problems.sentence(error), tr("Try again"), again))
    column.addStretch(1)
    return holder


def _nobody(which: LeadFilter) -> str:
    return {
        LeadFilter.ALL: "",
        LeadFilter.ANSWER: tr("Nobody waits for your answer."),
        LeadFilter.HOT: tr("Nobody is much warmer than usual right now."),
        LeadFilter.WAITING: tr("No letter of yours of the last two weeks is without an answer."),
        LeadFilter.COLD: tr("No open letter has gone cold."),
        LeadFilter.SNOOZED: tr("Nobody is snoozed."),
    }[which]
