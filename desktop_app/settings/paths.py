"""Where files lie: those that come with the program, and those of the user."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resources() -> Path:
    """Icons, translations and help: inside an installed package, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def data_folder() -> Path:
    """The user's data folder of this platform (not created)."""
    if sys.platform not in ("win32", "darwin"):  # as platformdirs says; to load it takes the window 8 ms
        home = os.environ.get("XDG_DATA_HOME", "").strip() or "~/.local/share"
        return Path(home).expanduser() / "Otklik"
    import platformdirs

    return Path(platformdirs.user_data_dir("Otklik", appauthor=False))


def log_file(data: Path) -> Path:
    return data / "otklik.log"
