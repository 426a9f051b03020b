"""Letters fetched to be read, and files kept on the disk."""

from pathlib import Path

import pytest

from desktop_app.domain.errors import InputError
from desktop_app.domain.model import TokenMeaning
from desktop_app.engine.reading import TEXT_BYTES, WHOLE_BYTES, reading, save_file, text
from desktop_app.settings import whole_file
from desktop_app.store import signals
from tests.fakes.desk import Desk

MIME = (
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n"
    b'<p>Price <a href="https://t.firm.ru/c/abcdefghijklmnopqrstuvwx">list</a></p>\n'
    b"--b\nContent-Type: application/pdf; name=p.pdf\nContent-Disposition: attachment\n\n%PDF\n--b--\n"
)


class Server:
    """Gives the beginning of one letter and remembers how much it was asked for."""

    def __init__(self, mime: bytes = MIME) -> None:
        self.mime = mime
        self.asked: list[int] = []

    def fetch(self, _letter: int, limit_bytes: int) -> bytes:
        self.asked.append(limit_bytes)
        return self.mime[:limit_bytes]


@pytest.fixture
def letter(desk: Desk) -> int:
    desk.receive("in@client.ru")
    return desk.letter("in@client.ru")


def test_a_text_is_fetched_once(desk: Desk, letter: int) -> None:
    server = Server()
    assert text(desk.db, server.fetch, letter) == text(desk.db, server.fetch, letter) == "Price list"
    assert server.asked == [TEXT_BYTES]


def test_a_letter_that_was_read_can_be_found_by_its_words(desk: Desk, letter: int) -> None:
    server = Server()
    assert reading(desk.db, server.fetch, letter, whole=False).whole
    assert text(desk.db, server.fetch, letter) == "Price list"
    assert server.asked == [TEXT_BYTES]


def test_only_the_beginning_of_a_long_letter_is_fetched_until_all_of_it_is_wanted(
    desk: Desk, letter: int
) -> None:
    server = Server(MIME[:-7] + b"x" * TEXT_BYTES + b"\n--b--\n")
    assert not reading(desk.db, server.fetch, letter, whole=False).whole
    assert reading(desk.db, server.fetch, letter, whole=True).whole
    assert server.asked == [TEXT_BYTES, WHOLE_BYTES]


def test_links_of_ours_lead_where_they_were_meant_to(desk: Desk, letter: int) -> None:
    token = "abcdefghijklmnopqrstuvwx"
    assert token in reading(desk.db, Server().fetch, letter, whole=False).html
    signals.add_tokens(
        desk.db, [TokenMeaning(token, "out@firm.ru", "a@client.ru", "click", "https://firm.ru/p?a=1&b=2")]
    )
    html = reading(desk.db, Server().fetch, letter, whole=False).html
    assert html == '<p>Price <a href="https://firm.ru/p?a=1&amp;b=2">list</a></p>'


def test_a_file_is_written_whole_or_not_at_all(letter: int, tmp_path: Path) -> None:
    target = tmp_path / "price.pdf"
    save_file(Server().fetch, letter, 1, str(target))
    assert target.read_bytes() == b"%PDF"
    with pytest.raises(InputError) as caught:
        save_file(Server().fetch, letter, 1, str(tmp_path / "no such folder" / "price.pdf"))
    assert caught.value.params["reason"] == "not_written"
    with pytest.raises(InputError) as caught:
        save_file(Server().fetch, letter, 9, str(target))
    assert caught.value.params["reason"] == "no_such_file"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["price.pdf"]


def test_a_full_disk_leaves_the_old_file(
    letter: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "price.pdf"
    target.write_bytes(b"old")

    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_file.os, "open", full)
    with pytest.raises(InputError):
        save_file(Server().fetch, letter, 1, str(target))
    assert target.read_bytes() == b"old"
