"""What an item of Exchange says, as a letter of ours, however badly it says it."""

from xml.sax.saxutils import escape

import pytest
from lxml import etree

from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import Flags
from desktop_app.mail.ews_items import flags_of, header_of, received_at, spelled, upsert_of
from desktop_app.mail.ews_soap import TYPES
from tests.samples import mailbox_letters


def item(inner: str, name: str = "Message"):
    return etree.fromstring(
        f'<t:{name} xmlns:t="{TYPES}"><t:ItemId Id="A=" ChangeKey="B"/>{inner}</t:{name}>'
    )


def tag(name: str, value: str, kind: str = "Integer") -> str:
    place = f'<t:ExtendedFieldURI PropertyTag="{name}" PropertyType="{kind}"/>'
    return f"<t:ExtendedProperty>{place}<t:Value>{value}</t:Value></t:ExtendedProperty>"


def header(text: str) -> bytes:
    return header_of(item(tag("0x7d", text, "String")))


def test_only_the_fields_that_are_read_are_kept_with_their_further_lines() -> None:
    trace = "Microsoft Mail Internet Headers Version 2.0&#xD;\nReceived: from a&#xD;\n by b&#xD;\n"
    raw = f"{trace}Subject: one&#xD;\n two&#xD;\nX-No: 1&#xD;\n"
    assert header(raw) == b"Subject: one\r\n two\r\n\r\n"


def test_a_header_that_goes_on_with_the_body_ends_at_its_empty_line() -> None:
    assert header("Subject: one\n\nSubject: two\n") == b"Subject: one\r\n\r\n"


def test_a_header_beyond_ascii_stays_readable() -> None:
    assert parse_headers(header("From: Анна &lt;a@b.ru&gt;\nSubject: Цена\n")).subject == "Цена"


def test_marks_come_from_the_verb_or_the_icon() -> None:
    assert flags_of(item("")) == Flags()
    assert flags_of(item("<t:IsDraft>true</t:IsDraft><t:IsRead>true</t:IsRead>")) == Flags(
        True, False, False, True
    )
    for one in (tag("0x1081", "102"), tag("0x1081", "103"), tag("0x1080", "261"), tag("0x1080", " 261 ")):
        assert flags_of(item(one)).answered
    assert not flags_of(item(tag("0x1081", "104") + tag("0x1080", "262"))).answered
    assert flags_of(item(tag("0x1090", "2"))).flagged


def test_values_that_make_no_sense_are_left_out() -> None:
    bad = (
        tag("0x1081", "soon")
        + tag("often", "1")
        + "<t:Size>many</t:Size><t:DateTimeReceived>now</t:DateTimeReceived>"
    )
    upsert = upsert_of(item(bad))
    assert (upsert.remote_id, upsert.flags, upsert.arrived_at, upsert.size) == ("A=", Flags(), 0, 0)
    assert upsert_of(etree.fromstring(f'<t:Message xmlns:t="{TYPES}"/>')).remote_id == ""


def test_a_letter_that_never_came_arrived_when_it_was_made() -> None:
    made = item("<t:DateTimeCreated>2026-11-02T09:00:00Z</t:DateTimeCreated>")
    assert received_at(made) is None
    assert upsert_of(made).arrived_at == 1_793_610_000_000_000


def test_colleagues_who_are_named_by_the_directory_are_left_out_of_a_made_header() -> None:
    people = (
        "<t:ToRecipients><t:Mailbox><t:Name>Boss</t:Name><t:EmailAddress>/O=FIRM/CN=BOSS</t:EmailAddress>"
        "<t:RoutingType>EX</t:RoutingType></t:Mailbox><t:Mailbox><t:Name>Анна, П.</t:Name>"
        "<t:EmailAddress>anna@zavod.example</t:EmailAddress></t:Mailbox></t:ToRecipients>"
    )
    [anna] = parse_headers(header_of(item(people))).to
    assert (anna.name, anna.address) == ("Анна, П.", "anna@zavod.example")


def test_a_tag_is_the_same_however_it_is_spelled() -> None:
    assert {spelled(one) for one in ("0x7d", "0x7D", "0x007d", "0X7D", "125")} == {"0x7D"}
    assert spelled("often") == "often"


@pytest.mark.slow
def test_headers_of_real_letters_read_the_same_by_way_of_exchange() -> None:
    """Slow: the real mailbox has to be unpacked."""
    for mime in mailbox_letters()[:500]:
        head = mime.replace(b"\r\n", b"\n").partition(b"\n\n")[0].replace(b"\n", b"\r\n")
        found = item(tag("0x7d", escape(head.decode("ascii", "replace")).replace("\r", "&#xD;"), "String"))
        assert parse_headers(header_of(found)) == parse_headers(head.decode("ascii", "replace").encode())
