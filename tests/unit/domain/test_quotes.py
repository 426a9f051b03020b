"""What the author wrote, and what is quoted, as mail programs lay it out."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.quotes import own_text, pieces
from desktop_app.domain.text import html_to_text
from tests.paths import ROOT

QUOTE_HEADERS = [
    "On Mon, Nov 3, 2025 at 10:15 AM Anna <anna@client.example> wrote:",
    "On Mon, Nov 3, 2025 at 10:15 AM Anna Very Long Name <\nanna@client.example> wrote:",
    "пн, 3 нояб. 2025 г. в 10:15, Анна <anna@client.example>:",
    "пн, 3 нояб. 2025\u202fг. в 10:15, Анна Петрова <\nanna@client.example>:",
    "Понедельник, 3 ноября 2025, 10:15 +03:00 от Анна <anna@client.example>:",
    '03.11.2025, 10:15, "Анна" <anna@client.example>:',
    "03.11.2025 10:15, Анна Петрова пишет:",
    "Анна Петрова <anna@client.example> написала:",
    "3 нояб. 2025 г., в 10:15, Анна <anna@client.example> написал(а):",
    "Вы писали 3 ноября 2025 г., 10:15:15:\nАнна пишет:",
    "Am 03.11.2025 um 10:15 schrieb Anna:",
    "Le 03/11/2025 à 10:15, Anna a écrit :".replace(" :", ":"),
    "-----Original Message-----",
    "-----Исходное сообщение-----",
    "-------- Пересылаемое сообщение --------",
    "---------- Forwarded message ---------",
    "From: Anna <anna@client.example>\nSent: Monday, November 3, 2025 10:15 AM\nTo: Ivan\nSubject: Price",
    "От: Анна <anna@client.example>\nОтправлено: 3 ноября 2025 г. 10:15\nКому: Иван\nТема: Цена",
    "*От:* Анна <anna@client.example>\n*Дата:* 3 ноября 2025 г.\n*Кому:* Иван\n*Тема:* Цена",
    "Begin forwarded message:",
]


@pytest.mark.parametrize("header", QUOTE_HEADERS)
def test_history_below_is_cut(header: str) -> None:
    answer = "Добрый день!\n\nЦена 100 рублей: см. вложение.\nИван"
    assert own_text(f"{answer}\n\n{header}\n\nстарый текст\nещё") == answer


@pytest.mark.parametrize(
    "header", [one for one in QUOTE_HEADERS if one.endswith(":") and "Вы писали" not in one]
)
def test_an_answer_below_a_marked_quote_stays(header: str) -> None:
    assert (
        own_text(f"{header}\n> сколько стоит?\n> и когда?\n100 рублей.\n> спасибо\nЗавтра.")
        == "100 рублей.\nЗавтра."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Здравствуйте, Анна:\nвот цена.",
        "Прошу прислать:\n- счёт\n- договор",
        "From: Moscow\nwe ship anywhere",
        "Наш адрес: Москва\nТема: обсудим",
        "Менеджер пишет, что всё готово.",
        "On Monday we met.\nHe wrote: yes",
    ],
)
def test_what_is_no_quote_stays(text: str) -> None:
    assert own_text(text) == text


def test_signature_phone_and_list_footer_go() -> None:
    assert own_text("Да\n-- \nИван\n+7 000") == "Да"
    assert own_text("Yes\n\nSent from my iPhone") == "Yes"
    assert own_text("Да\n\nОтправлено с iPhone") == "Да"
    footer = "_" * 47 + "\nUSRP-users mailing list -- x@y.example\nTo unsubscribe ..."
    assert own_text("Yes\n" + footer) == "Yes"


def test_a_letter_that_only_quotes_has_no_words_of_its_own() -> None:
    assert own_text("> one\n> two") == ""


# As mail programs write, one after the other: name, what the author wrote, the whole text.
LAYOUTS = [
    tuple(one.rstrip("\n") for one in layout.split("\n=== as sent\n"))
    for layout in (ROOT / "tests" / "data" / "quotes.txt").read_text("utf-8").split("\n=== layout ")
]
TEXTS = [(one.partition("\n")[2], text) for one, text in LAYOUTS]
NAMES = [one.partition("\n")[0] for one, _ in LAYOUTS]
HTML = [
    (
        "Согласен.",
        (
            "<p>Согласен.</p><div style='border-top:solid #E1E1E1 1.0pt'><p><b>От:</b> Анна<br><b>Отп"
            "равлено:</b> 3 ноября 2025 г. 10:15<br><b>Кому:</b> Иван<br><b>Тема:</b> RE</p></div><p>"
            "Начнём?</p>"
        ),
    ),
    (
        "Да",
        (
            '<div dir="ltr">Да</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">пн'
            ', 3 нояб. 2025 г. в 10:15, Анна &lt;<a href="mailto:a@x.ru">a@x.ru</a>&gt;:<br></div><bl'
            "ockquote>Начнём?</blockquote></div>"
        ),
    ),
    (
        "Да",
        (
            "<div>Да</div><blockquote>Понедельник, 3 ноября 2025, 10:15 +03:00 от Анна &lt;a@x.ru&gt;"
            ":<br><div>Начнём?</div></blockquote>"
        ),
    ),
]


def test_there_are_many_layouts() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 50


@pytest.mark.parametrize(("own", "text"), TEXTS, ids=NAMES)
def test_what_the_author_wrote(own: str, text: str) -> None:
    assert own_text(text) == own


@pytest.mark.parametrize(("own", "html"), HTML)
def test_what_the_author_wrote_in_html(own: str, html: str) -> None:
    assert own_text(html_to_text(html)) == own


@pytest.mark.parametrize("text", [text for _, text in TEXTS], ids=NAMES)
def test_the_pieces_are_the_whole_text_in_order(text: str) -> None:
    found = pieces(text)
    assert "\n".join(one.text for one in found) == text
    assert all(one.kind != other.kind for one, other in pairwise(found))
    assert {one.kind for one in found} >= {"own", "quote"}


SCRAPS = st.sampled_from(["> ", "\n", "От:", "Кому:", "Дата:", "-- ", "Анна пишет:", "_" * 12])


@given(st.text() | st.lists(SCRAPS).map("".join))
def test_never_raises_and_loses_nothing(text: str) -> None:
    assert "\n".join(one.text for one in pieces(text)) == text.replace("\r\n", "\n")
    own_text(text)


@pytest.mark.parametrize(
    "piece", ["> ", "a: ", "\n", "On 1 ", "от: x\n", "-- \n", "в 10:15 ", "wrote:\n", "_" * 40 + "\n"]
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    begin = time.process_time()
    own_text(piece * 100_000)
    assert time.process_time() - begin < 10
