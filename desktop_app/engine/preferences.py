"""The settings that hold in the engine: what IT has locked, else what the user has set, else the defaults."""

from __future__ import annotations

import json

from desktop_app.settings.policy import locked_settings, policy_file
from desktop_app.settings.schema import Settings
from desktop_app.settings.targets import Scope, renamed
from desktop_app.store import settings
from desktop_app.store.database import Database


def preferences(db: Database) -> Settings:
    """As they are now: read anew at each call, so that a change holds at once."""
    return Settings(settings.all_settings(db), locked_settings(policy_file()))


def rename_target(db: Database, before: str, name: str) -> None:
    """The channel `before` is now `name`: its target stays its own. "" = it is new."""
    value = renamed(preferences(db), Scope.CHANNEL, before, name) if before and before != name else None
    if value is not None:
        settings.put(db, "target_rules", json.dumps(value, ensure_ascii=False))
