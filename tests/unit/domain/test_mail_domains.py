import pytest

from desktop_app.domain.mail_domains import (
    FILTERS,
    LONGEST_WINDOW,
    QUIET_WINDOW,
    delivery_window,
    gateway_of,
    is_public_name,
)
from desktop_app.domain.model import HOUR, MINUTE, SECOND


@pytest.mark.parametrize(
    ("exchanger", "service"),
    [
        ("mx0a-00123.pphosted.com.", "proofpoint"),
        ("eu-smtp-inbound-1.mimecast.com", "mimecast"),
        ("d12345a.ess.barracudanetworks.com", "barracuda"),
        ("Zavod-ru.mail.protection.outlook.com.", "microsoft"),
        ("outlook-com.olc.protection.outlook.com", "outlook.com"),
        ("cluster5.us.messagelabs.com", "symantec"),
        ("aspmx.l.google.com", "google"),
        ("mx.yandex.ru", "yandex"),
        ("emx.mail.ru", "mail.ru"),
        ("mail.zavod.ru", ""),
        ("notpphosted.com", ""),
    ],
)
def test_the_exchanger_names_who_takes_the_mail_in(exchanger: str, service: str) -> None:
    assert gateway_of([exchanger]) == service


def test_keepers_of_mailboxes_are_no_filters() -> None:
    assert {"proofpoint", "microsoft", "barracuda"} <= FILTERS
    assert not {"google", "yandex", "mail.ru", "outlook.com"} & FILTERS


@pytest.mark.parametrize("name", ["zavod.ru", "mail.firm.co.uk", "xn--80ak6aa92e.xn--p1ai", "a.museum"])
def test_public_names_may_be_asked_about(name: str) -> None:
    assert is_public_name(name)


@pytest.mark.parametrize(
    "name", ["zavod.example", "example.com", "srv.local", "host", "10.0.0.1", "", "x.test", "corp.internal"]
)
def test_no_name_server_hears_of_made_up_private_or_numeric_names(name: str) -> None:
    assert not is_public_name(name)


def test_a_mailbox_that_loads_at_once_gets_a_window_as_long_as_it_takes() -> None:
    assert delivery_window([8 * SECOND] * 9 + [3 * HOUR]) == 30 * SECOND
    assert delivery_window([45 * SECOND] * 9 + [3 * HOUR]) == 90 * SECOND
    assert delivery_window([4 * MINUTE] * 9) == LONGEST_WINDOW


def test_people_who_read_over_hours_teach_nothing() -> None:
    assert delivery_window([n * 20 * MINUTE for n in range(12)]) is None
    assert delivery_window([8 * SECOND] * 4) is None


def test_where_nothing_ever_loads_at_once_a_quick_reader_counts_soon() -> None:
    assert delivery_window([n * 20 * MINUTE for n in range(1, 31)]) == QUIET_WINDOW


def test_one_letter_more_does_not_move_a_window() -> None:
    assert delivery_window([20 * SECOND] * 30) == delivery_window([20 * SECOND] * 30 + [19 * SECOND])
