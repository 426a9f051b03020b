"""A line that is dead without a word: noticed by what the machine knows of its network and its sleep."""

import re
import threading

import pytest

from desktop_app.domain.model import Endpoint, Security
from desktop_app.engine import network
from tests.fakes.cutting_proxy import CuttingProxy
from tests.fakes.engine_world import World

pytestmark = pytest.mark.dovecot


class Machine:
    """Where it is; a change returns when it has been looked at."""

    def __init__(self) -> None:
        self._route = "192.168.1.5"
        self._looked = threading.Condition()
        self._looks = 0

    def look(self) -> str:
        with self._looked:
            self._looks += 1
            self._looked.notify_all()
            return self._route

    def move(self, route: str) -> None:
        with self._looked:
            self._route, before = route, self._looks
            assert self._looked.wait_for(lambda: self._looks > before + 1, 10)


@pytest.fixture
def machine(monkeypatch):
    machine = Machine()
    monkeypatch.setattr(network, "LOOK_S", 0.05)
    monkeypatch.setattr(network, "current_route", machine.look)
    return machine


@pytest.fixture
def world(dovecot, request, tmp_path):
    user = re.sub(r"[^a-z0-9]+", "-", request.node.name)[-40:]
    dovecot.add_user(user)
    return World(dovecot, user, tmp_path)


@pytest.mark.parametrize("way", [["10.9.9.9"], ["", "10.9.9.9"]], ids=["at-once", "after-a-gap"])
def test_what_arrived_while_the_machine_changed_networks_is_read_within_seconds(world, machine, way) -> None:
    with CuttingProxy(world.server.port) as proxy, world.engine() as engine:
        world.add(engine, imap=Endpoint("127.0.0.1", proxy.port, Security.NONE))
        world.facts.state("live")
        world.wait_until_watched()
        proxy.numb_all()
        world.put(1)
        world.quiet(1.0)  # nobody knows: IDLE waits, the poll is a minute away
        for route in way:
            machine.move(route)
        world.wait_for_letters(1)
    assert "offline" not in [getattr(fact, "error", "") for fact in world.facts.all]


def test_the_same_network_that_was_gone_for_a_moment_costs_no_sign_in(world, machine) -> None:
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.wait_until_watched()
        world.facts.wait_until(lambda: world.logins()["in"] == 2, 8)  # the log is written a little later
        for route in ("", "192.168.1.5"):
            machine.move(route)
        world.put(1)
        world.wait_for_letters(1)
        assert world.logins() == {"in": 3}  # the third is the one that put the letter there
