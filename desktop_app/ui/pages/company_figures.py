"""What a company's four cards say: letters, how fast each side answers, what its history weighs."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.domain.company import Pace
from desktop_app.domain.reply_figures import Grade
from desktop_app.domain.warmth import SHIPPED_RATE, USER_PRIOR, Rate
from desktop_app.store.company import CompanyStory
from desktop_app.ui import words, words_speed
from desktop_app.ui.translation import tr

NO_FIGURE = "–"


class FigureWords(NamedTuple):
    """Of `FigureCard.show_figure`."""

    figure: str
    detail: str = ""
    change: str = ""
    tone: str = "text"


def letters(story: CompanyStory) -> FigureWords:
    """How many, and how many of them whose."""
    number = story.received + len(story.asked)
    whose = tr("{theirs} from them, {ours} from you")
    theirs, ours = words.count(story.received), words.count(len(story.asked))
    return FigureWords(words.count(number), whose.format(theirs=theirs, ours=ours), _waiting(story))


def pace(found: Pace) -> FigureWords:
    """Half answered within, with the range; too few answers are said, not shown."""
    if not found.n:
        return FigureWords(NO_FIGURE, tr("Nothing to answer yet"), tone="disabled")
    count = words_speed.answered(found.answered, found.n)
    if found.grade is Grade.LIST:
        return FigureWords(NO_FIGURE, count, tr("Too few answers for a figure"), "disabled")
    if found.median.value is None:
        return FigureWords(NO_FIGURE, tr("More than half unanswered"), count, "disabled")
    interval = words_speed.times_interval((found.median.low, found.median.high), working=False)
    figure = words_speed.figure(found.median.value, working=False)
    return FigureWords(figure, interval, count, "disabled" if found.grade is Grade.RANGE else "text")


def history(rate: Rate, user: Rate, log_odds: float) -> FigureWords:
    """The factor that somebody new there begins with, and the answers it rests on."""
    if not rate.letters:
        return FigureWords(NO_FIGURE, tr("No letter yet whose fate is known"), tone="disabled")
    count = tr("{done} of {total} answered within a week").format(done=rate.answered, total=rate.letters)
    usual = (user.answered + USER_PRIOR * SHIPPED_RATE) / (user.letters + USER_PRIOR)
    return FigureWords(
        words.multiplier(log_odds), count, tr("your usual: {share}").format(share=words.percent(usual))
    )


def _waiting(story: CompanyStory) -> str:
    open_waits = sum(one.answered_at is None for one in story.waits)
    return tr("%n letters wait for your answer", "", open_waits) if open_waits else ""
