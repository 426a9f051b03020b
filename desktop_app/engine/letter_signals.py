"""Signals that letters are: answers, bounces, out-of-office notes, read receipts."""

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
KINDS = (*SIGNALS.values(), SignalKind.DELETED)
ALONE = (SignalKind.BOUNCE, SignalKind.AWAY)  # worth telling without knowing which letter of ours it is about
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
    return signals.rewrite(db, [one.message_id for one in (*ours, *told)], judged, KINDS)


@dataclass(frozen=True, slots=True)
class _ToldOf:
    """What the letters of some conversations tell of one another."""

    letters: Mapping[LetterId, Letter]
    people: Mapping[ContactId, str]
    subjects: Mapping[LetterId, str]
    reports: Mapping[LetterId, Report]
    also_to: Mapping[LetterId, set[str]]

    @classmethod
    def of(cls, db: Database, every: Sequence[Letter], told: Sequence[Letter]) -> _ToldOf:
        people = {one.contact for one in told if one.contact is not None}
        people.update(who for one in every for who in one.recipients)
        receipts = [one.id for one in told if one.kind is Kind.RECEIPT]
        bounces = [one.id for one in told if one.kind is Kind.BOUNCE]
        return cls(
            {one.id: one for one in every},
            contacts.addresses_of(db, people),
            derived.subjects(db, receipts),
            reports.of_letters(db, [*receipts, *bounces]),
            reports.also_to(db, [one.id for one in every if one.recipients] if bounces else ()),
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
