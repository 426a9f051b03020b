"""Small real files to attach: a one-page PDF and a picture."""

from __future__ import annotations

import struct
import zlib

from desktop_app.demo.writing import File


def pdf(name: str, line: str) -> File:
    """A one-page PDF that shows one line of ASCII text."""
    drawing = f"BT /F1 18 Tf 72 760 Td ({line}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 7\n0000000000 65535 f \n" + table
    data += b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return File(name, "application/pdf", data)


def photo(name: str) -> File:
    """A grey picture of 48 x 32 pixels, as a PNG."""
    width, height = 48, 32
    rows = b"".join(b"\0" + bytes(90 + (x + y) % 60 for x in range(width)) for y in range(height))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    data = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return File(name, "image/png", b"\x89PNG\r\n\x1a\n" + data)
