"""Saved views: filter, channel, mailbox, order and words under one name; and which columns are shown and how.

They are settings (`lead_views`, `lead_hidden_columns`, `lead_columns`), so they lie in keep.db and
IT may give them out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.domain.codes import AccountId
from desktop_app.settings.schema import Settings
from desktop_app.store.lead_rows import LeadFilter, LeadSort, Narrow
from desktop_app.ui.leads.columns import SHARES_WIDE, Shares

NAME_MAX = 60
WHOLE = 1000  # shares of the room are kept as thousandths
NARROWEST = 0.08  # of the room: no column vanishes by its width
HIDEABLE = (LeadSort.SIGNAL, LeadSort.LETTER, LeadSort.CHANNEL)


class View(NamedTuple):
    """What the list shows, kept under a name."""

    name: str
    which: LeadFilter = LeadFilter.ALL
    narrow: Narrow = Narrow()
    sort: LeadSort = LeadSort.WARMTH
    descending: bool = True
    words: str = ""


def saved_views(settings: Settings) -> list[View]:
    """In the order they were saved; what another Otklik wrote and this one cannot read is left out."""
    found = settings.value("lead_views")
    views = (_view(one) for one in found) if isinstance(found, list) else ()
    return [one for one in views if one is not None]


def views_text(views: Sequence[View]) -> str:
    """The setting's value as JSON."""
    return json.dumps(
        [
            {
                "name": one.name,
                "filter": one.which,
                "channel": one.narrow.channel,
                "account": one.narrow.account,
                "sort": one.sort,
                "descending": one.descending,
                "words": one.words,
            }
            for one in views
        ],
        ensure_ascii=False,
    )


def with_view(views: Sequence[View], added: View) -> list[View]:
    """Of two with one name the newer stays, in the older's place."""
    if any(one.name == added.name for one in views):
        return [added if one.name == added.name else one for one in views]
    return [*views, added]


def renamed(views: Sequence[View], before: str, after: str) -> list[View]:
    return [one._replace(name=after) if one.name == before else one for one in views if one.name != after]


def without(views: Sequence[View], name: str) -> list[View]:
    return [one for one in views if one.name != name]


def shown_columns(settings: Settings) -> Shares:
    """Of wide lists: without the hidden ones, in the user's order and widths."""
    hidden = hidden_columns(settings)
    return tuple(pair for pair in _all_columns(settings) if pair[0] not in hidden)


def columns_text(settings: Settings, shown: Shares) -> str:
    """The setting's value as JSON; a hidden column keeps its width and its place behind the others."""
    names = {key for key, _share in shown}
    before = _all_columns(settings)
    hidden = [pair for pair in before if pair[0] not in names]
    room = sum(share for key, share in before if key in names) / sum(share for _key, share in shown)
    arranged = [*((key, share * room) for key, share in shown), *hidden]
    return json.dumps([[key, max(1, round(share * WHOLE))] for key, share in arranged])


def hidden_columns(settings: Settings) -> frozenset[LeadSort]:
    """Columns of wide lists that the user does not want to see."""
    found = settings.value("lead_hidden_columns")
    return frozenset(one for one in HIDEABLE if isinstance(found, list) and one.value in found)


def _all_columns(settings: Settings) -> Shares:
    """What cannot be read is as usual, so is what is missing."""
    usual, found = dict(SHARES_WIDE), settings.value("lead_columns")
    read: dict[LeadSort, float] = {}
    for one in found if isinstance(found, list) else ():
        match one:
            case [str(name), int(share)] if name in usual and 0 < share <= WHOLE:
                read.setdefault(LeadSort(name), max(share / WHOLE, NARROWEST))
    return (*read.items(), *((key, share) for key, share in SHARES_WIDE if key not in read))


def _view(found: object) -> View | None:
    if not isinstance(found, dict) or not str(found.get("name", "")).strip():
        return None
    account = found.get("account")
    try:
        return View(
            str(found["name"])[:NAME_MAX],
            LeadFilter(str(found.get("filter", "all"))),
            Narrow(str(found.get("channel", "")), AccountId(account) if isinstance(account, int) else None),
            LeadSort(str(found.get("sort", "warmth"))),
            bool(found.get("descending", True)),
            str(found.get("words", "")),
        )
    except ValueError:
        return None
