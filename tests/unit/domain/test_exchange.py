"""Whatever is typed for the server of Exchange becomes the address of its web services."""

import pytest

from desktop_app.domain.exchange import ews_url


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
