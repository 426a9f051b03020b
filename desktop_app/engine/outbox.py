"""Sends letters: one instrumented copy per recipient, never twice, the clean copy into Sent.

A copy is marked `sending` and committed before the network is touched. A connection cut after the letter was
handed over leaves it `unknown`: a server that keeps what it sends is asked whether it has the letter, and
only the user may send it again. What fails before that is tried again later. On a full disk nothing can be
noted: what the rows say then is read again at the next pass, as after a kill.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_app.domain.compose import compose, recipients
from desktop_app.domain.errors import (
    AppError,
    AuthRejected,
    ConsentNeeded,
    InputError,
    Offline,
    SecretsError,
    StoreError,
    Throttled,
    TlsUntrusted,
)
from desktop_app.domain.facts import Fact, OutboxChanged
from desktop_app.domain.model import (
    DAY,
    MINUTE,
    SECOND,
    AccountId,
    AccountSettings,
    Address,
    Draft,
    LetterId,
    Micros,
    OutboxId,
)
from desktop_app.domain.privacy import Mode, mode_of
from desktop_app.domain.timetable import Timetable
from desktop_app.engine.marking import Copy, Marker, Request
from desktop_app.engine.preferences import preferences
from desktop_app.mail.base import Sender, SendOutcome, SendReceipt
from desktop_app.settings.hours import work_hours
from desktop_app.store import accounts, drafts, letters, outbox, reminders, templates
from desktop_app.store.database import Database

log = logging.getLogger(__name__)

RETRY: Micros = 60 * SECOND
LOOK_FOR: Micros = 60 * MINUTE  # a letter in doubt that is not in Sent by then will not come there
GIVE_UP: Micros = 2 * DAY  # for a recipient whom the server only ever puts off
_NAME = re.compile(r"[0-9a-f]{24}")
UNDONE_KEPT: Micros = 7 * DAY
_MAY_HAVE_IT = {"accepted", "unknown", "sending"}
_OF_MAILBOX = (AuthRejected, ConsentNeeded, TlsUntrusted, SecretsError)
_LATER = (Offline, Throttled, AuthRejected, ConsentNeeded, TlsUntrusted, SecretsError, StoreError)

Tell = Callable[[Fact], None]
MakeSender = Callable[[AccountId, AccountSettings], Sender]
SaveSent = Callable[[AccountId, bytes], None]
FindSent = Callable[[AccountId, str], bool]
Settle = Callable[[AccountId, LetterId | None, Micros], None]


@dataclass(frozen=True, slots=True)
class Outbox:
    """`save_sent` sees to it that a letter lies in the account's Sent folder; `find_sent` says whether the
    server itself has put the one with this Message-ID there; `settle` tells the mailbox that a letter has
    gone, and which one it answers. All may raise MailError.
    """

    db: Database
    make_sender: MakeSender
    save_sent: SaveSent
    find_sent: FindSent
    marker: Marker
    tell: Tell
    settle: Settle = lambda _account, _answered, _at: None

    def add(
        self,
        draft: Draft,
        now: Micros,
        hold_s: int,
        at: Micros | None = None,
        *,
        name: str = "",
        saved: str = "",
    ) -> OutboxId:
        """Hold a letter for `hold_s` seconds, or until `at`. InputError: it could never be sent.

        `name`, `saved`: see `commands.Send`. Of two versions under one name the later one goes, while it can.
        """
        settings = self._settings(draft.account)
        mode_of(draft.privacy or Mode.FULL)
        until = now + hold_s * SECOND if at is None else max(at, now)
        with self.db.transaction():
            message_id, before = self._named(name, settings.address.partition("@")[2])
            if before is not None and before.draft == draft:
                return before.id
            self._clean(draft, settings, message_id, now)
            if before is not None and not _states(before) & _MAY_HAVE_IT:
                outbox.move(self.db, before.id, "undone", only_from=("held",))
            number = outbox.add(self.db, draft, message_id, now, until, at)
            if draft.template:
                templates.note_use(self.db, message_id, draft.template)
            if saved:
                drafts.save(self.db, saved, None)
        self.tell(OutboxChanged(number, "held"))
        return number

    def _named(self, name: str, domain: str) -> tuple[str, outbox.Entry | None]:
        """A Message-ID that no letter bears yet, and the letter that was sent under this name before."""
        message_id = f"{name if _NAME.fullmatch(name) else secrets.token_hex(12)}@{domain}"
        before = outbox.named(self.db, message_id)
        fresh = message_id if before is None else f"{secrets.token_hex(12)}@{domain}"
        return fresh, before if before is not None and before.state != "undone" else None

    def undo(self, number: OutboxId) -> Draft:
        """The letter, to be written on. Raises InputError when somebody has it, or is getting it now."""
        with self.db.transaction():
            entry = outbox.get(self.db, number)
            taken = entry is not None and bool(_states(entry) & _MAY_HAVE_IT)
            if taken or not outbox.move(self.db, number, "undone", only_from=("held", "rejected")):
                raise _refusal(entry)
        assert entry is not None
        self.tell(OutboxChanged(number, "undone"))
        return entry.draft

    def reschedule(self, number: OutboxId, at: Micros) -> None:
        """Send a held letter at `at`. Raises InputError when it is going or gone."""
        if not outbox.send_at(self.db, number, at):
            raise _refusal(outbox.get(self.db, number))
        self.tell(OutboxChanged(number, "held"))

    def resolve(self, number: OutboxId, arrived: bool, now: Micros) -> None:
        """The user says what became of an unknown letter, or what shall become of one that was not taken.

        Not arrived: it is sent once more to those who have it not. Arrived: with those to whom it was handed
        over; whoever was not reached by then is still to be told of. Raises InputError when all is known.
        """
        entry = outbox.get(self.db, number)
        if entry is None or entry.state not in ("unknown", "rejected", "partly"):
            raise InputError(field="outbox", reason="not_unknown")
        with self.db.transaction():
            if arrived:
                outbox.note_arrived(self.db, number)
            else:
                outbox.forget_copies(self.db, number)
                outbox.hold(self.db, number, now)
        if not arrived:
            self.tell(OutboxChanged(number, "held"))
        elif entry.state == "unknown" and len(entry.copies) < len(recipients(entry.draft)):
            self._move(number, "partly", entry.error)
        else:
            self._move(number, "sent", "")

    def send_ready(self, now: Micros) -> None:
        """Send every held letter whose time has come. Its state says what became of it. Raises StoreError."""
        self.recover()
        standing: dict[AccountId, AppError] = {}  # against whole mailboxes, in this pass
        for entry in outbox.ready(self.db, now):
            if outbox.move(self.db, entry.id, "sending", only_from=("held",)):
                self.tell(OutboxChanged(entry.id, "sending"))
                against = self._send(self._dated(entry, now), now, standing.get(entry.account))
                if against is not None:
                    standing[entry.account] = against
        self._look_for_doubtful(now)
        self._keep_copies()
        outbox.forget_bodies(self.db, now - UNDONE_KEPT)

    def recover(self) -> None:
        """Nothing is being sent now: what stands as such met the end of an engine, or of the disk."""
        for number, state in outbox.interrupted(self.db):
            self.tell(OutboxChanged(number, state))

    def _dated(self, entry: outbox.Entry, now: Micros) -> outbox.Entry:
        """Wanted for later, it bears the date at which it goes: the computer may have slept till now."""
        if entry.send_at is None or entry.copies or entry.error == Throttled.code:  # its two days run
            return entry
        outbox.date_anew(self.db, entry.id, now)
        return replace(entry, send_at=now)

    def _send(self, entry: outbox.Entry, now: Micros, against: AppError | None) -> AppError | None:
        """What stands against all letters of the mailbox; `against`: what is known to, and not tried again.

        A password that is refused is shown once, however many letters wait: servers lock accounts.
        """
        found: AppError | None = None
        try:
            self._hand_over(entry, now, against)
        except (Offline, Throttled) as error:  # before that copy was handed over: nothing can be doubled
            outbox.hold(self.db, entry.id, now + max(RETRY, _asked_for(error)), error.code)
            self._announce(entry.id, "held", error)
            found = error if error.params.get("at") not in ("recipient", "letter") else None
        except StoreError:  # whether it has gone is what the rows say at the next pass
            raise
        except AppError as error:
            self._stop(entry.id, error)
            found = error if isinstance(error, _OF_MAILBOX) else None
        except Exception:
            log.exception("letter %d could not be sent", entry.id)
            self._finish(entry.id)
        else:
            self._finish(entry.id)
        return found

    def _hand_over(self, entry: outbox.Entry, now: Micros, against: AppError | None) -> None:
        if against is not None:
            raise against
        settings, draft = self._settings(entry.account), entry.draft
        clean = self._clean(draft, settings, entry.message_id, entry.dated)
        waiting = [who for who in recipients(draft) if who not in entry.copies]
        at_most = mode_of(draft.privacy or Mode.FULL)
        asked = Request(settings.address, at_most, draft.template, settings.by_smtp)
        copies = self.marker.copies(clean, entry.message_id, waiting, draft.tracked, now, asked)
        sender = self.make_sender(entry.account, settings)
        self._submit(entry, sender, settings.address, copies, now)

    def _submit(
        self, entry: outbox.Entry, sender: Sender, address: str, copies: list[Copy], now: Micros
    ) -> None:
        """Hand over each copy. Of a recipient who is put off it is said at the end: nobody waits for him."""
        put_off: Throttled | None = None
        for copy in copies:
            for who in copy.recipients:
                outbox.set_copy(self.db, entry.id, who, "sending")
            try:
                receipt = sender.send(copy.mime, address, copy.recipients)
            except AppError as error:
                for who in copy.recipients:
                    outbox.forget_copy(self.db, entry.id, who)
                if not isinstance(error, Throttled) or error.params.get("at") != "recipient":
                    raise
                if now - entry.dated < GIVE_UP:
                    put_off = error
                    continue
                receipt = SendReceipt(SendOutcome.REJECTED, str(error.params.get("text", "")))
            self._note(entry.id, copy, receipt)
        if put_off is not None:
            raise put_off

    def _note(self, number: OutboxId, copy: Copy, receipt: SendReceipt) -> None:
        for who in copy.recipients:
            refused = receipt.outcome is SendOutcome.ACCEPTED and who in receipt.refused
            outcome = SendOutcome.REJECTED if refused else receipt.outcome
            outbox.set_copy(self.db, number, who, outcome, receipt.detail)

    def _stop(self, number: OutboxId, error: AppError) -> None:
        """What is not handed over yet cannot be now. What was cut before stays in doubt."""
        entry = outbox.get(self.db, number)
        states = _states(entry) if entry else set()
        if states & {"unknown", "sending"}:
            state = "unknown"
        else:
            state = "partly" if "accepted" in states else "rejected"
        outbox.move(self.db, number, state, error=error.code)
        self._announce(number, state, error)

    def _finish(self, number: OutboxId) -> None:
        """A copy still `sending` met a bug of ours in the middle: it may have gone out."""
        entry = outbox.get(self.db, number)
        states = _states(entry) if entry else set()
        error = "refused" if "rejected" in states else ""
        if states & {"unknown", "sending"}:
            self._move(number, "unknown", error)
        elif "accepted" in states:
            self._move(number, "partly" if error else "sent", error)
        else:
            self._move(number, "rejected", error or AppError.code)

    def _look_for_doubtful(self, now: Micros) -> None:
        for entry in outbox.in_doubt(self.db, now - LOOK_FOR):
            try:
                apart = self._settings(entry.account).by_smtp
                if not _is_one_copy(entry, apart) or not self.find_sent(entry.account, entry.message_id):
                    continue
            except AppError as error:
                log.info("letter %d cannot be looked for in Sent: %s", entry.id, error)
                continue
            for who in entry.copies:
                outbox.set_copy(self.db, entry.id, who, "accepted")
            self._move(entry.id, "sent", "")

    def _keep_copies(self) -> None:
        """Put the clean letters into Sent; when the server cannot be reached, the next time."""
        away: set[AccountId] = set()  # asked once: a silent server holds up no other mailbox for minutes
        for entry in outbox.not_kept(self.db):
            if entry.account in away:
                continue
            try:
                settings = self._settings(entry.account)
                if settings.by_smtp or entry.draft.tracked:  # else the mailbox has filed it, clean
                    clean = self._clean(entry.draft, settings, entry.message_id, entry.dated)
                    self.save_sent(entry.account, clean)
                self.settle(entry.account, entry.draft.answers, entry.dated)
            except _LATER as error:
                log.info("letter %d is not in Sent yet: %s", entry.id, error)
                away.add(entry.account)
            except AppError as error:
                log.warning("letter %d will not be in Sent: %s", entry.id, error)
                outbox.mark_kept(self.db, entry.id, error.code)
            else:
                outbox.mark_kept(self.db, entry.id)

    def _move(self, number: OutboxId, state: str, error: str) -> None:
        before = outbox.get(self.db, number)
        outbox.move(self.db, number, state, error=error)
        if state in ("sent", "partly") and before is not None and before.state != "partly":
            self._remind(number)
        self.tell(OutboxChanged(number, state, error))

    def _remind(self, number: OutboxId) -> None:
        """From now on an answer is awaited; the reminder comes in working hours."""
        entry = outbox.get(self.db, number)
        if entry is None or not entry.draft.remind_days:
            return
        since = max(entry.dated, entry.hold_until)
        due = since + entry.draft.remind_days * DAY
        due = Timetable(work_hours(preferences(self.db))).add(due, 0) or due
        to = [one.address for one in entry.draft.to or entry.draft.cc]
        reminders.put_for_letter(self.db, entry.message_id, to, since, due)

    def _announce(self, number: OutboxId, state: str, error: AppError) -> None:
        self.tell(OutboxChanged(number, state, error.code))
        if isinstance(error, AuthRejected):
            log.warning("letter %d was not sent: the server did not accept the password", number)

    def _settings(self, account: AccountId) -> AccountSettings:
        settings = accounts.settings_of(self.db, account)
        if settings is None:
            raise InputError(field="account", reason="no_such_account")
        if not settings.sends:
            raise InputError(field="account", reason="receive_only")
        return settings

    def _clean(self, draft: Draft, settings: AccountSettings, message_id: str, now: Micros) -> bytes:
        answered = letters.references_of(self.db, draft.answers) if draft.answers else ()
        return compose(draft, Address(settings.name, settings.address), message_id, now, answered)


def _states(entry: outbox.Entry) -> set[str]:
    return {state for state, _ in entry.copies.values()}


def _is_one_copy(entry: outbox.Entry, apart: bool) -> bool:
    """All copies bear one Message-ID: a letter in Sent speaks for one of several, but not for which."""
    states = _states(entry)
    together = len(entry.copies) == 1 or not entry.draft.tracked or not apart
    return together and states <= {"unknown", "sending"} and len(entry.copies) == len(recipients(entry.draft))


def _asked_for(error: AppError) -> Micros:
    """How long the server wants to be left alone."""
    after_s = error.params.get("after_s", 0)
    return round(float(after_s) * SECOND)


def _refusal(entry: outbox.Entry | None) -> InputError:
    """Of a letter that cannot be taken back or put off."""
    return InputError(field="outbox", reason="too_late" if entry else "no_such_letter")
