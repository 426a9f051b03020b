"""What is known of a recipient's mail domain: who filters its mail, and how soon it loads pictures itself.

The name of a domain's mail exchanger tells the filter before it (research/tracking.md 1.1, 1.6 rule 9). How
long after sending a mailbox loads pictures unasked shows in the user's own hits: people's opens spread over
hours, a mailbox's cluster at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop_app.domain.model import MINUTE, SECOND, Micros

LONGEST_WINDOW: Micros = 5 * MINUTE
LETTERS_NEEDED = 5  # fewer prove no habit
AT_ONCE_SHARE = 0.6  # of letters loaded within LONGEST_WINDOW; people in a hurry open a fifth so soon
QUIET_LETTERS = 30  # none of so many loaded at once: less than one in ten ever is (rule of three)
QUIET_WINDOW: Micros = 10 * SECOND

# Ends of mail exchangers' names, the first that fits counts. Filters follow the links of letters; the others
# only keep mailboxes, Outlook.com's among them.
FILTERS = frozenset({
    "proofpoint", "mimecast", "barracuda", "microsoft", "symantec", "cisco", "forcepoint", "sophos",
    "trendmicro", "trellix", "hornetsecurity", "vipre",
})  # fmt: skip
_SERVICES = (
    ("olc.protection.outlook.com", "outlook.com"),
    ("protection.outlook.com", "microsoft"),
    ("mx.microsoft", "microsoft"),
    ("pphosted.com", "proofpoint"),
    ("ppe-hosted.com", "proofpoint"),
    ("mimecast.com", "mimecast"),
    ("mimecast.co.za", "mimecast"),
    ("barracudanetworks.com", "barracuda"),
    ("messagelabs.com", "symantec"),
    ("iphmx.com", "cisco"),
    ("mailcontrol.com", "forcepoint"),
    ("sophos.com", "sophos"),
    ("tmes.trendmicro.com", "trendmicro"),
    ("tmes.trendmicro.eu", "trendmicro"),
    ("fireeyecloud.com", "trellix"),
    ("hornetsecurity.com", "hornetsecurity"),
    ("antispameurope.com", "hornetsecurity"),
    ("mailanyone.net", "vipre"),
    ("google.com", "google"),
    ("googlemail.com", "google"),
    ("yandex.ru", "yandex"),
    ("yandex.net", "yandex"),
    ("mail.ru", "mail.ru"),
    ("yahoodns.net", "yahoo"),
    ("icloud.com", "apple"),
)
# Ends that belong to nobody in the public name space (RFC 2606, RFC 6761, RFC 6762, RFC 8375).
_PRIVATE = frozenset({
    "example", "test", "invalid", "localhost", "local", "internal", "intranet", "lan", "home", "corp",
    "arpa", "onion",
})  # fmt: skip


def is_public_name(domain: str) -> bool:
    """Whether a name server may be asked about it: never of made-up, private or numeric names."""
    *rest, ending = domain.lower().strip(".").split(".")
    if not rest or not ending.replace("-", "").isalnum() or ending.isdecimal():
        return False
    return ending not in _PRIVATE and rest[-1] != "example"


def gateway_of(exchangers: Iterable[str]) -> str:
    """Name the service behind these mail exchangers; "" = none that is known."""
    names = [name.lower().rstrip(".") for name in exchangers]
    for ending, service in _SERVICES:
        if any(name == ending or name.endswith(f".{ending}") for name in names):
            return service
    return ""


def delivery_window(first_loads: Sequence[Micros]) -> Micros | None:
    """Learn how long after sending a picture may have been loaded by the mailbox itself; None = not known.

    `first_loads`: for each letter to the domain, how long after sending its picture was first loaded by
    something that may be a mailbox (no mail program of a person).
    """
    soon = sorted(delay for delay in first_loads if delay < LONGEST_WINDOW)
    if len(first_loads) >= QUIET_LETTERS and not any(delay < 2 * MINUTE for delay in soon):
        return QUIET_WINDOW
    if len(first_loads) < LETTERS_NEEDED or len(soon) < AT_ONCE_SHARE * len(first_loads):
        return None
    reached = soon[min(len(soon) - 1, len(soon) * 19 // 20)]
    # In whole half minutes: one letter more does not change a fact for which history is judged again.
    steps = -(-reached * 3 // 2 // (30 * SECOND))
    return min(LONGEST_WINDOW, max(1, steps) * 30 * SECOND)
