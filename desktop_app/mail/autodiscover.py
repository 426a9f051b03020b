"""Where a domain's Exchange is: Autodiscover in its plain XML form, which every on-premises version answers.

https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/pox-autodiscover-response-for-exchange
Only over TLS that can be trusted, because the password is shown there; redirections by HTTP are not followed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from desktop_app.domain.errors import (
    MailError,
    Offline,
    PermissionDenied,
    ServerError,
    TlsUntrusted,
    Unsupported,
)
from desktop_app.domain.model import AccountSettings
from desktop_app.mail.tls import unverified_context

CONNECT_S = 3.0

# URL -> the values of WWW-Authenticate that it answers when nobody signs in; none = [].
Schemes = Callable[[str], Sequence[str]]

PLACES = (
    "https://autodiscover.{domain}/autodiscover/autodiscover.xml",
    "https://{domain}/autodiscover/autodiscover.xml",
)
_ASKS = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
_ANSWERS = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
# EXCH is for the inside, EXPR for the outside; the name that was reached decides between them.
_PROTOCOLS = ("EXHTTP", "EXPR", "EXCH", "WEB")


def has_exchange(domain: str, schemes: Schemes) -> bool:
    """Whether the domain has an Exchange of its own: only that lets people of a Windows domain sign in."""
    for place in PLACES:
        words = " ".join(schemes(place.format(domain=domain))).lower()
        if "negotiate" in words or "ntlm" in words:
            return True
    return False


def offered_schemes(url: str) -> Sequence[str]:
    """Nothing secret is said, so the certificate does not matter yet."""
    import httpx

    from desktop_app.mail.proxied_http import client_to

    try:
        with client_to(url, unverified_context(), CONNECT_S) as client:
            return client.get(url).headers.get_list("www-authenticate")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, MailError):
        return []


def find_ews(settings: AccountSettings, password: Callable[[], str], places: Sequence[str] = PLACES) -> str:
    """The address of EWS for the mailbox. The password is shown to the first server that asks for it, once.

    Raises Unsupported (nothing found, or the mailbox is in Microsoft 365), AuthRejected, TlsUntrusted when
    that is all that was found.
    """
    from desktop_app.mail.ews_client import EwsClient

    domain = settings.address.rpartition("@")[2]
    trouble: MailError = Unsupported(what="autodiscover", domain=domain)
    for place in places:
        client = EwsClient(replace(settings, ews_url=place.format(domain=domain)), password)
        try:
            content = client.fetch(_request(settings.address))
        except (Offline, Unsupported, ServerError, PermissionDenied):
            continue
        except TlsUntrusted as error:
            trouble = error
            continue
        finally:
            client.close()
        if url := ews_url_in(content):
            return url
        if is_redirected_to_microsoft(content):
            raise Unsupported(what="at_microsoft", address=settings.address)
    raise trouble


def is_redirected_to_microsoft(content: bytes) -> bool:
    """Whether the mailbox has moved to Microsoft 365: the company's Exchange sends on to its name there."""
    root = _root(content)
    if root is None:
        return False
    named = (root.findtext(f".//{{{_ANSWERS}}}RedirectAddr") or "").strip().lower()
    return named.endswith(".onmicrosoft.com")


def ews_url_in(content: bytes) -> str:
    """Empty when the answer names none over TLS."""
    root = _root(content)
    if root is None:
        return ""
    found: dict[str, str] = {}
    for protocol in root.iter(f"{{{_ANSWERS}}}Protocol"):
        kind = (protocol.findtext(f"{{{_ANSWERS}}}Type") or "").strip()
        url = (protocol.findtext(f"{{{_ANSWERS}}}EwsUrl") or "").strip()
        if urlsplit(url).scheme == "https":
            found.setdefault(kind, url)
    return next((found[kind] for kind in _PROTOCOLS if kind in found), "")


def _root(content: bytes) -> Any:  # noqa: ANN401 - lxml has no types
    """None for what is no XML."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(content, parser) if content.strip() else None
    except etree.XMLSyntaxError:
        return None


def _request(address: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="{_ASKS}"><Request>'
        f"<EMailAddress>{escape(address)}</EMailAddress>"
        f"<AcceptableResponseSchema>{_ANSWERS}</AcceptableResponseSchema></Request></Autodiscover>"
    ).encode()
