"""What IT has set for everybody on this machine: a JSON file that only an administrator can write.

`{"locked": {"work_country": "RU"}, "locked_by": "IT of Linia, ext. 1234"}`: these values win over the user's
and are shown as managed by whom it names, else by "your organisation". A file that is not usable is logged
and locks nothing.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

NAME_MAX = 80  # it stands in one line of the window

log = logging.getLogger(__name__)


def policy_file() -> Path:
    """Where this system keeps what only an administrator may write."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Otklik" / "policies.json"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Otklik/policies.json")
    return Path("/etc/otklik/policies.json")


def locked_settings(path: Path) -> dict[str, str]:
    """Key -> JSON text of the locked settings; {} without a file."""
    try:
        policy = json.loads(path.read_text("utf-8"))
        return {key: json.dumps(value) for key, value in policy["locked"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        log.warning("policy file %s is not usable: %s", path, error)
        return {}


def locked_by(path: Path) -> str:
    """Who it was, in IT's own words; "" when nobody says."""
    try:
        named = json.loads(path.read_text("utf-8")).get("locked_by", "")
    except (OSError, ValueError, AttributeError, RecursionError):
        return ""  # told by `locked_settings`
    return " ".join(str(named).split())[:NAME_MAX]
