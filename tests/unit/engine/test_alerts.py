import pytest

from desktop_app.domain.errors import DatabaseCorrupt
from desktop_app.domain.facts import Alert
from desktop_app.domain.model import HOUR, SECOND, SignalKind, Verdict
from desktop_app.engine.alerts import Alerts
from desktop_app.store.rows import SignalRow
from tests.fakes.facts import Facts

NOW = 1_700_000_000 * SECOND
CLICK = SignalRow(
    1, SignalKind.CLICK, NOW, 10, 20, "Anna", "Offer", Verdict.HUMAN, Verdict.HUMAN, ("browser",), "Prices", 1
)


class World:
    """Signals as they are now, and the time."""

    def __init__(self):
        self.rows = {CLICK.id: CLICK}
        self.now = NOW
        self.failures = []
        self.facts = Facts()
        self.reads = []

    def read(self, wanted):
        self.reads.append(list(wanted))
        if self.failures:
            raise self.failures.pop()
        return [self.rows[one] for one in wanted if one in self.rows]

    def clock(self):
        return self.now


@pytest.fixture
def world():
    return World()


@pytest.fixture
def alerts(world):
    alerts = Alerts(world.read, world.facts, world.clock)
    alerts.start()
    yield alerts
    alerts.stop()


def told(world):
    return [fact.signal for fact in world.facts.of(Alert)]


def test_a_person_s_signal_is_announced_with_all_that_a_notification_says(alerts, world):
    alerts.add([1], NOW)
    fact = world.facts.wait_for(lambda _: True)
    assert fact == Alert(1, SignalKind.CLICK, 20, "Anna", "Offer", "Prices", NOW)


def test_nothing_is_announced_before_it_has_settled(alerts, world):
    alerts.add([1], NOW + 10 * SECOND)
    world.rows[2] = CLICK._replace(id=2)
    alerts.add([2], NOW)
    world.facts.wait_until(lambda: told(world) == [2])
    world.now += 10 * SECOND
    alerts.add([], world.now)
    world.facts.wait_until(lambda: told(world) == [2, 1])


@pytest.mark.parametrize("verdict", [Verdict.MACHINE, Verdict.UNKNOWN, Verdict.SELF])
def test_only_people_alert(alerts, world, verdict):
    world.rows |= {1: CLICK._replace(verdict=verdict), 2: CLICK._replace(id=2)}
    alerts.add([1, 2], NOW)
    world.facts.wait_until(lambda: told(world) == [2])


def test_what_became_a_robot_s_while_it_settled_or_is_gone_does_not_alert(alerts, world):
    alerts.add([1, 3], NOW + SECOND)
    world.rows = {1: CLICK._replace(verdict=Verdict.MACHINE), 2: CLICK._replace(id=2)}
    world.now += SECOND
    alerts.add([2], world.now)
    world.facts.wait_until(lambda: told(world) == [2])


def test_history_and_strangers_do_not_alert(alerts, world):
    world.rows |= {
        1: CLICK._replace(at=NOW - HOUR - 1),
        2: CLICK._replace(id=2, contact=None),
        3: CLICK._replace(id=3),
    }
    alerts.add([1, 2, 3], NOW)
    world.facts.wait_until(lambda: told(world) == [3])


def test_an_unreadable_database_costs_no_more_than_one_alert(alerts, world):
    world.failures = [DatabaseCorrupt()]
    alerts.add([1], NOW)
    world.facts.wait_until(lambda: len(world.reads) == 1)
    alerts.add([1], NOW)
    world.facts.wait_until(lambda: told(world) == [1])


@pytest.mark.expect_log("alerts could not be made")
def test_a_bug_costs_no_more_than_one_alert(alerts, world):
    world.failures = [ZeroDivisionError("a bug")]
    alerts.add([1], NOW)
    world.facts.wait_until(lambda: len(world.reads) == 1)
    alerts.add([1], NOW)
    world.facts.wait_until(lambda: told(world) == [1])
