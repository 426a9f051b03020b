"""A desk for the tests of ingest and derive."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """One account without letters."""
    with closing(Desk(tmp_path / "data")) as one:
        yield one
