"""The team page in words: what is shown and what is not, and what would help."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale

from desktop_app.domain.facts import TeamState
from desktop_app.domain.reply_figures import COMPARABLE
from desktop_app.domain.team_report import Advice, Hint, PersonReport, Shown, TeamReport, names_of
from desktop_app.ui import times, words_speed
from desktop_app.ui.translation import tr
from desktop_app.ui.words import percent, responder

MOST_NAMED = 3


def headline(report: TeamReport) -> str:
    """The sentence on top: what the data show."""
    if report.shown is Shown.ALONE:
        return tr("There is nobody to compare with.")
    if report.shown is Shown.TOO_FEW:
        return tr("No comparison: fewer than two people have {n} answers in this period.").format(
            n=COMPARABLE
        )
    if report.shown is Shown.NOTHING:
        return tr("No difference shown: what separates these people may be chance.")
    names, slower = names_of(report), dict[str, list[str]]()
    for one in report.differences:
        first, second = (one.first, one.second) if one.faster == one.first else (one.second, one.first)
        slower.setdefault(names[second], []).append(names[first])
    said = [_faster(faster, one) for one, faster in list(slower.items())[:MOST_NAMED]]
    more = sum(len(faster) for faster in list(slower.values())[MOST_NAMED:])
    if more > 0:
        said.append(tr("And %n more pairs differ.", "", more))
    return " ".join(said)


def explanation(report: TeamReport) -> str:
    """How it was compared, and what the comparison leaves open; "" where nothing was."""
    if report.shown is Shown.ALONE:
        return ""
    parts = [
        tr(
            "Compared like with like: letters of the same part of the day, of new and of known clients, of "
            "companies and of private people. People stand by name, not by speed."
        )
    ]
    names = names_of(report)
    for one in report.explained[:MOST_NAMED]:
        text = tr("{one} and {other} get different letters: with those alike, no difference is left.")
        parts.append(text.format(one=names[one.first], other=names[one.second]))
    if report.too_few:
        few = ", ".join(report.too_few[:MOST_NAMED])
        if len(report.too_few) > MOST_NAMED:
            few = tr("{names} and others").format(names=few)
        parts.append(
            tr("Not compared, with fewer than {n} answers: {names}.").format(n=COMPARABLE, names=few)
        )
    return " ".join(parts)


def load(report: PersonReport) -> str:
    """As "12 letters a week, 30 % of them off hours"."""
    text = tr("%n letters a week, {share} of them off hours", "", round(report.load))
    return text.format(share=percent(report.off_hours))


def hands(report: PersonReport) -> str:
    """As "3 handed over, 5 taken over"; "" for neither."""
    said = []
    if report.handed_over:
        said.append(tr("%n handed over", "", report.handed_over))
    if report.taken_over:
        said.append(tr("%n taken over", "", report.taken_over))
    return ", ".join(said)


def waiting(report: PersonReport, *, working: bool) -> str:
    if not report.open_waits:
        return tr("Nobody waits")
    text = tr("%n wait now, the longest for {time}", "", report.open_waits)
    return text.format(time=words_speed.length(report.longest_s, working=working))


def waits_now(report: PersonReport, *, working: bool) -> list[str]:
    """Since when each of the oldest waits: whose letters they are stays in the colleague's mailbox."""
    lines = [
        tr("since {moment}: {time}").format(
            moment=times.moment(at, report.now), time=words_speed.length(seconds, working=working)
        )
        for at, seconds in report.waits_now
    ]
    more = report.open_waits - len(lines)
    return [*lines, tr("and %n more", "", more)] if more > 0 else lines


def hints(report: PersonReport) -> list[str]:
    """What would help, one sentence each."""
    return [_hint(one) for one in report.hints]


def answerers(found: Sequence[tuple[str, int]]) -> str:
    """Who answered from a mailbox, and how often."""
    named = [f"{responder(name)} {count}" for name, count in found]
    return tr("Answered by {people}").format(people=", ".join(named)) if len(found) > 1 else ""


def told(at: int, now: int) -> str:
    return tr("Known until {time}").format(time=times.ago(at, now))


def sharing(state: TeamState | None, now: int) -> str:
    """Where the telling stands."""
    if state is None or state.state == "off":
        return tr("No server is connected: rows can only be given as a file.")
    trouble = {
        "unreachable": tr("The server cannot be reached. The rows are kept and told later, once."),
        "refused": tr("The server does not accept your key."),
        "no_team": tr("The server is of an older version and knows no teams."),
    }.get(state.state)
    if trouble is not None:
        return trouble
    if not state.sharing:
        return tr("Nothing is told. Switched off again, what was told is erased at the server.")
    if state.told_at is None:
        return tr("The rows are on their way.")
    text = tr("%n rows are at the server, told {time}.", "", state.told)
    return text.format(time=times.ago(state.told_at, now))


def _faster(faster: Sequence[str], slower: str) -> str:
    if len(faster) == 1:
        text = tr("{faster} answers faster than {slower}; this is more than chance.")
        return text.format(faster=faster[0], slower=slower)
    text = tr("{names} and {last} answer faster than {slower}; this is more than chance.")
    return text.format(names=", ".join(faster[:-1]), last=faster[-1], slower=slower)


def _hint(hint: Hint) -> str:
    match hint.advice:
        case Advice.OVERDUE:
            return tr("%n wait longer than the target: begin with the oldest.", "", hint.number)
        case Advice.UNOPENED:
            return tr("Letters lie unopened longer than the answer takes: look into the mailbox more often.")
        case Advice.AFTER_OPENING:
            return tr(
                "Letters are opened soon and answered much later: answer when opening, or set time aside."
            )
        case Advice.OFF_HOURS:
            text = tr("{n} % of letters come off hours: compare by working hours, or share a duty.")
            return text.format(n=hint.number)
        case Advice.LOAD:
            text = tr("Gets {n} times the usual load of the team: share the letters before asking for speed.")
            return text.format(n=f"{hint.number / 10:.1f}".replace(".", QLocale().decimalPoint()))
