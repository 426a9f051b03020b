"""A page with one button that a person opens in a browser, in Russian or English: no login, nothing loaded.

Looking at it changes nothing, so that scanners and previews which open every link do nothing; the button
posts, and what it leaves is a hit of the token's owner.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from desktop_app.domain.model import Micros
from desktop_app.server.hits import HitQueue
from desktop_app.server.keys import Keys
from desktop_app.server.limits import PerMinute
from desktop_app.server.networks import Proxies
from desktop_app.server.storage import KeyRecord, NewHit

MOST_REQUESTS = 30  # a minute and address

_DONE = {"en": "Done", "ru": "Готово"}
_UNKNOWN = {"en": "This link is not known", "ru": "Эта ссылка неизвестна"}
_LATER = {
    "en": ("Not recorded", "The server is busy. Please try again in a minute."),
    "ru": ("Не записано", "Сервер занят. Попробуйте ещё раз через минуту."),
}
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none';"
        " base-uri 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}
_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
:root{{color-scheme:light dark}}
body{{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto 0;padding:0 1.5rem}}
h1{{font-size:1.25rem;margin:0 0 .75rem}}
button{{font:inherit;padding:.6rem 1.2rem;border:0;border-radius:6px;cursor:pointer}}
button{{background:#2a62d8;color:#fff}}
button:focus-visible{{outline:3px solid #7aa5ff;outline-offset:2px}}
</style></head><body><main><h1>{title}</h1><p>{text}</p>{button}</main></body></html>
"""
_BUTTON = '<form method="post"><button type="submit">{label}</button></form>'


class Words(NamedTuple):
    """In one language: `title` and `ask` above the `button`, what stands there once it was pressed (`done`),
    and what to do with a link that is not known.
    """

    title: str
    ask: str
    button: str
    done: str
    unknown: str


class ButtonPage:
    """Subclasses say which keys count and what the button leaves."""

    def __init__(
        self,
        words: Mapping[str, Words],
        keys: Keys,
        queue: HitQueue,
        proxies: Proxies,
        clock: Callable[[], Micros],
    ) -> None:
        self._words = words  # by language
        self._keys = keys
        self._queue = queue
        self._proxies = proxies
        self._clock = clock
        self._visitors = PerMinute(MOST_REQUESTS, time.monotonic)

    def route(self, path: str) -> Route:
        return Route(path, self.answer, methods=["GET", "POST"])

    async def answer(self, request: Request) -> Response:
        language = language_of(request.headers.get("accept-language", ""))
        words = self._words[language]
        later = (*_LATER[language], "")
        peer = request.client.host if request.client else ""
        client = self._proxies.client(peer, request.headers.getlist("x-forwarded-for"))
        if not self._visitors.take(client and client.number):
            return page(language, later, 429)
        token: str = request.path_params["token"]
        key = self._keys.known(token) or await self._keys.of_token(token)
        if key is None or not self.takes(key):
            return page(language, (_UNKNOWN[language], words.unknown, ""), 404)
        if request.method != "POST":
            return page(language, (words.title, words.ask, words.button), 200)
        hit = self.leaves(key, token, request, client.network if client else "")
        kept = hit is None or await self._queue.keep(hit)
        done = (_DONE[language], words.done, "")
        return page(language, done, 200) if kept else page(language, later, 503)

    def takes(self, key: KeyRecord) -> bool:
        """Whether the page is there for tokens of this key."""
        raise NotImplementedError

    def leaves(self, key: KeyRecord, token: str, request: Request, network: str) -> NewHit | None:
        """What the button says; None: nothing is left to say."""
        raise NotImplementedError


def language_of(accepted: str) -> str:
    """Give "ru" when Russian comes before English in Accept-Language (by weight), else "en"."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(",")[:20]:
        name, _, parameters = part.partition(";")
        found = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", parameters)
        weight = float(found[1]) if found else 1.0
        language = name.strip().partition("-")[0]
        weights[language] = max(weight, weights.get(language, 0.0))
    return "ru" if weights.get("ru", 0.0) > weights.get("en", 0.0) else "en"


def page(language: str, words: tuple[str, str, str], status: int) -> Response:
    """A page with one button at most. `words`: title, text, and what the button says ("" = none)."""
    title, text, label = words
    button = _BUTTON.format(label=label) if label else ""
    html = _PAGE.format(language=language, title=title, text=text, button=button)
    return HTMLResponse(html, status, _HEADERS | {"content-language": language})
