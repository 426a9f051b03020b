"""What a Linux desktop tells of presentations, by a real session bus with invented services."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVariant, QDBusVirtualObject

from desktop_app.ui.presenting import IDLE_INHIBITED, PROPERTIES, Presenting

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs a session bus"
)
GNOME, PLASMA = PROPERTIES


class Service(QDBusVirtualObject):
    """Answers what a property is; `value` None: there is no such property."""

    def __init__(self) -> None:
        super().__init__()
        self.value: object = None
        self.asked: list[list[object]] = []

    def introspect(self, path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        self.asked.append(list(message.arguments()))
        if self.value is None:
            return bool(connection.send(message.createErrorReply("org.example.No", "no such property")))
        return bool(connection.send(message.createReply(QDBusVariant(self.value))))


@pytest.fixture
def bus(qapp) -> Iterator[tuple[QDBusConnection, QDBusConnection]]:
    """Ours, and that of the services."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        names = ("otklik-test-asking", "otklik-test-told")
        ours, theirs = (QDBusConnection.connectToBus(address, name) for name in names)
        yield ours, theirs
        for name in names:
            QDBusConnection.disconnectFromBus(name)
        daemon.terminate()


def serve(bus: QDBusConnection, name: str, path: str) -> Service:
    service = Service()
    assert bus.registerVirtualObject(path, service)
    assert bus.registerService(name)
    return service


def told(presenting: Presenting, qtbot) -> bool:
    presenting.ask()
    qtbot.waitUntil(lambda: not presenting._asked)
    return presenting.is_on()


def test_gnome_tells_that_a_program_keeps_the_screen_awake(bus, qtbot):
    ours, theirs = bus
    gnome = serve(theirs, GNOME.service, GNOME.path)
    presenting = Presenting()
    presenting.listen(ours)
    gnome.value = IDLE_INHIBITED | 1
    assert told(presenting, qtbot)
    assert gnome.asked[-1] == ["org.gnome.SessionManager", "InhibitedActions"]
    gnome.value = 1  # logging out is inhibited: an editor with an unsaved text
    assert not told(presenting, qtbot)
    gnome.value = None
    assert not told(presenting, qtbot)
    presenting.close()


def test_plasma_tells_that_it_holds_notifications_back(bus, qtbot):
    ours, theirs = bus
    plasma = serve(theirs, PLASMA.service, PLASMA.path)
    presenting = Presenting()
    presenting.listen(ours)
    plasma.value = True
    assert told(presenting, qtbot)
    plasma.value = False
    assert not told(presenting, qtbot)
    presenting.close()


def test_where_nobody_tells_nobody_presents(bus, qtbot):
    presenting = Presenting()
    presenting.listen(bus[0])
    assert not told(presenting, qtbot)
    presenting.ask()
    presenting.close()  # with a question on its way
    assert not presenting.is_on()
