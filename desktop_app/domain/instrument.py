"""Splice a pixel and tracked links into a finished letter without changing any other byte of it.

A letter that cannot be edited with certainty, or must not be, comes back as it was, with the reason:

    signed      multipart/signed, PKCS#7        encrypted  multipart/encrypted
    pgp         PGP inside the text             auto       sent by a machine
    list        mail of a mailing list          report     receipt or delivery report
    calendar    an invitation without HTML      no_html    nothing to put a pixel in; text is not converted
    charset     not a superset of ASCII         encoding   unknown transfer encoding, or broken
    malformed   the structure is not certain    unsafe     the edited part did not read back as planned
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from desktop_app.domain import markup, spans, transfer
from desktop_app.domain.markup import Link, Rewrite
from desktop_app.domain.spans import MalformedError, Part

_SIGNED = frozenset({
    "multipart/signed", "application/pkcs7-mime", "application/x-pkcs7-mime", "application/pkcs7-signature",
    "application/x-pkcs7-signature", "application/pgp-signature",
})  # fmt: skip
_ENCRYPTED = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
_LIST_FIELDS = frozenset({"list-id", "list-post", "list-unsubscribe", "list-help", "list-subscribe"})
_PGP = re.compile(rb"-----BEGIN PGP (?:SIGNED )?MESSAGE-----")
_STATEFUL = (
    "utf-7", "utf7", "utf-16", "utf16", "utf-32", "utf32", "iso-2022", "iso2022", "csiso2022", "hz",
    "unicode",
)  # fmt: skip
_ASCII = bytes(range(32, 127)) + b"\t\r\n"


@dataclass(frozen=True, slots=True)
class Instrumented:
    """The letter to send. `reason` is "" when it could be edited, else why it was left as it was."""

    mime: bytes
    links: tuple[Link, ...] = ()
    reason: str = ""


def instrument(
    mime: bytes, pixel_url: str, rewrite: Rewrite | None, ours: str, footer: bytes = b""
) -> Instrumented:
    """Put the pixel before quoted history, rewrite links, take old pixels of ours out.

    `pixel_url` "" puts none in; `rewrite(url, text)` names the replacement of a link or None to leave it;
    with both off only old pixels go. `ours` is the public address of our tracking server. Addresses handed
    in are ASCII, as is `footer` (HTML with short lines), which stands before the pixel. Never raises for any
    `mime`.
    """
    try:
        root = spans.parse(mime)
    except MalformedError:
        return Instrumented(mime, reason="malformed")
    if reason := _must_leave(mime, root):
        return Instrumented(mime, reason=reason)
    part = _html_part(root)
    if part is None:
        kinds = {one.content_type for one in root.walk()}
        return Instrumented(mime, reason="calendar" if "text/calendar" in kinds else "no_html")
    return _edit(mime, part, pixel_url, rewrite, ours, footer)


def _edit(
    mime: bytes, part: Part, pixel_url: str, rewrite: Rewrite | None, ours: str, footer: bytes
) -> Instrumented:
    encoding, charset = _encoding(part), part.parameters.get("charset", "us-ascii")
    body = mime[part.start : part.end]
    text = transfer.decode(body, encoding)
    if text is None or len(part.fields.get("content-transfer-encoding", ())) > 1:
        return Instrumented(mime, reason="encoding")
    if not _ascii_compatible(charset) or b"\0" in text:
        return Instrumented(mime, reason="charset")
    eol = b"\r\n" if b"\r\n" in body or b"\n" not in body else b"\n"
    footer = footer.replace(b"\n", eol)
    edits, links = markup.plan(text.decode("latin-1"), charset, pixel_url, rewrite, ours, footer)
    if not edits:
        return Instrumented(mime)
    edited = transfer.splice(body, encoding, edits, eol)
    # Read back before anybody gets it: a broken encoding must not cost the person a letter.
    if not _reads_as(transfer.decode(edited, encoding), transfer.apply(text, edits)):
        return Instrumented(mime, reason="unsafe")
    return Instrumented(mime[: part.start] + edited + mime[part.end :], tuple(links))


def _reads_as(text: bytes | None, planned: bytes) -> bool:
    # A tag on a line of its own adds line ends, which mean nothing between tags.
    return text is not None and re.sub(rb"[\r\n]", b"", text) == re.sub(rb"[\r\n]", b"", planned)


def _must_leave(mime: bytes, root: Part) -> str:
    kinds = {part.content_type for part in root.walk()}
    if kinds & _ENCRYPTED:
        return "encrypted"
    if kinds & _SIGNED:
        return "signed"
    if "multipart/report" in kinds or root.content_type.startswith("message/"):
        return "report"
    if root.field("auto-submitted").partition(";")[0].strip().lower() not in ("", "no"):
        return "auto"
    if root.fields.keys() & _LIST_FIELDS or root.field("precedence").lower() in ("list", "bulk"):
        return "list"
    return "pgp" if any(_holds_pgp(mime, part) for part in root.walk()) else ""


def _holds_pgp(mime: bytes, part: Part) -> bool:
    if not part.content_type.startswith("text/"):
        return False
    body = mime[part.start : part.end]
    text = transfer.decode(body, _encoding(part))
    return _PGP.search(body if text is None else text) is not None


def _html_part(root: Part) -> Part | None:
    """Find the first HTML that is shown as the letter itself, not offered as a file."""
    for part in root.walk():
        attached = part.field("content-disposition").lower().startswith("attachment")
        named = "name" in part.parameters or "filename" in part.field("content-disposition").lower()
        # An empty body may be a part without the blank line: what is put there would be a header field.
        if part.content_type == "text/html" and part.start < part.end and not attached and not named:
            return part
    return None


def _encoding(part: Part) -> str:
    return part.field("content-transfer-encoding").partition(";")[0].strip().lower()


def _ascii_compatible(charset: str) -> bool:
    """Whether ASCII bytes mean ASCII everywhere in the text, so that tags can be found in its bytes."""
    name = charset.strip().lower()
    if name.startswith(_STATEFUL):
        return False
    try:
        return _ASCII.decode(codecs.lookup(name).name) == _ASCII.decode("ascii")
    except (LookupError, UnicodeDecodeError, ValueError):
        return False
