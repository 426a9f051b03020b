"""What a server with QRESYNC tells by itself."""

from desktop_app.domain.model import Flags
from desktop_app.mail import imap_news
from desktop_app.mail.imap_news import News
from desktop_app.mail.imap_session import Answer
from desktop_app.mail.imap_state import FolderState
from desktop_app.mail.imap_uids import UidSet

STATE = FolderState(7, 11, 10, 5, settled=True, known=UidSet.span(1, 10))


def heard(*lines: bytes) -> News:
    news = News()
    for line in lines:
        news.hear(Answer(line, []))
    return news


def test_vanished_letters_add_up() -> None:
    news = heard(
        b"* VANISHED (EARLIER) 1:3,5", b"* vanished (earlier) 9", b"* VANISHED 20:18", b"* VANISHED x"
    )
    assert news.vanished == UidSet.of([1, 2, 3, 5, 9, 18, 19, 20])


def test_arrived_are_those_above_what_was_known() -> None:
    news = heard(
        b"* 1 FETCH (UID 4 FLAGS () MODSEQ (9))",
        b"* 11 FETCH (MODSEQ (9) UID 11 FLAGS (\\Seen))",
        b"* 12 FETCH (UID 12 MODSEQ (9))",
        b"* 12 FETCH (FLAGS ())",
    )
    assert news.arrived(STATE) == UidSet.of([11])


def test_changes_come_in_parts_and_the_last_one_brings_the_new_modseq(monkeypatch) -> None:
    monkeypatch.setattr(imap_news, "CHANGES_MAX", 2)
    news = heard(*(b"* %d FETCH (UID %d FLAGS (\\Seen) MODSEQ (9))" % (uid, uid) for uid in range(1, 6)))
    parts = list(news.flag_changes(STATE, 9, UidSet.span(1, 4)))
    assert [[uid for uid, _ in changes] for changes, _ in parts] == [[1, 2], [3, 4]]
    assert [state.modseq for _, state in parts] == [5, 9]
    assert {flags for changes, _ in parts for _, flags in changes} == {Flags(seen=True)}


def test_nothing_new_is_nothing() -> None:
    assert list(heard().flag_changes(STATE, 5, STATE.known)) == []
    assert [state.modseq for _, state in heard().flag_changes(STATE, 6, STATE.known)] == [6]
