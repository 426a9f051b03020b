"""Copies of a letter to submit: with a pixel and tracked links where that is possible, wanted and allowed.

Tokens are committed to the keep file before submission. Link targets must lie at the server before a link is
rewritten; when it cannot be reached the letter goes out with the pixel alone, and when there is no server, as
it is. A letter is never held up by tracking. What `engine.privacy` allows decides who gets which copy: who is
not to be noticed gets the letter without marks, and old pixels of ours are taken out of its quotes; those who
are only counted share their marks with all such people; of who gives a date only, no link is rewritten.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from desktop_app.domain.errors import TrackingError
from desktop_app.domain.footer import footer_html, is_russian
from desktop_app.domain.instrument import instrument
from desktop_app.domain.model import Micros, TokenMeaning
from desktop_app.domain.privacy import Mode, in_region, tightened
from desktop_app.domain.text import readable
from desktop_app.domain.tokens import RANDOM_BYTES, Key, check, new_token
from desktop_app.engine.preferences import preferences
from desktop_app.engine.privacy import Privacy, bundle_of
from desktop_app.settings.privacy import policy_of
from desktop_app.store import signals
from desktop_app.store.database import Database

log = logging.getLogger(__name__)

MAX_OWN_COPIES = 10  # above, one copy for all: "someone of N"


class Registry(Protocol):
    """The tracking server, as far as marked letters need it."""

    def register(self, links: Mapping[str, str]) -> None:
        """Token to target, at the server. Idempotent. Raises TrackingError."""

    def erase(self, tokens: Sequence[str]) -> None:
        """Forget the hits of these tokens and keep none again. Idempotent. Raises TrackingError."""

    def forget(self, tokens: Sequence[str]) -> None:
        """Forget the hits of these tokens that are kept now. Idempotent. Raises TrackingError."""

    def held(self, tokens: Sequence[str]) -> Mapping[str, object]:
        """Everything kept of these tokens. Raises TrackingError."""


@dataclass(frozen=True, slots=True)
class Server:
    """A tracking server this person has a key for. `url` without a slash at the end."""

    url: str
    key: Key
    registry: Registry


@dataclass(frozen=True, slots=True)
class Copy:
    """One submission: the letter's MIME and to whom it goes."""

    mime: bytes
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the marks of one letter. `sender`: the account's address; `template`: 0 = none.

    Not `apart`: one copy for all, because the server sends to whom the letter names.
    """

    sender: str = ""
    at_most: Mode = Mode.FULL
    template: int = 0
    apart: bool = True


@dataclass(frozen=True, slots=True)
class Marker:
    """`server` gives the tracking server in use now, None when tracking is off."""

    db: Database
    server: Callable[[], Server | None]

    def copies(
        self,
        clean: bytes,
        message_id: str,
        people: Sequence[str],
        tracked: bool,
        now: Micros,
        request: Request = Request(),
    ) -> list[Copy]:
        """Every one of `people` (lower case) is in exactly one of the copies."""
        server = self.server()
        if server is None or not people:
            return [Copy(clean, tuple(people))] if people else []
        groups = self._groups(people, request) if tracked else {Mode.OFF: [tuple(people)]}
        letter = _Letter(self.db, server, clean, message_id, now, self._footer(clean), request.template)
        marked = [
            letter.copy(group, mode, self._needs_footer(group))
            for mode in (Mode.FULL, Mode.DATE, Mode.AGGREGATE)
            for group in groups.get(mode, ())
        ]
        unmarked = [Copy(letter.stripped(), group) for group in groups.get(Mode.OFF, ())]
        return marked + unmarked

    def _groups(self, people: Sequence[str], request: Request) -> dict[Mode, list[tuple[str, ...]]]:
        """Who gets a copy together, by mode; in the order of `people`."""
        found = Privacy(self.db).of(people, request.sender)
        modes = {who: tightened(found[who], request.at_most).mode for who in people}
        if not request.apart:
            return {self._of_all(modes): [tuple(people)]}
        named = sum(mode in (Mode.FULL, Mode.DATE) for mode in modes.values())
        counted = sum(mode is Mode.AGGREGATE for mode in modes.values())
        together: dict[Mode, list[str]] = {mode: [] for mode in Mode}
        alone: dict[Mode, list[str]] = {mode: [] for mode in Mode}
        for who, mode in modes.items():
            footer = mode is not Mode.OFF and self._needs_footer((who,))
            many = (counted if mode is Mode.AGGREGATE else named) > MAX_OWN_COPIES
            own = not many and (mode in (Mode.FULL, Mode.DATE) or (footer and mode is Mode.AGGREGATE))
            # A copy for many names nobody: it tells no date of anybody, and its footer is no way to withdraw.
            cannot = many and (footer or mode is Mode.DATE)
            (alone if own else together)[Mode.OFF if cannot else mode].append(who)
        return {
            mode: [*((who,) for who in alone[mode]), *([tuple(together[mode])] if together[mode] else [])]
            for mode in Mode
        }

    def _of_all(self, modes: Mapping[str, Mode]) -> Mode:
        """One copy for all allows what the strictest of them does."""
        strictest = min(modes.values(), key=lambda mode: mode.rank)
        if len(modes) == 1:
            return strictest
        # It names nobody: it tells no date of anybody, and a footer would be no way to withdraw.
        needy = strictest is Mode.DATE or any(self._needs_footer((who,)) for who in modes)
        return Mode.OFF if needy else strictest

    def _needs_footer(self, group: Sequence[str]) -> bool:
        """Only a copy of one's own can carry a way to withdraw."""
        settings = preferences(self.db)
        wanted = settings.text("privacy_footer")
        if len(group) != 1 or wanted == "never":
            return False
        return wanted == "always" or in_region(group[0], policy_of(settings).declared)

    def _footer(self, clean: bytes) -> Callable[[], str]:
        def text() -> str:
            language = "ru" if is_russian(readable(clean)) else "en"
            return preferences(self.db).text(f"privacy_footer_{language}")

        return text


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter of which copies are made. `footer` gives the words below it."""

    db: Database
    server: Server
    clean: bytes
    message_id: str
    now: Micros
    footer: Callable[[], str]
    template: int

    def stripped(self) -> bytes:
        """Without marks; old pixels of ours in quotes would tell of it all the same."""
        return instrument(self.clean, "", None, self.server.url).mime

    def copy(self, group: tuple[str, ...], mode: Mode, footer: bool) -> Copy:
        who = group[0] if len(group) == 1 else ""
        marks = self._marks(who, mode, footer)
        mime = marks.spliced(self.clean, links=mode is not Mode.DATE)
        if marks.links and not _registered(self.server, marks.links):
            marks = self._marks(who, mode, footer)
            mime = marks.spliced(self.clean, links=False)
        if mime != self.clean:
            signals.add_tokens(self.db, marks.meanings())
        return Copy(mime, group)

    def _marks(self, who: str, mode: Mode, footer: bool) -> _Marks:
        words = self.footer() if footer else ""
        if mode is not Mode.AGGREGATE:
            return _Marks(self.server, self.message_id, who, self.now, (), words, who)
        bundle = bundle_of(self.template, self.now)
        known = signals.tokens_of(self.db, bundle)
        return _Marks(self.server, bundle, "", self.now, known, words, who, self.message_id)


class _Marks:
    """The tokens of one copy. `known`: tokens of a bundle, used again; `owner`: who may withdraw by it."""

    def __init__(
        self,
        server: Server,
        message_id: str,
        recipient: str,
        now: Micros,
        known: Sequence[TokenMeaning] = (),
        footer: str = "",
        owner: str = "",
        letter: str = "",
    ) -> None:
        self._server = server
        usable = {one.url: one for one in known if check(one.token, {server.key.id: server.key.seal})}
        opened = usable.get("") or TokenMeaning(self._token(), message_id, recipient, "open", sent_at=now)
        self._opened = opened
        self._usable = usable
        self._clicked: dict[str, TokenMeaning] = {}
        self._footer = footer
        leaving = TokenMeaning(self._token(), letter or message_id, owner, "withdraw", sent_at=now)
        self._leaving = leaving if footer and owner else None

    @property
    def links(self) -> dict[str, str]:
        return {meaning.token: meaning.url for meaning in self._clicked.values()}

    def spliced(self, clean: bytes, links: bool) -> bytes:
        pixel = f"{self._server.url}/o/{self._opened.token}"
        below = b""
        if self._leaving is not None:
            below = footer_html(self._footer, f"{self._server.url}/w/{self._leaving.token}")
        return instrument(clean, pixel, self._rewrite if links else _leave, self._server.url, below).mime

    def meanings(self) -> list[TokenMeaning]:
        count = len(self._clicked)
        marks = [replace(meaning, links=count) for meaning in (self._opened, *self._clicked.values())]
        return [*marks, *([self._leaving] if self._leaving is not None else [])]

    def _rewrite(self, url: str, text: str) -> str:
        if url not in self._clicked:
            fresh = replace(self._opened, token=self._token(), kind="click", url=url, text=text)
            self._clicked[url] = self._usable.get(url) or fresh
        return f"{self._server.url}/c/{self._clicked[url].token}"

    def _token(self) -> str:
        return new_token(self._server.key.seal, self._server.key.id, secrets.token_bytes(RANDOM_BYTES))


def _leave(url: str, text: str) -> None:
    return None


def _registered(server: Server, links: Mapping[str, str]) -> bool:
    try:
        server.registry.register(links)
    except TrackingError as error:
        log.warning("links go out as they are: %s", error)
        return False
    return True
