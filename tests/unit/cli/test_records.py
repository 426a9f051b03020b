from desktop_app.cli import records
from desktop_app.domain.model import SignalKind, Verdict
from desktop_app.store.rows import SignalRow


def signal(contact):
    return SignalRow(
        1, SignalKind.OPEN, 0, None, contact, "Anna", "Prices", Verdict.HUMAN, Verdict.HUMAN, (), "", 1
    )


def test_a_contact_is_named_by_its_address_not_by_a_name_that_others_share():
    record = records.signal(signal(7), {7: "anna@zavod.example", 8: "anna@other.example"})
    assert (record["contact"], record["name"]) == ("anna@zavod.example", "Anna")


def test_nobody_is_null():
    assert records.signal(signal(None), {})["contact"] is None


def test_times_are_utc_and_unknown_ones_null():
    assert records.iso(1_700_000_000_123_456) == "2023-11-14T22:13:20.123456Z"
    assert records.iso(None) is None
