import stat
from pathlib import Path

import pytest

from desktop_app.domain.model import DAY
from desktop_app.engine.relay_certificate import NAME, VALID, relay_certificate

NOW = 1_790_000_000_000_000


def test_it_is_made_once_and_kept_for_its_user_only(tmp_path: Path) -> None:
    first = relay_certificate(tmp_path, NOW)
    assert relay_certificate(tmp_path, NOW + 700 * DAY).fingerprint == first.fingerprint
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [NAME]
    assert len(first.fingerprint) == 32 * 3 - 1


def test_it_is_made_anew_before_it_ends(tmp_path: Path) -> None:
    first = relay_certificate(tmp_path, NOW)
    later = relay_certificate(tmp_path, NOW + (VALID.days - 20) * DAY)
    assert later.fingerprint != first.fingerprint


@pytest.mark.parametrize("damage", [b"", b"no certificate", None])
def test_what_is_damaged_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    first = relay_certificate(tmp_path, NOW)
    text = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(text[: len(text) // 3] if damage is None else damage)
    assert relay_certificate(tmp_path, NOW).fingerprint != first.fingerprint


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    relay_certificate(tmp_path, NOW)
    (tmp_path / NAME).chmod(0o644)
    relay_certificate(tmp_path, NOW)
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_a_folder_that_takes_no_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        relay_certificate(tmp_path / "gone", NOW)
