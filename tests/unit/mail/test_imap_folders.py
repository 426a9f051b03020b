"""What a folder is for."""

import pytest

from desktop_app.domain.model import Role
from desktop_app.mail.imap_folders import Listed, assign_roles, decode_name, encode_name, parse_list
from desktop_app.mail.imap_session import Answer


def listed(path: str, *attributes: str, separator: str = "/") -> Listed:
    return Listed(encode_name(path), separator, frozenset(attributes))


def roles(*folders: Listed) -> dict[str, Role]:
    return {decode_name(name): role for name, role in assign_roles(folders).items()}


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("Отправленные", Role.SENT),
        ("ОТПРАВЛЕННЫЕ ЭЛЕМЕНТЫ", Role.SENT),
        ("INBOX/Sent", Role.SENT),
        ("[Gmail]/Отправленные", Role.SENT),
        ("Sent Items", Role.SENT),
        ("Gesendete Objekte", Role.SENT),
        ("Надіслані", Role.SENT),
        ("Исходящие", Role.OUTBOX),
        ("Черновики", Role.DRAFTS),
        ("Удалённые", Role.TRASH),
        ("Удаленные элементы", Role.TRASH),
        ("Корзина", Role.TRASH),
        ("Нежелательная почта", Role.SPAM),
        ("Архив", Role.ARCHIVE),
        ("inbox", Role.INBOX),
        ("Клиенты", Role.OTHER),
        ("Клиенты/Отправленные", Role.OTHER),
    ],
)
def test_a_name_says_the_role_where_the_server_does_not(path: str, role: Role) -> None:
    assert roles(listed(path))[path] is role


def test_a_guess_never_overrides_what_the_server_says() -> None:
    found = roles(listed("Sent"), listed("Отправленные", "\\sent"), listed("Корзина", "\\junk"))
    assert found == {"Sent": Role.OTHER, "Отправленные": Role.SENT, "Корзина": Role.SPAM}


def test_of_two_likely_names_one_is_sent() -> None:
    found = roles(listed("Отправленные"), listed("Sent Items"))
    assert sorted(found.values()) == [Role.OTHER, Role.SENT]


def test_all_waste_bins_are_waste_and_so_is_what_lies_inside() -> None:
    found = roles(listed("Trash"), listed("Корзина"), listed("Корзина/2023/Май"))
    assert set(found.values()) == {Role.TRASH}


def test_xlist_names_count() -> None:
    assert roles(listed("Вся почта", "\\allmail"), listed("Спам?", "\\spam")) == {
        "Вся почта": Role.ALL,
        "Спам?": Role.SPAM,
    }


@pytest.mark.parametrize("path", ["Отправленные", "Спам & Co", "日本語", "a&b-c", "[x", "Ёлка 🎄"])
def test_names_come_back(path: str) -> None:
    assert decode_name(encode_name(path)) == path


def test_the_known_encodings() -> None:
    assert encode_name("Отправленные") == "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"
    assert decode_name("&BCEEPwQwBDw-") == "Спам"


def test_a_broken_name_stays_as_it_is() -> None:
    assert decode_name("&2D0-") == "&2D0-"  # half of a surrogate pair
    assert decode_name("\xff") == "\xff"


@pytest.mark.parametrize(
    ("line", "literals", "name", "separator"),
    [
        (rb'* LIST (\Sent) "/" Sent', [], "Sent", "/"),
        (rb'* LIST () "\\" "a\\b"', [], "a\\b", "\\"),
        (rb"* LIST () NIL {3}", [b"a b"], "a b", ""),
        (rb'* XLIST (\Inbox) "|" "x"', [], "x", "|"),
        (rb'* LIST () "/" [open', [], "[open", "/"),
        (rb'* LIST () "/" two words', [], "two words", "/"),
    ],
)
def test_list_lines_are_read(line: bytes, literals: list[bytes], name: str, separator: str) -> None:
    found = parse_list(Answer(line, literals))
    assert found is not None
    assert (found.name, found.separator) == (name, separator)


@pytest.mark.parametrize("name", [b"a\r\nA1 DELETE INBOX", b"a\0b", b""])
def test_a_name_that_would_break_a_command_is_left_out(name: bytes) -> None:
    assert parse_list(Answer(rb'* LIST () "/" {9}', [name])) is None
