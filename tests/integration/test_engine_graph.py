"""The engine on a mailbox of Microsoft 365: letters come, change and go, and what the server may refuse."""

from collections import Counter

import pytest

from desktop_app.domain.commands import ResolveUnknown
from desktop_app.domain.facts import OutboxChanged
from desktop_app.domain.model import Address
from desktop_app.mail import graph, graph_client
from tests.fakes.engine_world import WITHIN_S, FakedWorld, letter
from tests.fakes.graph_mailbox import why_not
from tests.fakes.graph_server import TOKEN, FakeGraph

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")

ANNA = Address("Anna", "anna@zavod.example")


@pytest.fixture
def fake():
    fake = FakeGraph()
    yield fake
    fake.close()
    fake.check()


@pytest.fixture
def world(fake, tmp_path, monkeypatch):
    monkeypatch.setattr(graph, "POLL_S", 0.2)
    return FakedWorld(fake, TOKEN, fake.mailbox.known.__getitem__, tmp_path)


def test_letters_come_change_move_and_go_within_seconds(world):
    first, second, third = world.put(1, 2, 3)
    with world.engine() as engine:
        world.add(engine)
        world.wait_for_letters(1, 2, 3)
        world.put(4)
        world.wait_for_letters(1, 2, 3, 4)
        world.box.set_read(first, True)
        world.facts.wait_until(
            lambda: sum(row.seen_high is not None for row in world.letters()) == 1, WITHIN_S
        )
        world.box.move(second, world.box.add_folder("Клиенты"))
        world.box.delete(third)
        places = {("Входящие",): 2, ("Клиенты",): 1, (): 1}
        world.facts.wait_until(lambda: Counter(row.places for row in world.letters()) == places, WITHIN_S)


def test_a_delta_that_is_forgotten_is_read_again_and_nothing_is_lost_or_doubled(world):
    world.put(1, 2, 3)
    with world.engine() as engine:
        world.add(engine)
        world.wait_for_letters(1, 2, 3)
        world.facts.state("live")
        world.fake.forget_rounds()
        world.put(4)
        world.wait_for_letters(1, 2, 3, 4)
        assert {row.places for row in world.letters()} == {("Входящие",)}


@pytest.mark.parametrize(
    ("trouble", "error"),
    [((429, "ApplicationThrottled"), "throttled"), ((503, "x"), "throttled"), ((502, "x"), "offline")],
)
def test_a_server_in_trouble_is_left_alone_for_its_time_and_then_read(world, trouble, error):
    world.put(1)
    world.fake.trouble["one_folder"], world.fake.retry_after = trouble, "1"
    with world.engine() as engine:
        world.add(engine)
        told = world.facts.state("waiting", error)
        assert error != "throttled" or dict(told.params)["after_s"] == 1
        world.facts.state("live", within_s=20)
        world.wait_for_letters(1)


def test_a_stumble_of_the_server_costs_no_letter(world):
    world.put(1)
    world.box.put(world.box.known["sentitems"], letter(2, who="marina@linia.example"), sent=True, read=True)
    world.fake.trouble["delta"] = (500, "InternalServerError")
    with world.engine() as engine:
        world.add(engine)
        world.wait_for_letters(1, 2, within_s=20)


def test_a_server_that_is_slow_to_death_is_offline_and_read_when_it_answers(world, monkeypatch):
    monkeypatch.setattr(graph_client, "READ_S", 0.3)
    world.put(1)
    world.fake.slow_s = 0.8
    with world.engine() as engine:
        world.add(engine)
        told = world.facts.state("waiting", "offline")
        assert dict(told.params)["reason"] == "timeout"
        world.fake.slow_s = 0.0
        world.wait_for_letters(1, within_s=20)


@pytest.mark.parametrize("filed", [True, False])
def test_a_letter_whose_answer_is_lost_counts_as_sent_when_sent_has_it_else_the_user_decides(world, filed):
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.fake.trouble["send"] = "lost"
        world.fake.without_sent_copy = not filed
        number = world.send(engine, ANNA)
        if filed:
            world.wait_for_outbox(number, "sent")
        else:
            world.wait_for_outbox(number, "unknown")
            world.quiet(1, OutboxChanged)  # letters of the first reading may still come
            assert len(world.fake.sent) == 1  # never twice by itself
            engine.call(ResolveUnknown(number, arrived=False))
            world.wait_for_outbox(number, "sent")
    assert len(world.fake.sent) == (1 if filed else 2)
