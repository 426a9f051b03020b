from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest

from desktop_app.domain.errors import AuthRejected, DiskFull, InputError, Offline, ServerError, Throttled
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    AccountSettings,
    Address,
    Attachment,
    Draft,
    Endpoint,
    Security,
)
from desktop_app.engine.marking import Copy, Marker
from desktop_app.engine.outbox import Outbox
from desktop_app.mail.base import SendOutcome, SendReceipt
from desktop_app.settings.hours import system_zone
from desktop_app.store import accounts, drafts
from desktop_app.store import outbox as rows
from desktop_app.store.database import Database

NOW = 1_700_000_000 * SECOND
IMAP = Endpoint("127.0.0.1", 143, Security.NONE)
ANNA, BORIS = Address("", "anna@zavod.example"), Address("", "boris@zavod.example")


class Post:
    """A fake submission server: answers what it was told, remembers what was handed over."""

    def __init__(self):
        self.answers = []
        self.save_errors = []
        self.taken = []
        self.saved = []
        self.found = []  # what `find_sent` answers; an error is raised
        self.asked = []

    def save(self, account, mime):
        if self.save_errors:
            raise self.save_errors.pop(0)
        self.saved.append(mime)

    def find(self, account, message_id):
        self.asked.append((account, message_id))
        answer = self.found.pop(0) if self.found else False
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def send(self, mime, sender, recipients):
        answer = self.answers.pop(0) if self.answers else SendReceipt(SendOutcome.ACCEPTED)
        if isinstance(answer, BaseException):
            raise answer
        self.taken.append((mime, sender, tuple(recipients)))
        return answer


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def db(tmp_path):
    db = Database.open(tmp_path, NOW)
    yield db
    db.close()


@pytest.fixture
def facts():
    return []


@pytest.fixture
def outbox(db, post, facts):
    accounts.add(db, AccountSettings("imap", "marina@linia.example", "marina", IMAP, IMAP))
    return Outbox(
        db, lambda account, settings: post, post.save, post.find,
        Marker(db, lambda: None), facts.append,
    )  # fmt: skip


@pytest.fixture
def full_disk(monkeypatch):
    """`store.outbox` functions that find no room, from some call on."""

    @contextmanager
    def full(name, after=0):
        real, calls = getattr(rows, name), []

        def write(*values, **more):
            calls.append(values)
            if len(calls) > after:
                raise DiskFull
            return real(*values, **more)

        with monkeypatch.context() as patch:
            patch.setattr(rows, name, write)
            yield

    return full


def draft(*people, **changes):
    return Draft(**({"account": 1, "to": people, "subject": "Hi", "html": "<p>Hi</p>"} | changes))


def one_each(self, clean, message_id, people, *_):
    return [Copy(clean, (who,)) for who in people]


def test_a_letter_is_sent_once_and_its_copy_is_kept(outbox, post, db):
    number = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    outbox.send_ready(NOW + MINUTE)
    assert [people for _, _, people in post.taken] == [(ANNA.address,)]
    assert len(post.saved) == 1
    assert rows.get(db, number).state == "sent"


NAME = "0123456789abcdef01234567"


def test_said_again_under_one_name_it_is_one_letter_and_its_draft_goes_with_it(outbox, post, db):
    """The engine ended before it could answer: the window says it once more."""
    drafts.save(db, "key", draft(ANNA))
    first = outbox.add(draft(ANNA), NOW, 10, name=NAME, saved="key")
    assert db.number("SELECT count(*) FROM keep.draft") == 0
    assert outbox.add(draft(ANNA), NOW, 10, name=NAME) == first
    outbox.send_ready(NOW + MINUTE)
    assert outbox.add(draft(ANNA), NOW + MINUTE, 10, name=NAME) == first
    outbox.send_ready(NOW + HOUR)
    assert len(post.taken) == 1


def test_of_two_versions_of_a_held_letter_the_later_one_goes(outbox, post):
    outbox.add(draft(ANNA), NOW, 10, name=NAME)
    outbox.add(draft(ANNA, html="<p>Better</p>"), NOW, 10, name=NAME)
    outbox.send_ready(NOW + MINUTE)
    [(mime, _, _)] = post.taken
    assert b"Better" in mime


def test_a_version_that_somebody_has_is_not_taken_back_by_the_next(outbox, db):
    first = outbox.add(draft(ANNA, BORIS), NOW, 10, name=NAME)
    rows.set_copy(db, first, ANNA.address, "accepted")
    outbox.add(draft(ANNA, BORIS, html="<p>Better</p>"), NOW, 10, name=NAME)
    assert rows.get(db, first).state == "held"


def test_taken_back_and_sent_again_it_goes(outbox, post):
    outbox.undo(outbox.add(draft(ANNA), NOW, 10, name=NAME))
    outbox.add(draft(ANNA), NOW, 10, name=NAME)
    outbox.send_ready(NOW + MINUTE)
    assert len(post.taken) == 1


@pytest.mark.parametrize("name", ["", "../../etc", "A" * 24])
def test_two_letters_without_a_name_are_two(outbox, post, name):
    for _ in range(2):
        outbox.add(draft(ANNA), NOW, 0, name=name)
    outbox.send_ready(NOW)
    ids = {parse_headers(mime).message_id for mime, _, _ in post.taken}
    assert len(ids) == 2
    assert all(one.endswith("@linia.example") for one in ids)


def test_a_held_letter_waits_and_can_be_taken_back(outbox, post, db):
    number = outbox.add(draft(ANNA), NOW, 10)
    outbox.send_ready(NOW + 9 * SECOND)
    outbox.undo(number)
    outbox.send_ready(NOW + MINUTE)
    assert post.taken == []
    assert rows.get(db, number).state == "undone"


def test_what_is_taken_back_is_handed_out_to_be_written_on(outbox, post, db):
    held = outbox.add(draft(ANNA), NOW, 10)
    assert outbox.undo(held) == draft(ANNA)
    post.answers = [SendReceipt(SendOutcome.REJECTED)]
    refused = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    assert rows.get(db, refused).state == "rejected"
    assert outbox.undo(refused) == draft(ANNA)


def test_a_letter_that_one_of_several_has_got_cannot_be_taken_back(outbox, db):
    number = outbox.add(draft(ANNA, BORIS), NOW, 10)
    rows.set_copy(db, number, ANNA.address, "accepted")
    with pytest.raises(InputError, match="too_late"):
        outbox.undo(number)
    assert rows.get(db, number).state == "held"


def test_a_sent_letter_cannot_be_taken_back(outbox):
    number = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    with pytest.raises(InputError, match="too_late"):
        outbox.undo(number)


def test_what_is_no_letter_is_not_called_too_late(outbox):
    with pytest.raises(InputError, match="no_such_letter"):
        outbox.undo(99)
    with pytest.raises(InputError, match="no_such_letter"):
        outbox.reschedule(99, NOW + MINUTE)


def test_a_letter_that_may_have_been_sent_is_never_sent_again_by_itself(outbox, post, db):
    post.answers = [SendReceipt(SendOutcome.UNKNOWN)]
    number = outbox.add(draft(ANNA), NOW, 0)
    for minutes in range(5):
        outbox.send_ready(NOW + minutes * MINUTE)
    assert len(post.taken) == 1
    assert rows.get(db, number).state == "unknown"


def test_the_user_may_send_an_unknown_letter_again_or_say_that_it_arrived(outbox, post, db):
    post.answers = [SendReceipt(SendOutcome.UNKNOWN), SendReceipt(SendOutcome.UNKNOWN)]
    number = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    outbox.resolve(number, arrived=False, now=NOW)
    outbox.send_ready(NOW)
    assert len(post.taken) == 2
    outbox.resolve(number, arrived=True, now=NOW)
    assert rows.get(db, number).state == "sent"


def test_a_server_that_cannot_be_reached_is_tried_again_later(outbox, post, db):
    post.answers = [Offline(host="smtp.example", port=465, reason="refused")]
    number = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    assert rows.get(db, number).state == "held"
    outbox.send_ready(NOW + 2 * MINUTE)
    assert rows.get(db, number).state == "sent"
    assert len(post.taken) == 1


def test_a_refused_password_stops_the_letter_and_keeps_it(outbox, post, db):
    post.answers = [AuthRejected(host="smtp.example")]
    number = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    assert (rows.get(db, number).state, rows.get(db, number).error) == ("rejected", "auth_rejected")
    outbox.resolve(number, arrived=False, now=NOW)
    outbox.send_ready(NOW)
    assert rows.get(db, number).state == "sent"


def test_a_letter_in_doubt_that_the_server_has_put_into_sent_is_sent(outbox, post, db, facts):
    post.answers = [SendReceipt(SendOutcome.UNKNOWN)]
    post.found = [Offline(host="imap.example", port=993, reason="cut"), False, True]
    number = outbox.add(draft(ANNA), NOW, 0)
    for minutes in range(2):
        outbox.send_ready(NOW + minutes * MINUTE)
        assert rows.get(db, number).state == "unknown"
    outbox.send_ready(NOW + 2 * MINUTE)
    entry = rows.get(db, number)
    assert (entry.state, entry.copies) == ("sent", {ANNA.address: ("accepted", "")})
    assert post.asked == [(1, entry.message_id)] * 3
    assert facts[-1].state == "sent"
    assert len(post.taken) == 1


def test_a_letter_in_doubt_is_looked_for_during_an_hour(outbox, post):
    post.answers = [SendReceipt(SendOutcome.UNKNOWN)]
    outbox.add(draft(ANNA), NOW, 0)
    for minutes in (0, 60, 61, 600):
        outbox.send_ready(NOW + minutes * MINUTE)
    assert len(post.asked) == 2


def test_a_copy_in_sent_does_not_speak_for_another_copy(outbox, post, db, monkeypatch):
    monkeypatch.setattr(Marker, "copies", one_each)
    post.answers = [SendReceipt(SendOutcome.ACCEPTED), SendReceipt(SendOutcome.UNKNOWN)]
    post.found = [True]
    number = outbox.add(draft(ANNA, BORIS), NOW, 0)
    outbox.send_ready(NOW)
    assert rows.get(db, number).state == "unknown"
    assert post.asked == []


def test_an_engine_that_died_while_sending_leaves_the_letter_unknown(outbox, post, db):
    number = outbox.add(draft(ANNA), NOW, 0)
    post.answers = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        outbox.send_ready(NOW)
    outbox.recover()
    outbox.send_ready(NOW + MINUTE)
    assert rows.get(db, number).state == "unknown"
    assert post.taken == []


def test_what_could_never_be_sent_is_refused_before_it_is_kept(outbox):
    with pytest.raises(InputError, match="nobody"):
        outbox.add(draft(), NOW, 0)


def test_a_refused_recipient_is_said_and_the_others_keep_their_letter(outbox, post, db, facts):
    post.answers = [SendReceipt(SendOutcome.ACCEPTED, refused=(BORIS.address,))]
    number = outbox.add(draft(ANNA, BORIS), NOW, 0)
    outbox.send_ready(NOW)
    entry = rows.get(db, number)
    assert (entry.state, entry.error) == ("partly", "refused")
    assert {who: state for who, (state, _) in entry.copies.items()} == {
        ANNA.address: "accepted",
        BORIS.address: "rejected",
    }
    assert facts[-1].error == "refused"


def test_a_refused_letter_is_not_put_into_sent(outbox, post, db):
    post.answers = [SendReceipt(SendOutcome.REJECTED, "550 no such user")]
    number = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    assert (rows.get(db, number).state, rows.get(db, number).error) == ("rejected", "refused")
    assert post.saved == []


def test_a_letter_that_may_have_been_sent_goes_into_sent_when_the_user_says_it_arrived(outbox, post, db):
    post.answers = [SendReceipt(SendOutcome.UNKNOWN)]
    number = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    assert post.saved == []
    outbox.resolve(number, arrived=True, now=NOW)
    outbox.send_ready(NOW)
    assert len(post.saved) == 1


def test_a_copy_that_could_not_be_put_into_sent_is_put_there_later_and_once(outbox, post, db):
    post.save_errors = [Offline(host="imap.example", port=993, reason="cut")]
    outbox.add(draft(ANNA), NOW, 0)
    for minutes in range(4):
        outbox.send_ready(NOW + minutes * MINUTE)
    assert len(post.taken) == 1
    assert len(post.saved) == 1


def test_a_copy_that_the_server_will_never_take_is_given_up(outbox, post, db):
    post.save_errors = [ServerError(text="NO over quota"), ZeroDivisionError()]
    outbox.add(draft(ANNA), NOW, 0)
    for minutes in range(4):
        outbox.send_ready(NOW + minutes * MINUTE)
    assert len(post.save_errors) == 1
    assert rows.not_kept(db) == []


def test_a_server_that_asks_for_a_long_pause_gets_it(outbox, post, db):
    post.answers = [Throttled(after_s=3600)]
    outbox.add(draft(ANNA), NOW, 0)
    for minutes in range(59):
        outbox.send_ready(NOW + minutes * MINUTE)
    assert post.taken == []
    outbox.send_ready(NOW + 60 * MINUTE)
    assert len(post.taken) == 1


@pytest.mark.expect_log("letter 1 could not be sent")
def test_a_bug_in_the_middle_leaves_the_letter_unknown_and_the_next_one_is_sent(outbox, post, db):
    post.answers = [ZeroDivisionError("a bug")]
    first = outbox.add(draft(ANNA), NOW, 0)
    second = outbox.add(draft(BORIS), NOW, 0)
    outbox.send_ready(NOW)
    assert rows.get(db, first).state == "unknown"
    assert rows.get(db, second).state == "sent"


@pytest.mark.expect_log("letter 1 could not be sent")
def test_a_bug_before_anything_was_handed_over_rejects_the_letter(outbox, post, db, monkeypatch):
    monkeypatch.setattr(Marker, "copies", lambda *_: 1 / 0)
    number = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    assert (rows.get(db, number).state, rows.get(db, number).error) == ("rejected", "app_error")


def test_of_several_copies_only_those_not_handed_over_are_sent_again(outbox, post, db, monkeypatch):
    monkeypatch.setattr(Marker, "copies", one_each)
    post.answers = [SendReceipt(SendOutcome.ACCEPTED), Offline(host="smtp.example", port=465, reason="cut")]
    number = outbox.add(draft(ANNA, BORIS), NOW, 0)
    outbox.send_ready(NOW)
    assert rows.get(db, number).state == "held"
    outbox.send_ready(NOW + MINUTE)
    assert [people for _, _, people in post.taken] == [(ANNA.address,), (BORIS.address,)]
    assert rows.get(db, number).state == "sent"


def test_a_letter_that_stops_after_its_first_copy_is_partly_sent_and_goes_on_from_there(
    outbox, post, db, facts, monkeypatch
):
    monkeypatch.setattr(Marker, "copies", one_each)
    post.answers = [SendReceipt(SendOutcome.ACCEPTED), AuthRejected(host="smtp.example")]
    number = outbox.add(draft(ANNA, BORIS), NOW, 0)
    outbox.send_ready(NOW)
    assert (rows.get(db, number).state, rows.get(db, number).error) == ("partly", "auth_rejected")
    assert facts[-1].state == "partly"
    assert len(post.saved) == 1
    with pytest.raises(InputError, match="too_late"):
        outbox.undo(number)
    outbox.resolve(number, arrived=False, now=NOW)
    outbox.send_ready(NOW)
    assert [people for _, _, people in post.taken] == [(ANNA.address,), (BORIS.address,)]
    assert rows.get(db, number).state == "sent"
    assert len(post.saved) == 1


def test_a_partly_sent_letter_may_be_left_so(outbox, post, db, monkeypatch):
    monkeypatch.setattr(Marker, "copies", one_each)
    post.answers = [SendReceipt(SendOutcome.ACCEPTED), AuthRejected(host="smtp.example")]
    number = outbox.add(draft(ANNA, BORIS), NOW, 0)
    outbox.send_ready(NOW)
    outbox.resolve(number, arrived=True, now=NOW)
    outbox.send_ready(NOW)
    assert rows.get(db, number).state == "sent"
    assert len(post.taken) == 1


def test_a_letter_cut_after_it_was_handed_over_is_never_said_to_be_refused(outbox, post, db, monkeypatch):
    """What stops the next copy does not make the first one certain: taken back it would go to Anna twice."""
    monkeypatch.setattr(Marker, "copies", one_each)
    post.answers = [SendReceipt(SendOutcome.UNKNOWN), AuthRejected(host="smtp.example")]
    number = outbox.add(draft(ANNA, BORIS), NOW, 0)
    outbox.send_ready(NOW)
    assert (rows.get(db, number).state, rows.get(db, number).error) == ("unknown", "auth_rejected")
    with pytest.raises(InputError, match="too_late"):
        outbox.undo(number)
    outbox.resolve(number, arrived=True, now=NOW)  # to Anna; Boris has not got his
    assert rows.get(db, number).state == "partly"
    outbox.resolve(number, arrived=False, now=NOW)
    outbox.send_ready(NOW)
    assert [people for _, _, people in post.taken] == [(ANNA.address,), (BORIS.address,)]
    assert rows.get(db, number).state == "sent"


def test_a_letter_that_waits_for_its_rest_cannot_be_taken_back_when_one_copy_is_in_doubt(
    outbox, post, db, monkeypatch
):
    monkeypatch.setattr(Marker, "copies", one_each)
    post.answers = [SendReceipt(SendOutcome.UNKNOWN), Offline(host="smtp.example", port=465, reason="cut")]
    number = outbox.add(draft(ANNA, BORIS), NOW, 0)
    outbox.send_ready(NOW)
    assert rows.get(db, number).state == "held"
    with pytest.raises(InputError, match="too_late"):
        outbox.undo(number)


def test_a_disk_that_fills_up_before_a_letter_is_handed_over_only_puts_it_off(
    outbox, post, db, full_disk
):
    number = outbox.add(draft(ANNA), NOW, 0)
    with full_disk("set_copy"), pytest.raises(DiskFull):
        outbox.send_ready(NOW)
    outbox.send_ready(NOW + MINUTE)
    assert rows.get(db, number).state == "sent"
    assert len(post.taken) == 1


def test_a_disk_that_fills_up_while_a_letter_goes_leaves_it_in_doubt_and_never_doubles_it(
    outbox, post, db, full_disk
):
    number = outbox.add(draft(ANNA), NOW, 0)
    with full_disk("set_copy", after=1), pytest.raises(DiskFull):
        outbox.send_ready(NOW)
    outbox.send_ready(NOW + MINUTE)
    assert rows.get(db, number).state == "unknown"
    with pytest.raises(InputError, match="too_late"):
        outbox.undo(number)
    assert len(post.taken) == 1
    outbox.resolve(number, arrived=False, now=NOW)
    outbox.send_ready(NOW + MINUTE)
    assert len(post.taken) == 2


def test_a_kill_before_a_copy_was_handed_over_leaves_nothing_in_doubt(outbox, post, db, monkeypatch):
    """While links were registered at the tracking server, say: half a minute when it is slow."""
    monkeypatch.setattr(Marker, "copies", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    number = outbox.add(draft(ANNA), NOW, 0)
    with pytest.raises(KeyboardInterrupt):
        outbox.send_ready(NOW)
    monkeypatch.undo()
    outbox.recover()
    outbox.send_ready(NOW + MINUTE)
    assert rows.get(db, number).state == "sent"
    assert len(post.taken) == 1


@pytest.mark.expect_log("letter 1 could not be sent")
def test_a_bug_while_a_copy_goes_can_be_sent_again_by_the_user(outbox, post, db):
    post.answers = [ZeroDivisionError("a bug")]
    number = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    outbox.resolve(number, arrived=False, now=NOW)
    outbox.send_ready(NOW)
    assert rows.get(db, number).state == "sent"
    assert len(post.taken) == 1


def test_one_address_that_is_not_taken_now_keeps_nobody_else_waiting(outbox, post, db, monkeypatch):
    """Postfix answers 450 for a domain that does not exist: mistyped, it would hold the others for ever."""
    monkeypatch.setattr(Marker, "copies", one_each)
    not_now = Throttled(after_s=60, text="450 4.1.2 Domain not found", at="recipient")
    post.answers = [not_now]
    number = outbox.add(draft(ANNA, BORIS), NOW, 0)
    outbox.send_ready(NOW)
    assert [people for _, _, people in post.taken] == [(BORIS.address,)]
    assert (rows.get(db, number).state, rows.get(db, number).error) == ("held", "throttled")
    post.answers = [not_now] * 3000
    for hours in range(1, 49):
        outbox.send_ready(NOW + hours * HOUR)
    entry = rows.get(db, number)
    assert (entry.state, entry.error) == ("partly", "refused")
    assert entry.copies[ANNA.address] == ("rejected", "450 4.1.2 Domain not found")
    assert len(post.taken) == 1


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (AuthRejected(reason="rejected"), "rejected"),
        (Offline(host="smtp.example", port=465, reason="timeout"), "held"),
        (Throttled(after_s=60, at="server"), "held"),
    ],
)
def test_what_stands_against_a_mailbox_is_tried_once_and_holds_up_no_other(outbox, post, db, error, state):
    """Eight letters written on the train must not show a changed password eight times: accounts lock."""
    other = Post()
    two = replace(outbox, make_sender=lambda account, _settings: post if account == 1 else other)
    second = accounts.add(db, AccountSettings("imap", "oleg@linia.example", "oleg", IMAP, IMAP))
    post.answers = [error] * 9
    mine = [two.add(draft(ANNA), NOW, 0) for _ in range(3)]
    his = two.add(draft(BORIS, account=second), NOW, 0)
    two.send_ready(NOW)
    assert len(post.answers) == 8
    assert {rows.get(db, one).state for one in mine} == {state}
    assert {rows.get(db, one).error for one in mine} == {error.code}
    assert rows.get(db, his).state == "sent"


def test_a_letter_that_is_not_taken_now_says_nothing_of_the_next(outbox, post, db):
    post.answers = [Throttled(after_s=60, at="letter")]
    for _ in range(2):
        outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    assert len(post.taken) == 1


def test_a_mailbox_that_cannot_be_reached_is_asked_once_for_all_its_copies(outbox, post, db):
    for _ in range(3):
        outbox.add(draft(ANNA), NOW, 0)
    away = Offline(host="imap.example", port=993, reason="timeout")
    post.save_errors = [away] * 3
    outbox.send_ready(NOW)
    assert len(post.save_errors) == 2
    post.save_errors = []
    outbox.send_ready(NOW + MINUTE)
    assert len(post.saved) == 3


def test_why_a_letter_waits_is_kept_with_it_until_it_goes(outbox, post, db):
    post.answers = [Offline(host="smtp.example", port=465, reason="refused")]
    number = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    assert rows.get(db, number).error == "offline"
    outbox.send_ready(NOW + 2 * MINUTE)
    assert rows.get(db, number).error == ""


def test_a_clock_that_is_set_back_holds_no_letter_for_a_day(outbox, post):
    outbox.add(draft(ANNA), NOW + DAY, 10)
    outbox.send_ready(NOW)
    assert len(post.taken) == 1


def test_a_clock_that_is_set_back_sends_nothing_that_was_wanted_for_later(outbox, post):
    outbox.add(draft(ANNA), NOW + DAY, 0, at=NOW + 2 * DAY)
    outbox.send_ready(NOW)
    assert post.taken == []


FILE = Attachment("offer.pdf", "application/pdf", bytes(3_000_000))


def kept_bytes(db):
    return db.number("SELECT sum(length(draft)) FROM keep.outbox")


def test_a_letter_that_lies_in_sent_is_not_kept_a_second_time_for_ever(outbox, post, db):
    """keep.db is small and backed up seven times: it must not gather every file that was ever sent."""
    outbox.add(draft(ANNA, attachments=(FILE,)), NOW, 0)
    post.save_errors = [Offline(host="imap.example", port=993, reason="cut")]
    outbox.send_ready(NOW)
    assert kept_bytes(db) > 4_000_000  # still to be put into Sent
    outbox.send_ready(NOW + MINUTE)
    assert len(post.saved[0]) > 4_000_000
    assert kept_bytes(db) < 4_000


def test_what_may_still_be_sent_or_is_just_taken_back_is_kept_whole(outbox, post, db, monkeypatch):
    monkeypatch.setattr(Marker, "copies", one_each)
    post.answers = [SendReceipt(SendOutcome.ACCEPTED), AuthRejected(host="smtp.example")]
    partly = outbox.add(draft(ANNA, BORIS, attachments=(FILE,)), NOW, 0)
    outbox.send_ready(NOW)
    outbox.send_ready(NOW + 30 * DAY)
    assert kept_bytes(db) > 4_000_000
    outbox.resolve(partly, arrived=False, now=NOW + 30 * DAY)
    outbox.send_ready(NOW + 30 * DAY)
    assert len(post.taken) == 2
    assert kept_bytes(db) < 4_000
    undone = outbox.add(draft(ANNA, attachments=(FILE,)), NOW, 10)
    outbox.undo(undone)
    outbox.send_ready(NOW + DAY)
    assert kept_bytes(db) > 4_000_000
    outbox.send_ready(NOW + 8 * DAY)
    assert kept_bytes(db) < 8_000


def test_an_account_that_only_receives_says_so_before_the_letter_is_kept(outbox, db):
    account = accounts.add(db, AccountSettings("imap", "info@linia.example", "info", IMAP))
    with pytest.raises(InputError, match="receive_only"):
        outbox.add(draft(ANNA, account=account), NOW, 0)
    with pytest.raises(InputError, match="no_such_account"):
        outbox.add(draft(ANNA, account=99), NOW, 0)


# ── later ────────────────────────────────────────────────────────────────────────────────────────


def date_of(mime):
    return parsedate_to_datetime(message_from_bytes(mime)["Date"]).timestamp()


def test_a_letter_for_later_goes_at_its_instant_and_bears_that_date(outbox, post, db):
    number = outbox.add(draft(ANNA), NOW, 10, NOW + DAY)
    outbox.send_ready(NOW + DAY - SECOND)
    assert post.taken == []
    outbox.send_ready(NOW + DAY)
    assert date_of(post.taken[0][0]) == (NOW + DAY) / SECOND
    assert date_of(post.saved[0]) == (NOW + DAY) / SECOND
    assert rows.get(db, number).state == "sent"


def test_a_computer_that_slept_sends_it_with_the_date_of_the_sending(outbox, post):
    outbox.add(draft(ANNA), NOW, 10, NOW + DAY)
    outbox.send_ready(NOW + 2 * DAY)
    assert date_of(post.taken[0][0]) == (NOW + 2 * DAY) / SECOND
    assert date_of(post.saved[0]) == date_of(post.taken[0][0])


def test_all_copies_of_one_letter_bear_one_date(outbox, post, monkeypatch):
    monkeypatch.setattr(Marker, "copies", one_each)
    post.answers = [SendReceipt(SendOutcome.ACCEPTED), Offline()]
    outbox.add(draft(ANNA, BORIS), NOW, 10, NOW + DAY)
    outbox.send_ready(NOW + DAY)
    outbox.send_ready(NOW + 2 * DAY)
    assert len(post.taken) == 2
    assert {date_of(mime) for mime, _, _ in post.taken} == {(NOW + DAY) / SECOND}


def test_a_letter_for_later_survives_a_restart(outbox, post, db, tmp_path):
    number = outbox.add(draft(ANNA), NOW, 10, NOW + DAY)
    db.close()
    with closing(Database.open(tmp_path, NOW + HOUR)) as again:
        assert rows.get(again, number).send_at == NOW + DAY
        replace(outbox, db=again, marker=Marker(again, lambda: None)).send_ready(NOW + DAY)
    assert len(post.taken) == 1


def test_it_can_be_sent_earlier_later_and_not_at_all(outbox, post, db):
    number = outbox.add(draft(ANNA, subject="Offer"), NOW, 10, NOW + DAY)
    outbox.reschedule(number, NOW + 2 * DAY)
    outbox.send_ready(NOW + DAY)
    assert post.taken == []
    assert outbox.undo(number).subject == "Offer"
    number = outbox.add(draft(ANNA), NOW, 10, NOW + DAY)
    outbox.reschedule(number, NOW)
    outbox.send_ready(NOW)
    assert len(post.taken) == 1
    with pytest.raises(InputError, match="too_late"):
        outbox.reschedule(number, NOW + DAY)


def test_sent_with_a_reminder_it_is_awaited_from_the_sending(outbox, db):
    outbox.add(draft(ANNA, remind_days=3), NOW, 10)
    assert reminders_in(db) == []
    outbox.send_ready(NOW + 10 * SECOND)
    ((address, since, due, told),) = reminders_in(db)
    assert (address, since, told) == (ANNA.address, NOW + 10 * SECOND, 0)
    zone = ZoneInfo(system_zone())
    shown = datetime.fromtimestamp(due / SECOND, zone)
    assert due >= since + 3 * DAY
    assert (shown.hour, shown.minute) >= (9, 0)
    assert shown.weekday() < 5, "in working hours"


def test_taken_back_it_reminds_of_nothing(outbox, db):
    number = outbox.add(draft(ANNA, remind_days=3), NOW, 10)
    assert outbox.undo(number).remind_days == 3
    outbox.send_ready(NOW + MINUTE)
    assert reminders_in(db) == []


def reminders_in(db):
    return db.rows("SELECT address, since, due, told FROM keep.reminder")


# where the mailbox itself sends


@pytest.fixture
def exchange(db, post, facts):
    """An outbox whose account is one of Exchange; `settled` is what its mailbox was told."""
    accounts.add(db, AccountSettings("ews", "marina@linia.example", "LINIA\\marina"))
    settled = []
    outbox = Outbox(
        db, lambda account, settings: post, post.save, post.find,
        Marker(db, lambda: None), facts.append, lambda *told: settled.append(told),
    )  # fmt: skip
    return outbox, settled


@pytest.mark.parametrize("tracked", [True, False])
def test_exchange_files_its_copy_which_is_looked_after_if_it_is_marked(exchange, post, tracked):
    outbox, settled = exchange
    outbox.add(draft(ANNA, BORIS, tracked=tracked), NOW, 0)
    outbox.send_ready(NOW)
    outbox.send_ready(NOW + MINUTE)
    [(mime, _, recipients)] = post.taken
    ids = [parse_headers(mime).message_id]
    assert recipients == (ANNA.address, BORIS.address)
    assert [parse_headers(one).message_id for one in post.saved] == ids[: int(tracked)]
    assert settled == [(1, None, NOW)]


def test_a_mailbox_that_cannot_be_told_now_is_told_later(exchange, db, post, facts):
    outbox, settled = exchange
    failures = [Offline(host="h", port=443, reason="cut")]

    def settle(*told):
        if failures:
            raise failures.pop()
        settled.append(told)

    later = replace(outbox, settle=settle)
    later.add(draft(ANNA), NOW, 0)
    later.send_ready(NOW)
    assert settled == []
    later.send_ready(NOW + MINUTE)
    assert settled == [(1, None, NOW)]
    assert len(post.taken) == 1


def test_a_tracked_letter_to_many_in_doubt_is_one_copy_and_sent_decides(exchange, db, post):
    outbox, _ = exchange
    post.answers = [SendReceipt(SendOutcome.UNKNOWN)]
    post.found = [True]
    number = outbox.add(draft(ANNA, BORIS), NOW, 0)
    outbox.send_ready(NOW)
    assert rows.get(db, number).state == "sent"
    assert len(post.taken) == 1
