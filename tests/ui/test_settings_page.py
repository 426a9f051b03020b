import json
from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QDate, QPointF, Qt
from PySide6.QtTest import QTest

from desktop_app.domain import commands
from desktop_app.domain.commands import (
    ChooseFolder,
    ChooseSentFolder,
    RemoveAccount,
    Result,
    SetPassword,
    SetSetting,
    SetTracking,
    SyncNow,
    TestSaved,
    TestStep,
    TestTracking,
)
from desktop_app.domain.errors import AuthRejected, DiskFull, SecretsError, TrackingError
from desktop_app.domain.facts import Changed, SyncState, TrackingState
from desktop_app.domain.model import AccountId, Role
from desktop_app.domain.reach import Reach
from desktop_app.settings.targets import Scope
from desktop_app.store.learned_rows import DeviceRow
from desktop_app.store.rows import ChannelRow, FolderRow
from desktop_app.ui.pages.settings import SettingsPage
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.texts import Text
from desktop_app.ui.widgets.year_view import YearView
from tests.fakes.ui_world import NOW, PageReader, make_world


@pytest.fixture
def page_of(qapp, qtbot):
    def make(settings=None, locked=None, folders=()):
        reader = PageReader(folder_rows=list(folders), user_settings=settings or {})
        world = make_world(Theme(qapp, "light"), reader, locked)
        page = SettingsPage(world.context)
        qtbot.addWidget(page)
        page.resize(1100, 900)
        page.activate()
        page.show()
        return page, world

    return make


def put(world):
    return {command.key: json.loads(command.value) for command in world.bridge.of(SetSetting)}


# mailboxes


def test_a_mailbox_says_how_it_is_doing(page_of):
    page, world = page_of()
    part = page.accounts.parts[1]
    world.bridge.sync_state.emit(SyncState(AccountId(1), "live", 5, 5))
    assert part.state.text() == "Up to date"
    world.bridge.sync_state.emit(SyncState(AccountId(1), "stopped", error="auth_rejected"))
    assert "does not accept" in part.state.text()
    assert part.password.isVisible()


def test_a_mailbox_that_wants_consent_offers_to_sign_in(page_of, qtbot):
    page, world = page_of()
    part = page.accounts.parts[1]
    assert part.consent.isHidden()
    world.bridge.sync_state.emit(SyncState(AccountId(1), "stopped", error="consent_needed"))
    assert not part.consent.isHidden()
    part.consent.browser_button.click()
    assert world.bridge.calls == [commands.SignInAgain(AccountId(1))]
    qtbot.waitUntil(lambda: bool(world.toasts))
    world.bridge.sync_state.emit(SyncState(AccountId(1), "live", 5, 5))
    assert part.consent.isHidden()


def test_what_was_said_before_the_page_was_made_is_shown(page_of, qapp, qtbot):
    _page, world = page_of({"tracking_url": '"https://t.example"'})
    world.bridge.sync_states[AccountId(1)] = SyncState(AccountId(1), "stopped", error="auth_rejected")
    world.bridge.tracking = TrackingState("refused")
    later = SettingsPage(world.context)
    qtbot.addWidget(later)
    later.activate()
    assert "does not accept" in later.accounts.parts[1].state.text()
    assert not later.accounts.parts[1].password.isHidden()
    assert "does not accept your key" in later.tracking.state.text()


def test_folders_show_progress_and_the_last_error_in_words(page_of):
    folders = [
        FolderRow(1, AccountId(1), "INBOX", Role.INBOX, 20, 10, 20, None, ""),
        FolderRow(2, AccountId(1), "Old", Role.OTHER, 7, 7, 7, None, "permission_denied"),
    ]
    page, _world = page_of(folders=folders)
    part = page.accounts.parts[1]
    assert "1 with errors" in part._folder_button.text()
    part._folder_button.click()
    shown = [text.text() for text in part.folders.findChildren(Text) if text.isVisible()]
    assert set(shown) == {
        "INBOX", "20", "Incoming · 10 of 20 read", "Old", "7", "The server does not allow this.",
        "Sent letters lie in",
    }  # fmt: skip


INBOX = FolderRow(1, AccountId(1), "INBOX", Role.INBOX, 20, 20, 20, NOW, "")
CLIENTS = FolderRow(2, AccountId(1), "Clients", Role.OTHER, 7, 7, 7, NOW, "")
JUNK = FolderRow(3, AccountId(1), "Junk", Role.SPAM, 0, 0, 0, None, "", wanted=False)


def said(part):
    return {row._path.text(): row.state.text() for row in part.folders.rows.values()}


def test_every_folder_says_what_it_is_for_and_how_it_is_doing(page_of):
    refused = CLIENTS._replace(id=4, path="Old", error="server_error", error_params={"text": "NO such luck"})
    page, _world = page_of(folders=[INBOX, CLIENTS, JUNK, refused])
    assert said(page.accounts.parts[1]) == {
        "INBOX": "Incoming · checked just now",
        "Clients": "checked just now",
        "Junk": "Spam · not read",
        "Old": "The mail server answered with an error: NO such luck",
    }


def test_a_folder_is_switched_off_with_one_click_and_on_again_by_undo(page_of, qtbot):
    page, world = page_of(folders=[INBOX, CLIENTS])
    rows = page.accounts.parts[1].folders.rows
    assert not rows[1].switch.isEnabled()
    rows[2].switch.click()
    assert world.bridge.of(ChooseFolder) == [ChooseFolder(2, False)]
    qtbot.waitUntil(lambda: bool(world.toasts))
    text, undo = world.toasts[0]
    assert text == "Clients is read no more."
    undo()
    assert world.bridge.of(ChooseFolder)[1:] == [ChooseFolder(2, True)]


def test_a_switch_that_is_refused_goes_back(page_of, qtbot):
    page, world = page_of(folders=[INBOX, CLIENTS])
    world.bridge.answers[ChooseFolder] = Result(error=DiskFull())
    switch = page.accounts.parts[1].folders.rows[2].switch
    switch.click()
    qtbot.waitUntil(switch.isChecked)
    assert "The disk is full" in world.toasts[0][0]


def test_a_folder_under_the_keyboard_stays_where_it_is_while_others_come_and_go(page_of):
    page, world = page_of(folders=[INBOX, CLIENTS])
    part = page.accounts.parts[1]
    switch = part.folders.rows[2].switch
    world.reader.folder_rows = [INBOX, CLIENTS._replace(letters=8), JUNK]
    page.accounts.read()
    assert part.folders.rows[2].switch is switch
    world.reader.folder_rows = [INBOX, JUNK]
    page.accounts.read()
    assert list(said(part)) == ["INBOX", "Junk"]


def test_where_sent_letters_lie_is_chosen_among_the_folders(page_of):
    sent = CLIENTS._replace(id=5, path="Sent", role=Role.SENT)
    page, world = page_of(folders=[INBOX, CLIENTS, sent])
    part = page.accounts.parts[1]
    choice = part.folders.sent
    assert [choice.itemText(at) for at in range(choice.count())] == [
        "Where the server says: Sent", "Clients", "Sent",
    ]  # fmt: skip
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    assert world.bridge.of(ChooseSentFolder) == [ChooseSentFolder(AccountId(1), 2)]
    world.reader.folder_rows = [INBOX, CLIENTS._replace(role=Role.SENT, chosen_sent=True), sent]
    page.accounts.read()
    assert choice.currentText() == "Clients"


def test_a_connection_is_tested_step_by_step_and_the_step_that_fails_is_said(page_of, qtbot):
    page, world = page_of()
    part = page.accounts.parts[1]
    steps = [TestStep("resolve", detail="127.0.0.1"), TestStep("connect"), TestStep("secure")]
    world.bridge.answers[TestSaved] = Result([*steps, TestStep("sign_in", AuthRejected(reason="rejected"))])
    part.try_out()
    assert not part.test.isHidden()
    qtbot.waitUntil(lambda: part.test.state("sign_in") == "failed")
    assert [part.test.state(one) for one in ("secure", "folders")] == ["done", ""]
    assert part.test._said.text() == "The server does not accept this user name and password."
    assert part.password.isVisible()
    bell = TestStep("bell", detail="idle")
    world.bridge.answers[TestSaved] = Result([*steps, TestStep("sign_in"), TestStep("folders"), bell])
    part.try_out()
    qtbot.waitUntil(lambda: part.test.state("bell") == "done")
    assert part.test._said.isHidden()
    assert "inbox" in part.test._details["bell"].text()


def test_a_test_that_cannot_begin_says_why(page_of, qtbot):
    page, world = page_of()
    part = page.accounts.parts[1]
    missing = SecretsError(reason="no_password", address="pavel@otklik.example")
    world.bridge.answers[TestSaved] = Result(error=missing)
    part.try_out()
    qtbot.waitUntil(lambda: "No password is kept" in part.test._said.text())
    assert part.password.isVisible()


def test_a_long_first_read_says_how_long_it_still_takes(page_of, monkeypatch):
    page, world = page_of()
    part = page.accounts.parts[1]
    elapsed = iter((0, 10_000))
    monkeypatch.setattr(part, "_clock", SimpleNamespace(elapsed=lambda: next(elapsed)))
    world.bridge.sync_state.emit(SyncState(AccountId(1), "syncing", 0, 4000))
    assert part.state.text() == "Reading letters: 0 of 4,000"
    world.bridge.sync_state.emit(SyncState(AccountId(1), "syncing", 1000, 4000))
    assert part.state.text() == "Reading letters: 1,000 of 4,000. Less than a minute left"


def test_removing_asks_first(page_of, qtbot):
    page, world = page_of()
    part = page.accounts.parts[1]
    part.ask_removal()
    assert world.bridge.calls == []
    assert part.removal.isVisible()
    part.remove()
    assert world.bridge.calls == [RemoveAccount(AccountId(1))]
    world.reader.account_rows.clear()
    page.accounts.read()
    assert page.accounts.parts == {}


def test_a_new_password_is_set_and_a_refusal_is_said(page_of, qtbot):
    page, world = page_of()
    part = page.accounts.parts[1]
    world.bridge.answers[SetPassword] = Result(error=AuthRejected())
    part.password.edit.setText("new")
    part.password.edit.returnPressed.emit()
    qtbot.waitUntil(lambda: "does not accept" in part.password.field._below.text())
    world.bridge.answers[SetPassword] = Result()
    part.password.edit.returnPressed.emit()
    qtbot.waitUntil(lambda: bool(world.toasts))
    assert world.bridge.of(SetPassword)[-1] == SetPassword(AccountId(1), "new")
    assert part.password.edit.text() == ""


def test_an_unknown_certificate_is_trusted_only_by_hand(page_of, qtbot):
    page, world = page_of()
    part = page.accounts.parts[1]
    params = (("host", "imap.b.example"), ("fingerprint", "ab12"))
    world.bridge.sync_state.emit(SyncState(AccountId(1), "stopped", error="tls_untrusted", params=params))
    assert "AB:12" in part._trust.text.text().replace("\u200b", "")
    part._trust.layout().itemAt(1).widget().click()
    assert world.bridge.calls == [commands.TrustCertificate(AccountId(1), "ab12")]


def test_reading_now_and_adding(page_of):
    page, world = page_of()
    page.accounts.parts[1]._sync_now()
    assert world.bridge.calls == [SyncNow(AccountId(1))]


# tracking


def test_a_check_says_what_recipients_get_and_what_to_mend(page_of, qtbot):
    page, world = page_of({"tracking_url": '"https://t.example"'})
    page.tabs.choose("tracking")
    world.bridge.answers[TestTracking] = Result(Reach("https://t.example", "", "timeout", 5, -300))
    assert not page.tracking.findings.isVisible()
    page.tracking.check_button.click()
    assert not page.tracking.check_button.isEnabled()
    qtbot.waitUntil(page.tracking.findings.isVisible)
    texts = page.tracking.findings.texts()
    assert [text.partition(" ")[0] for text in texts] == ["Pictures", "The", "The", "The"]
    assert "firewall" in texts[1]
    assert "5 more days" in texts[2]
    assert "5 minutes behind" in texts[3]
    assert page.tracking.check_button.isEnabled()


def test_a_check_that_finds_no_server_says_so(page_of, qtbot):
    page, world = page_of({"tracking_url": '"https://t.example"'})
    page.tabs.choose("tracking")
    world.bridge.answers[TestTracking] = Result(error=TrackingError(reason="unreachable"))
    page.tracking.check_button.click()
    qtbot.waitUntil(page.tracking.findings.isVisible)
    assert page.tracking.findings.texts() == ["The tracking server cannot be reached."]


def test_without_a_server_there_is_nothing_to_check(page_of):
    page, _world = page_of()
    assert not page.tracking.check_button.isVisible()


def test_without_a_server_it_says_what_is_off(page_of):
    page, world = page_of()
    assert "no tracking server" in page.tracking.state.text()
    page.tracking.url.setText("https://t.example")
    page.tracking.key.setText("secret")
    page.tracking.key.returnPressed.emit()
    assert world.bridge.calls == [SetTracking("https://t.example", "secret")]


def test_the_state_of_the_server_is_said_in_words(page_of):
    page, world = page_of({"tracking_url": '"https://t.example"'})
    world.bridge.tracking_state.emit(TrackingState("unreachable"))
    assert "cannot be reached" in page.tracking.state.text()
    world.bridge.tracking_state.emit(TrackingState("on"))
    assert "are on" in page.tracking.state.text()


def test_a_refused_key_is_said_and_stays_typed(page_of, qtbot):
    page, world = page_of()
    world.bridge.answers[SetTracking] = Result(error=TrackingError(reason="refused"))
    page.tracking.url.setText("https://t.example")
    page.tracking.key.setText("wrong")
    page.tracking._connect()
    qtbot.waitUntil(lambda: "does not accept this key" in page.tracking._key_field._below.text())
    assert page.tracking.key.text() == "wrong"


def test_an_address_that_is_none_is_not_asked_for(page_of):
    page, world = page_of()
    page.tracking.url.setText("t.example")
    page.tracking.key.setText("secret")
    page.tracking._connect()
    assert world.bridge.calls == []
    assert "https://" in page.tracking._url_field._below.text()


# hours


def test_reading_the_settings_sends_nothing(page_of):
    page, world = page_of({"work_zone": '"Europe/Moscow"', "target_minutes": "45"})
    assert page.targets.usual.minutes() == 45
    assert world.bridge.calls == []


def typed(page, day, text):
    """As a person does: the text, then Enter."""
    edit = page.hours.days[day].edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def test_a_week_of_the_old_form_is_shown_with_lunch_as_the_gap(page_of):
    page, _world = page_of()
    texts = {day: line.edit.text() for day, line in page.hours.days.items()}
    assert texts["mon"] == "9–13, 14–18"
    assert (texts["sat"], page.hours.days["sat"].edit.placeholderText()) == ("", "Day off")


def test_several_stretches_a_day_a_day_off_and_the_whole_week_is_sent(page_of):
    page, world = page_of()
    typed(page, "tue", "9-13, 14-18, 20-21")
    assert page.hours.days["tue"].edit.text() == "9–13, 14–18, 20–21"
    usual = [["09:00", "13:00"], ["14:00", "18:00"]]
    week = {**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), usual), "sat": [], "sun": []}
    week["tue"] = [*usual, ["20:00", "21:00"]]
    assert put(world) == {"work_week": week}
    typed(page, "fri", "")
    assert put(world)["work_week"] == {**week, "fri": []}


def test_what_is_no_time_is_said_in_one_sentence_not_sent_and_left_to_be_mended(page_of):
    page, world = page_of()
    for text, said in (
        ("18-14", "Wednesday: 18:00–14:00 ends before it begins; a night is written on both days."),
        ("9-13, 12-18", "Wednesday: 12:00 lies before the end of the stretch before, 13:00."),
        ("9-25", "Wednesday: 9:00–25:00 is no time of a day; the last one is 24:00."),
        ("nine to five", "Wednesday: “nine to five” is no time; write from-to, as 9-13, 14-18."),
    ):
        typed(page, "wed", text)
        assert page.hours.error.text() == said
        assert not page.hours.error.isHidden()
        assert page.hours.days["wed"].edit.text() == text
    assert world.bridge.calls == []
    typed(page, "wed", "10-16")
    assert page.hours.error.isHidden()
    assert put(world)["work_week"]["wed"] == [["10:00", "16:00"]]


def test_escape_takes_back_what_was_typed(page_of):
    page, world = page_of()
    typed(page, "thu", "9-9")
    QTest.keyClick(page.hours.days["thu"].edit, Qt.Key.Key_Escape)
    assert page.hours.days["thu"].edit.text() == "9–13, 14–18"
    assert page.hours.error.isHidden()
    assert world.bridge.calls == []


def test_mondays_hours_go_to_every_working_day(page_of):
    page, world = page_of()
    typed(page, "mon", "8-12, 13-17")
    page.hours.same.click()
    week = put(world)["work_week"]
    assert {day for day, spans in week.items() if spans == [["08:00", "12:00"], ["13:00", "17:00"]]} == {
        "mon", "tue", "wed", "thu", "fri"
    }  # fmt: skip
    assert week["sun"] == []


def test_zone_calendar_and_target(page_of):
    page, world = page_of()
    page.hours.zone.setCurrentIndex(page.hours.zone.findData("Asia/Yekaterinburg"))
    page.hours.zone.activated.emit(0)
    page.hours.calendar.setCurrentIndex(page.hours.calendar.findData("none"))
    page.hours.calendar.activated.emit(1)
    usual = page.targets.usual
    usual.length.setCurrentIndex(usual.length.findData(240))
    usual.length.activated.emit(0)
    usual.clock.setCurrentIndex(usual.clock.findData("calendar"))
    usual.clock.activated.emit(1)
    assert put(world) == {
        "work_zone": "Asia/Yekaterinburg",
        "work_country": "none",
        "target_minutes": 240,
        "target_clock": "calendar",
    }


def test_mailboxes_and_channels_get_targets_of_their_own(page_of, qtbot):
    page, world = page_of()
    world.reader.channel_rows = [ChannelRow("Ads", ("ads@firm.ru",), 0, None)]
    address = next(iter(world.reader.mailboxes().values()))
    page.tabs.choose("hours")
    page.targets.read()
    assert page.targets.offered() == [(Scope.ACCOUNT, address), (Scope.CHANNEL, "Ads")]

    def taken():
        world.reader.user_settings["target_rules"] = json.dumps(put(world)["target_rules"])
        page.changed(Changed(everything=True))

    page.targets.add_target(Scope.CHANNEL, "Ads")
    assert put(world)["target_rules"] == [["channel", "Ads", 60, "working"]]
    taken()
    [(_rule, line)] = page.targets.lines
    line.length.setCurrentIndex(line.length.findData(15))
    line.length.activated.emit(0)
    line.clock.setCurrentIndex(line.clock.findData("calendar"))
    line.clock.activated.emit(0)
    assert put(world)["target_rules"] == [["channel", "Ads", 15, "calendar"]]
    taken()
    assert page.targets.offered() == [(Scope.ACCOUNT, address)]
    page.targets._remove(page.targets.lines[0][0])
    assert put(world)["target_rules"] == []
    _text, undo = world.toasts[-1]
    taken()
    undo()
    assert put(world)["target_rules"] == [["channel", "Ads", 15, "calendar"]]


def test_targets_it_has_set_are_shown_and_locked(page_of):
    rules = [["channel", "Ads", 15, "working"]]
    page, _world = page_of(locked={"target_rules": json.dumps(rules), "target_minutes": "30"})
    [(_rule, line)] = page.targets.lines
    assert line.minutes() == 15
    assert not line.length.isEnabled()
    assert not page.targets.add_button.isEnabled()
    assert not page.targets.usual.length.isEnabled()
    assert page.targets.usual.clock.isEnabled()


@pytest.mark.parametrize("key", ["work_week", "work_hours", "work_lunch"])
def test_hours_it_has_set_in_either_form_are_locked(page_of, key):
    value = {"work_lunch": ["12:00", "12:30"]}.get(key, {"mon": [["10:00", "19:00"]]})
    page, _world = page_of({"work_week": '{"mon": [["01:00", "02:00"]]}'}, locked={key: json.dumps(value)})
    line = page.hours.days["mon"]
    assert not line.edit.isEnabled()
    assert line.edit.toolTip() == "Managed by your organisation"
    assert line.edit.text() == {
        "work_week": "10–19",
        "work_hours": "10–13, 14–19",
        "work_lunch": "9–12, 12:30–18",
    }[key]


def test_a_refused_setting_goes_back_and_is_said(page_of, qtbot):
    page, world = page_of()
    world.bridge.answers[SetSetting] = Result(error=DiskFull())
    typed(page, "sat", "10-14")
    qtbot.waitUntil(lambda: bool(world.toasts))
    assert page.hours.days["sat"].edit.text() == ""


def test_what_it_has_locked_cannot_be_changed(page_of):
    page, _world = page_of(
        locked={"work_country": '"none"', "theme": '"dark"', "tracking_url": '"https://t.example"'}
    )
    assert not page.hours.calendar.isEnabled()
    assert page.hours.calendar.toolTip() == "Managed by your organisation"
    assert not page.appearance.theme.isEnabled()
    assert not page.tracking.url.isEnabled()
    assert page.targets.usual.length.isEnabled()


# the rest


def test_appearance_notifications_and_writing(page_of):
    page, world = page_of()
    page.appearance.theme.setCurrentIndex(2)
    page.appearance.theme.activated.emit(2)
    assert world.context.theme.dark
    page.notifications.per_hour.setValue(2)
    page.notifications.on.click()
    assert not page.notifications.per_hour.isEnabled()
    page.writing.track.click()
    page.writing.signature.setPlainText("Pavel")
    assert put(world) == {
        "theme": "dark",
        "notifications_per_hour": 2,
        "notifications_enabled": False,
        "track_by_default": False,
        "signature": "Pavel",
    }


def test_cards_stand_in_as_many_columns_as_there_is_room_for(page_of, qtbot):
    page, _world = page_of()
    cards = (page.hours, page.days)
    for width, columns in ((700, 1), (1100, 2), (1700, 2)):
        page.resize(width, 900)
        qtbot.waitUntil(lambda columns=columns: len({left(card, page) for card in cards}) == columns)


def in_sight(card):
    return not card.visibleRegion().isEmpty()


def test_the_section_chosen_comes_to_the_top_and_stays_when_the_page_is_left(page_of, qtbot):
    page, _world = page_of()
    assert in_sight(page.accounts)
    page.tabs.choose("privacy")
    assert in_sight(page.modes)
    assert not in_sight(page.accounts)
    page.hide()
    page.activate()
    page.show()
    qtbot.waitUntil(lambda: in_sight(page.modes))
    assert page.tabs.value() == "privacy"


def test_the_switch_follows_where_the_user_scrolls_and_the_last_section_can_be_chosen(page_of):
    page, _world = page_of()
    page.tabs.choose("window")
    assert page.tabs.value() == "window"
    assert in_sight(page.notifications)
    bar = page._area.verticalScrollBar()
    bar.setValue(page._sections["hours"].y() + 10)
    assert page.tabs.value() == "hours"
    bar.setValue(0)
    assert page.tabs.value() == "mailboxes"


def left(card, page):
    return card.mapTo(page, card.rect().topLeft()).x()


# days of the year


def test_a_click_on_a_day_makes_it_free_or_worked_and_back(page_of):
    page, world = page_of()
    monday, holiday = date(2026, 11, 16), date(2026, 6, 12)
    assert page.days.kind_of(monday) == "worked"
    assert page.days.kind_of(holiday) == "holiday"
    page.days.view.picked.emit(monday)
    page.days.view.picked.emit(holiday)
    assert put(world) == {"work_days_off": ["2026-11-16"], "work_days_on": ["2026-06-12"]}


def test_an_own_day_goes_with_a_click(page_of):
    page, world = page_of({"work_days_off": '["2026-11-16"]'})
    assert page.days.kind_of(date(2026, 11, 16)) == "holiday"
    page.days.view.picked.emit(date(2026, 11, 16))
    assert put(world) == {"work_days_off": []}


def test_leave_and_duty_are_added_and_removed_with_undo(page_of):
    page, world = page_of({"work_leave": '[["2026-08-03", "2026-08-14"]]'})
    days = page.days
    assert days.kind_of(date(2026, 8, 5)) == "leave"
    days.kind.setCurrentIndex(days.kind.findData("duty"))
    days.kind.activated.emit(0)
    assert days.start.isVisibleTo(days)
    assert not days.last.isVisibleTo(days)
    days.first.setDate(QDate(2026, 11, 28))
    days.add_button.click()
    assert put(world)["work_duty"] == [["2026-11-28", "10:00", "14:00"]]
    row = days._rows.itemAt(0).widget()
    row.findChild(IconButton).click()
    assert put(world)["work_leave"] == []
    world.toasts[-1][1]()
    assert [one.value for one in world.bridge.of(SetSetting) if one.key == "work_leave"] == ["[]"]


def test_days_say_what_they_are_and_when_one_works(page_of):
    page, _world = page_of({"work_duty": '[["2026-11-28", "10:00", "14:00"]]'})
    said = page.days.words_of
    assert said(date(2026, 11, 28)) == "Saturday, 28 November: on duty\n10:00–14:00"
    assert said(date(2026, 11, 27)) == "Friday, 27 November: a working day\n9:00–13:00, 14:00–18:00"
    assert said(date(2026, 11, 4)) == "Wednesday, 4 November: a day off"
    assert said(date(2026, 11, 3)) == "Tuesday, 3 November: a shorter day\n9:00–13:00, 14:00–17:00"


def test_the_year_is_walked_by_keyboard_and_turned(page_of):
    page, world = page_of()
    view = page.days.view
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert "8 January" in view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert put(world) == {"work_days_on": ["2026-01-08"]}
    page.days.after.click()
    page.days.after.click()
    assert page.days.year_text.text() == "2028"
    assert not page.days.unknown.isHidden()  # the decree for it is not there yet


@pytest.mark.parametrize(("width", "across"), [(330, 2), (480, 3), (800, 4)])
def test_as_many_months_stand_in_a_row_as_there_is_room_for(page_of, qtbot, width, across):
    page, world = page_of()
    view = YearView(world.context.theme, page.days.kind_of, page.days.words_of)
    qtbot.addWidget(view)
    view.resize(width, 100)
    view.show()
    corners = [view._corner(month) for month in range(1, 13)]
    assert len({x for x, _y in corners}) == across
    assert max(y for _x, y in corners) < view.height()
    assert max(x for x, _y in corners) < width


def test_a_click_finds_the_day_it_is_on(page_of):
    view = page_of()[0].days.view
    assert view.day_at(view._cell(date(2026, 11, 30)).center()) == date(2026, 11, 30)
    assert view.day_at(view._cell(date(2026, 1, 1)).topLeft() - QPointF(0, 5)) is None


def test_days_that_it_has_set_cannot_be_removed(page_of):
    page, _world = page_of(locked={"work_days_off": '["2026-11-16"]'})
    assert not page.days._rows.itemAt(0).widget().findChild(IconButton).isEnabled()


# following what changes


def test_only_the_section_in_sight_is_read_when_letters_come_and_never_twice_within_half_a_second(
    page_of, qtbot, monkeypatch
):
    page, world = page_of()
    page.resize(1100, 160)
    read = []
    for name in ("mailboxes", "folders", "devices", "rules", "channels"):
        ask = getattr(world.reader, name)
        monkeypatch.setattr(
            world.reader, name, lambda *args, ask=ask, name=name: (read.append(name), ask(*args))[1]
        )
    for _ in range(20):
        page.changed(Changed(accounts=True))
    once = len(read)
    assert once > 0
    assert set(read) <= {"mailboxes", "folders"}
    qtbot.waitUntil(lambda: len(read) == 2 * once)  # the last change is not lost
    page.tabs.choose("tracking")
    assert read[2 * once :] == ["devices", "rules"]


def test_a_page_out_of_sight_reads_nothing_until_it_is_shown(page_of):
    page, world = page_of()
    page.tabs.choose("tracking")
    page.hide()
    world.reader.device_rows = [DeviceRow("t1", "My phone", "iPhone", NOW, NOW)]
    page.changed(Changed(everything=True))
    assert page.devices.rows.count() == 0
    page.show()
    assert page.devices.rows.count() == 1
