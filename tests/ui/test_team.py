from dataclasses import replace

import numpy as np
import pytest

from desktop_app.domain.commands import (
    ExportTeam,
    ForgetMember,
    GetTeamRows,
    ImportTeam,
    Result,
    SetSetting,
    TeamFileDone,
    TeamRows,
)
from desktop_app.domain.errors import InputError
from desktop_app.domain.facts import Changed, TeamState
from desktop_app.domain.model import DAY, MINUTE, SECOND
from desktop_app.domain.reply_times import ABSENT
from desktop_app.domain.team_report import Person, Waits
from desktop_app.domain.work_hours import WorkHours
from desktop_app.ui.pages.team import TeamPage
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.confirm import Confirm
from desktop_app.ui.widgets.texts import Text
from tests.fakes.ui_world import NOW, PageReader, make_world
from tests.fakes.wait_columns import columns_of
from tests.unit.domain.test_team_report import waits

HOURS = WorkHours(zone="UTC", country="")


def person(name, count, usual_s, seed, **changes):
    random = np.random.default_rng(seed)
    arrived = NOW - random.integers(10 * DAY, 60 * DAY, count)
    answered = arrived + (usual_s * random.lognormal(0, 1.0, count) * SECOND).astype(np.int64)
    return Person(name.lower(), name, HOURS, waits(arrived, answered), **changes)


class TeamReader(PageReader):
    def __init__(self):
        super().__init__()
        self.members = []

    def team(self):
        return self.members

    def wait_columns(self):
        return columns_of([], {})


@pytest.fixture
def world(qapp):
    return make_world(Theme(qapp, "light"), TeamReader())


@pytest.fixture
def page(world, qtbot):
    world.bridge.team = TeamState("on", lead=True)
    page = TeamPage(world.context)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    yield page
    page.figures.close()


def shown(page, qtbot):
    before = page.report
    page.show()
    page.activate()
    qtbot.waitUntil(lambda: page.report is not before and not page.figures.is_busy, timeout=20_000)


def texts(page):
    return [label.text() for label in page.findChildren(Text) if label.isVisible()]


def test_people_stand_by_name_under_a_sentence_that_says_what_is_shown(page, world, qtbot):
    world.reader.members = [person("Zoya", 150, 900, 2), person("Anna", 150, 900, 3)]
    page.clock.choose("calendar")
    shown(page, qtbot)
    assert [card._one.person.name for card in page.content.cards] == ["Anna", "Zoya"]
    assert page.content.headline.text() == "No difference shown: what separates these people may be chance."
    world.reader.members = [person("Zoya", 150, 300, 2), person("Anna", 150, 3000, 3)]
    shown(page, qtbot)
    assert page.content.headline.text() == "Zoya answers faster than Anna; this is more than chance."
    assert [card._one.person.name for card in page.content.cards] == ["Anna", "Zoya"]


def test_few_answers_make_no_figure_and_no_comparison(page, world, qtbot):
    world.reader.members = [person("Anna", 9, 900, 2), person("Boris", 300, 900, 3, left=True)]
    shown(page, qtbot)
    anna = page.content.cards[0]
    assert anna.figure.text() == "–"
    assert "fewer than two people" in page.content.headline.text()
    assert "Left the team" in texts(page)


def test_a_program_that_was_silent_is_said_to_be_known_until_then(page, world, qtbot):
    world.reader.members = [person("Anna", 40, 900, 2, told_at=NOW - 5 * DAY)]
    shown(page, qtbot)
    assert any(text.startswith("Known until") for text in texts(page))


def test_who_waits_in_an_own_mailbox_can_be_opened_and_a_colleagues_letters_cannot(page, world, qtbot):
    arrived = np.arange(NOW - 20 * DAY, NOW - DAY, DAY // 2)
    open_waits = np.full(arrived.shape, ABSENT)
    mine = waits(arrived, open_waits, letters=np.arange(arrived.size) + 5)
    world.reader.members = [Person("me", "Me", HOURS, mine), person("Anna", 40, 900, 2)]
    shown(page, qtbot)
    anna, me = page.content.cards
    me.findChild(LinkButton).click()
    assert world.shown_letters[0][0][:2] == [5, 6]
    anna.chart.picked.emit(60)
    assert world.toasts[-1][0] == "A colleague's letters stay in the colleague's mailbox."
    assert isinstance(me._one.person.waits, Waits)


def test_since_when_a_colleagues_clients_wait_is_listed_without_their_names(page, world, qtbot):
    arrived = np.arange(NOW - 20 * DAY, NOW - DAY, DAY // 2)
    world.reader.members = [Person("anna", "Anna", HOURS, waits(arrived, np.full(arrived.shape, ABSENT)))]
    shown(page, qtbot)
    (anna,) = page.content.cards
    anna.who_waits.click()
    lines = [line.text() for line in anna.waits.findChildren(Text)]
    assert len(lines) == 9
    assert lines[0].startswith("since ")
    assert lines[-1] == f"and {arrived.size - 8} more"
    anna.who_waits.click()
    assert anna.waits.isHidden()


def test_waits_that_changed_hands_are_said_on_the_card(page, world, qtbot):
    arrived = np.array([NOW - DAY, NOW - 2 * DAY])
    mine = waits(arrived, arrived + MINUTE, taken=np.array([True, False]), handed_over=arrived[:1])
    world.reader.members = [Person("anna", "Anna", HOURS, mine)]
    shown(page, qtbot)
    assert "1 handed over, 1 taken over" in texts(page)


@pytest.mark.parametrize("sure", [True, False])
def test_the_figures_of_who_left_are_kept_or_erased_by_choice(page, world, qtbot, monkeypatch, sure):
    world.reader.members = [
        person("Anna", 40, 900, 2, left=True),
        replace(person("Boris", 40, 900, 3), key="file:ab"),
        person("Zoya", 40, 900, 4),
    ]
    shown(page, qtbot)
    anna, boris, zoya = page.content.cards
    assert not hasattr(zoya, "forget")
    assert boris.forget.isVisible()

    def choose(box):
        assert box.keep.isDefault()  # Enter erases nothing
        (box.act if sure else box.keep).click()
        return box.result()

    monkeypatch.setattr(Confirm, "exec", choose)
    before = page.report
    anna.forget.click()
    assert len(world.bridge.of(ForgetMember)) == sure
    if sure:
        qtbot.waitUntil(lambda: page.report is not before, timeout=20_000)
        assert world.toasts[-1][0] == "The figures of Anna are erased."


def test_nobody_yet_says_how_to_get_somebody(page, world, qtbot):
    shown(page, qtbot)
    assert page.figures.shown is page.empty
    page.source.choose("mailboxes")
    qtbot.waitUntil(lambda: page.content is not None and len(page.content.cards) == 1, timeout=20_000)


ROWS = TeamRows(('{"id": "abc"}',), 1, '{"zone": "UTC"}', TeamState("on"))


@pytest.fixture
def sharing(page, world, qtbot):
    world.bridge.answers[GetTeamRows] = Result(ROWS)
    page.show()
    page.source.choose("sharing")
    qtbot.waitUntil(lambda: page.sharing.rows.toPlainText() != "")
    return page.sharing


def test_what_leaves_is_shown_word_for_word_and_is_off_at_first(sharing, world):
    assert sharing.rows.toPlainText() == '{"id": "abc"}'
    assert sharing.hours.toPlainText() == '{"zone": "UTC"}'
    assert not sharing.on.isChecked()
    assert sharing.state.text().startswith("Nothing is told.")
    sharing.on.click()
    assert world.bridge.of(SetSetting)[-1] == SetSetting("team_share", "true")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (TeamState("off"), "No server"),
        (TeamState("unreachable"), "cannot be reached"),
        (TeamState("refused"), "does not accept"),
        (TeamState("no_team"), "older version"),
        (TeamState("on", sharing=True), "on their way"),
        (TeamState("on", sharing=True, told=5, told_at=NOW - 3 * MINUTE), "3 min ago"),
    ],
)
def test_where_the_telling_stands_is_said(sharing, world, state, words):
    world.bridge.team = state
    world.bridge.team_state.emit(state)
    assert words in sharing.state.text()


def test_files_are_written_and_read_and_a_new_key_is_asked_for_its_name(
    sharing, world, qtbot, tmp_path, monkeypatch
):
    world.bridge.answers[ExportTeam] = Result(TeamFileDone("", 7, "aaaa bbbb"))
    sharing.export(tmp_path / "mine")
    qtbot.waitUntil(lambda: bool(world.toasts))
    assert "aaaa bbbb" in world.toasts[-1][0]

    def take(command):
        if not command.name:
            return Result(error=InputError(field="file", reason="whose", fingerprint="cccc"))
        return Result(TeamFileDone(command.name, 3, "cccc"))

    world.bridge.answers[ImportTeam] = take
    monkeypatch.setattr("desktop_app.ui.pages.team_sharing.QInputDialog.getText", lambda *_: ("Olga", True))
    sharing.take(tmp_path / "theirs")
    qtbot.waitUntil(lambda: len(world.toasts) == 2)
    assert world.toasts[-1][0].startswith("Olga: 3 rows")
    assert [command.name for command in world.bridge.of(ImportTeam)] == ["", "Olga"]


def test_a_forged_file_is_refused_in_one_sentence(sharing, world, qtbot, tmp_path):
    world.bridge.answers[ImportTeam] = Result(error=InputError(field="file", reason="altered"))
    sharing.take(tmp_path / "theirs")
    qtbot.waitUntil(lambda: bool(world.toasts))
    assert world.toasts[-1][0] == "The file was altered after it was signed. Nothing was read."


def test_news_of_the_team_refresh_the_page_in_front_later(page, world, qtbot):
    shown(page, qtbot)
    world.bridge.team_state.emit(TeamState("on", lead=True))
    page.changed(Changed(everything=True))
    assert page.figures._refresh.isActive()
