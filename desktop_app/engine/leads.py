"""Leads of many contacts at once: fetched in bulk, judged by the domain, written where they changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_app.domain.actions import TODAY_WITHIN, Standing, declined, next_action
from desktop_app.domain.addresses import company, shown_name
from desktop_app.domain.evidence import OPENS, Away, Evidence, counts
from desktop_app.domain.model import ContactId, Contribution, Micros, SignalKind
from desktop_app.domain.targets import Targets
from desktop_app.domain.timetable import Timetable
from desktop_app.domain.warmth import (
    OPEN_FOR,
    SHIPPED_BASE,
    UNKNOWN,
    History,
    OpenLetter,
    Rate,
    Scored,
    Weights,
    against,
    score,
    user_base,
)
from desktop_app.engine.due import Due
from desktop_app.engine.preferences import preferences
from desktop_app.settings.hours import work_hours
from desktop_app.settings.targets import targets
from desktop_app.store import active_leads, leads, reports, shown, trackability
from desktop_app.store.database import Database
from desktop_app.store.leads import LeadLine, Person, Sent
from desktop_app.store.rates import company_rates, user_rate

READ = (*OPENS, SignalKind.CLICK)
# Change every minute and are seen by nobody before something else changes too.
VOLATILE = ("waited_s",)


def refresh(db: Database, contacts: Collection[ContactId], now: Micros) -> tuple[ContactId, ...]:
    """Compute these leads again; the contacts whose row changed, came or went. One transaction."""
    if not contacts:
        return ()
    with db.transaction():
        active_leads.touch(db, contacts)
        known = Known.of(db, contacts, now, Usual.of(db))
        return write(db, contacts, known, known.scored(now), now)


def refresh_active(db: Database, now: Micros, *, late: bool = False) -> tuple[ContactId, ...]:
    """Compute the leads that change by time alone, after the user's usual is known again.

    `late`: those too who have waited longer than the target: hours or targets have changed.
    """
    with db.transaction():
        contacts = leads.active(db, now)
        if late:
            contacts = list({*contacts, *leads.waiting(db)})
        known = Known.of(db, contacts, now, Usual.of(db))
        scored = known.scored(now)
        base = user_base(one.p for one in scored.values())
        leads.set_base(db, base)
        beside = {contact: against(one, base) for contact, one in scored.items()}
        return write(db, contacts, replace(known, base=base), beside, now)


def score_open(db: Database, now: Micros) -> tuple[dict[ContactId, Scored], Weights]:
    """Every contact with an open letter as it is scored now, and the weights in use."""
    with db.transaction():
        known = Known.of(db, leads.active(db, now), now, Usual.of(db))
    return known.scored(now), known.usual.weights


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for all contacts. `user`: how often the user's letters are answered; None: to be counted."""

    hours: Timetable
    targets: Targets
    weights: Weights
    user: Rate | None = None

    @classmethod
    def of(cls, db: Database) -> Usual:
        wanted = preferences(db)
        return cls(
            hours=Timetable(work_hours(wanted)),
            targets=targets(wanted),
            weights=shown.weights(db.rows, personal=wanted.flag("warmth_personal")),
        )


@dataclass(frozen=True, slots=True)
class Known:
    """All that the leads of some contacts are made of."""

    people: Mapping[ContactId, Person]
    open: Mapping[ContactId, list[Sent]]
    evidence: Mapping[ContactId, list[Evidence]]
    last: Mapping[ContactId, leads.LastSignal]
    bounced: Mapping[ContactId, Micros]
    absent: Mapping[ContactId, Away]
    histories: Mapping[ContactId, History]
    follow_ups: Mapping[ContactId, int]
    blind: Mapping[ContactId, trackability.Blind]
    base: float
    due: Due
    usual: Usual

    @classmethod
    def of(cls, db: Database, contacts: Collection[ContactId], now: Micros, usual: Usual) -> Known:
        people = leads.people(db, contacts)
        unanswered = leads.open_letters(db, contacts, now)
        return cls(
            people=people,
            open=unanswered,
            evidence=leads.evidence(db, contacts, now),
            last=leads.last_signals(db, contacts),
            bounced=leads.bounces(db, contacts),
            absent=reports.absences(db, contacts, now - OPEN_FOR),
            histories=_histories(db, people, unanswered, now, usual.user),
            follow_ups=leads.follow_ups(db, unanswered),
            blind=trackability.blind(db.rows, unanswered.keys()) if unanswered else {},
            base=leads.base(db) or SHIPPED_BASE,
            due=Due.of(db, usual.targets, usual.hours, people),
            usual=usual,
        )

    def scored(self, now: Micros) -> dict[ContactId, Scored]:
        """Every contact with an open letter."""
        found = ((contact, self.score(contact, now)) for contact in self.open)
        return {contact: one for contact, one in found if one is not None}

    def score(self, contact: ContactId, now: Micros) -> Scored | None:
        """None: no open letter."""
        letters, signals, history, away = self.features(contact)
        return score(letters, signals, history, self.base, now, away, self.usual.weights)

    def features(
        self, contact: ContactId
    ) -> tuple[list[OpenLetter], Sequence[Evidence], History, Away | None]:
        """What a contact's score is made of."""
        sent = self.open.get(contact, ())
        letters = [OpenLetter(one.letter, one.sent_at, one.recipients, one.answers_him) for one in sent]
        history = self.histories.get(contact, History())
        return letters, self.evidence.get(contact, ()), history, self.absent.get(contact)

    def line(self, person: Person, scored: Scored | None, now: Micros) -> LeadLine:
        """The row as it is shown."""
        standing = self.standing(person, scored, now)
        after = next_action(standing, now)
        signal = self.last.get(person.contact)
        name = shown_name(person.name, person.address)
        return LeadLine(
            contact=person.contact,
            name=name,
            name_key=leads.name_key(name),
            address=person.address,
            company=company(person.address),
            warmth=scored.warmth if scored else None,
            lift=scored.lift if scored else None,
            action=after.action.value,
            action_rank=leads.URGENCY[after.action],
            reason=after.reason,
            reason_params=json.dumps(after.params, ensure_ascii=False) if after.params else "",
            waiting_since=person.waiting_since,
            awaiting=int(person.contact in self.open),
            last_signal=signal.id if signal else None,
            last_signal_kind=signal.kind.value if signal else None,
            last_signal_at=signal.at if signal else None,
            last_signal_link=signal.link if signal else "",
            last_letter_at=person.last_letter_at,
            subject=person.subject,
            channel=person.channel,
            channel_at=person.channel_at,
            snoozed_until=person.snoozed_until,
            contributions=leads.contributions_text(self.shown(person.contact, scored)) if scored else "",
            declined=leads.declined_text(declined(standing, now)),
        )

    def shown(self, contact: ContactId, scored: Scored) -> list[Contribution]:
        """What counts and what does not; that silence means nothing here is said with the latter."""
        terms = [*scored.contributions, *scored.not_counted]
        if (unseen := self.blind.get(contact)) is not None:
            told = Contribution(
                "pictures_never_load", 0.0, {"letters": unseen.letters, "company": unseen.company}
            )
            terms.append(told)
        return terms

    def standing(self, person: Person, scored: Scored | None, now: Micros) -> Standing:
        """Where the lead stands, for the next action."""
        contact, hours = person.contact, self.usual.hours
        signals = [
            one for one in self.evidence.get(contact, ()) if counts(one) and one.kind is not SignalKind.REPLY
        ]
        newest = max(signals, key=lambda one: one.at, default=None)
        sent = self.open.get(contact, ())
        waited_s, target_s = self.due.of_contact(contact, now)
        away = self.absent.get(contact)
        read = [one.at for one in signals if sent and one.letter == sent[0].letter and one.kind in READ]
        return Standing(
            waiting_since=person.waiting_since,
            waited_s=waited_s,
            target_s=target_s,
            bounced_at=_bounce_in_force(person, self.bounced.get(contact)),
            away_until=away.until if away else None,
            warmth=scored.warmth if scored else None,
            last_human=newest.at if newest else None,
            last_human_kind=newest.kind if newest else None,
            last_human_link=newest.link if newest else "",
            phone_known=bool(person.phone),
            within_hours=hours.is_open(now) if newest else True,
            opens_at=None if newest is None or hours.is_open(now) else hours.add(now, 0),
            nudged_at=_nudged_at(person, signals),
            open_since=sent[0].sent_at if sent else None,
            opened_at=max(read, default=None),
            follow_ups=self.follow_ups.get(contact, 0),
            remind_since=person.remind_since,
            remind_at=_reminder_in_force(person),
            blind=contact in self.blind,
        )


def write(
    db: Database,
    contacts: Collection[ContactId],
    known: Known,
    scored: Mapping[ContactId, Scored],
    now: Micros,
) -> tuple[ContactId, ...]:
    """Write the rows of these contacts that look different now; whose row changed, came or went."""
    lines = {
        person.contact: known.line(person, scored.get(person.contact), now)
        for person in known.people.values()
    }
    before = leads.existing(db, contacts)
    changed = [line for line in lines.values() if not _looks_same(line, before.get(line.contact))]
    gone = [contact for contact in before if contact not in lines]
    leads.write(db, changed, before)
    leads.remove(db, gone)
    return tuple(sorted([*(line.contact for line in changed), *gone]))


def _histories(
    db: Database,
    people: Mapping[ContactId, Person],
    unanswered: Mapping[ContactId, list[Sent]],
    now: Micros,
    user: Rate | None,
) -> dict[ContactId, History]:
    """Only those with an open letter have a warmth: for all others nothing is counted."""
    if not unanswered:
        return {}
    counted = leads.counters(db, unanswered, now)
    lately = leads.written_lately(db, unanswered, now)
    domains = {contact: company(people[contact].address) for contact in unanswered if contact in people}
    companies = company_rates(db.rows, {domain for domain in domains.values() if domain}, now)
    user = user_rate(db.rows, now) if user is None else user
    return {
        contact: History(
            pair=counted.pairs.get((contact, unanswered[contact][0].account), UNKNOWN),
            recipient=counted.contacts.get(contact, UNKNOWN),
            company=companies.get(domain, UNKNOWN) if domain else UNKNOWN,
            user=user,
            last_activity=people[contact].wrote_at,
            letters_7d=lately.get(contact, 0),
        )
        for contact, domain in domains.items()
    }


def _bounce_in_force(person: Person, bounced_at: Micros | None) -> Micros | None:
    """A later letter from him proves the address; a later letter of ours starts afresh."""
    if bounced_at is None or bounced_at < max(person.wrote_at or 0, person.sent_at or 0):
        return None
    return bounced_at


def _reminder_in_force(person: Person) -> Micros | None:
    """Over once the user has called or written after it was due."""
    if person.remind_at is None or max(person.handled_at or 0, person.sent_at or 0) >= person.remind_at:
        return None
    return person.remind_at


def _nudged_at(person: Person, signals: Collection[Evidence]) -> Micros | None:
    """When the user last acted on a nudge: said so, or wrote within two days after a human signal."""
    wrote = person.sent_at
    if wrote is not None and not any(one.at < wrote <= one.at + TODAY_WITHIN for one in signals):
        wrote = None
    return max((at for at in (person.handled_at, wrote) if at is not None), default=None)


def _looks_same(line: LeadLine, before: LeadLine | None) -> bool:
    return before is not None and _shown(line) == _shown(before)


def _shown(line: LeadLine) -> tuple[object, ...]:
    """What a person can see change: not the third digit of a contribution."""
    params = json.loads(line.reason_params) if line.reason_params else {}
    kept = {key: value for key, value in params.items() if key not in VOLATILE}
    codes = [code for code, *_ in json.loads(line.contributions)] if line.contributions else []
    return (
        *line._replace(lift=None, reason_params="", contributions="", declined=""),
        sorted(kept.items()),
        sorted(codes),
        [why for _action, why, *_ in json.loads(line.declined)] if line.declined else [],
    )
