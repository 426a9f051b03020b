"""Bounces and read receipts are opened: headers alone do not say which letter of ours they are about."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.domain.conversations import assign, ids_of
from desktop_app.domain.errors import ItemGone
from desktop_app.domain.model import AccountId, ConversationId, Kind, LetterId
from desktop_app.domain.reports import bounce_facts, receipt_facts
from desktop_app.store import intake, letters, reports
from desktop_app.store.database import Database
from desktop_app.store.reports import Report

AT_ONCE = 50


def read_reports(
    db: Database, account: AccountId, fetch: Callable[[LetterId], bytes], limit: int = AT_ONCE
) -> int:
    """Fetch and read up to `limit` bounces and receipts not read yet; how many were. Call derive after it.

    `fetch` gives a letter's MIME; its MailErrors end the round, but ItemGone only skips the letter.
    """
    wanting = reports.wanting(db, account, limit)
    for letter, kind in wanting:
        try:
            report = _read(kind, fetch(letter))
        except ItemGone:
            report = Report()
        note(db, account, letter, report)
    return len(wanting)


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


def _read(kind: Kind, mime: bytes) -> Report:
    if kind is Kind.BOUNCE:
        bounce = bounce_facts(mime)
        return Report(bounce.message_id, bounce.recipient, bounce.action)
    receipt = receipt_facts(mime)
    return Report(receipt.message_id, receipt.recipient, receipt.disposition, receipt.by_hand)
