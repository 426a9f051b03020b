"""The manager's templates: what her letters of the morning begin with, in the language of each client."""

from __future__ import annotations

from typing import NamedTuple


class Kept(NamedTuple):
    """As `commands.SaveTemplate` takes it."""

    name: str
    subject: str
    html: str


# (language, the step of the story): `demo.letters_ru` and `_en` have the steps.
TEMPLATES: dict[tuple[str, str], Kept] = {
    ("ru", "proposal"): Kept(
        "Первое предложение",
        "{company}: идея для участка фасовки",
        "<p>Добрый день, {first_name|коллега}!</p>"
        "<p>Меня зовут {my_name}, компания «Линия», делаем упаковочные линии. Наша машина уже работает у "
        "вашего соседа по отрасли.</p><p>Удобно созвониться на этой неделе?</p>",
    ),
    ("ru", "exhibition"): Kept(
        "После выставки",
        "После выставки: обещанные материалы",
        "<p>Здравствуйте, {first_name|коллега}!</p>"
        "<p>Спасибо, что зашли на наш стенд! Как обещала, отправляю материалы.</p>"
        "<p>Когда вам удобно продолжить?</p>",
    ),
    ("en", "proposal"): Kept(
        "First proposal",
        "{company}: an idea for your packing line",
        "<p>Hello {first_name|there},</p>"
        "<p>I am {my_name} of Linia; we make packing lines. Our machine already runs at a company like "
        "yours.</p><p>Would a short call this week suit you?</p>",
    ),
    ("en", "exhibition"): Kept(
        "After the fair",
        "After the fair: the material I promised",
        "<p>Hello {first_name|there},</p>"
        "<p>Thank you for visiting our stand. Here is the material I promised.</p>"
        "<p>When shall we go on?</p>",
    ),
}
