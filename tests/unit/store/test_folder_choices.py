"""A folder that is switched off is as if it had never been read, and comes back as it was."""

from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.domain.folder_plan import Choice
from desktop_app.domain.model import Role
from desktop_app.store import accounts, folder_choices, folders
from tests.fakes.desk import ANNA, BORIS, HOUR, NOW, Desk, header, upsert

DORA = "Dora <dora@other.ru>"
FOUND = [("INBOX", "INBOX", Role.INBOX), ("Sent", "Sent", Role.SENT), ("Archive", "Archive", Role.ARCHIVE)]


def archived(desk: Desk) -> None:
    """In the archive: an own conversation, a letter of a conversation of INBOX, and a copy of one there."""
    desk.take(
        [
            upsert("9.1", header("a1@other.ru", DORA, at=NOW - 5 * HOUR), NOW - 5 * HOUR),
            upsert("9.2", header("a2@client.ru", at=NOW - 3 * HOUR, answers="in1@client.ru"), NOW - 3 * HOUR),
            upsert("9.3", header("in2@client.ru", f"Boris <{BORIS}>", at=NOW - HOUR), NOW - HOUR),
        ],
        desk.archive,
    )


def filled(folder: Path, with_archive: bool) -> Desk:
    desk = Desk(folder)
    desk.receive("in1@client.ru", at=NOW - 4 * HOUR)
    desk.receive("in2@client.ru", sender=f"Boris <{BORIS}>", at=NOW - HOUR)
    desk.send("out1@firm.ru", at=NOW - 2 * HOUR, answers="in1@client.ru")
    if with_archive:
        archived(desk)
    desk.derive()
    return desk


def seen(desk: Desk) -> dict[str, object]:
    """All that people see, without ids."""
    with closing(desk.reader()) as reader:
        letters = {one.id: one for one in reader.letters()}
        leads = reader.leads(list(reader.contacts()))
        return {
            "letters": {
                one.message_id: (one.direction, one.places, one.seen_high) for one in letters.values()
            },
            "leads": sorted(
                (one.address, one.action, one.waiting_since, one.subject) for one in leads.values()
            ),
            "waits": sorted(
                (letters[one.first_letter].message_id, one.answered_at) for one in reader.waits()
            ),
            "conversations": sorted(
                sorted(letters[one].message_id for one in row.letters) for row in reader.conversations()
            ),
            "signals": sorted((one.kind, one.at) for one in reader.signals()),
            "found": sorted(leads[one].address for one in reader._find("other.ru")),
        }


def test_what_lay_only_in_a_folder_that_is_switched_off_was_never_read(
    tmp_path: Path,
) -> None:
    with closing(filled(tmp_path / "a", True)) as one, closing(filled(tmp_path / "b", False)) as never:
        assert seen(one) != seen(never)
        folder_choices.want(one.db, one.archive.id, wanted=False)
        one.derive()
        assert seen(one) == seen(never)
        with closing(one.reader()) as reader:
            assert [row.wanted for row in reader.folders()] == [True, True, False]


def test_what_is_switched_on_again_is_met_again_as_it_was(tmp_path: Path) -> None:
    with closing(filled(tmp_path / "a", True)) as one, closing(filled(tmp_path / "b", True)) as never:
        folder_choices.want(one.db, one.archive.id, wanted=False)
        one.derive()
        folder_choices.want(one.db, one.archive.id, wanted=True)
        archived(one)
        one.derive()
        assert seen(one) == seen(never)


def test_a_batch_that_comes_after_the_switch_is_forgotten_with_the_next_list(
    tmp_path: Path,
) -> None:
    with closing(filled(tmp_path / "a", True)) as one, closing(filled(tmp_path / "b", False)) as never:
        folder_choices.want(one.db, one.archive.id, wanted=False)
        archived(one)
        kept = folders.put_all(one.db, one.account, FOUND)
        one.derive()
        assert [folder.wanted for folder in kept] == [True, True, False]
        assert kept[2].state == b""
        assert seen(one) == seen(never)


def test_our_own_letters_stay_with_what_became_of_them(desk: Desk) -> None:
    desk.send("out@firm.ru", ANNA)
    desk.derive()
    folder_choices.want(desk.db, desk.sent.id, wanted=False)
    desk.derive()
    with closing(desk.reader()) as reader:
        assert [(one.message_id, one.places) for one in reader.letters()] == [("out@firm.ru", ())]


def test_a_choice_outlives_the_database_that_can_be_rebuilt_and_goes_with_its_account(desk: Desk) -> None:
    folder_choices.want(desk.db, desk.archive.id, wanted=False)
    with desk.db.transaction():
        desk.db.execute("DELETE FROM folder")
    kept = folders.put_all(desk.db, desk.account, FOUND)
    assert [folder.wanted for folder in kept] == [True, True, False]
    accounts.remove(desk.db, desk.account)
    assert folder_choices.of_account(desk.db, desk.account) == {}


def test_sent_letters_lie_where_the_user_says_and_letters_there_are_read_again_as_ours(desk: Desk) -> None:
    stranger = header("out@firm.ru", "Olga <olga@alias.example>", ANNA)
    desk.take([upsert("9.1", stranger)], desk.archive)
    assert desk.db.row("SELECT direction FROM letter") == ("in",)
    folder_choices.name_sent(desk.db, desk.account, desk.archive.id)
    assert folder_choices.sent_of(desk.db, desk.account) == "Archive"
    kept = folders.put_all(desk.db, desk.account, FOUND)
    assert [folder.role for folder in kept] == [Role.INBOX, Role.OTHER, Role.SENT]
    assert kept[2].state == b""
    desk.take([upsert("9.1", stranger)], kept[2])
    assert desk.db.row("SELECT direction FROM letter") == ("out",)


def test_only_one_folder_is_named_for_sent_letters_and_none_means_what_the_server_says(desk: Desk) -> None:
    for folder in (desk.archive, desk.sent):
        folder_choices.name_sent(desk.db, desk.account, folder.id)
    assert folder_choices.sent_of(desk.db, desk.account) == "Sent"
    folder_choices.name_sent(desk.db, desk.account, None)
    assert folder_choices.sent_of(desk.db, desk.account) is None
    assert set(folder_choices.of_account(desk.db, desk.account).values()) == {Choice()}


@pytest.mark.parametrize("wanted", [True, False])
def test_the_same_word_twice_is_one(desk: Desk, wanted: bool) -> None:
    for _ in range(2):
        folder_choices.want(desk.db, desk.archive.id, wanted)
    assert folder_choices.of_account(desk.db, desk.account) == {"Archive": Choice(wanted)}
