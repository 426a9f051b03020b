"""What bad servers and bad days do to the IMAP provider: a clear error or a clear result, nothing lost."""

import base64
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from desktop_app.domain.errors import MailError, Offline, ServerError, Throttled, Unsupported
from desktop_app.domain.mime import HEADER_MAX_BYTES
from desktop_app.domain.model import AccountSettings, Endpoint, Flags, Role, Security
from desktop_app.mail import imap_connection, imap_wire
from desktop_app.mail.base import FlagsChanged, Gone, RemoteFolder, Upsert, Wake
from desktop_app.mail.imap import ImapProvider
from desktop_app.mail.imap_uids import UidSet, parse_uids
from tests.fakes.hostile_imap import Handler, Hangup, HostileImap, Talk, letter, mailbox
from tests.fakes.mirror import Mirror

INBOX = RemoteFolder("INBOX", "INBOX", Role.INBOX)


def provider_of(server: HostileImap, security: Security = Security.NONE) -> ImapProvider:
    imap = Endpoint("127.0.0.1", server.port, security)
    return ImapProvider(AccountSettings("imap", "a@example.com", "a", imap), lambda: "secret")


def says(*lines: str | bytes) -> Handler:
    """Answer with lines, then OK."""
    return lambda talk, tag, _: talk.send(*lines, f"{tag} OK done")


def searches(uids: str) -> Handler:
    return says(f"* SEARCH {uids}")


def fetches(raw: bytes) -> Handler:
    """Answer UID FETCH of letters with raw bytes, any other UID FETCH with nothing."""

    def handler(talk: Talk, tag: str, arguments: str) -> None:
        if "HEADER" in arguments:
            talk.raw(raw)
        talk.send(f"{tag} OK done")

    return handler


def synced(server: HostileImap, state: bytes = b"") -> tuple[Mirror, ImapProvider]:
    provider = provider_of(server)
    mirror = Mirror()
    mirror.state = state
    try:
        for batch in provider.sync(INBOX, state):
            mirror.apply(batch)
    except Exception:
        provider.close()
        raise
    return mirror, provider


def hang_up(*_: object) -> None:
    raise Hangup


# signing in


def test_bye_as_greeting_is_offline() -> None:
    with HostileImap({}, greeting=b"* BYE go away\r\n") as server, pytest.raises(Offline) as caught:
        provider_of(server).folders()
    assert caught.value.params["reason"] == "cut"


def test_too_many_connections_is_throttled() -> None:
    greeting = b"* BYE Too many connections from your address\r\n"
    with HostileImap({}, greeting=greeting) as server, pytest.raises(Throttled):
        provider_of(server).folders()


@pytest.mark.parametrize("greeting", [b"", b"* OK hal", b"220 example.com ESMTP\r\n", b"\x16\x03\n\0\r\n"])
def test_a_greeting_that_is_none_is_a_mail_error(greeting: bytes) -> None:
    server = HostileImap({}, greeting=greeting)
    server._serve = lambda sock: (sock.sendall(greeting), sock.close())  # type: ignore[method-assign]
    with server, pytest.raises((Offline, ServerError)):
        provider_of(server).folders()


@pytest.mark.parametrize("password", ["pa55word", 'q"uo\\ted', "пароль"])
def test_a_server_that_echoes_what_it_does_not_understand_tells_nobody_the_password(password: str) -> None:
    """Errors are written into the log and the database, and shown."""

    def login(talk: Talk, tag: str, arguments: str) -> None:
        talk.send(f"{tag} BAD Unknown command: {arguments}".encode())

    def authenticate(talk: Talk, tag: str, _: str) -> None:
        talk.send("+ ")
        login(talk, tag, talk.line())

    hostile = {"LOGIN": login, "AUTHENTICATE": authenticate}
    with HostileImap(hostile, capability="IMAP4rev1 AUTH=PLAIN") as server:
        imap = Endpoint("127.0.0.1", server.port, Security.NONE)
        provider = ImapProvider(AccountSettings("imap", "a@example.com", "anna", imap), lambda: password)
        with pytest.raises(MailError) as caught:
            provider.folders()
    said = str(caught.value)
    assert "Unknown command" in said
    for secret in (password, password.replace("\\", "\\\\").replace('"', '\\"'), base64_of(password)):
        assert secret not in said


def base64_of(password: str) -> str:
    return base64.b64encode(f"\0anna\0{password}".encode()).decode()


def test_exchange_online_says_how_long_to_wait() -> None:
    def login(talk: Talk, tag: str, _: str) -> None:
        talk.send(f"{tag} NO Request is throttled. Suggested Backoff Time: 92415 milliseconds")

    with HostileImap({"LOGIN": login}) as server, pytest.raises(Throttled) as caught:
        provider_of(server).folders()
    assert caught.value.params["after_s"] == 92


def test_a_server_without_starttls_is_unsupported_and_gets_no_password() -> None:
    with HostileImap({}) as server, pytest.raises(Unsupported):
        provider_of(server, Security.STARTTLS).folders()
    assert not any(command.startswith("LOGIN") for command in server.commands)


def test_plain_text_behind_starttls_is_an_attack() -> None:
    def starttls(talk: Talk, tag: str, _: str) -> None:
        talk.raw(f"{tag} OK begin\r\n* PREAUTH welcome\r\n".encode())

    server = HostileImap({"STARTTLS": starttls}, capability="IMAP4rev1 STARTTLS")
    with server, pytest.raises(ServerError):
        provider_of(server, Security.STARTTLS).folders()


def test_preauth_before_starttls_gets_nothing() -> None:
    server = HostileImap({}, capability="IMAP4rev1 STARTTLS", greeting=b"* PREAUTH hello\r\n")
    with server, pytest.raises(ServerError):
        provider_of(server, Security.STARTTLS).folders()


def test_a_silent_server_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_connection, "READ_S", 0.3)
    with HostileImap({"LIST": lambda *_: None}) as server, pytest.raises(Offline) as caught:
        provider_of(server).folders()
    assert caught.value.params["reason"] == "timeout"


# fetching


ODD_LETTERS = {
    "attributes after the literal": (
        b"* 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)] {14}\r\nSubject: x\r\n\r\n UID 5 FLAGS (\\Seen))\r\n",
        b"Subject: x\r\n\r\n",
        Flags(seen=True),
    ),
    "a body that is NIL": (
        b'* 1 FETCH (UID 5 FLAGS (\\SEEN) INTERNALDATE "x" BODY[HEADER.FIELDS (SUBJECT)] NIL)\r\n',
        b"",
        Flags(seen=True),
    ),
    "a quoted body": (
        b'* 1 FETCH (UID 5 FLAGS () RFC822.SIZE 9 BODY[HEADER.FIELDS ("SUBJECT")] "Subject: \\"x\\"")\r\n',
        b'Subject: "x"',
        Flags(),
    ),
    "two literals": (
        b"* 1 FETCH (X {1}\r\na UID 5 BODY[HEADER.FIELDS (TO)] {14}\r\nSubject: x\r\n\r\n FLAGS ())\r\n",
        b"Subject: x\r\n\r\n",
        Flags(),
    ),
    "lines of other letters in between": (
        b"* 9 FETCH (FLAGS (\\Seen))\r\n* 8 FETCH (UID 77 FLAGS (\\Seen))\r\n"
        b"* OK [ALERT] maintenance {5}\r\n* 1 EXISTS\r\n" + letter(1, 5),
        b"Subject: x\r\n\r\n",
        Flags(seen=True),
    ),
    "NULs and high bytes": (letter(1, 5, b"S: \0\xff\r\n\r\n"), b"S: \0\xff\r\n\r\n", Flags(seen=True)),
    "lower case": (
        b"* 1 fetch (uid 5 flags (\\sEEN) body[header.fields (subject)] {14}\r\nSubject: x\r\n\r\n)\r\n",
        b"Subject: x\r\n\r\n",
        Flags(seen=True),
    ),
}


@pytest.mark.parametrize("name", ODD_LETTERS)
def test_an_odd_fetch_line_still_gives_its_letter(name: str) -> None:
    raw, header, flags = ODD_LETTERS[name]
    handlers = {"EXAMINE": mailbox(1, 6), "UID SEARCH": searches("5"), "UID FETCH": fetches(raw)}
    with HostileImap(handlers) as server:
        mirror, provider = synced(server)
        provider.close()
    assert list(mirror.letters) == ["7.5"]
    assert mirror.letters["7.5"].header == header
    assert mirror.letters["7.5"].flags == flags


def test_a_header_of_100_mb_is_cut_and_the_next_letter_comes() -> None:
    size = 100 * 1024 * 1024

    def fetch(talk: Talk, tag: str, arguments: str) -> None:
        talk.raw(b"* 1 FETCH (UID 5 FLAGS () BODY[HEADER.FIELDS (X)] {%d}\r\n" % size)
        for _ in range(100):
            talk.raw(b"x" * 1024 * 1024)
        talk.raw(b")\r\n" + letter(2, 6))
        talk.send(f"{tag} OK done")

    with HostileImap({"EXAMINE": mailbox(2, 7), "UID SEARCH": searches("5 6"), "UID FETCH": fetch}) as server:
        mirror, provider = synced(server)
        provider.close()
    assert len(mirror.letters["7.5"].header) == HEADER_MAX_BYTES
    assert mirror.letters["7.6"].header == b"Subject: x\r\n\r\n"


def test_a_line_over_a_megabyte_is_read() -> None:
    uids = list(range(1, 300_001))
    handlers = {
        "EXAMINE": mailbox(len(uids), 300_001),
        "UID SEARCH": searches(" ".join(map(str, uids))),
        "UID FETCH": fetches(letter(1, 300_000)),
    }
    with HostileImap(handlers) as server:
        provider = provider_of(server)
        batch = next(provider.sync(INBOX, b""))
        provider.close()
    assert [change.remote_id for change in batch.changes] == ["7.300000"]


def test_a_line_without_end_is_a_server_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_wire, "LINE_MAX_BYTES", 1024 * 1024)

    def search(talk: Talk, *_: str) -> None:
        while True:
            talk.raw(b"* SEARCH" + b" 1" * 100_000)

    with HostileImap({"EXAMINE": mailbox(1, 2), "UID SEARCH": search}) as server, pytest.raises(ServerError):
        synced(server)


@pytest.mark.parametrize(
    "ending",
    [
        b"",
        b"* 1 FETCH (UID 5 FL",
        b"* BYE too long\r\n",
        letter(1, 5)[:-20],
        b"* 1 FETCH (UID 5 FLAGS () BODY[HEADER.FIELDS (X)] {99999999999999}\r\nSubject: a promise",
    ],
)
def test_a_server_that_goes_in_the_middle_is_offline_and_the_rest_comes_later(ending: bytes) -> None:
    gone: list[int] = []

    def fetch(talk: Talk, tag: str, _: str) -> None:
        if not gone:
            gone.append(1)
            talk.raw(ending)
            raise Hangup
        talk.raw(letter(1, 5))
        talk.send(f"{tag} OK done")

    with HostileImap({"EXAMINE": mailbox(1, 6), "UID SEARCH": searches("5"), "UID FETCH": fetch}) as server:
        with pytest.raises(Offline):
            synced(server)
        mirror, provider = synced(server)
        provider.close()
    assert list(mirror.letters) == ["7.5"]


@pytest.mark.parametrize(
    ("written", "year"), [(b" 1-Jan-1970 00:00:00 +0000", 1970), (b"31-Dec-2099 23:59:59 -1200", 2100)]
)
def test_a_letter_of_any_century_comes_at_its_own_time(written: bytes, year: int) -> None:
    dated = b'* 1 FETCH (UID 5 FLAGS () INTERNALDATE "%b" RFC822.SIZE 9 BODY[HEADER.FIELDS (X)] NIL)\r\n'
    handlers = {"EXAMINE": mailbox(1, 6), "UID SEARCH": searches("5"), "UID FETCH": fetches(dated % written)}
    with HostileImap(handlers) as server:
        mirror, provider = synced(server)
        provider.close()
    assert datetime.fromtimestamp(mirror.letters["7.5"].arrived_at / 1e6, UTC).year == year


@pytest.mark.slow  # twenty thousand of them
def test_twenty_thousand_scattered_letters_are_asked_for_in_short_commands() -> None:
    """Dovecot takes no list of 20,000 ids, other servers no command over 1000 bytes."""

    def server_with(step: int) -> HostileImap:
        uids = range(1, 20_001, step)

        def fetch(talk: Talk, tag: str, arguments: str) -> None:
            if "HEADER" in arguments:
                wanted = parse_uids(arguments.partition(" ")[0].encode()).common(UidSet.of(uids))
                talk.raw(b"".join(letter(uid, uid) for uid in wanted))
            talk.send(f"{tag} OK done")

        found = flagless(" ".join(map(str, uids)))
        handlers = {"EXAMINE": mailbox(len(uids), 20_001), "UID SEARCH": found, "UID FETCH": fetch}
        return HostileImap(handlers)

    with server_with(2) as server:
        mirror, provider = synced(server)
        provider.close()
    with server_with(1) as server:  # every second letter is known
        changes = changes_of(server, mirror.state)
        found = {change.remote_id for change in changes if isinstance(change, Upsert)}
        assert max(map(len, server.commands)) < 1000
    assert found == {f"7.{uid}" for uid in range(2, 20_001, 2)}


def test_a_rotten_letter_does_not_hide_the_others() -> None:
    def fetch(talk: Talk, tag: str, arguments: str) -> None:
        low, _, high = arguments.split(maxsplit=1)[0].partition(":")
        wanted = range(int(low), int(high or low) + 1)
        if 13 in wanted:
            talk.send(f"{tag} NO [SERVERBUG] cannot read letter")
        else:
            talk.raw(b"".join(letter(uid, uid) for uid in wanted))
            talk.send(f"{tag} OK done")

    uids = " ".join(map(str, range(1, 41)))
    handlers = {"EXAMINE": mailbox(40, 41), "UID SEARCH": flagless(uids), "UID FETCH": fetch}
    with HostileImap(handlers) as server:
        mirror, provider = synced(server)
        assert list(provider.sync(INBOX, mirror.state)) == []
        provider.close()
    assert set(mirror.letters) == {f"7.{uid}" for uid in range(1, 41) if uid != 13}


def test_a_server_that_refuses_every_letter_is_a_server_error() -> None:
    def fetch(talk: Talk, tag: str, _: str) -> None:
        talk.send(f"{tag} NO out of order")

    uids = " ".join(map(str, range(1, 41)))
    handlers = {"EXAMINE": mailbox(40, 41), "UID SEARCH": searches(uids), "UID FETCH": fetch}
    with HostileImap(handlers) as server, pytest.raises(ServerError):
        synced(server)


def test_where_most_letters_are_unread_the_read_ones_are_asked_for() -> None:
    queries: list[str] = []

    def search(talk: Talk, tag: str, query: str) -> None:
        queries.append(query)
        found = {"ALL": "1 2 3 4", "SEEN": "2 4", "UNSEEN": "1 3", "FLAGGED": "3"}.get(query, "")
        talk.send(f"* SEARCH {found}", f"{tag} OK done")

    raw = b"".join(letter(uid, uid, flags="") for uid in range(1, 5))
    handlers = {"EXAMINE": mailbox(4, 5), "UID SEARCH": search, "UID FETCH": fetches(raw)}
    with HostileImap(handlers) as server:
        mirror, provider = synced(server)
        provider.close()
        queries.clear()
        changes = changes_of(server, mirror.state)
    assert "SEEN" in queries
    assert "UNSEEN" not in queries
    assert changes == [
        FlagsChanged("7.2", Flags(seen=True)),
        FlagsChanged("7.3", Flags(flagged=True)),
        FlagsChanged("7.4", Flags(seen=True)),
    ]


# lies about figures


def known(uids: str, exists: int, uidnext: int) -> tuple[bytes, set[str]]:
    """The state after a sync with an honest server."""
    raw = b"".join(letter(1, int(uid)) for uid in uids.split())
    handlers = {"EXAMINE": mailbox(exists, uidnext), "UID SEARCH": flagless(uids), "UID FETCH": fetches(raw)}
    with HostileImap(handlers) as server:
        mirror, provider = synced(server)
        provider.close()
    return mirror.state, set(mirror.letters)


def flagless(uids: str) -> Handler:
    """All letters are seen and nothing else."""

    def search(talk: Talk, tag: str, query: str) -> None:
        found = "" if query in ("UNSEEN", "ANSWERED", "FLAGGED", "DRAFT") else uids
        talk.send(f"* SEARCH {found}", f"{tag} OK done")

    return search


def changes_of(server: HostileImap, state: bytes) -> list[object]:
    provider = provider_of(server)
    changes = [change for batch in provider.sync(INBOX, state) for change in batch.changes]
    provider.close()
    return changes


def test_a_search_that_finds_nothing_while_letters_exist_loses_nothing() -> None:
    state, _ = known("1 2 3", 3, 4)
    handlers = {"EXAMINE": mailbox(4, 5), "UID SEARCH": flagless("")}

    def fetch(talk: Talk, tag: str, arguments: str) -> None:
        talk.send(*(f"* {uid} FETCH (UID {uid})" for uid in (1, 2, 3)), f"{tag} OK done")

    with HostileImap({**handlers, "UID FETCH": fetch}) as server:
        assert not any(isinstance(change, Gone) for change in changes_of(server, state))


def test_a_lying_exists_ends_in_sync_all_the_same() -> None:
    state, _ = known("1 2 3", 3, 4)

    def fetch(talk: Talk, tag: str, arguments: str) -> None:
        if "HEADER" in arguments:
            talk.raw(letter(2, 4))
        else:
            talk.send("* 1 FETCH (UID 2)", "* 2 FETCH (UID 4)")
        talk.send(f"{tag} OK done")

    handlers = {"EXAMINE": mailbox(900, 5), "UID SEARCH": flagless("2 4"), "UID FETCH": fetch}
    with HostileImap(handlers) as server:
        found = changes_of(server, state)
    assert [change.remote_id for change in found if isinstance(change, Upsert)] == ["7.4"]
    [gone] = [change for change in found if isinstance(change, Gone)]
    assert set(gone.remote_ids) == {"7.1", "7.3"}


def test_letters_beyond_a_lying_exists_are_read_all_the_same() -> None:
    state, _ = known("1 2 3", 3, 4)
    raw = letter(4, 4) + letter(5, 5)
    handlers = {"EXAMINE": mailbox(1, 6), "UID SEARCH": flagless("1 2 3 4 5"), "UID FETCH": fetches(raw)}
    with HostileImap(handlers) as server:
        found = changes_of(server, state)
    assert {change.remote_id for change in found if isinstance(change, Upsert)} == {"7.4", "7.5"}
    assert not any(isinstance(change, Gone) for change in found)


def test_a_uidnext_that_goes_down_voids_the_numbers_above_it() -> None:
    state, _ = known("1 2 3 4", 4, 5)
    handlers = {
        "EXAMINE": mailbox(3, 3),
        "UID SEARCH": flagless("1 2 3"),
        "UID FETCH": fetches(letter(3, 3, b"Subject: another\r\n\r\n")),
    }
    with HostileImap(handlers) as server:
        found = changes_of(server, state)
    gone = [uid for change in found if isinstance(change, Gone) for uid in change.remote_ids]
    upserts = [change for change in found if isinstance(change, Upsert)]
    assert gone == ["7.3", "7.4"]
    assert [(change.remote_id, change.header) for change in upserts] == [("7.3", b"Subject: another\r\n\r\n")]


def test_a_server_without_uidnext_is_read_all_the_same() -> None:
    def examine(talk: Talk, tag: str, _: str) -> None:
        talk.send("* 2 EXISTS", "* OK [UIDVALIDITY 7] fine", f"{tag} OK done")

    raw = letter(1, 1) + letter(2, 9)
    handlers = {"EXAMINE": examine, "UID SEARCH": flagless("1 9"), "UID FETCH": fetches(raw)}
    with HostileImap(handlers) as server:
        mirror, provider = synced(server)
        assert set(mirror.letters) == {"7.1", "7.9"}
        assert list(provider.sync(INBOX, mirror.state)) == []
        provider.close()


def test_a_letter_that_goes_while_it_is_read_and_comes_empty_is_none() -> None:
    asked: list[str] = []

    def fetch(talk: Talk, tag: str, arguments: str) -> None:
        if "HEADER" in arguments:
            asked.append(arguments.partition(" ")[0])
            talk.raw(letter(1, 1, b"\r\n") + letter(2, 2) if len(asked) == 1 else b"")
        talk.send(f"{tag} OK done")

    with HostileImap({"EXAMINE": mailbox(2, 3), "UID SEARCH": flagless("1 2"), "UID FETCH": fetch}) as server:
        mirror, provider = synced(server)
        provider.close()
    assert set(mirror.letters) == {"7.2"}
    assert asked == ["1:2", "1"]


def test_a_letter_that_has_no_header_at_all_is_kept() -> None:
    raw = letter(1, 1, b"\r\n") + letter(2, 2)
    handlers = {"EXAMINE": mailbox(2, 3), "UID SEARCH": flagless("1 2"), "UID FETCH": fetches(raw)}
    with HostileImap(handlers) as server:
        mirror, provider = synced(server)
        assert list(provider.sync(INBOX, mirror.state)) == []
        provider.close()
    assert set(mirror.letters) == {"7.1", "7.2"}


def test_letters_that_go_between_search_and_fetch_are_no_error() -> None:
    handlers = {"EXAMINE": mailbox(3, 4), "UID SEARCH": flagless("1 2 3"), "UID FETCH": fetches(letter(2, 2))}
    with HostileImap(handlers) as server:
        mirror, provider = synced(server)
        assert set(mirror.letters) == {"7.2"}
        assert list(provider.sync(INBOX, mirror.state)) == []
        provider.close()


def test_a_folder_without_uidvalidity_is_unsupported() -> None:
    with HostileImap({"EXAMINE": says("* 1 EXISTS")}) as server, pytest.raises(Unsupported):
        synced(server)


# QRESYNC, told wrongly


RICH = "IMAP4rev1 ENABLE CONDSTORE QRESYNC"


def with_modseq(exists: int, uidnext: int, modseq: int, *news: str) -> Handler:
    """A handler for EXAMINE that tells `news` when asked by QRESYNC."""

    def examine(talk: Talk, tag: str, arguments: str) -> None:
        talk.send(f"* {exists} EXISTS", "* OK [UIDVALIDITY 7] fine", f"* OK [UIDNEXT {uidnext}] fine")
        talk.send(f"* OK [HIGHESTMODSEQ {modseq}] fine")
        if "QRESYNC" in arguments:
            talk.send(*news)
        talk.send(f"{tag} OK done")

    return examine


def known_by_modseq(count: int, modseq: int) -> bytes:
    raw = b"".join(letter(uid, uid) for uid in range(1, count + 1))
    uids = " ".join(map(str, range(1, count + 1)))
    handlers = {
        "EXAMINE": with_modseq(count, count + 1, modseq),
        "UID SEARCH": flagless(uids),
        "UID FETCH": fetches(raw),
    }
    with HostileImap(handlers, RICH) as server:
        mirror, provider = synced(server)
        provider.close()
    return mirror.state


def rich(examine: Handler, uids: str, enabled: str = "* ENABLED QRESYNC CONDSTORE") -> HostileImap:
    handlers = {"EXAMINE": examine, "ENABLE": says(enabled), "UID SEARCH": flagless(uids)}
    return HostileImap({**handlers, "UID FETCH": fetches(letter(4, 4))}, RICH)


def test_what_qresync_tells_is_believed_when_the_numbers_agree() -> None:
    news = ("* VANISHED (EARLIER) 2,90:4294967295", "* 1 FETCH (UID 1 FLAGS (\\Flagged) MODSEQ (12))")
    with rich(with_modseq(2, 4, 12, *news), "1 3") as server:
        found = changes_of(server, known_by_modseq(3, 10))
        assert 'EXAMINE "INBOX" (QRESYNC (7 10))' in server.commands
        assert not [one for one in server.commands if one.startswith("UID")]
    assert found == [FlagsChanged("7.1", Flags(flagged=True)), Gone(("7.2",))]


def test_letters_said_to_have_vanished_that_are_there_are_kept() -> None:
    with rich(with_modseq(3, 4, 12, "* VANISHED (EARLIER) 1:3"), "1 2 3") as server:
        assert not any(isinstance(one, Gone) for one in changes_of(server, known_by_modseq(3, 10)))


def test_expunged_letters_that_qresync_forgets_are_found_by_their_number() -> None:
    """The Cyrus way of losing the newest ones (cyrus-imapd #6071), which SELECT itself has not."""
    with rich(with_modseq(2, 4, 12), "1 2") as server:
        assert changes_of(server, known_by_modseq(3, 10)) == [Gone(("7.3",))]
        assert not [one for one in server.commands if "VANISHED" in one]


def test_a_modseq_that_goes_down_is_asked_again() -> None:
    with rich(with_modseq(3, 4, 5, "* VANISHED (EARLIER) 1"), "1 2 3") as server:
        assert not any(isinstance(one, Gone) for one in changes_of(server, known_by_modseq(3, 10)))
        assert any(one.startswith("UID FETCH 1:3 (UID FLAGS)") for one in server.commands)


@pytest.mark.parametrize("enabled", ["* ENABLED", "* ENABLED CONDSTORE", "* OK what"])
def test_qresync_that_was_not_enabled_is_not_used(enabled: str) -> None:
    with rich(with_modseq(3, 4, 12), "1 2 3", enabled) as server:
        changes_of(server, known_by_modseq(3, 10))
        assert 'EXAMINE "INBOX" (CONDSTORE)' in server.commands
        assert "ENABLE CONDSTORE" in server.commands


# IDLE


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def wait_with(idle: Handler, ours: socket.socket, timeout_s: float = 20) -> Wake:
    with HostileImap({"EXAMINE": mailbox(2, 3), "IDLE": idle}) as server:
        provider = provider_of(server)
        try:
            return provider.wait(INBOX, timeout_s, ours)
        finally:
            provider.close()


def test_news_in_the_same_segment_as_the_go_ahead_rings_at_once(ends) -> None:
    def idle(talk: Talk, tag: str, _: str) -> None:
        talk.raw(b"+ idling\r\n* 3 EXISTS\r\n")
        talk.line()
        talk.send(f"{tag} OK done")

    began = time.monotonic()
    assert wait_with(idle, ends[0]) is Wake.DOORBELL
    assert time.monotonic() - began < 5


def test_half_a_line_is_waited_for_without_harm(ends) -> None:
    def idle(talk: Talk, tag: str, _: str) -> None:
        talk.raw(b"+ idling\r\n* 3 EX")
        time.sleep(0.2)  # the second half comes in a later segment
        talk.raw(b"ISTS\r\n")
        talk.line()
        talk.send(f"{tag} OK done")

    assert wait_with(idle, ends[0]) is Wake.DOORBELL


def test_the_end_of_the_stream_in_idle_is_offline_not_a_busy_loop(ends) -> None:
    def idle(talk: Talk, *_: str) -> None:
        talk.raw(b"+ idling\r\n")
        raise Hangup

    began = time.process_time()
    with pytest.raises(Offline):
        wait_with(idle, ends[0])
    assert time.process_time() - began < 2


def test_bye_in_idle_is_offline(ends) -> None:
    with pytest.raises(Offline):
        wait_with(lambda talk, *_: talk.raw(b"+ idling\r\n* BYE server shutting down\r\n"), ends[0])


def test_chatter_and_a_repeated_exists_do_not_ring(ends) -> None:
    def idle(talk: Talk, tag: str, _: str) -> None:
        talk.raw(b"* 2 EXISTS\r\n+ idling\r\n* OK Still here\r\n* 0 RECENT\r\n* 2 EXISTS\r\n")
        talk.line()
        talk.send(f"{tag} OK done")

    assert wait_with(idle, ends[0], 0.5) is Wake.TIMEOUT


def test_news_together_with_the_end_of_idle_rings(ends) -> None:
    def idle(talk: Talk, tag: str, _: str) -> None:
        talk.raw(b"+ idling\r\n")
        talk.line()
        talk.send("* 1 EXPUNGE", f"{tag} OK done")

    assert wait_with(idle, ends[0], 0.2) is Wake.DOORBELL


def test_a_server_that_refuses_idle_is_waited_for_by_the_clock(ends) -> None:
    def idle(talk: Talk, tag: str, _: str) -> None:
        talk.send(f"{tag} BAD no such command")

    with HostileImap({"EXAMINE": mailbox(2, 3), "IDLE": idle}) as server:
        provider = provider_of(server)
        assert provider.wait(INBOX, 0.1, ends[0]) is Wake.TIMEOUT
        assert not provider.caps.push
        provider.close()


def test_a_server_that_ends_idle_by_itself_is_asked_again(ends) -> None:
    rounds: list[int] = []

    def idle(talk: Talk, tag: str, _: str) -> None:
        rounds.append(1)
        talk.raw(b"+ idling\r\n")
        if len(rounds) == 1:
            talk.send(f"{tag} OK idled enough")
        else:
            talk.send("* 3 EXISTS")
            talk.line()
            talk.send(f"{tag} OK done")

    assert wait_with(idle, ends[0]) is Wake.DOORBELL
    assert len(rounds) == 2


def test_a_server_that_never_says_go_ahead_can_be_left(ends) -> None:
    ends[1].send(b"x")
    with HostileImap({"EXAMINE": mailbox(2, 3), "IDLE": lambda *_: None}) as server:
        provider = provider_of(server)
        assert provider.wait(INBOX, 20, ends[0]) is Wake.CANCELLED
        assert provider.folders() == []  # by a new connection
        assert server.connections == 2
        provider.close()


def test_after_being_woken_the_connection_takes_commands(ends) -> None:
    heard: list[str] = []

    def idle(talk: Talk, tag: str, _: str) -> None:
        talk.raw(b"+ idling\r\n")
        ends[1].send(b"x")
        heard.append(talk.line())
        talk.send(f"{tag} OK done")

    with HostileImap({"EXAMINE": mailbox(2, 3), "IDLE": idle}) as server:
        provider = provider_of(server)
        assert provider.wait(INBOX, 20, ends[0]) is Wake.CANCELLED
        assert heard == ["DONE"]  # nothing else may be said in IDLE
        assert provider.folders() == []
        assert server.connections == 1
        provider.close()


def test_after_a_silence_the_connection_is_left_for_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_connection, "READ_S", 0.3)
    monkeypatch.setattr(imap_wire, "READ_S", 0.3)
    asked: list[str] = []

    def listing(talk: Talk, tag: str, _: str) -> None:
        asked.append(tag)
        if len(asked) > 1:
            talk.send('* LIST () "/" INBOX', f"{tag} OK done")

    with HostileImap({"LIST": listing}) as server:
        provider = provider_of(server)
        with pytest.raises(Offline):
            provider.folders()
        assert [folder.path for folder in provider.folders()] == ["INBOX"]
        assert server.connections == 2
        provider.close()


# NOTIFY


NOTIFYING = "IMAP4rev1 IDLE NOTIFY"


def test_a_server_that_refuses_notify_is_waited_for_by_idle(ends) -> None:
    def idle(talk: Talk, tag: str, _: str) -> None:
        talk.raw(b"+ idling\r\n* 3 EXISTS\r\n")
        talk.line()
        talk.send(f"{tag} OK done")

    refuses: Handler = lambda talk, tag, _: talk.send(f"{tag} NO [BADEVENT (MessageNew)] not here")  # noqa: E731
    handlers = {"EXAMINE": mailbox(2, 3), "IDLE": idle, "NOTIFY": refuses}
    with HostileImap(handlers, NOTIFYING) as server:
        provider = provider_of(server)
        assert [provider.wait(INBOX, 0.2, ends[0]) for _ in range(3)] == [Wake.DOORBELL] + [Wake.TIMEOUT] * 2
        assert len([one for one in server.commands if one.startswith("NOTIFY")]) == 1
        provider.close()


def test_after_an_overflow_notify_is_asked_for_again_and_rings(ends) -> None:
    rounds: list[int] = []

    def idle(talk: Talk, tag: str, _: str) -> None:
        rounds.append(1)
        talk.raw(b"+ idling\r\n")
        if len(rounds) == 1:
            talk.raw(b"* OK [NOTIFICATIONOVERFLOW] too much\r\n")
        talk.line()
        talk.send(f"{tag} OK done")

    with HostileImap({"EXAMINE": mailbox(2, 3), "IDLE": idle}, NOTIFYING) as server:
        provider = provider_of(server)
        wakes = [provider.wait(INBOX, 20, ends[0]), provider.wait(INBOX, 20, ends[0])]
        assert wakes == [Wake.DOORBELL, Wake.DOORBELL]
        assert provider.wait(INBOX, 0.1, ends[0]) is Wake.TIMEOUT
        assert len([one for one in server.commands if one.startswith("NOTIFY")]) == 2
        provider.close()


# folders


def test_odd_folder_names_do_not_hide_the_others() -> None:
    lines = (
        rb'* LIST (\HasNoChildren) "/" [Old',
        rb'* LIST () "/" "a \"quoted\" name"',
        rb"* LIST () NIL {9}" + b"\r\nwith{}[]x",
        rb'* LIST () "/" {12}' + b"\r\nbad\r\nDELETE x",
        rb'* LIST (\NoSelect) "/" hidden',
        rb'* LIST () "/" "&broken"',
        b'* LIST () "/" "\xd0\xa1\xd0\xbf\xd0\xb0\xd0\xbc"',
        rb'* LIST () "/" "&BCEEPwQwBDw-/&BCEEPwQwBDw-"',
        rb'* LIST () "/" inbox',
        rb'* LIST () "/" inbox',
    )
    with HostileImap({"LIST": says(*lines)}) as server:
        provider = provider_of(server)
        folders = provider.folders()
        provider.close()
    assert folders[0].role is Role.INBOX
    roles = {folder.path: folder.role for folder in folders}
    assert roles["Спам"] is Role.SPAM
    assert {"[Old", 'a "quoted" name', "with{}[]x"} <= set(roles)
    assert "hidden" not in roles
    assert len(folders) == len({folder.remote_id for folder in folders})
