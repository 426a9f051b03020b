"""Where the quoted end of a letter begins among the parts of what is shown, and when it is not parted."""

import pytest

from desktop_app.domain.html_history import History
from desktop_app.domain.tags import tag_at

PARTS = ["<div>", "Thank you", "<br>", " ", "<blockquote>", "old", "</blockquote>", "</div>"]


def quoted(*below):
    """A history that begins at the quote of `PARTS` within its div; then `below` comes, outside quotes."""
    history = History("")
    history.begin(4, "<div>", "</div>")
    history.quote_ended()
    for text in below:
        history.text_came(text)
    return history.parted(PARTS)


def test_both_parts_are_closed_and_no_empty_lines_are_left_at_the_end():
    shown, history = quoted()
    assert shown == "<div>Thank you</div>"
    assert history == "<div><blockquote>old</blockquote></div>"


@pytest.mark.parametrize("below", ["See my answers above.", "unsubscribe " + "and much more " * 40])
def test_what_is_answered_below_a_quote_stays_in_sight(below):
    assert quoted(below) == ("".join(PARTS), "")


def test_the_few_words_of_a_mailing_list_are_no_answer():
    assert quoted("To ", "unsubscribe, write to the list.")[1]


def test_before_a_quote_has_ended_text_is_no_answer():
    history = History("")
    history.begin(4, "<div>", "</div>")
    history.text_came("On Monday Anna wrote:")
    assert history.parted(PARTS)[1]


def test_only_the_first_beginning_counts():
    html = '<div class="gmail_quote">'
    history = History(html)
    assert history.begins_at(tag_at(html, 0))
    history.begin(0, "", "")
    assert not history.begins_at(tag_at(html, 0))
    assert not history.begins_with("-----Original Message-----", 0)


def test_labels_are_looked_at_only_so_often_in_a_letter_full_of_them():
    html = "From: somebody"
    history = History(html)
    assert not any(history.begins_with("From: somebody", 0) for _ in range(20))
    looked = history._labels
    history.begins_with("From: somebody", 0)
    assert history._labels == looked == 20
