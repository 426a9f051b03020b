"""The hand that sets the demo up: templates with the morning's letters."""

from desktop_app.demo.script import MORNING
from desktop_app.demo.setup import morning
from desktop_app.demo.templates import TEMPLATES
from desktop_app.demo.world import Endpoints
from desktop_app.domain.commands import SaveTemplate, Send
from desktop_app.domain.model import AccountId
from tests.fakes.ui_world import NOW, account


def test_each_letter_of_the_morning_begins_with_a_template_of_its_language():
    endpoints = Endpoints(account().settings, "", (), "", "", 1, NOW, ())
    saved: list[SaveTemplate] = []
    sent: list[Send] = []

    def call(command):
        (saved if isinstance(command, SaveTemplate) else sent).append(command)
        return len(saved) if isinstance(command, SaveTemplate) else None

    morning(call, endpoints, AccountId(1))
    assert [one.name for one in saved] == [kept.name for kept in TEMPLATES.values()]
    assert len(sent) == len(MORNING)
    names = [saved[one.draft.template - 1].name for one in sent]
    assert set(names) >= {"Первое предложение", "После выставки", "First proposal"}
    assert all(one.draft.template for one in sent)
