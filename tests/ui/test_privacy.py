"""Privacy in the window: client card, exceptions, the letter being written, one person."""

import zipfile

import pytest

from desktop_app.domain.commands import (
    AllowTracking,
    ErasePerson,
    GetPerson,
    Result,
    SetPrivacy,
    SetSetting,
    WithdrawTracking,
)
from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.model import AccountId, Address, Draft
from desktop_app.domain.privacy import Applied, Mode, Why
from desktop_app.store.rows import ConsentRow, PrivacyRuleRow
from desktop_app.ui.leads.privacy_part import PrivacyPart
from desktop_app.ui.pages.compose import ComposeWindow
from desktop_app.ui.pages.compose_privacy import summary
from desktop_app.ui.pages.settings_consent import ConsentCard
from desktop_app.ui.pages.settings_privacy import ExceptionsCard, FooterCard, PrivacyModesCard
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.person_actions import PersonActions
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.texts import Text
from tests.fakes.ui_world import NOW, make_world

ANNA, PIERRE = "anna@zavod.ru", "pierre@usine.fr"


@pytest.fixture
def theme(qapp):
    return Theme(qapp, "light")


@pytest.fixture
def world(theme):
    return make_world(theme)


def texts(widget):
    return [one.text() for one in widget.findChildren(Text) if not one.isHidden()]


# ── client card ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def part(world, qtbot):
    made = PrivacyPart(world.context)
    qtbot.addWidget(made)
    return made


def test_the_card_says_what_holds_and_why(part):
    part.show_person(PIERRE)
    assert part.state.text().startswith("Nothing · EU or UK, no consent recorded.")
    part.show_person(ANNA)
    assert part.state.text().startswith("Opens and clicks · your default.")
    assert part.mode.currentData() == ""


def test_a_choice_on_the_card_is_a_rule_for_the_person_and_the_first_entry_takes_it_away(part, world):
    world.reader.privacy_rows = [PrivacyRuleRow(ANNA, "date", NOW)]
    part.show_person(ANNA)
    assert part.mode.currentData() == "date"
    part.mode.setCurrentIndex(part.mode.findData("off"))
    part.mode.activated.emit(part.mode.currentIndex())
    part.mode.setCurrentIndex(0)
    part.mode.activated.emit(0)
    assert world.bridge.calls == [SetPrivacy(ANNA, "off"), SetPrivacy(ANNA, "")]


def test_consent_and_refusal_are_one_button_on_the_card(part, world):
    part.show_person(PIERRE)
    part.agree.click()
    part.show_person(ANNA)
    part.agree.click()
    assert world.bridge.calls == [AllowTracking(PIERRE, "card"), WithdrawTracking(ANNA, "card")]


def test_the_last_word_of_the_register_stands_on_the_card(part, world):
    world.reader.consent_rows = [ConsentRow(1, ANNA, NOW, False, "link", "", "m")]
    part.show_person(ANNA)
    assert "by the link in a letter" in part.consent.text()


def test_what_organisation_has_set_cannot_be_changed_on_the_card(theme, qtbot):
    world = make_world(theme, locked={"privacy_rules": '{"zavod.ru": "off"}'})
    part = PrivacyPart(world.context)
    qtbot.addWidget(part)
    part.show_person(ANNA)
    assert not part.mode.isEnabled()
    assert "set by your organisation for zavod.ru" in part.state.text()


# ── settings ─────────────────────────────────────────────────────────────────────────────────────


def test_exceptions_are_added_changed_searched_and_removed_with_an_undo(world, qtbot):
    card = ExceptionsCard(world.context)
    qtbot.addWidget(card)
    world.reader.privacy_rows = [PrivacyRuleRow("zavod.ru", "date", NOW)]
    card.read()
    card.show()
    qtbot.keyClicks(card.subject, "firm.ru")
    card.add_button.click()
    assert world.bridge.calls == [SetPrivacy("firm.ru", "off")]
    [remove] = card.findChildren(IconButton)
    remove.click()
    assert world.bridge.calls[-1] == SetPrivacy("zavod.ru", "")
    world.toasts[-1][1]()
    assert world.bridge.calls[-1] == SetPrivacy("zavod.ru", "date")
    card.search.setText("nobody")
    assert "No exception has this in its name." in texts(card)


def test_what_is_no_address_is_said_at_the_field(world, qtbot):
    card = ExceptionsCard(world.context)
    qtbot.addWidget(card)
    world.bridge.answers[SetPrivacy] = Result(
        error=InputError(field="subject", reason="bad_address", address="a.b@")
    )
    card.subject.setText("a.b@")
    card._ready()
    card.add_button.click()
    qtbot.waitUntil(lambda: "a.b@ is not an e-mail address." in texts(card))


def test_defaults_and_the_time_data_are_kept_are_settings(world, qtbot):
    card = PrivacyModesCard(world.context, SettingsWriter(world.context))
    qtbot.addWidget(card)
    card.read()
    card.region.setCurrentIndex(card.region.findData("date"))
    card.region.activated.emit(0)
    card.declared.setText(" @Firm.com, group.io firm.com")
    card.declared.editingFinished.emit()
    card.months.setValue(6)
    assert world.bridge.of(SetSetting) == [
        SetSetting("privacy_region", '"date"'),
        SetSetting("privacy_region_domains", '["firm.com", "group.io"]'),
        SetSetting("retention_months", "6"),
    ]


def test_what_is_locked_cannot_be_set(theme, qtbot):
    world = make_world(theme, locked={"privacy_default": '"off"', "privacy_footer": '"always"'})
    modes = PrivacyModesCard(world.context, SettingsWriter(world.context))
    footer = FooterCard(world.context, SettingsWriter(world.context))
    for card in (modes, footer):
        qtbot.addWidget(card)
        card.read()
    assert not modes.default.isEnabled()
    assert modes.default.currentData() == "off"
    assert not footer.when.isEnabled()


def test_an_emptied_footer_is_the_shipped_one_again(world, qtbot):
    card = FooterCard(world.context, SettingsWriter(world.context))
    qtbot.addWidget(card)
    world.reader.user_settings["privacy_footer_en"] = '"[Stop]"'
    card.read()
    card.texts["en"].setPlainText("")
    qtbot.waitUntil(lambda: bool(world.bridge.of(SetSetting)))
    assert "Do not track me" in world.bridge.of(SetSetting)[0].value


def test_the_register_is_saved_as_a_table_in_which_nothing_is_a_formula(world, qtbot, tmp_path):
    card = ConsentCard(world.context)
    qtbot.addWidget(card)
    world.reader.consent_rows = [ConsentRow(1, ANNA, NOW, True, "=HYPERLINK(1)", "May I?", "")]
    card.write_register(tmp_path / "c.csv")
    lines = (tmp_path / "c.csv").read_text("utf-8-sig").splitlines()
    assert lines[1] == f"{ANNA},2026-11-26T12:00:00+00:00,1,'=HYPERLINK(1),May I?,"
    card.write_register(tmp_path / "no" / "c.csv")
    assert "cannot be written" in world.toasts[-1][0]


# ── one person ───────────────────────────────────────────────────────────────────────────────────


def test_what_is_held_on_a_person_is_written_to_the_file(world, qtbot, tmp_path):
    world.bridge.answers[GetPerson] = Result({"note": [{"address": ANNA, "text": "likes tea"}]})
    actions = PersonActions(world.context, ConsentCard(world.context))
    qtbot.addWidget(actions._owner)
    actions.write(ANNA, tmp_path / "anna.zip")
    qtbot.waitUntil(lambda: bool(world.toasts))
    with zipfile.ZipFile(tmp_path / "anna.zip") as archive:
        page = archive.read("person.html").decode()
    assert "likes tea" in page
    assert "<h2>Note (1)</h2>" in page


def test_a_server_that_is_away_leaves_no_half_file(world, qtbot, tmp_path):
    world.bridge.answers[GetPerson] = Result(error=TrackingError(reason="unreachable"))
    actions = PersonActions(world.context, ConsentCard(world.context))
    qtbot.addWidget(actions._owner)
    actions.write(ANNA, tmp_path / "anna.zip")
    qtbot.waitUntil(lambda: bool(world.toasts))
    assert not (tmp_path / "anna.zip").exists()


@pytest.mark.parametrize("sure", [True, False])
def test_a_person_is_erased_only_when_it_is_confirmed(world, qtbot, monkeypatch, sure):
    actions = PersonActions(world.context, ConsentCard(world.context))
    qtbot.addWidget(actions._owner)
    monkeypatch.setattr(PersonActions, "_sure", lambda self, address: sure)
    actions.erase(ANNA)
    assert world.bridge.of(ErasePerson) == ([ErasePerson(ANNA)] if sure else [])


# ── a letter being written ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([], "Opens and clicks will be noticed."),
        ([Applied(Mode.FULL, Why.DEFAULT)] * 2, "Opens and clicks will be noticed."),
        ([Applied(Mode.OFF, Why.REGION)], "Nothing will be noticed: EU or UK, no consent recorded"),
        (
            [Applied(Mode.DATE, Why.CONTACT), Applied(Mode.FULL, Why.DEFAULT)],
            "Date only: 1, Opens and clicks: 1",
        ),
    ],
)
def test_the_letter_says_what_will_be_noticed_and_why(found, sentence):
    assert summary(found) == sentence


def test_a_letter_asks_for_less_and_the_draft_remembers_it(world, qtbot):
    world.reader.user_settings["tracking_url"] = '"https://t.linia.ru"'
    draft = Draft(AccountId(1), to=(Address("", ANNA),), subject="Prices", html="<p>Hi</p>")
    window = ComposeWindow(world.context, draft)
    qtbot.addWidget(window)
    assert window.privacy.text.text() == "Opens and clicks will be noticed."
    window.privacy.grab()  # to paint it takes nothing away
    assert "@" in window.privacy.toolTip()
    window.privacy.choose("date")
    assert window.privacy.text.text().startswith("Only the date of the last open will be kept")
    assert window.draft().privacy == "date"
    window.tracking.setChecked(False)
    assert window.privacy.text.text() == "Only replies are noticed."
