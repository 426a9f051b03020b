"""A private, real Dovecot 2.3 in a temp folder: plain IMAP with STARTTLS on one port, TLS on another.

Runs as root (Dovecot's own service users, mail as user `mail`) or as the current user. The system's own
Dovecot is neither read nor touched.
"""

import contextlib
import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from imapclient import imap_utf7

BINARIES = ("/usr/sbin/dovecot", "/usr/local/sbin/dovecot")
START_S = 20.0
STOP_S = 10.0

Letter = tuple[bytes, datetime, Sequence[str]]

CONFIG = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
protocols = imap
listen = 127.0.0.1
instance_name = {name}
default_internal_user = {internal_user}
default_internal_group = {internal_group}
default_login_user = {login_user}
first_valid_uid = 1
first_valid_gid = 1

ssl = yes
ssl_cert = <{root}/cert.pem
ssl_key = <{root}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = username_format=%u {root}/users/%u
}}
userdb {{
  driver = static
  args = uid={mail_uid} gid={mail_gid} home={root}/mail/%u
}}

mail_location = {format}:~/{format}
mailbox_list_index = yes
mail_fsync = never
mail_max_userip_connections = 200
namespace inbox {{
  inbox = yes
  separator = /
  mailbox "{sent}" {{
    special_use = \\Sent
    auto = subscribe
  }}
  mailbox Drafts {{
    special_use = \\Drafts
    auto = subscribe
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = subscribe
  }}
  mailbox Trash {{
    special_use = \\Trash
    auto = subscribe
  }}
}}

# Without its penalty, which delays an address after each wrong password.
protocol imap {{
  mail_plugins = imap_zlib
}}

service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
}}
"""


def why_not() -> str | None:
    """Why a private Dovecot cannot run here; None when it can."""
    if binary() is None:
        return "Dovecot is not installed (Debian: dovecot-imapd)"
    if shutil.which("openssl") is None:
        return "the openssl command, which makes the test certificate, is not installed"
    return None


def binary() -> str | None:
    """The Dovecot program."""
    return next((path for path in BINARIES if Path(path).exists()), None)


class Dovecot:
    """One instance; `port` speaks plain IMAP and STARTTLS, `tls_port` TLS; `certificate` is to be trusted.

    `sent` names the folder with the special use \\Sent (any language); `mail_format` is maildir or mdbox.
    """

    def __init__(self, sent: str = "Sent", mail_format: str = "maildir") -> None:
        self.sent = sent
        self.mail_format = mail_format
        self.host = "127.0.0.1"
        self.port = 0
        self.tls_port = 0
        self.passwords: dict[str, str] = {}
        self._root = Path()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def certificate(self) -> Path:
        """The self-signed certificate, for 127.0.0.1 and localhost."""
        return self._root / "cert.pem"

    def start(self) -> None:
        """Start, and return when both ports answer; RuntimeError with Dovecot's log when they do not.

        A second start after `stop(keep=True)` serves the same mail on the same ports.
        """
        if not self.port:
            # Not under pytest's tmp_path: its folders are closed to Dovecot's service users, and the paths of
            # its sockets must stay below 108 characters.
            self._root = Path(tempfile.mkdtemp(prefix="otklik-dovecot-"))
            self._root.chmod(0o755)
            self.port, self.tls_port = free_ports(2)
            self._write_files()
        # Without the caller's environment: Dovecot needs none of it and refuses odd locales.
        command = [str(binary()), "-F", "-c", str(self._root / "dovecot.conf")]
        self._process = subprocess.Popen(
            command, stderr=subprocess.DEVNULL, env={"PATH": os.defpath}, start_new_session=True
        )
        try:
            wait_for_port(self.port, self._process)
            wait_for_port(self.tls_port, self._process)
        except TimeoutError as error:
            log = self.log()
            self.stop()
            raise RuntimeError(f"Dovecot did not start:\n{log}") from error

    def stop(self, keep: bool = False, at_once: bool = False) -> None:
        """End it with all its connections; the mail goes too unless `keep`.

        A usual end takes a second, in which connections live on.
        """
        if self._process is not None:
            if at_once:
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(STOP_S)
            with contextlib.suppress(ProcessLookupError):  # what serves a client outlives the master
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process = None
        if not keep and self.port:
            self.port = self.tls_port = 0
            shutil.rmtree(self._root, ignore_errors=True)

    def add_user(self, name: str, password: str = "secret") -> None:
        """Let `name` (lower case) log in with `password`; a changed one counts when this returns."""
        changed = name in self.passwords
        self.passwords[name] = password
        coded = b64encode(password.encode()).decode()  # a plain one could not hold ":"
        # A file for each user: Dovecot looks once a second at most whether a file has changed.
        (self._root / "users" / name).write_text(f"{name}:{{PLAIN.b64}}{coded}\n", encoding="utf-8")
        if changed:
            self._wait_until_accepted(name)

    def append(self, user: str, folder: str, letters: Iterable[Letter]) -> None:
        """Put (MIME, INTERNALDATE, flags) into `folder`, which is made when it does not exist."""
        box = imap_utf7.encode(folder).decode("ascii")
        with self.connect(user) as client:
            client.create(f'"{box}"')  # answers NO when it is there already
            for mime, arrived_at, flags in letters:
                stamp = imaplib.Time2Internaldate(arrived_at)
                answer, data = client.append(f'"{box}"', f"({' '.join(flags)})", stamp, mime)
                if answer != "OK":
                    raise RuntimeError(f"APPEND to {folder} was refused: {data}")

    def fill(self, user: str, letters: Iterable[tuple[bytes, datetime]]) -> None:
        """Put many letters, unread, into the INBOX of a user who has not connected yet; a maildir only.

        Thirty times faster than `append`.
        """
        inbox = self._root / "mail" / user / "maildir"
        folders = [inbox.parent, inbox, *(inbox / name for name in ("cur", "new", "tmp"))]
        for folder in folders:
            folder.mkdir(exist_ok=True)
        owner = inbox.parent.parent.stat()
        paths = [*folders]
        for number, (mime, arrived_at) in enumerate(letters):
            path = inbox / "cur" / f"{number}.M{number}P1.test:2,"
            path.write_bytes(mime)
            os.utime(path, (arrived_at.timestamp(),) * 2)
            paths.append(path)
        for path in paths:
            os.chown(path, owner.st_uid, owner.st_gid)

    def connect(self, user: str) -> imaplib.IMAP4:
        """A plain connection, logged in as `user`; use it in a with statement."""
        client = imaplib.IMAP4(self.host, self.port, timeout=30)
        try:
            client.login(user, self.passwords[user])
        except imaplib.IMAP4.error:
            client.shutdown()
            raise
        return client

    def tls_context(self) -> ssl.SSLContext:
        """A context that trusts this server only."""
        return ssl.create_default_context(cafile=str(self.certificate))

    def log(self) -> str:
        """What Dovecot logged so far."""
        path = self._root / "dovecot.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def _wait_until_accepted(self, name: str) -> None:
        deadline = time.monotonic() + START_S
        while True:
            try:
                self.connect(name).logout()
            except imaplib.IMAP4.error:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)  # see add_user: there is nothing to wait for but time
            else:
                return

    def _write_files(self) -> None:
        (self._root / "mail").mkdir()
        (self._root / "users").mkdir()
        make_certificate(self._root)
        accounts = self._accounts()
        if os.geteuid() == 0:
            os.chown(self._root / "mail", int(accounts["mail_uid"]), int(accounts["mail_gid"]))
        text = CONFIG.format(
            root=self._root,
            name=self._root.name,
            port=self.port,
            tls_port=self.tls_port,
            format=self.mail_format,
            sent=self.sent,
            **accounts,
        )
        (self._root / "dovecot.conf").write_text(text, encoding="utf-8")

    def _accounts(self) -> dict[str, str]:
        """System accounts: Dovecot refuses to read mail as root and cannot change user as anyone else."""
        if os.geteuid() == 0:
            mail = pwd.getpwnam("mail")
            return {
                "internal_user": "dovecot",
                "internal_group": "dovecot",
                "login_user": "dovenull",
                "mail_uid": str(mail.pw_uid),
                "mail_gid": str(mail.pw_gid),
            }
        me = pwd.getpwuid(os.geteuid()).pw_name
        group = grp.getgrgid(os.getegid()).gr_name
        ids = {"mail_uid": str(os.geteuid()), "mail_gid": str(os.getegid())}
        return {"internal_user": me, "internal_group": group, "login_user": me, **ids}


def make_certificate(folder: Path) -> None:
    """Write cert.pem and key.pem for loopback, valid for two days."""
    command = [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=30)


def free_ports(count: int) -> list[int]:
    """Loopback ports that nobody listens on at this moment."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when `port` accepts; TimeoutError when it does not in time or the process ended."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)  # a server's start has no other sign
        else:
            return
    raise TimeoutError(f"port {port} does not answer")
