"""What a reply starts with: recipient, "Re:", and the quoted text as soon as the engine has fetched it."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6

from desktop_app.domain import commands
from desktop_app.domain.errors import AppError
from desktop_app.domain.model import AccountId, Draft
from desktop_app.domain.reading import of_text
from desktop_app.domain.subjects import reply_subject
from desktop_app.store.rows import LetterRow
from desktop_app.ui import rich_text, times
from desktop_app.ui.context import Context
from desktop_app.ui.pages.compose_body import Body
from desktop_app.ui.pages.compose_heads import Heads
from desktop_app.ui.translation import tr


def fill_reply(context: Context, draft: Draft, heads: Heads, body: Body, done: Callable[[], None]) -> None:
    """Adds what the draft does not say itself. `done` is called when the subject was filled in."""
    if draft.answers is None or draft.html:
        return
    letter = context.reader.letter(draft.answers)
    if letter is None:
        return
    if not draft.to:
        heads.to.set_addresses((letter.sender,))
    if not draft.subject:
        heads.subject.setText(reply_subject(letter.subject))
        done()

    def quote(text: object) -> None:
        if shiboken6.isValid(body):
            read = of_text(str(text))
            body.append_html(rich_text.quote(introduction(context, letter), read.html + read.history))

    def without_quotation(_error: AppError) -> None:
        """The reply can be written all the same."""

    held = context.reader.text(letter.id)
    if held is not None:
        quote(held)
    else:
        context.bridge.call(commands.FetchText(letter.id), quote, without_quotation)


def signed(signature: str) -> str:
    """An empty letter with the user's signature."""
    if not signature.strip():
        return ""
    return f"<p><br></p>{rich_text.paragraphs(signature)}"


def signature_of(context: Context, account: AccountId) -> str:
    """The account's own signature, else the one of all accounts."""
    settings = context.settings()
    own = settings.value("signatures")
    address = context.reader.mailboxes().get(account, "")
    found = own.get(address) if isinstance(own, dict) else None
    return found if isinstance(found, str) else settings.text("signature")


def signature_part(html: str) -> str:
    """A signed empty letter without the empty paragraph above its signature."""
    return html.removeprefix("<p><br></p>")


def introduction(context: Context, letter: LetterRow) -> str:
    """The line above a quotation: when, and who wrote."""
    when = times.moment(letter.arrived_at, context.now())
    who = letter.sender.name or letter.sender.address
    return tr("{when}, {who}:").format(when=when, who=who)
