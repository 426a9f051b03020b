"""The settings that hold in the engine: what IT has locked, else what the user has set, else the defaults."""

from __future__ import annotations

from desktop_app.settings.policy import locked_settings, policy_file
from desktop_app.settings.schema import Settings
from desktop_app.store import settings
from desktop_app.store.database import Database


def preferences(db: Database) -> Settings:
    """As they are now: read anew at each call, so that a change holds at once."""
    return Settings(settings.all_settings(db), locked_settings(policy_file()))
