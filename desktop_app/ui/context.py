"""What every page is given: where to read, where to ask, and how to get about the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.domain.codes import ContactId, LetterId, Micros
from desktop_app.settings.schema import Settings
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_app.domain.model import Draft
    from desktop_app.store.reader import Reader


class Context(NamedTuple):
    """One per opened database: when it is replaced, so are all pages.

    `settings` is read anew at each call. `open_letters(letters, title)` shows the letters behind a figure.
    `open_company(company, person)` shows everybody there; its Escape leads back to the person.
    `open_reader()` gives a further reader to a worker thread, which closes it: raises as `Reader` does.
    `toast(text, undo)` adds an "Undo" button unless `undo` is None. `show_page(key)` as in `ui.registry`.
    """

    reader: Reader
    open_reader: Callable[[], Reader]
    bridge: Bridge
    theme: Theme
    settings: Callable[[], Settings]
    now: Callable[[], Micros]
    open_contact: Callable[[ContactId], None]
    open_company: Callable[[str, ContactId | None], None]
    open_letters: Callable[[Sequence[LetterId], str], None]
    compose: Callable[[Draft | None], None]
    toast: Callable[[str, Callable[[], None] | None], None]
    show_page: Callable[[str], None]
    demo: bool = False
