"""A mail program sends through the engine: switched on in the settings, signed in, tracked, counted."""

import hashlib
import shutil
import smtplib
import ssl
import stat
import subprocess
from contextlib import contextmanager

import pytest

from desktop_app.domain.commands import AddAccount, GetRelay, RenewRelayPassword, SetSetting, SetTracking
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import AccountSettings, Endpoint, Security
from desktop_app.engine.process import Engine
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from desktop_app.settings.secrets import FileSecrets
from tests.fakes.dovecot import free_ports
from tests.fakes.upstream import Upstream

MARINA, ANNA = "marina@linia.example", "anna@zavod.example"
LETTER = (
    b"Message-ID: <1@linia.example>\r\nFrom: marina@linia.example\r\nTo: anna@zavod.example\r\n"
    b"Subject: Offer\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n"
    b'\r\n<p>Good day</p><a href="https://linia.example/prices">Prices</a>\r\n'
)


@pytest.fixture
def upstream():
    server = Upstream()
    server.start()
    yield server
    server.stop()


@contextmanager
def engine_of(folder, upstream):
    """An account that can send; its mailbox is away, which is no reason not to."""
    [away] = free_ports(1)
    with Engine(folder / "data", FileSecrets(folder / "secrets")) as engine:
        engine.start()
        imap = Endpoint("127.0.0.1", away, Security.NONE)
        smtp = Endpoint("127.0.0.1", upstream.port, Security.NONE)
        if not engine.call(GetRelay()).users:
            engine.call(AddAccount(AccountSettings("imap", MARINA, "marina", imap, smtp), "secret"))
        yield engine


def switched_on(engine):
    [port] = free_ports(1)
    engine.call(SetSetting("relay_port", str(port)))
    engine.call(SetSetting("relay_enabled", "true"))
    return engine.call(GetRelay())


def send(setup, letter=LETTER):
    with smtplib.SMTP("127.0.0.1", setup.port, timeout=20) as client:
        client.login(setup.users[0], setup.password)
        client.sendmail(MARINA, [ANNA], letter)


def test_a_letter_of_another_program_arrives_tracked(tmp_path, upstream):
    storage = open_storage(f"sqlite:///{tmp_path}/server.db")
    running = ServerProcess(f"sqlite:///{tmp_path}/server.db")
    with running as tracking, engine_of(tmp_path, upstream) as engine:
        engine.call(SetTracking(tracking.url, invite(storage, "Marina", tracking.url).key))
        send(switched_on(engine))
        [mime] = upstream.copies(ANNA)
        assert f'src="{tracking.url}/o/'.encode() in mime
        assert f'href="{tracking.url}/c/'.encode() in mime
    storage.close()


def supported():
    command = ["swaks", "--support"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout


@pytest.mark.skipif(shutil.which("swaks") is None, reason="swaks is not installed (apt: swaks)")
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
@pytest.mark.parametrize("tls", [[], ["--tls"]], ids=["plain", "starttls"])
def test_a_letter_of_swaks_arrives_tracked_and_its_own_copy_stays_clean(tmp_path, upstream, mechanism, tls):
    """A program that nobody of us wrote signs in, says EHLO its own way and hands over a file."""
    if tls and "TLS supported" not in supported():
        pytest.skip("swaks has no TLS (apt: libnet-ssleay-perl)")
    (tmp_path / "letter.eml").write_bytes(LETTER.replace(b"\r\n", b"\n"))
    storage = open_storage(f"sqlite:///{tmp_path}/server.db")
    running = ServerProcess(f"sqlite:///{tmp_path}/server.db")
    with running as tracking, engine_of(tmp_path, upstream) as engine:
        engine.call(SetTracking(tracking.url, invite(storage, "Marina", tracking.url).key))
        setup = switched_on(engine)
        command = [
            "swaks", "--server", f"127.0.0.1:{setup.port}", "--auth", mechanism,
            "--auth-user", setup.users[0],
            "--auth-password", setup.password, "--from", MARINA, "--to", ANNA, "--h-From", MARINA,
            "--data", f"@{tmp_path}/letter.eml", *tls,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout
        assert ("TLS started" in done.stdout) == bool(tls)
        [mime] = upstream.copies(ANNA)
        assert f'src="{tracking.url}/o/'.encode() in mime
        assert b"/o/" not in (tmp_path / "letter.eml").read_bytes()  # what it puts into Sent
    storage.close()


def test_the_certificate_is_the_one_on_the_page_and_only_its_user_reads_it(tmp_path, upstream):
    with engine_of(tmp_path, upstream) as engine:
        setup = switched_on(engine)
        file = tmp_path / "data" / "relay.pem"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        context = ssl.create_default_context(cafile=file)
        with smtplib.SMTP("127.0.0.1", setup.port, timeout=20) as client:
            client.starttls(context=context)
            told = hashlib.sha256(client.sock.getpeercert(binary_form=True)).hexdigest()
            assert told.upper() == setup.fingerprint.replace(":", "")
            client.login(setup.users[0], setup.password)
            client.sendmail(MARINA, [ANNA], LETTER)
    assert len(upstream.letters) == 1
    with engine_of(tmp_path, upstream) as engine:
        assert engine.call(GetRelay()).fingerprint == setup.fingerprint


def test_off_means_that_nobody_listens(tmp_path, upstream):
    with engine_of(tmp_path, upstream) as engine:
        setup = switched_on(engine)
        engine.call(SetSetting("relay_enabled", "false"))
        assert not engine.call(GetRelay()).running
        with pytest.raises(ConnectionRefusedError):
            send(setup)


def test_a_renewed_password_voids_the_old_one(tmp_path, upstream):
    with engine_of(tmp_path, upstream) as engine:
        setup = switched_on(engine)
        renewed = engine.call(RenewRelayPassword())
        with pytest.raises(smtplib.SMTPAuthenticationError):
            send(setup)
        send(renewed)
    assert len(upstream.letters) == 1


def test_the_password_stays_after_a_restart(tmp_path, upstream):
    with engine_of(tmp_path, upstream) as engine:
        setup = switched_on(engine)
    with engine_of(tmp_path, upstream) as engine:
        assert engine.call(GetRelay()) == setup
        send(setup)
    assert len(upstream.letters) == 1


def test_a_taken_port_is_said(tmp_path, upstream):
    with engine_of(tmp_path, upstream) as engine:
        engine.call(SetSetting("relay_port", str(upstream.port)))
        engine.call(SetSetting("relay_enabled", "true"))
        setup = engine.call(GetRelay())
        assert (setup.running, setup.error, setup.password) == (False, "port_taken", "")


def test_an_impossible_port_is_refused(tmp_path, upstream):
    with engine_of(tmp_path, upstream) as engine, pytest.raises(InputError):
        engine.call(SetSetting("relay_port", "70000"))
