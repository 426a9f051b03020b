"""What only Microsoft 365 has: its traps, each on the fake that is held to the published metadata."""

import contextlib
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage

import pytest

from desktop_app.domain.errors import (
    ConsentNeeded,
    InputError,
    ItemGone,
    Offline,
    PermissionDenied,
    ServerError,
    StateInvalid,
    Throttled,
    Unsupported,
)
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import DAY, Flags, Role
from desktop_app.mail import graph_client, graph_files, graph_send
from desktop_app.mail.base import SendOutcome, Wake
from desktop_app.mail.graph import GraphProvider
from desktop_app.mail.graph_send import GraphSender
from desktop_app.mail.probe import test_account as try_account
from tests.fakes import graph_mailbox
from tests.fakes.graph_server import CONCURRENT_MAX, TOKEN
from tests.fakes.provider_worlds import GraphWorld, follow, inbox_of, letter, ringing, small_pages

pytestmark = pytest.mark.skipif(bool(graph_mailbox.why_not()), reason=graph_mailbox.why_not() or "-")
ME = "marina@linia.example"
NOW = 1_790_000_000_000_000


@pytest.fixture(autouse=True)
def _small_pages() -> Iterator[None]:
    with small_pages():
        yield


@pytest.fixture
def world() -> Iterator[GraphWorld]:
    made = GraphWorld()
    yield made
    made.close()


@pytest.fixture
def fake(world):
    return world.fake


@pytest.fixture
def never() -> Iterator[socket.socket]:
    """Nothing cancels."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours


@pytest.fixture
def provider(world):
    made = world.provider()
    yield made
    made.close()


def letter_to(*people: str, number: int = 1, size: int = 0) -> bytes:
    named = ", ".join(people).encode()
    head = b"Message-ID: <%d@linia.example>\r\nFrom: marina@linia.example\r\nTo: %s\r\nSubject: x\r\n"
    return head % (number, named) + b"\r\n" + b"y" * size + b"\r\n"


# troubles


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (429, "ApplicationThrottled", Throttled),
        (503, "ServiceUnavailable", Throttled),
        (502, "BadGateway", Offline),
        (504, "GatewayTimeout", Offline),
        (500, "InternalServerError", ServerError),
        (403, "ErrorAccessDenied", PermissionDenied),
        (404, "MailboxNotEnabledForRESTAPI", Unsupported),
        (401, "InvalidAuthenticationToken", ConsentNeeded),
    ],
)
def test_each_status_is_one_error_and_is_asked_for_once(fake, provider, status, code, error) -> None:
    fake.trouble["one_folder"] = (status, code)
    with pytest.raises(error) as caught:
        provider.folders()
    assert fake.count("one_folder") == 1
    if error is Throttled:
        assert caught.value.params["after_s"] == 7
    assert provider.folders()[0].role is Role.INBOX


def test_a_token_that_ended_meanwhile_is_renewed_once(world, fake) -> None:
    shown = []

    def token() -> str:
        shown.append(TOKEN if not shown else "token-2")
        return shown[-1]

    with contextlib.closing(GraphProvider(world.settings, token)) as provider:
        provider.folders()
        fake.tokens = {"token-2"}
        assert provider.folders()
        assert shown == [TOKEN, "token-2"]
        fake.tokens = set()
        with pytest.raises(ConsentNeeded):
            provider.folders()
        assert len(shown) == 3


def test_a_password_that_somebody_typed_is_not_shown_to_microsoft(world, fake) -> None:
    with contextlib.closing(world.provider("пароль")) as provider, pytest.raises(ConsentNeeded):
        provider.folders()
    assert fake.asked == []


def test_a_next_page_elsewhere_is_not_asked_and_sees_no_token(fake, world, provider) -> None:
    world.put(9)
    fake.elsewhere = "https://evil.example"
    with pytest.raises(ServerError):
        follow(provider)
    fake.elsewhere = ""
    assert follow(provider).letters == world.here()


def test_a_server_that_is_silent_is_offline(fake, world, monkeypatch) -> None:
    fake.slow_s = 1.0
    monkeypatch.setattr(graph_client, "READ_S", 0.2)
    with contextlib.closing(world.provider()) as provider, pytest.raises(Offline) as caught:
        provider.folders()
    assert caught.value.params["reason"] == "timeout"


def test_a_question_that_is_under_way_is_cut_from_another_thread(fake, world, never) -> None:
    provider = world.provider()
    inbox = inbox_of(provider)
    provider.wait(inbox, 0.0, never)
    fake.slow_s = 5.0
    began = time.monotonic()
    with ringing(provider, inbox) as waiting:
        while fake._running == 0:
            assert time.monotonic() - began < 10
        provider.cut()
    provider.close()
    assert isinstance(waiting.outcome[0], Offline)
    assert fake._running == 1, "the answer was waited for"


def test_a_line_cut_in_a_poll_is_offline(fake, world, provider, never) -> None:
    inbox = inbox_of(provider)
    fake.trouble["one_folder"] = "lost"
    with pytest.raises(Offline):
        provider.wait(inbox, 5, never)


def test_without_encryption_only_this_machine_is_reached(world) -> None:
    far = replace(world.settings, graph_url="http://graph.example.com")
    with contextlib.closing(GraphProvider(far, lambda: TOKEN)) as provider, pytest.raises(InputError):
        provider.folders()


def test_garbage_instead_of_a_state_begins_anew(world, provider) -> None:
    with pytest.raises(StateInvalid):
        list(provider.sync(inbox_of(provider), b"garbage"))


# reading


def test_where_the_server_refuses_the_marks_the_letters_come_and_marks_are_asked_apart(world, fake) -> None:
    fake.refuses_expand = True
    world.put(5)
    with contextlib.closing(world.provider()) as provider:
        follower = follow(provider)
        assert follower.letters == world.here()
        world.answer({1, 2})
        world.mark({3}, True)
        follow(provider, follower)
        assert follower.letters == world.here()
    assert sum(seen.flags.answered for seen in follower.letters.values()) == 2


def test_a_letter_that_was_moved_out_and_back_untold_is_found_within_a_day(world, fake) -> None:
    fake.mailbox.forgets_returns = True
    now = [NOW]
    world.put(4)
    with contextlib.closing(GraphProvider(world.settings, lambda: TOKEN, clock=lambda: now[0])) as provider:
        follower = follow(provider)
        items = world._at({0, 1})
        for _, item in items:
            fake.mailbox.move(item, fake.mailbox.known["deleteditems"])
        follow(provider, follower)
        assert len(follower.letters) == 2
        fake.mailbox.move(items[0][1], fake.mailbox.known["inbox"])
        now[0] += 2 * DAY
        follow(provider, follower)
        assert follower.letters == world.here()
        assert len(follower.letters) == 3


def test_headers_tell_machines_from_people_and_are_not_asked_for_in_sent(world, fake, provider) -> None:
    box = fake.mailbox
    news = b"Message-ID: <n@x.example>\r\nFrom: a@x.example\r\nSubject: =?utf-8?B?0KbQtdC90Ys=?=\r\n"
    news += b"List-Id: <l>\r\n\r\n"
    box.put(box.known["inbox"], news)
    answer = b'Message-ID: <2@x.example>\r\nFrom: marina@linia.example\r\nTo: "K., A." <a@x.example>\r\n'
    answer += b"In-Reply-To: <n@x.example>\r\nReferences: <1@x.example> <n@x.example>\r\n\r\n"
    box.put(box.known["sentitems"], answer, read=True, sent=True)
    [inbox, sent] = provider.folders()[:2]
    [[one]] = [batch.changes for batch in provider.sync(inbox, b"") if batch.changes]
    read = parse_headers(one.header)
    assert (read.subject, read.extra["list-id"], one.size) == ("Цены", "<l>", len(news))
    [[one]] = [batch.changes for batch in provider.sync(sent, b"") if batch.changes]
    read = parse_headers(one.header)
    assert read.references == ("1@x.example", "n@x.example")
    assert [person.address for person in read.to] == ["a@x.example"]
    assert read.to[0].name == "K., A."
    assert one.flags == Flags(seen=True)


def test_folders_below_folders_are_listed_over_pages_and_hidden_ones_are_not(fake, provider) -> None:
    box = fake.mailbox
    clients = box.add_folder("Клиенты/2026")
    for number in range(103):
        box.add_folder(f"{number:03}", clients)
    box.add_folder("in the bin", box.known["deleteditems"])
    box.add_folder("secret", hidden=True)
    folders = provider.folders()
    paths = {folder.path: folder.role for folder in folders}
    assert paths["Клиенты∕2026/102"] is Role.OTHER
    assert paths["Удалённые/in the bin"] is Role.TRASH
    assert "secret" not in paths
    assert [folder.role for folder in folders[:2]] == [Role.INBOX, Role.SENT]


def test_without_the_time_of_change_quiet_folders_are_told_by_counts_for_a_while(fake, world) -> None:
    fake.tells_changes = False
    world.put(3)
    with contextlib.closing(world.provider()) as provider:
        follower = follow(provider)
        inbox = inbox_of(provider)
        assert not provider.caps.exact
        looks = [provider.is_current(inbox, follower.state) for _ in range(10)]
    assert looks == [True] * 9 + [False]


def test_a_value_of_the_wrong_kind_costs_only_itself(world, provider, monkeypatch) -> None:
    world.put(3)
    told = graph_mailbox.message_json

    def odd(item):
        return told(item) | {"receivedDateTime": "yesterday", "from": {"emailAddress": {"name": None}}}

    monkeypatch.setattr("tests.fakes.graph_server.message_json", odd)
    assert len(follow(provider).letters) == 3


def test_a_mailbox_that_somebody_else_signed_in_to_is_refused_by_name(world, fake) -> None:
    steps = try_account(world.settings, TOKEN)
    assert [step.error for step in steps] == [None] * 4
    fake.person = {"mail": None, "userPrincipalName": "boris@linia.example", "proxyAddresses": []}
    refused = try_account(world.settings, TOKEN)[-1]
    assert refused.error.params["user"] == "boris@linia.example"


SALES = "sales@linia.example"


def test_a_shared_mailbox_is_read_marked_and_sent_from_by_whoever_may_open_it(world, fake) -> None:
    box = fake.others[SALES] = graph_mailbox.Mailbox()
    for number in range(1, 8):
        box.put(box.known["inbox"], letter(number))
    world.put(1)
    settings = replace(world.settings, address=SALES)
    assert [step.error for step in try_account(settings, TOKEN)] == [None] * 4
    with contextlib.closing(GraphProvider(settings, lambda: TOKEN)) as provider:
        follower = follow(provider)
        assert len(follower.letters) == 7
        provider.mark_answered(inbox_of(provider), next(iter(follower.letters)), NOW)
        receipt = GraphSender(settings, lambda: TOKEN).send(letter(9), SALES, ["marina@linia.example"])
        assert receipt.outcome is SendOutcome.ACCEPTED
        assert provider.find_sent("9@example.com")
    assert len(box.known["sentitems"].items) == 1
    assert not fake.mailbox.known["sentitems"].items


def test_a_shared_mailbox_that_one_may_not_open_is_told_by_name_and_so_is_another_person(world, fake) -> None:
    settings = replace(world.settings, address="board@linia.example")
    refused = try_account(settings, TOKEN)[-1]
    assert refused.step == "folders"
    assert refused.error.params == {"reason": "not_shared", "user": ME, "address": "board@linia.example"}
    fake.person = {"mail": None, "userPrincipalName": "boris@linia.example", "proxyAddresses": []}
    refused = try_account(settings, TOKEN)[-1]
    assert refused.error.params == {"reason": "other_mailbox", "user": "boris@linia.example", "address": ME}


# sending


def test_a_letter_is_a_draft_first_keeps_its_message_id_and_leaves_no_draft(world, fake) -> None:
    fake.renames = True
    receipt = world.sender().send(letter_to("a@x.example"), ME, ["a@x.example", "secret@x.example"])
    assert receipt.outcome is SendOutcome.ACCEPTED
    [sent] = fake.sent
    assert message_from_bytes(sent)["Message-ID"] == "<1@linia.example>"
    assert message_from_bytes(sent)["Bcc"] == "secret@x.example"
    assert not fake.mailbox.known["drafts"].items


@pytest.mark.parametrize("how", ["lost", "late"])
def test_a_lost_answer_to_the_sending_is_unknown_and_nothing_is_sent_twice(
    world, fake, provider, monkeypatch, how
) -> None:
    if how == "late":
        monkeypatch.setattr(graph_client, "READ_S", 0.3)
    fake.trouble["send"], fake.late_s = how, 0.7
    receipt = world.sender().send(letter_to("a@x.example"), ME, ["a@x.example"])
    assert receipt.outcome is SendOutcome.UNKNOWN
    assert fake.count("send") == len(fake.sent) == 1
    assert provider.find_sent("1@linia.example")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (500, "InternalServerError"), (503, "x"), (504, "GatewayTimeout"),
        (404, "ErrorItemNotFound"),  # the draft of a moment ago: a gateway has asked twice
    ],
)  # fmt: skip
def test_a_server_that_stumbles_while_sending_leaves_it_unknown(world, fake, status, code) -> None:
    fake.trouble["send"] = (status, code)
    receipt = world.sender().send(letter_to("a@x.example"), ME, ["a@x.example"])
    assert receipt.outcome is SendOutcome.UNKNOWN


def test_a_lost_draft_is_tried_again_later_and_the_old_one_goes(world, fake) -> None:
    fake.trouble["create"] = "lost"
    with pytest.raises(Offline):
        world.sender().send(letter_to("a@x.example"), ME, ["a@x.example"])
    assert len(fake.mailbox.known["drafts"].items) == 1
    assert not fake.sent
    assert world.sender().send(letter_to("a@x.example"), ME, ["a@x.example"]).outcome is SendOutcome.ACCEPTED
    assert not fake.mailbox.known["drafts"].items
    assert len(fake.sent) == 1


@pytest.mark.parametrize("operation", ["find", "create", "send"])
def test_a_pause_that_is_asked_for_is_kept_and_nothing_was_sent(world, fake, operation) -> None:
    fake.trouble[operation] = (429, "ApplicationThrottled")
    with pytest.raises(Throttled):
        world.sender().send(letter_to("a@x.example"), ME, ["a@x.example"])
    assert not fake.sent
    assert not fake.mailbox.known["drafts"].items


@pytest.mark.parametrize("operation", ["create", "send"])
def test_a_refused_letter_says_why(world, fake, operation) -> None:
    fake.trouble[operation] = (403, "ErrorSendAsDenied")
    receipt = world.sender().send(letter_to("a@x.example"), ME, ["a@x.example"])
    assert receipt.outcome is SendOutcome.REJECTED
    assert "ErrorSendAsDenied" in receipt.detail
    assert not fake.mailbox.known["drafts"].items


def test_big_files_go_up_in_pieces_and_the_letter_is_whole(world, fake, monkeypatch) -> None:
    monkeypatch.setattr(graph_send, "MIME_MAX_BYTES", 10_000)
    monkeypatch.setattr(graph_files, "SMALL_BYTES", 2_000)
    monkeypatch.setattr(graph_files, "PIECE_BYTES", 320 * 1024)
    small, big = b"s" * 1500, bytes(range(256)) * 4000
    mime = with_files(("малый.pdf", small), ("big.bin", big))
    receipt = GraphSender(world.settings, lambda: TOKEN).send(mime, ME, ["a@x.example"])
    assert receipt.outcome is SendOutcome.ACCEPTED
    assert fake.count("upload") == 4
    [sent] = fake.sent
    parts = [part for part in message_from_bytes(sent).walk() if part.get_filename()]
    assert [part.get_payload(decode=True) for part in parts] == [small, big]
    text = next(part for part in message_from_bytes(sent).walk() if part.get_content_type() == "text/plain")
    assert text.get_payload(decode=True).decode() == "Цены = 10 €\n"
    assert text["Content-Transfer-Encoding"] == "base64"


def with_files(*files: tuple[str, bytes]) -> bytes:
    made = EmailMessage()
    made["Message-ID"], made["From"], made["To"], made["Subject"] = (
        "<1@linia.example>",
        ME,
        "a@x.example",
        "Цены",
    )
    made.set_content("Цены = 10 €\n", cte="quoted-printable")
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def test_at_most_four_questions_at_once_come_from_all_parts_of_an_account(world, fake) -> None:
    """Reading, watching, errands and sending have a connection each, and ask one thing at a time."""
    assert CONCURRENT_MAX == 4
    world.put(3)
    providers = [world.provider() for _ in range(3)]
    fake.slow_s = 0.05
    inboxes = [inbox_of(provider) for provider in providers]
    with ringing(providers[0], inboxes[0]) as first, ringing(providers[1], inboxes[1]) as second:
        world.sender().send(letter(5), ME, ["marina@linia.example"])
        follow(providers[2])
    assert (first.outcome, second.outcome) == ([Wake.DOORBELL], [Wake.DOORBELL])
    assert fake.most_at_once <= CONCURRENT_MAX
    for provider in providers:
        provider.close()


def test_fetching_something_unheard_of_is_item_gone(provider) -> None:
    with pytest.raises(ItemGone):
        provider.fetch(inbox_of(provider), "AAkALgA999=", 100)


def test_what_comes_while_a_round_of_changes_is_cut_short_is_told_by_the_next_sync(world, provider) -> None:
    follower = follow(provider)
    world.put(3)
    follow(provider, follower, 1)  # a page of the round
    world.put(1)
    follow(provider, follower)
    assert follower.letters == world.here()
    assert list(provider.sync(inbox_of(provider), follower.state)) == []
