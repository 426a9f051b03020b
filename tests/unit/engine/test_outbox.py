import pytest

from desktop_app.domain.errors import AuthRejected, InputError, Offline
from desktop_app.domain.model import MINUTE, SECOND, AccountSettings, Address, Draft, Endpoint, Security
from desktop_app.engine.marking import Marker
from desktop_app.engine.outbox import Outbox
from desktop_app.mail.base import SendOutcome, SendReceipt
from desktop_app.store import accounts
from desktop_app.store import outbox as rows
from desktop_app.store.database import Database

NOW = 1_700_000_000 * SECOND
IMAP = Endpoint("127.0.0.1", 143, Security.NONE)
ANNA, BORIS = Address("", "anna@zavod.example"), Address("", "boris@zavod.example")


class Post:
    """A fake submission server: answers what it was told, remembers what was handed over."""

    def __init__(self):
        self.answers = []
        self.taken = []
        self.saved = []

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
        db, lambda account, settings: post, lambda account, mime: post.saved.append(mime),
        Marker(db, lambda: None), facts.append,
    )  # fmt: skip


def draft(*people, **changes):
    return Draft(**({"account": 1, "to": people, "subject": "Hi", "html": "<p>Hi</p>"} | changes))


def test_a_letter_is_sent_once_and_its_copy_is_kept(outbox, post, db):
    number = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    outbox.send_ready(NOW + MINUTE)
    assert [people for _, _, people in post.taken] == [(ANNA.address,)]
    assert len(post.saved) == 1
    assert rows.get(db, number).state == "sent"


def test_a_held_letter_waits_and_can_be_taken_back(outbox, post, db):
    number = outbox.add(draft(ANNA), NOW, 10)
    outbox.send_ready(NOW + 9 * SECOND)
    outbox.undo(number)
    outbox.send_ready(NOW + MINUTE)
    assert post.taken == []
    assert rows.get(db, number).state == "undone"


def test_a_sent_letter_cannot_be_taken_back(outbox):
    number = outbox.add(draft(ANNA), NOW, 0)
    outbox.send_ready(NOW)
    with pytest.raises(InputError, match="too_late"):
        outbox.undo(number)


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
    assert (entry.state, entry.error) == ("sent", "refused")
    assert {who: state for who, (state, _) in entry.copies.items()} == {
        ANNA.address: "accepted",
        BORIS.address: "rejected",
    }
    assert facts[-1].error == "refused"
