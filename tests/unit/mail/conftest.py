"""An application that is registered at Microsoft's sign-in on loopback."""

import pytest

from desktop_app.mail.microsoft import App
from tests.fakes.microsoft_authority import CLIENT_ID


@pytest.fixture
def app(authority):
    return App(CLIENT_ID, "linia.example", authority.url)
