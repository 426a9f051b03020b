"""A form beside a list: in a narrow page the list makes room for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

WATCHED = (QEvent.Type.Resize, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


class MakingRoom(QObject):
    """Hides `beside` while `form` is open on a `page` that is less than `least` pixels wide."""

    def __init__(self, page: QWidget, beside: QWidget, form: QWidget, least: int) -> None:
        super().__init__(page)
        self._page, self._beside, self._form, self._least = page, beside, form, least
        page.setMinimumWidth(form.minimumWidth())  # not that of both
        page.installEventFilter(self)
        form.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in WATCHED:
            self._beside.setHidden(self._page.width() < self._least and not self._form.isHidden())
        return False
