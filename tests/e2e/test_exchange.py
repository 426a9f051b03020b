"""A mailbox of Exchange from the command line to a closed wait: the program, the fake held to the schemas."""


import pytest

from tests.fakes.ews_server import ADDRESS, PASSWORD, USER, FakeEws, why_not
from tests.fakes.program import Otklik
from tests.fakes.tracked_answer import ASKED, is_instant, tell

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


@pytest.fixture
def exchange():
    fake = FakeEws("NTLM", tls=True)
    yield fake
    fake.close()
    fake.check()


@pytest.fixture
def otklik(tmp_path):
    return Otklik(tmp_path)


def add(otklik, exchange, *more, password=PASSWORD, code=0):
    return otklik(
        "account", "add", "--kind", "ews", "--address", ADDRESS, "--user", USER, "--ews-url", exchange.url,
        "--trust", exchange.fingerprint, "--password-stdin", *more, stdin=f"{password}\n", code=code,
    )  # fmt: skip


def test_an_account_is_added_tested_and_read_from_the_command_line(otklik, exchange):
    inbox = exchange.mailbox.known("inbox")
    exchange.mailbox.put(inbox, ASKED)
    add(otklik, exchange)
    [account] = otklik.records("account", "list")
    assert (account["kind"], account["user"], account["ews_url"]) == ("ews", USER, exchange.url)
    tested = otklik("account", "test", ADDRESS)
    assert tested.count("ok  ") == 5
    assert "FAIL" not in tested
    assert "FAIL" not in otklik("doctor").partition("folder")[0]
    otklik("sync", "--once")
    [letter] = otklik.records("letters")
    assert (letter["message_id"], letter["direction"]) == ("1@zavod.example", "in")
    [wait] = otklik.records("waits")
    assert wait["answered_at"] is None
    assert exchange.agents == {"Otklik-EWS/1"}


def test_each_trouble_is_one_sentence_and_a_wrong_password_is_shown_once(otklik, exchange):
    add(otklik, exchange, password="wrong")
    said = otklik("account", "test", ADDRESS, code=1)
    assert "did not accept this user name and password" in said
    assert exchange.refused == 1
    otklik("account", "remove", ADDRESS)
    otklik(
        "account", "add", "--kind", "ews", "--address", ADDRESS, "--user", USER, "--ews-url", exchange.url,
        "--password-stdin", stdin=f"{PASSWORD}\n",
    )  # fmt: skip
    said = otklik("account", "test", ADDRESS, code=1)
    assert f"--trust {exchange.fingerprint}" in said
    assert exchange.refused == 1


@pytest.mark.slow
def test_a_tracked_answer_goes_out_is_opened_and_answered_and_its_wait_closes(otklik, exchange, tracking):
    """Slow: three programs. The command line adds, the engine lives, the tracking server counts."""
    box = exchange.mailbox
    asked = box.put(box.known("inbox"), ASKED)
    add(otklik, exchange)
    otklik("sync", "--once")

    def is_marked() -> bool:
        tags = asked.tags
        return (tags.get(0x1081), tags.get(0x1080)) == ("102", "261") and is_instant(tags[0x1082])

    given = exchange.operations.sent
    tell(otklik, tracking, box, box.known("inbox"), box.known("sentitems"), given, is_marked)
