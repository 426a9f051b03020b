"""Movement of panels, and of nothing else: 120 ms, or none where the system or the user wants none.

The only place with animations (a test sees to it). Until `allow` has been called nothing moves.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

PANEL_MS = 120
_NAME = "slide"


class Motion:
    """One for the window; every panel that comes in asks it."""

    def __init__(self) -> None:
        self.moves = False

    def allow(self, choice: str, *, system_moves: bool) -> None:
        """`choice` is the setting: "system" | "none". Menus and boxes of Qt follow too."""
        self.moves = choice != "none" and system_moves
        if not self.moves:
            _still_effects()

    def slide(self, widget: QWidget, by: QPoint) -> None:
        """Let a widget that has just been shown come to its place from `by` beside it."""
        self.settle(widget)
        if not self.moves:
            return
        from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QPropertyAnimation

        slide = QPropertyAnimation(widget, b"pos", widget)
        slide.setObjectName(_NAME)
        slide.setDuration(PANEL_MS)
        slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        slide.setStartValue(widget.pos() + by)
        slide.setEndValue(widget.pos())
        slide.start(QAbstractAnimation.DeletionPolicy.DeleteWhenStopped)

    def settle(self, widget: QWidget) -> None:
        """It gets another place now: where it was going to does not count any more."""
        if not self.moves:
            return
        from PySide6.QtCore import QPropertyAnimation

        for slide in widget.findChildren(QPropertyAnimation, _NAME):
            slide.stop()


def _still_effects() -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    for effect in (
        Qt.UIEffect.UI_AnimateMenu,
        Qt.UIEffect.UI_FadeMenu,
        Qt.UIEffect.UI_AnimateCombo,
        Qt.UIEffect.UI_AnimateTooltip,
        Qt.UIEffect.UI_FadeTooltip,
    ):
        QApplication.setEffectEnabled(effect, False)
