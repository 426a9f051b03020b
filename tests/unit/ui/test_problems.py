"""Every error that the window can meet has a sentence of its own."""

import ast

import pytest

from desktop_app.domain import errors
from desktop_app.domain.errors import AppError, AuthRejected, InputError, Unsupported
from desktop_app.ui import problems
from tests.paths import ROOT

KEYS = {"InputError": "reason", "Offline": "reason", "SecretsError": "reason", "TrackingError": "reason",
        "Unsupported": "what"}  # fmt: skip
BELOW = ("domain", "settings", "store", "engine", "mail")
# Of parts of the working hours that the window has no fields for, and of names that it makes itself.
NEVER_TYPED = {"not_a_date", "ends_before_it_starts", "unknown", "not_latin1", "not_printable_ascii", "empty"}


def raised_below():
    """(class, its reason) wherever both stand in the source."""
    found = set()
    for file in (file for name in BELOW for file in (ROOT / "desktop_app" / name).rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in KEYS:
                for one in call.keywords:
                    if one.arg == KEYS[call.func.id] and isinstance(one.value, ast.Constant):
                        found.add((call.func.id, one.value.value))
    return sorted(pair for pair in found if pair[1] not in NEVER_TYPED)


@pytest.mark.parametrize(("name", "reason"), raised_below())
def test_every_reason_has_a_sentence_of_its_own(name, reason):
    kind = getattr(errors, name)
    said = problems.sentence(kind(**{KEYS[name]: reason}))
    assert said != problems.sentence(kind(**{KEYS[name]: "a later version's"}))


def test_what_the_error_names_is_said():
    error = Unsupported(host="mail.firm.ru", port=993, what="tls")
    assert problems.sentence(error).startswith("mail.firm.ru does not speak TLS on port 993.")
    assert "{" not in problems.sentence(InputError(field="address", reason="account_exists"))


def test_a_provider_that_wants_an_app_password_is_told_from_a_wrong_one():
    assert "app password" in problems.sentence(AuthRejected(reason="app_password"))
    assert "user name" in problems.sentence(AuthRejected(reason="rejected"))


def test_an_unknown_code_is_named():
    class Strange(AppError):
        code = "strange"

    assert "strange" in problems.sentence(Strange())
