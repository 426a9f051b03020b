"""Draws a text as a QR code: bytes, versions 1 to 6, correction level M or L (ISO/IEC 18004). No Qt.

Enough for an address of up to 134 bytes, and version information (from 7 on) is never needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Matrix = list[list[bool]]  # [row][column], True = dark

# Level and version to (blocks, data bytes of a block, correction bytes of a block), smallest first.
_SIZES = (
    ("M", 1, 1, 16, 10), ("M", 2, 1, 28, 16), ("M", 3, 1, 44, 26), ("M", 4, 2, 32, 18), ("M", 5, 2, 43, 24),
    ("M", 6, 4, 27, 16), ("L", 6, 2, 68, 18),
)  # fmt: skip
_LEVEL_BITS = {"L": 1, "M": 0}
_BYTE_MODE = 4
_HEADER_BITS = 12  # mode and length
_FINDER = 7


def encode(text: str) -> Matrix | None:
    """The modules without the quiet zone of four; None when the text is too long."""
    data = text.encode()
    for level, version, blocks, size, correction in _SIZES:
        if len(data) * 8 + _HEADER_BITS <= blocks * size * 8:
            stream = _interleaved(_padded(data, blocks * size), blocks, size, correction)
            return _drawn(version, level, stream)
    return None


def _padded(data: bytes, size: int) -> bytes:
    number = (_BYTE_MODE << 8 | len(data)) << 8 * len(data) | int.from_bytes(data, "big")
    bits = _HEADER_BITS + 8 * len(data)
    end = min(4, size * 8 - bits)
    bits += end
    fill = -bits % 8
    whole = (number << end + fill).to_bytes((bits + fill) // 8, "big")
    return (whole + b"\xec\x11" * size)[:size]


def _interleaved(data: bytes, blocks: int, size: int, correction: int) -> bytes:
    parts = [data[at * size : (at + 1) * size] for at in range(blocks)]
    checks = [_remainder(part, _generator(correction)) for part in parts]
    return bytes(row for columns in (parts, checks) for rows in zip(*columns, strict=True) for row in rows)


# ── Reed-Solomon over GF(256), polynomial 0x11d ──────────────────────────────────────────────────


def _product(one: int, other: int) -> int:
    result = 0
    for bit in range(7, -1, -1):
        result = (result << 1) ^ (0x11D if result >> 7 else 0)
        if other >> bit & 1:
            result ^= one
    return result


def _generator(degree: int) -> list[int]:
    """Coefficients of (x - 1)(x - 2)(x - 4)..., highest first, without the leading 1."""
    found = [0] * (degree - 1) + [1]
    root = 1
    for _ in range(degree):
        shifted = [*found[1:], 0]
        found = [_product(value, root) ^ after for value, after in zip(found, shifted, strict=True)]
        root = _product(root, 2)
    return found


def _remainder(data: bytes, generator: Sequence[int]) -> list[int]:
    rest = [0] * len(generator)
    for value in data:
        factor = value ^ rest[0]
        rest = [
            after ^ _product(one, factor) for after, one in zip([*rest[1:], 0], generator, strict=True)
        ]
    return rest


# ── the picture ──────────────────────────────────────────────────────────────────────────────────


def _drawn(version: int, level: str, stream: bytes) -> Matrix:
    size = 17 + 4 * version
    fixed = _fixed(version)
    best: tuple[int, Matrix] | None = None
    for mask in range(8):
        matrix = [[fixed.get((row, column), False) for column in range(size)] for row in range(size)]
        _place_format(matrix, _LEVEL_BITS[level] << 3 | mask)
        bits = (stream[at // 8] >> 7 - at % 8 & 1 if at < len(stream) * 8 else 0 for at in range(size * size))
        for (row, column), bit in zip(_free(size, fixed), bits, strict=False):
            matrix[row][column] = bool(bit) != _is_masked(mask, row, column)
        score = _penalty(matrix)
        if best is None or score < best[0]:
            best = (score, matrix)
    assert best is not None
    return best[1]


def _fixed(version: int) -> dict[tuple[int, int], bool]:
    """Everything that is no data: finders, timing, alignment, and (light for now) the format's places."""
    size = 17 + 4 * version
    found: dict[tuple[int, int], bool] = {}
    for at in range(9):
        found |= {(8, at): False, (at, 8): False}
    for at in range(8):
        found |= {(8, size - 1 - at): False, (size - 1 - at, 8): False}
    for at in range(size):
        found |= {(6, at): at % 2 == 0, (at, 6): at % 2 == 0}
    for top, left in ((0, 0), (0, size - _FINDER), (size - _FINDER, 0)):
        for row in range(-1, 8):
            for column in range(-1, 8):
                if 0 <= top + row < size and 0 <= left + column < size:
                    ring = max(abs(row - 3), abs(column - 3))
                    found[top + row, left + column] = ring not in (2, 4)
    if version > 1:
        middle = size - _FINDER
        for row in range(-2, 3):
            for column in range(-2, 3):
                found[middle + row, middle + column] = max(abs(row), abs(column)) != 1
    found[size - 8, 8] = True
    return found


def _free(size: int, fixed: dict[tuple[int, int], bool]) -> Iterator[tuple[int, int]]:
    """The places of data in order: two columns at a time, from the right, up and down in turn."""
    upward = True
    for right in [*range(size - 1, 6, -2), *range(5, 0, -2)]:
        for row in range(size - 1, -1, -1) if upward else range(size):
            for column in (right, right - 1):
                if (row, column) not in fixed:
                    yield row, column
        upward = not upward


def _is_masked(mask: int, row: int, column: int) -> bool:
    product = row * column
    return (
        (row + column) % 2, row % 2, column % 3, (row + column) % 3, (row // 2 + column // 3) % 2,
        product % 2 + product % 3, (product % 2 + product % 3) % 2, ((row + column) % 2 + product % 3) % 2,
    )[mask] == 0  # fmt: skip


def _place_format(matrix: Matrix, data: int) -> None:
    rest = data
    for _ in range(10):
        rest = rest << 1 ^ (rest >> 9) * 0x537
    bits = (data << 10 | rest) ^ 0x5412
    size = len(matrix)
    rows = [0, 1, 2, 3, 4, 5, 7, 8, *range(size - 7, size)]
    columns = [*range(size - 1, size - 9, -1), 7, 5, 4, 3, 2, 1, 0]
    for at in range(15):
        matrix[rows[at]][8] = matrix[8][columns[at]] = bool(bits >> at & 1)


def _penalty(matrix: Matrix) -> int:
    size = len(matrix)
    columns = [list(one) for one in zip(*matrix, strict=True)]
    total = sum(_line_penalty(one) for one in (*matrix, *columns))
    for row in range(size - 1):
        for column in range(size - 1):
            square = {matrix[row + down][column + right] for down in (0, 1) for right in (0, 1)}
            total += 3 * (len(square) == 1)
    dark = sum(map(sum, matrix))
    return total + 10 * (abs(dark * 20 - size * size * 10) // (size * size))


def _line_penalty(line: Sequence[bool]) -> int:
    text = "".join("1" if one else "0" for one in line)
    total, run = 0, 1
    for before, one in zip(text, f"{text[1:]}-", strict=True):
        if one == before:
            run += 1
        else:
            total += run - 2 if run >= 5 else 0
            run = 1
    framed = f"0000{text}0000"
    for at in range(len(framed) - 10):
        total += 40 * (framed[at : at + 11] in ("10111010000", "00001011101"))
    return total
