import json

import pytest

from desktop_app.engine import preferences
from desktop_app.store import settings
from tests.fakes.desk import Desk


@pytest.fixture
def policy(tmp_path, monkeypatch):
    """Writes the policy file of this machine."""
    path = tmp_path / "policies.json"
    monkeypatch.setattr(preferences, "policy_file", lambda: path)
    return lambda **locked: path.write_text(json.dumps({"locked": locked}))


def test_what_the_user_has_set_holds_in_the_engine(desk: Desk, policy):
    settings.put(desk.db, "target_minutes", "15")
    assert preferences.preferences(desk.db).number("target_minutes") == 15


def test_what_it_has_locked_wins_over_the_user_in_the_engine_too(desk: Desk, policy):
    settings.put(desk.db, "target_minutes", "15")
    policy(target_minutes=240)
    assert preferences.preferences(desk.db).number("target_minutes") == 240
