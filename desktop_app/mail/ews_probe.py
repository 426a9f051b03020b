"""Trying out an Exchange account step by step; the password is shown once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from desktop_app.domain.model import AccountSettings
from desktop_app.mail.autodiscover import find_ews
from desktop_app.mail.ews_client import EwsClient
from desktop_app.mail.ews_folders import Known, known_folders, list_folders
from desktop_app.mail.proxy import first_stop, knock
from desktop_app.mail.reach import resolve

Step = tuple[str, Callable[[], str]]


def steps(settings: AccountSettings, password: str, stack: contextlib.ExitStack) -> Iterator[Step]:
    """See `mail.probe`."""
    known: list[Known] = []
    if not settings.ews_url:
        found: list[str] = []

        def ask_domain() -> str:
            found.append(find_ews(settings, lambda: password))
            return found[0]

        yield "discover", ask_domain
        settings = replace(settings, ews_url=found[0])
    client = EwsClient(settings, lambda: password)
    stack.callback(client.close)

    def enter() -> str:
        known.append(known_folders(client, settings.address))
        return settings.user

    yield "resolve", lambda: resolve(first_stop(settings.server))
    yield "connect", lambda: knock(settings.server)
    yield "secure", client.connect
    yield "sign_in", enter
    yield "folders", lambda: str(len(list_folders(client, known[0]).folders))
