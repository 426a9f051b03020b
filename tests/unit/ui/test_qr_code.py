"""Read back by a small reader of its own; and one code, module for module, as another program draws it."""

import hashlib

import pytest

from desktop_app.ui import qr_code
from desktop_app.ui.qr_code import encode

URL = "https://t.company.ru/me/AAECAwQFBgcICQoLDA0ODxAR"


def read(matrix):
    """The text and the bytes of all blocks, data and correction."""
    size = len(matrix)
    version = (size - 17) // 4
    places = [(row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)] + [(8, at) for at in (7, 5, 4, 3, 2, 1, 0)]
    bits = sum(matrix[row][column] << at for at, (row, column) in enumerate(places)) ^ 0x5412
    level, mask = {1: "L", 0: "M"}[bits >> 13], bits >> 10 & 7
    fixed = qr_code._fixed(version)
    stream = [
        matrix[row][column] != qr_code._is_masked(mask, row, column)
        for row, column in qr_code._free(size, fixed)
    ]
    data = bytes(sum(stream[at + bit] << 7 - bit for bit in range(8)) for at in range(0, len(stream) - 7, 8))
    [(blocks, length, correction)] = [
        sizes for name, number, *sizes in qr_code._SIZES if (name, number) == (level, version)
    ]
    parts = [
        bytes(data[at + blocks * n] for n in range(length))
        + bytes(data[blocks * length + at + blocks * n] for n in range(correction))
        for at in range(blocks)
    ]
    whole = b"".join(part[:length] for part in parts)
    count = (whole[0] & 15) << 4 | whole[1] >> 4
    number = int.from_bytes(whole, "big") >> (len(whole) * 8 - 12 - count * 8)
    return (number & (1 << count * 8) - 1).to_bytes(count, "big").decode(), parts, correction


@pytest.mark.parametrize("length", [1, 14, 15, 26, 27, 42, 43, 62, 63, 84, 85, 106, 107, 134])
def test_what_was_written_is_read_back_and_every_block_is_a_word_of_the_code(length):
    text = (URL * 3)[:length]
    matrix = encode(text)
    said, parts, correction = read(matrix)
    assert said == text
    for part in parts:
        root = 1
        for _ in range(correction):  # a code word is zero at each root of the generator
            value = 0
            for one in part:
                value = qr_code._product(value, root) ^ one
            assert value == 0
            root = qr_code._product(root, 2)


def test_a_text_that_is_too_long_gives_none():
    assert encode("x" * 135) is None


def test_the_picture_is_the_one_that_another_encoder_draws():
    """Version 3-M with mask 3 by segno 1.6.6, a text that fills it to the last byte."""
    text = "https://t.company.ru/me/abcdefghijklmnopqr"
    rows = "\n".join("".join("#" if dark else "." for dark in row) for row in encode(text))
    assert rows.splitlines()[0].startswith("#######")
    drawn = hashlib.sha256(rows.encode()).hexdigest()
    assert drawn == "4ee26997fdd5013c20b3647d806182f2cc5a6e337a69dfc1e49000c5640058c6"
