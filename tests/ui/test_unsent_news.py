"""A letter that did not go is told of at once, wherever the user is; what goes its way is not."""

import pytest

from desktop_app.domain.facts import OutboxChanged
from desktop_app.domain.model import AccountId, Address, OutboxId
from desktop_app.store.rows import OutboxRow
from desktop_app.ui.notifications import NotSent
from desktop_app.ui.unsent_news import unsent_news
from tests.fakes.sample_data import NOW

ROW = OutboxRow(
    OutboxId(5), AccountId(1), "rejected", "Prices", (Address("", "a@b.example"),), NOW, "refused", None,
    "a@b.example: 550 no such user",
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("rejected", "Not sent: Prices"),
        ("partly", "Not sent to all: Prices"),
        ("unknown", "May not have been sent: Prices"),
    ],
)
def test_a_letter_that_did_not_go_is_named(state, title):
    news = unsent_news(OutboxChanged(OutboxId(5), state, "refused"), lambda: [ROW._replace(state=state)])
    assert isinstance(news, NotSent)
    assert news.title == title
    assert ("550" in news.text) == (state != "unknown")


@pytest.mark.parametrize("state", ["held", "sending", "sent", "undone"])
def test_what_goes_its_way_is_not_told(state):
    assert unsent_news(OutboxChanged(OutboxId(5), state), lambda: [ROW]) is None


def test_what_was_decided_meanwhile_is_not_told():
    assert unsent_news(OutboxChanged(OutboxId(5), "rejected"), list) is None
