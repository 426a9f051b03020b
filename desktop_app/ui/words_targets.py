"""Targets in words: "1 h", and by which clock when another one is looked at."""

from __future__ import annotations

from desktop_app.domain.targets import Target, Targets
from desktop_app.ui import words_speed
from desktop_app.ui.translation import tr


def time(target: Target, *, working: bool | None = None) -> str:
    """As "1 h"; `working` is the clock that is shown: of the other "1 h of work". None: it is always said."""
    text = words_speed.length(target.seconds, working=target.working)
    if working is target.working:
        return text
    return (
        tr("{time} of work").format(time=text)
        if target.working
        else tr("{time} by the calendar").format(time=text)
    )


def within(only: Target | None, *, working: bool, opened: bool = False) -> str:
    """What the share is of; `only` None: the letters have different targets."""
    if only is None:
        return tr("Opened within the target") if opened else tr("Answered within the target")
    said = time(only, working=working)
    return (tr("Opened within {time}") if opened else tr("Answered within {time}")).format(time=said)


def sentence(targets: Targets, *, working: bool | None = None) -> str:
    """As "Target: 1 h. Ads: 30 min. pavel@firm.ru: 2 h.": the more special first, as it holds."""
    usual = tr("Target: {time}.").format(time=time(targets.everybody, working=working))
    if targets.is_one:
        return usual
    special = [
        tr("{name}: {time}").format(name=name, time=time(target, working=working))
        for some in (targets.channels, targets.accounts)
        for name, target in some.items()
    ]
    return tr("{usual} But {special}.").format(usual=usual, special="; ".join(special))
