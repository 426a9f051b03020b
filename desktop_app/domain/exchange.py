"""What people call the server of Exchange, as the address of its web services."""

from __future__ import annotations

from urllib.parse import urlsplit

PATH = "/EWS/Exchange.asmx"


def ews_url(text: str) -> str:
    """A host becomes "https://HOST/EWS/Exchange.asmx"; "" stays, and a whole address too."""
    text = text.strip()
    if not text:
        return ""
    if "://" not in text:
        text = f"https://{text}"
    scheme, _, rest = text.partition("://")
    return text if "/" in rest.rstrip("/") else f"{scheme}://{rest.rstrip('/')}{PATH}"


def is_usable(url: str) -> bool:
    """Whether there is a server in this address that could be asked, and no password."""
    try:
        parts = urlsplit(url)
        served = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # half a bracket, a port beyond 65535
        return False
    return served and "@" not in parts.netloc and url.isprintable() and " " not in url
