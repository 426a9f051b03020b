"""An old mailbox on its first morning: who has waited for months is offered to rest, in one go."""

import json

import pytest

from desktop_app.domain import commands
from desktop_app.domain.commands import Result
from desktop_app.domain.model import DAY, UNTIL_REPLY
from desktop_app.store.rows import LeadFilter
from desktop_app.ui.leads.old_waits import FROM, REFUSED
from tests.fakes.sample_data import NOW


@pytest.fixture
def old(reader):
    """As many as are worth an offer; nobody else has waited that long."""
    chosen = list(reader.lead_rows)[: FROM + 2]
    for number, lead in enumerate(reader.lead_rows):
        since = NOW - (31 + number) * DAY if lead in chosen else NOW - DAY
        reader.change(lead, waiting_since=since, snoozed_until=None)
    return chosen


def test_old_waits_are_said_and_let_rest_at_once_with_one_undo(old, reader, make_window, engine, qtbot):
    window = make_window(reader)
    page = window._pages["leads"]
    qtbot.waitUntil(page.old_waits.isVisible)
    assert page.old_waits.text.text() == f"{len(old)} people have waited for more than a month."
    page.old_waits.rest()
    said = engine.command().commands
    assert {one.contact for one in said} == set(old)
    assert all(one.until == UNTIL_REPLY and one.until_reply for one in said)
    engine.answer(Result())
    assert not page.old_waits.isVisible()
    window.over.toast.press()
    assert all(one.until is None for one in engine.command().commands)
    engine.answer(Result())


def test_who_wants_them_in_the_list_is_not_asked_again(old, reader, make_window, engine):
    window = make_window(reader)
    page = window._pages["leads"]
    page.old_waits.refuse()
    assert engine.command() == commands.SetSetting(REFUSED, json.dumps(True))
    engine.answer(Result())
    reader.user_settings[REFUSED] = "true"
    page.reload()
    assert not page.old_waits.isVisible()


def test_nothing_is_offered_in_other_lists_and_for_a_few(old, reader, make_window):
    window = make_window(reader)
    page = window._pages["leads"]
    page.finding.choose(LeadFilter.HOT)
    assert not page.old_waits.isVisible()
    page.finding.choose(LeadFilter.ANSWER)
    assert page.old_waits.isVisible()
    for lead in old[FROM - 1 :]:
        reader.change(lead, waiting_since=NOW - DAY)
    page.reload()
    assert not page.old_waits.isVisible()
