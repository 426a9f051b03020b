"""Signals that letters are: answers, bounces, out-of-office notes, read receipts, proven forwards.

Who answers a letter that did not go to him, or sends a receipt for it, has it from somebody it went to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from desktop_app.domain.model import ContactId, Direction, Kind, Letter, LetterId, SignalKind, Verdict
from desktop_app.store import contacts, derived, reports, signals
from desktop_app.store.database import Database
from desktop_app.store.reports import Report
from desktop_app.store.signals import Judged, Written

SIGNALS = {
    Kind.HUMAN: SignalKind.REPLY,
    Kind.BOUNCE: SignalKind.BOUNCE,
    Kind.AWAY: SignalKind.AWAY,
    Kind.RECEIPT: SignalKind.RECEIPT,
}
KINDS = (*SIGNALS.values(), SignalKind.DELETED, SignalKind.FORWARD)
ALONE = (SignalKind.BOUNCE, SignalKind.AWAY)  # worth telling without knowing which letter of ours it is about
PASSED = "passed"  # a report's outcome: what the letter quotes went through the mailbox `recipient`
# Mailboxes that several people read: an answer of one of them is no forward.
SHARED = frozenset({
    "info", "office", "sales", "sale", "mail", "post", "contact", "contacts", "support", "service", "zakaz",
    "order", "orders", "hello", "team", "admin", "reception", "zakupki", "snab", "buh", "kontakt", "welcome",
})  # fmt: skip
_UNREAD = re.compile(r"(?:not read|не прочтено|не прочитано|ungelesen)\s*:", re.IGNORECASE)


def write_signals(
    db: Database, every: Sequence[Letter], parents: Mapping[LetterId, LetterId], aliases: Mapping[str, str]
) -> Written:
    """All such signals of some whole conversations, each beside the letter of ours that it answers.

    `aliases`: ids our letters were sent with -> those they have in Sent.
    """
    ours = [one for one in every if one.direction is Direction.OUT]
    told = [one for one in every if one.direction is Direction.IN and one.kind in SIGNALS]
    if not ours and not told:
        return Written()
    signals.find_letters(db, [*(one.message_id for one in ours), *aliases])
    told_of = _ToldOf.of(db, every, told)
    judged = [signal for letter in told for signal in told_of.signals(letter, parents.get(letter.id))]
    judged += [one for letter in told if (one := told_of.forward(letter, parents.get(letter.id)))]
    return signals.rewrite(db, [one.message_id for one in (*ours, *told)], judged, KINDS)


@dataclass(frozen=True, slots=True)
class _ToldOf:
    """What the letters of some conversations tell of one another."""

    letters: Mapping[LetterId, Letter]
    people: Mapping[ContactId, str]
    subjects: Mapping[LetterId, str]
    reports: Mapping[LetterId, Report]
    also_to: Mapping[LetterId, set[str]]
    names: Mapping[ContactId, str]

    @classmethod
    def of(cls, db: Database, every: Sequence[Letter], told: Sequence[Letter]) -> _ToldOf:
        people = {one.contact for one in told if one.contact is not None}
        people.update(who for one in every for who in one.recipients)
        receipts = [one.id for one in told if one.kind is Kind.RECEIPT]
        asked = [one.id for one in every if one.recipients] if _may_be_others(every, told) else ()
        return cls(
            {one.id: one for one in every},
            contacts.addresses_of(db, people),
            derived.subjects(db, receipts),
            reports.of_letters(db, [one.id for one in told if one.kind is not Kind.AWAY]),
            reports.also_to(db, asked),
            contacts.names_of(db, people),
        )

    def signals(self, letter: Letter, answers: LetterId | None) -> list[Judged]:
        """Several when a bounce names several people; none when nothing is said about a letter of ours."""
        parent = self.letters.get(answers) if answers is not None else None
        ours = parent if parent is not None and parent.direction is Direction.OUT else None
        found = self._verdict(letter)
        if found is None or (ours is None and found[0] not in ALONE):
            return []
        kind, verdict = found
        reasons = {self._recipient(letter, ours, told): status for told, status in self._told(letter)}
        return [
            Judged(
                message_id=ours.message_id if ours else letter.message_id,
                recipient=recipient,
                kind=kind,
                key=letter.message_id,
                at=letter.at,
                verdict=verdict,
                reasons=(kind.value, status) if status else (kind.value,),
            )
            for recipient, status in reasons.items()
        ]

    def _told(self, letter: Letter) -> list[tuple[str, str]]:
        """The people its report names, each with the status of delivery."""
        report = self.reports.get(letter.id)
        if report is None or letter.kind is not Kind.BOUNCE:
            return [(report.recipient if report else "", "")]
        return list(zip_longest(report.recipient.split("\n"), report.status.split("\n"), fillvalue=""))

    def forward(self, letter: Letter, answers: LetterId | None) -> Judged | None:
        """None: nothing proves that our letter was handed on."""
        ours = self.letters.get(answers) if answers is not None else None
        if ours is None or ours.direction is not Direction.OUT or not ours.recipients:
            return None
        found = self._stranger(letter, ours) if letter.kind in (Kind.HUMAN, Kind.RECEIPT) else None
        if found is None:
            return None
        who, reason = found
        wrote_to = [self.people.get(one, "") for one in ours.recipients]
        return Judged(
            message_id=ours.message_id,
            recipient=wrote_to[0] if len(wrote_to) == 1 else "",
            kind=SignalKind.FORWARD,
            key=signals.TOLD + letter.message_id,
            at=letter.at,
            verdict=Verdict.HUMAN,
            reasons=(reason,),
            link=who,
        )

    def _stranger(self, letter: Letter, ours: Letter) -> tuple[str, str] | None:
        """Who has our letter though it did not go to him, and how that shows."""
        report = self.reports.get(letter.id)
        sender = self.people.get(letter.contact, "") if letter.contact is not None else ""
        if letter.kind is Kind.HUMAN and report is not None and report.outcome == PASSED:
            named = report.recipient
            if named and not self._had_it(named, letter, ours) and _local(named) != _local(sender):
                return named, "quoted_mailbox"
        if not sender or self._is_namesake(letter, ours) or self._had_it(sender, letter, ours):
            return None
        return sender, "unknown_receipt" if letter.kind is Kind.RECEIPT else "unknown_replier"

    def _is_namesake(self, letter: Letter, ours: Letter) -> bool:
        """Whoever has the name of a recipient is the recipient."""
        name = self.names.get(letter.contact, "").lower() if letter.contact is not None else ""
        return name != "" and any(self.names.get(one, "").lower() == name for one in ours.recipients)

    def _had_it(self, who: str, letter: Letter, ours: Letter) -> bool:
        """He may have got it from us, under this or another address of his, or by a shared mailbox."""
        got = {self.people.get(one, "") for one in ours.recipients} | self.also_to.get(ours.id, set())
        if who in got or any(_local(one) in SHARED or _local(one) == _local(who) for one in got):
            return True
        before = (one for one in self.letters.values() if one.conversation == ours.conversation)
        took_part = {
            self.people.get(person, "")
            for one in before
            if one.at < letter.at and one.id != letter.id
            for person in (*one.recipients, *((one.contact,) if one.contact is not None else ()))
        }
        return who in took_part

    def _verdict(self, letter: Letter) -> tuple[SignalKind, Verdict] | None:
        """What a program sent is no person's doing."""
        report = self.reports.get(letter.id)
        if letter.kind is Kind.RECEIPT:
            return self._receipt(letter, report)
        if letter.kind is Kind.BOUNCE and report and report.outcome not in ("", "failed"):
            return None  # delayed or delivered: nothing to mend
        kind = SIGNALS[letter.kind]
        return kind, Verdict.HUMAN if kind is SignalKind.REPLY else Verdict.MACHINE

    def _receipt(self, letter: Letter, report: Report | None) -> tuple[SignalKind, Verdict] | None:
        """Only one sent by hand proves that somebody looked, or deleted: programs do both by themselves.

        RFC 8098 section 3.2.6.1; Exchange also deletes unread what has passed its retention time.
        """
        verdict = Verdict.HUMAN if report and report.by_hand else Verdict.UNKNOWN
        outcome = report.outcome if report else ""
        if outcome == "deleted" or (not outcome and _UNREAD.match(self.subjects.get(letter.id, ""))):
            return SignalKind.DELETED, verdict
        return (SignalKind.RECEIPT, verdict) if outcome in ("", "displayed") else None

    def _recipient(self, letter: Letter, ours: Letter | None, told: str) -> str:
        """The address it is about; "" when our letter went to several and nothing says to whom.

        Whom we wrote to comes first: a receipt may name another address of his. A bounce that names somebody
        who did not get our letter is of where its only recipient has his mail forwarded to.
        """
        sender = self.people.get(letter.contact, "") if letter.contact is not None else ""
        wrote_to = [self.people.get(one, "") for one in ours.recipients] if ours else []
        for one in (told, sender):
            if one and one in wrote_to:
                return one
        only = wrote_to[0] if len(wrote_to) == 1 else ""
        if letter.kind is Kind.BOUNCE and ours and told not in self.also_to.get(ours.id, ()):
            return only or told
        return told or sender or only


def _may_be_others(every: Sequence[Letter], told: Sequence[Letter]) -> bool:
    """Whether it matters who else got our letters: a bounce, a receipt, or somebody we did not write to."""
    written_to = {person for one in every for person in one.recipients}
    return any(one.kind in (Kind.BOUNCE, Kind.RECEIPT) or one.contact not in written_to for one in told)


def _local(address: str) -> str:
    return address.partition("@")[0]
