import socket
import threading

from desktop_app.mail.imap_wire import Wire
from tests.fakes.hostile_imap import HostileImap


def test_a_line_cut_by_another_thread_always_wakes_who_waits_and_keeps_its_descriptor() -> None:
    """A closed socket silently leaves an epoll: of forty waits some lasted to their end.

    And its number is given away at once: what was still to be written went into another line.
    """
    with HostileImap({}) as server:
        for _ in range(40):
            wire = Wire("127.0.0.1", server.port, None)
            cancel, cancelled = socket.socketpair()
            woken = threading.Event()

            def wait(wire: Wire = wire, cancelled: socket.socket = cancelled, woken=woken) -> None:
                try:
                    wire.wait_input(60, cancelled)
                except OSError:
                    woken.set()

            thread = threading.Thread(target=wait)
            thread.start()
            wire.cut()
            assert woken.wait(5)
            assert wire.sock.fileno() >= 0
            cancel.send(b"x")
            thread.join()
            wire.shutdown()
            assert wire.sock.fileno() < 0
            cancel.close()
            cancelled.close()
