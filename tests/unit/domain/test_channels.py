"""Channels from the recipients of inbound letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.channels import (
    Channel,
    Match,
    Rule,
    attribute,
    recipients,
)
from desktop_app.domain.model import Address, Headers

PROMO = Channel("Promo", ("promo@firm.example",))
ADS = Channel("Ads", ("ads@firm.example", "sales+ads@firm.example"))
CODES = Channel("Site", ("+y7k2", "+direct@firm.example"))
REST = Channel("Rest", ("*@firm.example",))
ALL = (REST, PROMO, ADS, CODES)


def letter(to=(), cc=(), delivered_to=()):
    return Headers(
        message_id="m1",
        subject="",
        sender=Address("", "client@zavod.example"),
        to=tuple(Address("", one) for one in to),
        cc=tuple(Address("", one) for one in cc),
        delivered_to=delivered_to,
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("promo@firm.example", ("Promo", Rule.EXACT)),
        ("PROMO@Firm.Example", ("Promo", Rule.EXACT)),
        ("sales+ads@firm.example", ("Ads", Rule.EXACT)),
        ("sales+y7k2@firm.example", ("Site", Rule.TAG)),
        ("anna+direct@firm.example", ("Site", Rule.TAG)),
        ("anna+direct@elsewhere.example", None),
        ("promo+spring@firm.example", ("Promo", Rule.BASE)),
        ("anna@firm.example", ("Rest", Rule.CATCH_ALL)),
        ("anna@sub.firm.example", None),
        ("y7k2@elsewhere.example", None),
    ],
)
def test_an_address_has_its_channel(address, expected):
    found = attribute(letter(to=[address]), ALL)
    assert (found and (found.channel, found.rule)) == expected


def test_recipients_are_read_from_the_envelope_first_and_once():
    envelope = ("<Anna@firm.example>", "x@y.example")
    headers = letter(["promo@firm.example", "x@y.example"], ["c@firm.example"], envelope)
    assert list(recipients(headers)) == [
        "anna@firm.example",
        "x@y.example",
        "promo@firm.example",
        "c@firm.example",
    ]


def test_the_first_recipient_wins_among_equal_rules():
    headers = letter(to=["promo@firm.example"], delivered_to=("ads@firm.example",))
    assert attribute(headers, ALL) == Match("Ads", "ads@firm.example", Rule.EXACT)
    assert attribute(letter(to=["promo@firm.example"], cc=["ads@firm.example"]), ALL).channel == "Promo"


def test_a_catch_all_does_not_hide_the_address_the_client_wrote_to():
    headers = letter(to=["promo@firm.example"], delivered_to=("anna@firm.example",))
    assert attribute(headers, ALL).channel == "Promo"


def test_without_a_known_address_the_channel_is_unknown():
    assert attribute(letter(), ALL) is None
    assert attribute(letter(to=["promo@firm.example"]), ()) is None
    assert attribute(letter(to=["broken", "", "@", "a@"]), (PROMO,)) is None


@given(st.lists(st.text(max_size=30), max_size=5), st.lists(st.text(max_size=30), max_size=5))
def test_any_recipient_and_any_pattern_are_survived(addresses, patterns):
    attribute(letter(to=addresses, delivered_to=tuple(addresses)), (Channel("Any", tuple(patterns)),))
