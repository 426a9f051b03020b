"""Names and subjects of any sort break no layout: list, card, company, queue."""

import os

import pytest

from desktop_app.domain.model import Action, Address
from tests.fakes.sample_data import NOW

NAMES = {
    "right to left": "\u202eمحمد بن عبد الله \u05d0\u05d1\u05d2\u202c (abc)",
    "emoji": "\U0001f469\u200d\U0001f467 \U0001f1f7\U0001f1fa Anna \U0001f3f3\ufe0f\u200d\U0001f308" * 3,
    "control": "A\x00\x1b[31m\tB\r\nC\u2028D\u0007",
    "stacked": "Z\u0351\u036b\u0343\u036a\u0302" * 40,
    "5,000 characters": "Предложение по линии 4 " * 220,
    "one long word": "W" * 5000,
    "nothing but spaces": "\u00a0\u3000\u200b",
}
WIDTHS = (720, 1280, 1920)


@pytest.fixture
def hostile(reader):
    """The first leads of the list carry the names, and so do their letters; one company has them all."""
    contacts = list(reader.lead_rows)[: len(NAMES)]
    for contact, text in zip(contacts, NAMES.values(), strict=True):
        reader.change(
            contact, name=text, subject=text, company="zavod.example", last_signal_link=text, channel=text,
            action=Action.ANSWER, waiting_since=NOW - 10**10, snoozed_until=None, warmth=99,
        )  # fmt: skip
        for letter in list(reader.letter_rows.values()):
            if letter.contact == contact:
                sender = Address(text, letter.sender.address)
                reader.letter_rows[letter.id] = letter._replace(subject=text, sender=sender)
    for other in list(reader.lead_rows)[len(NAMES) :]:
        reader.change(other, action=Action.WAIT, waiting_since=None)
    return reader


def within(window) -> bool:
    """Nothing asks for more than the window has, and no horizontal bar appears."""
    return window.minimumSizeHint().width() <= window.width()


def look(window, name: str) -> None:
    """Every pixel is painted once; with OTKLIK_LOOK=folder the pictures can be looked at."""
    picture = window.grab()
    assert picture.width() == window.width()
    if folder := os.environ.get("OTKLIK_LOOK"):
        picture.save(f"{folder}/hostile-{name}-{window.width()}.png")


@pytest.mark.parametrize("width", WIDTHS)
def test_list_card_company_and_queue_hold_any_name(make_window, hostile, qapp, qtbot, width):
    window = make_window(hostile)
    window.resize(width, 800)
    page = window._pages["leads"]
    page.reload()
    for row in range(len(NAMES)):
        page.table.select_row(row)
        page.desk.open()
        qapp.processEvents()
        assert within(window)
        assert page.desk.side.width() <= 420
        assert page.card._scroll.widget().width() == page.card._scroll.viewport().width()
        look(window, f"leads-{row}")
    page.desk.close()
    page.begin_queue()
    for _ in range(len(NAMES)):
        qapp.processEvents()
        assert within(window)
        look(window, f"queue-{page.morning.queue._run.place}")
        page.morning.queue._do("skip")
    page.morning.queue.leave()
    window.open_company("zavod.example", None)
    company = window._pages["company"]
    qtbot.waitUntil(lambda: company.content is not None and not company.figures.is_busy)
    qapp.processEvents()
    assert within(window)
    look(window, "company")
