"""A long secret in a file that only a key opens."""

import os
import stat

import pytest

from desktop_app.domain.errors import SecretsError
from desktop_app.settings.sealed import new_key, seal, unseal


def test_what_is_sealed_opens_with_its_key_alone_and_is_not_readable(tmp_path) -> None:
    path, key = tmp_path / "folder" / "a.sealed", new_key()
    seal(path, key, "секрет" * 2000)
    assert unseal(path, key) == "секрет" * 2000
    assert unseal(path, new_key()) is None
    assert unseal(path, "no key") is None
    assert "секрет".encode() not in path.read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 100])
def test_a_damaged_or_missing_file_opens_to_nothing(tmp_path, damage) -> None:
    path, key = tmp_path / "a.sealed", new_key()
    assert unseal(path, key) is None
    seal(path, key, "secret")
    path.write_bytes(damage)
    assert unseal(path, key) is None


def test_a_file_of_another_account_does_not_open(tmp_path) -> None:
    key = new_key()
    seal(tmp_path / "a.sealed", key, "secret")
    (tmp_path / "a.sealed").rename(tmp_path / "b.sealed")
    assert unseal(tmp_path / "b.sealed", key) is None


def test_the_same_text_is_never_sealed_alike(tmp_path) -> None:
    path, key = tmp_path / "a.sealed", new_key()
    seal(path, key, "secret")
    first = path.read_bytes()
    seal(path, key, "secret")
    assert path.read_bytes() != first


def test_a_place_that_cannot_be_written_is_said(tmp_path) -> None:
    (tmp_path / "folder").write_text("a file")
    with pytest.raises(SecretsError):
        seal(tmp_path / "folder" / "a.sealed", new_key(), "secret")
