"""Which commands wait for which: what is said of one thing is done in order, and never behind a slow server.

Otherwise "Undo" would stand behind four letters that are fetched from a server that does not answer, and come
too late; or a draft that was sent would be saved again after it was deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from desktop_app.domain import commands as ask
from desktop_app.domain.commands import Command

ERRANDS_AT_ONCE = 4

_WRITING = (
    ask.Send,
    ask.SendAt,
    ask.UndoSend,
    ask.ResolveUnknown,
    ask.SaveDraft,
    ask.SaveTemplate,
    ask.RemoveTemplate,
    ask.CancelSignIn,  # whom it frees may be waiting in every other lane
)
_PEOPLE = (
    ask.Snooze,
    ask.Called,
    ask.Remind,
    ask.KeepMorning,
    ask.SetNote,
    ask.SetPhone,
    ask.MergePeople,
    ask.PartPeople,
    ask.MarkNoAnswer,
    ask.Assign,
    ask.Unassign,
    ask.Together,
    ask.DigestShown,
    ask.CorrectVerdict,
)
_SETTINGS = (ask.SetSetting, ask.SetChannel, ask.SetTracking)


class Lanes:
    """Leaving it waits for what has begun or stands in line. `submit` from any thread."""

    def __init__(self) -> None:
        with ExitStack() as undo:
            self._writing = undo.enter_context(ThreadPoolExecutor(1, "otklik-writing"))
            self._people = undo.enter_context(ThreadPoolExecutor(1, "otklik-people"))
            self._settings = undo.enter_context(ThreadPoolExecutor(1, "otklik-settings"))
            self._errands = undo.enter_context(ThreadPoolExecutor(ERRANDS_AT_ONCE, "otklik-command"))
            self._undo = undo.pop_all()

    def submit(self, command: Command, work: Callable[[], None]) -> None:
        """Do it in a thread of the command's lane. Raises RuntimeError after the end."""
        self._lane(command).submit(work)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._undo.close()

    def _lane(self, command: Command) -> ThreadPoolExecutor:
        if isinstance(command, _WRITING):
            return self._writing
        if isinstance(command, _PEOPLE):
            return self._people
        return self._settings if isinstance(command, _SETTINGS) else self._errands
