"""Every rule of the style sheet that sets a text on a ground of its own can be read (WCAG AA)."""

import re

import pytest

from desktop_app.ui.stylesheet import stylesheet
from desktop_app.ui.theme import DARK, LIGHT, TYPE, Radius, Space
from tests.unit.ui.test_theme_contrast import contrast

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COLOUR = re.compile(r"(?<![\w-])(color|background|background-color):\s*(#[0-9A-Fa-f]{6})")
INACTIVE = (":disabled", "scrollbar")  # WCAG excepts controls that do nothing now


def pairs(palette: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Selector to (text, ground) of the rules that set both."""
    found = {}
    for selector, body in RULE.findall(stylesheet(palette, TYPE, Space, Radius)):
        colours = {name.removesuffix("-color"): value for name, value in COLOUR.findall(body)}
        if "color" in colours and "background" in colours:
            found[" ".join(selector.split())] = (colours["color"], colours["background"])
    return found


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_text_stands_out_from_the_ground_its_rule_gives_it(palette):
    found = pairs(palette)
    assert len(found) >= 8
    weak = {
        selector: round(contrast(*colours), 2)
        for selector, colours in found.items()
        if contrast(*colours) < 4.5 and not any(word in selector.lower() for word in INACTIVE)
    }
    assert weak == {}
