"""Whether a company's mail is at Microsoft 365, where its mail exchangers do not tell: a filter stands there.

The address is never sent: Microsoft is asked about the domain alone, and only when a filter hides it.
https://c7solutions.com/2023/11/is-that-domain-in-entra-id
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from urllib.parse import quote

from desktop_app.mail.autoconfig import Fetch

WORLD_WIDE = "https://login.microsoftonline.com"
AUTODISCOVER = "autodiscover.outlook.com"  # where a domain at Microsoft 365 lets its "autodiscover" point

# Ends of the mail exchangers' names of who filters mail for others: Proofpoint, Mimecast, Cisco, Barracuda,
# Symantec, Trend Micro, Forcepoint, Sophos, Hornetsecurity, Kaspersky, FortiMail, SpamExperts, Retarus.
FILTERS = (
    "pphosted.com", "ppe-hosted.com", "gpphosted.com", "mimecast.com", "mimecast.co.za",
    "mimecast-offshore.com", "iphmx.com", "barracudanetworks.com", "messagelabs.com", "trendmicro.com",
    "trendmicro.eu", "mailcontrol.com", "sophos.com", "reflexion.net", "hornetsecurity.com",
    "antispameurope.com", "security.kaspersky.com", "fortimail.com", "fortimailcloud.com",
    "antispamcloud.com", "spamexperts.com", "retarus.com",
)  # fmt: skip

_AT_MICROSOFT = frozenset({"managed", "federated"})  # federated: one signs in at the company's own page

Resolver = Callable[[str, str], Sequence[str]]


def is_at_microsoft(domain: str, exchangers: Sequence[str], ask: Resolver, fetch: Fetch) -> bool:
    """By what DNS says of its Outlooks; behind a filter also by what Microsoft says of the domain."""
    if points_there(domain, ask):
        return True
    ends = tuple(f".{one}" for one in FILTERS)
    filtered = any(f".{exchanger}".endswith(ends) for exchanger in exchangers)
    return filtered and namespace(domain, fetch) in _AT_MICROSOFT


def points_there(domain: str, ask: Resolver) -> bool:
    """Whether the domain sends its Outlooks to Microsoft."""
    names = ask(f"autodiscover.{domain}", "CNAME")
    return any(name.rstrip(".").lower() == AUTODISCOVER for name in names)


def namespace(domain: str, fetch: Fetch) -> str:
    """What GetUserRealm says: "managed", "federated", "unknown"; "" when there is no answer of use.

    It tells who signs the people of the domain in, not where their mail is.
    """
    content = fetch(f"{WORLD_WIDE}/getuserrealm.srf?login={quote(f'mail@{domain}')}&json=1")
    try:
        found = json.loads(content or b"")
    except ValueError:
        return ""
    return str(found.get("NameSpaceType", "")).lower() if isinstance(found, dict) else ""
