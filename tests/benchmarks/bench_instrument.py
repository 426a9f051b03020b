"""Splicing a pixel, a footer and links into real letters: bytes a second, and whether each can be unspliced.

The hard letters and the mailbox beside the repository; the list headers of the mailbox are masked, as its
letters would else be left alone. Copies of the edited letters are un-spliced as in the tests.
"""

import time
from collections.abc import Iterable

from tests import samples
from tests.benchmarks.result import Result
from tests.unit.domain.test_instrument_real import BODY, LIST, PROTECTED, check_unsplices, spliced


def run() -> Iterable[Result]:
    letters = [mime for _, mime in samples.hard_letters()]
    letters += [LIST.sub(lambda name: b"X" * len(name[0]), mime) for mime in samples.mailbox_letters()]
    size, spent_s, edited, wrong, touched = 0, 0.0, 0, 0, 0
    for mime in letters:
        began = time.process_time()
        done = spliced(mime)
        spent_s += time.process_time() - began
        size += len(mime)
        touched += bool(PROTECTED.search(BODY.split(mime, maxsplit=1)[0])) and done.mime != mime
        if done.reason:
            wrong += done.mime != mime
            continue
        edited += 1
        try:
            check_unsplices(mime, done)
        except AssertionError:
            wrong += 1
    yield Result("instrument_mb_per_s", round(size / spent_s / 1e6, 1), 10, "higher", "MB/s", len(letters))
    yield Result("instrument_changed_outside", wrong, 0, "lower", "letters", len(letters))
    yield Result("instrument_protected_touched", touched, 0, "lower", "letters", len(letters))
    yield Result("instrument_edited", edited, 40, "higher", "letters", len(letters))
