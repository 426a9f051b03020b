import socket
import threading

from desktop_app.mail.imap_wire import Wire
from tests.fakes.hostile_imap import HostileImap


def test_a_line_closed_by_another_thread_always_wakes_who_waits() -> None:
    """A closed socket silently leaves an epoll: of forty waits some lasted to their end."""
    with HostileImap({}) as server:
        for _ in range(40):
            wire = Wire("127.0.0.1", server.port, None)
            cancel, cancelled = socket.socketpair()
            woken = threading.Event()

            def wait(wire: Wire = wire, cancelled: socket.socket = cancelled, woken=woken) -> None:
                try:
                    wire.wait_input(60, cancelled)
                except (OSError, ValueError):  # closed while, or before, it was looked at
                    woken.set()

            thread = threading.Thread(target=wait)
            thread.start()
            wire.shutdown()
            assert woken.wait(5)
            cancel.send(b"x")
            thread.join()
            cancel.close()
            cancelled.close()
