"""Real letters spliced and un-spliced: outside the edited part no byte differs, inside only what we put in.

The list headers of the mailbox are masked (same length): its letters would else be left alone as list mail.
"""

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape

import pytest

from desktop_app.domain import spans, transfer
from desktop_app.domain.footer import footer_html
from desktop_app.domain.instrument import Instrumented, instrument
from desktop_app.domain.markup import pixel_tag
from tests import samples

OURS = "https://track.firm.example"
PIXEL = f"{OURS}/o/AAECAwQFBgcICQoLDA0ODxAR"
FOOTER = footer_html("Отправитель видит, когда это письмо открывают. [Не отслеживать]", f"{OURS}/w/BAEC")
LIST = re.compile(rb"^(List-|Precedence)", re.IGNORECASE | re.MULTILINE)
PROTECTED = re.compile(
    rb"multipart/(?:signed|encrypted)|pkcs7-(?:mime|signature)|pgp-(?:signature|encrypted)", re.IGNORECASE
)
BODY = re.compile(rb"\r?\n\r?\n")


def spliced(mime: bytes) -> Instrumented:
    """Each link gets an address of its own, so that it can be found again."""
    numbers = iter(range(10**6))
    return instrument(mime, PIXEL, lambda _url, _text: f"{OURS}/c/{next(numbers):024d}", OURS, FOOTER)


def the_part(mime: bytes) -> spans.Part:
    """The one that was edited, found again by the same rule."""
    for part in spans.parse(mime).walk():
        disposition = part.field("content-disposition").lower()
        named = "name" in part.parameters or "filename" in disposition
        offered = named or disposition.startswith("attachment")
        if part.content_type == "text/html" and part.start < part.end and not offered:
            return part
    raise AssertionError("no HTML part")


def text_of(mime: bytes, part: spans.Part) -> bytes:
    encoding = part.field("content-transfer-encoding").partition(";")[0].strip().lower()
    text = transfer.decode(mime[part.start : part.end], encoding)
    assert text is not None
    return text


def check_unsplices(mime: bytes, done: Instrumented) -> None:
    before, after = the_part(mime), the_part(done.mime)
    assert done.mime[: after.start] == mime[: before.start]
    assert done.mime[after.end :] == mime[before.end :]
    original, edited = text_of(mime, before), text_of(done.mime, after)
    body = mime[before.start : before.end]
    eol = b"\r\n" if b"\r\n" in body or b"\n" not in body else b"\n"
    ours = FOOTER.replace(b"\n", eol) + pixel_tag(PIXEL)
    assert edited.count(ours) == 1
    candidates = {edited.replace(one, b"", 1) for one in (eol + ours + eol, ours)}
    assert any(undone(candidate, original, done) for candidate in candidates)


def undone(edited: bytes, original: bytes, done: Instrumented) -> bool:
    """Whether the original is the edited text with each of our addresses put back where it led."""
    pieces = re.split(re.escape(f"{OURS}/c/".encode()) + rb"\d{24}", edited)
    place = 0
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        # An address without quotes gets them.
        begins = (piece, piece[1:]) if number and piece[:1] == b'"' else (piece,)
        ends = [one for begin in begins for one in ((begin, begin[:-1]) if not last else (begin,))]
        found = next((one for one in ends if original.startswith(one, place)), None)
        if found is None:
            return False
        place += len(found)
        if not last:
            url = done.links[number].url
            after = pieces[number + 1][:20]
            ends_at = [at for at in range(place, place + 4000) if original.startswith((after, after[1:]), at)]
            end = next((at for at in ends_at if same(original[place:at], url)), -1)
            if end < 0:
                return False
            place = end
    return place == len(original)


def same(raw: bytes, url: str) -> bool:
    """Whether these bytes of the letter are that address as a person reads it."""
    if not url.isascii():  # the charset of the letter decides; that the rest fits is enough
        return bool(raw)
    return " ".join(unescape(raw.decode("latin-1")).split()) == url


@pytest.fixture(scope="module")
def mailbox() -> list[bytes]:
    """Every twelfth; tests/benchmarks/bench_instrument.py takes all."""
    letters = samples.mailbox_letters()[::12]
    return [LIST.sub(lambda name: b"X" * len(name[0]), mime) for mime in letters]


def checked_reasons(letters: Iterable[bytes]) -> Counter[str]:
    """Why letters were left alone, "" for those that were spliced and can be unspliced."""
    reasons: Counter[str] = Counter()
    for mime in letters:
        done = spliced(mime)
        reasons[done.reason] += 1
        if done.reason:
            assert done.mime == mime
        else:
            check_unsplices(mime, done)
    return reasons


def test_hard_letters_are_spliced_so_that_they_can_be_unspliced() -> None:
    reasons = checked_reasons(mime for _, mime in samples.hard_letters())
    assert reasons[""] >= 40
    assert reasons["unsafe"] == 0


def test_letters_of_a_real_mailbox_are_spliced_so_that_they_can_be_unspliced(mailbox: list[bytes]) -> None:
    reasons = checked_reasons(mailbox)
    assert reasons[""] >= 20
    assert reasons["unsafe"] == 0


def test_no_letter_that_is_signed_or_encrypted_is_touched(mailbox: list[bytes]) -> None:
    checked = 0
    for mime in (*(mime for _, mime in samples.hard_letters()), *mailbox):
        head = BODY.split(mime, maxsplit=1)[0]
        if PROTECTED.search(head):
            checked += 1
            assert spliced(mime).mime == mime
    assert checked >= 20
