"""The rules that keep the picture in desktop_app/__init__.py true."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

PACKAGE = ROOT / "desktop_app"
MODULES = sorted(PACKAGE.rglob("*.py"))
INITS = [path for path in MODULES if path.name == "__init__.py"]
LOCKS = sorted((ROOT / "installer").glob("requirements*.*"))

# At module level only here; elsewhere inside the function that needs it, after the first paint.
NUMPY_HOMES = (
    *("domain/log_rank.py", "domain/reply_", "domain/survival.py", "domain/wait_columns.py"),
    "domain/worktime.py",
    *("domain/team_report.py", "store/team_reader.py", "store/wait_columns.py"),
    "domain/warmth_columns.py",
    *("domain/signal_actions.py", "store/signal_actions.py"),
    "ui/",
)
PEEWEE_FREE = ("store/reader.py",)


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imported_at_module_level(tree: ast.Module) -> set[str]:
    """First parts of the names that a module imports when it is imported (type-checking blocks aside)."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@pytest.mark.slow
def test_imports_keep_the_contracts() -> None:
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    env = {**os.environ, "NO_COLOR": "1"}
    command = [sys.executable, "-c", program]
    answer = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False, timeout=100)
    assert answer.returncode == 0, (answer.stdout + answer.stderr).decode()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_holds(path: Path) -> None:
    assert ast.get_docstring(parsed(path)), f"{name_of(path)} has no docstring"


@pytest.mark.parametrize("path", INITS, ids=name_of)
def test_a_package_init_holds_only_its_text(path: Path) -> None:
    tree = parsed(path)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not imports, f"{name_of(path)} imports something"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_numpy_loads_only_where_it_computes(path: Path) -> None:
    if not name_of(path).startswith(NUMPY_HOMES):
        assert "numpy" not in imported_at_module_level(parsed(path)), "import numpy inside the function"


@pytest.mark.parametrize("name", PEEWEE_FREE)
def test_the_reader_of_the_window_does_without_peewee(name: str) -> None:
    path = PACKAGE / name
    if path.exists():
        assert not {"peewee", "playhouse"} & imported_at_module_level(parsed(path))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_reenters_the_event_loop(path: Path) -> None:
    """Lint sees `QApplication.processEvents()`, but not a call on an object."""
    calls = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute)]
    assert "processEvents" not in {node.attr for node in calls}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_lock_files_name_no_host_and_no_folder(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--(?!hash)|find-links|index-url", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_an_exact_version_and_hashes(name: str) -> None:
    text = (ROOT / "installer" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in filter(None, text.splitlines()):
        assert re.match(r"^[a-z0-9-]+==\S+ ", line), line
        assert "--hash=sha256:" in line, line


def test_the_development_lock_holds_the_versions_that_are_shipped() -> None:
    run, dev = (pins(ROOT / "installer" / name) for name in ("requirements.txt", "requirements-dev.txt"))
    assert run <= dev


def pins(path: Path) -> set[str]:
    return set(re.findall(r"^[a-z0-9-]+==[^\s\\]+", path.read_text(encoding="utf-8"), re.MULTILINE))


def test_resources_are_found_from_a_checkout() -> None:
    from desktop_app.settings.paths import resources

    assert resources() == ROOT / "resources"
