"""The subject of an answer, whatever mail programs of many languages have put before it."""

from __future__ import annotations

import re

# Outlook, Gmail, Apple, Yandex, Mail.ru and others in ru, en, de, sv, fi, da, no, es, it, fr, pl, tr, nl,
# pt, zh, cs, hu, uk.
_MARK = re.compile(
    r"\s*(?:re|отв|ответ|fwd?|пересл|пер|на|ha|aw|antw|antwort|wg|sv|vs|vl|vb|rv|rif|r|i|tr|odp|pd|ynt"
    r"|i̇lt|ilt|doorst|enc|res|fs|tl|továbbítás|vá|bls|trs|відп|peresl|答复|回复|回覆|转发|轉寄|転送"
    r"|返信)\s*(?:[\[(]\s*\d{1,4}\s*[\])]|\*\d{1,4})?\s*[:：]\s*",
    re.IGNORECASE,
)

_TAG = re.compile(r"\s*\[[^\[\]]{1,60}\]\s*")


def base_subject(subject: str) -> str:
    """Without marks of replying and forwarding and without tags of lists, to be compared."""
    while mark := _MARK.match(subject) or _TAG.match(subject):
        subject = subject[mark.end() :]
    return " ".join(subject.casefold().split())


def is_answer(subject: str) -> bool:
    """Whether it has a mark of replying or forwarding."""
    while tag := _TAG.match(subject):
        subject = subject[tag.end() :]
    return bool(_MARK.match(subject))


def reply_subject(subject: str) -> str:
    """"Re: " and the subject without its marks of replying and forwarding; tags such as "[#123]" stay."""
    while mark := _MARK.match(subject):
        subject = subject[mark.end() :]
    return f"Re: {' '.join(subject.split())}".strip()
