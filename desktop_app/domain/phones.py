"""Telephone numbers in what a person wrote himself, mostly his signature; Russian and international layouts.

A number is believed when it begins with "+" and a country, when it has the shape of a Russian or North
American one, or when a word says that it is one. Dates, tax numbers, bank accounts, orders and sums are not:
the nearest word before a number decides. Nothing is guessed that could not be dialled: a local "123-45-67"
without its town is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from desktop_app.domain.bodies import bodies
from desktop_app.domain.quotes import signed_text
from desktop_app.domain.text import html_to_text, readable

SIGNATURE_LINES = 16  # from the end of what he wrote
LINE_MAX = 400
AT_MOST = 4
DIGITS_MIN, DIGITS_MAX = 8, 15  # of an international number (E.164)

_GAP = r"[ \t\u00a0\u202f().\-\u2010-\u2015]{0,3}"
_FIRM = r"(?<![\w+=@#№&?])(?<![\d][ \u00a0.,:/\-])"  # not in the middle of something longer
_RUSSIAN = re.compile(rf"{_FIRM}(?P<lead>\+[ \u00a0]?7|8|7)(?:{_GAP}\d){{10}}(?![\d\w@])")
_ABROAD = re.compile(
    rf"(?:(?<![\w+=@#&?])\+|{_FIRM}00)[ \u00a0]?[1-9](?:(?:{_GAP}|[ ]?/[ ]?)\d){{7,14}}(?![\d\w@])"
)
_TEN = re.compile(rf"{_FIRM}\(?[2-9]\d{{2,4}}\)?(?:{_GAP}\d){{5,7}}(?![\d\w@])")
_TRUNK = re.compile(rf"{_FIRM}\(?0(?:(?:{_GAP}|[ ]?/[ ]?)\d){{7,11}}(?![\d\w@])")
_EXTENSION = re.compile(
    r"[\s,;(]*(?:доб(?:авочный|\.)?|доп\.?|вн(?:утр(?:енний|\.)?|\.)?|ext(?:ension|n)?\.?|x\.?|#|,{1,2})"
    r"[\s:.№]*(\d{1,6})(?!\d)",
    re.IGNORECASE,
)
_SAYS_PHONE = (
    r"тел(?:ефон(?:ы|а)?)?|т|ф|моб(?:ильный|ил)?|сот(?:овый)?|раб(?:очий)?|звоните|звонить|вацап|ватсап|вайбер"
    r"|телеграм|позвоните|номер телефона|горячая линия|приёмная|приемная|офис|городской"
    r"|tel(?:ephone)?|phone|ph|mob(?:ile)?|cell|office|direct|desk|work|call(?: me)?(?: at)?|whats ?app|viber"
    r"|telegram|signal|dial|main|t|m|p|c|d|w|o|handy|mobil|telefon|tél|portable"
)
_SAYS_OTHER = (
    r"факс|fax|f|инн|кпп|огрн(?:ип)?|окпо|оквэд|бик|снилс|р/с|р/сч|к/с|к/сч|л/с|сч[её]т(?:а|у|ом)?|расч[её]тный"
    r"|корр?|договор(?:а|у)?|заказ(?:а|у)?|накладн\w*|артикул|арт|код|индекс|паспорт|серия|заявк\w+|тикет"
    r"|трек\w*|карт\w+|лицензи\w+|рег|гост|ту|дата|сумма|цена|итого|версия|id|inn|kpp|iban|swift|bic|account"
    r"|acc|acct|order|invoice|ticket|ref|reference|tracking|vat|tax|ein|ssn|card|zip|s/n|serial|sku|part|p/n"
    r"|isbn|ean|po|case|contract|no|nr|siret|siren|ust-idnr|hrb|version|ver|build|skype"
)
_WORD_BEFORE = re.compile(
    rf"(?<![\w/])(?:(?P<phone>{_SAYS_PHONE})|(?P<other>{_SAYS_OTHER}))(?![\w/])|(?P<sign>[☎☏✆📞📱🕿])"
    r"|(?P<number>№)",
    re.IGNORECASE,
)
_MOBILE_WORD = re.compile(
    r"(?:моб|сот|mob|cell|handy|portable|whats|ватсап|вацап|viber|📱|^m$|^c$)", re.IGNORECASE
)
_MONEY_AFTER = re.compile(r"\s*(?:руб|р\.|₽|€|\$|usd|eur|rub|тыс|млн|шт|кг|мм|%|:\d\d)", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
)
_ADDRESS_OF_A_MACHINE = re.compile(r"(?<![\d.+])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
_TEL_LINK = re.compile(
    r"<a\b[^<>]{0,500}?href\s*=\s*[\"']?\s*tel:([^\"'<>]{5,40})[\"']?[^<>]*>(.{0,200}?)</a>",
    re.IGNORECASE | re.DOTALL,
)
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_NATIONAL_OF_AMERICA = re.compile(r"\(?[2-9]\d{2}\)?[ \u00a0.\-]{1,2}\d{3}[ \u00a0.\-]\d{4}")
# How the numbers of every country begin (E.164 assignments).
_COUNTRY = re.compile(
    r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
    r"|2[1-9]\d|35\d|37\d|38\d|42\d|50\d|59\d|6[789]\d|8[058]\d|96\d|97\d|99[2-68]"
)


class Phone(NamedTuple):
    """`number` can be dialled: "+" and digits, or the national number as it was written, in digits."""

    number: str
    shown: str
    extension: str = ""
    mobile: bool = False


def phones_of(mime: bytes, russian: bool | None = None) -> tuple[Phone, ...]:
    """Of a letter, or of as much of it as came: its text, else the tel: links of its HTML. Never raises.

    `russian`: ten digits without a country are Russian ones; None: when there is Cyrillic text.
    """
    found = phones_in(readable(mime), russian)
    if found:
        return found
    html = (one.text() for one in bodies(mime) if not one.attached and one.content_type == "text/html")
    for body in html:
        text = html_to_text(_TEL_LINK.sub(lambda link: f"{link[2]} tel: {unescape(link[1])}\n", body))
        if found := phones_in(text, russian):
            return found
    return ()


def phones_in(text: str, russian: bool | None = None) -> tuple[Phone, ...]:
    """The numbers of whoever wrote `text`, his mobile first, a hotline last; quoted letters are not his."""
    own = signed_text(text)
    at_home = bool(_CYRILLIC.search(own)) if russian is None else russian
    lines = [line.strip()[:LINE_MAX] for line in own.split("\n") if line.strip()]
    found = [one for line in lines[-SIGNATURE_LINES:] for one in _of_line(line, at_home)]
    first_of_each = {one.number: one for one in reversed(found)}
    ordered = sorted(
        dict.fromkeys(one.number for one in found), key=lambda number: _rank(first_of_each[number])
    )
    return tuple(first_of_each[number] for number in ordered[:AT_MOST])


def typed(text: str) -> Phone | None:
    """A number as a person types it by hand; None when it has no 5 to 15 digits."""
    extension = _EXTENSION.search(text, min(len(text), 5))
    body = text[: extension.start()] if extension else text
    digits = re.sub(r"\D", "", body)
    if not 5 <= len(digits) <= DIGITS_MAX or re.search(r"[^\d\s()+.\-\u2010-\u2015\u00a0/]", body):
        return None
    known = next(_of_line(text, True), None)
    if known is not None and known.number.endswith(digits[-7:]):
        return known
    number = f"+{digits}" if body.strip().startswith("+") else digits
    return Phone(number, " ".join(body.split()), extension[1] if extension else "")


def _of_line(line: str, at_home: bool) -> Iterator[Phone]:
    taken: list[tuple[int, int]] = [match.span() for match in _DATE.finditer(line)]
    taken += [match.span() for match in _ADDRESS_OF_A_MACHINE.finditer(line)]
    found: list[tuple[int, Phone]] = []
    for kind in (_RUSSIAN, _ABROAD, _TEN, _TRUNK):
        for match in kind.finditer(line):
            if any(start <= match.start() < end for start, end in taken):
                continue
            phone = _believed(kind, match, line, at_home)
            if phone is not None:
                taken.append(match.span())
                found.append((match.start(), phone))
    return (phone for _at, phone in sorted(found))


def _believed(kind: re.Pattern[str], match: re.Match[str], line: str, at_home: bool) -> Phone | None:
    says, mobile = _said_before(line[: match.start()])
    if says == "other" or _MONEY_AFTER.match(line, match.end()):
        return None
    written = " ".join(match[0].split())
    number = _number(kind, written, says == "phone", at_home, _alone(line, match))
    if number is None:
        return None
    extension = _EXTENSION.match(line, match.end())
    return Phone(
        number,
        _shown(number, written),
        extension[1] if extension else "",
        mobile or bool(re.match(r"\+79", number)),
    )


def _number(kind: re.Pattern[str], written: str, is_said: bool, at_home: bool, alone: bool) -> str | None:
    """What to dial; None when it is not certain enough to be a telephone number."""
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", written))
    if kind is _RUSSIAN:
        grouped = bool(re.search(r"\D", written.lstrip("+")))
        usual = digits[1] in ("345789" if written[0] == "+" else "34589")  # 7: Kazakhstan
        return f"+7{digits[1:]}" if usual and (written[0] == "+" or is_said or grouped or alone) else None
    if kind is _ABROAD:
        digits = digits.removeprefix("00") if written.startswith("00") else digits
        if written.startswith("00") and not (is_said or re.search(r"\D", written)):
            return None
        usual = bool(_COUNTRY.match(digits))
        return f"+{digits}" if usual and DIGITS_MIN <= len(digits) <= DIGITS_MAX else None
    if kind is _TEN:
        return _ten(digits, written, is_said, at_home)
    grouped = len(digits) >= 9 and bool(re.search(r"\D", written))
    return digits if is_said and grouped else None  # 030 / 12 34 56: the country is the reader's own


def _ten(digits: str, written: str, is_said: bool, at_home: bool) -> str | None:
    """(495) 123-45-67 and (415) 555-1234: the country is not said."""
    if len(digits) != 10:
        return None
    if not at_home:
        usual = bool(_NATIONAL_OF_AMERICA.fullmatch(written)) and digits[3] not in "01"
        return f"+1{digits}" if usual else None
    bracketed = written.startswith("(")
    return f"+7{digits}" if digits[0] in "3489" and (bracketed or is_said) else None


def _said_before(text: str) -> tuple[str, bool]:
    """What the nearest word before a number says it is: "phone", "other" or ""; and whether a mobile."""
    near = text[-60:]
    words = list(_WORD_BEFORE.finditer(near))
    if not words:
        return "", False
    last = words[-1]
    between = near[last.end() :]
    if last["other"] or last["number"]:
        # "ИНН 7701234567, 8 495 ...": another thing that has had its own number already
        had_its_own = bool(re.search(r"\d[^\d]*[,;|•/\s]\s*$", between))
        return ("", False) if had_its_own else ("other", False)
    return "phone", bool(_MOBILE_WORD.search(last[0]))


def _alone(line: str, match: re.Match[str]) -> bool:
    """Nothing else on the line that is read: marks and brackets only."""
    return not re.search(r"\w", line[: match.start()] + line[match.end() :])


def _shown(number: str, written: str) -> str:
    digits = number[1:]
    if re.fullmatch(r"\+7\d{10}", number):
        return f"+7 {digits[1:4]} {digits[4:7]}-{digits[7:9]}-{digits[9:]}"
    if re.fullmatch(r"\+1\d{10}", number):
        return f"+1 {digits[1:4]} {digits[4:7]}-{digits[7:]}"
    return re.sub(r"^00\s?", "+", written).replace("(0)", "").replace("  ", " ").strip()


def _rank(phone: Phone) -> int:
    if phone.mobile:
        return 0
    return 2 if phone.number.startswith("+7800") else 1


def numbers(phones: Iterable[Phone]) -> set[str]:
    """For comparing."""
    return {one.number for one in phones}
