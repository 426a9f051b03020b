import socket

import pytest

from desktop_app.domain.model import Endpoint, Security
from desktop_app.mail.ews_wire import Wire


def test_a_line_that_is_cut_is_of_no_use_any_more_and_keeps_its_descriptor_until_it_is_closed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        wire = Wire(Endpoint("127.0.0.1", listener.getsockname()[1], Security.NONE), None)
        wire.cut()
        assert wire.fileno() >= 0
        assert wire.is_stale()
        with pytest.raises(OSError, match=r"(?i)broken|closed|reset"):
            wire.post("/EWS/Exchange.asmx", b"<x/>", {})
        wire.close()
        assert wire.fileno() < 0
