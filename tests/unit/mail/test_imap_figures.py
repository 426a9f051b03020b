"""Figures of many mailboxes: read from any spelling, compared with what was known."""

from dataclasses import replace

import pytest

from desktop_app.domain.model import Role
from desktop_app.mail.imap_connection import open_client, sign_in
from desktop_app.mail.imap_figures import figures_of, look_at_all, same_figures
from desktop_app.mail.imap_session import Answer, Mailbox
from desktop_app.mail.imap_state import NOTHING_MARKED, FolderState
from desktop_app.mail.imap_uids import UidSet
from tests.fakes.hostile_imap import Handler, HostileImap, Talk
from tests.fakes.mail_world import account

BOX = Mailbox(7, 11, 10, 5, 3)
STATE = FolderState(7, 11, 10, 5, settled=True, known=UidSet.span(1, 10))


@pytest.mark.parametrize(
    ("line", "literals", "name"),
    [
        (b'* STATUS "INBOX" (MESSAGES 10 UIDNEXT 11 UIDVALIDITY 7 UNSEEN 3 HIGHESTMODSEQ 5)', [], "INBOX"),
        (b"* status inbox (messages 10 uidnext 11 uidvalidity 7 unseen 3 highestmodseq 5)", [], "INBOX"),
        (
            b'* STATUS "a \\"b\\" (c)" (UIDNEXT 11 MESSAGES 10 UNSEEN 3 UIDVALIDITY 7 HIGHESTMODSEQ 5)',
            [],
            'a "b" (c)',
        ),
        (b"* STATUS {3} (MESSAGES 10 UIDNEXT 11 UIDVALIDITY 7 UNSEEN 3 HIGHESTMODSEQ 5)", [b"x y"], "x y"),
    ],
)
def test_any_spelling_of_a_status_line_is_read(line: bytes, literals: list[bytes], name: str) -> None:
    assert figures_of([Answer(line, literals)]) == {name: BOX}


@pytest.mark.parametrize(
    "line", [b"* STATUS", b"* STATUS INBOX", b"* OK STATUS x (MESSAGES 1)", b"* 1 EXISTS"]
)
def test_other_lines_are_no_figures(line: bytes) -> None:
    assert figures_of([Answer(line, [])]) == {}


def test_the_same_figures_are_the_same() -> None:
    assert same_figures(STATE, BOX)


@pytest.mark.parametrize(
    ("state", "box"),
    [
        (replace(STATE, settled=False), BOX),
        (STATE, BOX._replace(uidvalidity=8)),
        (STATE, BOX._replace(uidnext=12)),
        (STATE, BOX._replace(uidnext=0)),
        (STATE, BOX._replace(exists=9)),
        (STATE, BOX._replace(modseq=6)),
        (STATE, BOX._replace(modseq=0)),
        (replace(STATE, modseq=0, marked=NOTHING_MARKED), BOX),
    ],
)
def test_anything_else_is_looked_at(state: FolderState, box: Mailbox) -> None:
    assert not same_figures(state, box)


def test_without_condstore_the_unread_are_counted() -> None:
    marked = (UidSet.span(1, 3), UidSet(), UidSet(), UidSet())
    assert same_figures(replace(STATE, modseq=0, marked=marked), BOX)


# Mail.ru: LIST-STATUS is offered, but only XLIST says what a folder is for (chatmail/core #1868).
MAILRU = "IMAP4rev1 XLIST UIDPLUS MOVE LIST-STATUS"


def test_of_mailru_xlist_is_asked_and_known_folders_cost_no_second_question() -> None:
    def status(talk: Talk, tag: str, arguments: str) -> None:
        if "Gone" in arguments:
            talk.send(f"{tag} NO no such folder")
        else:
            name = arguments.split(maxsplit=1)[0]
            talk.send(f"* STATUS {name} (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 7 UNSEEN 0)", f"{tag} OK done")

    xlist: Handler = lambda talk, tag, _: talk.send(  # noqa: E731
        '* XLIST (\\Inbox) "/" INBOX', '* XLIST (\\Spam) "/" "&BCEEPwQwBDw-"', f"{tag} OK done"
    )
    with HostileImap({"XLIST": xlist, "STATUS": status}, MAILRU) as server:
        settings = account("anna", server.port)
        session = sign_in(open_client(settings), settings, "secret")
        folders, figures = look_at_all(session, {"INBOX", "Gone"})
        session.wire.shutdown()
    assert [folder.role for folder in folders] == [Role.INBOX, Role.SPAM]
    assert set(figures) == {"INBOX", "&BCEEPwQwBDw-"}
    asked = [one.split()[0] for one in server.commands if one.split()[0] in ("LIST", "XLIST", "STATUS")]
    assert asked == ["XLIST", "STATUS", "STATUS", "STATUS"]
