"""Codes of the knowledge below as sentences: signals, actions, warmth, verdicts, letters.

Errors and states of accounts are in `ui.problems`, times in `ui.times`. An unknown code is shown as it is:
a newer engine must not break an older window.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from PySide6.QtCore import QLocale

from desktop_app.domain.codes import (
    Action,
    Excluded,
    Kind,
    Level,
    Micros,
    SignalKind,
    Verdict,
)
from desktop_app.store.lead_rows import LeadFilter
from desktop_app.ui import times
from desktop_app.ui.translation import tr

LONGEST_NAME = 60  # characters
Params = Mapping[str, str | int | float]


# ── signals ──────────────────────────────────────────────────────────────────────────────────────
def signal(kind: SignalKind, link: str = "") -> str:
    """Lower case, for the middle of a sentence: "clicked Prices", "opened again".

    `link` of a forward that is proven: who has the letter now.
    """
    if kind is SignalKind.CLICK and link:
        return tr("clicked {link}").format(link=link)
    if kind is SignalKind.FORWARD and link:
        return tr("forwarded to {person}").format(person=link)
    return {
        SignalKind.OPEN: tr("opened"),
        SignalKind.REOPEN: tr("opened again"),
        SignalKind.CLICK: tr("clicked a link"),
        SignalKind.REPLY: tr("answered"),
        SignalKind.BOUNCE: tr("letter came back"),
        SignalKind.AWAY: tr("out of office"),
        SignalKind.RECEIPT: tr("sent a read receipt"),
        SignalKind.DELETED: tr("deleted unread"),
        SignalKind.FORWARD: tr("probably forwarded"),
    }[kind]


def signal_icon(kind: SignalKind) -> str:
    return {
        SignalKind.OPEN: "eye",
        SignalKind.REOPEN: "eye",
        SignalKind.CLICK: "click",
        SignalKind.REPLY: "reply",
        SignalKind.BOUNCE: "alert",
        SignalKind.AWAY: "away",
        SignalKind.RECEIPT: "mail-check",
        SignalKind.DELETED: "mail-x",
        SignalKind.FORWARD: "forward",
    }[kind]


def signal_ago(kind: SignalKind, link: str, at: Micros, now: Micros) -> str:
    """"clicked Prices, 12 min ago"."""
    return tr("{signal}, {when}").format(signal=signal(kind, link), when=times.ago(at, now))


def alert_title(kind: SignalKind, name: str, link: str) -> str:
    """Headline of a notification: "Anna Petrova clicked Prices"."""
    if kind is SignalKind.CLICK and link:
        return tr("{name} clicked {link}").format(name=name, link=link)
    if kind is SignalKind.FORWARD and link:
        return tr("{name} forwarded your letter to {person}").format(name=name, person=link)
    return {
        SignalKind.OPEN: tr("{name} opened your letter"),
        SignalKind.REOPEN: tr("{name} opened your letter again"),
        SignalKind.CLICK: tr("{name} clicked a link"),
        SignalKind.REPLY: tr("{name} answered"),
        SignalKind.BOUNCE: tr("The letter to {name} came back"),
        SignalKind.AWAY: tr("{name} is out of office"),
        SignalKind.RECEIPT: tr("{name} sent a read receipt"),
        SignalKind.DELETED: tr("{name} deleted your letter unread"),
        SignalKind.FORWARD: tr("{name} probably forwarded your letter"),
    }[kind].format(name=name)


def family(name: str) -> str:
    """What sort of program, as `domain.agents.Family` names it, at the beginning of a sentence."""
    return {
        "mail_client": tr("A mail program"),
        "browser": tr("A browser"),
        "machine": tr("A mail scanner"),
        "ambiguous": tr("Apple Mail or the new Outlook"),
    }.get(name, tr("An unknown program"))


# ── actions ──────────────────────────────────────────────────────────────────────────────────────
def action(code: Action) -> str:
    """What a button or a column says; "" when there is nothing to do."""
    return {
        Action.ANSWER: tr("Answer"),
        Action.FIX_ADDRESS: tr("Fix address"),
        Action.RETURN_ON: tr("Come back later"),
        Action.CALL_NOW: tr("Call now"),
        Action.WRITE_NOW: tr("Write now"),
        Action.CALL_TODAY: tr("Call today"),
        Action.WRITE_AGAIN: tr("Write again"),
        Action.LET_GO: tr("Let go"),
        Action.WAIT: tr("Wait"),
        Action.NONE: "",
    }[code]


# ── warmth ───────────────────────────────────────────────────────────────────────────────────────
def lift(times_usual: float) -> str:
    """"8× the usual", "0.4× the usual"."""
    return tr("{lift}× the usual").format(lift=_rounded(times_usual))


def multiplier(log_odds: float) -> str:
    """A contribution as a factor of the odds: "×4.1"."""
    return tr("×{factor}").format(factor=_rounded(exp(log_odds)))


def warmth_name(warmth: int | None) -> str:
    if warmth is None:
        return tr("no open letter")
    return {
        Level.COLD: tr("cold"),
        Level.MILD: tr("mild"),
        Level.WARM: tr("warm"),
        Level.HOT: tr("hot"),
    }[Level.of(warmth)]


# ── verdicts ─────────────────────────────────────────────────────────────────────────────────────
def verdict(code: Verdict) -> str:
    return {
        Verdict.HUMAN: tr("A person"),
        Verdict.UNKNOWN: tr("Not certain"),
        Verdict.MACHINE: tr("A program"),
        Verdict.SELF: tr("You"),
    }[code]


# ── letters ──────────────────────────────────────────────────────────────────────────────────────
def kind(code: Kind) -> str:
    return {
        Kind.HUMAN: tr("Letter"),
        Kind.AUTO: tr("Automatic message"),
        Kind.AWAY: tr("Out of office"),
        Kind.BOUNCE: tr("Not delivered"),
        Kind.RECEIPT: tr("Read receipt"),
        Kind.LIST: tr("Newsletter"),
        Kind.CALENDAR: tr("Invitation"),
    }[code]


def excluded(code: Excluded) -> str:
    """Why a letter is not counted in the reply times."""
    return {
        Excluded.AUTO: tr("sent by a program"),
        Excluded.BOUNCE: tr("a delivery report"),
        Excluded.CALENDAR: tr("an answer to an invitation"),
        Excluded.LIST: tr("a newsletter or mailing list"),
        Excluded.INTERNAL: tr("from a colleague"),
        Excluded.CC_ONLY: tr("you were only in Cc"),
        Excluded.NO_ANSWER: tr("marked as needing no answer"),
        Excluded.THANKS: tr("only thanks or confirms"),
        Excluded.HANDED_OVER: tr("handed over to a colleague"),
    }[code]


def responder(address: str) -> str:
    """Who answered; a person unknown is never guessed."""
    return address or tr("the mailbox, person unknown")


def lead_filter(code: LeadFilter) -> str:
    return {
        LeadFilter.ALL: tr("All"),
        LeadFilter.ANSWER: tr("Answer now"),
        LeadFilter.HOT: tr("Hot"),
        LeadFilter.WAITING: tr("Waiting for them"),
        LeadFilter.COLD: tr("Cold"),
        LeadFilter.SNOOZED: tr("Snoozed"),
    }[code]


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────
def short(name: str) -> str:
    """A name within a sentence: the longest ones are cut, so that the sentence is read to its end."""
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def percent(share: float) -> str:
    """0.62 -> "62 %", with the locale's spacing."""
    return tr("{number} %").format(number=round(100 * share))


def count(number: int) -> str:
    """With the locale's thousands separators."""
    return QLocale().toString(number)


def size(number_of_bytes: int) -> str:
    """As "1.2 MB"."""
    return QLocale().formattedDataSize(number_of_bytes, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def _rounded(value: float) -> str:
    text = f"{value:.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")
    return text.replace(".", QLocale().decimalPoint())


def fill(text: str, params: Params) -> str:
    """`text` with its {names} filled; a missing parameter is shown as "?" instead of failing."""
    return text.format_map(_Known(params))


class _Known(dict[str, str | int | float]):
    def __missing__(self, key: str) -> str:
        return "?"
