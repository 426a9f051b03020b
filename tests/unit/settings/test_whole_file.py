"""Files of the user's: whole or not at all, under every name that the file system takes."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.domain.errors import InputError
from desktop_app.settings.whole_file import write_whole

LONGEST = "п" * 125 + ".csv"  # 254 bytes of the 255 that a name may have


def test_the_longest_cyrillic_name_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / LONGEST, [b"one", b"two"])
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [(LONGEST, b"onetwo")]


def test_a_name_that_is_too_long_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not_written"):
        write_whole(tmp_path / ("п" * 128), [b"one"])
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"one"
        raise OSError(errno.ENOSPC, "No space left on device")

    target, theirs = tmp_path / "price.pdf", tmp_path / "price.pdf.part"
    target.write_bytes(b"old")
    theirs.write_bytes(b"somebody's")
    with pytest.raises(InputError) as caught:
        write_whole(target, pieces(), "file")
    assert caught.value.params == {
        "field": "file", "reason": "not_written", "path": str(target), "text": "No space left on device",
    }  # fmt: skip
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {
        "price.pdf": b"old",
        "price.pdf.part": b"somebody's",
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_what_is_for_its_owner_alone_is_so_from_the_beginning(tmp_path: Path) -> None:
    write_whole(tmp_path / "team.rows", [b"one"], mode=0o600)
    assert (tmp_path / "team.rows").stat().st_mode & 0o777 == 0o600


def test_a_folder_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "price.pdf").mkdir()
    with pytest.raises(InputError, match="not_written"):
        write_whole(tmp_path / "price.pdf", [b"one"])
    assert [one.name for one in tmp_path.iterdir()] == ["price.pdf"]
