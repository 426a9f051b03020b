from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from desktop_app.ui.leads.advances import DOUBT, Advances

PLAIN = st.characters(min_codepoint=0x20, max_codepoint=0x481, categories=["L", "N", "P", "Zs"])


@pytest.fixture(scope="module")
def advances(theme_font):
    return Advances(theme_font)


@pytest.fixture(scope="module")
def theme_font(qapp):
    font = qapp.font()
    font.setPixelSize(13)
    return font


@settings(max_examples=300)
@given(st.text(PLAIN, max_size=40))
def test_what_is_said_to_fit_fits(advances, theme_font, text):
    assert QFontMetricsF(theme_font).horizontalAdvance(text) <= advances.of(text) + DOUBT


@pytest.mark.parametrize("text", ["नमस्ते", "שלום", "e\u0301", "a\tb", "a\nb", "😀", "\u202eabc", "a\u00adb"])
def test_nothing_is_said_of_letters_that_change_each_other(advances, text):
    assert advances.of(text) == inf
