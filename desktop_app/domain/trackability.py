"""Where mail never loads pictures, silence means nothing; learnt from letters that were read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

PERSON_READ = 2  # letters of one person, read without a picture
COMPANY_READ, COMPANY_PEOPLE = 4, 2  # of several people at one company


class Read(NamedTuple):
    """Of the letters with a picture to one person: `letters` known to be read, `loaded` with the picture."""

    letters: int
    loaded: int


def is_blind(read: Read) -> bool:
    """Whether this person's mail never loads pictures."""
    return read.loaded == 0 and read.letters >= PERSON_READ


def is_company_blind(people: Iterable[Read]) -> bool:
    """Whether nobody's mail there does."""
    readers = [one for one in people if one.letters or one.loaded]
    read = sum(one.letters for one in readers)
    none_loaded = not any(one.loaded for one in readers)
    return none_loaded and len(readers) >= COMPANY_PEOPLE and read >= COMPANY_READ
