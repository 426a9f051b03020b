"""Microsoft's sign-in on loopback, and an application that is registered there."""

import pytest

from desktop_app.mail.microsoft import App
from tests.fakes.microsoft_authority import CLIENT_ID, MicrosoftAuthority


@pytest.fixture
def authority(tmp_path, monkeypatch):
    with MicrosoftAuthority(tmp_path / "authority") as made:
        monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
        yield made


@pytest.fixture
def app(authority):
    return App(CLIENT_ID, "linia.example", authority.url)
