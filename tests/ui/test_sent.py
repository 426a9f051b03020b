import pytest

from desktop_app.domain.commands import ResolveUnknown, Result, SaveDraft, SendAt, UndoSend
from desktop_app.domain.model import (
    DAY,
    AccountId,
    Address,
    Direction,
    Draft,
    OutboxId,
    SignalKind,
    Verdict,
)
from desktop_app.store import drafts
from desktop_app.store.rows import OutboxRow
from desktop_app.ui import problems
from desktop_app.ui.pages.sent import SentPage, look, outcome, people
from desktop_app.ui.pages.sent_detail import links, mix
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from desktop_app.ui.widgets.texts import Text
from tests.fakes.ui_world import NOW, letter, make_world
from tests.ui.test_activity import signal


@pytest.fixture
def world(qapp):
    return make_world(Theme(qapp, "light"))


@pytest.fixture
def page(world, qtbot):
    page = SentPage(world.context)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    return page


def shown(page):
    page.activate()
    page.show()


def buttons(page):
    return {button.text(): button for button in page.unsent.findChildren(QuietButton) if button.isVisible()}


def held(page):
    some = page.unsent.findChildren(QuietButton)
    return sum(one.text() == "Undo" and one.isVisible() for one in some)


def outbox(state, error=""):
    return OutboxRow(OutboxId(5), AccountId(1), state, "Prices", (Address("", "a@b.example"),), NOW, error)


def test_what_came_of_a_letter_the_most_telling_first():
    signals = [
        signal(1, SignalKind.OPEN, Verdict.HUMAN),
        signal(2, SignalKind.CLICK, Verdict.HUMAN, link="Prices"),
        signal(3, SignalKind.REPLY, Verdict.HUMAN),
    ]
    assert outcome(signals) == ("answered, clicked Prices", "good")


def test_a_wide_window_tells_of_the_newest_letter_at_once_until_the_user_closes_that(page, world):
    world.reader.sent_rows = [(letter(1), ()), (letter(2), ())]
    page.resize(1600, 700)
    shown(page)
    assert page.detail.letter == page._rows[0][0].id
    assert page.list.currentIndex().row() == 0
    page.detail._close()
    page.activate()
    assert page.detail.isHidden()


def test_machines_and_own_opens_say_nothing():
    assert outcome([signal(1), signal(2, verdict=Verdict.SELF), signal(3, verdict=Verdict.UNKNOWN)]) == (
        "",
        "secondary",
    )


def test_opened_again_replaces_opened():
    signals = [signal(1, SignalKind.OPEN, Verdict.HUMAN), signal(2, SignalKind.REOPEN, Verdict.HUMAN)]
    assert outcome(signals)[0] == "opened again"


def test_where_pictures_never_load_silence_is_explained_instead_of_shown_as_nothing(world, page):
    sent = letter(1, direction=Direction.OUT, to=(Address("", "Anna@zavod.example"),))
    assert look(sent, [], NOW).tag == ""
    assert look(sent, [], NOW, {"anna@zavod.example"}).tag == "pictures never load there"
    read = signal(1, SignalKind.CLICK, Verdict.HUMAN, link="Prices")
    assert look(sent, [read], NOW, {"anna@zavod.example"}).tag == "clicked Prices"
    world.reader.blind_addresses = {"anna@zavod.example"}
    world.reader.sent_rows = [(sent, ())]
    shown(page)
    assert page.model.look(0).tag == "pictures never load there"
    page.detail.tell(sent, ())
    assert "pictures never load there" in [one.text() for one in page.detail.findChildren(Text)]


def test_many_recipients_are_counted():
    addresses = [Address("", f"{name}@b.example") for name in "abcd"]
    assert people(addresses) == "a@b.example, b@b.example and 2 more"
    assert people(addresses[:2]) == "a@b.example, b@b.example"


def test_a_click_tells_what_came_of_the_letter_and_its_button_or_enter_shows_it_with_its_answer(world, page):
    sent = letter(7, "Prices", direction=Direction.OUT)
    world.reader.sent_rows = [(sent, (signal(1, SignalKind.REPLY, Verdict.HUMAN),))]
    shown(page)
    assert not page.detail.isVisible()
    page.list.clicked.emit(page.model.index(0, 0))
    assert page.detail.isVisible()
    page.detail.read.click()
    page.list.opened.emit(page.model.index(0, 0))
    assert world.shown_letters == [([7, 11], "Prices")] * 2


def test_links_and_who_was_behind_the_signals_are_told_by_people_first():
    signals = [
        signal(1, SignalKind.CLICK, Verdict.HUMAN, link="Prices"),
        signal(2, SignalKind.CLICK, Verdict.MACHINE, link="Terms"),
        signal(3, SignalKind.OPEN, Verdict.UNKNOWN),
    ]
    assert [link for link, _ in links(signals)] == ["Prices", "Terms"]
    assert links(signals)[1][1] == "not by a person"
    assert mix(signals) == [("People", "1"), ("Nobody knows", "1"), ("Programs", "1")]


def test_nothing_sent_teaches(world, page):
    shown(page)
    assert page._stack.currentIndex() == 1
    assert not page.unsent.isVisible()


def test_what_became_of_a_letter_is_said_in_the_servers_words_or_in_ours():
    said = "boris@b.example: 550 no such user"
    assert problems.outbox_row(outbox("rejected", "refused")._replace(refusal=said)).endswith(said)
    assert problems.outbox_row(outbox("partly", "refused")._replace(refusal=said)).endswith(said)
    for error in ("offline", "throttled"):
        text = problems.outbox_row(outbox("held", error))
        assert text.startswith("Waits to be sent. ")
        assert "?" not in text
        assert "went wrong" not in text
    assert problems.outbox_row(outbox("held")) == "Will be sent in a moment"


def test_those_that_need_a_decision_come_first_and_the_rest_can_be_shown(world, page, qtbot):
    later = [outbox("held")._replace(id=OutboxId(number)) for number in range(10, 20)]
    world.reader.outbox_rows = [*later, outbox("rejected", "refused")]
    shown(page)
    assert "Send again" in buttons(page)
    assert held(page) == 5
    [more] = page.unsent.findChildren(LinkButton)
    assert more.text() == "Show 5 more"
    more.click()
    qtbot.waitUntil(lambda: held(page) == 10)
    assert not [one for one in page.unsent.findChildren(LinkButton) if one.isVisible()]


def test_a_letter_in_doubt_asks_for_a_decision(world, page, qtbot):
    world.reader.outbox_rows = [outbox("unknown", "offline")]
    shown(page)
    buttons(page)["It arrived"].click()
    assert world.bridge.calls == [ResolveUnknown(OutboxId(5), arrived=True)]
    buttons(page)["Send again"].click()
    assert world.bridge.calls[-1] == ResolveUnknown(OutboxId(5), arrived=False)


def test_a_held_letter_can_be_taken_back(world, page):
    world.reader.outbox_rows = [outbox("held")]
    shown(page)
    buttons(page)["Undo"].click()
    assert world.bridge.calls == [UndoSend(OutboxId(5))]


@pytest.mark.parametrize(("state", "button"), [("held", "Undo"), ("rejected", "Go on writing")])
def test_a_letter_taken_back_opens_again(world, page, qtbot, state, button):
    draft = Draft(AccountId(1), subject="Prices", html="<p>Hello</p>")
    world.bridge.answers[UndoSend] = Result(draft)
    world.reader.outbox_rows = [outbox(state)]
    shown(page)
    buttons(page)[button].click()
    qtbot.waitUntil(lambda: world.composed == [draft])


def test_a_refused_letter_can_be_sent_again(world, page):
    world.reader.outbox_rows = [outbox("rejected", "server_error")]
    shown(page)
    buttons(page)["Send again"].click()
    assert world.bridge.calls == [ResolveUnknown(OutboxId(5), arrived=False)]


def test_a_partly_sent_letter_goes_to_the_others_or_is_left_so(world, page):
    world.reader.outbox_rows = [outbox("partly", "auth_rejected")]
    shown(page)
    buttons(page)["Send to the others"].click()
    buttons(page)["Leave it so"].click()
    assert world.bridge.calls == [
        ResolveUnknown(OutboxId(5), arrived=False),
        ResolveUnknown(OutboxId(5), arrived=True),
    ]


def test_a_draft_is_gone_on_with_under_its_key(world, page, qtbot):
    draft = Draft(AccountId(1), subject="Prices", html="<p>Hello</p>")
    world.reader.draft_rows = [("key-1", drafts.encode(draft).encode())]
    shown(page)
    buttons(page)["Go on writing"].click()
    window = page.unsent._windows["key-1"]
    assert window.draft().html == "<p>Hello</p>"
    assert "Go on writing" not in buttons(page)
    qtbot.keyClicks(window.body, "x")
    window._keeper._save()
    assert world.bridge.of(SaveDraft)[-1].key == "key-1"
    window._done = True
    window.close()


def test_a_deleted_draft_can_be_taken_back(world, page, qtbot):
    draft = Draft(AccountId(1), subject="Prices", html="<p>Hello</p>")
    world.reader.draft_rows = [("key-1", drafts.encode(draft).encode())]
    shown(page)
    buttons(page)["Delete"].click()
    assert world.bridge.calls == [SaveDraft("key-1", None)]
    world.toasts[0][1]()
    assert world.composed == [draft]


def test_without_a_mailbox_it_leads_to_the_assistant(world, page):
    world.reader.account_rows = []
    shown(page)
    page._stack.currentWidget().findChild(PrimaryButton).click()
    assert world.shown_pages == ["assistant"]


def later(at):
    return outbox("held")._replace(send_at=at)


def test_a_letter_for_later_says_when_and_can_be_sent_now(world, page):
    world.reader.outbox_rows = [later(NOW + DAY)]
    shown(page)
    assert any(text.text() == "Will be sent Fri 17:00" for text in page.unsent.findChildren(Text))
    buttons(page)["Send now"].click()
    assert world.bridge.calls == [SendAt(OutboxId(5), None)]


def test_a_letter_for_later_gets_another_time_or_is_written_on(world, page):
    world.reader.outbox_rows = [later(NOW + DAY)]
    shown(page)
    buttons(page)["Another time"].click()
    next(one for one in page.unsent._menu.actions() if one.text().startswith("In a week")).trigger()
    assert world.bridge.of(SendAt)[0].at > NOW + 6 * DAY
    buttons(page)["Go on writing"].click()
    assert world.bridge.of(UndoSend) == [UndoSend(OutboxId(5))]


def test_a_time_that_has_come_is_a_matter_of_a_moment(world, page):
    world.reader.outbox_rows = [later(NOW)]
    shown(page)
    assert "Undo" in buttons(page)
