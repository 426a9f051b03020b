"""How the texts of the demo are written down, and how one letter is made of them.

A stage begins with `== name`, then come its subjects, then texts parted by `--`. A text is paragraphs parted
by empty lines; `* ` begins an item of a list. `[a|b]` stands for one of the alternatives, `{slot}` for a
value, `<page:words>` for a link to a page of the company.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

SITE = "https://linia.example/"

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SUBJECT = "subject: "
_LINK = re.compile(r"<([a-z0-9-]+):([^<>]*)>")
_SPACES = re.compile(r"[ \n]+")
_SENTENCE = re.compile(r"(?:(?<=[.!?] )|^)([a-zа-яё])")


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a story. `subjects` empty: it answers the letter before."""

    subjects: tuple[str, ...]
    bodies: tuple[tuple[str, ...], ...]


def parse(text: str, hello: str, good: str) -> dict[str, Stage]:
    """Every stage by its name; `{hello}` and `{good}` are the ways to address manager and client."""
    text = text.replace("{hello}", hello + "\n").replace("{good}", good + "\n")
    found: dict[str, Stage] = {}
    for block in text.split("\n== ")[1:]:
        name, _, rest = block.partition("\n")
        lines = rest.splitlines()
        subjects = tuple(line.removeprefix(_SUBJECT) for line in lines if line.startswith(_SUBJECT))
        body = "\n".join(line for line in lines if not line.startswith(_SUBJECT))
        found[name.strip()] = Stage(subjects, tuple(_paragraphs(one) for one in body.split("\n--\n")))
    return found


def worded(pattern: str, slots: Mapping[str, str], rng: random.Random) -> str:
    """The pattern with one alternative chosen everywhere and the slots filled; links stay marked."""
    # Innermost brackets first, so that an alternative may hold alternatives.
    while found := _CHOICE.search(pattern):
        pattern = pattern[: found.start()] + rng.choice(found[1].split("|")) + pattern[found.end() :]
    text = _SPACES.sub(" ", pattern.format_map(slots)).rstrip()
    return _SENTENCE.sub(lambda found: found[1].upper(), text)


def as_text(paragraphs: list[str]) -> str:
    """Plain text: links as "words (address)", items of a list with a dash."""
    lines: list[str] = []
    for paragraph in paragraphs:
        plain = _LINK.sub(lambda found: f"{found[2]} ({SITE}{found[1]})", paragraph)
        if plain.startswith(" * "):
            lines.append("- " + plain[3:])
            continue
        if lines:
            lines.append("")
        lines.append(plain)
    return "\n".join(lines)


def as_html(paragraphs: list[str]) -> str:
    """Simple HTML, as a mail client's editor writes it."""
    parts: list[str] = []
    for paragraph in paragraphs:
        marked = _LINK.sub(r"⟦\1⟧\2⟦⟧", paragraph)
        safe = html.escape(marked, quote=False)
        linked = re.sub(r"⟦([a-z0-9-]+)⟧(.*?)⟦⟧", rf'<a href="{SITE}\1">\2</a>', safe)
        parts.append(f"<li>{linked[3:]}</li>" if linked.startswith(" * ") else f"<p>{linked}</p>")
    return re.sub(r"((?:<li>.*?</li>)+)", r"<ul>\1</ul>", "".join(parts))


def _paragraphs(text: str) -> tuple[str, ...]:
    items = re.sub(r"\n\* ", "\n\n * ", "\n" + text)
    return tuple(
        " ".join(part.split("\n")).rstrip()
        for part in (one.strip("\n") for one in items.split("\n\n"))
        if part
    )
