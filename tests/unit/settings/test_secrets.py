import stat
import sys

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError, PasswordSetError

from desktop_app.domain.errors import SecretsError
from desktop_app.settings.secrets import FileSecrets, KeyringSecrets, open_secrets

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")


def test_a_secret_is_kept_replaced_and_deleted(tmp_path):
    secrets = FileSecrets(tmp_path / "secrets")
    secrets.set("mail:a@example.com", "one")
    secrets.set("mail:a@example.com", "two")
    assert FileSecrets(tmp_path / "secrets").get("mail:a@example.com") == "two"
    secrets.delete("mail:a@example.com")
    secrets.delete("mail:a@example.com")
    assert secrets.get("mail:a@example.com") is None


@posix
def test_the_file_is_made_for_its_owner_only(tmp_path):
    FileSecrets(tmp_path / "secrets").set("a", "b")
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o600


@posix
def test_a_file_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "secrets"
    path.write_text("{}")
    path.chmod(0o644)
    with pytest.raises(SecretsError) as caught:
        open_secrets({"OTKLIK_SECRETS": str(path)})
    assert caught.value.params["reason"] == "unsafe_file"


def test_garbage_in_the_file_is_an_error_and_is_not_overwritten(tmp_path):
    path = tmp_path / "secrets"
    path.write_bytes(b"\x00garbage")
    path.chmod(0o600)
    with pytest.raises(SecretsError):
        FileSecrets(path)
    assert path.read_bytes() == b"\x00garbage"


def test_without_a_keyring_it_says_so():
    with pytest.raises(SecretsError) as caught:
        open_secrets({})
    assert caught.value.params["reason"] == "no_keyring"


# a keyring as Windows has it


class SmallKeyring(KeyringBackend):
    """In memory; refuses what the Credential Manager refuses."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.held = {}

    def get_password(self, service, username):
        return self.held.get(username)

    def set_password(self, service, username, password):
        if len(password.encode("utf-16-le")) > 2560:
            raise PasswordSetError("stub received bad data")
        self.held[username] = password

    def delete_password(self, service, username):
        if self.held.pop(username, None) is None:
            raise PasswordDeleteError("not there")


@pytest.fixture
def small(monkeypatch):
    backend = SmallKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    monkeypatch.setattr(keyring.core, "get_keyring", lambda: backend)
    return backend


@pytest.mark.parametrize("value", ["", "secret", "Пароль" * 150, "я" * 1000, "я" * 5001])
def test_a_long_secret_comes_back_whole_and_goes_whole(small, value):
    secrets = KeyringSecrets()
    secrets.set("mail:a", value)
    assert secrets.get("mail:a") == value
    secrets.set("mail:a", "short")
    assert secrets.get("mail:a") == "short"
    secrets.set("mail:a", value)
    secrets.delete("mail:a")
    assert secrets.get("mail:a") is None
    assert small.held == {}


def test_a_secret_with_a_part_missing_is_none(small):
    secrets = KeyringSecrets()
    secrets.set("mail:a", "я" * 3000)
    del small.held["mail:a#1"]
    assert secrets.get("mail:a") is None
