"""What a person reads, and what the author wrote."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.text import html_to_text, own_text, readable

ALTERNATIVE = """\
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

{plain}
--b
Content-Type: text/html; charset=utf-8

<p>Из HTML</p>
--b--
"""


def test_plain_text_is_preferred() -> None:
    assert readable(ALTERNATIVE.format(plain="Из текста").encode()) == "Из текста"


def test_an_empty_plain_text_is_not() -> None:
    assert readable(ALTERNATIVE.format(plain=" \n").encode()) == "Из HTML"


def test_html_alone() -> None:
    assert readable(b"Content-Type: text/html; charset=koi8-r\n\n<b>" + "Цена".encode("koi8-r")) == "Цена"


def test_attachments_are_not_read() -> None:
    mime = (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\nContent-Type: text/plain\n"
        b"Content-Disposition: attachment\n\nsecret\n--b--"
    )
    assert readable(mime) == "hello"


def test_flowed_lines_are_joined() -> None:
    mime = b"Content-Type: text/plain; format=flowed\n\nOne line \nand more.\n> quoted \n> on\n-- \nIvan"
    assert readable(mime) == "One line and more.\n> quoted\n> on\n--\nIvan"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("<style>p{}</style>x<script>alert('<p>')</script>y", "xy"),
        ("<head><title>t</title></head><body>x", "x"),
        ("<style>never closed <body>x", "x"),
        ("x<!-- <p>hidden</p> -->y", "xy"),
        ("x<!-- never closed", "x"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>", "a b\nc"),
        ("<blockquote>old<blockquote>older</blockquote></blockquote>new", "> old\n\n> > older\n\nnew"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("2 < 3 and 3 > 2", "2 < 3 and 3 > 2"),
        ("a\n   b\xa0c", "a b c"),
        ("&#0;&#xD800;&bogus;x\u202e", "&bogus;x"),
        ("<![if !supportLists]>x<![endif]><o:p>y</o:p>", "xy"),
        ("", ""),
    ],
)
def test_html_to_text(html: str, text: str) -> None:
    assert html_to_text(html).replace("\ufffd", "") == text


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


@given(
    st.binary() | st.text().map(lambda text: b"Content-Type: text/html; charset=utf-8\n\n" + text.encode())
)
def test_readable_never_raises_and_can_be_stored(mime: bytes) -> None:
    text = readable(mime)
    text.encode()
    assert "\0" not in text
    own_text(text)


MARKUP = st.lists(
    st.sampled_from(["<p>", "</p>", "<", ">", "<!--", "-->", "<style>", "</style", "a", "&#0;", "\n", '"'])
)


@given(MARKUP.map("".join) | st.text())
def test_html_never_raises(html: str) -> None:
    html_to_text(html)


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!--",
        "<a ",
        "<style>",
        "<p",
        "</",
        "&",
        "<blockquote>",
        "<![",
        'x"<',
        "<title>",
        "\n",
        "> ",
        "a: ",
    ],
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    begin = time.process_time()
    own_text(html_to_text(piece * 100_000))
    own_text(piece * 100_000)
    assert time.process_time() - begin < 10
