"""What is held on one person as a file to hand over: a ZIP with JSON for programs and HTML for reading."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple

from desktop_app.domain.codes import SECOND, Micros

Record = Mapping[str, object]

_INSTANTS = ("at", "until", "day", "since")
_STYLE = (
    "body{font:14px/1.45 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1.5rem}"
    "h2{font-size:1.05rem;margin:1.75rem 0 .5rem}table{border-collapse:collapse;margin:0 0 .75rem}"
    "td{border-bottom:1px solid #e1e5ea;padding:3px 12px 3px 0;vertical-align:top;overflow-wrap:anywhere}"
    "td:first-child{color:#5a6372;white-space:nowrap}"
)


class Words(NamedTuple):
    """The words of the readable page, in the user's language. `sections` by name; any may be missing."""

    language: str
    title: str
    intro: str
    nothing: str
    sections: Mapping[str, str]


def person_zip(address: str, held: Mapping[str, Sequence[Record]], words: Words, made_at: Micros) -> bytes:
    """`person.json` and `person.html`; the same content, instants as ISO 8601 UTC."""
    content = {
        "address": address,
        "made_at": _iso(made_at),
        "held": {name: [_readable(row) for row in rows] for name, rows in held.items()},
    }
    stamp = datetime.fromtimestamp(made_at / SECOND, UTC).timetuple()[:6]
    files = {
        "person.json": json.dumps(content, ensure_ascii=False, indent=2, default=_as_text),
        "person.html": _html(address, content["held"], words, made_at),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, stamp), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _html(address: str, held: object, words: Words, made_at: Micros) -> str:
    assert isinstance(held, dict)
    parts = [
        f'<!doctype html><html lang="{escape(words.language)}"><meta charset="utf-8">',
        f"<title>{escape(words.title)}</title><style>{_STYLE}</style>",
        f"<h1>{escape(words.title)}</h1><p><b>{escape(address)}</b> · {_iso(made_at)}</p>",
        f"<p>{escape(words.intro)}</p>",
    ]
    for name, rows in held.items():
        parts.append(f"<h2>{escape(words.sections.get(name, name))} ({len(rows)})</h2>")
        parts += [_table(row) for row in rows]
    if not held:
        parts.append(f"<p>{escape(words.nothing)}</p>")
    return "\n".join(parts)


def _table(row: Record) -> str:
    cells = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(_as_text(value))}</td></tr>"
        for name, value in row.items()
        if value not in (None, "")
    )
    return f"<table>{cells}</table>"


def _readable(row: Record) -> Record:
    return {name: _iso(value) if _is_instant(name, value) else value for name, value in row.items()}


def _is_instant(name: str, value: object) -> bool:
    ending = name.rpartition("_")[2]
    return ending in _INSTANTS and isinstance(value, int) and value > 10**12


def _iso(instant: object) -> str:
    assert isinstance(instant, int)
    return datetime.fromtimestamp(instant / SECOND, UTC).isoformat(timespec="seconds")


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
