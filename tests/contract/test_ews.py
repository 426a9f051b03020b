"""What is particular to Exchange: each trap of its web services (research/exchange.md), on the fake."""

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.domain.errors import (
    AuthRejected,
    InputError,
    Offline,
    PermissionDenied,
    ServerError,
    StateInvalid,
    Throttled,
    TlsUntrusted,
    Unsupported,
)
from desktop_app.domain.letters import classify
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import AccountKind, AccountSettings, Kind, Role
from desktop_app.mail import ews, ews_auth, ews_stream
from desktop_app.mail import ews_requests as ask
from desktop_app.mail.autodiscover import find_ews
from desktop_app.mail.base import SendOutcome, Wake
from desktop_app.mail.ews import EwsProvider
from desktop_app.mail.ews_client import USER_AGENT, EwsClient
from desktop_app.mail.ews_send import EwsSender
from desktop_app.mail.ews_wire import Wire
from desktop_app.mail.exchange_folders import SHAKY_LOOKS
from tests.fakes.ews_mailbox import Mailbox
from tests.fakes.ews_server import ADDRESS, PASSWORD, FakeEws, why_not
from tests.fakes.provider_worlds import follow, fresh, inbox_of, letter, small_pages

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")

SHARED = "info@linia.example"


@pytest.fixture
def fakes():
    """Makes servers; each is held to the schemas at the end."""
    made: list[FakeEws] = []

    def make(*schemes: str, **options: object) -> FakeEws:
        made.append(FakeEws(*schemes, **options))
        return made[-1]

    yield make
    for fake in made:
        fake.close()
        fake.check()


@pytest.fixture
def fake(fakes) -> FakeEws:
    return fakes("Basic")


@pytest.fixture
def inbox(fake):
    return fake.mailbox.known("inbox")


@pytest.fixture
def provider(fake) -> Iterator[EwsProvider]:
    with closing(provider_of(fake)) as made:
        yield made


@pytest.fixture
def settled(monkeypatch) -> None:
    """What has changed counts as old enough at once."""
    monkeypatch.setattr(ews, "SETTLED_S", 0.0)


@pytest.fixture
def nobody() -> Iterator[socket.socket]:
    """Never cancels."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours


def provider_of(fake: FakeEws, password: str = PASSWORD, **changes: object) -> EwsProvider:
    return EwsProvider(fake.account(**changes), lambda: password)


def sender_of(fake: FakeEws, password: str = PASSWORD) -> EwsSender:
    return EwsSender(fake.account(), lambda: password)


def put(fake: FakeEws, count: int, **more: object):
    return [fake.mailbox.put(fake.mailbox.known("inbox"), mime, **more) for mime in fresh(count)]


# signing in


@pytest.mark.parametrize("scheme", ["NTLM", "Negotiate", "Basic"])
@pytest.mark.parametrize("tls", [True, False])
def test_every_way_to_sign_in_works(fakes, scheme: str, tls: bool) -> None:
    fake = fakes(scheme, tls=tls)
    put(fake, 2)
    with closing(provider_of(fake)) as provider:
        assert len(follow(provider).letters) == 2
    assert fake.refused == 0


def test_ntlm_is_chosen_of_all_that_is_offered_and_basic_last(fakes) -> None:
    fake = fakes("Negotiate", "NTLM", "Basic", tls=True)
    client = EwsClient(fake.account(), lambda: PASSWORD)
    with closing(client):
        client.call(ask.get_folders([ask.known_folder("inbox", ADDRESS)]))
    assert client.scheme is ews_auth.Scheme.NTLM


def test_without_the_channel_binding_extended_protection_refuses_the_right_password(
    fakes, monkeypatch
) -> None:
    """So the binding that we send is one that counts."""
    fake = fakes("NTLM", tls=True)
    monkeypatch.setattr(ews_auth, "end_point", lambda certificate: b"tls-server-end-point:" + b"0" * 32)
    with closing(provider_of(fake)) as provider, pytest.raises(AuthRejected) as caught:
        provider.folders()
    assert caught.value.params["reason"] == "maybe_inspected"
    assert fake.refused == 1


def test_a_program_that_reads_tls_is_named() -> None:
    """Its certificate stands where the server's should."""
    endpoint = _settings().server
    error = ews_auth.rejected(ews_auth.Scheme.NTLM, endpoint, b"0\x82 CN=Kaspersky Anti-Virus Personal Root")
    assert error.params == {"reason": "inspected", "host": "mail.linia.example", "inspector": "Kaspersky"}
    error = ews_auth.rejected(ews_auth.Scheme.BASIC, endpoint, b"Kaspersky")
    assert error.params["reason"] == "rejected"


@pytest.mark.parametrize("scheme", ["NTLM", "Negotiate", "Basic"])
def test_a_wrong_password_is_shown_once_however_it_is_asked_for(fakes, scheme: str) -> None:
    fake = fakes(scheme, tls=True)
    with closing(provider_of(fake, "wrong")) as provider, pytest.raises(AuthRejected):
        provider.folders()
    assert fake.refused == 1


def test_a_password_is_not_sent_where_only_kerberos_is_wanted(fakes) -> None:
    fake = fakes("Basic", "NTLM")
    with closing(provider_of(fake, kerberos=True)) as provider, pytest.raises(Unsupported) as caught:
        provider.folders()
    assert caught.value.params["what"] == "kerberos"
    assert fake.refused == 0


def test_a_computer_without_kerberos_says_so(fakes) -> None:
    fake = fakes("Negotiate")
    with closing(provider_of(fake, kerberos=True)) as provider, pytest.raises(Unsupported) as caught:
        provider.folders()
    assert caught.value.params["what"] == "kerberos"


def test_a_connection_that_the_server_has_forgotten_is_signed_in_again(fakes) -> None:
    fake = fakes("NTLM")
    put(fake, 1)
    with closing(provider_of(fake)) as provider:
        provider.folders()
        fake.cut_all()
        assert provider.folders()
    assert fake.refused == 0


def test_an_unknown_certificate_is_shown_and_one_that_was_accepted_is_believed(fakes) -> None:
    fake = fakes("NTLM", tls=True)
    with closing(provider_of(fake, tls_fingerprint="")) as provider, pytest.raises(TlsUntrusted) as caught:
        provider.folders()
    assert caught.value.params["fingerprint"] == fake.fingerprint
    assert fake.asked == []  # nothing was said to it
    with closing(provider_of(fake)) as provider:
        assert provider.folders()


def test_a_password_never_travels_in_the_clear() -> None:
    far = replace(_settings(), ews_url="http://mail.linia.example/EWS/Exchange.asmx")
    with pytest.raises(InputError):
        EwsProvider(far, lambda: PASSWORD).folders()


# what the server does not want


def test_ews_that_is_switched_off_tells_the_name_to_allow(fake, provider) -> None:
    fake.trouble["GetFolder"] = 403
    with pytest.raises(PermissionDenied) as caught:
        provider.folders()
    assert caught.value.params == {"reason": "ews_refused", "host": "127.0.0.1", "agent": USER_AGENT}
    assert fake.agents == {USER_AGENT}


@pytest.mark.parametrize(
    ("location", "what"),
    [
        ("https://mail.linia.example/owa/auth", "ews"),
        ("https://m2.linia.example/EWS/Exchange.asmx", "ews_moved"),
    ],
)
def test_a_redirection_is_not_followed_but_told(fake, provider, location: str, what: str) -> None:
    fake.location = location
    with pytest.raises(Unsupported) as caught:
        provider.folders()
    assert caught.value.params["what"] == what
    assert caught.value.params.get("url", location) == location


def test_another_page_of_the_server_is_no_ews(fake) -> None:
    owa = fake.url.replace("EWS", "owa")
    with closing(provider_of(fake, ews_url=owa)) as provider, pytest.raises(Unsupported) as caught:
        provider.folders()
    assert caught.value.params["what"] == "ews"


def test_a_busy_server_is_left_alone_for_as_long_as_it_says(fake, provider) -> None:
    fake.trouble["GetFolder"], fake.busy_ms = "ErrorServerBusy", 12_400
    with pytest.raises(Throttled) as caught:
        provider.folders()
    assert caught.value.params["after_s"] == 13
    fake.trouble["GetFolder"], fake.retry_after = 503, "7"
    with pytest.raises(Throttled) as caught:
        provider.folders()
    assert caught.value.params["after_s"] == 7
    assert fake.count("GetFolder") == 2  # nothing was tried again by itself
    assert provider.folders()


def test_a_mailbox_on_its_way_to_another_server_is_waited_for(fake, provider) -> None:
    fake.trouble["GetFolder"] = "ErrorMailboxMoveInProgress"
    with pytest.raises(Throttled) as caught:
        provider.folders()
    assert caught.value.params["reason"] == "moving"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("ErrorAccountDisabled", AuthRejected),
        ("ErrorPasswordExpired", AuthRejected),
        ("ErrorAccessDenied", PermissionDenied),
        ("ErrorNonExistentMailbox", Unsupported),
        ("ErrorInvalidServerVersion", Unsupported),
        ("ErrorInternalServerError", ServerError),
    ],
)
def test_what_a_code_means(fake, provider, code: str, error: type[Exception]) -> None:
    fake.trouble["GetFolder"] = code
    with pytest.raises(error):
        provider.folders()


def test_a_server_that_is_slow_to_death_is_offline_within_its_time(fake, provider, monkeypatch) -> None:
    monkeypatch.setattr("desktop_app.mail.ews_wire.READ_S", 0.2)
    fake.slow_s = 1.0
    with pytest.raises(Offline) as caught:
        provider.folders()
    assert caught.value.params["reason"] == "timeout"


def test_the_fake_refuses_what_the_schema_refuses(fakes) -> None:
    fake = fakes("Basic")
    client = EwsClient(fake.account(), lambda: PASSWORD)
    with closing(client), pytest.raises(ServerError, match="ErrorSchemaValidation"):
        client.call("<m:GetItem><m:ItemIds/></m:GetItem>")
    [fault] = fake.faults
    assert "GetItem" in fault
    fake.faults.clear()


# mailboxes and folders


def test_a_shared_mailbox_is_opened_by_the_password_of_whoever_may(fake) -> None:
    shared = Mailbox(SHARED)
    fake.operations.mailboxes[SHARED] = shared
    [mime] = fresh(1)
    shared.put(shared.known("inbox"), mime)
    with closing(provider_of(fake, address=SHARED)) as provider:
        [seen] = follow(provider).letters.values()
        assert seen.message_id == parse_headers(mime).message_id
        provider.save_sent(letter(31))
    assert len(shared.known("sentitems").items) == 1
    assert not fake.mailbox.known("sentitems").items


def test_a_mailbox_that_one_may_not_open_or_that_does_not_exist_is_told(fake) -> None:
    fake.operations.mailboxes[SHARED] = Mailbox(SHARED)
    fake.operations.closed = frozenset({SHARED})
    with closing(provider_of(fake, address=SHARED)) as provider, pytest.raises(PermissionDenied):
        provider.folders()
    nobody = "no@linia.example"
    with closing(provider_of(fake, address=nobody)) as provider, pytest.raises(Unsupported) as caught:
        provider.folders()
    assert caught.value.params["what"] == "no_mailbox"


def test_only_folders_of_letters_are_read_and_what_was_thrown_away_is_trash(fake, provider) -> None:
    box = fake.mailbox
    clients = box.make_folder("Клиенты/2026")
    box.make_folder("Новые", clients)
    box.make_folder("Старое", box.known("deleteditems"))
    box.make_folder("RSS", kind="IPF.Note.OutlookHomepage")
    box.make_folder("Скрытая").hidden = True
    found = {folder.path: folder.role for folder in provider.folders()}
    assert found["Входящие"] is Role.INBOX
    assert found["Отправленные"] is Role.SENT
    assert found["Клиенты∕2026/Новые"] is Role.OTHER
    assert found["Удаленные/Старое"] is Role.TRASH
    assert not {"RSS", "Скрытая", "Контакты"} & found.keys()


def test_a_mailbox_of_many_folders_is_listed_in_pages(fake, provider, monkeypatch) -> None:
    monkeypatch.setattr("desktop_app.mail.ews_requests.PAGE_FOLDERS", 10)
    for number in range(35):
        fake.mailbox.make_folder(f"f{number}")
    assert sum(folder.path.startswith("f") for folder in provider.folders()) == 35


# letters


def test_one_bad_letter_ends_no_page(fake, provider, inbox) -> None:
    items = put(fake, 9)
    items[1].error = "ErrorItemCorrupt"
    items[3].poison = True
    items[5].tags = {0x1081: "soon", 0x1080: "", 0x1090: "9" * 40}
    items[7].received = items[7].created = datetime(1601, 1, 1, tzinfo=UTC)
    follower = follow(provider)
    assert set(follower.letters) == set(inbox.items)
    whole = {item.id for item in items} - {items[1].id, items[3].id}
    assert {
        one for one, seen in follower.letters.items() if seen.message_id.endswith("@example.com")
    } == whole
    # what is left of a letter that cannot be read is its subject and when it came
    assert follower.letters[items[1].id].subject == parse_headers(items[1].mime).subject


def test_a_letter_that_went_while_it_was_read_is_left_out(fake, provider) -> None:
    items = put(fake, 3)
    items[1].error = "ErrorItemNotFound"
    assert len(follow(provider).letters) == 2


def test_a_flag_that_the_server_cannot_tell_costs_one_more_question(fake, provider) -> None:
    items = put(fake, 3)
    follower = follow(provider)
    fake.mailbox.set_read(items[0], True, by_update=True)
    fake.mailbox.set_read(items[1], True)
    inbox = inbox_of(provider)
    fake.trouble["SyncFolderItems"] = "ErrorInternalServerError"
    for batch in provider.sync(inbox, follower.state):
        follower.apply(batch)
    assert [seen.flags.seen for seen in sorted(follower.letters.values())] == [True, True, False]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("IPM.Note", Kind.HUMAN),
        ("REPORT.IPM.Note.NDR", Kind.BOUNCE),
        ("REPORT.IPM.Note.IPNRN", Kind.RECEIPT),
        ("REPORT.IPM.Note.IPNNRN", Kind.RECEIPT),
        ("IPM.Schedule.Meeting.Request", Kind.CALENDAR),
        ("IPM.Note.Rules.OofTemplate.Microsoft", Kind.AUTO),
    ],
)
@pytest.mark.parametrize("came", [True, False])
def test_what_an_item_is_shows_in_its_class(
    fake, provider, inbox, kind: str, expected: Kind, came: bool
) -> None:
    fake.mailbox.put(inbox, letter(5), kind=kind, came=came)
    first = next(provider.sync(inbox_of(provider), b""))
    assert classify(parse_headers(first.changes[0].header)) is expected


def test_what_was_written_here_has_a_header_made_of_its_properties(fake, provider) -> None:
    mime = (
        b"Message-ID: <w1@linia.example>\r\nFrom: =?utf-8?b?0JzQsNGA0LjQvdCw?= <marina@linia.example>\r\n"
        b'To: "Petrov, Ivan" <ivan@zavod.example>, b@zavod.example\r\nCc: c@zavod.example\r\n'
        b"Subject: =?utf-8?b?0KbQtdC90LA=?=\r\nDate: Mon, 2 Nov 2026 10:00:00 +0300\r\n"
        b"In-Reply-To: <1@zavod.example>\r\nReferences: <0@zavod.example> <1@zavod.example>\r\n\r\nHi\r\n"
    )
    fake.mailbox.put(fake.mailbox.known("sentitems"), mime, came=False, read=True)
    sent = next(folder for folder in provider.folders() if folder.role is Role.SENT)
    [upsert, *_] = [one for batch in provider.sync(sent, b"") for one in batch.changes]
    assert parse_headers(upsert.header) == parse_headers(mime)
    assert upsert.flags.seen


def test_letters_without_a_date_and_many_of_one_second_are_all_found(fake, provider, inbox) -> None:
    second = datetime(2026, 11, 2, 9, 0, 0, tzinfo=UTC)
    for number, mime in enumerate(fresh(23)):
        fake.mailbox.put(inbox, mime, second + timedelta(milliseconds=number))
    for mime in fresh(3):
        fake.mailbox.put(inbox, mime).received = None
    put(fake, 4)
    with small_pages():
        follower = follow(provider)
    assert set(follower.letters) == set(inbox.items)


def test_a_state_of_another_version_is_void(provider) -> None:
    for garbage in (b"{}", b"\xff", b'{"v":1,"phase":"x"}', b"[]", b'{"v":2}'):
        with pytest.raises(StateInvalid):
            list(provider.sync(inbox_of(provider), garbage))


def test_a_letter_that_the_server_cannot_convert_comes_as_its_text(fake, provider, inbox) -> None:
    [item] = put(fake, 1)
    item.no_mime = True
    mime = provider.fetch(inbox_of(provider), item.id, 10_000)
    assert parse_headers(mime).message_id == parse_headers(item.mime).message_id
    assert b"text/html" in mime


def test_a_folder_that_has_just_changed_is_looked_at_once_more(fake, provider, monkeypatch) -> None:
    """In the same second more may come, and the time of the last change would be the same."""
    put(fake, 2)
    state = b""
    for looks, current in ((60.0, False), (60.0, False), (0.0, True)):
        monkeypatch.setattr(ews, "SETTLED_S", looks)
        for batch in provider.sync(inbox_of(provider), state):
            state = batch.state
        assert provider.is_current(inbox_of(provider), state) is current


def test_a_quiet_round_is_one_question(fake, provider, settled) -> None:
    put(fake, 5)
    inbox = inbox_of(provider)
    states = {}
    for folder in provider.folders():
        states[folder.path] = b""
        for batch in provider.sync(folder, b""):
            states[folder.path] = batch.state
    before = len(fake.asked)
    folders = provider.folders()
    assert provider.caps.exact
    assert all(provider.is_current(folder, states[folder.path]) for folder in folders)
    assert fake.asked[before:] == ["FindFolder"]
    fake.mailbox.set_tags(next(iter(fake.mailbox.known("inbox").items.values())), t0x1081="102")
    provider.folders()
    assert not provider.is_current(inbox, states[inbox.path])


def test_a_server_that_does_not_tell_when_a_folder_changed_is_believed_for_a_while(
    fake, provider, settled
) -> None:
    fake.operations.no_commit_times = True
    put(fake, 2)
    inbox = inbox_of(provider)
    state = b""
    for batch in provider.sync(inbox, b""):
        state = batch.state
    told = []
    for _ in range(SHAKY_LOOKS):
        provider.folders()
        told.append(provider.is_current(inbox, state))
    assert told == [True] * (SHAKY_LOOKS - 1) + [False]
    assert not provider.caps.exact


# the doorbell


def test_a_line_that_has_fallen_silent_is_dead(fake, provider, nobody, monkeypatch) -> None:
    monkeypatch.setattr(ews_stream, "SILENCE_S", 0.3)
    inbox = inbox_of(provider)
    fake.mute_streams = True
    provider.wait(inbox, 0.0, nobody)
    with pytest.raises(Offline) as caught:
        provider.wait(inbox, 30, nobody)
    assert caught.value.params["reason"] == "timeout"


def test_a_beating_heart_keeps_a_line(fake, provider, nobody, monkeypatch) -> None:
    monkeypatch.setattr(ews_stream, "SILENCE_S", 0.5)
    fake.heartbeat_s = 0.1
    inbox = inbox_of(provider)
    provider.wait(inbox, 0.0, nobody)
    assert provider.wait(inbox, 1.0, nobody) is Wake.TIMEOUT


def test_a_new_subscription_rings_as_nobody_tells_what_happened_between(
    fake, provider, nobody, monkeypatch
) -> None:
    monkeypatch.setattr(ews_stream, "SHORTEST_S", 0.0)
    inbox = inbox_of(provider)
    assert provider.wait(inbox, 0.0, nobody) is Wake.TIMEOUT
    fake.operations.subscriptions.clear()
    fake.heartbeat_s = 0.05
    with fake.mailbox.changed:
        fake.mailbox.changed.notify_all()
    assert provider.wait(inbox, 10, nobody) is Wake.DOORBELL  # the old one has ended
    assert provider.wait(inbox, 10, nobody) is Wake.DOORBELL  # the new one begins
    assert provider.wait(inbox, 0.1, nobody) is Wake.TIMEOUT
    assert fake.count("Subscribe") == 2


def test_what_is_answered_in_outlook_rings_too(fake, provider, nobody) -> None:
    inbox = inbox_of(provider)
    provider.wait(inbox, 0.0, nobody)
    fake.mailbox.put(fake.mailbox.known("sentitems"), letter(8), came=False)
    assert provider.wait(inbox, 10, nobody) is Wake.DOORBELL


def test_a_server_without_subscriptions_is_only_asked_in_time(fake, provider, nobody) -> None:
    fake.operations.no_subscriptions = True
    inbox = inbox_of(provider)
    assert provider.caps.push
    assert provider.wait(inbox, 0.05, nobody) is Wake.TIMEOUT
    assert not provider.caps.push


# sending


def test_a_letter_goes_out_as_it_is_and_hidden_recipients_stay_hidden(fake, provider) -> None:
    mime = letter(7)
    receipt = sender_of(fake).send(mime, ADDRESS, ["marina@linia.example", "Boss@linia.example"])
    assert receipt.outcome is SendOutcome.ACCEPTED
    assert fake.operations.sent == [b"Bcc: Boss@linia.example\r\n" + mime]
    [copy] = fake.mailbox.known("sentitems").items.values()
    assert (copy.mime, copy.read) == (mime, True)


def test_some_of_those_whom_a_letter_names_cannot_be_left_out(fake) -> None:
    with pytest.raises(InputError):
        sender_of(fake).send(letter(7), ADDRESS, ["other@linia.example"])
    assert fake.asked == []


@pytest.mark.parametrize("how", ["lost", "late"])
def test_a_lost_answer_leaves_it_open_and_sent_decides(fake, provider, monkeypatch, how) -> None:
    if how == "late":
        monkeypatch.setattr("desktop_app.mail.ews_wire.READ_S", 0.3)
    fake.trouble["CreateItem"], fake.late_s = how, 0.7
    assert sender_of(fake).send(letter(7), ADDRESS, [ADDRESS]).outcome is SendOutcome.UNKNOWN
    assert fake.count("CreateItem") == 1  # never twice by itself
    assert provider.find_sent("7@example.com")
    fake.trouble["CreateItem"], fake.operations.without_sent_copy = how, True
    assert sender_of(fake).send(letter(8), ADDRESS, [ADDRESS]).outcome is SendOutcome.UNKNOWN
    assert not provider.find_sent("8@example.com")


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("ErrorSendAsDenied", SendOutcome.REJECTED),
        ("ErrorInvalidRecipients", SendOutcome.REJECTED),
        ("ErrorQuotaExceeded", SendOutcome.REJECTED),
        ("ErrorInternalServerError", SendOutcome.UNKNOWN),
        ("ErrorTimeoutExpired", SendOutcome.UNKNOWN),
        (500, SendOutcome.UNKNOWN),
        (502, SendOutcome.UNKNOWN),
        (503, SendOutcome.UNKNOWN),
        (403, SendOutcome.REJECTED),
        (413, SendOutcome.REJECTED),
    ],
)
def test_what_becomes_of_a_letter_that_is_not_taken(fake, code: str | int, outcome: SendOutcome) -> None:
    fake.trouble["CreateItem"] = code
    receipt = sender_of(fake).send(letter(7), ADDRESS, [ADDRESS])
    assert receipt.outcome is outcome
    assert fake.operations.sent == []


def test_a_busy_server_and_a_wrong_password_leave_the_letter_for_later(fake) -> None:
    fake.trouble["CreateItem"], fake.busy_ms = "ErrorServerBusy", 1000
    with pytest.raises(Throttled):
        sender_of(fake).send(letter(7), ADDRESS, [ADDRESS])
    with pytest.raises(AuthRejected):
        sender_of(fake, "wrong").send(letter(7), ADDRESS, [ADDRESS])
    assert fake.operations.sent == []


# finding the server


def test_a_domain_tells_where_its_exchange_is(fakes) -> None:
    fake = fakes("NTLM", tls=True)
    fake.autodiscover = _autodiscover("https://mail.linia.example/EWS/Exchange.asmx")
    place = fake.url.replace("/EWS/Exchange.asmx", "/autodiscover/autodiscover.xml")
    settings = fake.account(ews_url="")
    assert find_ews(settings, lambda: PASSWORD, [place]) == "https://mail.linia.example/EWS/Exchange.asmx"


def test_a_wrong_password_ends_the_search_at_once(fakes) -> None:
    fake = fakes("NTLM", tls=True)
    place = fake.url.replace("/EWS/Exchange.asmx", "/autodiscover/autodiscover.xml")
    with pytest.raises(AuthRejected):
        find_ews(fake.account(ews_url=""), lambda: "wrong", [place, place])
    assert fake.refused == 1


def test_a_domain_that_says_nothing_of_use_is_told(fakes) -> None:
    fake = fakes("NTLM", tls=True)
    place = fake.url.replace("/EWS/Exchange.asmx", "/autodiscover/autodiscover.xml")
    for content in ("", "<html>Welcome</html>", _autodiscover("http://mail.linia.example/EWS/Exchange.asmx")):
        fake.autodiscover = content
        with pytest.raises(Unsupported) as caught:
            find_ews(fake.account(ews_url=""), lambda: PASSWORD, [place])
        assert caught.value.params == {"what": "autodiscover", "domain": "linia.example"}


def test_a_mailbox_that_has_moved_to_microsoft_is_told_so(fakes) -> None:
    fake = fakes("NTLM", tls=True)
    place = fake.url.replace("/EWS/Exchange.asmx", "/autodiscover/autodiscover.xml")
    sent_on = "<Account><Action>redirectAddr</Action><RedirectAddr>m@linia.onmicrosoft.com</RedirectAddr>"
    told = _autodiscover("https://mail.linia.example/EWS/Exchange.asmx")
    fake.autodiscover = told[: told.index("<Account>")] + sent_on + "</Account></Response></Autodiscover>"
    with pytest.raises(Unsupported) as caught:
        find_ews(fake.account(ews_url=""), lambda: PASSWORD, [place])
    assert caught.value.params == {"what": "at_microsoft", "address": ADDRESS}


def _autodiscover(url: str) -> str:
    schema = "http://schemas.microsoft.com/exchange/autodiscover"
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="{schema}/responseschema/2006">'
        f'<Response xmlns="{schema}/outlook/responseschema/2006a"><Account><AccountType>email</AccountType>'
        f"<Protocol><Type>EXCH</Type><EwsUrl>{url}</EwsUrl></Protocol>"
        "<Protocol><Type>WEB</Type></Protocol></Account></Response></Autodiscover>"
    )


def _settings():
    return AccountSettings(
        AccountKind.EWS, ADDRESS, "LINIA\\marina", ews_url="https://mail.linia.example/EWS/Exchange.asmx"
    )


def test_a_connection_is_kept_from_one_question_to_the_next(fakes, monkeypatch) -> None:
    """TLS 1.3 sends tickets unasked, which must not be taken for the end of the line."""
    opened = []
    connect = Wire.__init__
    monkeypatch.setattr(Wire, "__init__", lambda *args: (opened.append(1), connect(*args))[1])
    fake = fakes("NTLM", tls=True)
    put(fake, 3)
    with closing(provider_of(fake)) as provider:
        follow(provider)
        follow(provider)
    assert opened == [1]


# another client's opinion


def test_exchangelib_sees_what_we_did_and_we_see_what_it_did(fakes) -> None:
    """So the fake is a server for others too, and not only for what we think of Exchange."""
    from exchangelib import DELEGATE, NTLM, Account, Configuration, Credentials, Version
    from exchangelib.protocol import close_connections
    from exchangelib.version import EXCHANGE_2013_SP1

    fake = fakes("NTLM")
    put(fake, 5)
    with closing(provider_of(fake)) as provider:
        follower = follow(provider)
        inbox = inbox_of(provider)
        provider.mark_answered(inbox, next(iter(follower.letters)), 1_790_000_000_000_000)
        config = Configuration(
            service_endpoint=fake.url,
            credentials=Credentials("LINIA\\marina", PASSWORD),
            auth_type=NTLM,
            version=Version(build=EXCHANGE_2013_SP1),
        )
        theirs = Account(ADDRESS, config=config, autodiscover=False, access_type=DELEGATE)
        fields = ["subject", "message_id", "is_read"]
        found = [item for _, item in theirs.inbox.sync_items(only_fields=fields, max_changes_returned=100)]
        assert {(one.id, one.message_id.strip("<>"), one.subject) for one in found} == {
            (remote_id, seen.message_id, seen.subject) for remote_id, seen in follower.letters.items()
        }
        found[0].is_read = True
        found[0].save(update_fields=["is_read"])
        found[1].delete()
        found[2].move(theirs.trash)
        follow(provider, follower)
        close_connections()
    assert len(follower.letters) == 3
    assert [seen.flags.seen for seen in follower.letters.values()].count(True) == 1
    assert [seen.flags.answered for seen in follower.letters.values()].count(True) == 1
