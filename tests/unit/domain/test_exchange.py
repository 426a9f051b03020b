"""Whatever is typed for the server of Exchange becomes the address of its web services."""

import pytest

from desktop_app.domain.exchange import ews_url, is_usable
from desktop_app.domain.model import AccountSettings


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("", ""),
        ("  ", ""),
        ("mail.firma.ru", "https://mail.firma.ru/EWS/Exchange.asmx"),
        ("mail.firma.ru:8443/", "https://mail.firma.ru:8443/EWS/Exchange.asmx"),
        (" https://mail.firma.ru ", "https://mail.firma.ru/EWS/Exchange.asmx"),
        ("https://mail.firma.ru/ews/exchange.asmx", "https://mail.firma.ru/ews/exchange.asmx"),
        ("http://127.0.0.1:8080/EWS/Exchange.asmx", "http://127.0.0.1:8080/EWS/Exchange.asmx"),
    ],
)
def test_a_host_becomes_an_address_and_an_address_stays(typed: str, url: str) -> None:
    assert ews_url(typed) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://[::1/EWS",
        "https://host:99999/EWS",
        "https://host:x/",
        "https:///EWS",
        "ftp://h/",
        "https://u:p@h/",
        "a\x01b",
        "",
    ],
)
def test_what_names_no_server_is_not_usable_and_has_no_host(url: str) -> None:
    assert not is_usable(url)
    assert AccountSettings("ews", "me@firm.ru", "me", ews_url=url or "https://").server.port > 0


@pytest.mark.parametrize(
    "url", ["https://mail.firma.ru/EWS/Exchange.asmx", "http://127.0.0.1:8080/", "https://[::1]/"]
)
def test_a_server_by_name_or_number_is_usable(url: str) -> None:
    assert is_usable(url)
