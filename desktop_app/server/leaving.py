"""The page behind "do not track me" in a letter: one button, no login, in Russian or English.

Looking at the page changes nothing, so that scanners which open every link withdraw nobody; the button posts.
What it leaves is a hit of the kind "withdraw". The sender's program reads it, erases here whatever is kept of
the person, earlier letters included, and from then on their pixels and links answer and nothing is kept.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from desktop_app.domain.model import Micros
from desktop_app.server.hits import HitQueue
from desktop_app.server.keys import Keys
from desktop_app.server.limits import PerMinute
from desktop_app.server.networks import Proxies
from desktop_app.server.storage import KeyState, NewHit

PATH = "/w/{token}"
MOST_REQUESTS = 30  # a minute and address

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
_EN_ASK = """The sender will no longer learn when you open letters or follow links in them. This holds
for the letters you already have too, and what was kept is erased. The letters themselves still reach
you."""
_EN_DONE = """Your choice is recorded. What was kept of your opens and clicks is erased as soon as the
sender's program reads this, and nothing more is kept."""
_EN_UNKNOWN = """Copy the whole address from the letter, or answer the letter and tell the sender that
you do not want to be tracked."""
_RU_ASK = """Отправитель больше не узнает, когда вы открываете письма и переходите по ссылкам в них. Это
относится и к письмам, которые у вас уже есть, а сохранённое будет стёрто. Сами письма будут приходить
как раньше."""
_RU_DONE = """Ваш выбор записан. Сохранённое о ваших открытиях и переходах будет стёрто, как только
программа отправителя это прочитает, и ничего нового храниться не будет."""
_RU_UNKNOWN = """Скопируйте из письма адрес целиком или ответьте на письмо и скажите отправителю, что не
хотите отслеживания."""
_WORDS = {
    "en": {
        "ask": ("Do not track my letters", _EN_ASK, "Do not track me"),
        "done": ("Done", _EN_DONE, ""),
        "unknown": ("This link is not known", _EN_UNKNOWN, ""),
        "later": ("Not recorded", "The server is busy. Please try again in a minute.", ""),
    },
    "ru": {
        "ask": ("Не отслеживать мои письма", _RU_ASK, "Не отслеживать"),
        "done": ("Готово", _RU_DONE, ""),
        "unknown": ("Эта ссылка неизвестна", _RU_UNKNOWN, ""),
        "later": ("Не записано", "Сервер занят. Попробуйте ещё раз через минуту.", ""),
    },
}


def route(keys: Keys, queue: HitQueue, proxies: Proxies, clock: Callable[[], Micros]) -> Route:
    """The one route of it."""
    page = _Page(keys, queue, proxies, clock)
    return Route(PATH, page.answer, methods=["GET", "POST"])


class _Page:
    def __init__(self, keys: Keys, queue: HitQueue, proxies: Proxies, clock: Callable[[], Micros]) -> None:
        self._keys = keys
        self._queue = queue
        self._proxies = proxies
        self._clock = clock
        self._visitors = PerMinute(MOST_REQUESTS, time.monotonic)

    async def answer(self, request: Request) -> Response:
        language = language_of(request.headers.get("accept-language", ""))
        words = _WORDS[language]
        peer = request.client.host if request.client else ""
        client = self._proxies.client(peer, request.headers.getlist("x-forwarded-for"))
        if not self._visitors.take(client and client.number):
            return page(language, words["later"], 429)
        token: str = request.path_params["token"]
        key = self._keys.known(token) or await self._keys.of_token(token)
        if key is None:
            return page(language, words["unknown"], 404)
        if request.method != "POST":
            return page(language, words["ask"], 200)
        # Neither agent nor network: to withdraw is all that is to be known of this.
        hit = NewHit(key.owner, self._clock(), "withdraw", token, "", "", "")
        kept = key.state is KeyState.REVOKED or await self._queue.keep(hit)
        return page(language, words["done"], 200) if kept else page(language, words["later"], 503)


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
