"""The demo world over its real sockets: mailbox, post office, tracking server, clients."""

import asyncio
import imaplib
import os
import re
import smtplib
import socket
import threading
import time
from collections import Counter
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from imapclient import imap_utf7

from desktop_app.demo import mailbox
from desktop_app.demo.people import CLIENTS
from desktop_app.demo.process import WorldProcess
from desktop_app.demo.script import MORNING, Act, Beat
from desktop_app.demo.setup import drafts
from desktop_app.demo.web import Web
from desktop_app.demo.world import World
from desktop_app.domain.agents import Family, family
from desktop_app.domain.compose import compose
from desktop_app.domain.instrument import instrument
from desktop_app.domain.letters import classify
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import AccountId, Address, Role
from desktop_app.domain.reports import bounce_facts
from desktop_app.domain.tokens import RANDOM_BYTES, new_token, parse_key
from desktop_app.engine.tracking_client import TrackingClient
from desktop_app.mail.imap import ImapProvider

SEED = 5
ARRIVE_S = 15.0
START_S = 8.0  # the goal on a machine of its own


class Player:
    """What the tests do in the world, and what they hear of it."""

    def __init__(self):
        self.told = []
        begun = time.monotonic()
        self.world = World.start(SEED, time.time_ns() // 1000, lambda act, who: self.told.append((act, who)))
        self.started_s = time.monotonic() - begun
        self.endpoints = self.world.endpoints
        self.key = parse_key(self.endpoints.tracking_key)
        self.drafts = {draft.to[0].address: draft for draft in drafts(self.endpoints, AccountId(1), {})}

    def imap(self):
        client = imaplib.IMAP4("127.0.0.1", self.endpoints.account.imap.port, timeout=20)
        client.login(self.endpoints.account.user, self.endpoints.password)
        return client

    def letters(self, folder="INBOX", query="ALL"):
        """(flags line, raw letter) of each that the server finds."""
        with ClosingImap(self.imap()) as client:
            client.select(f'"{folder}"', readonly=True)
            numbers = client.search(None, query)[1][0].split()
            if not numbers:
                return []
            answer = client.fetch(b",".join(numbers), "(FLAGS INTERNALDATE BODY.PEEK[])")[1]
            return [part for part in answer if isinstance(part, tuple)]

    def arrived(self, message_id):
        """The letters of the inbox that answer one of ours; waits for the first."""
        deadline = time.monotonic() + ARRIVE_S
        while time.monotonic() < deadline:
            found = self.letters(query=f'HEADER References "{message_id}"')
            if found:
                return [message_from_bytes(raw, policy=policy.default) for _, raw in found]
            time.sleep(0.05)
        raise AssertionError(f"nothing answers {message_id}")

    def submit(self, address):
        """Send the morning's letter as the engine would: marked, over SMTP. Its id and its tokens."""
        draft = self.drafts.get(address) or self.other(address)
        self.number = getattr(self, "number", 0) + 1
        message_id = f"test-{self.number}@linia.example"
        clean = compose(
            draft, Address("Марина Орлова", "marina@linia.example"), message_id, time.time_ns() // 1000
        )
        pixel, links = self.token(), {}

        def rewrite(url, text):
            token = self.token()
            links[token] = url
            return f"{self.endpoints.tracking_url}/c/{token}"

        marked = instrument(
            clean, f"{self.endpoints.tracking_url}/o/{pixel}", rewrite, self.endpoints.tracking_url
        )
        with closing(TrackingClient(self.endpoints.tracking_url, self.key)) as server:
            server.register(links)
        with self.smtp() as client:
            client.login(self.endpoints.account.user, self.endpoints.password)
            client.sendmail("marina@linia.example", [address], marked.mime)
        return message_id, pixel, list(links)

    def other(self, address):
        first = next(iter(self.drafts.values()))
        return type(first)(
            first.account, to=(Address("", address),), subject="Вопрос", html="<p>Добрый день!</p>"
        )

    def smtp(self):
        client = smtplib.SMTP(
            "127.0.0.1", self.endpoints.account.smtp.port, local_hostname="pc.example", timeout=20
        )
        client.ehlo()
        return client

    def hits(self, *tokens):
        with closing(TrackingClient(self.endpoints.tracking_url, self.key)) as server:
            return [hit for hit in server.hits(0, 0) if hit.token in tokens]

    def token(self):
        return new_token(self.key.seal, self.key.id, os.urandom(RANDOM_BYTES))


class ClosingImap:
    def __init__(self, client):
        self.client = client

    def __enter__(self):
        return self.client

    def __exit__(self, *_):
        self.client.logout()


@pytest.fixture(scope="module")
def player():
    player = Player()
    player.world.live()
    yield player
    player.world.stop()


def headers(raw):
    return parse_headers(raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")


# ── the mailbox ──────────────────────────────────────────────────────────────────────────────────


def test_every_folder_holds_the_letters_written_for_it(player):
    promised = Counter(post.folder for post in player.world.history.posts)
    with ClosingImap(player.imap()) as client:
        for folder in mailbox.FOLDERS:
            name = mailbox_name(folder)
            count = int(client.select(f'"{name}"', readonly=True)[1][0])
            assert count >= promised[folder] if folder == "INBOX" else count == promised[folder], folder


def test_folders_are_told_by_their_special_use(player):
    with ClosingImap(player.imap()) as client:
        lines = b"\n".join(client.list()[1]).decode()
    for attribute in ("Sent", "Archive", "Junk", "Trash", "Drafts"):
        assert len(re.findall(rf"\(\\HasNoChildren \\{attribute}\)", lines)) == 1
    assert "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-" in lines


def test_the_program_sees_the_promised_kinds(player):
    kinds = Counter()
    for folder in (mailbox.INBOX, mailbox.SENT, mailbox.ARCHIVE):
        for _, raw in player.letters(mailbox_name(folder)):
            if b"test-" not in raw:
                kinds[classify(headers(raw))] += 1
    promised = player.world.history.kinds
    for kind in ("bounce", "receipt", "list", "calendar", "away"):
        assert kinds[kind] == promised[kind], kind
    assert kinds["auto"] == promised["auto"]
    assert kinds["human"] == sum(promised[kind] for kind in ("client", "own", "internal", "cc"))


def test_internal_dates_are_those_of_the_story(player):
    with ClosingImap(player.imap()) as client:
        name = mailbox_name(mailbox.SENT)
        client.select(f'"{name}"', readonly=True)
        first, last = (client.fetch(which, "(INTERNALDATE)")[1][0] for which in ("1", "*"))
    posts = [post for post in player.world.history.posts if post.folder == mailbox.SENT]
    for line, post in ((first, posts[0]), (last, posts[-1])):
        assert time.mktime(imaplib.Internaldate2tuple(line)) == post.arrived_at // 1_000_000


def test_a_wrong_password_is_refused_everywhere(player):
    client = imaplib.IMAP4("127.0.0.1", player.endpoints.account.imap.port, timeout=20)
    with pytest.raises(imaplib.IMAP4.error):
        client.login(player.endpoints.account.user, "wrong")
    client.shutdown()
    with player.smtp() as client, pytest.raises(smtplib.SMTPAuthenticationError):
        client.login(player.endpoints.account.user, "wrong")
    with player.smtp() as client, pytest.raises(smtplib.SMTPSenderRefused):
        client.sendmail("marina@linia.example", ["belova@zlakpole.example"], b"Subject: x\r\n\r\nx")


# ── the clients ──────────────────────────────────────────────────────────────────────────────────


def test_an_open_reaches_the_tracking_server_from_a_persons_mail_program(player):
    _, pixel, _ = player.submit("lapin@semena-don.example")
    player.submit("kostin@pelmen52.example")
    player.world.act("lapin@semena-don.example", Beat(0, Act.OPEN))
    (hit,) = player.hits(pixel)
    assert hit.kind == "open"
    assert family(hit.agent) is Family.PROXY  # he reads in a webmail


def test_a_click_comes_from_the_readers_browser_and_network(player):
    _, pixel, links = player.submit("i.savelev@severslad.example")
    player.world.act("i.savelev@severslad.example", Beat(0, Act.OPEN))
    player.world.act("i.savelev@severslad.example", Beat(0, Act.CLICK, 1))
    opened = player.hits(pixel)[0]
    (clicked,) = player.hits(links[1])
    assert (family(opened.agent), family(clicked.agent)) == (Family.MAIL_CLIENT, Family.BROWSER)
    assert opened.network == clicked.network
    assert clicked.network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
    assert clicked.flags == ()


def test_a_scanner_takes_everything_within_two_seconds(player):
    _, pixel, links = player.submit("j.whitfield@brookmill.example")
    player.world.act("j.whitfield@brookmill.example", Beat(0, Act.SCAN))
    hits = player.hits(pixel, *links)
    assert {hit.token for hit in hits} == {pixel, *links}
    assert "head" in hits[0].flags
    assert max(hit.at for hit in hits) - min(hit.at for hit in hits) < 2_000_000


def test_apples_prefetch_is_told_by_agent_and_network(player):
    _, pixel, _ = player.submit("ershova@chaydom.example")
    player.world.act("ershova@chaydom.example", Beat(0, Act.PREFETCH))
    hit = player.hits(pixel)[0]
    assert (hit.agent, hit.flags) == ("Mozilla/5.0", ("apple_relay",))


def test_a_reader_without_pictures_never_opens(player):
    _, pixel, _ = player.submit("birukov@hlebnitsa.example")
    player.world.act("birukov@hlebnitsa.example", Beat(0, Act.OPEN))
    assert player.hits(pixel) == []


def test_an_answer_continues_the_conversation(player):
    message_id, _, _ = player.submit("rogov@bytchem.example")
    player.world.act("rogov@bytchem.example", Beat(0, Act.ANSWER, text="question"))
    letter = next(one for one in player.arrived(message_id) if "rogov@" in one["From"])
    assert letter["In-Reply-To"] == f"<{message_id}>"
    assert letter["Subject"].startswith("RE: ")
    assert "+7 495 000-29-73" in letter.get_body(("plain",)).get_content()


def test_a_forwarded_letter_is_answered_by_somebody_it_was_not_sent_to(player):
    message_id, pixel, _ = player.submit("litvinova@syrodel.example")
    player.world.act("litvinova@syrodel.example", Beat(0, Act.FORWARD, text="forwarded"))
    letter = next(one for one in player.arrived(message_id) if "panov@" in one["From"])
    assert "v.panov@syrodel.example" in letter["From"]
    assert player.hits(pixel)


def test_who_is_away_says_so_like_a_machine(player):
    message_id, _, _ = player.submit("a.brandt@nordsaat.example")
    player.world.act("a.brandt@nordsaat.example", Beat(0, Act.AWAY))
    letter = player.arrived(message_id)[0]
    assert classify(parse_headers(letter.as_bytes())) == "away"


def test_an_address_that_is_nobodys_brings_a_delivery_report(player):
    message_id, _, _ = player.submit("nobody@nowhere.example")
    letter = player.arrived(message_id)[0]
    facts = bounce_facts(letter.as_bytes())
    assert (facts.recipient, facts.action, facts.status) == ("nobody@nowhere.example", "failed", "5.1.1")
    assert facts.message_id == message_id


def test_the_script_goes_on_by_itself(player):
    """A letter to a scripted client: his first step follows without anybody's doing."""
    player.submit("s.melnikov@metizural.example")
    deadline = time.monotonic() + ARRIVE_S
    while (Act.SCAN, "s.melnikov@metizural.example") not in player.told and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (Act.SCAN, "s.melnikov@metizural.example") in player.told


def test_nothing_but_the_tracking_server_is_ever_fetched(player):
    async def fetch():
        web = Web(player.endpoints.tracking_url)
        try:
            return [await web.fetch(url, "x", "203.0.113.1") for url in outside]
        finally:
            await web.close()

    outside = ["https://linia.example/prices", player.endpoints.tracking_url + "0/o/x", "file:///etc/passwd"]
    assert asyncio.run(fetch()) == [0, 0, 0]


# ── start and end ────────────────────────────────────────────────────────────────────────────────


def test_the_world_starts_quickly(player, record_property):
    record_property("started_s", player.started_s)
    assert player.started_s < 4 * START_S  # other tests may share the machine


def test_the_world_leaves_nothing_behind():
    before = set(threading.enumerate())
    world = World.start(SEED, time.time_ns() // 1000)
    account, url = world.endpoints.account, world.endpoints.tracking_url
    pid, folder = world._server.pid, Path(world._folder.name)
    world.live()
    idle = imaplib.IMAP4("127.0.0.1", account.imap.port, timeout=20)
    idle.login(account.user, world.endpoints.password)
    idle.select()
    idle.send(b"T1 IDLE\r\n")
    world.stop()
    world.stop()
    idle.shutdown()
    assert set(threading.enumerate()) == before
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    for port in (account.imap.port, account.smtp.port, int(url.rpartition(":")[2])):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port), timeout=2)


def test_the_worlds_process_ends_with_its_parents_end_of_the_pipe():
    world = WorldProcess(SEED)
    world.start()
    port, process = world.endpoints.account.imap.port, world._process
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    world._pipe.close()
    world._pipe = None
    process.join(20)
    assert process.exitcode == 0
    world.stop()


def test_each_morning_letter_goes_to_a_client_who_has_a_part(player):
    people = {client.address for client in CLIENTS}
    assert set(player.drafts) == set(MORNING) <= people
    for address, draft in player.drafts.items():
        assert draft.tracked, address
        assert draft.html.count("<a href=") >= 2, address


@pytest.mark.slow
def test_the_demo_without_a_window_sees_a_person(capsys):
    from desktop_app.demo.headless import run

    assert run(SEED) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    assert "Leads, the warmest first:" in said
    assert "Reply speed" in said
    assert "Missing" not in said


def mailbox_name(folder):
    """The folder's name on the wire."""
    return imap_utf7.encode(folder).decode("ascii")


def test_a_folder_is_looked_at_again_and_again_and_still_takes_copies(player):
    provider = ImapProvider(player.endpoints.account, lambda: player.endpoints.password)
    mime = b"Message-ID: <kept@linia.example>\r\nFrom: marina@linia.example\r\n\r\nHello\r\n"
    state = b""
    with closing(provider):
        [sent] = [folder for folder in provider.folders() if folder.role is Role.SENT]
        for _ in range(4):
            for batch in provider.sync(sent, state):
                state = batch.state
        provider.save_sent(mime)
        assert provider.find_sent("kept@linia.example")
