"""Letters of other mail programs: smtplib, the relay, a real upstream; what is cut and what is refused."""

import smtplib
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes

import pytest

from desktop_app.domain.errors import AuthRejected, DiskFull, Offline
from desktop_app.domain.model import DAY, HOUR, MINUTE, SECOND, AccountSettings, Endpoint, Security
from desktop_app.domain.tokens import key_text, parse_key
from desktop_app.engine.marking import Marker, Server
from desktop_app.engine.passage import PassageDesk
from desktop_app.mail.base import SendOutcome, SendReceipt
from desktop_app.mail.relay import Relay
from desktop_app.mail.smtp import SmtpSender, SmtpSession
from desktop_app.mail.submission import MailboxSubmission
from desktop_app.store import accounts, relayed, sent_copies, signals
from desktop_app.store.database import Database
from desktop_app.store.sent_copies import File
from tests.fakes.dovecot import free_ports
from tests.fakes.upstream import Upstream

NOW = 1_700_000_000 * SECOND
MARINA, PASSWORD = "marina@linia.example", "abcd-efgh-ijkl-mnop"
ANNA, BORIS, VERA = "anna@zavod.example", "boris@zavod.example", "Vera@zavod.example"
LETTER = (
    b"Message-ID: <1@linia.example>\r\nFrom: marina@linia.example\r\nTo: anna@zavod.example\r\n"
    b"Subject: Offer\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n"
    b'\r\n<p>Good day</p><a href="https://linia.example/prices">Prices</a>\r\n.dot\r\n'
)
PLAIN = LETTER.replace(b"text/html", b"text/plain")
SIGNED = (
    b"Message-ID: <2@linia.example>\r\nFrom: marina@linia.example\r\nSubject: Signed\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/signed; boundary="b"; protocol="application/pkcs7-signature"\r\n\r\n--b\r\n'
    b"Content-Type: text/html\r\n\r\n<p>Hi</p>\r\n"
    b"--b\r\nContent-Type: application/pkcs7-signature\r\n\r\nAA==\r\n--b--\r\n"
)


class Registry:
    def register(self, links):
        pass


class World:
    """A sender's account, its relay, and the time."""

    def __init__(self, folder, upstream):
        self.upstream = upstream
        self.folder = folder
        self.now = NOW
        self.woken = 0
        self.tracked = True
        self.db = Database.open(folder, NOW)
        self.port = upstream.port
        here = Endpoint("127.0.0.1", self.port, Security.NONE)
        accounts.add(self.db, AccountSettings("imap", MARINA, "marina", here, here))
        server = Server("https://t.linia.example", parse_key(key_text(7, bytes(32))), Registry())
        self.desk = PassageDesk(
            self.db, self.open, Marker(self.db, lambda: server), lambda: self.now, lambda: PASSWORD,
            lambda: self.tracked, self.wake,
        )  # fmt: skip
        self.relay = Relay(0, self.desk)
        self.relay.start()

    def open(self, settings):
        here = Endpoint("127.0.0.1", self.port, Security.NONE)
        return SmtpSender(AccountSettings("imap", MARINA, "marina", here, here), lambda: "secret").open()

    def wake(self):
        self.woken += 1

    @contextmanager
    def program(self, user=MARINA, password=PASSWORD):
        with smtplib.SMTP("127.0.0.1", self.relay.port, timeout=20) as client:
            client.login(user, password)
            yield client

    def send(self, *people, letter=LETTER, sender=MARINA, options=()):
        with self.program() as client:
            return client.sendmail(sender, list(people), letter, mail_options=options)

    def later(self, micros):
        self.now += micros
        self.desk.send_due(self.now)

    def waiting(self):
        return {who for one in relayed.due(self.db, "held", self.now + 2 * DAY) for who in one.copies}


@pytest.fixture
def upstream():
    server = Upstream()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def world(tmp_path, upstream):
    world = World(tmp_path, upstream)
    yield world
    world.relay.stop()
    world.db.close()


def test_a_letter_arrives_marked_and_the_program_gets_the_servers_answer(world, upstream):
    assert world.send(ANNA) == {}
    [(people, mime)] = upstream.letters
    assert people == (ANNA,)
    [opened] = [one for one in signals.tokens_of(world.db, "1@linia.example") if one.kind == "open"]
    assert f"https://t.linia.example/o/{opened.token}".encode() in mime
    assert opened.recipient == ANNA


def test_nothing_else_of_the_letter_changes(world, upstream):
    world.tracked = False
    world.send(ANNA, letter=LETTER + "Привет".encode() + b"\r\n..\r\n.\r\n")
    assert upstream.copies() == [LETTER + "Привет".encode() + b"\r\n..\r\n.\r\n"]


def test_each_recipient_gets_a_copy_of_his_own(world, upstream):
    world.send(ANNA, BORIS, VERA)
    assert upstream.reached() == [ANNA, BORIS, VERA]
    assert len({mime for _, mime in upstream.letters}) == 3
    meanings = signals.tokens_of(world.db, "1@linia.example")
    assert {one.recipient for one in meanings} == {ANNA, BORIS, VERA.lower()}


def test_a_signed_letter_goes_out_once_for_all_and_untouched(world, upstream):
    world.send(ANNA, BORIS, letter=SIGNED)
    assert upstream.letters == [((ANNA, BORIS), SIGNED)]


def test_a_letter_without_html_goes_out_untouched(world, upstream):
    world.send(ANNA, BORIS, letter=PLAIN)
    assert upstream.letters == [((ANNA, BORIS), PLAIN)]


@pytest.mark.parametrize(("user", "password"), [(MARINA, "wrong"), ("nobody@linia.example", PASSWORD)])
def test_a_wrong_local_password_or_user_is_refused(world, upstream, user, password):
    with pytest.raises(smtplib.SMTPAuthenticationError), world.program(user, password):
        pass
    assert upstream.sessions == 1  # the one that Controller made to see whether it is there


def test_without_signing_in_nothing_is_taken(world):
    with smtplib.SMTP("127.0.0.1", world.relay.port, timeout=20) as client:
        client.ehlo()
        assert client.mail(MARINA)[0] == 530


def test_a_refused_recipient_is_refused_in_the_servers_words_and_the_others_get_it(world, upstream):
    upstream.rcpt = {BORIS: ["550 5.1.1 no such user"]}
    assert world.send(ANNA, BORIS) == {BORIS: (550, b"5.1.1 no such user")}
    assert upstream.reached() == [ANNA]


@pytest.mark.parametrize("answer", ["554 5.7.1 looks like spam", "452 4.3.1 mailbox full"])
@pytest.mark.parametrize("people", [(ANNA,), (ANNA, BORIS)])
def test_what_the_server_refuses_whole_is_refused_in_its_words(world, upstream, answer, people):
    upstream.data = {ANNA: [answer]}
    with pytest.raises(smtplib.SMTPDataError) as refused:
        world.send(*people)
    assert f"{refused.value.smtp_code} {refused.value.smtp_error.decode()}" == answer
    assert upstream.letters == []
    assert world.waiting() == set()


def test_a_refused_sender_is_refused_in_the_servers_words(world, upstream):
    upstream.mail = "553 5.7.1 not your address"
    with pytest.raises(smtplib.SMTPSenderRefused) as refused:
        world.send(ANNA)
    assert (refused.value.smtp_code, refused.value.smtp_error) == (553, b"5.7.1 not your address")


def test_when_the_server_is_away_the_program_is_told_to_come_back(world):
    [world.port] = free_ports(1)
    with pytest.raises(smtplib.SMTPSenderRefused) as refused:
        world.send(ANNA)
    assert refused.value.smtp_code == 451


def test_what_the_server_took_partly_is_finished_by_the_queue(world, upstream):
    upstream.data = {BORIS: ["451 4.3.0 try later", "451 4.3.0 try later"]}
    assert world.send(ANNA, BORIS, VERA) == {}
    assert upstream.reached() == [ANNA]
    assert world.woken > 0
    world.later(0)
    assert upstream.reached() == [ANNA, VERA]
    world.later(6 * MINUTE)
    world.later(6 * MINUTE)
    assert upstream.reached() == [ANNA, VERA, BORIS]
    assert world.waiting() == set()
    world.later(MINUTE)
    assert len(upstream.letters) == 3


def test_a_copy_cut_after_it_was_handed_over_is_reported_and_never_sent_again(world, upstream):
    upstream.data = {BORIS: ["cut"]}
    assert world.send(ANNA, BORIS, VERA) == {}
    for _ in range(5):
        world.later(6 * MINUTE)
    assert upstream.reached() == [ANNA, VERA, MARINA]
    report = message_from_bytes(upstream.copies(MARINA)[0])
    assert report.get_content_type() == "multipart/report"
    assert "may have been sent" in report.as_string()
    assert BORIS in report.get_payload()[1].as_string()


def test_a_single_letter_cut_after_it_was_handed_over_is_left_to_the_sender(world, upstream):
    upstream.data = {ANNA: ["cut"]}
    with pytest.raises(smtplib.SMTPDataError) as refused:
        world.send(ANNA)
    assert refused.value.smtp_code == 554  # a program tries again after 4xx, and might double it
    assert b"may have been sent" in refused.value.smtp_error


def test_who_is_refused_after_others_were_taken_is_reported_to_the_sender(world, upstream):
    upstream.data = {BORIS: ["550 5.7.1 not wanted"] * 2}
    assert world.send(ANNA, BORIS) == {}
    world.later(0)
    world.later(0)
    assert upstream.reached() == [ANNA, MARINA]
    assert "550 5.7.1 not wanted" in message_from_bytes(upstream.copies(MARINA)[0]).as_string()
    world.later(6 * MINUTE)
    assert len(upstream.letters) == 2


def test_a_copy_nobody_takes_for_a_day_is_given_up_and_reported(world, upstream):
    upstream.data = {BORIS: ["451 4.3.0 later"] * 9}
    world.send(ANNA, BORIS)
    world.later(0)
    world.later(DAY)
    world.later(MINUTE)
    assert upstream.reached() == [ANNA, MARINA]


def test_a_program_that_did_not_hear_the_answer_may_send_again_without_doubling(world, upstream):
    world.send(ANNA, BORIS)
    world.send(ANNA, BORIS)
    assert upstream.reached() == [ANNA, BORIS]
    world.send(ANNA, VERA)
    assert upstream.reached() == [ANNA, BORIS, VERA]


def sent_jobs(world):
    """Letters whose place in Sent is looked after, as a restart would find them."""
    sent_copies.interrupted(world.db, NOW)
    return [(job.message_id, job.mime, job.file) for job in sent_copies.due(world.db, NOW + DAY)]


@pytest.mark.parametrize("people", [(ANNA,), (ANNA, BORIS)])
def test_a_marked_letter_that_went_is_looked_after_in_sent(world, upstream, people):
    world.send(*people)
    assert sent_jobs(world) == [("1@linia.example", LETTER, File.WHERE_SERVER_FILES)]


def test_a_letter_without_marks_needs_no_look_at_sent(world, upstream):
    world.send(ANNA, letter=PLAIN)
    assert sent_jobs(world) == []


def test_a_letter_that_was_refused_is_not_looked_for_in_sent(world, upstream):
    upstream.data = {ANNA: ["550 5.7.1 not wanted"]}
    with pytest.raises(smtplib.SMTPDataError):
        world.send(ANNA)
    assert sent_jobs(world) == []


def test_a_letter_that_may_have_gone_is_looked_for_in_sent_and_never_filed(world, upstream):
    upstream.data = {ANNA: ["cut"]}
    with pytest.raises(smtplib.SMTPDataError):
        world.send(ANNA)
    assert sent_jobs(world) == [("1@linia.example", LETTER, File.NEVER)]


def test_a_program_that_hangs_up_in_the_middle_sends_nothing(world, upstream):
    with world.program() as client:
        client.mail(MARINA)
        client.rcpt(ANNA)
        client.docmd("DATA")
        client.send(LETTER[:100])
        client.close()
    world.send(BORIS)
    assert upstream.reached() == [BORIS]


def test_what_was_begun_when_the_engine_died_is_reported_and_the_rest_is_sent(world, upstream):
    number = relayed.keep(
        world.db, 1, "1@linia.example", MARINA, False, LETTER, (ANNA, BORIS), NOW, NOW + DAY
    )
    relayed.mark(world.db, number, ANNA, "sending")
    world.desk.recover()
    world.later(0)
    assert upstream.reached() == [BORIS, MARINA]
    assert "may have been sent" in message_from_bytes(upstream.copies(MARINA)[0]).as_string()
    world.send(ANNA, BORIS)  # the program tries again: the sender has been told what to look for
    assert upstream.reached()[2:] == [ANNA]


def test_international_addresses_and_eight_bit_text_are_passed_on_as_they_came(world, upstream):
    letter = LETTER + "Здравствуйте\r\n".encode()
    world.send("борис@zavod.example", letter=letter, options=("SMTPUTF8", "BODY=8BITMIME"))
    assert upstream.reached() == ["борис@zavod.example"]
    assert set(upstream.envelopes[0][1]) == {"SMTPUTF8", "BODY=8BITMIME"}
    assert "Здравствуйте".encode() in upstream.copies()[0]


def test_what_the_server_cannot_carry_is_refused_and_not_changed(tmp_path):
    upstream = Upstream(enable_SMTPUTF8=False)
    upstream.start()
    world = World(tmp_path, upstream)
    try:
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            world.send("борис@zavod.example", options=("SMTPUTF8",))
        assert refused.value.smtp_code == 553
    finally:
        world.relay.stop()
        world.db.close()
        upstream.stop()


def test_a_receipt_with_the_null_sender_passes(world, upstream):
    world.send(ANNA, letter=PLAIN, sender="")
    assert upstream.envelopes[0][0] == "<>"


def test_two_letters_on_one_connection_both_arrive(world, upstream):
    with world.program() as client:
        client.sendmail(MARINA, [ANNA], LETTER)
        client.sendmail(MARINA, [BORIS], LETTER.replace(b"<1@", b"<9@"))
    assert upstream.reached() == [ANNA, BORIS]


def test_a_full_disk_lets_the_letter_pass_unmarked(world, upstream, monkeypatch):
    def full(*_arguments):
        raise DiskFull

    monkeypatch.setattr(signals, "add_tokens", full)
    world.send(ANNA, BORIS)
    assert upstream.letters == [((ANNA, BORIS), LETTER)]


def test_a_line_cut_before_the_first_copy_leaves_nothing_to_the_queue(world, upstream, monkeypatch):
    """The program is told to try again, and does so under a new name: the queue must not send it too."""

    def cut(_session):
        raise Offline(host="smtp.example", port=465, reason="cut")

    with monkeypatch.context() as patch:
        patch.setattr(SmtpSession, "reset", cut)
        with pytest.raises(smtplib.SMTPDataError, match="451"):
            world.send(ANNA, BORIS)
    world.later(2 * HOUR)
    assert upstream.letters == []
    world.send(ANNA, BORIS, letter=LETTER.replace(b"<1@", b"<3@"))
    assert upstream.reached() == [ANNA, BORIS]


def test_a_disk_that_fills_up_between_two_copies_sends_the_rest_once_and_later(world, upstream, monkeypatch):
    real, calls = relayed.mark, []

    def mark(*values, **more):
        calls.append(values)
        if len(calls) > 2:
            raise DiskFull
        return real(*values, **more)

    with monkeypatch.context() as patch:
        patch.setattr(relayed, "mark", mark)
        world.send(ANNA, BORIS)  # taken: both copies are safe
    world.send(ANNA, BORIS)  # a program that missed our answer
    world.later(2 * HOUR)
    assert upstream.reached() == [ANNA, BORIS]


def test_on_a_full_disk_who_has_the_letter_does_not_get_it_again(world, upstream, monkeypatch):
    world.send(ANNA)

    def full(*_arguments):
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(signals, "add_tokens", full)
        with pytest.raises(smtplib.SMTPDataError, match="452"):
            world.send(ANNA, BORIS)
    world.send(ANNA, BORIS)
    assert upstream.reached() == [ANNA, BORIS]


@pytest.mark.parametrize("code", ["535 5.7.8 no", "454 4.7.0 not now", ""])
def test_the_queue_does_not_knock_with_a_refused_password_until_the_account_is_locked(world, upstream, code):
    """Several letters wait, and each would be told of by a letter that needs the same sign-in."""
    upstream.data = {BORIS: ["451 later"] * 3}
    for number in (1, 2, 3):
        world.send(ANNA, BORIS, letter=LETTER.replace(b"<1@", b"<%d@" % number))
    assert world.waiting() == {BORIS}
    opened = []

    def refused(_settings):
        opened.append(world.now)
        raise AuthRejected(reason="rejected", text=code)

    world.desk = replace(world.desk, open_session=refused)
    for _ in range(10 * 24 * 4):
        world.later(15 * MINUTE)
    first_day = [at for at in opened if at - NOW <= DAY]
    assert 20 <= len(first_day) <= 25
    assert len(opened) <= 8 * 25  # then nobody is left who could be told
    assert relayed.next_at(world.db) is None


def test_a_password_that_was_mended_in_time_sends_what_waited(world, upstream):
    upstream.data = {BORIS: ["451 later"]}
    world.send(ANNA, BORIS)
    desk = world.desk

    def refused(_settings):
        raise AuthRejected(reason="rejected", text="535 5.7.8 no")

    world.desk = replace(desk, open_session=refused)
    world.later(2 * HOUR)
    world.desk = desk
    world.later(2 * HOUR)
    assert upstream.reached() == [ANNA, BORIS]


# where the mailbox itself sends


class Mailbox:
    """A mailbox of Exchange; its answer to the first letter is lost when it is told so."""

    def __init__(self):
        self.taken = []
        self.lost = False

    def send(self, mime, _sender, recipients):
        self.taken.append((mime, tuple(recipients)))
        return SendReceipt(SendOutcome.UNKNOWN if self.lost else SendOutcome.ACCEPTED, "cut")


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def exchange(tmp_path, upstream, mailbox):
    """A relay into it; `filed` are the marked copies in its Sent folder that are still to be found."""
    world = World(tmp_path, upstream)
    world.relay.stop()
    accounts.add(world.db, AccountSettings("ews", OLGA, "LINIA\\olga"))
    world.filed = []
    world.desk = replace(
        world.desk, open_session=lambda _settings: MailboxSubmission(mailbox), looks_s=(0.0, 0.0),
        has_gone=lambda _account, mime: bool(world.filed) and world.filed.pop(0),
    )  # fmt: skip
    world.relay = Relay(0, world.desk)
    world.relay.start()
    yield world
    world.relay.stop()
    world.db.close()


OLGA = "olga@linia.example"


def send_by_exchange(world, *people, letter=LETTER):
    with world.program(OLGA) as client:
        return client.sendmail(OLGA, list(people), letter)


def test_one_marked_copy_goes_to_everybody(exchange, mailbox):
    send_by_exchange(exchange, ANNA, BORIS)
    [(mime, people)] = mailbox.taken
    assert people == (ANNA, BORIS)
    assert b"https://t.linia.example/o/" in mime
    [job] = sent_copies.due(exchange.db, NOW + MINUTE)
    assert (job.mime, job.file) == (LETTER, File.WHERE_SERVER_FILES)


def test_a_copy_found_in_sent_is_as_good_as_the_answer_that_was_lost(exchange, mailbox):
    mailbox.lost, exchange.filed = True, [False, True]
    send_by_exchange(exchange, ANNA)
    mailbox.lost = False
    send_by_exchange(exchange, ANNA)  # a program that missed our answer
    assert len(mailbox.taken) == 1


@pytest.mark.parametrize("letter", [LETTER, PLAIN])
def test_one_that_is_not_found_may_have_been_sent_and_is_not_sent_again(exchange, mailbox, letter):
    """Nor is one without marks looked for: the program may have put it into Sent before."""
    mailbox.lost, exchange.filed = True, [False, False] if letter is LETTER else [True]
    with pytest.raises(smtplib.SMTPDataError, match="may have been sent"):
        send_by_exchange(exchange, ANNA, letter=letter)
    exchange.later(DAY)
    assert len(mailbox.taken) == 1
