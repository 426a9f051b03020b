"""The page behind the link to a device of one's own: what it loads later is then known to be the sender's.

Opened in the device's browser; looking at it changes nothing, so that a messenger's preview of the link marks
no device, the button posts. What it leaves is a hit with the device's agent and network, as a picture would;
the sender's program knows what the token stands for.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desktop_app.domain.model import Micros
from desktop_app.server.hits import HitQueue
from desktop_app.server.keys import Keys
from desktop_app.server.leaving import language_of, page
from desktop_app.server.limits import PerMinute
from desktop_app.server.networks import Proxies
from desktop_app.server.storage import KeyState, NewHit

PATH = "/me/{token}"
MOST_REQUESTS = 30  # a minute and address
MOST_AGENT_CHARACTERS = 512

_EN_ASK = """Press the button on the device on which you read your own mail. What it loads from this network
is then never taken for a client who opened your letter."""
_EN_DONE = """Otklik knows this device in this network. At another place, at home say, add it once more."""
_RU_ASK = """Нажмите кнопку на устройстве, с которого читаете свою почту. Тогда то, что оно загружает из этой
сети, никогда не примут за клиента, открывшего ваше письмо."""
_RU_DONE = """Отклик знает это устройство в этой сети. В другом месте, например дома, добавьте его ещё раз."""
_EN_UNKNOWN = "Copy the whole address from Otklik: Settings, Tracking, Your devices."
_RU_UNKNOWN = "Скопируйте адрес целиком из Отклика: «Настройки», «Отслеживание», «Ваши устройства»."
_WORDS = {
    "en": {
        "ask": ("Is this your device?", _EN_ASK, "This is my device"),
        "done": ("Done", _EN_DONE, ""),
        "unknown": ("This link is not known", _EN_UNKNOWN, ""),
        "later": ("Not recorded", "The server is busy. Please try again in a minute.", ""),
    },
    "ru": {
        "ask": ("Это ваше устройство?", _RU_ASK, "Это моё устройство"),
        "done": ("Готово", _RU_DONE, ""),
        "unknown": ("Эта ссылка неизвестна", _RU_UNKNOWN, ""),
        "later": ("Не записано", "Сервер занят. Попробуйте ещё раз через минуту.", ""),
    },
}


def route(keys: Keys, queue: HitQueue, proxies: Proxies, clock: Callable[[], Micros]) -> Route:
    """The one route of it."""
    return Route(PATH, _Page(keys, queue, proxies, clock).answer, methods=["GET", "POST"])


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
        if key is None or key.state is KeyState.REVOKED:
            return page(language, words["unknown"], 404)
        if request.method != "POST":
            return page(language, words["ask"], 200)
        agent = request.headers.get("user-agent", "").strip()[:MOST_AGENT_CHARACTERS]
        network = client.network if client else ""
        kept = await self._queue.keep(NewHit(key.owner, self._clock(), "open", token, agent, network, ""))
        return page(language, words["done"], 200) if kept else page(language, words["later"], 503)
