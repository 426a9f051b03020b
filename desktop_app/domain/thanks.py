"""Letters that only thank or confirm ("Thanks!", "ок, принято"): nobody waits for an answer. Never raises.

Every clause must be known by heart: what is not understood may be a question, and then the client waits.
"Yes" and "I agree" are not known here: they answer something that we asked, and we are to act on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop_app.domain.bodies import bodies
from desktop_app.domain.quotes import own_text
from desktop_app.domain.text import readable

LENGTH_MAX = 600
_SIGNATURE_LINES = 8
_FOR_RU = (
    r"(?: за (?:(?:ваш|твой|вашу|твою|такой|такую) )?(?:(?:быстрый|оперативный|подробный|скорый|быструю"
    r"|оперативную|подробную) )?(?:ответ|помощь|информацию|инфо|оперативность|письмо|уточнение|разъяснение"
    r"|разъяснения|пояснение|пояснения|понимание|сотрудничество|содействие|работу|участие))?"
)
_FOR_EN = (
    r"(?: for (?:(?:your|the|all your|all the|getting back to me|letting me know)(?= |$) ?)?"
    r"(?:(?:quick|prompt|fast|swift|kind|detailed|speedy) )?(?:reply|response|answer|help|support|info"
    r"|information|update|clarification|assistance|email|confirmation|explanation)?)?"
)
_THANKS_RU = (
    r"(?:(?:большое|огромное|ещё раз|еще раз|и|вам|тебе|всем) )*(?:спасибо|спс|благодарю|благодарим"
    r"|благодарна|благодарен|мерси)(?: (?:вам|вас|тебе|тебя|всем|большое|огромное|ещё раз|еще раз))*"
    + _FOR_RU
)
_THANKS_EN = (
    r"(?:(?:and|many|ok|okay|great|perfect|super|again) )*(?:thanks|thank you|thankyou|thx|tnx|ty"
    r"|much appreciated|appreciated|appreciate it)"
    r"(?: (?:so|very|much|a lot|a million|again|you|all|both|indeed|kindly))*"
    + _FOR_EN
)
_CONFIRMED = (
    r"(?:(?:всё|все|и|вас|all|i have|i|i've|we|we've|and) )?"
    r"(?:ок|окей|оке|ok|okay|okey|k|принято|принял|приняла|приняли|понял|поняла|поняли|понятно|ясно|хорошо"
    r"|отлично|супер|прекрасно|замечательно|здорово|получил|получила|получили|получено"
    r"|письмо получил|письмо получила|письмо получили|увидел|увидела|учту|учтём|учтем|договорились|класс"
    r"|got it|received|received it|noted|well noted|well received|understood"
    r"|great|perfect|excellent|wonderful|super|clear|all clear|sounds good|will do|good to know|roger|cool)"
    r"(?: (?:всё|все|вас|понял|поняла|принято|спасибо|thanks|now))?"
)
_CORE = re.compile(f"{_THANKS_RU}|{_THANKS_EN}|{_CONFIRMED}|(?:{_CONFIRMED}) (?:{_THANKS_RU}|{_THANKS_EN})")
_POLITE = re.compile(
    r"хорошего дня|хорошего вам дня|хорошего вечера|хороших выходных|хорошей недели|удачного дня"
    r"|всего доброго|всего хорошего|до связи|have a (?:nice|good|great|lovely) (?:day|evening|weekend|one)"
)
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|здравствуйте?|добрый (?:день|вечер)"
    r"|доброе утро|доброго (?:дня|времени суток)|привет|приветствую|уважаемый|уважаемая)(?: (?P<name>.+))?"
)
_SIGNED = re.compile(
    r"(?:с (?:наилучшими )?(?:уважением|пожеланиями)|с благодарностью|(?:(?:best|kind|warm|kindest) )?regards"
    r"|best wishes|all the best|best|sincerely|yours sincerely|cheers)"
    r"\s*(?:[,.!]+\s*(?P<name>.{0,60}))?"
)
_AFTERTHOUGHT = re.compile(r"(?:p\.?\s?p?\.?s|п\.?с|з\.?ы)\b")
_PATRONYMIC = re.compile(r"\w+(?:вич|вна|ична)")
_SMILES = re.compile(r"[:;=]-?[)(DPp]+|\)+(?=\s|$)")
_BREAKS = re.compile(r"[.,!;\n…\u2013\u2014]+|\s-\s")


def is_thanks(mime: bytes, names: Iterable[str] = ()) -> bool:
    """Whether a whole letter only thanks or confirms. One with a file never does: the file is the news.

    `names` of its writer and receivers, as they may stand in a greeting or below the text.
    """
    for one in bodies(mime):
        picture = one.content_type.startswith("image/") and one.content_id  # of a signature
        written = one.content_type in ("text/plain", "text/html") and not one.attached
        if not (picture or written):
            return False
    return only_thanks(own_text(readable(mime)), names)


def only_thanks(text: str, names: Iterable[str] = ()) -> bool:
    """The same of what its author wrote, without quoted history."""
    text = text.strip()
    if not text or len(text) > LENGTH_MAX or "?" in text:
        return False
    known = {word for name in names for word in re.findall(r"\w+", name.lower())}
    said = _unsigned(text.lower())
    if said is None or any(char.isdigit() for char in said):
        return False
    clauses = [" ".join(_plain(one).split()) for one in _BREAKS.split(_SMILES.sub(" ", said))]
    clauses = [one for one in clauses if one]
    thanked = [bool(_CORE.fullmatch(one)) for one in clauses]
    return any(thanked) and all(
        core or _is_courtesy(one, known) for core, one in zip(thanked, clauses, strict=True)
    )


def _unsigned(text: str) -> str | None:
    """The text above "Best regards"; None when something else may stand below it."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if place and _SIGNED.fullmatch(line.strip()):
            below = [one.strip() for one in lines[place + 1 :] if one.strip()]
            if len(below) > _SIGNATURE_LINES or any(_AFTERTHOUGHT.match(one) for one in below):
                return None
            return "\n".join(lines[:place])
    return text


def _plain(clause: str) -> str:
    """Letters, apostrophes and hyphens within words: no smileys, no brackets."""
    return re.sub(r"[^\w'’-]", " ", clause).replace("’", "'").strip(" '-_")


def _is_courtesy(clause: str, known: set[str]) -> bool:
    greeting = _GREETING.fullmatch(clause)
    if greeting is not None:
        return greeting["name"] is None or _is_name(greeting["name"], known)
    return bool(_POLITE.fullmatch(clause)) or _is_name(clause, known)


def _is_name(clause: str, known: set[str]) -> bool:
    words = clause.split()
    return len(words) <= 3 and all(one in known or _PATRONYMIC.fullmatch(one) for one in words)
