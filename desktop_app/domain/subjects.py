"""The subject without what replying, forwarding and lists put before it."""

from __future__ import annotations

import re

# Outlook, Gmail, Apple, Yandex, Mail.ru and others in ru, en, de, sv, fi, da, no, es, it, fr, pl, tr, nl,
# pt, zh, cs, hu, uk.
_PREFIX = re.compile(
    r"\s*(?:(?:re|отв|ответ|fwd?|пересл|пер|на|ha|aw|antw|antwort|wg|sv|vs|vl|vb|rv|rif|r|i|tr|odp|pd|ynt"
    r"|i̇lt|ilt|doorst|enc|res|fs|tl|továbbítás|vá|bls|trs|відп|peresl|答复|回复|回覆|转发|轉寄|転送"
    r"|返信)\s*(?:[\[(]\s*\d{1,4}\s*[\])]|\*\d{1,4})?\s*[:：]|\[[^\[\]]{1,60}\])\s*",
    re.IGNORECASE,
)


def base_subject(subject: str) -> str:
    """Strip "Re:", "Отв:", "RE[2]:", "[list]" and the like, repeatedly; white space becomes single spaces.

    A subject of nothing else keeps its last tag ("[URGENT]" stays). Case stays: it is for showing too.
    """
    text = " ".join(subject.split())
    while (prefix := _PREFIX.match(text)) and prefix.end() < len(text):
        text = text[prefix.end() :]
    if (prefix := _PREFIX.match(text)) and not text.startswith("["):
        text = text[prefix.end() :]
    return text


def is_reply(subject: str) -> bool:
    """Whether something like "Re:" stands before it; a forwarding counts too, a list's tag alone does not."""
    text = subject
    while prefix := _PREFIX.match(text):
        if not prefix[0].strip().startswith("["):
            return True
        text = text[prefix.end() :]
    return False
