"""Letters that only thank or confirm, by a table written by hand; in doubt the client waits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.thanks import is_thanks, only_thanks

NAMES = ("Anna Petrova", "Иван Смирнов", "John Smith", "Ирина")
THANKS = """
Thanks
thanks!
Thank you.
Thank you very much!
Thanks a lot, John!
Many thanks for your help.
Thank you for the quick reply
Thanks for the information!
OK
Ok, thanks
Okay, thank you so much!
Got it
Got it, thanks!
Received, thank you.
Well noted, thanks.
Understood. Thank you!
Perfect, thanks :)
Great, thank you!
Hi John,\\n\\nThanks!\\n\\nAnna
Hello John,\\nGot it, thank you.\\n\\nBest regards,\\nAnna Petrova\\nHead of Sales\\n+44 20 7946 0958
Thanks! Have a nice day!
Спасибо
спасибо!
Спасибо большое!
Большое спасибо за помощь.
Огромное спасибо!!!
Спасибо, Иван!
ок
Ок, спасибо
Окей
Принято
Принято, спасибо.
Хорошо, спасибо
Хорошо, спасибо!\\n\\nС уважением,\\nАнна Петрова\\nООО «Ромашка»\\nтел. +7 916 123-45-67
Добрый день, Иван Сергеевич!\\n\\nСпасибо за информацию.\\n\\nС уважением, Анна
Здравствуйте!\\nПолучили, спасибо.
Понял, спасибо
Поняла. Благодарю вас!
Благодарю за оперативный ответ!
Спасибо))
Отлично, спасибо 👍
Добрый день!\\nВсё получила, большое спасибо!\\nХорошего дня!
Договорились, спасибо
""".strip().splitlines()
MORE = """
Thanks, when can you deliver?
Thanks, but the price is wrong.
Thanks, please send the invoice
Thanks. Waiting.
Thanks in advance for the offer
Thanks, call me
Thank you for the offer, we need 20 more
Ok, 20 pieces then
Ok, send it
Yes
Yes, thanks
Agreed
Ok, I agree
Confirmed, go ahead
Not received, thanks
Thanks for nothing
Received the wrong part. Thanks
Thanks!\\nP.S. And the contract?
Thanks!\\n\\nBest regards,\\nAnna\\nP.S. We wait for the contract
Hi John,
Best regards,\\nAnna
Anna

Спасибо, когда сможете привезти?
Спасибо, жду счёт
Спасибо. Жду.
Спасибо, но цена не та
Ок, отправляйте
Ок, давайте в пятницу
Хорошо, мы подумаем и напишем
Хорошо, 15 штук
Принято, вышлите договор
Не получили, спасибо
Да
Согласны
Спасибо, перезвоните мне
Добрый день, Иван!
Спасибо за счёт, он с ошибкой
Спасибо!\\n\\nС уважением,\\nАнна\\nЗ.Ы. пришлите акт
Спасибо\\nНужен ещё один прибор
Не понял
Заранее спасибо за ответ
""".strip("\n").splitlines()


@pytest.mark.parametrize("text", THANKS)
def test_it_only_thanks_or_confirms(text: str) -> None:
    assert only_thanks(text.replace("\\n", "\n"), NAMES)


@pytest.mark.parametrize("text", MORE)
def test_it_says_more_than_thanks(text: str) -> None:
    assert not only_thanks(text.replace("\\n", "\n"), NAMES)


def letter(text: str, kind: str = "text/plain") -> bytes:
    return f"Content-Type: {kind}; charset=utf-8\r\n\r\n{text}".encode()


def test_quoted_history_is_not_what_the_client_says() -> None:
    assert is_thanks(
        letter("Спасибо!\r\n\r\n25.11.2026, 10:15, Ivan <me@firm.ru>:\r\n> Когда вам удобно?\r\n")
    )
    html = "<p>Thanks!</p><blockquote>When can you come?</blockquote>"
    assert is_thanks(letter(html, "text/html"))
    assert not is_thanks(letter("Спасибо!\r\n\r\n> Когда вам удобно?\r\nВ пятницу\r\n"))


def test_a_letter_with_a_file_is_never_only_thanks() -> None:
    part = "--b\r\nContent-Type: {}\r\n\r\nThanks\r\n"
    head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    assert is_thanks((head + part.format("text/plain") + "--b--\r\n").encode())
    signed = part.format("application/pdf\r\nContent-Disposition: attachment; filename=signed.pdf")
    assert not is_thanks((head + part.format("text/plain") + signed + "--b--\r\n").encode())


@given(st.text())
def test_a_question_is_never_only_thanks(text: str) -> None:
    assert not only_thanks(f"Thanks {text}?")


@given(st.binary(max_size=300))
def test_no_letter_is_too_broken(mime: bytes) -> None:
    is_thanks(mime)
