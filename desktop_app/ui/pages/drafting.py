"""A letter being written is kept by the engine: a second after each change, one save at a time."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import Draft, Micros
from desktop_app.ui.bridge import Bridge

SAVE_AFTER_MS = 1_000
SAVE_LARGE_AFTER_MS = 10_000  # attachments travel with each save
LARGE_BYTES = 1_000_000


class DraftKeeper(QObject):
    """`read` gives the letter as it is now. Signals: `saved`, `failed(AppError)`."""

    saved = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, key: str, read: Callable[[], Draft], window: QObject) -> None:
        super().__init__(window)
        self._bridge, self._key, self._read = bridge, key, read
        self._name = secrets.token_hex(12)
        self._under_way = False
        self._dirty = False
        self._ended = False
        self._then: list[Callable[[], None]] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._save)

    def send(self, hold_s: int, at: Micros | None = None) -> commands.Send:
        """The letter as it stands; said twice, as after an engine that went, it is one."""
        return commands.Send(self._read(), hold_s, at, self._name, self._key)

    @property
    def key(self) -> str:
        """Of the stored draft; "" while there is none."""
        return self._key

    @property
    def is_kept(self) -> bool:
        """Whether the engine has everything."""
        return not self._dirty and not self._under_way

    def touch(self) -> None:
        """Something was changed."""
        if self._ended:
            return
        self._dirty = True
        if not self._timer.isActive():
            size = sum(len(attachment.content) for attachment in self._read().attachments)
            self._timer.start(SAVE_LARGE_AFTER_MS if size > LARGE_BYTES else SAVE_AFTER_MS)

    def save_now(self, then: Callable[[], None]) -> None:
        """`then` is called once everything is kept; not at all when it fails (see `failed`)."""
        if self.is_kept:
            then()
            return
        self._then.append(then)
        self._save()

    def flush(self) -> None:
        """The program ends: what is not kept yet is handed over now, nobody waits for the answer."""
        if self._dirty and not self._ended:
            self._dirty = False
            self._bridge.call(commands.SaveDraft(self._key, self._read()))

    def keep_last(self, draft: Draft) -> None:
        """The letter is put aside as it is; its field may be used for another one from here on."""
        self._read = lambda: draft
        self._save()

    def delete(self) -> None:
        """The letter was sent or thrown away; nothing is saved from here on."""
        self._ended = True
        self._dirty = False
        self._timer.stop()
        if self._key and not self._under_way:
            self._bridge.call(commands.SaveDraft(self._key, None))
            self._key = ""

    def _save(self) -> None:
        self._timer.stop()
        if self._under_way or not self._dirty:
            return
        self._under_way, self._dirty = True, False
        self._bridge.call(commands.SaveDraft(self._key, self._read()), self._was_saved, self._has_failed)

    def _was_saved(self, key: object) -> None:
        self._under_way = False
        self._key = str(key)
        if self._ended:
            self.delete()
        elif self._dirty:
            self._save()
        else:
            waiting, self._then = self._then, []
            if shiboken6.isValid(self):
                self.saved.emit()
            for then in waiting:
                then()

    def _has_failed(self, error: AppError) -> None:
        self._under_way = False
        self._dirty = not self._ended
        self._then.clear()
        if not self._ended and shiboken6.isValid(self):
            self.failed.emit(error)
