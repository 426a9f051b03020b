from base64 import b64encode
from quopri import encodestring

from desktop_app.domain.passages import passed_through

OURS = "https://t.firm.example"


def wrapped(mailbox: str, url: str) -> str:
    coded = b64encode(url.partition("://")[2].encode()).decode().replace("=", "~")
    return (
        f"https://proxy.imgsmail.ru/?email={mailbox.replace('@', '%40')}&amp;e=1&amp;h=x"
        f"&amp;url171={coded}&amp;is_https=1"
    )


def letter(*urls: str) -> bytes:
    pictures = "".join(f'<img src="{url}">' for url in urls)
    return f"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Yes</p>{pictures}".encode()


def test_the_mailbox_that_showed_our_picture_is_named() -> None:
    mime = letter(wrapped("Carl@mail.ru", f"{OURS}/o/token"), wrapped("anna@mail.ru", f"{OURS}/o/token"))
    assert passed_through(mime, OURS) == ["carl@mail.ru", "anna@mail.ru"]


def test_pictures_of_others_say_nothing() -> None:
    assert passed_through(letter(wrapped("carl@mail.ru", "https://shop.example/o/token")), OURS) == []
    assert passed_through(letter(f"{OURS}/o/token"), OURS) == []
    assert passed_through(letter(wrapped("carl@mail.ru", f"{OURS}/o/token")), "") == []


def test_quoted_printable_that_breaks_the_name_is_read() -> None:
    html = f'<img src="{wrapped("carl@mail.ru", f"{OURS}/o/token")}">'
    head = "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    mime = head.encode() + encodestring(html.encode()).replace(b"\n", b"\r\n")
    assert b"=\r\n" in mime
    assert passed_through(mime, OURS) == ["carl@mail.ru"]
