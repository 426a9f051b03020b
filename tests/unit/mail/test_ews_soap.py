"""Answers of Exchange, good, bad and none at all."""

import subprocess
import sys

import pytest

from desktop_app.domain.errors import ServerError, StateInvalid, Throttled
from desktop_app.mail import ews_soap
from tests.paths import ROOT

_HEAD = (
    f'<s:Envelope xmlns:s="{ews_soap.SOAP}" xmlns:m="{ews_soap.MESSAGES}" xmlns:t="{ews_soap.TYPES}"><s:Body>'
)


def envelope(inner: str) -> bytes:
    return f"{_HEAD}{inner}</s:Body></s:Envelope>".encode()


@pytest.mark.parametrize(
    "content", [b"", b"  ", b"<html><body>Sign in</body></html>", b"\x00\xff", b"<a", envelope("")]
)
def test_what_is_no_soap_is_said(content: bytes) -> None:
    with pytest.raises(ServerError):
        ews_soap.parse(content)


def test_an_answer_without_messages_is_said() -> None:
    with pytest.raises(ServerError):
        ews_soap.messages(ews_soap.parse(envelope("<m:GetItemResponse/>")))


def test_characters_that_xml_forbids_cost_only_themselves() -> None:
    answer = ews_soap.parse(envelope("<m:X><t:Subject>Pri&#x1;ces</t:Subject><t:Size>7</t:Size></m:X>"))
    assert ews_soap.text_of(answer, f"{ews_soap.T}Size") == "7"


def test_entities_are_not_followed() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + envelope(
        "<m:X>&a;</m:X>"
    )
    assert b"root" not in (ews_soap.parse(bomb).text or "").encode()


def test_a_fault_says_its_code_and_how_long_to_wait() -> None:
    fault = (
        "<s:Fault><faultcode>a:ErrorServerBusy</faultcode><faultstring>later</faultstring><detail>"
        '<t:MessageXml><t:Value Name="BackOffMilliseconds">2500</t:Value></t:MessageXml></detail></s:Fault>'
    )
    with pytest.raises(Throttled) as caught:
        ews_soap.parse(envelope(fault))
    assert caught.value.params == {"after_s": 3, "text": "ErrorServerBusy: later"}


def test_a_code_nobody_knows_is_the_servers_error_with_its_words() -> None:
    assert isinstance(ews_soap.failure("ErrorInvalidSyncStateData", ""), StateInvalid)
    error = ews_soap.failure("ErrorOfTomorrow", "Unheard of.\r\n")
    assert (error.code, error.params["text"]) == ("server_error", "ErrorOfTomorrow: Unheard of.")


def test_the_engine_loads_nothing_of_exchange_before_there_is_such_an_account() -> None:
    look = (
        "import sys, desktop_app.engine.process;"
        "heavy = {'lxml', 'spnego', 'cryptography', 'exchangelib', 'requests'};"
        "raise SystemExit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
