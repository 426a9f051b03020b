import ast
import inspect
from pathlib import Path

import pytest

from desktop_app.cli.words import sentence
from desktop_app.domain import errors
from desktop_app.domain.errors import AppError, AuthRejected, InputError, Offline, Unsupported

NARROW = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, AppError)]
REASONED = {"InputError": "reason", "Offline": "reason", "SecretsError": "reason", "TrackingError": "reason"}


def raised_in_the_program():
    """(class, parameters) of every error whose reason is written down where it is raised."""
    package = Path(errors.__file__).parent.parent
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REASONED:
                given = {
                    one.arg: one.value.value if isinstance(one.value, ast.Constant) else f"some {one.arg}"
                    for one in node.keywords
                }
                if not str(given.get(REASONED[node.func.id], "some")).startswith("some"):
                    yield node.func.id, given


@pytest.mark.parametrize("kind", NARROW, ids=lambda kind: kind.code)
def test_no_error_is_silent_and_none_breaks_its_sentence(kind):
    assert sentence(kind()).strip()


@pytest.mark.parametrize(("name", "given"), list(raised_in_the_program()), ids=str)
def test_every_reason_in_the_program_has_a_whole_sentence(name, given):
    said = sentence(getattr(errors, name)(**given))
    assert "?" not in said or given["reason"] == "refused"
    assert given["reason"] not in said.split()
    assert said[0].isupper() or given.get("host") or said[0] in "'\""


def test_an_unknown_host_is_named():
    assert "mail.exmaple" in sentence(Offline(host="mail.exmaple", port=993, reason="unknown_host"))


def test_what_is_typed_is_shown_as_it_was_typed():
    error = InputError(field="imap", reason="not_host_port", text="mail:x")
    assert sentence(error) == "'mail:x' is not HOST:PORT."


def test_a_reason_of_a_later_version_still_gives_a_sentence():
    assert sentence(Offline(host="h", port=1, reason="moon")) == "The server cannot be reached."
    assert "moon" in sentence(InputError(field="imap", reason="moon"))
    assert "moon" in sentence(Unsupported(what="moon"))
    assert "user name and password" in sentence(AuthRejected(reason="rejected"))
