import pytest
from PySide6.QtGui import QGuiApplication

from desktop_app.domain.commands import AddDevice, DeviceLink, ForgetRule, LearnRule, RemoveDevice, Result
from desktop_app.domain.errors import TrackingError
from desktop_app.domain.likeness import LearnedRule, Likeness
from desktop_app.domain.model import DAY, Verdict
from desktop_app.store.learned_rows import DeviceRow, RuleRow
from desktop_app.ui.pages.settings_learned import DevicesCard, LearnedCard
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import LinkButton
from desktop_app.ui.widgets.texts import Text
from tests.fakes.ui_world import NOW, make_world

LINK = DeviceLink("t2", "https://t.firm.example/me/AAECAwQFBgcICQoLDA0ODxAR")
RULE = LearnedRule(Likeness("203.0.113.0/24", "mail_client", ""), Verdict.SELF)


@pytest.fixture
def world(qapp):
    made = make_world(Theme(qapp, "light"))
    made.reader.user_settings = {"tracking_url": '"https://t.firm.example"'}
    made.bridge.answers[AddDevice] = Result(LINK)
    return made


def shown(card, qtbot):
    qtbot.addWidget(card)
    card.read()
    card.show()
    return card


def texts(card):
    return [one.text() for one in card.findChildren(Text) if not one.isHidden()]


def test_a_new_device_is_shown_as_a_code_and_a_link_until_it_was_opened_there(world, qtbot):
    card = shown(DevicesCard(world.context), qtbot)
    card.name.setText("My phone")
    card.name.textEdited.emit("My phone")
    card.add_button.click()
    qtbot.waitUntil(card.link_box.isVisible)
    assert world.bridge.of(AddDevice) == [AddDevice("My phone")]
    assert card.code.isVisible()
    card._copy()
    assert QGuiApplication.clipboard().text() == LINK.url
    world.reader.device_rows = [DeviceRow("t2", "My phone", "", NOW, None)]
    card.read()
    assert card.link_box.isVisible()
    assert "its link has not been opened yet" in texts(card)
    world.reader.device_rows = [DeviceRow("t2", "My phone", "iPhone", NOW, NOW)]
    card.read()
    assert not card.link_box.isVisible()


def test_a_device_is_removed(world, qtbot):
    world.reader.device_rows = [DeviceRow("t1", "Laptop", "x", NOW - DAY, NOW - DAY)]
    card = shown(DevicesCard(world.context), qtbot)
    next(one for one in card.findChildren(LinkButton) if one.text() == "Remove").click()
    assert world.bridge.calls == [RemoveDevice("t1")]


def test_without_a_server_the_card_says_what_is_needed(world, qtbot):
    world.reader.user_settings = {}
    card = shown(DevicesCard(world.context), qtbot)
    assert not card.name.isEnabled()
    assert "Connect the tracking server first." in texts(card)


def test_what_stands_in_the_way_is_said_below_the_field(world, qtbot):
    world.bridge.answers[AddDevice] = Result(error=TrackingError(reason="off"))
    card = shown(DevicesCard(world.context), qtbot)
    card.name.setText("Phone")
    card.name.textEdited.emit("Phone")
    card.add_button.click()
    qtbot.waitUntil(lambda: "No tracking server is connected." in texts(card))


def test_learnt_rules_stand_in_words_and_removing_one_can_be_undone(world, qtbot):
    world.reader.rule_rows = [RuleRow(3, *RULE, NOW)]
    card = shown(LearnedCard(world.context), qtbot)
    assert "A mail program in the network 203.0.113.0/24: you" in texts(card)
    assert not card.nothing.isVisible()
    card.findChild(LinkButton).click()
    qtbot.waitUntil(lambda: bool(world.toasts))
    assert world.bridge.calls == [ForgetRule(3)]
    world.toasts[0][1]()
    assert world.bridge.calls[-1] == LearnRule(RULE)


def test_nothing_learnt_says_how_to_teach(world, qtbot):
    card = shown(LearnedCard(world.context), qtbot)
    assert card.nothing.isVisible()
