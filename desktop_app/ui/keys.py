"""Single-key commands by physical key, so that they work in the Russian layout too.

A layout only changes what a key produces; "о" comes from the key that is J in the Latin layout. Mapping the
characters back needs no scan codes, which differ between systems.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_PHYSICAL = dict(zip(CYRILLIC, LATIN, strict=True))
_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def letter(event: QKeyEvent) -> str:
    """"j" for the key J without Ctrl, Alt or Meta, in either layout; also "/", "?" and digits; else ""."""
    if event.modifiers() & _MODIFIERS:
        return ""
    return physical(event)


def physical(event: QKeyEvent) -> str:
    """As `letter`, whatever the modifiers: for Ctrl+K."""
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    text = event.text().lower()
    if not text.isprintable() or not text:
        key = event.key()
        text = chr(key).lower() if 0x20 < key < 0x500 else ""
    if text in ("?", ",") and shifted:  # Shift and the slash key, in the Russian layout a comma
        return "?"
    if text in ("/", "."):  # the slash key, in the Russian layout a full stop
        return "/"
    return _PHYSICAL.get(text, text)
