"""Decide what to change in the HTML of a letter: where the pixel goes, which links, which old pixels go.

Only what the person wrote is touched. Quoted history keeps its links and loses only pixels of ours, which
would otherwise fire again for somebody else's letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from desktop_app.domain.tags import Attribute, Tag, attributes, scan
from desktop_app.domain.transfer import Edit
from desktop_app.domain.wrappers import unwrap

Rewrite = Callable[[str, str], str | None]

_HISTORY_CLASSES = frozenset({
    "gmail_quote", "gmail_quote_container", "moz-cite-prefix", "moz-forward-container",
    "moz-email-headers-table", "outlookmessageheader", "yahoo_quoted", "protonmail_quote", "tutanota_quote",
    "zmail_extra",
})  # fmt: skip
_HISTORY_IDS = frozenset({
    "divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "reply-intro", "forwardbody1",
    "olk_src_body_section", "isforwardcontent", "isreplycontent",
})  # fmt: skip
_SIGNATURE_CLASSES = frozenset({"gmail_signature", "moz-signature", "protonmail_signature_block"})
_SIGNATURE_IDS = frozenset({"signature", "ms-outlook-mobile-signature", "applemailsignature"})
# Outlook for Windows marks the header of the quoted letter only by this border.
_OUTLOOK_RULE = re.compile(r"border:\s*none;\s*border-top:\s*solid #(?:e1e1e1|b5c4df) 1\.0pt", re.IGNORECASE)
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/td|/li|/h[1-6])\b[^>]*>", re.IGNORECASE)
_ATTRIBUTION_SPAN = 400  # characters before a blockquote in which "Anna wrote:" may stand

_UNSUBSCRIBE = re.compile(r"unsubscri|opt-?out|list-manage|отпис|отказаться", re.IGNORECASE)
_LOOKS_LIKE_URL = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?([\w-]+(?:\.[\w-]+)*\.([^\W\d_]{2,}))(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_FILE_SUFFIXES = frozenset({
    "csv", "doc", "docx", "gif", "jpeg", "jpg", "odt", "pdf", "png", "ppt", "pptx", "rar", "rtf", "txt",
    "xls", "xlsx",
})  # fmt: skip
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "mil", "msk", "net", "nov", "org", "spb"})


class Link(NamedTuple):
    """A link that was rewritten: where it led, its visible text, where it leads now."""

    url: str
    text: str
    replaced: str


class Plan(NamedTuple):
    """Edits in order; `links` in the order of the text."""

    edits: list[Edit]
    links: list[Link]


@dataclass(frozen=True, slots=True)
class _Own:
    """What the person wrote: `end` is where quoted history begins, `signature` where the signature does."""

    end: int
    signature: int


def plan(
    html: str, charset: str, pixel: str, rewrite: Rewrite | None, ours: str, footer: bytes = b""
) -> Plan:
    """Plan the edits of one HTML text (latin-1 view of its bytes; `charset` is what they mean).

    `pixel` is the address of the new pixel, "" for none. `rewrite(url, text)` names a link's replacement or
    None to leave it. `ours` is the address of our tracking server, by which old pixels are known. `footer` is
    put before the pixel.
    """
    found = scan(html)
    own = _own_text(html, found.tags, found.complete_to)
    edits = [Edit(tag.start, tag.end, b"") for tag in found.tags if _is_our_pixel(html, tag, ours)]
    links: list[Link] = []
    for href, url, text in _links(html, charset, found.tags, own) if rewrite else ():
        replaced = rewrite(url, text) if rewrite and _may_rewrite(url, text, ours) else None
        if replaced is not None:
            links.append(Link(url, text, replaced))
            edits.append(Edit(href.start, href.end, _value(replaced, href.quoted)))
    if pixel:
        place = _pixel_place(html, found.tags, own, found.complete_to)
        edits.append(Edit(place, place, footer + pixel_tag(pixel)))
    return Plan(sorted(edits), links)


def pixel_tag(url: str) -> bytes:
    """Write the tag of a pixel: one by one, no border, no text for screen readers."""
    address = escape(url, quote=True)
    return f'<img src="{address}" alt="" width="1" height="1" border="0">'.encode("ascii")


def begins_history(html: str, tag: Tag) -> bool:
    """Whether quoted history begins with this tag, as mail programs mark it."""
    return not tag.closing and _begins_history(html, tag, _names(html, tag))


def base_domain(host: str) -> str:
    """Give the part of a host name that one owner has registered, as far as it can be told without a list.

    "www.firm.co.uk" gives "firm.co.uk". An unknown shared suffix gives too short a domain, never too long.
    """
    labels = host.lower().rstrip(".").split(".")
    shared = len(labels) > 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if shared else -2 :])


def _own_text(html: str, tags: Sequence[Tag], end: int) -> _Own:
    signature = end
    for tag in tags:
        if tag.closing:
            continue
        names = _names(html, tag)
        if _begins_history(html, tag, names):
            return _Own(tag.start, min(signature, tag.start))
        if signature == end and (names.classes & _SIGNATURE_CLASSES or names.id in _SIGNATURE_IDS):
            signature = tag.start
    return _Own(end, signature)


class _Names(NamedTuple):
    """The attributes of a tag by which mail programs mark quotes and signatures."""

    classes: frozenset[str] = frozenset()
    id: str = ""
    cited: bool = False
    style: str = ""


def _names(html: str, tag: Tag) -> _Names:
    if tag.name not in ("div", "blockquote", "table", "span", "hr", "p", "pre"):
        return _Names()
    values: dict[str, str] = {}
    for attribute in attributes(html, tag):
        values.setdefault(attribute.name, unescape(attribute.value).strip())
    return _Names(
        frozenset(values.get("class", "").lower().split()),
        values.get("id", "").lower(),
        values.get("type", "").lower() == "cite" or "cite" in values,
        values.get("style", ""),
    )


def _begins_history(html: str, tag: Tag, names: _Names) -> bool:
    if names.classes & _HISTORY_CLASSES or names.id in _HISTORY_IDS or names.id.startswith("yahoo_quoted"):
        return True
    if tag.name == "blockquote":
        return names.cited or _follows_attribution(html, tag.start)
    return bool(names.style) and _OUTLOOK_RULE.search(names.style) is not None


def _follows_attribution(html: str, place: int) -> bool:
    """Yandex and Mail.ru quote in a bare blockquote after a line that ends in a colon ("Anna wrote:")."""
    before = _MARKUP.sub("", html[max(0, place - _ATTRIBUTION_SPAN) : place])
    return unescape(before).rstrip().endswith(":")


def _is_our_pixel(html: str, tag: Tag, ours: str) -> bool:
    if tag.name != "img" or tag.closing or not ours:
        return False
    source = next((one.value for one in attributes(html, tag) if one.name == "src"), "")
    return _without_scheme(unwrap(unescape(source).strip())).startswith(_without_scheme(ours) + "/o/")


def _without_scheme(url: str) -> str:
    bare = url.partition("://")[2].rstrip("/") or url
    host, slash, path = bare.partition("/")
    return host.lower() + slash + path


def _pixel_place(html: str, tags: Sequence[Tag], own: _Own, complete_to: int) -> int:
    if own.end < complete_to:
        return own.end
    for name in ("body", "html"):
        closed = [tag.start for tag in tags if tag.closing and tag.name == name]
        if closed:
            return closed[-1]
    # Not bare rstrip(): 0xA0 ends some UTF-8 letters.
    return len(html[:complete_to].rstrip(" \t\r\n"))


def _links(html: str, charset: str, tags: Sequence[Tag], own: _Own) -> Iterator[tuple[Attribute, str, str]]:
    """Give each link of the person's own text: the attribute, where it leads, what is seen of it."""
    for number, tag in enumerate(tags):
        if tag.start >= own.signature:
            return
        href = _href(html, tag)
        if href is not None:
            yield href, _readable(href.value, charset), _visible_text(html, tags, number, charset)


def _href(html: str, tag: Tag) -> Attribute | None:
    if tag.closing or tag.name not in ("a", "area"):
        return None
    return next((one for one in attributes(html, tag) if one.name == "href"), None)


def _visible_text(html: str, tags: Sequence[Tag], number: int, charset: str) -> str:
    """Give the text of a link, or what its picture is called."""
    tag = tags[number]
    if tag.name == "area":
        return _picture_text(html, [tag], charset)
    after = next((at for at in range(number + 1, len(tags)) if tags[at].name == "a"), None)
    if after is None:
        return ""
    text = _MARKUP.sub("", _BREAK.sub(" ", html[tag.end : tags[after].start]))
    return _readable(text, charset) or _picture_text(html, tags[number + 1 : after], charset)


def _picture_text(html: str, tags: Sequence[Tag], charset: str) -> str:
    for tag in tags:
        if tag.name in ("img", "area") and not tag.closing:
            for attribute in attributes(html, tag):
                if attribute.name == "alt" and attribute.value.strip():
                    return _readable(attribute.value, charset)
    return ""


def _readable(view: str, charset: str) -> str:
    """Turn the latin-1 view into what a person reads: decoded, entities resolved, white space made even."""
    text = view if view.isascii() else view.encode("latin-1").decode(charset, "replace")
    return " ".join(unescape(text).split())


def _may_rewrite(url: str, text: str, ours: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme.lower() not in ("http", "https") or not host:
        return False
    if _UNSUBSCRIBE.search(url) or _UNSUBSCRIBE.search(text):
        return False
    our_host = urlsplit(ours).hostname or ""
    if host.lower() == our_host.lower():
        return False
    # Thunderbird warns of a fraud when a link's text is a URL of another domain than its target.
    shown = _LOOKS_LIKE_URL.fullmatch(text)
    is_file = shown is not None and shown[0] == shown[1] and shown[2].lower() in _FILE_SUFFIXES
    return shown is None or is_file or base_domain(shown[1]) == base_domain(our_host)


def _value(url: str, quoted: bool) -> bytes:
    value = escape(url, quote=True)
    return (value if quoted else f'"{value}"').encode("ascii")
