"""Bounces, receipts and absence notes are opened: headers do not say which letter, whom, until when."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop_app.domain.absence import return_date
from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.conversations import assign, ids_of
from desktop_app.domain.mime import parse_headers, writer_zone
from desktop_app.domain.model import DAY, AccountId, ConversationId, Kind, LetterId, Micros
from desktop_app.domain.passages import passed_through
from desktop_app.domain.quotes import own_text
from desktop_app.domain.reports import bounce_facts, receipt_facts
from desktop_app.domain.text import readable
from desktop_app.engine.letter_signals import PASSED
from desktop_app.engine.opened import opened, told
from desktop_app.store import accounts, intake, letters, reports
from desktop_app.store.database import Database
from desktop_app.store.reports import Report, Wanting

READ_BYTES = 64 * 1024  # of a letter; a delivery report stands before the copy of the letter that came back
READ_BACK: Micros = 90 * DAY
AT_ONCE = 300


def read_reports(
    db: Database,
    account: AccountId,
    fetch: Callable[[LetterId], bytes],
    now: Micros,
    limit: int = AT_ONCE,
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Fetch and read up to `limit` letters of machines not read yet; how many were. Call derive after it.

    `fetch` gives the first `READ_BYTES` of a letter; its MailErrors end the round, as of `opened`.
    """
    done = 0
    wanting = reports.wanting(db, account, now - READ_BACK, limit)
    for letter, mime in opened(wanting, lambda one: one.letter, fetch, stopping):
        note(db, account, letter.letter, told(letter.letter, mime, partial(_parse, letter), Report()))
        done += 1
    return done


def note(db: Database, account: AccountId, letter: LetterId, report: Report) -> None:
    """Keep a report, and put it into the conversation of the letter it is about."""
    with db.transaction():
        reports.save(db, letter, report)
        found = letters.get(db, letter)
        if found is None:
            return
        ids = ids_of(found)
        homes = {one: int(known.conversation) for one, known in intake.known_ids(db, account, ids).items()}
        # The letter itself is known, so no new conversation can be asked for.
        joined = assign([ids], homes, lambda: int(found.conversation))
        intake.add_ids(db, account, joined.new_ids, {})
        intake.merge(db, joined.merges)
        intake.make_due(db, [ConversationId(joined.conversations[0])])


def note_passage(db: Database, letter: LetterId, mime: bytes, tracking_url: str) -> bool:
    """Keep that what a letter quotes of ours went through somebody's mailbox. Call derive when True."""
    own = OwnAddresses.of_accounts(one.settings for one in accounts.all_accounts(db))
    through = [who for who in passed_through(mime, tracking_url) if not own.is_own(who)]
    found = letters.get(db, letter) if through else None
    if found is None or found.kind is not Kind.HUMAN or reports.of_letters(db, [letter]):
        return False
    with db.transaction():
        reports.save(db, letter, Report(recipient=through[0], outcome=PASSED))
        intake.make_due(db, [found.conversation])
    return True


def _parse(letter: Wanting, mime: bytes) -> Report:
    if letter.kind is Kind.BOUNCE:
        bounce = bounce_facts(mime)
        people = "\n".join(one.recipient for one in bounce.failures)
        states = "\n".join(one.status for one in bounce.failures)
        return Report(bounce.message_id, people, bounce.action, states)
    if letter.kind is Kind.RECEIPT:
        receipt = receipt_facts(mime)
        return Report(receipt.message_id, receipt.recipient, receipt.disposition, by_hand=receipt.by_hand)
    words = f"{parse_headers(mime).subject}\n{own_text(readable(mime))}"
    return Report(return_at=return_date(words, letter.at, writer_zone(mime)))
