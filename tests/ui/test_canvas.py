"""What is drawn often is drawn by another way than the rest, and must not look different."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.ui.canvas import CENTRE, LEFT, RIGHT, PainterCanvas, laid_out

PLACE = QRect(7, 1, 241, 18)


def picture(ratio, draw):
    image = QImage(round(260 * ratio), round(24 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw(PainterCanvas(painter))
    painter.end()
    return image


@pytest.mark.parametrize("ratio", [1, 1.5, 2])
@pytest.mark.parametrize("align", [LEFT, CENTRE, RIGHT])
@pytest.mark.parametrize("role", ["body", "strong", "secondary"])
def test_a_label_has_the_pixels_of_the_text(theme, role, align, ratio):
    font, ink = theme.font(role), theme.colour("text")
    for text in ("Позвонить сейчас", "2 h ago", "–", "97", "Clicked «Prices, 2026»", "שלום", ""):
        label = laid_out(text, font)
        drawn = picture(ratio, lambda canvas, label=label: canvas.label(PLACE, align, label, ink))
        assert drawn == picture(ratio, lambda canvas, text=text: canvas.text(PLACE, align, text, font, ink))


def test_a_text_has_its_colour_whatever_was_drawn_before(theme):
    font, ink, other = theme.font("body"), theme.colour("text"), theme.colour("accent")

    def mixed(canvas):
        canvas.text(PLACE, LEFT, "left", font, ink)
        canvas.fill(QRect(0, 0, 260, 24), QColor("white"))
        canvas.text(PLACE, LEFT, "left", font, ink)
        canvas.text(PLACE, RIGHT, "right", font, other)

    def anew(canvas):
        canvas.text(PLACE, LEFT, "left", font, ink)

    def beside(canvas):
        canvas.text(PLACE, RIGHT, "right", font, other)

    def both(canvas):
        anew(canvas)
        beside(canvas)

    assert picture(1, mixed) == picture(1, both)
    assert picture(1, both) != picture(1, anew)
