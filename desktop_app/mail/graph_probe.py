"""Trying out a Microsoft 365 account step by step."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from desktop_app.domain.errors import ItemGone, PermissionDenied
from desktop_app.domain.model import AccountSettings
from desktop_app.mail.graph_client import GraphClient
from desktop_app.mail.graph_folders import FolderList
from desktop_app.mail.proxy import first_stop, knock
from desktop_app.mail.reach import resolve

Step = tuple[str, Callable[[], str]]


def steps(settings: AccountSettings, token: str, stack: contextlib.ExitStack) -> Iterator[Step]:
    """See `mail.probe`."""
    client = GraphClient(settings, lambda: token)
    stack.callback(client.close)

    def enter() -> str:
        """Whoever is meant must have signed in: a browser remembers other people too."""
        person = client.person("mail,userPrincipalName,proxyAddresses")
        name = str(person.get("userPrincipalName") or "")
        proxies = person.get("proxyAddresses")
        also = [str(one) for one in proxies] if isinstance(proxies, list) else []
        addresses = {name, str(person.get("mail") or ""), *(one.partition(":")[2] for one in also)}
        meant = settings.user if settings.is_shared else settings.address
        if meant.lower() not in {one.lower() for one in addresses}:
            raise PermissionDenied(reason="other_mailbox", user=name, address=meant)
        return name

    def look() -> str:
        try:
            return str(len(FolderList(client).all().folders))
        except (PermissionDenied, ItemGone) as error:  # how it is said of a mailbox that one may not open
            if not settings.is_shared:
                raise
            names = {"user": settings.user, "address": settings.address}
            raise PermissionDenied(reason="not_shared", **names) from error

    yield "resolve", lambda: resolve(first_stop(settings.server))
    yield "connect", lambda: knock(settings.server)
    yield "sign_in", enter
    yield "folders", look
