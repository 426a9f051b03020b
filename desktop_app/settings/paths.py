"""Where files lie: those that come with the program, and those of the user."""

from pathlib import Path


def resources() -> Path:
    """Folder of icons, translations, themes and help: inside an installed package, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"
