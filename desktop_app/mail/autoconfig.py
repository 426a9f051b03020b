"""Mozilla's autoconfig: what a domain itself says of its mail servers, in XML over HTTPS.

https://www.bucksch.org/1/projects/thunderbird/autoconfiguration/config-file-format.html
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

import truststore

from desktop_app.domain.errors import MailError
from desktop_app.domain.model import Endpoint, Security

# URL -> content; None when there is none, whatever the reason.
Fetch = Callable[[str], bytes | None]

PLACES = (
    "https://autoconfig.{domain}/mail/config-v1.1.xml",
    "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
)
SIZE_MAX_BYTES = 64 * 1024
CONNECT_S = 3.0
TOTAL_S = 8.0
REDIRECTS_MAX = 3

_SECURITY = {"ssl": Security.TLS, "starttls": Security.STARTTLS}  # what is plain is not taken
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?", re.IGNORECASE)


class Announced(NamedTuple):
    """What a domain tells of its servers; `smtp` None: it receives only."""

    imap: Endpoint
    smtp: Endpoint | None
    user: str


def ask_domain(domain: str, address: str, fetch: Fetch) -> Announced | None:
    """None when the domain says nothing that can be used. The address itself is not sent."""
    for place in PLACES:
        content = fetch(place.format(domain=domain))
        if content is not None and (found := read_config(content, address)) is not None:
            return found
    return None


def read_config(content: bytes, address: str) -> Announced | None:
    """The first IMAP server and the first SMTP server that encrypt."""
    root = _parse(content)
    if root is None or root.tag != "clientConfig":
        return None
    incoming = next(_servers(root, "incomingServer", "imap"), None)
    if incoming is None:
        return None
    outgoing = next(_servers(root, "outgoingServer", "smtp"), None)
    user = _filled(incoming[1].findtext("username") or "%EMAILADDRESS%", address)
    return Announced(incoming[0], outgoing[0] if outgoing else None, user)


def fetch_https(url: str, context: ssl.SSLContext | None = None) -> bytes | None:
    """At most `SIZE_MAX_BYTES` within `TOTAL_S`; redirections only to HTTPS; by default the system trusts."""
    import httpx

    from desktop_app.mail.proxied_http import client_to

    verify = context or truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    deadline = time.monotonic() + TOTAL_S
    try:
        for _ in range(REDIRECTS_MAX + 1):
            with client_to(url, verify, CONNECT_S) as client, client.stream("GET", url) as response:
                if response.has_redirect_location:
                    url = str(response.url.join(response.headers["location"]))
                    if url.startswith("https://"):
                        continue
                    return None
                return _content(response.iter_bytes(), deadline) if response.status_code == 200 else None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, MailError):
        return None
    return None


def _content(chunks: Iterator[bytes], deadline: float) -> bytes | None:
    content = b""
    for chunk in chunks:
        content += chunk
        if len(content) > SIZE_MAX_BYTES or time.monotonic() > deadline:
            return None
    return content


def _parse(content: bytes) -> Element | None:
    """Without document types: no entities, so nothing that grows or reaches for files."""
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)
        return builder.close()
    except (expat.ExpatError, ValueError, AssertionError):
        return None


def _refuse(*_: object) -> None:
    raise ValueError("a document type")


def _servers(root: Element, tag: str, kind: str) -> Iterator[tuple[Endpoint, Element]]:
    for server in root.iterfind(f"emailProvider/{tag}"):
        host = (server.findtext("hostname") or "").strip().lower()
        port = (server.findtext("port") or "").strip()
        security = _SECURITY.get((server.findtext("socketType") or "").strip().lower())
        if server.get("type") != kind or security is None or not _HOST.fullmatch(host):
            continue
        if port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65536:
            yield Endpoint(host, int(port), security), server


def _filled(pattern: str, address: str) -> str:
    local, _, domain = address.rpartition("@")
    values = {"%EMAILADDRESS%": address, "%EMAILLOCALPART%": local, "%EMAILDOMAIN%": domain}
    return re.sub(r"%[A-Z]+%", lambda found: values.get(found[0], found[0]), pattern.strip())
