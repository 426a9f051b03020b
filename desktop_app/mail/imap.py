"""IMAP as a `Provider`: one account, one connection, one thread."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Generator, Iterator

from desktop_app.domain.errors import InputError, ItemGone, ServerError, StateInvalid
from desktop_app.domain.model import AccountSettings, Micros, Role
from desktop_app.mail.base import Batch, Cancel, Caps, RemoteFolder, SentCopy, Wake
from desktop_app.mail.imap_connection import mapped, open_client, sign_in
from desktop_app.mail.imap_fetch import items
from desktop_app.mail.imap_figures import Figures, look_at_all, same_figures
from desktop_app.mail.imap_folders import encode_name, list_folders
from desktop_app.mail.imap_gmail import GMAIL, is_gmail, worth_reading
from desktop_app.mail.imap_idle import idle, notify, sleep
from desktop_app.mail.imap_sent import Replaced, holds, replace_marked
from desktop_app.mail.imap_session import Mailbox, Refused, Session, quoted
from desktop_app.mail.imap_state import FolderState
from desktop_app.mail.imap_sync import FolderSync
from desktop_app.mail.logins import LoginLimit

EXACT_EVERY = 10  # looks at a quiet folder of a server without CONDSTORE

_KEEPS_SENT = ("office365.com", "outlook.com", "hotmail.com")  # by SMTP too; so does Gmail

_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_MESSAGE_ID = re.compile(rb"^message-id:\s*<([^<>\r\n]+)>", re.IGNORECASE | re.MULTILINE)
_PERSONAL = re.compile(rb'\* NAMESPACE \(\("([^"\\]*)"', re.IGNORECASE)


class ImapProvider:
    """See `mail.base.Provider`. Connects when needed; an error ends the connection unless it is a plain NO.

    `password` is asked at each sign-in; a refused one is never tried again here. `limit`, which outlives the
    provider, is asked before each sign-in and told after it; None: no limit. `sent` gives the server's name
    of the folder that the user has named for sent letters. Only one `sync` generator may be live at a time.
    """

    def __init__(
        self,
        settings: AccountSettings,
        password: Callable[[], str],
        limit: LoginLimit | None = None,
        sent: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._password = password
        self._limit = limit
        self._chosen_sent = sent
        self._session: Session | None = None
        self._capabilities: frozenset[str] = frozenset()
        self._figures: Figures = {}  # of the last `folders`
        self._looks: dict[str, int] = {}  # how often figures alone were believed
        self._looked: dict[str, Mailbox] = {}  # outlives a connection: `wait` compares with it
        self._idle_refused = False

    @property
    def caps(self) -> Caps:
        """Known once connected."""
        host = self._settings.server.host.lower()
        keeps = GMAIL in self._capabilities or host.endswith(_KEEPS_SENT)
        return Caps(push="IDLE" in self._capabilities and not self._idle_refused, server_saves_sent=keeps)

    def folders(self) -> list[RemoteFolder]:
        """Every folder that can be selected, INBOX first; of Gmail's those that are not labels."""
        with self._connected() as session:
            found, self._figures = look_at_all(session, self._figures)
            return worth_reading(found) if is_gmail(session) else found

    def is_current(self, folder: RemoteFolder, state: bytes) -> bool:
        """Without CONDSTORE only the unread are counted, so each `EXACT_EVERY`th answer is no."""
        name = folder.remote_id
        figures = self._figures.get(name)
        try:
            known = FolderState.decode(state)
        except StateInvalid:
            return False
        looks = self._looks.get(name, 0)
        if figures is None or not same_figures(known, figures) or looks == EXACT_EVERY - 1:
            self._looks[name] = 0
            return False
        self._looks[name] = 0 if known.modseq else looks + 1
        return True

    def sync(self, folder: RemoteFolder, state: bytes) -> Generator[Batch, None, None]:
        """Raises ItemGone when there is no such folder any more, StateInvalid for another version's state."""
        with self._connected() as session:
            yield from FolderSync(session, folder.remote_id, state).run()

    def wait(self, folder: RemoteFolder, timeout_s: float, cancel: Cancel) -> Wake:
        """Rings at once when the folder changed since the last wait. Without IDLE only the time passes.

        With NOTIFY other folders ring too, from the first call on.
        """
        with self._connected() as session:
            if not self.caps.push:
                return sleep(timeout_s, cancel)
            name = folder.remote_id
            if session.selected != name or not session.resting:
                before = self._looked.get(name)
                if before not in (None, session.examine(name)):
                    return Wake.DOORBELL
            if notify(session):
                return Wake.DOORBELL
            try:
                return idle(session, timeout_s, cancel)
            except Refused:
                self._idle_refused = True
                return sleep(timeout_s, cancel)

    def fetch(self, folder: RemoteFolder, remote_id: str, limit_bytes: int) -> bytes:
        """Raises ItemGone also when the folder's numbering has changed."""
        validity, uid = _split_id(remote_id)
        with self._connected() as session:
            if session.examine(folder.remote_id).uidvalidity != validity:
                raise ItemGone(remote_id=remote_id)
            tag = session.send(b"UID FETCH %d (UID BODY.PEEK[]<0.%d>)" % (uid, limit_bytes))
            found = [item.body for item in items(session, tag, limit_bytes) if item.uid == uid]
        bodies = [body for body in found if body is not None]
        if not bodies:
            raise ItemGone(remote_id=remote_id)
        return bodies[0][:limit_bytes]

    def save_sent(self, mime: bytes) -> None:
        """Makes the folder "Sent" where there is none."""
        message_id = _message_id(mime)
        with self._connected() as session:
            name = self._sent(session) or self._make_sent(session)
            if message_id and holds(session, name, message_id):
                return
            session.append(name, b"\\Seen", mime)

    def find_sent(self, message_id: str) -> bool:
        """Asks the index, then looks at the newest letters themselves: an index may lag behind."""
        with self._connected() as session:
            name = self._sent(session)
            return name is not None and holds(session, name, message_id)

    def clean_sent(self, mime: bytes) -> SentCopy:
        """See `mail.base.CleansSent`; not of the trash: what somebody has thrown away stays there."""
        with self._connected() as session:
            roles = {one.role: one.remote_id for one in list_folders(session)}
            name = self._sent(session)
            trash = roles.get(Role.TRASH) if is_gmail(session) else None
            done = replace_marked(session, name, trash, mime) if name else Replaced(False, 0)
        return SentCopy(done.clean, done.marked, self.caps.server_saves_sent)

    def mark_answered(self, folder: RemoteFolder, remote_id: str, at: Micros) -> None:
        """IMAP knows that, not when. Raises ItemGone, also for an expunged letter."""
        validity, uid = _split_id(remote_id)
        with self._connected() as session:
            same = session.examine(folder.remote_id).uidvalidity == validity
            if not same or not session.search(b"UID %d" % uid)[0]:
                raise ItemGone(remote_id=remote_id)
            session.leave()
            session.run(b"SELECT " + quoted(folder.remote_id))  # examined mailboxes take no flags
            try:
                session.run(b"UID STORE %d +FLAGS.SILENT (\\Answered)" % uid)
            finally:
                session.run(b"UNSELECT" if "UNSELECT" in session.capabilities else b"EXAMINE INBOX")

    def cut(self) -> None:
        if (session := self._session) is not None:
            session.wire.cut()

    def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.wire.shutdown()

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Session]:
        with mapped(self._settings.server):
            session = self._live_session()
            try:
                yield session
            except (Refused, ItemGone, InputError):
                raise  # the connection is as good as before
            except Exception:
                self.close()
                raise

    def _live_session(self) -> Session:
        if self._session is not None and self._session.wire.is_stale():
            self.close()
        if self._session is None:
            if self._limit is not None:
                self._limit.check()
            password = self._password()
            self._session = sign_in(open_client(self._settings), self._settings, password)
            if self._limit is not None:
                self._limit.spend()
            self._capabilities = self._session.capabilities
            self._session.looked = self._looked
        return self._session

    def _sent(self, session: Session) -> str | None:
        found = {one.remote_id: one.role for one in list_folders(session)}
        chosen = self._chosen_sent()
        if chosen in found:
            return chosen
        return next((name for name, role in found.items() if role is Role.SENT), None)

    def _make_sent(self, session: Session) -> str:
        name = _namespace_prefix(session) + encode_name("Sent")
        session.run(b"CREATE " + quoted(name))
        with contextlib.suppress(Refused):
            session.run(b"SUBSCRIBE " + quoted(name))
        return name


def _message_id(mime: bytes) -> str:
    head = _END_OF_HEADER.split(mime, 1)[0]
    found = _MESSAGE_ID.search(head)
    return found[1].decode("ascii", "replace") if found else ""


def _namespace_prefix(session: Session) -> str:
    """Where one's own folders live: "INBOX." with Courier and Cyrus, usually nothing."""
    if "NAMESPACE" not in session.capabilities:
        return ""
    for line, _ in session.run(b"NAMESPACE"):
        if found := _PERSONAL.match(line):
            return found[1].decode("latin-1")
    return ""


def _split_id(remote_id: str) -> tuple[int, int]:
    validity, _, uid = remote_id.partition(".")
    if not (validity.isdigit() and uid.isdigit()):
        raise ServerError(text="no remote id of this provider")
    return int(validity), int(uid)
