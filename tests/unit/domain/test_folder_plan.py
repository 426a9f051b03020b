"""What is read and what each folder is for: the server's word, and the user's above it."""

import pytest

from desktop_app.domain.codes import Role
from desktop_app.domain.folder_plan import SKIPPED, Choice, Planned, plan

FOUND = {
    "INBOX": Role.INBOX,
    "Sent": Role.SENT,
    "Sent Items": Role.OTHER,
    "Archive": Role.ARCHIVE,
    "Clients": Role.OTHER,
    "Junk": Role.SPAM,
    "Trash": Role.TRASH,
    "Drafts": Role.DRAFTS,
    "Outbox": Role.OUTBOX,
}


def test_by_default_all_but_waste_and_what_is_not_sent_is_read() -> None:
    planned = plan(FOUND, {})
    assert {name for name, one in planned.items() if not one.wanted} == {"Junk", "Trash", "Drafts", "Outbox"}
    assert {name: one.role for name, one in planned.items()} == FOUND


@pytest.mark.parametrize("name", [name for name, role in FOUND.items() if role in SKIPPED])
def test_what_is_skipped_may_be_switched_on_and_keeps_its_role(name: str) -> None:
    assert plan(FOUND, {name: Choice(True)})[name] == Planned(FOUND[name], True)


def test_a_folder_is_switched_off() -> None:
    assert plan(FOUND, {"Clients": Choice(False)})["Clients"] == Planned(Role.OTHER, False)


def test_where_letters_come_in_is_always_read_and_never_taken_for_sent() -> None:
    planned = plan(FOUND, {"INBOX": Choice(False, is_sent=True)})
    assert planned["INBOX"] == Planned(Role.INBOX, True)


def test_of_several_folders_for_sent_letters_the_chosen_one_is_it() -> None:
    planned = plan(FOUND, {"Sent Items": Choice(is_sent=True)})
    assert planned["Sent Items"] == Planned(Role.SENT, True)
    assert planned["Sent"] == Planned(Role.OTHER, True)


def test_a_chosen_folder_that_is_gone_changes_nothing() -> None:
    assert plan(FOUND, {"Old": Choice(False, is_sent=True)}) == plan(FOUND, {})
