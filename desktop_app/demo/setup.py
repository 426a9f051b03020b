"""Sets the program up for the demo world by commands, as a person would, and sends the morning's letters."""

from __future__ import annotations

import html
import json
import random
from collections.abc import Callable, Mapping

from desktop_app.demo.pen import Conversation, Pen
from desktop_app.demo.people import CLIENTS
from desktop_app.demo.phrases import as_html
from desktop_app.demo.script import MORNING
from desktop_app.demo.templates import TEMPLATES
from desktop_app.demo.timing import Clock
from desktop_app.demo.world import Endpoints
from desktop_app.domain.commands import (
    AddAccount,
    Command,
    SaveTemplate,
    Send,
    SetChannel,
    SetSetting,
    SetTracking,
)
from desktop_app.domain.model import AccountId, Address, Draft

Call = Callable[[Command], object]

WORK_ZONE = "Europe/Moscow"


def prepare(call: Call, endpoints: Endpoints) -> AccountId:
    """Settings, tracking, channels, then the account, which begins to sync. `call` gives the value.

    She leads the team, and tells it her own rows as the others do.
    """
    call(SetSetting("work_zone", json.dumps(WORK_ZONE)))
    call(SetSetting("notifications_working_hours", "false"))  # its clients click at any hour
    call(SetSetting("team_share", "true"))
    call(SetTracking(endpoints.tracking_url, endpoints.tracking_key))
    for name, addresses in endpoints.channels:
        call(SetChannel(name, addresses))
    account = call(AddAccount(endpoints.account, endpoints.password))
    assert isinstance(account, int)
    return AccountId(account)


def morning(call: Call, endpoints: Endpoints, account: AccountId) -> None:
    """Send the morning's letters, tracked and without a pause in which they could be undone."""
    for draft in drafts(endpoints, account, _templates(call)):
        call(Send(draft, hold_s=0))


def _templates(call: Call) -> dict[tuple[str, str], int]:
    """The manager keeps hers; their numbers."""
    numbers = {}
    for key, (name, subject, text) in TEMPLATES.items():
        number = call(SaveTemplate(0, name, subject, text))
        assert isinstance(number, int)
        numbers[key] = number
    return numbers


def drafts(
    endpoints: Endpoints, account: AccountId, templates: Mapping[tuple[str, str], int]
) -> list[Draft]:
    """The morning's letters as the editor would hand them over, each with the template it began with."""
    people = {client.address: client for client in CLIENTS}
    rng = random.Random(f"{endpoints.seed}:morning")
    pen = Pen(Clock(WORK_ZONE, "RU"), rng)
    found = []
    for address, (stage, _) in MORNING.items():
        client = people[address]
        conversation = Conversation(client, machine=client.machine)
        letter = pen.write(conversation, stage, mine=True, at=endpoints.now)
        signature = "<br>".join(html.escape(line) for line in letter.signature)
        body = f"{as_html(list(letter.paragraphs))}<p>{signature}</p>"
        to = (Address(client.name, client.address),)
        template = templates.get((client.lang, stage), 0)
        draft = Draft(account, to=to, subject=letter.subject, html=body, tracked=True, template=template)
        found.append(draft)
    return found
