"""A mailbox that others change while a client is interrupted; in the end both sides must be the same.

A history is made from a seed, so one that fails can be run again. What is compared in the end:

- every place of every letter, and whether it is read, with the server, as imaplib reads it
- no letter is missing that was known after any complete synchronisation
- conversations, waits and leads with those of a new data folder that meets all these letters at once
"""

import contextlib
import imaplib
import random
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import apsw

from desktop_app.domain.commands import AddAccount
from desktop_app.domain.errors import MailError
from desktop_app.domain.model import AccountSettings, Endpoint, Security
from desktop_app.engine import account as engine_account
from desktop_app.engine.process import Engine
from desktop_app.mail import imap_connection, imap_sync, logins
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store.reader import Reader
from tests.fakes.cutting_proxy import CuttingProxy
from tests.fakes.dovecot import Dovecot
from tests.fakes.gmail import ALL_MAIL, FOLDERS, Gmail, GmailLetter
from tests.fakes.killed_sync import killed_sync
from tests.fakes.mail_world import POOR

ME = "marina@linia.example"
CLIENTS = ("anna@zavod.example", "boris@stroy.example", "vera@shop.example")
STARTED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NAMES = ("Clients", "Clients/2026", "&BBoEOwQ4BDUEPQRCBEs-", "Box [1", "Deals")  # the third is in Russian
UNREAD = ("Drafts", "Junk", "Trash")  # folders that the program does not read
LIVE_S = 40.0  # the poll comes once a minute: what is there sooner was rung for


@dataclass(frozen=True)
class Mode:
    """What the server offers. `live`: the engine runs all the time and is rung by NOTIFY."""

    hidden: tuple[bytes, ...] = ()
    compress: bool = False
    live: bool = False
    gmail: bool = False


MODES = {
    "qresync": Mode(),
    "condstore": Mode((b"QRESYNC",)),
    "neither": Mode(POOR),
    "bare": Mode((*POOR, b"LIST-STATUS", b"UNSELECT", b"UIDPLUS", b"NAMESPACE")),
    "compress": Mode(compress=True),
    "notify": Mode(live=True),
    "gmail": Mode(gmail=True),
}


def run_history(dovecot: Dovecot, mode: Mode, seed: str, folder: Path) -> list[str]:
    """Live through one history and check its end; returns what happened. Raises AssertionError."""
    chance = random.Random(seed)
    user = re.sub(r"[^a-z0-9]", "-", seed)
    mailbox = GmailMailbox(chance) if mode.gmail else Mailbox(dovecot, user, chance)
    with _conditions(mode), closing(mailbox), CuttingProxy(mailbox.port, mode.hidden) as proxy:
        client = Client(mailbox, proxy, mode, folder)
        with closing(client):
            happened = [_step(mailbox, client, chance) for _ in range(chance.randint(3, 12))]
            client.settle()
            client.check()
        check_against_fresh(mailbox, client, folder)
    return happened


def histories(dovecot: Dovecot, name: str, seeds: Iterator[int] | range) -> Iterator[tuple[int, str]]:
    """(seed, what went wrong or "") of each history; its files are removed."""
    for seed in seeds:
        folder = Path(tempfile.mkdtemp(prefix="otklik-history-"))
        try:
            run_history(dovecot, MODES[name], f"{name}-{seed}", folder)
        except AssertionError as error:
            yield seed, str(error) or "a check failed"
        else:
            yield seed, ""
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _conditions(mode: Mode) -> Iterator[None]:
    """Small windows, so that a few letters make many batches; short pauses; a far server when compressing."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(imap_sync, "WINDOWS", (2, 3)))
        stack.enter_context(mock.patch.object(engine_account, "FIRST_PAUSE_S", 0.05))
        stack.enter_context(mock.patch.object(logins, "EVERY_S", 1.0))  # a second for each minute
        if mode.compress:
            stack.enter_context(mock.patch.object(imap_connection, "is_loopback", return_value=False))
        yield


def _step(mailbox: "Mailbox | GmailMailbox", client: "Client", chance: random.Random) -> str:
    trouble = (client.cut, client.kill)
    kinds = ((mailbox.append,), mailbox.on_letters(), mailbox.on_folders(), (client.sync,), trouble)
    (kind,) = chance.choices(kinds, weights=(3, 6, 2, 2, 3))
    step: Callable[[], None] = chance.choice(kind)
    step()
    return step.__name__


class Mailbox:
    """The server's side, changed by imaplib over a connection of its own."""

    def __init__(self, dovecot: Dovecot, user: str, chance: random.Random) -> None:
        self.user = user
        self.letters: dict[str, tuple[bytes, datetime]] = {}
        self.port = dovecot.port
        self.chance = chance
        self._dovecot = dovecot
        dovecot.add_user(user)
        self._imap = dovecot.connect(user)

    def close(self) -> None:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._imap.logout()

    @contextmanager
    def fresh(self, names: list[str]) -> Iterator[tuple[str, int]]:
        """User and port of another mailbox that holds these letters."""
        user = f"{self.user}-fresh"
        self._dovecot.add_user(user)
        for folder, mine in (("INBOX", False), ("Sent", True)):
            chosen = [self.letters[one] for one in names if is_mine(self.letters[one][0]) is mine]
            self._dovecot.append(user, folder, [(mime, at, ["\\Seen"]) for mime, at in chosen])
        yield user, self.port

    def on_letters(self) -> tuple[Callable[[], None], ...]:
        return self.append, self.flag, self.move, self.copy, self.expunge

    def on_folders(self) -> tuple[Callable[[], None], ...]:
        return self.make, self.rename, self.drop, self.renumber

    # what happens to letters

    def append(self) -> None:
        """New letters from clients, and answers of ours."""
        for _ in range(self.chance.randint(1, 5)):
            mine = self.chance.random() < 0.3
            name, mime, at = write(self.letters, self.user, mine, self.chance)
            self.letters[name] = mime, at
            folder = "Sent" if mine else self.chance.choice([one for one in self.read() if one != "Sent"])
            flags = self.chance.choice(["", "\\Seen", "\\Flagged", "\\Seen \\Answered"])
            self._imap.append(f'"{folder}"', f"({flags})", imaplib.Time2Internaldate(at), mime)

    def flag(self) -> None:
        """Others read, mark and unmark."""
        if uids := self._choose():
            how = self.chance.choice(["+FLAGS", "-FLAGS"])
            flags = self.chance.choice(["\\Seen", "\\Seen", "\\Flagged", "\\Answered"])
            self._imap.uid("STORE", uids, how, f"({flags})")

    def move(self) -> None:
        """Into another folder, or out of sight."""
        if uids := self._choose():
            self._imap.uid("MOVE", uids, f'"{self._target()}"')

    def copy(self) -> None:
        if uids := self._choose():
            self._imap.uid("COPY", uids, f'"{self._target()}"')

    def expunge(self) -> None:
        if uids := self._choose():
            self._imap.uid("STORE", uids, "+FLAGS", "(\\Deleted)")
            self._imap.expunge()

    # what happens to folders

    def make(self) -> None:
        self._imap.create(f'"{self.chance.choice(NAMES)}"')

    def rename(self) -> None:
        if folder := self._own_folder():
            self._leave()
            self._imap.rename(f'"{folder}"', f'"{self.chance.choice(NAMES)}"')

    def drop(self) -> None:
        if folder := self._own_folder():
            self._leave()
            self._imap.delete(f'"{folder}"')

    def renumber(self) -> None:
        """Same folder, same letters, another UIDVALIDITY."""
        if folder := self._own_folder():
            self._leave()
            self._imap.rename(f'"{folder}"', '"aside"')
            self._imap.create(f'"{folder}"')
            self._imap.select('"aside"')
            self._imap.uid("COPY", "1:*", f'"{folder}"')
            self._leave()
            self._imap.delete('"aside"')

    # what is there

    def folders(self) -> list[str]:
        """Names of those that can be selected.

        Dovecot 2.3 goes on listing a folder that was deleted while it had another one inside.
        """
        return [one for one in self.listed() if self._imap.status(f'"{one}"', "(UIDNEXT)")[0] == "OK"]

    def listed(self) -> list[str]:
        """Names that the server says can be selected."""
        gone = re.compile(rb"\\(?:Noselect|NonExistent)\b")
        lines = [line for line in self._imap.list()[1] if not gone.search(line)]
        names = (re.search(rb'"/" (?:"(.*)"|(\S+))$', line).expand(rb"\1\2") for line in lines)
        return sorted(name.decode() for name in names)

    def read(self) -> list[str]:
        """Folders that the program reads."""
        return [one for one in self.folders() if one not in UNREAD]

    def state(self) -> set[tuple[str, str, str, bool]]:
        """(folder, uidvalidity.uid, Message-ID, read) of every letter that the program should know."""
        found = set()
        for folder in self.read():
            answer, said = self._imap.select(f'"{folder}"', readonly=True)
            assert answer == "OK", f"{folder}: {said}"
            validity = int(self._imap.response("UIDVALIDITY")[1][0])
            items = "(FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"
            for part in self._imap.uid("FETCH", "1:*", items)[1]:
                if isinstance(part, tuple):
                    uid = int(re.search(rb"UID (\d+)", part[0])[1])
                    name = re.search(rb"<(.*)>", part[1])[1].decode()
                    found.add((folder, f"{validity}.{uid}", name, b"\\Seen" in part[0]))
        self._leave()
        return found

    # inside

    def _choose(self) -> str:
        """Some letters of a folder, which is selected then; "" when there are none."""
        self._imap.select(f'"{self.chance.choice(self.read())}"')
        uids = self._imap.uid("SEARCH", "ALL")[1][0].decode().split()
        return ",".join(self.chance.sample(uids, min(len(uids), self.chance.randint(1, 4))))

    def _leave(self) -> None:
        """A selected folder cannot be renamed."""
        if self._imap.state == "SELECTED":
            self._imap.unselect()

    def _target(self) -> str:
        """Not Sent: what lies there is ours, whoever wrote it."""
        return self.chance.choice([one for one in self.folders() if one not in ("Sent", "Drafts", "Junk")])

    def _own_folder(self) -> str:
        found = [one for one in self.folders() if one in NAMES]
        return self.chance.choice(found) if found else ""


class GmailMailbox:
    """Gmail, which is a fake: labels instead of folders, every letter once in All Mail."""

    def __init__(self, chance: random.Random) -> None:
        self.user = "me"
        self.letters: dict[str, tuple[bytes, datetime]] = {}
        self.chance = chance
        self._gmail = Gmail()
        self._server = self._gmail.server()
        self._server.__enter__()
        self.port = self._server.port

    def close(self) -> None:
        self._server.__exit__()

    @contextmanager
    def fresh(self, names: list[str]) -> Iterator[tuple[str, int]]:
        """As `Mailbox.fresh`."""
        other = Gmail()
        for one in names:
            mime, at = self.letters[one]
            labels = ["\\Sent"] if is_mine(mime) else ["\\Inbox"]
            other.add(self._thread(mime), labels, mime, arrived=f"{at:%d-%b-%Y %H:%M:%S +0000}")
        with other.server() as server:
            yield "me", server.port

    def on_letters(self) -> tuple[Callable[[], None], ...]:
        return self.append, self.flag, self.relabel, self.draft, self.bin, self.expunge

    def on_folders(self) -> tuple[Callable[[], None], ...]:
        """Labels are none."""
        return (self.relabel,)

    def append(self) -> None:
        for _ in range(self.chance.randint(1, 5)):
            mine = self.chance.random() < 0.3
            name, mime, at = write(self.letters, "gmail", mine, self.chance)
            self.letters[name] = mime, at
            labels = ["\\Sent"] if mine else self.chance.choice([["\\Inbox"], [], ["Clients (new)"]])
            flags = self.chance.choice(["", "\\Seen", "\\Flagged"])
            self._gmail.add(self._thread(mime), labels, mime, flags, f"{at:%d-%b-%Y %H:%M:%S +0000}")

    def draft(self) -> None:
        """Is no letter, and is saved anew at every change."""
        drafts = [one for one in self._gmail.letters if "\\Draft" in one.labels]
        for one in drafts:
            self._gmail.remove(one)
        self._gmail.add(1, ["\\Draft"], b"Message-ID: <draft@gmail.example>\r\nSubject: Not yet\r\n\r\n")

    def flag(self) -> None:
        for one in self._some():
            one.flags = self.chance.choice(["", "\\Seen", "\\Flagged", "\\Seen \\Answered"])
            self._gmail.touch(one)

    def relabel(self) -> None:
        for one in self._some():
            if "\\Sent" not in one.labels:
                one.labels = self.chance.choice([["\\Inbox"], [], ["Clients (new)", "\\Important"]])
                self._gmail.touch(one)

    def bin(self) -> None:
        """Into Trash: from All Mail it goes, and comes there under another UID."""
        for one in self._some():
            self._gmail.remove(one)
            self._gmail.add(one.thread, [*one.labels, "\\Trash"], one.header, one.flags, one.arrived)

    def expunge(self) -> None:
        for one in self._some():
            self._gmail.remove(one)

    def read(self) -> list[str]:
        return [ALL_MAIL]

    def listed(self) -> list[str]:
        """The others are known, and left alone."""
        return list(FOLDERS)

    def state(self) -> set[tuple[str, str, str, bool]]:
        """As `Mailbox.state`."""
        return {
            (ALL_MAIL, f"7.{one.uid}", _name_of(one.header), "\\Seen" in one.flags)
            for one in self._gmail.in_folder(ALL_MAIL)
            if "\\Draft" not in one.labels
        }

    def _some(self) -> list[GmailLetter]:
        found = [one for one in self._gmail.in_folder(ALL_MAIL) if "\\Draft" not in one.labels]
        return self.chance.sample(found, min(len(found), self.chance.randint(1, 4)))

    def _thread(self, mime: bytes) -> int:
        """Gmail's conversation: here that of the letter at the root of the answers."""
        answered = re.search(rb"In-Reply-To: <(.*)>", mime)
        earlier = self.letters.get(answered[1].decode()) if answered else None
        return self._thread(earlier[0]) if earlier else int(_name_of(mime).partition(".")[0]) + 1000


def write(
    earlier: dict[str, tuple[bytes, datetime]], owner: str, mine: bool, chance: random.Random
) -> tuple[str, bytes, datetime]:
    """Message-ID, MIME and arrival of a new letter, which may answer an earlier one or one never met."""
    number = len(earlier) + 1
    name = f"{number}.{owner}@linia.example"
    client = chance.choice(CLIENTS)
    who, to = (ME, client) if mine else (client, ME)
    at = STARTED + timedelta(minutes=number * 7)
    answered = chance.choice([*earlier, "lost@elsewhere.example"]) if chance.random() < 0.6 else ""
    links = f"In-Reply-To: <{answered}>\r\nReferences: <{answered}>\r\n" if answered else ""
    text = (
        f"Message-ID: <{name}>\r\nFrom: {who}\r\nTo: {to}\r\nSubject: Letter {number}\r\n{links}"
        f"Date: {at:%a, %d %b %Y %H:%M:%S +0000}\r\n\r\nHello\r\n"
    )
    return name, text.encode(), at


class Client:
    """A data folder with the engine over it: one round at a time, or live."""

    def __init__(
        self, mailbox: Mailbox | GmailMailbox, proxy: CuttingProxy, mode: Mode, folder: Path
    ) -> None:
        self.data = folder / "data"
        self._secrets = folder / "secrets"
        self._mailbox = mailbox
        self._proxy = proxy
        self._mode = mode
        self._ever: set[str] = set()  # letters known after a complete round
        self._engine: Engine | None = None
        add_account(self.data, self._secrets, mailbox.user, proxy.port)
        self._wake()

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def sync(self) -> None:
        """To the end."""
        if self._mode.live:
            self._wait_until_equal()
        else:
            assert self._round() == []
        self._ever |= set(self.known())

    def cut(self) -> None:
        """The line breaks after some bytes, or all lines break now."""
        if self._mode.live:
            self._proxy.cut_all()
            return
        self._proxy.cut_after = self._mailbox.chance.randint(0, 7000)
        with contextlib.suppress(MailError):
            self._round()
        self._proxy.cut_after = None

    def kill(self) -> None:
        """kill -9 in the middle of a transaction, or between two."""
        self.close()
        killed_sync(self.data, self._secrets, self._mailbox.chance.randint(1, 60), self._mode.compress)
        self._wake()

    def settle(self) -> None:
        """What must be enough to end in sync."""
        if self._mode.live:
            self._mailbox.append()  # rings; folders made and renamed are seen with it
        self.sync()

    def check(self) -> None:
        """Against the server."""
        server, ours = self._mailbox.state(), self.places()
        assert ours == server, f"missing {server - ours}, too many {ours - server}"
        known = self.known()
        assert len(known) == len(set(known)), "a letter is there twice"
        assert self._ever <= set(known), f"lost {self._ever - set(known)}"
        with closing(self._read_only()) as db:
            folders = {one for (one,) in db.execute("SELECT remote_id FROM folder")}
        assert set(self._mailbox.read()) <= folders <= set(self._mailbox.listed())

    def places(self) -> set[tuple[str, str, str, bool]]:
        """As `Mailbox.state`."""
        sql = """SELECT f.remote_id, p.remote_id, l.message_id, p.seen
                 FROM place p JOIN folder f ON f.id = p.folder JOIN letter l ON l.id = p.letter"""
        with closing(self._read_only()) as db:
            return {(*row[:3], bool(row[3])) for row in db.execute(sql)}

    def known(self) -> list[str]:
        """Message-IDs of all letters, those gone from the server too."""
        with closing(self._read_only()) as db:
            return [name for (name,) in db.execute("SELECT message_id FROM letter")]

    def _wake(self) -> None:
        if self._mode.live:
            self._engine = Engine(self.data, FileSecrets(self._secrets))
            self._engine.start()

    def _round(self) -> list[object]:
        with Engine(self.data, FileSecrets(self._secrets)) as engine:
            return list(engine.sync_once())

    def _wait_until_equal(self) -> None:
        wanted = self._mailbox.state()
        deadline = time.monotonic() + LIVE_S
        while (self.places() != wanted or self._is_due()) and time.monotonic() < deadline:
            time.sleep(0.05)  # the engine tells its own process only
        ours = self.places()
        assert ours == wanted, f"missing {wanted - ours}, too many {ours - wanted}"

    def _is_due(self) -> bool:
        """Whether waits and leads are still to be derived."""
        with closing(self._read_only()) as db:
            return any(True for _ in db.execute("SELECT 1 FROM due"))

    def _read_only(self) -> apsw.Connection:
        # Not sqlite3: two copies of SQLite in one process take each other's locks away.
        return apsw.Connection(str(self.data / "otklik.db"), flags=apsw.SQLITE_OPEN_READONLY)


def check_against_fresh(mailbox: Mailbox | GmailMailbox, client: Client, folder: Path) -> None:
    """A new data folder over a new mailbox that holds all letters ever met tells the same."""
    data, secrets = folder / "fresh", folder / "fresh-secrets"
    with mailbox.fresh(client.known()) as (user, port):
        add_account(data, secrets, user, port)
        with Engine(data, FileSecrets(secrets)) as engine:
            assert engine.sync_once() == []
    ours, fresh = meaning(client.data), meaning(data)
    for what, told in fresh.items():
        assert ours[what] == told, f"{what}: {ours[what] - told} instead of {told - ours[what]}"


def add_account(data: Path, secrets: Path, user: str, port: int) -> None:
    """Into a new data folder."""
    settings = AccountSettings("imap", ME, user, Endpoint("127.0.0.1", port, Security.NONE))
    with Engine(data, FileSecrets(secrets)) as engine:
        engine.call(AddAccount(settings, "secret"))


def meaning(data: Path) -> dict[str, set[object]]:
    """Conversations, waits and leads, with letters by Message-ID."""
    with closing(Reader(data)) as reader:
        rows = {row.id: row for row in reader.letters()}
        names = {number: row.message_id for number, row in rows.items()}
        groups: dict[int, set[str]] = {}
        for row in rows.values():
            groups.setdefault(row.conversation, set()).add(row.message_id)
        leads = reader.leads(list(reader.lead_ids("all", "warmth", True, "", 0)))
        return {
            "letters": {
                (row.message_id, row.direction, row.kind, row.arrived_at, names.get(row.replies_to))
                for row in rows.values()
            },
            "conversations": {frozenset(one) for one in groups.values()},
            "waits": {
                (names[row.first_letter], names[row.last_letter], row.arrived_at, row.answered_at,
                 names.get(row.answer), row.excluded, row.responder)
                for row in reader.waits()
            },
            "leads": {(row.address, row.waiting_since) for row in leads.values()},
        }  # fmt: skip


def is_mine(mime: bytes) -> bool:
    """Whether we wrote it."""
    return f"From: {ME}".encode() in mime


def _name_of(mime: bytes) -> str:
    found = re.search(rb"Message-ID: <(.*)>", mime)
    assert found is not None
    return found[1].decode()
