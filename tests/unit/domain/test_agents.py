import csv

import pytest

from desktop_app.domain.agents import Family, family
from tests.paths import shared

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
MACHINES = ("scanner", "link_preview", "crawler")


def labelled() -> list[tuple[str, str, str]]:
    """User agent, label and remark of each labelled row that has an agent."""
    with shared("tracking/user-agents.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["user_agent"], row["label"], row["extra"]) for row in csv.DictReader(file)]
    return [row for row in rows if row[0]]


def test_no_mail_client_and_no_browser_is_taken_for_a_machine() -> None:
    people = [(agent, family(agent)) for agent, label, _ in labelled() if label.startswith("human")]
    assert len(people) >= 50
    assert [one for one in people if one[1] not in (Family.MAIL_CLIENT, Family.BROWSER)] == []


def test_every_webmail_proxy_is_known_as_one() -> None:
    proxies = [(agent, family(agent)) for agent, label, _ in labelled() if label == "proxy_at_open"]
    assert len(proxies) >= 7
    assert [one for one in proxies if one[1] is not Family.PROXY] == []


def test_machines_that_say_what_they_are_are_known() -> None:
    rows = [
        (agent, family(agent))
        for agent, label, extra in labelled()
        if label in MACHINES and names_itself(extra)
    ]
    known = [agent for agent, found in rows if found is Family.MACHINE]
    assert len(rows) >= 25
    assert len(known) / len(rows) >= 0.95


def names_itself(remark: str) -> bool:
    """Rows found by an address wear a browser's name; no list can tell them."""
    return not any(word in remark for word in ("40.", "20.72", "104.47"))


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("", Family.NONE),
        (" - ", Family.NONE),
        ("Mozilla/5.0", Family.PRIVACY),
        (
            f"{WINDOWS} Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0",
            Family.PREFETCH,
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
            Family.AMBIGUOUS,
        ),
        ("Mozilla/5.0 SeznamEmailProxy/2.0.174", Family.PROXY),
        ("FastmailUA/1.0", Family.PROXY),
        ("Barracuda Sentinel (EE)", Family.MACHINE),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", Family.MACHINE),
        (
            "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537 Chrome/96.0 Mobile Safari/537",
            Family.BROWSER,
        ),
        ("Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)", Family.BROWSER),
        ("Something/1.0", Family.OTHER),
    ],
)
def test_what_an_agent_names(agent: str, expected: Family) -> None:
    assert family(agent) is expected
