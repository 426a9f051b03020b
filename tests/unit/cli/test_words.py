import inspect

import pytest

from desktop_app.cli.words import sentence
from desktop_app.domain import errors
from desktop_app.domain.errors import AppError, Offline

NARROW = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, AppError)]


@pytest.mark.parametrize("kind", NARROW, ids=lambda kind: kind.code)
def test_no_error_is_silent_and_none_breaks_its_sentence(kind):
    assert sentence(kind()).strip()


def test_an_unknown_host_is_named():
    assert "mail.exmaple" in sentence(Offline(host="mail.exmaple", port=993, reason="unknown_host"))
