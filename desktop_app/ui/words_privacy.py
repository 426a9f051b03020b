"""Modes of privacy in words: what each is called, what it does, why it holds."""

from __future__ import annotations

from desktop_app.domain.person_file import Words
from desktop_app.domain.privacy import Applied, Mode, Why
from desktop_app.store.rows import ConsentRow
from desktop_app.ui.translation import tr

MODES = (Mode.FULL, Mode.DATE, Mode.AGGREGATE, Mode.OFF)


def mode(which: str) -> str:
    """The name of a mode."""
    return {
        Mode.FULL: tr("Opens and clicks"),
        Mode.DATE: tr("Date only"),
        Mode.AGGREGATE: tr("Counts only"),
        Mode.OFF: tr("Nothing"),
    }[Mode(which)]


def what_it_does(which: str) -> str:
    """One sentence: what exactly is kept."""
    return {
        Mode.FULL: tr("Each open and click of the person is noticed."),
        Mode.DATE: tr(
            "Only the day of the last open is kept, written over each time. Links stay as they are."
        ),
        Mode.AGGREGATE: tr("Opens and clicks of all such people are counted together, never by whom."),
        Mode.OFF: tr("Nothing is put into letters, and nothing that comes in is kept."),
    }[Mode(which)]


def options(first: str = "") -> list[tuple[str, str]]:
    """For a choice; `first` is the text for "as the rules say"."""
    every = [(one.value, mode(one)) for one in MODES]
    return [("", first), *every] if first else every


def why(found: Applied) -> str:
    """What decided, as a short phrase."""
    text = {
        Why.WITHDRAWN: tr("the person does not want it"),
        Why.IT_CONTACT: tr("set by your organisation"),
        Why.IT_DOMAIN: tr("set by your organisation for {subject}"),
        Why.CONTACT: tr("set for this person"),
        Why.DOMAIN: tr("set for {subject}"),
        Why.CONSENT: tr("the person has agreed"),
        Why.ACCOUNT: tr("set for your mailbox {subject}"),
        Why.REGION: tr("EU or UK, no consent recorded"),
        Why.DEFAULT: tr("your default"),
        Why.LETTER: tr("chosen for this letter"),
    }[found.why]
    return text.format(subject=found.subject)


def consent(row: ConsentRow) -> str:
    """How a line of the register came about."""
    known = {
        "link": tr("by the link in a letter"),
        "card": tr("noted on the client card"),
        "settings": tr("noted in Settings"),
        "command_line": tr("noted on the command line"),
        "": tr("noted by you"),
    }
    return known.get(row.how, row.how)


def person_words(address: str, language: str) -> Words:
    """Of the readable page with what is held on a person."""
    sections = {
        "contact": tr("Contact"),
        "lead": tr("Row of the leads list"),
        "letters": tr("Letters: headers"),
        "letter_texts": tr("Letters: texts fetched to this computer"),
        "recipient": tr("Letters you sent to the person"),
        "waits": tr("Turns in which the person waited for an answer"),
        "signals": tr("Signals"),
        "hits": tr("Requests for pictures and links"),
        "reports": tr("Delivery reports and receipts"),
        "tokens": tr("Marks made for the person"),
        "corrections": tr("Your corrections"),
        "note": tr("Note"),
        "snooze": tr("Snooze"),
        "outbox": tr("Letters sent from Otklik"),
        "relayed": tr("Letters sent from other mail programs"),
        "drafts": tr("Drafts"),
        "withdrawn": tr("Withdrawal"),
        "privacy_rule": tr("Privacy rule"),
        "consents": tr("Register of consents"),
        "last_open": tr("Day of the last open"),
        "server_hits": tr("At the tracking server: requests"),
        "server_links": tr("At the tracking server: where links lead"),
        "server_erased": tr("At the tracking server: erased marks"),
    }
    return Words(
        language,
        tr("What is held on {address}").format(address=address),
        tr(
            "Everything Otklik holds on this person on this computer and at the tracking server. The letters "
            "themselves lie in the mailbox. Times are UTC."
        ),
        tr("Nothing is held on this person."),
        sections,
    )
