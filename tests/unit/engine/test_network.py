"""Sleep and another network are noticed; a look at the same network says nothing."""

import socket
import threading

import pytest

from desktop_app.domain.model import SECOND
from desktop_app.engine import network as module
from desktop_app.engine.network import LOOK_S, NetworkWatch, Outlook, _gateways


class Machine:
    """Clocks and a route that a test sets."""

    def __init__(self) -> None:
        self.wall_s, self.monotonic_s, self.route = 1_000_000.0, 50.0, "10.0.0.7"
        self.outlook = Outlook(
            lambda: self.route, lambda: round(self.wall_s * SECOND), lambda: self.monotonic_s
        )

    def look_after(self, wall_s: float = LOOK_S, monotonic_s: float = LOOK_S) -> bool | None:
        self.wall_s += wall_s
        self.monotonic_s += monotonic_s
        return self.outlook.look(LOOK_S)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_nothing_has_happened(machine: Machine) -> None:
    assert [machine.look_after() for _ in range(3)] == [None] * 3


def test_a_busy_machine_is_not_taken_for_one_that_slept(machine: Machine) -> None:
    assert machine.look_after(25.0, 25.0) is None


def test_a_machine_whose_monotonic_clock_stood_still_has_slept(machine: Machine) -> None:
    assert machine.look_after(wall_s=3600.0) is True
    assert machine.look_after() is None


def test_a_machine_whose_clocks_both_ran_on_has_slept(machine: Machine) -> None:
    assert machine.look_after(3600.0, 3600.0) is True


def test_a_clock_that_is_set_back_is_no_sleep(machine: Machine) -> None:
    assert machine.look_after(wall_s=-3600.0) is None


def test_another_address_is_another_network(machine: Machine) -> None:
    machine.route = "192.168.1.5"
    assert machine.look_after() is True
    assert machine.look_after() is None


def test_a_network_that_goes_is_not_told_and_the_same_one_that_comes_back_keeps_its_connections(
    machine: Machine,
) -> None:
    machine.route = ""
    assert machine.look_after() is None
    machine.route = "10.0.0.7"
    assert machine.look_after() is False


def test_a_network_that_comes_back_as_another_keeps_none(machine: Machine) -> None:
    machine.route = ""
    assert machine.look_after() is None
    machine.route = "10.9.9.9"
    assert machine.look_after() is True


def test_the_watch_tells_from_its_own_thread_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.01)
    told, routes = threading.Event(), ["a"]
    heard: list[bool] = []

    def changed(moved: bool) -> None:
        heard.append(moved)
        told.set()

    watch = NetworkWatch(changed, lambda: 0, lambda: routes[-1])
    watch.start()
    routes.append("b")
    assert told.wait(10)
    watch.stop()
    watch.stop()
    assert heard == [True]


def test_the_address_is_asked_without_sending_anything() -> None:
    assert module._address(socket.AF_INET, ("127.0.0.1", 9)) == "127.0.0.1"


def test_the_gateway_of_linux_is_read(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    route = tmp_path / "route"
    monkeypatch.setattr(module, "GATEWAYS", route)
    assert _gateways() == []
    route.write_text(
        "Iface\tDestination\tGateway\tFlags\nwlan0\t00000000\t0100A8C0\t0003\nwlan0\t0000A8C0\t00000000\t1\n"
    )
    assert _gateways() == ["wlan0>0100A8C0"]
