"""The page behind the link to a device of one's own: what it loads later is then known to be the sender's.

Opened in the device's browser; looking at it changes nothing, so that a messenger's preview of the link marks
no device, the button posts. What it leaves is a hit with the device's agent and network, as a picture would;
the sender's program knows what the token stands for.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.routing import Route

from desktop_app.domain.model import Micros
from desktop_app.server.button_page import ButtonPage, Words
from desktop_app.server.hits import HitQueue
from desktop_app.server.keys import Keys
from desktop_app.server.networks import Proxies
from desktop_app.server.storage import KeyRecord, KeyState, NewHit

PATH = "/me/{token}"
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
    "en": Words("Is this your device?", _EN_ASK, "This is my device", _EN_DONE, _EN_UNKNOWN),
    "ru": Words("Это ваше устройство?", _RU_ASK, "Это моё устройство", _RU_DONE, _RU_UNKNOWN),
}


def route(keys: Keys, queue: HitQueue, proxies: Proxies, clock: Callable[[], Micros]) -> Route:
    """The one route of it."""
    return _Page(_WORDS, keys, queue, proxies, clock).route(PATH)


class _Page(ButtonPage):
    def takes(self, key: KeyRecord) -> bool:
        return key.state is not KeyState.REVOKED

    def leaves(self, key: KeyRecord, token: str, request: Request, network: str) -> NewHit | None:
        """As a picture would: what the device says of itself, and where it is."""
        agent = request.headers.get("user-agent", "").strip()[:MOST_AGENT_CHARACTERS]
        return NewHit(key.owner, self._clock(), "open", token, agent, network, "")
