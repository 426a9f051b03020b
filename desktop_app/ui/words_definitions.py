"""What each figure and chart of the reply-speed page means: the card behind its question mark."""

from __future__ import annotations

from desktop_app.ui.translation import tr

Definition = tuple[str, list[str]]  # title, paragraphs


def metric(key: str, start: str) -> str:
    """What is timed. `key` and `start` as `domain.reply_times.Metric` and `.Start` write them."""
    if key == "notice":
        return tr("Timed: from the arrival of a client's letter until it was first opened in the mailbox.")
    if key == "after_open":
        return tr("Timed: from the moment a client's letter was first opened until our answer.")
    if key == "every_reply":
        which = tr("Every wait counts: it begins with the first letter nobody has answered yet.")
    else:
        which = tr("Of each conversation the first wait counts.")
    if start == "opening":
        return tr("{which} Timed: from opening the letter until our answer.").format(which=which)
    return tr("{which} Timed: from its arrival until our answer.").format(which=which)


def clock(working: bool) -> str:
    if working:
        return tr(
            "Only working time counts: your hours without breaks, holidays and leave. The rest adds nothing: "
            "an answer in the evening takes as long as one at the end of the working day."
        )
    return tr("Every hour counts, nights and weekends too.")


def unanswered() -> str:
    return tr(
        "Letters that still wait are in the figure with the time they have waited so far (Kaplan-Meier). "
        "Without them, whoever ignores half of the mail would look fast."
    )


def handed_over() -> str:
    return tr(
        "Handed over: forwarded or given to a colleague. Your clock stops there; it is neither an answer of "
        "yours nor a letter you ignored. The colleague's clock begins there. The client goes on waiting from "
        "the arrival until anybody answers. Whoever hands over and then answers himself has only asked: the "
        "wait is his from its arrival."
    )


def trend() -> Definition:
    return tr("The trend"), [
        tr("The line is the time within which half of the letters of that day, week or month were answered."),
        tr("The band is its 95 % interval. Under 10 answers there is no point, under 30 it is grey."),
        unanswered(),
    ]


def survival() -> Definition:
    return tr("Answered within"), [
        tr("For every length of time: the share of letters that had an answer by then."),
        tr("The band is the 95 % interval (Greenwood, log-log). The dashed line is the target."),
        unanswered(),
    ]


def distribution() -> Definition:
    return tr("How long answers took"), [
        tr(
            "Answered letters by how long the answer took; each bar covers a longer time than the one before."
        ),
        tr("Letters that still wait are not in the bars: see “Who waits now”."),
    ]


def heatmap() -> Definition:
    return tr("Weekday and hour of arrival"), [
        tr("Each cell holds the letters that came on that weekday in that hour, on your clock."),
        tr(
            "With enough answers the colour is the time within which half of them were answered, "
            "from an eighth of the target to eight times the target; otherwise it is their number."
        ),
    ]


def beside() -> Definition:
    return tr("Beside the answer"), [
        tr("Answered: letters with an answer, of all that need one, in the chosen time."),
        tr(
            "Until opened: from arrival to the first opening. After opening: from there to the answer. "
            "An opening counts when it is known to the hour; others are counted as left out."
        ),
        handed_over(),
        tr("After a click: from a client's click, made by a person, to our next letter to that client."),
    ]
