"""A mailbox of Microsoft 365 from the command line to a closed wait: the program, fakes of Microsoft."""

import json

import pytest

from desktop_app.domain.commands import SetSetting
from desktop_app.mail import graph
from tests.fakes.graph_mailbox import ADDRESS, Mailbox, why_not
from tests.fakes.graph_server import FakeGraph
from tests.fakes.microsoft_authority import CLIENT_ID
from tests.fakes.program import Otklik
from tests.fakes.tracked_answer import ASKED, is_instant, tell

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


@pytest.fixture
def microsoft():
    fake = FakeGraph()
    fake.tokens = {f"access-{number}" for number in range(1, 30)}
    yield fake
    fake.close()
    fake.check()


@pytest.fixture
def otklik(tmp_path, microsoft, authority):
    made = Otklik(tmp_path)
    with made.engine() as engine:
        engine.call(SetSetting("oauth_microsoft_authority", json.dumps(authority.url)))
        engine.call(SetSetting("oauth_microsoft_graph", json.dumps(microsoft.url)))
    return made


def add(otklik, *more, code=0):
    kind = ("--kind", "graph", "--address", ADDRESS, "--device-code")
    return otklik("account", "add", *kind, *more, code=code)


def test_an_account_is_added_by_a_code_tested_and_read_and_no_token_lies_open(otklik, microsoft) -> None:
    microsoft.mailbox.put(microsoft.mailbox.known["inbox"], ASKED)
    said = add(otklik, "--client-id", CLIENT_ID, "--tenant", "linia.example")
    assert "ABCD-1234" in said
    [account] = otklik.records("account", "list")
    assert (account["kind"], account["address"]) == ("graph", ADDRESS)
    tested = otklik("account", "test", ADDRESS)
    assert tested.count("ok  ") == 4
    assert "FAIL" not in tested
    otklik("sync", "--once")
    [letter] = otklik.records("letters")
    assert (letter["message_id"], letter["direction"]) == ("1@zavod.example", "in")
    [wait] = otklik.records("waits")
    assert wait["answered_at"] is None
    lying = b"".join(path.read_bytes() for path in otklik.data.rglob("*") if path.is_file())
    kept = otklik.secrets.read_bytes()
    assert b"refresh-" not in lying + kept
    assert b"access-" not in lying + kept
    [sealed] = (otklik.data / "sign-in").iterdir()
    sealed.write_bytes(b"damaged")
    assert "Sign in again" in otklik("account", "test", ADDRESS, code=1)
    otklik("account", "remove", ADDRESS)
    assert not list((otklik.data / "sign-in").iterdir())


def test_a_shared_mailbox_is_added_by_the_sign_in_of_whoever_may_open_it(otklik, microsoft, authority):
    sales = "sales@linia.example"
    box = microsoft.others[sales] = Mailbox()
    box.put(box.known["inbox"], ASKED.replace(b"marina@", b"sales@"))
    otklik(
        "account", "add", "--kind", "graph", "--address", sales, "--user", ADDRESS, "--device-code",
        "--client-id", CLIENT_ID,
    )  # fmt: skip
    assert "Mail.ReadWrite.Shared" in authority.asked[0]["scope"]
    assert "FAIL" not in otklik("account", "test", sales)
    otklik("sync", "--once")
    [wait] = otklik.records("waits")
    assert wait["answered_at"] is None
    microsoft.others.clear()
    assert "may not open the mailbox" in otklik("account", "test", sales, code=1)


def test_what_it_and_the_person_must_do_is_said(otklik, authority) -> None:
    assert "tells IT what to register" in add(otklik, code=1)
    authority.refuses["device"] = (
        "invalid_grant",
        "AADSTS65001: The user or administrator has not consented",
    )
    said = add(otklik, "--client-id", CLIENT_ID, code=1)
    assert f"{authority.url}/organizations/adminconsent?client_id={CLIENT_ID}" in said
    assert otklik.records("account", "list") == []


@pytest.mark.slow
def test_a_tracked_answer_goes_out_is_opened_and_answered_and_its_wait_closes(
    otklik, microsoft, tracking, monkeypatch
) -> None:
    """Slow: three programs. The command line adds, the engine lives, the tracking server counts."""
    monkeypatch.setattr(graph, "POLL_S", 0.2)
    box = microsoft.mailbox
    asked = box.put(box.known["inbox"], ASKED)
    add(otklik, "--client-id", CLIENT_ID)
    otklik("sync", "--once")

    def is_marked() -> bool:
        return asked.tags.get("integer 0x1081") == "102" and is_instant(asked.tags["systemtime 0x1082"])

    known = box.known
    tell(otklik, tracking, box, known["inbox"], known["sentitems"], microsoft.sent, is_marked)
    assert microsoft.most_at_once <= 4
