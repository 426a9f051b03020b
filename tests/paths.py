"""Where test material lies."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def shared(path: str) -> Path:
    """A file or folder of `../shared/data`, public samples beside the repository; skips without them."""
    found = SHARED / "data" / path
    if not found.exists():
        pytest.skip(f"the shared sample {path} is not on this machine")
    return found
