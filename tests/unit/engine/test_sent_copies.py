import pytest

from desktop_app.domain.errors import Offline, ServerError
from desktop_app.domain.model import DAY, MINUTE, SECOND
from desktop_app.engine.sent_copies import LOOKS, SentCopies, relayed
from desktop_app.mail.base import SentCopy
from desktop_app.store import sent_copies
from desktop_app.store.database import Database

NOW = 1_700_000_000 * SECOND
LETTER = b"Message-ID: <1@linia.example>\r\n\r\nGood day\r\n"
OFFLINE = Offline(host="mail.example", port=993, reason="refused")


class Server:
    """`answers` in turn, the last one for ever; an error is raised."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.looks = []
        self.saved = []

    def clean(self, account, mime):
        self.looks.append((account, mime))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def save(self, account, mime):
        self.saved.append(mime)


@pytest.fixture
def db(tmp_path):
    db = Database.open(tmp_path, NOW)
    yield db
    db.close()


def desk(db, server):
    return SentCopies(db, server.clean, server.save, lambda: NOW)


def minutes_pass(copies, count=40):
    """Look every ten seconds, as often as the engine at most does."""
    for step in range(count * 6):
        copies.look(NOW + step * 10 * SECOND)


NOTHING_YET = SentCopy(clean=False, replaced=0, expected=True)
CLEAN_NOW = SentCopy(clean=True, replaced=1, expected=True)


def test_a_letter_is_filed_at_once_where_the_server_files_nothing_and_looked_at_once_more(db):
    server = Server(SentCopy(False, 0, False), SentCopy(True, 0, False))
    copies = desk(db, server)
    copies.keep(1, LETTER)
    copies.look(NOW)
    assert server.saved == [LETTER]
    minutes_pass(copies)
    assert server.looks == [(1, LETTER)] * 2
    assert server.saved == [LETTER]
    assert sent_copies.next_at(db) is None


def test_a_server_that_files_what_it_sends_is_waited_for_before_anything_is_filed(db):
    server = Server(NOTHING_YET, NOTHING_YET, CLEAN_NOW)
    copies = desk(db, server)
    copies.keep(1, LETTER)
    minutes_pass(copies)
    assert server.saved == []
    assert len(server.looks) == len(LOOKS)


def test_what_a_server_never_filed_is_filed_at_the_end(db):
    server = Server(NOTHING_YET)
    copies = desk(db, server)
    copies.keep(1, LETTER)
    minutes_pass(copies, 19)
    assert server.saved == []
    minutes_pass(copies)
    assert server.saved == [LETTER]
    assert sent_copies.next_at(db) is None


def test_nothing_of_a_relayed_letter_is_filed_where_its_program_does_that(db):
    server = Server(SentCopy(False, 0, False))
    copies = desk(db, server)
    job, due = relayed(1, "1@linia.example", LETTER, NOW, taken=True)
    sent_copies.follow(db, job, due)
    copies.look(NOW)
    assert server.looks == []  # its program files its own copy first
    minutes_pass(copies)
    assert (len(server.looks), server.saved) == (1, [])


@pytest.mark.parametrize("taken", [True, False])
def test_a_relayed_letter_is_filed_at_the_end_only_when_it_is_known_to_have_gone(db, taken):
    server = Server(NOTHING_YET)
    copies = desk(db, server)
    job, due = relayed(1, "1@linia.example", LETTER, NOW, taken=taken)
    sent_copies.follow(db, job, due)
    minutes_pass(copies)
    assert server.saved == ([LETTER] if taken else [])


def test_a_server_out_of_reach_costs_no_look(db):
    server = Server(OFFLINE)
    copies = desk(db, server)
    copies.keep(1, LETTER)
    minutes_pass(copies)
    server.answers = [NOTHING_YET]
    copies.look(NOW + 50 * MINUTE)
    copies.look(NOW + 60 * MINUTE)
    assert server.saved == []
    for minute in range(61, 70):
        copies.look(NOW + minute * MINUTE)
    assert server.saved == [LETTER]


def test_a_server_out_of_reach_for_a_week_is_given_up(db):
    copies = desk(db, Server(OFFLINE))
    copies.keep(1, LETTER)
    copies.look(NOW + 8 * DAY)
    assert sent_copies.next_at(db) is None


def test_a_letter_that_cannot_be_looked_after_leaves_the_others_alone(db, caplog):
    server = Server(ServerError(text="no"), CLEAN_NOW)
    copies = desk(db, server)
    copies.keep(1, LETTER)
    copies.keep(2, LETTER)
    copies.look(NOW)
    assert [account for account, _ in server.looks] == [1, 2]
    assert "not looked after" in caplog.text
