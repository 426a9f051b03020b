"""The notation of the demo's texts, and every text in it."""

import random
import string

import pytest

from desktop_app.demo import letters_en, letters_ru
from desktop_app.demo.pen import Conversation, Pen
from desktop_app.demo.people import CLIENTS
from desktop_app.demo.phrases import as_html, as_text, parse, worded
from desktop_app.demo.stories import ANSWERS, CLIENT_OPENS, FOLLOWED, GOES_ON, MANAGER_OPENS
from desktop_app.demo.timing import Clock

RUSSIAN = next(client for client in CLIENTS if client.lang == "ru" and client.woman)
ENGLISH = next(client for client in CLIENTS if client.lang == "en")


def test_a_stage_has_subjects_texts_and_items():
    stages = parse(
        "\n== one\nsubject: A\nsubject: B\n\n{hello}\nfirst\nline\n\n* x\n* y\n--\nlast\n", "hi", "dear"
    )
    assert stages["one"].subjects == ("A", "B")
    assert stages["one"].bodies == (("hi", "first line", " * x", " * y"), ("last",))


def test_alternatives_may_hold_alternatives_and_slots():
    found = {worded("[a [b|c]|{x}] d", {"x": "e"}, random.Random(number)) for number in range(40)}
    assert found == {"A b d", "A c d", "E d"}


def test_a_sentence_begins_with_a_capital():
    assert worded("да. {day} удобно?", {"day": "в среду"}, random.Random(1)) == "Да. В среду удобно?"


def test_links_become_words_and_addresses():
    paragraphs = ["See <prices:all prices>.", " * <video:film>", " * two"]
    assert as_text(paragraphs) == (
        "See all prices (https://linia.example/prices).\n- film (https://linia.example/video)\n- two"
    )
    assert as_html(paragraphs) == (
        '<p>See <a href="https://linia.example/prices">all prices</a>.</p>'
        '<ul><li><a href="https://linia.example/video">film</a></li><li>two</li></ul>'
    )
    assert as_html(["<script>1 & 2</script>"]) == "<p>&lt;script&gt;1 &amp; 2&lt;/script&gt;</p>"


@pytest.mark.parametrize("module", [letters_ru, letters_en], ids=["ru", "en"])
def test_every_step_of_every_story_can_be_written(module):
    steps = {*ANSWERS, *ANSWERS.values(), *CLIENT_OPENS, *MANAGER_OPENS, *FOLLOWED.values(), "forwarded"}
    steps.update(step for following in GOES_ON.values() for step in following)
    assert steps <= module.STAGES.keys()
    for opening in {*CLIENT_OPENS, *MANAGER_OPENS}:
        assert module.STAGES[opening].subjects


@pytest.mark.parametrize("client", [RUSSIAN, ENGLISH], ids=["ru", "en"])
def test_every_text_is_filled(client):
    module = letters_ru if client.lang == "ru" else letters_en
    for stage in module.STAGES:
        for number in range(30):
            pen = Pen(Clock("Europe/Moscow", "RU"), random.Random(number))
            conversation = Conversation(client, subject="Тема")
            letter = pen.write(conversation, stage, mine=number % 2 == 0, at=1_795_698_000_000_000)
            text = " ".join(letter.paragraphs)
            assert not set("[]{}|") & set(text), text
            assert len(text) > 10
            assert text[0] not in string.ascii_lowercase
