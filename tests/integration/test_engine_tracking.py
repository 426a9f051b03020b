"""Letters out and signals in: the engine, a real tracking server, a real SMTP server, a real Dovecot."""

import re
import time
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes, policy
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from desktop_app.domain.commands import ResolveUnknown, Send, SetTracking, UndoSend
from desktop_app.domain.errors import InputError, TrackingError
from desktop_app.domain.facts import Alert, OutboxChanged, TrackingState
from desktop_app.domain.model import Action, Address, Draft, Endpoint, Security, SignalKind, Verdict
from desktop_app.engine.process import Engine
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store.reader import Reader
from tests.fakes.dovecot import free_ports
from tests.fakes.engine_world import World
from tests.fakes.post_office import PostOffice
from tests.samples import bounces

pytestmark = pytest.mark.dovecot

MARINA = "marina@linia.example"
ANNA = Address("Anna", "anna@zavod.example")
BORIS = Address("Boris", "boris@zavod.example")
OUTLOOK = (
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; "
    "Microsoft Outlook 16.0.17328; ms-office; MSOffice 16)"
)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36"
)
READER, SCANNER = "203.0.113.7", "192.0.2.200"  # RFC 5737: nobody's
HTML = (
    '<p>Good day,</p><p><a href="https://linia.example/prices?a=1&amp;b=2">Prices</a> '
    '<a href="https://linia.example/terms">Terms</a> <a href="https://linia.example/about">About</a></p>'
)


class SalesWorld(World):
    """The same user, who can also send, and a tracking server that knows him."""

    def __init__(self, server, user, folder, post, tracking):
        super().__init__(server, user, folder)
        self.post = post
        self.tracking = tracking

    def open_account(self, engine, tracked=True):
        account = self.add(engine, smtp=Endpoint("127.0.0.1", self.post.port, Security.NONE))
        if tracked:
            engine.call(SetTracking(self.tracking.url, self.tracking.key))
        self.facts.state("live")
        self.wait_until_watched()
        return account

    def send(self, engine, *people, hold_s=0, **changes):
        draft = Draft(**({"account": 1, "to": people, "subject": "Offer", "html": HTML} | changes))
        return engine.call(Send(draft, hold_s))

    def wait_for_outbox(self, number, state, within_s=20):
        self.facts.wait_for(
            lambda fact: isinstance(fact, OutboxChanged) and (fact.outbox, fact.state) == (number, state),
            within_s=within_s,
        )

    def wait_for_sent(self, count):
        """Until the copies in Sent have been synchronised."""
        self.facts.wait_until(lambda: sum(row.places == ("Sent",) for row in self.letters()) == count)

    def in_folder(self, folder):
        with self.server.connect(self.user) as client:
            _, [count] = client.select(folder, readonly=True)
            _, data = client.fetch("1:*", "(BODY.PEEK[])") if int(count) else ("OK", [])
            return [one[1] for one in data if isinstance(one, tuple)]

    def deliver(self, mime):
        arrived_at = datetime.fromtimestamp(time.time() + 1, UTC)  # INTERNALDATE knows whole seconds only
        self.server.append(self.user, "INBOX", [(mime, arrived_at, ())])

    def signals(self):
        with closing(Reader(self.data)) as reader:
            return reader.signals()

    def lead(self, address):
        with closing(Reader(self.data)) as reader:
            ids = reader.lead_ids("all", "warmth", True, "", 0)
            found = [row for row in reader.leads(ids).values() if row.address == address]
        return found[0] if found else None

    def alert(self, address, kind, within_s=20):
        def wanted(fact):
            return isinstance(fact, Alert) and (fact.kind, fact.contact) == (kind, self.lead(address).contact)

        return self.facts.wait_for(wanted, within_s=within_s)


class Tracking:
    """The server as a process of its own on a port that stays."""

    def __init__(self, folder):
        self.storage = f"sqlite:///{folder}/server.db"
        [self.port] = free_ports(1)
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None
        with closing(open_storage(self.storage)) as storage:
            self.key = invite(storage, "Marina", self.url).key

    def start(self):
        self.process = ServerProcess(self.storage, trusted_proxies=["127.0.0.1"], port=self.port)
        self.process.start()

    def stop(self):
        if self.process is not None:
            self.process.stop()
        self.process = None


@pytest.fixture(scope="module")
def post():
    office = PostOffice()
    office.start()
    yield office
    office.stop()


@pytest.fixture
def tracking(tmp_path):
    tracking = Tracking(tmp_path)
    tracking.start()
    yield tracking
    tracking.stop()


@pytest.fixture
def world(dovecot, post, tracking, request, tmp_path):
    user = re.sub(r"[^a-z0-9]+", "-", request.node.name)[-40:].strip("-")
    dovecot.add_user(user)
    post.letters, post.attempts, post.mode = [], 0, ""
    return SalesWorld(dovecot, user, tmp_path, post, tracking)


def html_of(mime):
    return message_from_bytes(mime, policy=policy.default).get_body(("html",)).get_content()


def pixel_of(mime):
    [found] = re.findall(r'<img[^>]+src="([^"]+/o/[^"]+)"', html_of(mime))
    return found


def links_of(mime):
    return re.findall(r'<a href="([^"]+)"', html_of(mime))


def fetch(url, agent, address):
    """As a reader's program does, behind a proxy that tells his address."""
    place = urlsplit(url)
    with closing(HTTPConnection(place.hostname, place.port, timeout=10)) as connection:
        connection.request("GET", place.path, headers={"User-Agent": agent, "X-Forwarded-For": address})
        answer = connection.getresponse()
        answer.read()
        return answer


def reply_to(mime, sender, text="Yes, please"):
    message_id = message_from_bytes(mime)["Message-ID"]
    return (
        f"Message-ID: <{time.time_ns()}@zavod.example>\r\nFrom: {sender.name} <{sender.address}>\r\n"
        f"To: {MARINA}\r\nSubject: Re: Offer\r\nIn-Reply-To: {message_id}\r\nReferences: {message_id}\r\n\r\n"
        f"{text}\r\n"
    ).encode()


# ── out ──────────────────────────────────────────────────────────────────────────────────────────


def test_each_recipient_gets_a_copy_of_his_own_and_sent_gets_a_clean_one(world):
    with world.engine() as engine:
        world.open_account(engine)
        number = world.send(engine, ANNA, BORIS)
        world.wait_for_outbox(number, "sent")
        world.wait_for_sent(1)
        assert sorted(people for people, _ in world.post.letters) == [(ANNA.address,), (BORIS.address,)]
        hers, his = world.post.copies(ANNA.address)[0], world.post.copies(BORIS.address)[0]
        assert pixel_of(hers) != pixel_of(his)
        assert not set(links_of(hers)) & set(links_of(his))
        [clean] = world.in_folder("Sent")
        assert world.tracking.url.encode() not in clean
        assert links_of(clean)[1:] == ["https://linia.example/terms", "https://linia.example/about"]
        ids = {message_from_bytes(mime)["Message-ID"] for mime in (hers, his, clean)}
        assert len(ids) == 1
        answer = fetch(links_of(hers)[0], CHROME, READER)
        assert (answer.status, answer.headers["Location"]) == (302, "https://linia.example/prices?a=1&b=2")


def test_a_held_letter_can_be_taken_back_and_one_that_went_out_cannot(world):
    with world.engine() as engine:
        world.open_account(engine, tracked=False)
        held = world.send(engine, ANNA, hold_s=60)
        engine.call(UndoSend(held))
        world.wait_for_outbox(held, "undone")
        sent = world.send(engine, BORIS)
        world.wait_for_outbox(sent, "sent")
        with pytest.raises(InputError, match="too_late"):
            engine.call(UndoSend(sent))
        assert [people for people, _ in world.post.letters] == [(BORIS.address,)]


def test_a_held_letter_goes_out_by_itself_when_its_time_comes(world):
    with world.engine() as engine:
        world.open_account(engine, tracked=False)
        began = time.monotonic()
        number = world.send(engine, ANNA, hold_s=1)
        world.wait_for_outbox(number, "sent", within_s=5)
        assert time.monotonic() - began >= 1


def test_a_held_letter_survives_the_end_of_the_program(world):
    with world.engine() as engine:
        world.open_account(engine, tracked=False)
        number = world.send(engine, ANNA, hold_s=2)
    assert world.post.letters == []
    with world.engine():
        world.wait_for_outbox(number, "sent")
    assert len(world.post.letters) == 1


def test_a_letter_goes_out_with_its_own_links_while_the_tracking_server_is_down(world):
    with world.engine() as engine:
        world.open_account(engine)
        world.tracking.stop()
        number = world.send(engine, ANNA)
        world.wait_for_outbox(number, "sent")
        [copy] = world.post.copies()
        assert links_of(copy)[1] == "https://linia.example/terms"
        world.tracking.start()
        assert fetch(pixel_of(copy), OUTLOOK, READER).status == 200
        world.facts.wait_until(lambda: [row.kind for row in world.signals()] == [SignalKind.OPEN])


def test_a_line_cut_at_the_last_moment_never_sends_the_letter_again_by_itself(world):
    world.post.mode = "cut_after_data"
    with world.engine() as engine:
        world.open_account(engine, tracked=False)
        number = world.send(engine, ANNA)
        world.wait_for_outbox(number, "unknown")
        world.post.mode = ""
        other = world.send(engine, BORIS)
        world.wait_for_outbox(other, "sent")
        assert world.post.attempts == 2
    with world.engine() as engine:  # not after a new start either
        world.facts.state("live", since=len(world.facts.all))
        assert world.post.copies(ANNA.address) == []
        engine.call(ResolveUnknown(number, arrived=True))
        world.wait_for_sent(2)
        with pytest.raises(InputError, match="not_unknown"):
            engine.call(ResolveUnknown(number, arrived=False))
    assert world.post.attempts == 2


def test_an_unknown_letter_is_sent_again_when_the_user_wants_it(world):
    world.post.mode = "cut_after_data"
    with world.engine() as engine:
        world.open_account(engine, tracked=False)
        number = world.send(engine, ANNA)
        world.wait_for_outbox(number, "unknown")
        world.post.mode = ""
        engine.call(ResolveUnknown(number, arrived=False))
        world.wait_for_outbox(number, "sent")
        assert len(world.post.copies(ANNA.address)) == 1


def test_a_refused_letter_says_so_and_is_not_in_sent(world):
    world.post.mode = "refuse"
    with world.engine() as engine:
        world.open_account(engine)
        number = world.send(engine, ANNA)
        world.wait_for_outbox(number, "rejected")
        with closing(Reader(world.data)) as reader:
            assert [(row.state, row.error) for row in reader.outbox()] == [("rejected", "refused")]
        assert world.in_folder("Sent") == []


def test_a_busy_server_keeps_the_letter_held(world):
    world.post.mode = "busy"
    with world.engine() as engine:
        world.open_account(engine, tracked=False)
        number = world.send(engine, ANNA)
        world.facts.wait_for(lambda fact: fact == OutboxChanged(number, "held", "throttled"))
        assert world.post.attempts == 0


# ── in ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_s_open_alerts_warms_and_a_scanner_s_burst_does_neither(world):
    with world.engine() as engine:
        world.open_account(engine)
        number = world.send(engine, ANNA, BORIS)
        world.wait_for_outbox(number, "sent")
        world.wait_for_sent(1)
        world.facts.wait_until(lambda: all(world.lead(one.address) for one in (ANNA, BORIS)))
        before = world.lead(ANNA.address).warmth
        for link in links_of(world.post.copies(BORIS.address)[0]):
            fetch(link, CHROME, SCANNER)
        began = time.monotonic()
        fetch(pixel_of(world.post.copies(ANNA.address)[0]), OUTLOOK, READER)
        alert = world.alert(ANNA.address, SignalKind.OPEN)
        assert time.monotonic() - began < 15
        assert (alert.subject, alert.name) == ("Offer", world.lead(ANNA.address).name)
        after = world.lead(ANNA.address)
        assert after.warmth > before
        assert after.last_signal_kind is SignalKind.OPEN
        assert len(world.facts.of(Alert)) == 1
        verdicts = {(row.contact, row.kind): row.verdict for row in world.signals()}
        boris = world.lead(BORIS.address).contact
        assert {verdict for (who, _), verdict in verdicts.items() if who == boris} == {Verdict.MACHINE}
        assert world.lead(BORIS.address).warmth <= before


def test_an_answer_alerts_and_shows_that_an_unclear_open_was_real(world):
    with world.engine() as engine:
        world.open_account(engine)
        number = world.send(engine, ANNA)
        world.wait_for_outbox(number, "sent")
        world.wait_for_sent(1)
        [copy] = world.post.copies()
        fetch(pixel_of(copy), CHROME, READER)  # a browser, seconds after sending: may be a filter
        world.facts.wait_until(lambda: [row.verdict for row in world.signals()] == [Verdict.UNKNOWN])
        world.deliver(reply_to(copy, ANNA))
        alert = world.alert(ANNA.address, SignalKind.REPLY, within_s=10)
        assert alert.subject in ("Offer", "Re: Offer")
        found = {row.kind: row for row in world.signals()}
        assert found[SignalKind.REPLY].verdict is Verdict.HUMAN
        world.facts.wait_until(lambda: {row.verdict for row in world.signals()} == {Verdict.HUMAN})
        assert "reply_followed" in {row.kind: row for row in world.signals()}[SignalKind.OPEN].reasons
        assert world.lead(ANNA.address).waiting_since is not None


def test_a_letter_that_comes_back_is_a_bounce_of_the_right_contact(world):
    with world.engine() as engine:
        world.open_account(engine)
        number = world.send(engine, ANNA, BORIS)
        world.wait_for_outbox(number, "sent")
        world.wait_for_sent(1)
        [copy] = world.post.copies(ANNA.address)
        world.deliver(postfix_bounce(copy, ANNA.address))
        world.facts.wait_until(lambda: [row.kind for row in world.signals()] == [SignalKind.BOUNCE])
        [signal] = world.signals()
        assert signal.contact == world.lead(ANNA.address).contact
        assert world.lead(ANNA.address).action is Action.FIX_ADDRESS
        assert world.lead(BORIS.address).action is not Action.FIX_ADDRESS
        assert world.facts.of(Alert) == []


def postfix_bounce(copy, failed):
    """A real delivery report of the samples, its names changed to ours and our letter put into it."""
    report = dict(bounces())["bsd/lhost-postfix-01.eml"].replace(b"\r\n", b"\n")
    for name in (b"r@p351355.pool.example.ne.jp", b"kijitora@example.org"):
        report = report.replace(name, failed.encode())
    report = report.replace(b"shironeko@mx.example.jp", MARINA.encode())
    head, mark, _ = report.partition(b"message/rfc822\n\n")
    end = b"\n--FFFFFFFFFFFF.0000000000000/p351355.pool.example.ne.jp--\n"
    return (head + mark + copy.replace(b"\r\n", b"\n") + end).replace(b"\n", b"\r\n")


def test_what_happened_while_the_program_was_off_is_there_when_it_starts(world):
    with world.engine() as engine:
        world.open_account(engine)
        number = world.send(engine, ANNA)
        world.wait_for_outbox(number, "sent")
        world.wait_for_sent(1)
    [copy] = world.post.copies()
    fetch(pixel_of(copy), OUTLOOK, READER)
    fetch(links_of(copy)[0], CHROME, READER)
    with Engine(world.data, FileSecrets(world.secrets)) as engine:
        assert engine.sync_once() == []
    assert {row.kind for row in world.signals()} == {SignalKind.OPEN, SignalKind.CLICK}
    [click] = [row for row in world.signals() if row.kind is SignalKind.CLICK]
    assert click.link == "Prices"
    with Engine(world.data, FileSecrets(world.secrets)) as engine:  # nothing is counted twice
        engine.sync_once()
    assert [row.count for row in world.signals()] == [1, 1]


def test_a_server_that_is_down_is_said_and_asked_again(world):
    with world.engine() as engine:
        world.open_account(engine)
        world.facts.wait_for(lambda fact: fact == TrackingState("on"))
        world.tracking.stop()
        world.facts.wait_for(lambda fact: fact == TrackingState("unreachable"))
        count = len(world.facts.all)
        world.tracking.start()
        world.facts.wait_for(lambda fact: fact == TrackingState("on"), count)


def test_a_server_that_does_not_know_the_key_changes_nothing(world):
    with world.engine() as engine:
        world.open_account(engine)
        wrong = world.tracking.key[:-1] + ("A" if world.tracking.key[-1] != "A" else "B")
        with pytest.raises((InputError, TrackingError)):
            engine.call(SetTracking(world.tracking.url, wrong))
        with pytest.raises(InputError, match="not_https"):
            engine.call(SetTracking("http://track.example", world.tracking.key))
        number = world.send(engine, ANNA)
        world.wait_for_outbox(number, "sent")
        assert pixel_of(world.post.copies()[0]).startswith(world.tracking.url)


def test_tracking_that_is_switched_off_marks_nothing(world):
    with world.engine() as engine:
        world.open_account(engine)
        engine.call(SetTracking("", ""))
        assert world.facts.of(TrackingState)[-1] == TrackingState("off")
        number = world.send(engine, ANNA)
        world.wait_for_outbox(number, "sent")
        assert world.tracking.url.encode() not in world.post.copies()[0]
        assert world.tracking.key not in world.secrets.read_text()
