"""Counters of the tracking server in the text format of Prometheus. Nothing in them tells of a person."""

from __future__ import annotations

from dataclasses import dataclass, fields

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_HELP = {
    "opens": "Requests for a pixel with a token of ours.",
    "clicks": "Requests for a link with a token of ours that leads somewhere.",
    "kept": "Hits that are durable.",
    "unacknowledged": "Hits answered without being kept: the storage failed or too many waited.",
    "limited": "Hits answered without being kept: one token was asked for too often.",
    "misses": "Requests for links or pixels that nobody made.",
    "refused": "Requests to /v1 with a key that is none.",
    "slowed": "Requests answered 429 or, for links, without another look at the storage.",
    "commits": "Group commits.",
    "waiting": "Desktops that wait for a hit.",
}
_GAUGES = ("waiting",)


@dataclass(slots=True)
class Metrics:
    """Belongs to one event loop."""

    opens: int = 0
    clicks: int = 0
    kept: int = 0
    unacknowledged: int = 0
    limited: int = 0
    misses: int = 0
    refused: int = 0
    slowed: int = 0
    commits: int = 0
    waiting: int = 0

    def text(self) -> str:
        return "".join(_lines(field.name, getattr(self, field.name)) for field in fields(self))


def _lines(name: str, value: int) -> str:
    gauge = name in _GAUGES
    metric = f"otklik_{name}" if gauge else f"otklik_{name}_total"
    kind = "gauge" if gauge else "counter"
    return f"# HELP {metric} {_HELP[name]}\n# TYPE {metric} {kind}\n{metric} {value}\n"
