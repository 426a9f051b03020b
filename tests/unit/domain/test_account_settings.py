"""What an account's settings say of its kind."""

import pytest

from desktop_app.domain.model import AccountKind, AccountSettings, Endpoint, Security
from desktop_app.store.accounts import decode, encode

IMAP = Endpoint("imap.example.com", 993, Security.TLS)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("https://mail.firma.ru/EWS/Exchange.asmx", Endpoint("mail.firma.ru", 443, Security.TLS)),
        ("https://mail.firma.ru:8443/EWS/Exchange.asmx", Endpoint("mail.firma.ru", 8443, Security.TLS)),
        ("http://127.0.0.1:8080/ews", Endpoint("127.0.0.1", 8080, Security.NONE)),
        ("", Endpoint("autodiscover.firma.ru", 443, Security.TLS)),
    ],
)
def test_the_server_of_exchange_is_that_of_its_address(url: str, server: Endpoint) -> None:
    settings = AccountSettings(AccountKind.EWS, "anna@firma.ru", "FIRMA\\anna", ews_url=url)
    assert settings.server == server


def test_without_smtp_only_the_mailbox_itself_can_send() -> None:
    receiving = AccountSettings(AccountKind.IMAP, "a@b.ru", "a", IMAP)
    assert (receiving.sends, receiving.by_smtp) == (False, True)
    exchange = AccountSettings(AccountKind.EWS, "a@b.ru", "a")
    assert (exchange.sends, exchange.by_smtp) == (True, False)


@pytest.mark.parametrize(
    "settings",
    [
        AccountSettings(AccountKind.IMAP, "a@b.ru", "a", IMAP, own=("b.ru",)),
        AccountSettings(AccountKind.EWS, "a@b.ru", "B\\a", ews_url="https://m.b.ru/EWS/Exchange.asmx"),
    ],
)
def test_settings_of_every_kind_are_kept_as_they_are(settings: AccountSettings) -> None:
    assert decode(encode(settings)) == settings
