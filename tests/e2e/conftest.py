"""A tracking server of one's own, in a process of its own."""

from contextlib import closing

import pytest

from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from tests.fakes.dovecot import free_ports


@pytest.fixture
def tracking(tmp_path):
    """Its address and a key."""
    storage = f"sqlite:///{tmp_path}/server.db"
    [port] = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    with closing(open_storage(storage)) as opened:
        key = invite(opened, "Marina", url).key
    process = ServerProcess(storage, trusted_proxies=["127.0.0.1"], port=port)
    process.start()
    yield url, key
    process.stop()
