from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.wrappers import unwrap

PIXEL = "https://track.firm.example/o/AAECAwQFBgcICQoLDA0ODxAR"


def gmail(url: str) -> str:
    return f"https://ci3.googleusercontent.com/meips/ADKq_Nb-x=s0-d-e1-ft#{url}"


def yandex(url: str) -> str:
    return f"https://resize.yandex.net/mailservice?url={quote(url, safe='')}&proxy=yes&key=0123abc"


def yahoo(url: str) -> str:
    return f"https://ecp.yusercontent.com/mail?url={quote(url, safe='')}&t=1700000000&ymreqid=x&sig=y~D"


def mailru(url: str, field: str = "url171") -> str:
    bare = url.partition("://")[2]
    coded = b64encode(bare.encode()).decode().replace("=", "~")
    return f"https://proxy.imgsmail.ru/?email=anna%40mail.ru&e=1&flags=0&h=x&{field}={coded}&is_https=1"


@pytest.mark.parametrize("wrap", [gmail, yandex, yahoo, mailru])
def test_each_webmail_wrapper_gives_the_original(wrap) -> None:
    assert unwrap(wrap(PIXEL)) == PIXEL


def test_mail_ru_wraps_twice_and_with_other_numbers() -> None:
    assert unwrap(mailru(mailru(PIXEL, "url173"), "url174")) == PIXEL


def test_a_wrapper_inside_another_services_wrapper_is_opened_too() -> None:
    assert unwrap(gmail(yandex(yahoo(PIXEL)))) == PIXEL


def test_an_address_that_wraps_itself_without_end_stops() -> None:
    url = PIXEL
    for _ in range(8):
        url = gmail(url)
    assert unwrap(url).startswith("https://ci3.googleusercontent.com/")


@pytest.mark.parametrize(
    "url",
    [
        PIXEL,
        "",
        "cid:picture@here",
        "http://[broken",
        "https://proxy.imgsmail.ru/?url171=%%%",
        "https://proxy.imgsmail.ru/?email=a",
        "https://resize.yandex.net/mailservice?proxy=yes",
        "https://evil.example/googleusercontent.com#https://a.example/",
    ],
)
def test_what_is_no_wrapper_stays_as_it_is(url: str) -> None:
    assert unwrap(url) == url


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    unwrap(text)
    unwrap("https://proxy.imgsmail.ru/?url171=" + text)
    unwrap("https://resize.yandex.net/mailservice?url=" + text)
