"""An Exchange server on loopback: HTTP(S), sign-in, SOAP; every request and every answer held to the schemas.

What the schema refuses is refused as Exchange does it, and remembered in `faults`, as is an answer of our own
that the schema would not let pass: a test that leaves something there fails.
"""

import base64
import contextlib
import datetime as dt
import functools
import gzip
import ipaddress
import os
import socket
import socketserver
import ssl
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import spnego
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from lxml import etree
from spnego.channel_bindings import GssChannelBindings

from desktop_app.domain.model import AccountKind, AccountSettings
from tests.fakes.ews_mailbox import Mailbox
from tests.fakes.ews_operations import MESSAGES, Operations, Poisoned, Refused
from tests.paths import SHARED

SCHEMAS = SHARED / "data" / "ews-schemas"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
ADDRESS, USER, PASSWORD = "marina@linia.example", "LINIA\\marina", "secret"
_PATH = "/EWS/Exchange.asmx"


def why_not() -> str:
    """ "" when the fake can be held to the schemas."""
    return "" if (SCHEMAS / "messages.xsd").exists() else f"no schemas of EWS in {SCHEMAS}"


@functools.cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "messages.xsd"))


class FakeEws:
    """`schemes`: what is offered ("NTLM", "Negotiate", "Basic"); with `tls` the channel binding is required.

    One-shot troubles: `trouble` maps an operation to a response code, an HTTP status, or "lost" (done,
    and the answer is cut) or "late" (done, and answered after `late_s`). `slow_s` delays answers.
    Counters: `asked` operations, `refused` sign-ins.
    """

    def __init__(
        self, *schemes: str, tls: bool = False, sealed: bool = True, held_to_schemas: bool = True
    ) -> None:
        self.held_to_schemas = held_to_schemas  # not where only time is measured
        self.schemes = schemes or ("NTLM",)
        self.passwords = {USER.lower(): PASSWORD, ADDRESS: PASSWORD}
        self.mailbox = Mailbox(ADDRESS)
        self.operations = Operations({ADDRESS: self.mailbox})
        self.trouble: dict[str, str | int] = {}
        self.busy_ms = 0
        self.retry_after = ""
        self.location = ""
        self.autodiscover = ""
        self.heartbeat_s = 5.0
        self.mute_streams = False
        self.slow_s = 0.0
        self.late_s = 0.0
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.refused = 0
        self.faults: list[str] = []
        self.binding: GssChannelBindings | None = None
        self.certificate = b""
        self.context: ssl.SSLContext | None = None
        self._sealed = sealed
        self._folder = tempfile.TemporaryDirectory()
        if tls:
            self.context, self.certificate = _certificate(Path(self._folder.name))
            if sealed:
                digest = hashes.Hash(hashes.SHA256())
                digest.update(self.certificate)
                self.binding = GssChannelBindings(
                    application_data=b"tls-server-end-point:" + digest.finalize()
                )
        self._stopping = threading.Event()
        self._lines: set[socket.socket] = set()
        self.start()

    @property
    def url(self) -> str:
        return f"{'https' if self.context else 'http'}://127.0.0.1:{self.port}{_PATH}"

    @property
    def fingerprint(self) -> str:
        digest = hashes.Hash(hashes.SHA256())
        digest.update(self.certificate)
        return digest.finalize().hex()

    def account(self, **changes: object) -> AccountSettings:
        values = {"address": ADDRESS, "user": USER, "ews_url": self.url, "name": "Marina"} | changes
        if self.context:
            values = {"tls_fingerprint": self.fingerprint} | values
        return AccountSettings(AccountKind.EWS, **values)

    def count(self, operation: str) -> int:
        return self.asked.count(operation)

    def start(self, port: int = 0) -> None:
        self._stopping.clear()
        handler = type("Handler", (_Handler,), {"fake": self})
        self._server = _Server(("127.0.0.1", port), handler)
        self._server.context = self.context
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="fake-ews")
        self._thread.start()

    def stop(self) -> None:
        """Cuts every connection."""
        self._stopping.set()
        with self.mailbox.changed:
            self.mailbox.changed.notify_all()
        self._server.shutdown()
        self.cut_all()
        self._server.server_close()
        self._thread.join()

    def restart(self) -> None:
        self.start(self.port)

    def cut_all(self) -> None:
        for line in list(self._lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.stop()
        self._folder.cleanup()

    def check(self) -> None:
        """Raises what the schema had against a request or an answer."""
        assert not self.faults, self.faults[0]

    @contextlib.contextmanager
    def ntlm_users(self) -> Iterator[None]:
        """pyspnego's acceptor reads its users from a file that the environment names."""
        file = Path(self._folder.name) / "users"
        lines = []
        for user, password in self.passwords.items():
            domain, _, name = user.rpartition("\\")
            lines.append(f"{domain.upper()}:{name}:{password}")
        file.write_text("\n".join(lines), encoding="utf-8")
        with _environment:
            os.environ["NTLM_USER_FILE"] = str(file)
            yield


_environment = threading.Lock()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False
    block_on_close = True
    context: ssl.SSLContext | None = None

    def finish_request(self, request, client_address) -> None:
        if self.context is not None:
            try:
                request = self.context.wrap_socket(request, server_side=True)
            except (ssl.SSLError, OSError):
                return
        try:
            super().finish_request(request, client_address)
        finally:
            with contextlib.suppress(OSError):
                request.close()

    def handle_error(self, request, client_address) -> None:
        """A line that was cut is no error of the fake; all else is."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            self.RequestHandlerClass.fake.faults.append("".join(traceback.format_exception(error)))


class _Handler(BaseHTTPRequestHandler):
    fake: FakeEws
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self._acceptor = None
        self._user = ""
        self.fake._lines.add(self.connection)

    def finish(self) -> None:
        self.fake._lines.discard(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._answer(405, b"")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length)
        if not body or len(body) < length:  # the line was cut within the request, or within its headers
            self.close_connection = True
            return
        self.fake.agents.add(self.headers.get("User-Agent", ""))
        if self.fake.location:
            self._answer(302, b"", {"Location": self.fake.location})
        elif self._signed_in():
            self._serve(body)

    # sign-in

    def _signed_in(self) -> bool:
        said = self.headers.get("Authorization", "")
        scheme, _, token = said.partition(" ")
        if scheme == "Basic" and "Basic" in self.fake.schemes:
            user, _, password = base64.b64decode(token).decode().partition(":")
            if self.fake.passwords.get(user.lower()) == password:
                return True
            self.fake.refused += 1
        elif scheme in self.fake.schemes and token:
            return self._step(scheme, base64.b64decode(token))
        elif self._user:
            return True
        self._unauthorized()
        return False

    def _step(self, scheme: str, token: bytes) -> bool:
        try:
            with self.fake.ntlm_users():
                if self._acceptor is None:
                    ntlm, negotiate = spnego.NegotiateOptions.use_ntlm, spnego.NegotiateOptions.use_negotiate
                    self._acceptor = spnego.server(
                        protocol=scheme.lower(),
                        channel_bindings=self.fake.binding,
                        options=ntlm if scheme == "NTLM" else negotiate,
                    )
                answer = self._acceptor.step(token)
        except spnego.exceptions.SpnegoError:
            self.fake.refused += 1
            self._acceptor = None
            self._unauthorized()
            return False
        if self._acceptor.complete:
            self._user, self._acceptor = str(self._acceptor.client_principal), None
            return True
        challenge = f"{scheme} {base64.b64encode(answer or b'').decode()}"
        self._answer(401, b"", {"WWW-Authenticate": challenge})
        return False

    def _unauthorized(self) -> None:
        self._user = ""
        self.send_response(401)
        for scheme in self.fake.schemes:
            self.send_header("WWW-Authenticate", 'Basic realm="EWS"' if scheme == "Basic" else scheme)
        self.send_header("Content-Length", "0")
        self.end_headers()

    # SOAP

    def _serve(self, body: bytes) -> None:
        if self.path == "/autodiscover/autodiscover.xml":
            self.fake.asked.append("Autodiscover")
            self._answer(200, self.fake.autodiscover.encode(), {"Content-Type": "text/xml; charset=utf-8"})
            return
        if self.path != _PATH:
            self._answer(404, b"")
            return
        root = etree.fromstring(body, etree.XMLParser(huge_tree=True))
        request = root.find(f"{{{SOAP}}}Body")[0]
        name = etree.QName(request).localname
        self.fake.asked.append(name)
        version = root.find(".//{*}RequestServerVersion")
        if version is None or version.get("Version") != "Exchange2013_SP1":
            self._fault("ErrorInvalidServerVersion")
            return
        time.sleep(self.fake.slow_s)
        if (reason := self._invalid(request)) is not None:
            self.fake.faults.append(f"request {name}: {reason}")
            self._fault("ErrorSchemaValidation")
            return
        trouble = self.fake.trouble.pop(name, None)
        if isinstance(trouble, int):
            self._answer(
                trouble, b"", {"Retry-After": self.fake.retry_after} if self.fake.retry_after else {}
            )
        elif name == "GetStreamingEvents" and trouble is None:
            self._stream(request)
        else:
            self._operate(request, trouble)

    def _operate(self, request: etree._Element, trouble: str | None) -> None:
        operations = self.fake.operations
        try:
            if trouble in (None, "lost", "late"):
                answer = operations.answer(request)
            else:
                answer = operations.failed(request, Refused(trouble, self.fake.busy_ms))
        except Refused as refused:
            answer = operations.failed(request, refused)
        except Poisoned:
            self._fault("ErrorInternalServerError")
            return
        if trouble == "late":
            time.sleep(self.fake.late_s)
        if trouble == "lost":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._answer_soap(200, answer)

    def _fault(self, code: str) -> None:
        errors = "http://schemas.microsoft.com/exchange/services/2006/errors"
        fault = etree.fromstring(
            f'<s:Fault xmlns:s="{SOAP}"><faultcode xmlns:a="{MESSAGES}">a:{code}</faultcode>'
            f'<faultstring xml:lang="en-US">The request failed.</faultstring><detail>'
            f'<e:ResponseCode xmlns:e="{errors}">{code}</e:ResponseCode></detail></s:Fault>'
        )
        self._answer(500, _envelope(fault), {"Content-Type": "text/xml; charset=utf-8"})

    def _answer_soap(self, status: int, answer: etree._Element) -> None:
        if (reason := self._invalid(answer)) is not None:
            self.fake.faults.append(f"answer {answer.tag}: {reason}")
        headers = {"Content-Type": "text/xml; charset=utf-8"}
        content = _envelope(answer)
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            content, headers["Content-Encoding"] = gzip.compress(content, 1), "gzip"
        self._answer(status, content, headers)

    def _answer(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Set-Cookie", "exchangecookie=0123456789abcdef; path=/")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _invalid(self, element: etree._Element) -> str | None:
        return _against_schema(element) if self.fake.held_to_schemas else None

    # streaming

    def _stream(self, request: etree._Element) -> None:
        """Chunked, an envelope each time something happens, as long as the line holds."""
        box, operations = self.fake.mailbox, self.fake.operations
        name = request.findtext(".//{*}SubscriptionId")
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        with box.changed:
            seen = len(box.events)
        self._chunk(operations.streaming(name, []))
        while not self.fake._stopping.is_set() and name in operations.subscriptions:
            with box.changed:
                if len(box.events) == seen:
                    box.changed.wait(self.fake.heartbeat_s)
                fresh, seen = box.events[seen:], len(box.events)
            folders = operations.subscriptions.get(name, ())
            told = [one for one in fresh if one[0] in folders]
            if not self.fake.mute_streams:
                self._chunk(operations.streaming(name, told))
        self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, answer: etree._Element) -> None:
        if (reason := self._invalid(answer)) is not None:
            self.fake.faults.append(f"answer {answer.tag}: {reason}")
        content = _envelope(answer)
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))


def _against_schema(element: etree._Element) -> str | None:
    alone = etree.fromstring(etree.tostring(element), etree.XMLParser(huge_tree=True))
    return None if schema().validate(alone) else str(schema().error_log.last_error)


def _envelope(element: etree._Element) -> bytes:
    version = (
        '<h:ServerVersionInfo MajorVersion="15" MinorVersion="1" MajorBuildNumber="2507" MinorBuildNumber="6"'
        ' Version="V2017_07_11" xmlns:h="http://schemas.microsoft.com/exchange/services/2006/types"/>'
    )
    head = (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}"><s:Header>{version}</s:Header>'
    )
    return head.encode() + b"<s:Body>" + etree.tostring(element, encoding="utf-8") + b"</s:Body></s:Envelope>"


def _certificate(folder: Path) -> tuple[ssl.SSLContext, bytes]:
    """Of nobody's authority, as a fresh Exchange has it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "MAIL01")])
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=3650))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    pem, key_pem = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key_pem)
    return context, made.public_bytes(serialization.Encoding.DER)
