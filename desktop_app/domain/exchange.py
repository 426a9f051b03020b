"""What people call the server of Exchange, as the address of its web services."""

from __future__ import annotations

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
