"""Gmail is read once, by All Mail; labels say what a letter is (modelled on its documented behaviour)."""

import pytest

from desktop_app.domain.model import Endpoint, Role, Security
from desktop_app.mail.base import SentCopy, Upsert
from desktop_app.mail.imap import ImapProvider
from tests.fakes.engine_world import World
from tests.fakes.gmail import ALL_MAIL, Gmail
from tests.fakes.hostile_imap import HostileImap
from tests.fakes.mail_world import account


def header(
    number: int, subject: str, who: str = "Anna <anna@zavod.example>", to: str = "me@firm.example"
) -> bytes:
    return (
        f"Message-ID: <{number}@zavod.example>\r\nFrom: {who}\r\nTo: {to}\r\nSubject: {subject}\r\n"
        "Date: Mon, 2 Mar 2026 09:30:00 +0000\r\n\r\n"
    ).encode()


@pytest.fixture
def gmail() -> Gmail:
    made = Gmail()
    made.add(11, ["\\Inbox", "\\Important", "Clients (new)"], header(1, "Price?"), "")
    made.add(11, ["\\Sent"], header(2, "Price", "Sales <alias@other.example>", "anna@zavod.example"))
    made.add(12, ["\\Draft"], header(3, "Not sent yet"))
    made.add(13, ["{odd} & (label)", "Tom \\Sent Jerry"], header(4, "Filed"))
    made.add(14, ["\\Inbox", "\\Sent"], header(5, "To myself"))
    return made


def provider_of(server: HostileImap) -> ImapProvider:
    return ImapProvider(account("me", server.port), lambda: "secret")


def upserts(provider: ImapProvider) -> dict[str, Upsert]:
    found: dict[str, Upsert] = {}
    for folder in provider.folders():
        for batch in provider.sync(folder, b""):
            for change in batch.changes:
                assert change.remote_id not in found or folder.role is not Role.ALL
                found[change.remote_id] = change
    return found


def test_only_folders_that_are_no_labels_are_read(gmail) -> None:
    with gmail.server() as server:
        provider = provider_of(server)
        folders = provider.folders()
        assert [folder.role for folder in folders] == [Role.ALL, Role.SPAM, Role.TRASH]
        assert folders[0].path == "[Gmail]/Вся почта"
        assert provider.caps.server_saves_sent
        provider.close()


def test_every_letter_comes_once_with_what_its_labels_say(gmail) -> None:
    with gmail.server() as server:
        provider = provider_of(server)
        found = upserts(provider)
        provider.close()
    said = {remote_id: (one.role, one.thread) for remote_id, one in found.items()}
    assert said == {
        "7.1": (Role.INBOX, "11"),
        "7.2": (Role.SENT, "11"),
        "7.4": (None, "13"),
        "7.5": (Role.SENT, "14"),
    }
    assert found["7.4"].header == gmail.letters[3].header


def test_a_draft_is_no_letter_and_is_not_asked_for_again(gmail) -> None:
    with gmail.server() as server:
        provider = provider_of(server)
        [folder, *_] = provider.folders()
        state = [batch.state for batch in provider.sync(folder, b"")][-1]
        assert list(provider.sync(folder, state)) == []
        provider.folders()
        assert provider.is_current(folder, state)
        gmail.add(12, ["\\Sent"], header(3, "Sent now"))
        [batch, _] = provider.sync(folder, state)
        assert [change.remote_id for change in batch.changes] == ["7.6"]
        provider.close()


def test_all_mail_that_is_hidden_leaves_the_labels(gmail) -> None:
    gmail.hide_all_mail = True
    with gmail.server() as server:
        provider = provider_of(server)
        roles = {folder.role for folder in provider.folders()}
        assert {Role.INBOX, Role.SENT, Role.OTHER} <= roles
        provider.close()


@pytest.mark.parametrize("on_known", ["replace", "keep"])
def test_the_clean_letter_is_the_only_one_left_whatever_gmail_does_with_its_double(gmail, on_known) -> None:
    """Not even All Mail keeps the marked one."""
    clean = header(9, "Offer", "Sales <me@firm.example>", "anna@zavod.example").replace(
        b"\r\n\r\n", b"\r\nContent-Type: text/html\r\n\r\n<p>Good day</p>"
    )
    gmail.on_known = on_known
    gmail.add(15, ["\\Sent"], clean + b'<img src="https://t.example/o/AAcBAgMEBQYHCAkKCwwNDg8Q">', "\\Seen")
    arrived = gmail.letters[-1].arrived
    with gmail.server() as server:
        provider = provider_of(server)
        assert provider.clean_sent(clean) == SentCopy(clean=True, replaced=1, expected=True)
        assert provider.clean_sent(clean) == SentCopy(clean=True, replaced=0, expected=True)
        provider.close()
    [left] = [one for one in gmail.letters if b"<9@" in one.header]
    assert (left.header, left.labels, left.flags, left.arrived) == (clean, ["\\Sent"], "\\Seen", arrived)
    assert len(gmail.letters) == 6


def test_the_engine_joins_what_gmail_calls_one_conversation(gmail, tmp_path) -> None:
    with gmail.server() as server:
        world = World(server, "me", tmp_path)
        with world.engine() as engine:
            world.add(engine, imap=Endpoint("127.0.0.1", server.port, Security.NONE))
            world.facts.state("live")
            world.wait_for_letters(1, 2, 4, 5)
            rows = {row.message_id[0]: row for row in world.letters()}
    assert rows["1"].conversation == rows["2"].conversation != rows["4"].conversation
    assert [rows[one].direction for one in "12"] == ["in", "out"]
    assert {row.places for row in rows.values()} == {("[Gmail]/Вся почта",)}
    examined = [one for one in server.commands if one.startswith("EXAMINE")]
    assert all(ALL_MAIL in one for one in examined)
