from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.footer import footer_html, is_russian

URL = "https://t.linia.ru/w/AAAA"


class Read(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self.links, self.tags = "", [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.text += data


def read(html):
    found = Read()
    found.feed(html.decode("ascii"))
    return found


def test_the_words_in_brackets_are_the_link_and_all_of_it_is_when_there_are_none():
    assert b">Stop</a>, thanks.</div>" in footer_html("Tracked. [Stop], thanks.", URL).replace(b"\n", b" ")
    assert b">Do not track me</a></div>" in footer_html("Do not track me", URL).replace(b"\n", b" ")


@given(st.text(max_size=300))
def test_any_words_become_one_link_in_one_block_of_short_ascii_lines(words):
    html = footer_html(words, URL)
    found = read(html)
    assert (found.tags, found.links) == (["div", "a"], [URL])
    shown = "".join(one for one in words if one.isprintable())
    assert "".join(found.text.split()).replace("[", "").replace("]", "") == (
        "".join(shown.split()).replace("[", "").replace("]", "")
    )


def test_cyrillic_makes_it_russian():
    assert is_russian("Re: Привет")
    assert not is_russian("Grüße")
