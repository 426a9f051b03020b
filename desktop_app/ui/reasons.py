"""Why: the next action, the terms of the warmth, and what a verdict rests on, in sentences.

An unknown code is shown as it is: a newer engine must not break an older window.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from desktop_app.domain.actions import Declined
from desktop_app.domain.likeness import Likeness
from desktop_app.domain.model import HOUR, MINUTE, Contribution, Micros, SignalKind, Verdict
from desktop_app.store.rows import LeadRow, SignalRow
from desktop_app.ui import times, words
from desktop_app.ui.translation import tr
from desktop_app.ui.words import Params, percent

NEVER_HOURS = 10_000  # as `domain.warmth.NEVER_H`, which the window does not load
SHOWN_FROM = 0.05  # log-odds; less is "x1.0"
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")  # of delivery, RFC 3463
TOLD_BY_MACHINES = frozenset({SignalKind.BOUNCE, SignalKind.AWAY})  # count all the same
DAY_OF = {
    "bounced": "at", "away_until": "until", "silent_after_open": "opened_at", "silent_unseen": "sent_at",
}  # fmt: skip
INFERRED = frozenset({"inferred_click", "inferred_reply"})


# ── next action ──────────────────────────────────────────────────────────────────────────────────
def action_reason(lead: LeadRow, now: Micros) -> str:
    """A whole sentence for the card, as in: Clicked Prices 12 min ago."""
    return reason_sentence(lead.reason, lead.reason_params, now)


def reason_sentence(code: str, params: Params, now: Micros) -> str:
    """Codes of `domain.actions`; "" for "nothing_open"."""
    if code in ("hot_signal_now", "hot_recent", "hot_off_hours"):
        return _hot(code, params, now)
    since = _micros(params, "since")
    texts = {
        "client_waits": tr("The client waits for your answer: {waited}."),
        "client_wrote": tr("The client wrote {ago}. It is your turn."),
        "bounced": tr("Your letter came back on {date}. Check the address."),
        "away_until": tr("Out of office until {date}."),
        "silent_after_open": tr("Read on {date}, silent since. One more letter often helps."),
        "three_follow_ups": tr("%n more letters and no answer. Let this one go.", "", _int(params, "count")),
        "waiting": tr("Your letter ({ago}) is still without an answer. Nothing to do yet."),
        "waiting_unseen": tr("No answer yet ({ago}). Pictures never load there: silence means nothing."),
        "silent_unseen": tr(
            "No answer to your letter of {date}, and pictures never load there. One more letter often helps."
        ),
        "reminder": tr("You wanted to be reminded: no answer since {date}."),
        "nothing_open": "",
    }
    day = _micros(params, DAY_OF.get(code, "since"))
    text = texts.get(code, code).format(
        waited=times.duration(now - since), ago=times.ago(since, now), date=times.date(day, now)
    )
    return text.replace("..", ".")  # a Russian month is shortened with a full stop of its own


def why_not(declined: Declined, now: Micros) -> str:
    """Why an action is not the next one: "Call now: no phone number is known"."""
    params = declined.params
    texts = {
        "nobody_waits": tr("nobody waits for your answer"),
        "no_open_letter": tr("no letter of yours is open"),
        "no_signal": tr("nothing shows that they have read it"),
        "not_hot": tr("warmth {warmth}, hot begins at {hot}"),
        "one_a_day": tr("you got in touch {ago}; once a day is enough"),
        "signal_old": tr("the last sign was {ago}, longer than half an hour"),
        "off_hours": tr("it is outside your working hours until {opens}"),
        "no_phone": tr("no phone number is known"),
        "not_read": tr("nothing shows that they have read your letter"),
        "read_lately": tr("read {ago}; give it two days"),
        "follow_ups_many": tr("%n more letters were not answered", "", _int(params, "count")),
        "follow_ups_few": tr("%n more letters before giving up", "", _int(params, "count")),
    }
    text = texts.get(declined.why, declined.why).format(
        ago=times.ago(_micros(params, "at"), now),
        opens=times.until(_micros(params, "opens"), now),
        warmth=_int(params, "warmth"),
        hot=_int(params, "hot"),
    )
    return tr("{action}: {why}").format(action=words.action(declined.action), why=text)


def _hot(code: str, params: Params, now: Micros) -> str:
    at = _micros(params, "at")
    text = tr("Much warmer than usual: {signal} {ago}.")
    if code == "hot_off_hours":
        text = tr(
            "Much warmer than usual: {signal} {ago}. It is outside your working hours: call from {opens}."
        )
    opens = times.until(_micros(params, "opens"), now)
    try:
        kind = SignalKind(str(params.get("kind", "")))
    except ValueError:
        return tr("Much warmer than usual.")
    signal = words.signal(kind, str(params.get("link", "")))
    said = text.format(signal=signal, ago=times.ago(at, now), opens=opens)
    return said.replace("..", ".")


# ── warmth ───────────────────────────────────────────────────────────────────────────────────────
def shown_terms(terms: Sequence[Contribution]) -> list[Contribution]:
    """Those that change something, in the order given (largest first)."""
    return [term for term in terms if abs(term.log_odds) >= SHOWN_FROM]


def contribution(term: Contribution) -> str:
    """One term as a short sentence without a full stop: "clicked Prices, 40 min ago"."""
    params = term.params
    ago, count = _hours_ago(params), _int(params, "count")
    texts = {
        "opened": tr("opened %n times, last {ago}", "", count) if count > 1 else tr("opened {ago}"),
        "clicked": tr("clicked {link}, {ago}"),
        "forwarded": tr("probably forwarded, {ago}"),
        "deleted_unread": tr("deleted unread, {ago}"),
        "bounced": tr("your letter came back"),
        "letter_age": tr("your letter is {length} old"),
        "last_active": _last_active(params),
        "active_lately": _lately(params),
        "active_but_silent": _silent(params),
        "answers_you": _answers_you(params),
        "answers_all": tr("answers {rate} of the letters of your company"),
        "you_answered": _you_answered(params),
        "recipients": _recipients(params),
    }
    said = texts.get(term.code, term.code).format(
        ago=ago,
        link=params.get("link") or tr("a link"),
        length=times.duration(_hours(params)),
        rate=percent(float(params.get("rate", 0.0))),
        answered=_int(params, "answered"),
    )
    return tr("{term}, their absence not counted").format(term=said) if params.get("away") else said


def _last_active(params: Params) -> str:
    if float(params.get("hours", 0.0)) >= NEVER_HOURS:
        return tr("has never written to you")
    return tr("wrote to you {ago}")


def _lately(params: Params) -> str:
    letters = _int(params, "letters")
    return tr("%n letters from them within a week", "", letters) if letters else tr("no letter within a week")


def _recipients(params: Params) -> str:
    others = _int(params, "count") - 1
    return tr("written to %n others as well", "", others) if others > 0 else tr("written to nobody else")


def _silent(params: Params) -> str:
    if _int(params, "active"):
        return tr("wrote after your letter, but not an answer to it")
    return tr("has written nothing since your letter")


def _answers_you(params: Params) -> str:
    letters = _int(params, "letters")
    if letters == 0:
        return tr("new to you; letters like this are answered in {rate} of cases")
    return tr("answered {answered} of %n letters", "", letters)


def _you_answered(params: Params) -> str:
    return tr("your letter is an answer to theirs") if _int(params, "answered") else tr("you wrote first")


# ── verdicts ─────────────────────────────────────────────────────────────────────────────────────
def bounce(signal: SignalRow) -> str:
    """Why a letter came back, as its mail server says: "No such mailbox (5.1.1)"."""
    status = next((code for code in signal.reasons if STATUS.fullmatch(code)), "")
    if not status:
        return tr("The mail server reported it")
    texts = _bounce_reasons()
    _, subject, detail = status.split(".")
    known = texts.get(f"{subject}.{detail}") or texts.get(subject) or tr("Not delivered")
    return tr("{reason} ({status})").format(reason=known, status=status)


def verdict_reason(code: str) -> str:
    """What a verdict rests on, as half a sentence: "fetched by a mail scanner"."""
    return _verdict_reasons().get(code, code)


def verdict_why(signal: SignalRow) -> str:
    """Beside the verdict: "clicked from a browser", "you said so"; "" when nothing is known."""
    if signal.verdict is not signal.judged:
        return tr("you said so")
    return ", ".join(verdict_reason(code) for code in signal.reasons)


def not_counted(signal: SignalRow) -> str:
    """Why this signal changes nothing, as one line."""
    if signal.verdict is not signal.judged:
        return tr("Not counted: you said so")
    reason = verdict_reason(signal.reasons[0]) if signal.reasons else words.verdict(signal.verdict)
    return tr("Not counted: {reason}").format(reason=reason)


def is_inferred(signal: SignalRow) -> bool:
    """Whether it only repeats what a click or an answer, shown beside it, says."""
    return not INFERRED.isdisjoint(signal.reasons)


def blindness(terms: Sequence[Contribution]) -> str:
    """That pictures never load there, as a sentence; "" when nothing shows it."""
    for term in terms:
        if term.code == "pictures_never_load":
            company = str(term.params.get("company", ""))
            letters = _int(term.params, "letters")
            if company:
                text = tr("Pictures never load at {company}: %n letters were read without. Silence means "
                          "nothing.", "", letters)  # fmt: skip
                return text.format(company=company)
            return tr("Pictures never load here: %n letters were read without. Silence means nothing.", "",
                      letters)  # fmt: skip
    return ""


def rule_sentence(likeness: Likeness, verdict: Verdict) -> str:
    """As in: "A browser in the network 203.0.113.0/24, letters to zavod.ru: a program"."""
    values = {
        "program": words.family(likeness.family),
        "network": likeness.network,
        "domain": likeness.domain,
        "verdict": words.verdict(verdict).lower(),
    }
    if not likeness.domain:
        return tr("{program} in the network {network}: {verdict}").format(**values)
    return tr("{program} in the network {network}, letters to {domain}: {verdict}").format(**values)


def not_counted_summary(signals: Sequence[SignalRow]) -> list[str]:
    """"Not counted: 2 opens, fetched by a mail scanner": one line per kind and reason, frequent first."""
    return [text for _kind, text in not_counted_kinds(signals)]


def not_counted_kinds(signals: Sequence[SignalRow]) -> list[tuple[SignalKind, str]]:
    """The same, with the kind each line is about."""
    groups: Counter[tuple[SignalKind, str]] = Counter()
    for signal in signals:
        told = signal.kind in TOLD_BY_MACHINES and signal.verdict is signal.judged
        if signal.verdict is not Verdict.HUMAN and not told:
            corrected = signal.verdict is not signal.judged
            reason = tr("you said so") if corrected else _first_reason(signal)
            groups[signal.kind, reason] += max(1, signal.count)
    return [
        (kind, tr("Not counted: {what}, {reason}").format(what=_counted(kind, number), reason=reason))
        for (kind, reason), number in groups.most_common()
    ]


def _first_reason(signal: SignalRow) -> str:
    return verdict_reason(signal.reasons[0]) if signal.reasons else words.verdict(signal.verdict).lower()


def _counted(kind: SignalKind, number: int) -> str:
    return {
        SignalKind.OPEN: tr("%n opens", "", number),
        SignalKind.REOPEN: tr("%n later opens", "", number),
        SignalKind.CLICK: tr("%n clicks", "", number),
        SignalKind.FORWARD: tr("%n forwards", "", number),
    }.get(kind, words.signal(kind))


def _verdict_reasons() -> dict[str, str]:
    return {
        "unknown_token": tr("belongs to no letter known here"),
        "mail_client": tr("in a mail program"),
        "browser": tr("in a browser"),
        "mail_proxy": tr("through the mail provider, place and device unknown"),
        "head_request": tr("a program only asked whether it is there"),
        "prefetch": tr("loaded in advance, nobody looked"),
        "mangled_token": tr("a program changed the address"),
        "no_agent": tr("a program without a name"),
        "gmail_prefetch": tr("Gmail loaded it in advance"),
        "named_machine": tr("fetched by a mail scanner"),
        "scanner_network": tr("came from the network of a mail scanner"),
        "apple_privacy": tr("Apple loads every picture, read or not"),
        "unrecognised_client": tr("an unknown program"),
        "inside_delivery_window": tr("too soon after delivery to be a person for certain"),
        "ambiguous_client": tr("a person's program or a scanner, both look like this"),
        "gateway_window": tr("soon after delivery, when mail gateways check links"),
        "cloud_network": tr("came from a data centre"),
        "burst": tr("all links within seconds, as scanners do"),
        "many_networks": tr("from many networks at once, as scanners do"),
        "trap_link": tr("touched a link that no person can see"),
        "own_network": tr("came from your own network"),
        "own_device": tr("came from your own device"),
        "own_reading": tr("loaded while you read the letter that quotes it"),
        "learned_rule": tr("you said so of others like it"),
        "third_place": tr("a third device in a third place"),
        "inferred_click": tr("known from the click, no picture was loaded"),
        "inferred_reply": tr("known from the answer, no picture was loaded"),
        "unknown_replier": tr("somebody you did not write to answered it"),
        "unknown_receipt": tr("the mail program of somebody you did not write to reported it"),
        "quoted_mailbox": tr("the answer quotes it from that mailbox"),
        "human_followed": tr("the same person clicked later"),
        "reply_followed": tr("an answer came afterwards"),
        "reply": tr("their answer is in your mailbox"),
        "bounce": tr("the mail server reported it"),
        "away": tr("an automatic answer said so"),
        "receipt": tr("their mail program reported it"),
        "deleted": tr("their mail program reported it"),
    }


def _bounce_reasons() -> dict[str, str]:
    """By the second and third figure of RFC 3463."""
    return {
        "1": tr("The address is wrong"),
        "1.1": tr("No such mailbox"),
        "1.2": tr("No such mail domain"),
        "1.10": tr("This domain takes no mail"),
        "2": tr("The mailbox takes nothing"),
        "2.1": tr("The mailbox is switched off"),
        "2.2": tr("The mailbox is full"),
        "2.3": tr("The letter is too large for this mailbox"),
        "3": tr("Their mail system is in trouble"),
        "3.4": tr("The letter is too large"),
        "4": tr("Their mail server could not be reached"),
        "5": tr("The mail servers did not understand each other"),
        "6": tr("The contents could not be passed on"),
        "7": tr("Refused by the rules of their mail server"),
    }


def _int(params: Params, name: str) -> int:
    return int(params.get(name, 0))


def _micros(params: Params, name: str) -> Micros:
    return int(params.get(name, 0))


def _hours(params: Params) -> Micros:
    return int(float(params.get("hours", 0.0)) * HOUR)


def _hours_ago(params: Params) -> str:
    """Terms count in hours: the instant itself may lie behind an absence."""
    passed = _hours(params)
    if passed < MINUTE:
        return tr("just now")
    return tr("{length} ago").format(length=times.duration(passed))
