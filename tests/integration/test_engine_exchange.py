"""The engine on an Exchange mailbox: letters come, change and go; passwords, certificates, and troubles."""

from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest

from desktop_app.domain.commands import (
    FetchText,
    ResolveUnknown,
    SetPassword,
    TestAccount,
    TrustCertificate,
)
from desktop_app.domain.errors import ItemGone
from desktop_app.domain.facts import OutboxChanged
from desktop_app.domain.model import SECOND, Address, Role
from desktop_app.mail import ews_stream
from desktop_app.store.reader import Reader
from tests.fakes.engine_world import WITHIN_S, FakedWorld
from tests.fakes.ews_server import PASSWORD, FakeEws, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")

ANNA = Address("Anna", "anna@zavod.example")
BORIS = Address("Boris", "boris@zavod.example")


class World(FakedWorld):
    def __init__(self, fake, folder):
        super().__init__(fake, PASSWORD, fake.mailbox.known, folder)

    def wait_until_watched(self):
        self.facts.wait_until(lambda: "GetStreamingEvents" in self.fake.asked)


@pytest.fixture
def fake():
    fake = FakeEws("NTLM", tls=True)
    yield fake
    fake.close()
    fake.check()


@pytest.fixture
def world(fake, tmp_path):
    return World(fake, tmp_path)


def test_letters_come_change_move_and_go_within_seconds(world):
    first, second, third = world.put(1, 2, 3)
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.wait_for_letters(1, 2, 3)
        world.wait_until_watched()
        world.put(4)
        world.wait_for_letters(1, 2, 3, 4)
        world.box.set_read(first, True)
        world.facts.wait_until(
            lambda: sum(row.seen_high is not None for row in world.letters()) == 1, WITHIN_S
        )
        clients = world.box.make_folder("Клиенты")
        world.box.move(second, clients)
        world.box.delete(third)
        world.facts.wait_until(
            lambda: (
                Counter(row.places for row in world.letters()) == {("Входящие",): 2, ("Клиенты",): 1, (): 1}
            ),
            WITHIN_S,
        )
        world.wait_for_letters(1, 2, 3, 4)
        [row] = [row for row in world.letters() if row.message_id.startswith("1@")]
        assert "How much is it?" in engine.call(FetchText(row.id))
        [gone] = [row for row in world.letters() if row.places == ()]
        with pytest.raises(ItemGone):
            engine.call(FetchText(gone.id))
    with closing(Reader(world.data)) as reader:
        roles = {row.path: row.role for row in reader.folders()}
    assert (roles["Входящие"], roles["Отправленные"]) == (Role.INBOX, Role.SENT)


def test_an_answer_of_outlook_that_lies_nowhere_ends_the_wait_at_its_time(world):
    [asked] = world.put(1)
    with world.engine() as engine:
        world.add(engine)
        world.wait_for_letters(1)
        world.wait_until_watched()
        at = asked.received + timedelta(minutes=20)
        world.box.set_tags(asked, t0x1081="102", t0x1082=at.strftime("%Y-%m-%dT%H:%M:%SZ"))
        answered = round(at.replace(microsecond=0).timestamp()) * SECOND
        world.facts.wait_until(lambda: [one.answered_at for one in world.waits()] == [answered], WITHIN_S)


def test_a_wrong_password_is_shown_once_in_all_and_mended_by_the_right_one(world):
    with world.engine() as engine:
        account = world.add(engine, password="wrong")
        refused = world.facts.state("waiting", "auth_rejected")
        assert dict(refused.params)["reason"] == "maybe_inspected"
        world.quiet(3)
        assert world.fake.refused == 1
        engine.call(SetPassword(account, PASSWORD))
        world.facts.state("live")
    assert world.fake.refused == 1


def test_a_certificate_is_shown_before_anything_is_said_and_trusted_by_hand(world):
    world.put(1)
    with world.engine() as engine:
        account = world.add(engine, tls_fingerprint="")
        untrusted = world.facts.state("waiting", "tls_untrusted")
        fingerprint = dict(untrusted.params)["fingerprint"]
        assert fingerprint == world.fake.fingerprint
        assert world.fake.asked == []
        steps = engine.call(TestAccount(replace(world.fake.account(), tls_fingerprint=""), PASSWORD))
        assert [(step.step, bool(step.error)) for step in steps] == [
            ("resolve", False), ("connect", False), ("secure", True),
        ]  # fmt: skip
        engine.call(TrustCertificate(account, fingerprint))
        world.facts.state("live")
        world.wait_for_letters(1)


def test_a_network_that_goes_and_comes_back_costs_nothing_and_no_password(world):
    world.put(1)
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.wait_until_watched()
        gone = len(world.facts.all)
        world.fake.stop()
        world.facts.state("waiting", "offline", gone, WITHIN_S)
        world.put(2)
        back = len(world.facts.all)
        world.fake.restart()
        world.facts.state("live", since=back, within_s=20)
        world.wait_for_letters(1, 2)
    assert world.fake.refused == 0


def test_a_silent_line_is_found_dead_and_letters_come_again(world, monkeypatch):
    """As a VPN that drops without a word: no error of signing in, no lost letter."""
    monkeypatch.setattr(ews_stream, "SILENCE_S", 0.5)
    world.fake.mute_streams = True
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.wait_until_watched()
        world.put(1)  # nobody rings
        world.facts.wait_until(lambda: world.fake.count("Subscribe") >= 2)
        world.fake.mute_streams = False
        world.wait_for_letters(1, within_s=20)
    assert world.fake.refused == 0


def test_a_mailbox_that_was_moved_is_read_again_and_nothing_is_lost_or_doubled(world):
    world.put(1, 2, 3)
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.wait_for_letters(1, 2, 3)
        world.wait_until_watched()
        world.box.forget_states()
        world.put(4)
        world.wait_for_letters(1, 2, 3, 4)
        assert {row.places for row in world.letters()} == {("Входящие",)}


def test_a_busy_server_is_left_alone_as_long_as_it_wants_and_then_read(world):
    world.put(1)
    world.fake.trouble["GetFolder"], world.fake.busy_ms = "ErrorServerBusy", 1500
    with world.engine() as engine:
        world.add(engine)
        busy = world.facts.state("waiting", "throttled")
        assert dict(busy.params)["after_s"] == 2
        world.facts.state("live", within_s=20)
        world.wait_for_letters(1)


def test_ews_that_is_switched_off_is_told_with_what_to_allow(world):
    world.fake.trouble["GetFolder"] = 403
    with world.engine() as engine:
        world.add(engine)
        refused = world.facts.state("waiting", "permission_denied")
    assert dict(refused.params)["agent"] == "Otklik-EWS/1"


def test_a_sent_letter_whose_answer_is_lost_is_found_in_sent_and_counts_as_sent(world):
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.fake.trouble["CreateItem"] = "lost"
        number = world.send(engine, ANNA, BORIS)
        world.wait_for_outbox(number, "sent")
        world.facts.wait_until(lambda: {row.places for row in world.letters()} == {("Отправленные",)})
    [sent] = world.fake.operations.sent
    assert len(world.box.known("sentitems").items) == 1
    assert message_from_bytes(sent)["To"].count("@") == 2


def test_one_that_is_not_in_sent_may_have_been_sent_and_the_user_decides(world):
    world.fake.operations.without_sent_copy = True
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.fake.trouble["CreateItem"] = "lost"
        number = world.send(engine, ANNA)
        world.wait_for_outbox(number, "unknown")
        world.quiet(1, OutboxChanged)  # letters of the first reading may still come
        assert len(world.fake.operations.sent) == 1  # never twice by itself
        engine.call(ResolveUnknown(number, arrived=False))
        world.wait_for_outbox(number, "sent")
    assert len(world.fake.operations.sent) == 2


def test_an_engine_that_stops_does_not_wait_for_a_silent_server(world):
    world.put(1)
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.wait_until_watched()
        world.fake.slow_s = 4.0
        world.put(2)
        world.facts.wait_until(lambda: world.fake.asked[-1] != "GetStreamingEvents")
    world.fake.slow_s = 0.0
