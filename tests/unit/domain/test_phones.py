"""Telephone numbers of signatures: layouts as people write them, and numbers that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.phones import phones_in, phones_of, typed

MOSCOW = "+74951234567"
MOBILE = "+79161234567"
FREE = "+78005553535"

RUSSIAN = [
    ("+7 (495) 123-45-67", MOSCOW, ""),
    ("+7 (495) 123-45-67 доб. 12", MOSCOW, "12"),
    ("+7 (495) 123-45-67, доб. 1205", MOSCOW, "1205"),
    ("+7 (495) 123-45-67 (доб. 112)", MOSCOW, "112"),
    ("+7 (495) 123-45-67 доп. 7", MOSCOW, "7"),
    ("+7 (495) 123-45-67 вн. 304", MOSCOW, "304"),
    ("+7 (495) 123-45-67 внутр. 304", MOSCOW, "304"),
    ("+7 (495) 123-45-67 добавочный 4", MOSCOW, "4"),
    ("+7 (495) 123-45-67 ext. 21", MOSCOW, "21"),
    ("+7 (495) 123-45-67 x21", MOSCOW, "21"),
    ("+7 (495) 123-45-67 #21", MOSCOW, "21"),
    ("+7 (495) 123-45-67,,21", MOSCOW, "21"),
    ("+7(495)123-45-67", MOSCOW, ""),
    ("+7(495)1234567", MOSCOW, ""),
    ("+7 495 123 45 67", MOSCOW, ""),
    ("+7-495-123-45-67", MOSCOW, ""),
    ("+7.495.123.45.67", MOSCOW, ""),
    ("+74951234567", MOSCOW, ""),
    ("+ 7 495 123-45-67", MOSCOW, ""),
    ("8 (495) 123-45-67", MOSCOW, ""),
    ("8(495)123-45-67", MOSCOW, ""),
    ("8-495-123-45-67", MOSCOW, ""),
    ("8 495 123-45-67", MOSCOW, ""),
    ("8 495 1234567", MOSCOW, ""),
    ("8 (495) 12-34-567", MOSCOW, ""),
    ("7 495 123 45 67", MOSCOW, ""),
    ("(495) 123-45-67", MOSCOW, ""),
    ("тел. (495) 123-45-67", MOSCOW, ""),
    ("тел. 495 123-45-67", MOSCOW, ""),
    ("тел.: 84951234567", MOSCOW, ""),
    ("Тел.: +7 (495) 123-45-67", MOSCOW, ""),
    ("ТЕЛЕФОН: 8 495 123 45 67", MOSCOW, ""),
    ("т. 8 (495) 123-45-67", MOSCOW, ""),
    ("т/ф. +7 495 123-45-67", MOSCOW, ""),
    ("тел/факс +7 (495) 123-45-67", MOSCOW, ""),
    ("Офис: +7 (495) 123‑45‑67", MOSCOW, ""),  # non-breaking hyphens
    ("+7\u00a0(495)\u00a0123–45–67", MOSCOW, ""),  # non-breaking spaces, en dashes
    ("раб.: +7 (4852) 12-34-56", "+74852123456", ""),
    ("+7 (34377) 1-23-45", "+73437712345", ""),
    ("8 (83361) 2-34-56", "+78336123456", ""),
    ("8 800 555-35-35", FREE, ""),
    ("8-800-555-35-35 (звонок бесплатный)", FREE, ""),
    ("8 (800) 555 35 35", FREE, ""),
    ("+7 916 123-45-67", MOBILE, ""),
    ("моб. 8 916 123-45-67", MOBILE, ""),
    ("моб.: +79161234567", MOBILE, ""),
    ("Моб: 8(916)1234567", MOBILE, ""),
    ("сот. 8-916-123-45-67", MOBILE, ""),
    ("89161234567", MOBILE, ""),
    ("📱 89161234567", MOBILE, ""),
    ("☎ 8 (495) 123-45-67", MOSCOW, ""),
    ("WhatsApp/Viber: +7 916 123-45-67", MOBILE, ""),
    ("Telegram, WhatsApp +7 (916) 123 45 67", MOBILE, ""),
    ("Звоните: 8 916 123 45 67", MOBILE, ""),
    ("мой телефон 8 916 123 45 67, после 15:00", MOBILE, ""),
    ("С уважением, Анна | +7 916 123-45-67 | anna@firm.ru", MOBILE, ""),
    ("anna@firm.ru, 8 (916) 123-45-67, www.firm.ru", MOBILE, ""),
    ("ООО «Завод», ИНН 7701234567, тел. +7 (495) 123-45-67", MOSCOW, ""),
    ("ИНН 7701234567 | 8 (495) 123-45-67", MOSCOW, ""),
    ("117246, Москва, Научный пр., 17, +7 495 123-45-67", MOSCOW, ""),
    ("+7 (727) 250-00-00", "+77272500000", ""),  # Kazakhstan
    ("+7 (4852) 12-11-26", "+74852121126", ""),  # no date
]
ABROAD = [
    ("+44 20 7946 0958", "+442079460958", ""),
    ("+44 (0)20 7946 0958", "+442079460958", ""),
    ("Tel: +49 (0) 30 12345678", "+493012345678", ""),
    ("Tel. +49 30 / 123 45 67", "+49301234567", ""),
    ("Fon +49-89-1234567-12", "+4989123456712", ""),
    ("Phone: 0049 30 1234567", "+49301234567", ""),
    ("+1 (415) 555-2671", "+14155552671", ""),
    ("+1-415-555-2671 ext 44", "+14155552671", "44"),
    ("+1.415.555.2671", "+14155552671", ""),
    ("(415) 555-2671", "+14155552671", ""),
    ("415-555-2671", "+14155552671", ""),
    ("415.555.2671 x9", "+14155552671", "9"),
    ("M: +380 44 123 45 67", "+380441234567", ""),
    ("Mobile +375 (29) 123-45-67", "+375291234567", ""),
    ("+998 90 123 45 67", "+998901234567", ""),
    ("+86 138 0013 8000", "+8613800138000", ""),
    ("+33 1 42 68 53 00", "+33142685300", ""),
    ("T +41 44 668 18 00", "+41446681800", ""),
    ("D: +971 4 123 4567", "+97141234567", ""),
    ("Office: 020 7946 0958", "02079460958", ""),
    ("Telefon: 030 / 1234567", "0301234567", ""),
    ("cell: +90 532 123 45 67", "+905321234567", ""),
    ("+420 224 123 456", "+420224123456", ""),
]
NONE = [
    "ИНН 7701234567",
    "ИНН: 770123456789, КПП 770101001",
    "ОГРН 1027700132195",
    "ОГРНИП 304500116000157",
    "р/с 40702810400000001234",
    "Расчётный счёт 4070 2810 4000 0000 1234",
    "к/с 30101810400000000225, БИК 044525225",
    "СНИЛС 123-456-789 01",
    "Заказ № 89161234567",
    "заказ 8 916 123-45-67",
    "Договор № 7-495-123-45-67",
    "Счёт на оплату 84951234567",
    "факс: +7 (495) 123-45-67",
    "Fax +49 30 1234567",
    "26.11.2026 12:30",
    "2026-11-26 12:30:45",
    "с 01.12.2026 по 31.12.2026",
    "8 916 123 456 руб.",
    "сумма 84 951 234 567 руб",
    "8 (916) 123-45-67 руб",
    "Invoice 4155552671",
    "Order no. 415-555-2671",
    "Account 8 495 123-45-67",
    "IBAN DE89 3704 0044 0532 0130 00",
    "4276 3800 1234 5678",
    "карта 2202 2001 1234 5678",
    "192.168.100.201",
    "https://firm.ru/item/89161234567",
    "id89161234567",
    "user+79161234567@mail.ru",
    "?phone=89161234567",
    "123-45-67",
    "7701234567",
    "84951234567 единиц 2",
    "арт. 8 495 123 45 67",
    "ISBN 978-5-17-118366-0",
    "Паспорт 4509 123456",
    "трек 80084912345678",
    "10 000 000 - 20 000 000",
    "в 2019-2026 гг.",
    "+9 999 999 99 99 99 99 99",
    "Build 8.495.123.4567",
]


@pytest.mark.parametrize(("line", "number", "extension"), RUSSIAN)
def test_a_russian_layout_is_read(line, number, extension):
    found = phones_in(f"Добрый день!\n\n--\nАнна Петрова\n{line}")
    assert [(one.number, one.extension) for one in found] == [(number, extension)]


@pytest.mark.parametrize(("line", "number", "extension"), ABROAD)
def test_a_layout_of_other_countries_is_read(line, number, extension):
    found = phones_in(f"Dear Olga,\n\nBest regards\nJohn Smith\n{line}")
    assert [(one.number, one.extension) for one in found] == [(number, extension)]


@pytest.mark.parametrize("line", NONE)
def test_a_number_that_is_no_telephone_is_left_alone(line):
    assert phones_in(f"Здравствуйте\n{line}\nАнна", True) == ()
    assert phones_in(f"Hello\n{line}\nJohn", False) == ()


def test_there_are_at_least_eighty_layouts():
    assert len(RUSSIAN) + len(ABROAD) >= 80


def test_a_mobile_comes_first_and_a_hotline_last():
    found = phones_in("Анна\n8 800 555-35-35\nтел. (495) 123-45-67 доб. 5\nмоб. 8 916 123-45-67")
    assert [one.number for one in found] == [MOBILE, MOSCOW, FREE]
    assert [one.shown for one in found] == ["+7 916 123-45-67", "+7 495 123-45-67", "+7 800 555-35-35"]
    assert [one.mobile for one in found] == [True, False, False]


def test_a_number_written_twice_is_one():
    assert len(phones_in("Анна\n8 916 123-45-67\nWhatsApp +79161234567")) == 1


def test_quoted_numbers_are_ours_and_not_his():
    text = "Спасибо, подходит.\n\n21.11.2026, 10:15, Ольга <o@firm.ru> пишет:\n> Ольга, 8 916 123-45-67"
    assert phones_in(text) == ()


def test_a_number_far_above_the_signature_is_not_his():
    text = "Позвоните Ивану: 8 916 123-45-67\n" + "строка\n" * 20 + "Анна"
    assert phones_in(text) == ()


def test_the_link_behind_a_word_is_read():
    html = '<p>Best</p><p>John <a href="tel:+442079460958">call me</a></p>'
    mime = b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
    assert [one.number for one in phones_of(mime)] == ["+442079460958"]


def test_a_plain_text_is_read_before_its_html():
    mime = "Content-Type: text/plain; charset=utf-8\r\n\r\nАнна\r\nмоб. 8 916 123-45-67\r\n".encode()
    assert [one.number for one in phones_of(mime)] == [MOBILE]


@pytest.mark.parametrize(
    ("text", "number", "extension"),
    [
        ("8 (495) 123-45-67 доб. 12", MOSCOW, "12"),
        ("+49 30 1234567", "+49301234567", ""),
        ("123-45-67", "1234567", ""),
        ("5 05", None, ""),
        ("no number", None, ""),
        ("1" * 40, None, ""),
        ("", None, ""),
    ],
)
def test_a_number_typed_by_hand_is_taken_as_it_is(text, number, extension):
    found = typed(text)
    assert (found.number, found.extension) == (number, extension) if number else found is None


@given(st.text(alphabet="+78()- .0123456789тел.:\n№/", max_size=400))
def test_any_text_is_read_without_an_error(text):
    assert all(8 <= len(one.number) <= 16 for one in phones_in(text))
