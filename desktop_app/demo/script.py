"""The live script as data: whom the manager writes to this morning, and what each of them does then.

`after_s` counts from the later of two moments: the script was started, the letter arrived. Nobody opens,
clicks or answers what has not arrived.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    OPEN = "open"  # the reader loads the pictures as his program does
    CLICK = "click"  # follows link number `link`
    SCAN = "scan"  # a gateway fetches picture and all links at once
    PREFETCH = "prefetch"  # the provider loads the picture before anybody reads
    ANSWER = "answer"
    FORWARD = "forward"  # a colleague opens it elsewhere, then writes himself
    AWAY = "away"
    BOUNCE = "bounce"


@dataclass(frozen=True, slots=True)
class Beat:
    """`text` is what is written: a stage of `demo.letters_ru`/`_en`, "" for none."""

    after_s: float
    act: Act
    link: int = 0
    text: str = ""


# Address: (the step the manager writes, what happens then). They are sent in this order.
MORNING: dict[str, tuple[str, tuple[Beat, ...]]] = {
    "i.savelev@severslad.example": (
        "proposal",
        (
            Beat(6, Act.OPEN),
            Beat(34, Act.CLICK, 0),
            Beat(64, Act.CLICK, 2),
            Beat(170, Act.OPEN),
            Beat(1200, Act.OPEN),
        ),
    ),
    "rogov@bytchem.example": ("proposal", (Beat(9, Act.BOUNCE),)),
    "belova@zlakpole.example": (
        "exhibition",
        (Beat(14, Act.OPEN), Beat(36, Act.CLICK, 1), Beat(41, Act.ANSWER, text="interest")),
    ),
    "s.melnikov@metizural.example": (
        "proposal",
        (Beat(3, Act.SCAN), Beat(150, Act.OPEN), Beat(163, Act.CLICK, 1)),
    ),
    "ershova@chaydom.example": (
        "exhibition",
        (Beat(5, Act.PREFETCH), Beat(420, Act.ANSWER, text="interest")),
    ),
    "emily.novak@harborcoffee.example": ("proposal", (Beat(48, Act.OPEN), Beat(75, Act.CLICK, 0))),
    "a.brandt@nordsaat.example": ("exhibition", (Beat(4, Act.AWAY),)),
    "litvinova@syrodel.example": (
        "proposal",
        (Beat(33, Act.OPEN), Beat(92, Act.FORWARD, text="forwarded"), Beat(260, Act.CLICK, 2)),
    ),
    "j.whitfield@brookmill.example": (
        "proposal",
        (Beat(58, Act.OPEN), Beat(71, Act.CLICK, 2), Beat(300, Act.ANSWER, text="question")),
    ),
}

# What a client does with any other letter, by chance: (share, beats). Times are stretched by chance too.
HABITS: tuple[tuple[float, tuple[Beat, ...]], ...] = (
    (0.30, (Beat(40, Act.OPEN), Beat(70, Act.CLICK, 0))),
    (0.30, (Beat(35, Act.OPEN), Beat(110, Act.ANSWER, text="question"))),
    (0.25, (Beat(60, Act.OPEN),)),
    (0.15, ()),
)

# Later on, for ever: one of these every `CALM_S` seconds or so.
CALM_S = (45.0, 110.0)
CALM: tuple[tuple[int, Beat], ...] = (
    (6, Beat(0, Act.OPEN)),
    (4, Beat(0, Act.CLICK, 0)),
    (2, Beat(0, Act.CLICK, 1)),
    (1, Beat(0, Act.SCAN)),
    (1, Beat(0, Act.PREFETCH)),
    (1, Beat(0, Act.ANSWER, text="greeting")),
)
# What only such readers have; with others it is an open.
ONLY = {Act.SCAN: "gateway", Act.PREFETCH: "apple"}
NEW_LEAD = 0.12  # share of calm moments in which a client writes of his own accord
