"""The page behind "do not track me" in a letter: one button, no login, in Russian or English.

Looking at the page changes nothing, so that scanners which open every link withdraw nobody; the button posts.
What it leaves is a hit of the kind "withdraw". The sender's program reads it, erases here whatever is kept of
the person, earlier letters included, and from then on their pixels and links answer and nothing is kept.
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

PATH = "/w/{token}"

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
    "en": Words("Do not track my letters", _EN_ASK, "Do not track me", _EN_DONE, _EN_UNKNOWN),
    "ru": Words("Не отслеживать мои письма", _RU_ASK, "Не отслеживать", _RU_DONE, _RU_UNKNOWN),
}


def route(keys: Keys, queue: HitQueue, proxies: Proxies, clock: Callable[[], Micros]) -> Route:
    """The one route of it."""
    return _Page(_WORDS, keys, queue, proxies, clock).route(PATH)


class _Page(ButtonPage):
    def takes(self, key: KeyRecord) -> bool:
        """Letters outlive the keys they were marked with."""
        return True

    def leaves(self, key: KeyRecord, token: str, request: Request, network: str) -> NewHit | None:
        """Neither agent nor network: to withdraw is all that is to be known of this."""
        if key.state is KeyState.REVOKED:
            return None
        return NewHit(key.owner, self._clock(), "withdraw", token, "", "", "")
