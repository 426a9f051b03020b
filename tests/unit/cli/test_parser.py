from argparse import ArgumentTypeError

import pytest

from desktop_app.cli.option_types import instant, positive
from desktop_app.cli.parser import endpoint, parser
from desktop_app.domain.model import Endpoint, Security


@pytest.mark.parametrize(
    ("text", "security", "expected"),
    [
        ("mail.example", "tls", Endpoint("mail.example", 993, Security.TLS)),
        ("mail.example:1993", "tls", Endpoint("mail.example", 1993, Security.TLS)),
        ("mail.example", "starttls", Endpoint("mail.example", 143, Security.STARTTLS)),
        ("[::1]:143", "none", Endpoint("::1", 143, Security.NONE)),
        ("[::1]", "none", Endpoint("::1", 143, Security.NONE)),
    ],
)
def test_a_server_is_read_with_or_without_its_port(text, security, expected):
    assert endpoint(text, security, "imap") == expected


@pytest.mark.parametrize("text", ["mail.example:port", "mail.example:0", "mail.example:70000"])
def test_a_port_that_cannot_be_is_refused(text):
    with pytest.raises(ValueError, match="HOST:PORT"):
        endpoint(text, "tls", "imap")


def test_a_time_without_zone_is_utc():
    assert instant("1970-01-02") == 86_400_000_000
    assert instant("1970-01-01T03:00:00+03:00") == 0


@pytest.mark.parametrize("text", ["9999-12-31T23:59-14:00", "0001-01-01T00:00+14:00", "yesterday", ""])
def test_an_instant_that_no_date_in_utc_tells_is_refused(text):
    with pytest.raises(ArgumentTypeError, match="is not an ISO 8601 date"):
        instant(text)


@pytest.mark.parametrize("text", ["0", "-1", "abc", str(2**63), "9" * 5000])
def test_a_number_that_no_row_can_have_is_refused(text):
    with pytest.raises(ArgumentTypeError, match="is not a positive number"):
        positive(text)


def test_the_documented_account_line_is_understood():
    line = (
        "account add --kind imap --address a@example.com --user a --own lists.example --own b@example.com"
        " --imap mail.example:993 --imap-security tls --smtp mail.example:465 --password-stdin"
    )
    arguments = parser().parse_args(line.split())
    assert arguments.own == ["lists.example", "b@example.com"]
    assert arguments.password_stdin


def test_no_program_is_the_window():
    assert parser().parse_args([]).program is None
