"""The command line on the real mailbox of a vendor's support list, in a real Dovecot."""

import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from email import message_from_bytes

import pytest

from tests.fakes.real_mailbox import USER, is_his, load
from tests.samples import LIST, OWNER, header_of, mailbox_letters

pytestmark = pytest.mark.dovecot


class Otklik:
    """The program as a user starts it."""

    def __init__(self, data):
        self.data = data

    def __call__(self, *arguments, stdin="", code=0):
        environment = {"OTKLIK_SECRETS": str(self.data.parent / "secrets"), "PYTHONWARNINGS": "error"}
        ended = subprocess.run(
            [sys.executable, "-m", "desktop_app", "--data", str(self.data), *arguments],
            input=stdin, text=True, capture_output=True, timeout=300, check=False,
            env={**os.environ, **environment},
        )  # fmt: skip
        assert ended.returncode == code, ended.stderr[-2000:]
        return ended.stdout

    def records(self, *arguments):
        return [json.loads(line) for line in self(*arguments, "--json").splitlines()]


@pytest.fixture(scope="module")
def otklik(dovecot, tmp_path_factory):
    load(dovecot)
    otklik = Otklik(tmp_path_factory.mktemp("otklik") / "data")
    otklik(
        "account", "add", "--kind", "imap", "--address", OWNER, "--user", USER, "--own", LIST,
        "--imap", f"127.0.0.1:{dovecot.port}", "--imap-security", "none", "--password-stdin",
        stdin="secret\n",
    )  # fmt: skip
    otklik("sync", "--once")
    return otklik


@pytest.fixture(scope="module")
def letters(otklik):
    return otklik.records("letters")


@pytest.fixture(scope="module")
def original():
    """(Message-ID, is his) of every copy, read by Python's own parser."""
    return [
        (str(message_from_bytes(header_of(raw))["Message-ID"]).strip().strip("<>"), is_his(raw))
        for raw in mailbox_letters()
    ]


def test_no_letter_is_missing_or_doubled(letters, original):
    assert Counter(letter["message_id"] for letter in letters) == Counter({name for name, _ in original})


def test_each_place_of_each_letter_is_known(letters, original):
    expected = Counter((name, "Sent" if his else "INBOX") for name, his in original)
    found = Counter((letter["message_id"], place) for letter in letters for place in letter["places"])
    assert found == expected


def test_his_letters_go_out_and_all_others_come_in(letters, original):
    his = {name for name, is_owner in original if is_owner}
    assert {letter["message_id"] for letter in letters if letter["direction"] == "out"} == his


def test_hundreds_of_waits_and_leads_come_out(otklik):
    waits = [wait for wait in otklik.records("waits") if wait["excluded"] is None]
    leads = otklik.records("leads")
    assert len(waits) > 500
    assert len(leads) > 300
    assert len({lead["contact"] for lead in leads}) == len(leads)
    assert all(LIST not in lead["contact"] and OWNER.lower() != lead["contact"] for lead in leads)


def test_a_wait_ends_with_his_letter_in_the_same_conversation(otklik, letters):
    by_id = {letter["id"]: letter for letter in letters}
    answered = [wait for wait in otklik.records("waits") if wait["answered_at"]]
    assert len(answered) > 300
    for wait in answered:
        first, answer = by_id[wait["first_letter"]], by_id[wait["answer"]]
        assert (first["direction"], answer["direction"]) == ("in", "out")
        assert first["conversation"] == answer["conversation"] == wait["conversation"]
        # A list held one client's letter up: the answer that names it came before it.
        assert wait["answered_at"] == max(first["arrived_at"], answer["arrived_at"])


def test_an_answer_names_exactly_the_letter_that_in_reply_to_names(letters):
    ids = {letter["message_id"]: letter["id"] for letter in letters}
    naming = [one for one in letters if one["in_reply_to"] and one["in_reply_to"] != one["message_id"]]
    absent = [one for one in naming if one["in_reply_to"] not in ids]
    assert len(naming) - len(absent) > 2500
    assert absent  # their answers are none: an earlier letter of the conversation is not what was answered
    conversation = {letter["id"]: letter["conversation"] for letter in letters}
    loose = ids_without_brackets()
    apart = 0
    for letter in naming:
        named = ids.get(letter["in_reply_to"])
        if named is not None and conversation[named] != letter["conversation"]:
            # An id without brackets joins nothing (Dovecot's THREAD neither); the window says "probably".
            assert letter["message_id"] in loose
            named, apart = None, apart + 1
        assert letter["replies_to"] == named, letter["message_id"]
    assert apart


def ids_without_brackets() -> set[str]:
    """Message-IDs of the letters whose In-Reply-To is no id in brackets."""
    heads = (message_from_bytes(header_of(one)) for one in mailbox_letters())
    return {
        str(head["Message-ID"]).strip("<> ")
        for head in heads
        if head["In-Reply-To"] and "<" not in str(head["In-Reply-To"])
    }


def test_an_answer_lies_in_the_conversation_of_what_it_answers(letters):
    by_id = {letter["id"]: letter for letter in letters}
    for letter in letters:
        if letter["replies_to"]:
            assert by_id[letter["replies_to"]]["conversation"] == letter["conversation"]


def test_reply_times_carry_their_number_and_interval(otklik):
    [figure] = [
        record
        for record in otklik.records("replies")
        if (record["metric"], record["clock"], record["start"]) == ("every_reply", "calendar", "arrival")
    ]
    assert figure["n"] >= figure["answered"] > 300
    if figure["median_s"] is not None:
        assert figure["median_s_low"] <= figure["median_s"]
    assert 0 < figure["within_target_low"] < figure["within_target"] < figure["within_target_high"] < 1


def test_a_second_synchronisation_changes_nothing(otklik, letters):
    before = {name: otklik(name, "--json") for name in ("conversations", "waits", "leads")}
    otklik("sync", "--once")
    assert otklik.records("letters") == letters
    assert {name: otklik(name, "--json") for name in before} == before


def test_a_support_file_of_the_real_mailbox_holds_nothing_of_anybody(otklik, tmp_path):
    (otklik.data / "otklik.log").write_text(
        "2026-11-26 10:00:00 ERROR desktop_app.engine.sync: " + otklik("letters", "--json", "--limit", "50")
    )
    target = tmp_path / "support.zip"
    said = otklik("doctor", "--bundle", str(target))
    assert str(target) in said
    with zipfile.ZipFile(target) as bundle:
        texts = {name: bundle.read(name).decode("ascii") for name in bundle.namelist()}
    text = "\n".join(texts.values()).lower()
    findings = json.loads(texts["findings.json"])
    assert {"database", "folder", "account", "tracking"} <= {one["check"] for one in findings}
    letters = otklik.records("letters")
    people = {person for row in letters for person in (row["from"], *row["to"], *row["cc"])}
    people |= {lead["name"] for lead in otklik.records("leads")}
    words = {person.lower() for person in people if len(person) > 4}
    words |= {letter["subject"].lower() for letter in letters if len(letter["subject"]) > 7}
    words |= {letter["message_id"].lower() for letter in letters} | {USER, '"secret"'}
    assert len(words) > 5000
    assert [word for word in words if word in text] == []
