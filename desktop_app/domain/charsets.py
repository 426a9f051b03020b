"""Bytes of letters into text: declared charsets that lie, none declared at all, control characters."""

from __future__ import annotations

import codecs
import re

# What mailers call charsets, where Python has no such name or has a narrower one than is meant: Exchange
# and Chinese mailers say gb2312 and write GBK, Korean ones say ks_c_5601-1987 and write CP949.
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "cp-1251": "cp1251",
    "win-1251": "cp1251",
    "windows1251": "cp1251",
    "windows1252": "cp1252",
    "koi8r": "koi8-r",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
}
# Text encodings of Python that no mailer means: quadratic in the length, or made for source code.
_FORBIDDEN = frozenset({"idna", "punycode", "unicode-escape", "unicode_escape", "raw-unicode-escape",
                        "raw_unicode_escape", "undefined", "mbcs", "oem"})  # fmt: skip
_CHARSET_MAX = 40

# Control characters (tab, line ends aside), halves of UTF-16 pairs, marks that turn the direction of
# writing (they make "gpj.exe" read "exe.jpg"), the byte-order mark, non-characters.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SHIFTED = re.compile(rb"[\x1b+~\x0e]")  # ISO-2022, UTF-7 and HZ write other alphabets in ASCII bytes
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_FREQUENT = frozenset("оеаинтсрвлкмдпуя")


def decode(raw: bytes, charset: str = "") -> str:
    """Text of `raw`; a charset that is unknown, missing or does not fit is guessed. Never raises."""
    if raw.isascii() and not _SHIFTED.search(raw):
        return raw.decode("ascii")
    name = _codec_name(charset) if charset else ""
    if not name:
        return guess(raw)
    try:
        return raw.decode(name)
    except (UnicodeError, ValueError):
        pass
    if name in ("utf-8", "ascii", "us-ascii"):
        return guess(raw)
    return raw.decode(name, "replace")


def guess(raw: bytes) -> str:
    """Text of bytes that say nothing of their charset: UTF-8, else Russian (cp1251, KOI8-R), else Western."""
    if b"\x1b$" in raw or b"\x1b(" in raw:
        return _japanese(raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _cut_utf8(raw):
        return raw.decode("utf-8", "replace")
    if _looks_cyrillic(raw):
        return max((raw.decode(name, "replace") for name in ("cp1251", "koi8-r")), key=_russian_score)
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def clean(text: str) -> str:
    """Without control characters, direction marks and lone surrogates; line ends and tabs stay."""
    return text if text.isprintable() else _UNWANTED.sub("", text)


def clean_line(text: str) -> str:
    """One line: as `clean`, each run of white space a single space."""
    if text.isprintable() and "  " not in text:
        return text.strip()  # nearly all: no other white space is printable
    return " ".join(clean(text).split())


def _codec_name(charset: str) -> str:
    """A codec that decodes bytes to text, "" when there is none. "utf-8*en" names a language (RFC 2231)."""
    name = charset.strip(" \t\r\n\"'").lower().partition("*")[0]
    if not name or len(name) > _CHARSET_MAX or not name.isascii() or not name.isprintable():
        return ""
    name = _ALIASES.get(name, name)
    if name in _FORBIDDEN:
        return ""
    try:
        codec = codecs.lookup(name)
        b"a".decode(codec.name, "replace")  # LookupError for codecs between bytes, like "hex"
    except (LookupError, ValueError):
        return ""
    return "" if codec.name in _FORBIDDEN else codec.name


def _japanese(raw: bytes) -> str:
    return raw.decode("iso2022_jp_ext", "replace")


def _cut_utf8(raw: bytes) -> bool:
    """Whether these are UTF-8 bytes that lost a few: most of the high bytes form whole characters."""
    text = raw.decode("utf-8", "replace")
    good = sum(1 for char in text if char > "\x7f" and char != "\ufffd")
    return good > 3 * text.count("\ufffd")


def _looks_cyrillic(raw: bytes) -> bool:
    """Whether high bytes stand in words of their own, as in Russian, and not one by one, as in "Müller"."""
    runs = [len(run) for run in _HIGH_RUN.findall(raw)]
    return sum(length for length in runs if length >= 3) * 2 > sum(runs)


def _russian_score(text: str) -> int:
    """The wrong one of cp1251 and KOI8-R turns small letters into capitals and rare ones."""
    return sum(1 for char in text if char in _FREQUENT)
