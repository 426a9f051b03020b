"""The engine against a real Dovecot: letters, flags, lost connections, passwords, certificates, kills."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import replace
from email import message_from_bytes

import pytest

from desktop_app.domain.commands import (
    FetchText,
    RemoveAccount,
    SaveDraft,
    Send,
    SetPassword,
    SyncNow,
    TestAccount,
    TestSaved,
    TrustCertificate,
    UndoSend,
)
from desktop_app.domain.errors import DatabaseBusy, InputError, ItemGone
from desktop_app.domain.facts import Changed, SyncState
from desktop_app.domain.model import HOUR, Address, Draft, Endpoint, Role, Security
from desktop_app.engine.connection import Caller, connect
from desktop_app.engine.process import Engine
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store.drafts import decode
from desktop_app.store.reader import Reader
from tests.fakes.dovecot import Dovecot, free_ports, why_not
from tests.fakes.engine_world import DAY, WITHIN_S, World, letter
from tests.fakes.real_mailbox import arrival
from tests.samples import header_of, mailbox_letters

pytestmark = pytest.mark.dovecot

@pytest.fixture
def world(dovecot, request, tmp_path):
    user = re.sub(r"[^a-z0-9]+", "-", request.node.name)[-40:].strip("-")
    dovecot.add_user(user)
    return World(dovecot, user, tmp_path)


@pytest.fixture(scope="module")
def real_letters():
    return mailbox_letters()


@pytest.fixture
def own_server(tmp_path):
    """A Dovecot of the test's own, to be stopped."""
    if reason := why_not():
        pytest.skip(reason)
    server = Dovecot()
    server.start()
    server.add_user("marina")
    yield World(server, "marina", tmp_path)
    server.stop()


# ── letters come, change and go ──────────────────────────────────────────────────────────────────


def test_the_first_synchronisation_brings_every_letter_and_a_lead(world):
    world.put(1, 2, 3)
    world.put(4, folder="Sent", who="marina@linia.example", to="anna@zavod.example", flags=("\\Seen",))
    with world.engine() as engine:
        world.add(engine)
        live = world.facts.state("live")
        assert (live.done, live.total) == (4, 4)
        assert world.ids() == Counter("1234")
        assert any(fact.accounts for fact in world.facts.of(Changed))
        with closing(Reader(world.data)) as reader:
            [contact] = reader.lead_ids("all", "warmth", True, "", 0)
            assert reader.leads([contact])[contact].address == "anna@zavod.example"
            assert any(contact in fact.contacts for fact in world.facts.of(Changed))


def test_a_letter_that_arrives_is_known_within_seconds(world):
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.wait_until_watched()
        began, count = time.monotonic(), len(world.facts.all)
        world.put(1)
        world.facts.wait_for(lambda fact: isinstance(fact, Changed) and fact.contacts, count, WITHIN_S)
        assert time.monotonic() - began < WITHIN_S
        assert world.ids() == Counter("1")


def test_a_letter_read_in_another_program_is_known_read_within_seconds(world):
    world.put(1)
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.wait_until_watched()
        assert [row.seen_high for row in world.letters()] == [None]
        with world.server.connect(world.user) as client:
            client.select("INBOX")
            client.store("1", "+FLAGS", "\\Seen")
        world.facts.wait_until(lambda: world.letters()[0].seen_high is not None, WITHIN_S)
        assert world.letters()[0].seen_low <= world.letters()[0].seen_high


def test_a_letter_removed_in_another_program_has_no_place_any_more_and_is_not_forgotten(world):
    world.put(1, 2)
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.wait_until_watched()
        with world.server.connect(world.user) as client:
            client.select("INBOX")
            client.store("1", "+FLAGS", "\\Deleted")
            client.expunge()
        world.facts.wait_until(
            lambda: Counter(row.places for row in world.letters()) == {("INBOX",): 1, (): 1}, WITHIN_S
        )
        assert world.ids() == Counter("12")


def test_a_letter_moved_to_another_folder_is_the_same_letter(world):
    world.put(1)
    world.put(2, folder="Клиенты/Новые")
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.wait_until_watched()
        with world.server.connect(world.user) as client:
            client.select("INBOX")
            client.uid("MOVE", "1", '"&BBoEOwQ4BDUEPQRCBEs-/&BB0EPgQyBEsENQ-"')
        world.facts.wait_until(lambda: {row.places for row in world.letters()} == {("Клиенты/Новые",)})
        assert world.ids() == Counter("12")


def test_a_real_letter_is_read_as_text(world, real_letters):
    real = next(one for one in real_letters if b"multipart" not in header_of(one) and len(one) > 3000)
    world.server.append(world.user, "INBOX", [(real, DAY, ())])
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        [row] = world.letters()
        text = engine.call(FetchText(row.id))
        words = re.findall(r"[a-z]{5,}", message_from_bytes(real).get_payload(decode=True).decode("latin-1"))
        assert len(words) > 20
        assert len(set(words) - set(re.findall(r"[a-z]{5,}", text))) < len(set(words)) / 20
        assert engine.call(FetchText(row.id)) == text


def test_a_letter_that_is_gone_from_the_server_says_so(world):
    world.put(1)
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        with world.server.connect(world.user) as client:
            client.select("INBOX")
            client.store("1", "+FLAGS", "\\Deleted")
            client.expunge()
        with pytest.raises(ItemGone):
            engine.call(FetchText(world.letters()[0].id))
        with pytest.raises(InputError, match="no_such"):
            engine.call(FetchText(99))


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "")
def test_russian_folders_keep_their_names_and_what_they_are_for(tmp_path):
    server = Dovecot(sent="Отправленные")
    server.start()
    try:
        server.add_user("ivan")
        world = World(server, "ivan", tmp_path)
        world.put(1, folder="Отправленные", who="marina@linia.example", to="anna@zavod.example")
        world.put(2, folder="Заявки с сайта")
        with world.engine() as engine:
            world.add(engine)
            world.facts.state("live")
        with closing(Reader(world.data)) as reader:
            roles = {row.path: row.role for row in reader.folders()}
            places = {row.message_id[0]: (row.direction, row.places) for row in reader.letters()}
        assert roles["Отправленные"] is Role.SENT
        assert places == {"1": ("out", ("Отправленные",)), "2": ("in", ("Заявки с сайта",))}
    finally:
        server.stop()


# ── lost connections ─────────────────────────────────────────────────────────────────────────────


def test_a_server_that_goes_and_comes_back_costs_nothing(own_server):
    world = own_server
    world.put(1)
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.wait_until_watched()
        gone = len(world.facts.all)
        world.server.stop(keep=True)
        offline = world.facts.state("waiting", "offline", gone, WITHIN_S)
        assert dict(offline.params)["host"] == "127.0.0.1"
        back = len(world.facts.all)
        world.server.start()
        world.put(2)
        world.facts.state("live", since=back)
        world.wait_for_letters(1, 2)
        world.wait_until_watched(back)
        world.put(3)
        world.wait_for_letters(1, 2, 3)


def test_a_server_that_dies_in_the_middle_of_the_first_synchronisation_is_read_to_the_end_later(own_server):
    world = own_server
    many = [str(number) for number in range(6000)]
    world.server.fill(world.user, [(letter(number), DAY) for number in many])

    stopped = threading.Event()

    def stop_once_begun(fact):
        if isinstance(fact, SyncState) and fact.done and not stopped.is_set():
            stopped.set()
            world.server.stop(keep=True)

    with world.engine() as engine:
        engine.listen(stop_once_begun)
        world.add(engine)
        world.facts.state("waiting", "offline")
        assert 0 < len(world.letters()) < len(many)
        back = len(world.facts.all)
        world.server.start()
        world.facts.state("live", since=back, within_s=40)
        assert world.ids() == Counter(many)


# ── passwords, certificates, accounts ────────────────────────────────────────────────────────────


def test_a_wrong_password_is_said_once_never_repeated_and_mended_by_the_right_one(world):
    world.put(1)
    with world.engine() as engine:
        account = world.add(engine, password="wrong")
        refused = world.facts.state("waiting", "auth_rejected")
        assert refused.account == account
        world.quiet(3)
        assert world.logins()["refused"] == 1
        engine.call(SetPassword(account, "secret"))
        world.facts.state("live")
        assert world.ids() == Counter("1")


@pytest.mark.slow
def test_a_password_changed_on_the_server_is_asked_for_and_not_knocked_with(own_server):
    """Slow: that nobody knocks takes six quiet seconds to see."""
    world = own_server
    with world.engine() as engine:
        account = world.add(engine)
        world.facts.state("live")
        world.wait_until_watched()
        world.server.add_user("marina", "another")
        count = len(world.facts.all)
        world.server.stop(keep=True)
        world.server.start()
        world.facts.state("waiting", "auth_rejected", count)
        world.quiet(1)
        refused = world.logins()["refused"]
        world.quiet(5)
        assert world.logins()["refused"] == refused
        engine.call(SetPassword(account, "another"))
        world.facts.state("live", since=count)


def test_every_step_of_a_good_account_is_tried(world):
    with world.engine() as engine:
        steps = engine.call(TestAccount(world.settings, "secret"))
        assert [(step.step, step.error) for step in steps] == [
            (name, None) for name in ("resolve", "connect", "secure", "sign_in", "folders", "bell")
        ]


def test_the_test_of_an_account_ends_with_the_step_that_failed(world):
    [port] = free_ports(1)
    nowhere = replace(world.settings, imap=Endpoint("127.0.0.1", port, Security.NONE))
    plain_as_tls = replace(world.settings, imap=Endpoint("127.0.0.1", world.server.port, Security.TLS))
    with world.engine() as engine:
        steps = engine.call(TestAccount(world.settings, "wrong"))
        assert (steps[-1].step, steps[-1].error.code) == ("sign_in", "auth_rejected")
        steps = engine.call(TestAccount(nowhere, "secret"))
        assert (steps[-1].step, steps[-1].error.params["reason"]) == ("connect", "refused")
        steps = engine.call(TestAccount(plain_as_tls, "secret"))
        assert (steps[-1].step, steps[-1].error.code) == ("secure", "unsupported")


def test_a_saved_account_is_tested_with_its_kept_password(world):
    with world.engine() as engine:
        account = world.add(engine)
        assert all(step.error is None for step in engine.call(TestSaved(account)))
        with pytest.raises(InputError, match="no_such_account"):
            engine.call(TestSaved(99))


def test_an_unknown_certificate_stops_the_account_until_it_is_trusted(world):
    world.put(1)
    before = world.logins()
    with world.engine() as engine:
        account = world.add(engine, imap=Endpoint("127.0.0.1", world.server.tls_port, Security.TLS))
        untrusted = world.facts.state("waiting", "tls_untrusted")
        world.quiet(2)
        assert world.logins() == before
        engine.call(TrustCertificate(account, dict(untrusted.params)["fingerprint"]))
        world.facts.state("live")
        assert world.ids() == Counter("1")


def test_another_certificate_than_the_trusted_one_stops_the_account(world):
    with world.engine() as engine:
        tls = Endpoint("127.0.0.1", world.server.tls_port, Security.TLS)
        account = world.add(engine, imap=tls, tls_fingerprint="00" * 32)
        world.facts.state("waiting", "tls_untrusted")
        with pytest.raises(InputError, match="no_such_account"):
            engine.call(TrustCertificate(account + 1, "00" * 32))
        with pytest.raises(InputError, match="not_a_fingerprint"):
            engine.call(TrustCertificate(account, "nonsense"))


def test_a_removed_account_leaves_nothing_and_may_be_added_again(world):
    world.put(1)
    with world.engine() as engine:
        account = world.add(engine)
        world.facts.state("live")
        with pytest.raises(InputError, match="account_exists"):
            world.add(engine)
        engine.call(RemoveAccount(account))
        assert world.letters() == []
        with closing(Reader(world.data)) as reader:
            assert (reader.accounts(), reader.folders()) == ([], [])
            assert reader.lead_ids("all", "warmth", True, "", 0) == []
        assert "secret" not in world.secrets.read_text()
        count = len(world.facts.all)
        again = world.add(engine)
        assert again != account
        world.facts.state("live", since=count)
        assert world.ids() == Counter("1")
        with pytest.raises(InputError, match="no_such_account"):
            engine.call(RemoveAccount(account))


def test_an_account_is_removed_in_the_middle_of_its_first_synchronisation(world):
    world.server.fill(world.user, [(letter(number), DAY) for number in range(6000)])
    with world.engine() as engine:
        account = world.add(engine)
        world.facts.wait_for(lambda fact: isinstance(fact, SyncState) and fact.done > 0)
        began = time.monotonic()
        engine.call(RemoveAccount(account))
        assert time.monotonic() - began < 5
        assert world.letters() == []


@pytest.mark.parametrize("address", ["", "marina", "@linia.example", "marina@", "ma rina@linia.example"])
def test_what_is_no_address_is_no_account(world, address):
    with world.engine() as engine, pytest.raises(InputError, match="bad_address"):
        world.add(engine, address=address)


# ── one engine, and its end ──────────────────────────────────────────────────────────────────────


def test_a_second_engine_on_the_same_folder_is_refused_and_the_first_goes_on(world):
    with world.engine() as engine:
        with pytest.raises(DatabaseBusy):
            Engine(world.data, FileSecrets(world.secrets))
        world.add(engine)
        world.facts.state("live")
    Engine(world.data, FileSecrets(world.secrets)).close()


@contextmanager
def engine_process(world):
    command = [sys.executable, "-m", "desktop_app", "--data", str(world.data), "engine"]
    environment = {**os.environ, "OTKLIK_SECRETS": str(world.secrets), "PYTHONWARNINGS": "error"}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def caller(world, process):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        connection = connect(world.data)
        if connection is not None:
            return connection
        time.sleep(0.02)  # the engine's start has no other sign
    raise AssertionError(f"no engine came up: {process.poll()}")


def wait_for_done(connection, least):
    """Until the engine says that so many letters are known."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if connection.poll(1):
            kind, fact, *_ = connection.recv()
            if kind == "fact" and isinstance(fact, SyncState) and fact.done >= least:
                return fact
    raise AssertionError("it never got that far")


def test_an_engine_killed_in_the_middle_of_its_first_synchronisation_loses_and_doubles_nothing(
    world, real_letters
):
    letters = real_letters
    world.server.fill(world.user, [(one, arrival(one)) for one in letters])
    with Engine(world.data, FileSecrets(world.secrets)) as engine:
        world.add(engine)
    for least in (500, 2500, 4000):
        with engine_process(world) as process, closing(caller(world, process)) as connection:
            wait_for_done(connection, least)
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        with closing(Reader(world.data)) as reader:
            assert [least <= row.letters < len(letters) for row in reader.folders() if row.role is Role.INBOX]
    with Engine(world.data, FileSecrets(world.secrets)) as engine:
        assert engine.sync_once() == []
    with world.server.connect(world.user) as client:
        client.select("INBOX")
        _, data = client.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
    known = [message_from_bytes(one[1])["Message-ID"].strip().strip("<>") for one in data if len(one) > 1]
    with closing(Reader(world.data)) as reader:
        assert [row.letters for row in reader.folders() if row.path == "INBOX"] == [len(known)]
        assert Counter(row.message_id for row in reader.letters()) == Counter(set(known))


def test_drafts_and_letters_for_later_survive_a_kill(world):
    with Engine(world.data, FileSecrets(world.secrets)) as engine:
        account = world.add(engine, smtp=Endpoint("127.0.0.1", 1, Security.NONE))
    later = time.time_ns() // 1000 + HOUR
    draft = Draft(account, to=(Address("", "anna@zavod.example"),), subject="Later", html="<p>Hi</p>")
    with engine_process(world) as process, closing(Caller(caller(world, process))) as door:
        key = door.call(SaveDraft("", replace(draft, subject="Half", remind_days=3)))
        number = door.call(Send(draft, at=later))
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    with closing(Reader(world.data)) as reader:
        ((kept, text),) = reader.drafts()
        (row,) = reader.outbox()
    assert (kept, decode(text).subject, decode(text).remind_days) == (key, "Half", 3)
    assert (row.id, row.state, row.send_at) == (number, "held", later)
    with engine_process(world) as process, closing(Caller(caller(world, process))) as door:
        assert door.call(UndoSend(number)) == draft


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_engine_cleanly(world, number):
    with Engine(world.data, FileSecrets(world.secrets)) as engine:
        world.add(engine)
    with engine_process(world) as process:
        with closing(caller(world, process)) as connection:
            wait_for_done(connection, 0)
            began = time.monotonic()
            process.send_signal(number)
            assert process.wait(10) == 0
            assert time.monotonic() - began < 5
        assert process.stderr.read() == ""
    assert not (world.data / "engine.json").exists()
    with Engine(world.data, FileSecrets(world.secrets)) as engine:
        assert not engine.greeting()[0].recovered


def test_a_client_that_comes_late_is_told_where_every_account_stands(world):
    with Engine(world.data, FileSecrets(world.secrets)) as engine:
        account = world.add(engine)
    with engine_process(world) as process, closing(caller(world, process)) as first:
        wait_for_done(first, 0)
        with closing(connect(world.data)) as second:
            facts = []
            while not any(isinstance(fact, SyncState) for fact in facts):
                assert second.poll(10), facts
                facts.append(second.recv()[1])
        assert facts[-1].account == account


def test_the_engine_answers_several_clients_at_once(world):
    with Engine(world.data, FileSecrets(world.secrets)) as engine:
        account = world.add(engine)
    with engine_process(world) as process:
        connections = [caller(world, process) for _ in range(3)]
        answers = []

        def ask(connection):
            with closing(Caller(connection)) as door:
                answers.append(door.call(TestSaved(account))[-1].step)
                door.call(SyncNow())

        threads = [threading.Thread(target=ask, args=(one,)) for one in connections]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == ["bell"] * 3
